"""Every error that a user can meet.

AnswerbookError          exit code 1; the message is one sentence: what, where, how to fix it
├── UnreadablePaper      one file cannot be read as a paper; the other papers go on
├── InvalidFile          a settings, questions or metadata file has problems (all of them listed)
├── ModelError           a model cannot be loaded, or failed while it worked
│   └── ModelUnavailable it answers no request at the moment; the other models go on
├── EngineError          the engine that should run the work cannot run it
├── LedgerError          a line of the answer ledger cannot be read or written
├── FetchError           something could not be fetched from the network; the other requests go on
├── MissingAnswers       a frozen build lacks answers or has stale ones (all of them named)
└── SiteError            the site could not be written or built
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.core.counting import pluralize
from generator.core.visible import visible

__all__ = [
    "AnswerbookError",
    "FetchError",
    "InvalidFile",
    "LedgerError",
    "MissingAnswers",
    "ModelError",
    "ModelUnavailable",
    "Problem",
    "SiteError",
    "UnreadablePaper",
]


class AnswerbookError(Exception):
    """Base of all errors that are reported as one sentence, without a traceback."""


class UnreadablePaper(AnswerbookError):
    """A file that cannot be read as a paper. what: the fault. where: the file. hint: how to fix it."""

    def __init__(self, what: str, where: Path | str, hint: str) -> None:
        self.what, self.where, self.hint = what, str(where), hint
        super().__init__(visible(f"{self.where}: {what}; {hint}.", one_line=True))

    def __reduce__(self) -> tuple[type[UnreadablePaper], tuple[object, ...]]:
        # Reading processes raise it. Pickled by default, it would lose its three arguments on the way back.
        return type(self), (self.what, self.where, self.hint)


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem of a file. line: counted from 1; None if no single line is at fault."""

    file: str
    line: int | None
    message: str

    def __str__(self) -> str:
        file = visible(self.file, one_line=True)
        place = file if self.line is None else f"{file}:{self.line}"
        return f"{place}: {self.message}"


class InvalidFile(AnswerbookError):
    """A file that people write has problems; ``problems`` holds all of them."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        count = pluralize(len(self.problems), "problem")
        super().__init__("\n".join([f"{count} to fix:", *(f"  {p}" for p in self.problems)]))


class ModelError(AnswerbookError):
    """A model that cannot be loaded, or that failed while it answered."""


class ModelUnavailable(ModelError):
    """A model that answers no request at the moment: its server cannot be reached, or it takes too long."""


class EngineError(AnswerbookError):
    """The engine that should run the work cannot run it."""


class LedgerError(AnswerbookError):
    """The answer ledger on disk cannot be read or written."""


class FetchError(AnswerbookError):
    """Something could not be fetched from the network.

    status: HTTP status of the reply, 0 if there was none. passing: True if it may work at another time.
    """

    def __init__(self, message: str, status: int = 0, *, passing: bool = False) -> None:
        self.status, self.passing = status, passing
        super().__init__(message)


_MAX_ANSWERS_SHOWN = 100  # more lines than that hide what to do about them


class MissingAnswers(AnswerbookError):
    """A frozen build lacks answers. ``missing`` names all of them; the message shows the first 100."""

    def __init__(self, missing: Sequence[str]) -> None:
        self.missing = tuple(missing)
        shown = [f"  {line}" for line in self.missing[:_MAX_ANSWERS_SHOWN]]
        if len(self.missing) > len(shown):
            shown.append(f"  and {len(self.missing) - len(shown)} more")
        super().__init__(
            "\n".join(
                [
                    f"{pluralize(len(self.missing), 'answer is', 'answers are')} missing or stale, and "
                    "--frozen computes none; run `answerbook build` where the models are, and commit "
                    "content/answers:",
                    *shown,
                ]
            )
        )


class SiteError(AnswerbookError):
    """The pages or the site could not be written."""

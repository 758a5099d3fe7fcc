"""Every error a user can meet.

AnswerbookError          exit code 1; the message is one sentence: what, where, the mend
├── UnreadablePaper      one file cannot be read as a paper; the other papers go on
├── InvalidFile          a settings, questions or metadata file has problems (all of them listed)
├── ModelError           a model cannot be loaded, or stopped in the middle of its work
│   └── ModelUnavailable it does not answer now, whatever it is asked; the others go on
├── LedgerError          a line of the answer ledger cannot be read or written
├── FetchError           something could not be had from the network; the others go on
├── MissingAnswers       a frozen build lacks answers, or holds stale ones (all of them named)
└── SiteError            the site could not be written or built
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.core.counting import counted
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
    """A file in which no paper can be read: what is wrong, where, and how to mend it."""

    def __init__(self, what: str, where: Path | str, mend: str) -> None:
        self.what, self.where, self.mend = what, str(where), mend
        super().__init__(visible(f"{self.where}: {what}; {mend}.", one_line=True))

    def __reduce__(self) -> tuple[type[UnreadablePaper], tuple[object, ...]]:
        # Raised in reading processes: the default would lose the three arguments on the way back.
        return type(self), (self.what, self.where, self.mend)


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem of a file: ``line`` counts from 1, or is None where no line is to blame."""

    file: str
    line: int | None
    message: str

    def __str__(self) -> str:
        file = visible(self.file, one_line=True)
        place = file if self.line is None else f"{file}:{self.line}"
        return f"{place}: {self.message}"


class InvalidFile(AnswerbookError):
    """A file that people write has problems; all of them are in ``problems``."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        count = counted(len(self.problems), "problem")
        super().__init__("\n".join([f"{count} to mend:", *(f"  {p}" for p in self.problems)]))


class ModelError(AnswerbookError):
    """A model that cannot be loaded, or that failed while it answered."""


class ModelUnavailable(ModelError):
    """A model that does not answer now, whatever it is asked: its server is away, or it takes too long."""


class EngineError(AnswerbookError):
    """The work cannot be run where it was to be run."""


class LedgerError(AnswerbookError):
    """The ledger on disk cannot be read or written."""


class FetchError(AnswerbookError):
    """Something that could not be had from the network.

    status: of the reply, 0 where there was none. passing: another time it may be there.
    """

    def __init__(self, message: str, status: int = 0, *, passing: bool = False) -> None:
        self.status, self.passing = status, passing
        super().__init__(message)


class MissingAnswers(AnswerbookError):
    """A frozen build lacks answers; ``missing`` names them all, the message the first 100."""

    def __init__(self, missing: Sequence[str]) -> None:
        self.missing = tuple(missing)
        shown = [f"  {line}" for line in self.missing[:100]]
        if len(self.missing) > len(shown):
            shown.append(f"  and {len(self.missing) - len(shown)} more")
        super().__init__(
            "\n".join(
                [
                    f"{counted(len(self.missing), 'answer is', 'answers are')} missing or stale, and "
                    "--frozen computes none; run `answerbook build` where the models are, and commit "
                    "content/answers:",
                    *shown,
                ]
            )
        )


class SiteError(AnswerbookError):
    """The pages or the site could not be written."""

"""An answer as another system saved it, or a file or line that could not be read as one."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Saved:
    """One reply of one model, with the names of paper, question and model in its source.

    context: what the model was shown: one text, or pieces if the source separates them; None if the source
    does not say. source: name of the file. line: of a table, counted from 1. sha256: of the file, or of the
    line of a table; it tells whether the answer has changed.
    """

    paper: str
    question: str
    model: str
    reply: str
    context: str | tuple[str, ...] | None
    source: str
    sha256: str
    line: int | None = None

    @property
    def place(self) -> str:
        """The file, and the line if there is one, for messages."""
        return self.source if self.line is None else f"{self.source}:{self.line}"


@dataclass(frozen=True, slots=True)
class Unread:
    """Something left out of an import. where: file and line. reason: why, and how to fix it."""

    where: str
    reason: str

    def __str__(self) -> str:
        return f"{self.where}: {self.reason}"

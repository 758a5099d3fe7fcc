"""An answer as another system saved it, and what could not be read as one."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Saved:
    """One reply of one model, with the names that its source gives to paper, question and model.

    context: what the model was shown: one text, or its pieces where the source keeps them apart;
    None where the source does not say. source: name of the file; line: counted from 1, of a table.
    sha256: of the file, or of the line of a table: what makes this answer another one.
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
        """Where it stands, for a message."""
        return self.source if self.line is None else f"{self.source}:{self.line}"


@dataclass(frozen=True, slots=True)
class Unread:
    """What was left out of an import: where it stands, why, and how to mend it."""

    where: str
    reason: str

    def __str__(self) -> str:
        return f"{self.where}: {self.reason}"

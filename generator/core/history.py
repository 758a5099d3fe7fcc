"""Answers that were published once and are no longer what their model answers."""

from __future__ import annotations

from dataclasses import dataclass

from generator.core.answer import Answer


@dataclass(frozen=True, slots=True)
class Superseded:
    """A published answer that another took the place of.

    answer: as it was published. until: the day of the change, ``YYYY-MM-DD``. causes: names of the parts of
    the fingerprint that had changed. by: id of the answer that took its place; empty where it was
    withdrawn (its question, paper or model belongs to the project no more).
    """

    answer: Answer
    until: str
    causes: tuple[str, ...] = ()
    by: str = ""

    @property
    def withdrawn(self) -> bool:
        """Whether no answer took its place."""
        return not self.by

"""Answers that were published and are no longer what their model answers."""

from __future__ import annotations

from dataclasses import dataclass

from generator.core.answer import Answer


@dataclass(frozen=True, slots=True)
class SupersededAnswer:
    """A published answer that was replaced or withdrawn.

    answer: as it was published. until: the day of the change, ``YYYY-MM-DD``. causes: names of the parts of
    the fingerprint that had changed. by: id of the answer that replaced it; empty if it was withdrawn because
    its question, paper or model no longer belongs to the project.
    """

    answer: Answer
    until: str
    causes: tuple[str, ...] = ()
    by: str = ""

    @property
    def withdrawn(self) -> bool:
        """True if no answer replaced it."""
        return not self.by

"""What the build asks of an answerer."""

from __future__ import annotations

from typing import Protocol

from generator.core import Draft, Question, Retrieved


class Answerer(Protocol):
    """Anything that drafts an answer from snippets."""

    @property
    def name(self) -> str:
        """The name under which its answers are recorded."""

    def answer(self, question: Question, found: Retrieved) -> Draft:
        """A draft whose citations number the snippets from 1. Raises ModelError where the model fails."""

    def close(self) -> None:
        """Give back memory and processes."""

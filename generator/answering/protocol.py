"""What the build asks of an answerer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from generator.core import Draft, Question, Snippet


class Answerer(Protocol):
    """Anything that drafts an answer from snippets."""

    @property
    def name(self) -> str:
        """The name under which its answers are recorded."""

    def answer(self, question: Question, snippets: Sequence[Snippet]) -> Draft:
        """A draft whose citations number ``snippets`` from 1. Raises ModelError where the model fails."""

    def close(self) -> None:
        """Give back memory and processes."""

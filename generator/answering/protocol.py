"""What the build asks of an answerer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from generator.core import Draft, Question, Retrieved, Snippet

Context = tuple[str, Sequence[Snippet]]
"""A name (`whole`, `pack`) and the snippets, in the order of the paper, that all questions share."""


class Answerer(Protocol):
    """Anything that drafts an answer from snippets."""

    @property
    def name(self) -> str:
        """The name under which its answers are recorded."""

    def chosen(self, contexts: Iterable[Context], questions: Sequence[Question]) -> Context | None:
        """The first of ``contexts`` that it can be shown for each of ``questions``; None where none is."""

    def answer(self, question: Question, found: Retrieved) -> Draft:
        """A draft whose citations number the snippets from 1. Raises ModelError where the model fails."""

    def close(self) -> None:
        """Give back memory and processes."""

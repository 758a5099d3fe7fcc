"""The interface of an answerer, as the build uses it."""

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

    def choose_context(self, contexts: Iterable[Context], questions: Sequence[Question]) -> Context | None:
        """Return the first of ``contexts`` that fits into the prompt of each of ``questions``, or None."""

    def answer(self, question: Question, found: Retrieved) -> Draft:
        """Return a draft whose citations number the snippets from 1. Raises ModelError if the model fails."""

    def close(self) -> None:
        """Release memory and processes."""

"""What an answerer asks of a language model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Completion:
    """What a model wrote. prompt_tokens: tokens evaluated, without those whose state was reused."""

    text: str
    seconds: float = 0.0
    prompt_tokens: int = 0
    new_tokens: int = 0


class LanguageModel(Protocol):
    """A loaded model."""

    def complete(self, system: str, user: str, *, grammar: str) -> Completion:
        """The reply to a system and a user message. ``grammar``: GBNF; a runtime without one ignores it.

        Raises ModelError where the model fails.
        """

    def close(self) -> None:
        """Give back the memory."""

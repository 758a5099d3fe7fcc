"""What an answerer asks of a language model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Prompt:
    """A prompt in the order in which a model reads it.

    system: the rules. shared: how the user's message begins for all questions about one paper; may be
    empty. own: the rest of it, which ends with the question. A runtime may keep the state of what
    prompts share; the reply must not depend on whether it does. quotable: sentences of the prompt that a
    reply may quote; a runtime may write them out as soon as a reply has begun one.
    """

    system: str
    shared: str
    own: str
    quotable: tuple[str, ...] = ()

    @property
    def user(self) -> str:
        """The user's message as a whole."""
        return self.shared + self.own


@dataclass(frozen=True, slots=True)
class Completion:
    """What a model wrote. prompt_tokens: tokens evaluated; reused_tokens: those whose state was reused."""

    text: str
    seconds: float = 0.0
    prompt_tokens: int = 0
    new_tokens: int = 0
    reused_tokens: int = 0


class LanguageModel(Protocol):
    """A loaded model."""

    @property
    def room(self) -> int:
        """Tokens that a prompt may take, so that the reply still fits into the context."""

    def tokens(self, prompt: Prompt) -> int:
        """Tokens of a prompt with its chat template; an estimate from above where none can be counted."""

    def complete(self, prompt: Prompt, *, grammar: str) -> Completion:
        """The reply. ``grammar``: GBNF; a runtime without one ignores it.

        Raises ModelError where the model fails, and for a prompt that is longer than `room`.
        """

    def close(self) -> None:
        """Give back the memory."""

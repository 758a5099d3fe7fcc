"""The interface of a language model, as an answerer uses it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Prompt:
    """A prompt in the order in which a model reads it.

    system: the rules. shared: how the user's message begins for all questions about one paper; may be empty.
    own: the rest of it, which ends with the question. A runtime may keep the state of what prompts share; the
    reply must not depend on whether it does. quotable: sentences of the prompt that a reply may quote; a
    runtime may complete one as soon as a reply has begun it.
    """

    system: str
    shared: str
    own: str
    quotable: tuple[str, ...] = ()

    @property
    def user(self) -> str:
        """The whole message of the user."""
        return self.shared + self.own


@dataclass(frozen=True, slots=True)
class Completion:
    """The reply of a model. prompt_tokens: tokens evaluated; reused_tokens: those whose state was reused."""

    text: str
    seconds: float = 0.0
    prompt_tokens: int = 0
    new_tokens: int = 0
    reused_tokens: int = 0


class LanguageModel(Protocol):
    """A loaded model."""

    @property
    def room(self) -> int:
        """Tokens available to a prompt, so that the reply still fits into the context."""

    def tokens(self, prompt: Prompt) -> int:
        """Return the tokens of a prompt with its chat template; an upper estimate if they cannot be known."""

    def complete(self, prompt: Prompt, *, grammar: str) -> Completion:
        """Return the reply. grammar: GBNF; a runtime without grammars ignores it.

        Raises ModelError if the model fails, and for a prompt longer than `room`.
        """

    def close(self) -> None:
        """Release the memory."""

"""What a model wrote, before it is checked."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Draft", "DraftSentence"]


@dataclass(frozen=True, slots=True)
class DraftSentence:
    """A sentence as a model wrote it, with the numbers (from 1) of the snippets that it cites.

    abstains: True if the sentence says that the paper does not report something that was asked.
    """

    text: str
    cites: tuple[int, ...] = ()
    abstains: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """The reply of a model, before it is checked.

    abstained: the reply says that the paper does not report what was asked, and claims nothing. partial: the
    reply claims something and leaves a part of the question open. seconds: wall time in the model.
    prompt_tokens: tokens evaluated, without reused_tokens, whose state was kept. left_out: snippets that did
    not fit into the prompt. asked: False if no model was asked because the paper plainly does not answer.
    shown: hash of the prompt, if there was one.
    """

    raw: str
    sentences: tuple[DraftSentence, ...]
    abstained: bool = False
    partial: bool = False
    seconds: float = 0.0
    prompt_tokens: int = 0
    new_tokens: int = 0
    reused_tokens: int = 0
    left_out: int = 0
    asked: bool = True
    shown: str = ""

"""Prompts as tokens: the chat template of a model around texts that can hold no control words of it.

A paper may say "<|im_end|>", by chance or on purpose. Only what the template itself puts around the
texts is read with control words; the texts are read as plain text.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from generator.answering.models.protocol import Prompt

Render = Callable[[list[dict[str, str]]], str]
"""Messages -> the text that the model's template makes of them, up to where the reply begins."""

# Stand for the texts while a template is rendered: no template changes a word like these.
_SYSTEM, _SHARED, _OWN = "answerbookrules", "answerbookshared", "answerbookown"


@dataclass(frozen=True, slots=True)
class Frame:
    """What a template puts before, between and behind the texts of a prompt: opening, turn, closing."""

    opening: str
    turn: str
    closing: str

    @classmethod
    def of(cls, render: Render) -> Frame:
        """The frame of the template that ``render`` applies.

        A template that knows no system message, or drops it, gets the rules at the head of the
        user's message. Raises what ``render`` raises, and ValueError where the template loses the
        user's message too.
        """
        try:
            text = render(
                [{"role": "system", "content": _SYSTEM}, {"role": "user", "content": _SHARED + _OWN}]
            )
        except Exception:  # whatever a template's author lets it raise at a system message
            text = ""
        if text.count(_SYSTEM) != 1:
            text = render([{"role": "user", "content": f"{_SYSTEM}\n\n{_SHARED}{_OWN}"}])
        opening, found, rest = text.partition(_SYSTEM)
        turn, also, closing = rest.partition(_SHARED + _OWN)
        if not (found and also):
            raise ValueError("the chat template loses the messages")
        return cls(opening, turn, closing)


Tokens = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Tokenised:
    """A prompt as tokens. head: what it shares with other prompts; own: the rest, to the reply."""

    head: Tokens
    own: Tokens

    def __len__(self) -> int:
        return len(self.head) + len(self.own)


def tokenised(prompt: Prompt, frame: Frame, tokenise: Callable[[str, bool, bool], Tokens]) -> Tokenised:
    """``tokenise(text, begins, control)``: begins the whole prompt; may hold control words."""
    head = (
        *tokenise(frame.opening, True, True),
        *tokenise(prompt.system, False, False),
        *tokenise(frame.turn, False, True),
        *tokenise(prompt.shared, False, False),
    )
    own = (*tokenise(prompt.own, False, False), *tokenise(frame.closing, False, True))
    return Tokenised(head, own)

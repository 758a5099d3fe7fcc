"""Prompts as tokens: a model's chat template around texts that cannot contain its control words.

A paper may say "<|im_end|>", by chance or on purpose. Only what the template itself writes around the texts
is tokenised with control words; the texts are tokenised as plain text.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from generator.answering.models.model_protocol import Prompt

Render = Callable[[list[dict[str, str]]], str]
"""Messages -> the text that the model's template makes of them, up to where the reply begins."""

# Placeholders for the texts while a template is rendered: no template changes words like these.
_SYSTEM, _SHARED, _OWN = "answerbookrules", "answerbookshared", "answerbookown"


@dataclass(frozen=True, slots=True)
class ChatFrame:
    """What a template writes around the texts of a prompt: opening before, turn between, closing after."""

    opening: str
    turn: str
    closing: str

    @classmethod
    def of(cls, render: Render) -> ChatFrame:
        """Return the frame of the template that ``render`` applies.

        If a template knows no system message, or drops it, the rules go to the beginning of the user's
        message. Raises what ``render`` raises, and ValueError if the template drops the user's message too.
        """
        try:
            text = render(
                [{"role": "system", "content": _SYSTEM}, {"role": "user", "content": _SHARED + _OWN}]
            )
        except Exception:  # a template may raise anything at a system message
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
    """A prompt as tokens. head: what it shares with other prompts; own: the rest, up to the reply."""

    head: Tokens
    own: Tokens

    def __len__(self) -> int:
        return len(self.head) + len(self.own)


def tokenised(prompt: Prompt, frame: ChatFrame, tokenise: Callable[[str, bool, bool], Tokens]) -> Tokenised:
    """Return a prompt as tokens.

    tokenise: called with a text, whether it begins the whole prompt, and whether it may have control words.
    """
    head = (
        *tokenise(frame.opening, True, True),
        *tokenise(prompt.system, False, False),
        *tokenise(frame.turn, False, True),
        *tokenise(prompt.shared, False, False),
    )
    own = (*tokenise(prompt.own, False, False), *tokenise(frame.closing, False, True))
    return Tokenised(head, own)

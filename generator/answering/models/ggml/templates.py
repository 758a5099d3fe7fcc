"""Chat templates: from messages to the pieces of a prompt, for runtimes that know no messages.

A template comes out of the model file and is rendered in Jinja's immutable sandbox. The messages
are rendered as marks that stand for them, for two reasons: only what the template itself writes
may become a special token, so that no paper can end its own message; and where each message lies
in the prompt is known. White space at the ends of a message is left out, as most templates do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

from generator.errors import ModelError

# What stands for a message: private characters that no template and no paper writes in this order.
SYSTEM, USER = "\ue0f0\ue0f1\ue0f2", "\ue0f0\ue0f3\ue0f2"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of a prompt: text, or one special token by its name."""

    text: str
    special: bool = False


class _Refused(Exception):
    """A template does not take these messages, and says why."""


def _refuse(message: object) -> NoReturn:
    raise _Refused(str(message))


def skeleton(template: str, bos: str = "", eos: str = "") -> str:
    """The prompt with SYSTEM and USER in the places of the two messages.

    ``template``: Jinja, from `tokenizer.chat_template` of the file; where it is empty, rules, user's
    message and the line "Answer:" stand one under the other, with empty lines between them: models
    without a template were mostly never taught to chat, and continue a text. A template that takes no system
    message is given the rules as the beginning of the user's. Raises ModelError for a template that
    cannot be rendered, or that leaves a message out.
    """
    if not template.strip():
        return f"{bos}{SYSTEM}\n\n{USER}\n\nAnswer:\n"
    both = [{"role": "system", "content": SYSTEM}, {"role": "user", "content": USER}]
    one = [{"role": "user", "content": f"{SYSTEM}\n\n{USER}"}]
    why = "it leaves a message out"
    for messages in (both, one):
        try:
            text = _render(template, messages, bos, eos)
        except _Refused as error:
            why = str(error)
            continue
        if text.count(SYSTEM) == text.count(USER) == 1:
            return text
    raise ModelError(f"the chat template of the model cannot be used ({why[:200]}); name another model")


def _render(template: str, messages: list[dict[str, str]], bos: str, eos: str) -> str:
    from jinja2 import TemplateError
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    # The two settings and the two extensions are those under which such templates are written.
    environment = ImmutableSandboxedEnvironment(
        trim_blocks=True, lstrip_blocks=True, extensions=["jinja2.ext.loopcontrols", "jinja2.ext.do"]
    )
    names: dict[str, Any] = {
        "messages": messages,
        "add_generation_prompt": True,
        "bos_token": bos,
        "eos_token": eos,
        "raise_exception": _refuse,
    }
    try:
        return environment.from_string(template).render(names)
    except (TemplateError, ArithmeticError, LookupError, TypeError, ValueError, RecursionError) as error:
        # A template runs as a program: a wrong one fails in any way that a program can.
        raise _Refused(" ".join(str(error).split()) or type(error).__name__) from error


def pieces(outline: str, system: str, user: str, specials: Iterable[str]) -> tuple[Piece, ...]:
    """The pieces of a prompt: ``outline`` (see `skeleton`) with its messages, split at special tokens.

    ``specials``: names of the special tokens, the longer ones of which win. No two pieces of text
    follow each other.
    """
    longest_first = sorted((name for name in set(specials) if name), key=lambda name: (-len(name), name))
    pattern = "|".join(map(re.escape, longest_first))
    made: list[Piece] = []
    for part in re.split(f"({SYSTEM}|{USER})", outline):
        if part in (SYSTEM, USER):
            _append(made, Piece((system if part == SYSTEM else user).strip()))
            continue
        for number, run in enumerate(re.split(f"({pattern})", part) if pattern else [part]):
            _append(made, Piece(run, special=number % 2 == 1))
    return tuple(made)


def _append(made: list[Piece], piece: Piece) -> None:
    if not piece.text:
        return
    if made and not piece.special and not made[-1].special:
        made[-1] = Piece(made[-1].text + piece.text)
    else:
        made.append(piece)


def beginning(outline: str, system: str, shared: str, specials: Sequence[str]) -> tuple[Piece, ...]:
    """The pieces of a prompt up to the end of what questions share; none where the user comes first."""
    head, _, _ = outline.partition(USER)
    return pieces(head + USER, system, shared, specials) if SYSTEM in head else ()

r"""Chat templates: from messages to the pieces of a prompt, for runtimes that know no messages.

A template comes from the model file and is rendered in Jinja's immutable sandbox. It is rendered with marks
in place of the messages, for two reasons. Only what the template itself writes may become a special token, so
that no paper can end its own message. And the place of each message in the prompt is known. White space at
the ends of a message is removed, as most templates do.

>>> outline = skeleton("<s>[INST] {{ messages[-1].content }} [/INST]")
>>> [(piece.text, piece.special) for piece in pieces(outline, "Rules", "Why?", ["<s>"])]
[('<s>', True), ('[INST] Rules\n\nWhy? [/INST]', False)]
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

from generator.errors import ModelError

# Marks for the messages: private characters that no template and no paper has in this order.
SYSTEM, USER = "\ue0f0\ue0f1\ue0f2", "\ue0f0\ue0f3\ue0f2"


@dataclass(frozen=True, slots=True)
class PromptPiece:
    """A run of a prompt: text, or one special token by its name."""

    text: str
    special: bool = False


class _Refused(Exception):
    """A template does not accept these messages, with its reason."""


def _refuse(message: object) -> NoReturn:
    raise _Refused(str(message))


def skeleton(template: str, bos: str = "", eos: str = "") -> str:
    """Return the prompt with SYSTEM and USER in the places of the two messages.

    template: Jinja, from `tokenizer.chat_template` of the file. If it is empty, rules, user's message and the
    line "Answer:" follow each other, with empty lines between them: models without a template were mostly not
    trained to chat, and continue a text. If a template accepts no system message, the rules become the
    beginning of the user's. Raises ModelError for a template that cannot be rendered, or that omits a
    message.
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

    # Chat templates are written for these two settings and two extensions.
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
        # A template is a program: a wrong one can fail in any way.
        raise _Refused(" ".join(str(error).split()) or type(error).__name__) from error


def pieces(outline: str, system: str, user: str, specials: Iterable[str]) -> tuple[PromptPiece, ...]:
    """Return the pieces of a prompt: ``outline`` (see `skeleton`) with its messages, split at special tokens.

    specials: names of the special tokens; the longer of two matches wins. No two pieces of text are adjacent.
    """
    longest_first = sorted((name for name in set(specials) if name), key=lambda name: (-len(name), name))
    pattern = "|".join(map(re.escape, longest_first))
    made: list[PromptPiece] = []
    for part in re.split(f"({SYSTEM}|{USER})", outline):
        if part in (SYSTEM, USER):
            _append(made, PromptPiece((system if part == SYSTEM else user).strip()))
            continue
        for number, run in enumerate(re.split(f"({pattern})", part) if pattern else [part]):
            _append(made, PromptPiece(run, special=number % 2 == 1))
    return tuple(made)


def _append(made: list[PromptPiece], piece: PromptPiece) -> None:
    if not piece.text:
        return
    if made and not piece.special and not made[-1].special:
        made[-1] = PromptPiece(made[-1].text + piece.text)
    else:
        made.append(piece)


def beginning(outline: str, system: str, shared: str, specials: Sequence[str]) -> tuple[PromptPiece, ...]:
    """Return the pieces of a prompt up to the end of what questions share; none if the user comes first."""
    head, _, _ = outline.partition(USER)
    return pieces(head + USER, system, shared, specials) if SYSTEM in head else ()

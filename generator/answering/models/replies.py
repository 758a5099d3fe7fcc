"""What a model wrote, as an answerer reads it."""

from __future__ import annotations

import re

_END = re.compile(r"[.!?](?=\s|$)")
_OPEN, _CLOSE = "<think>", "</think>"


def without_torn_end(text: str) -> str:
    """What was finished before the limit of new tokens was met; all of it where nothing was."""
    end = max((found.end() for found in _END.finditer(text)), default=0)
    return text[:end] if end else text


def without_thinking(text: str) -> str:
    """A reply without what a reasoning model wrote to itself, between <think> and </think>.

    Where the first <think> is missing, the chat template wrote it, and all before </think> is thought;
    where the last </think> is missing, the model never came to its reply.
    """
    *thoughts, rest = text.split(_CLOSE)
    kept = [piece.partition(_OPEN)[0] for piece in thoughts if _OPEN in piece]
    return " ".join([*kept, rest.partition(_OPEN)[0]]).strip()


def encodable(text: str) -> str:
    """``text`` without lone surrogates and NULs, neither of which JSON and C strings can carry."""
    return text.encode("utf-8", "replace").decode("utf-8").replace("\0", " ")

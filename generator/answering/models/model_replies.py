r"""Replies of models: when to stop them, how to complete them, and what to remove.

A reply that repeats itself is cut where the repetition begins:

>>> final_reply("[1] The seed was 7.\n[2] The seed was 7.", quotable=(), cut=False)
'[1] The seed was 7.'
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_END = re.compile(r"[.!?](?=\s|$)")
_OPEN, _CLOSE = "<think>", "</think>"


# The numbers of quotes at the beginning of a line.
_CITED = re.compile(r"(?:\[\d+\] ?)+")
# If a line begins with as many characters of an earlier line, it repeats that. Of 2,800 replies of five
# models of 9 to 141 billion parameters, this cuts one, which gives a reference twice.
_MIN_REPEATED_CHARS = 60
# A model that has copied so many characters of a sentence copies the rest of it.
_MIN_QUOTED_CHARS = 60
_MIN_CLAIM_TOKENS = 12
# A reply that ends in so many repetitions of a piece, of this length at most, never ends by itself.
_MAX_PIECE_CHARS, _MIN_REPETITIONS, _MIN_LOOP_CHARS = 40, 4, 48
_TAIL_CHARS = 8  # fewer than any loop has


def without_torn_end(text: str) -> str:
    """Return the text up to its last whole sentence; all of it if there is none."""
    end = max((found.end() for found in _END.finditer(text)), default=0)
    return text[:end] if end else text


def predicted_reply(text: str, *, quotable: Sequence[str], tokens: int, limit: int) -> str | None:
    """Return the whole reply as soon as it follows from its beginning ``text``; None until then.

    It follows if the reply repeats itself. It also follows if the reply quotes a sentence of ``quotable``
    that would take the rest of the ``limit`` of tokens: a small model spends most of its time on copying.
    """
    if (end := repetition(text, ended=False)) is not None:
        return without_torn_end(text[:end].rstrip())
    rest = rest_of_quote(text, quotable)
    if rest is None or tokens + len(rest) * tokens / len(text) + _MIN_CLAIM_TOKENS < limit:
        return None
    return text + rest


def final_reply(text: str, *, quotable: Sequence[str], cut: bool) -> str:
    """Return a finished reply: complete a quote that the limit ``cut``, and remove repetitions."""
    if cut:
        rest = rest_of_quote(text, quotable)
        text = without_torn_end(text) if rest is None else text + rest
    return unrepeated(text)


def rest_of_quote(text: str, quotable: Sequence[str]) -> str | None:
    """Return the rest of the sentence in ``quotable`` of which the last line is a long beginning, or None."""
    claim = _CITED.sub("", text.rsplit("\n", 1)[-1], count=1)
    if len(claim) < _MIN_QUOTED_CHARS:
        return None
    return next((whole[len(claim) :] for whole in quotable if whole.startswith(claim)), None)


def repetition(text: str, *, ended: bool) -> int | None:
    """Return the offset at which a reply, as far as it is written, begins to repeat itself; else None.

    A repetition is a line that says the same as an earlier line, whatever it cites, or a piece said over and
    over. Small models do both until the limit. ended: whether the last line is whole.
    """
    earlier: list[str] = []
    at = 0
    lines = text.split("\n")
    for number, line in enumerate(lines, start=1):
        claim = _CITED.sub("", line, count=1)
        whole = ended or number < len(lines)
        if claim and ((whole and claim in earlier) or _begins_as(claim, earlier)):
            return at
        earlier.append(claim)
        at += len(line) + 1
    for period in range(1, _MAX_PIECE_CHARS + 1):
        length = max(_MIN_LOOP_CHARS, _MIN_REPETITIONS * period)
        tail = text[-length:]
        if len(tail) == length and tail[period:] == tail[:-period]:
            start = len(text) - length
            while start and text[start - 1] == text[start - 1 + period]:
                start -= 1
            # The piece may occur once. The cut is at white space, because half a number is another number.
            around = text[: start + 2 * period]
            bounds = [found.start() for found in re.finditer(r"\s", around)]
            return next((b for b in bounds if b >= start + period), max(bounds, default=0))
    return None


def unrepeated(text: str) -> str:
    """Return a whole reply without its repetitions, as if it had been stopped there."""
    for bound in range(1, len(text) + 1):
        # A reply is stopped at the end of a word, and within one only by a loop.
        if bound < len(text) and not text[bound].isspace() and not _may_loop(text, bound):
            continue
        if (end := repetition(text[:bound], ended=bound == len(text))) is not None:
            return without_torn_end(text[:end].rstrip())
    return text


def _may_loop(text: str, end: int) -> bool:
    """Return True if the last characters before ``end`` occur once more shortly before, as in a loop."""
    last = text[max(0, end - _TAIL_CHARS) : end]
    return end >= _MIN_LOOP_CHARS and text.find(last, end - _TAIL_CHARS - _MAX_PIECE_CHARS, end - 1) >= 0


def _begins_as(claim: str, earlier: list[str]) -> bool:
    start = claim[:_MIN_REPEATED_CHARS]
    return len(claim) >= _MIN_REPEATED_CHARS and any(line.startswith(start) for line in earlier)


def without_thinking(text: str) -> str:
    """Return a reply without the thoughts of a reasoning model, between <think> and </think>.

    If the first <think> is missing, the chat template wrote it, and everything before </think> is thought. If
    the last </think> is missing, the model never reached its reply.
    """
    *thoughts, rest = text.split(_CLOSE)
    kept = [piece.partition(_OPEN)[0] for piece in thoughts if _OPEN in piece]
    return " ".join([*kept, rest.partition(_OPEN)[0]]).strip()


def encodable(text: str) -> str:
    """Return ``text`` without lone surrogates and NULs, which JSON and C strings cannot contain."""
    return text.encode("utf-8", "replace").decode("utf-8").replace("\0", " ")

"""What a model wrote, as an answerer reads it."""

from __future__ import annotations

import re
from collections.abc import Sequence

_END = re.compile(r"[.!?](?=\s|$)")
_OPEN, _CLOSE = "<think>", "</think>"


# What a line begins with, before what it says: the numbers of quotes.
_CITED = re.compile(r"(?:\[\d+\] ?)+")
# So many characters at the beginning of a line, the same as of an earlier line, are no chance: of 2,800
# replies of five models of 9 to 141 billion parameters, one is cut here, which gives a reference twice.
_SAME = 60
# Who has copied so many characters of a sentence copies the rest of it.
_QUOTES = 60
_MIN_CLAIM_LENGTH = 12  # tokens
# A reply that ends in four or more of the same piece, of this length at most, never leaves it again.
_MAX_PIECE_CHARS, _PIECES, _MIN_LOOP_CHARS = 40, 4, 48  # characters, times, characters
_TAIL = 8  # characters, fewer than any loop has


def without_torn_end(text: str) -> str:
    """What was finished before the limit of new tokens was met; all of it where nothing was."""
    end = max((found.end() for found in _END.finditer(text)), default=0)
    return text[:end] if end else text


def settled(text: str, *, quotable: Sequence[str], tokens: int, limit: int) -> str | None:
    """The whole reply as soon as it is known from its beginning, ``text``; None as long as it is not.

    It is where it repeats itself, and where it quotes a sentence of ``quotable`` for which the rest of
    ``limit`` tokens would be spent: copying is what takes a small model longest.
    """
    if (end := repetition(text, ended=False)) is not None:
        return without_torn_end(text[:end].rstrip())
    rest = rest_of_quote(text, quotable)
    if rest is None or tokens + len(rest) * tokens / len(text) + _MIN_CLAIM_LENGTH < limit:
        return None
    return text + rest


def finished(text: str, *, quotable: Sequence[str], cut: bool) -> str:
    """A reply to its end: a quote is completed where the limit cut it, and nothing is said twice."""
    if cut:
        rest = rest_of_quote(text, quotable)
        text = without_torn_end(text) if rest is None else text + rest
    return unrepeated(text)


def rest_of_quote(text: str, quotable: Sequence[str]) -> str | None:
    """What the last line of a reply lacks of the sentence in ``quotable`` that it is a long beginning of."""
    said = _CITED.sub("", text.rsplit("\n", 1)[-1], count=1)
    if len(said) < _QUOTES:
        return None
    return next((whole[len(said) :] for whole in quotable if whole.startswith(said)), None)


def repetition(text: str, *, ended: bool) -> int | None:
    """Where a reply, as far as it is written, begins to repeat itself; None where it does not.

    A line that says what an earlier line said, whatever it cites; or a piece over and over. Small models
    fall into either and fill up their limit with it. ended: whether the last line is whole.
    """
    earlier: list[str] = []
    at = 0
    lines = text.split("\n")
    for number, line in enumerate(lines, start=1):
        said = _CITED.sub("", line, count=1)
        whole = ended or number < len(lines)
        if said and ((whole and said in earlier) or _begins_as(said, earlier)):
            return at
        earlier.append(said)
        at += len(line) + 1
    for period in range(1, _MAX_PIECE_CHARS + 1):
        length = max(_MIN_LOOP_CHARS, _PIECES * period)
        tail = text[-length:]
        if len(tail) == length and tail[period:] == tail[:-period]:
            start = len(text) - length
            while start and text[start - 1] == text[start - 1 + period]:
                start -= 1
            # The piece itself may be said once; a number that is cut in two would be another number.
            around = text[: start + 2 * period]
            bounds = [found.start() for found in re.finditer(r"\s", around)]
            return next((b for b in bounds if b >= start + period), max(bounds, default=0))
    return None


def unrepeated(text: str) -> str:
    """A whole reply as far as it does not repeat itself, as if it had been stopped there."""
    for bound in range(1, len(text) + 1):
        # One that is watched while it is written may be stopped within a word, but only by a loop.
        if bound < len(text) and not text[bound].isspace() and not _may_loop(text, bound):
            continue
        if (end := repetition(text[:bound], ended=bound == len(text))) is not None:
            return without_torn_end(text[:end].rstrip())
    return text


def _may_loop(text: str, end: int) -> bool:
    """Whether the last characters before ``end`` stand there once more, as they do in a loop."""
    last = text[max(0, end - _TAIL) : end]
    return end >= _MIN_LOOP_CHARS and text.find(last, end - _TAIL - _MAX_PIECE_CHARS, end - 1) >= 0


def _begins_as(said: str, earlier: list[str]) -> bool:
    return len(said) >= _SAME and any(line.startswith(said[:_SAME]) for line in earlier)


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

"""How much of a sentence that a model wrote is in the paper word for word, and so is really a quote.

A site that shows only the beginning of quotes must not show more of the paper in a model's sentences. The
paper's text shows how much is copied; if its file is not here, what the ledger keeps of it does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from generator.core import Answer, Paper, digest

__all__ = ["Echo", "echo_in", "echo_kept", "echo_of", "echoes", "plain"]

# A sentence with single blanks -> length of its longest stretch that the paper has; None if not known.
Echo = Callable[[str], int | None]
_DIGITS = 12  # of the hash that names a sentence


def echo_in(text: str) -> Echo:
    """Return a function that measures copies from a paper's text; for an empty text nothing is known."""
    if not text:
        return lambda words: None
    held: list[str] = []  # made for the first sentence: most answers never need it

    def echo(words: str) -> int:
        if not held:
            held.append(plain(text))
        return _longest(words, held[0])

    return echo


def echo_of(paper: Paper, kept: Mapping[str, int] | None = None) -> Echo:
    """Return a function that measures copies from a paper, whose text is read when a sentence needs it.

    kept: what `echoes` measured earlier in the same text.
    """

    def echo(words: str) -> int | None:
        known = (kept or {}).get(_name(words))
        return echo_in(paper.text)(words) if known is None else known

    return echo


def echo_kept(kept: Mapping[str, int]) -> Echo:
    """Return a function that looks up what `echoes` measured earlier; other sentences are not known."""
    return lambda words: kept.get(_name(words))


def echoes(text: str, answers: Iterable[Answer], before: Mapping[str, int]) -> dict[str, int]:
    """Return the measurements to keep for all sentences that are not part of their own evidence.

    before: measurements of the same text from an earlier build.
    """
    copied, found = echo_in(text), dict[str, int]()
    for answer in answers:
        passages = [plain(e.evidence) for e in answer.evidence] if answer.sentences else []
        for words in (plain(sentence.text) for sentence in answer.sentences):
            if any(words in passage for passage in passages):
                continue
            name = _name(words)
            if name not in found:
                known = before.get(name)
                found[name] = known if known is not None else copied(words) or 0
    return found


def plain(text: str) -> str:
    """Return the text with single blanks."""
    return " ".join(text.split())


def _longest(words: str, text: str) -> int:
    """Return the length of the longest stretch of ``words``, beginning at a word, that ``text`` contains."""
    best = 0
    for start in [0, *(m.end() for m in re.finditer(" ", words))]:
        end = start + best + 1
        if end > len(words):
            break
        if words[start:end] not in text:
            continue
        most = len(words)
        while end < most:  # a text with a stretch contains every shorter one
            middle = (end + most + 1) // 2
            end, most = (middle, most) if words[start:middle] in text else (end, middle - 1)
        best = end - start
    return best


def _name(words: str) -> str:
    return digest(words, _DIGITS)

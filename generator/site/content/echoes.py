"""How much of a sentence that a model wrote stands in the paper word for word: a quote in all but name.

A site that shows only the beginning of quotes must not show more of the paper by the mouth of a model. How
much stands there is told by the paper's text, or, where its file is not here, by what the ledger keeps of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from generator.core import Answer, digest

__all__ = ["Echo", "echo_in", "echo_kept", "echoes", "plain"]

# A sentence with single blanks -> characters of it on end that the paper has; None where that is not known.
Echo = Callable[[str], int | None]
_WIDTH = 12


def echo_in(text: str) -> Echo:
    """How sentences stand in a paper whose text is at hand; where it is empty, nothing is known."""
    if not text:
        return lambda words: None
    held: list[str] = []  # made when the first sentence asks: most answers never do

    def echo(words: str) -> int:
        if not held:
            held.append(plain(text))
        return _longest(words, held[0])

    return echo


def echo_kept(kept: Mapping[str, int]) -> Echo:
    """The same by what `echoes` found earlier; sentences that it did not look at are not known."""
    return lambda words: kept.get(_name(words))


def echoes(text: str, answers: Iterable[Answer], before: Mapping[str, int]) -> dict[str, int]:
    """What is kept of all sentences of ``answers`` that are not a part of their own evidence.

    before: what was found earlier by the same text.
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
    """The text with single blanks."""
    return " ".join(text.split())


def _longest(words: str, text: str) -> int:
    """The length of the longest stretch of ``words``, from the beginning of a word on, that ``text`` has."""
    best = 0
    for start in [0, *(m.end() for m in re.finditer(" ", words))]:
        end = start + best + 1
        if end > len(words):
            break
        if words[start:end] not in text:
            continue
        most = len(words)
        while end < most:  # what has a stretch has every shorter one
            middle = (end + most + 1) // 2
            end, most = (middle, most) if words[start:middle] in text else (end, middle - 1)
        best = end - start
    return best


def _name(words: str) -> str:
    return digest(words, _WIDTH)

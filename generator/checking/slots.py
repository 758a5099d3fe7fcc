"""Whether a number, a name or a direction stands in the evidence where the sentence puts it.

That a number occurs somewhere in the evidence is not enough: "learning rate 0.9, momentum 0.01"
holds two true numbers and two lies. Each occurrence in the evidence is judged by its surroundings:
how many of the words around the item in the sentence stand around it there, near words counting
more. Where another number (name, direction) fits that place clearly better, it is the one that
the paper puts there.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from generator.checking.weights import TermWeights
from generator.core.words import STOP_WORDS, normalised, stem

# Content words on either side that count as surroundings. Chosen, with the halving below, by
# `python -m tests.benchmarks.checking`; 4 to 8 give the same within a point.
WINDOW = 6

_WORD = re.compile(r"\d+(?:[.,]\d+)+|[^\W_]+|%")
_STOP = re.compile(r"(?<=[.!?])\s+(?=[A-Z(\[\"“])|\n")


@dataclass(frozen=True, slots=True)
class Word:
    """A content word (or a per cent sign) of the normalised text, at ``start``."""

    stem: str
    start: int


@lru_cache(maxsize=4096)
def sentences(text: str) -> tuple[tuple[int, tuple[Word, ...]], ...]:
    """The sentences of the normalised ``text``: the offset of each, and its content words in order.

    Numerals count as content words; the other stop words do not.
    """
    text = normalised(text)
    bounds = [0, *(m.end() for m in _STOP.finditer(text)), len(text)]
    return tuple((begin, tuple(_words(text, begin, end))) for begin, end in itertools.pairwise(bounds))


def _words(text: str, begin: int, end: int) -> Sequence[Word]:
    return [
        Word(stem(m.group().lower()), m.start())
        for m in _WORD.finditer(text, begin, end)
        if m.group().lower() not in STOP_WORDS
    ]


def fit(
    sentence: str,
    item: tuple[int, int],
    evidence: str,
    place: int,
    weights: TermWeights,
    *,
    window: int = WINDOW,
    other_side: float = 1.0,
) -> float:
    """How well the surroundings of ``place`` in ``evidence`` are those of ``item`` in ``sentence``: 0 to 1.

    item: offsets (start, end) into the normalised sentence; place: offset into the normalised
    evidence. other_side: what a word counts that stands on the other side of the place, such as
    "momentum" in "0.9 momentum" for "a momentum of 0.9".
    """
    wanted = [
        (word.stem, distance)
        for word, distance in _around(_row(sentence, item[0]), item[0], item[1])
        if abs(distance) <= window
    ]
    if not wanted:
        return 1.0
    there: dict[str, list[int]] = {}
    for word, distance in _around(_row(evidence, place), place, place + 1):
        there.setdefault(word.stem, []).append(distance)
    total = found = 0.0
    for term, distance in wanted:
        # A word counts half as much three words away; it may stand three further off in the
        # evidence for half of that.
        weight = weights.weight(term) / (1 + abs(distance) / 3)
        total += weight
        found += weight * max(
            (_closeness(distance, other, other_side) for other in there.get(term, ())), default=0.0
        )
    return found / total


def _closeness(wanted: int, found: int, other_side: float) -> float:
    closeness = 1 / (1 + max(0, abs(found) - abs(wanted)) / 3)
    return closeness if (wanted < 0) == (found < 0) else other_side * closeness


def nearby(text: str, start: int, end: int, *, before: int, behind: int) -> list[str]:
    """Stems of the content words next to ``start`` to ``end``, within the same sentence."""
    row = _row(text, start)
    return [
        *(w.stem for w in [w for w in row if w.start < start][-before:]),
        *(w.stem for w in [w for w in row if w.start >= end][:behind]),
    ]


def sentence_at(text: str, place: int) -> int:
    """The offset at which the sentence begins in which ``place`` lies."""
    starts = [begin for begin, _ in sentences(text)]
    return starts[max(0, bisect_right(starts, place) - 1)]


def _row(text: str, place: int) -> tuple[Word, ...]:
    begin = sentence_at(text, place)
    return next(words for at, words in sentences(text) if at == begin)


def _around(row: Sequence[Word], start: int, end: int) -> list[tuple[Word, int]]:
    """The words of a sentence outside of ``start`` to ``end``, with their distance, negative before."""
    before = [w for w in row if w.start < start]
    behind = [w for w in row if w.start >= end]
    return [(w, -d) for d, w in enumerate(reversed(before), 1)] + [(w, d) for d, w in enumerate(behind, 1)]

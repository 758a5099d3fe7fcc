"""Features of how well an item of a sentence fits where the evidence has it, and how well others fit there.

An item is a number or a name. Its ``own`` places are where the context states it. Its ``rivals`` are the
other numbers (names) of the context, which the sentence does not mention. A small linear model weighs these
features (see `misplaced`).
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from generator.checking.coverage import TermWeights
from generator.checking.named_things import KNOWN
from generator.checking.number_values import Number
from generator.checking.parsed import Parsed, SentenceTerms
from generator.checking.slots import NearbyTerms
from generator.core.vocabulary import STOP_WORDS

NEXT_WORDS = 2  # content words on either side that count as next to an item
OTHER_SIDE = 0.3  # weight of such a word if it is on the other side in the evidence
_MEASURES = ("wide", "narrow", "row", "unit", "prior")

# What is attached to a number, or follows it as a sign or a short unit.
_AFTER = re.compile(r"\s*(%|x\s|[-:/]\d|\w{1,3}\b|-[a-z]+)?")
_NO_UNIT = STOP_WORDS
_BEFORE = frozenset("=:x<>±$-/~")


@dataclass(frozen=True, slots=True)
class ContextSpan:
    """A place in the context: index of the piece, and offsets in its normalised text."""

    piece: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Rival:
    """Another item of the context: its text for messages, its place, and its form."""

    text: str
    span: ContextSpan
    form: str
    countable: bool = True


@dataclass(frozen=True, slots=True)
class ClaimItem:
    """An item of the sentence, with the places where the context has it."""

    text: str
    start: int
    end: int
    form: str
    own: tuple[ContextSpan, ...]


@dataclass(frozen=True)
class Placement:
    """Features of an item, and the text of the rival that fits its place best."""

    features: Mapping[str, float]
    rival: str


class Scene:
    """A sentence with its context, in which fits are measured."""

    def __init__(self, claim: Parsed, context: Sequence[Parsed], weights: TermWeights) -> None:
        self.claim, self.context, self.weights = claim, context, weights

    @cached_property
    def _rows(self) -> list[SentenceTerms]:
        return [row for piece in self.context for row in piece.rows]

    def row(self, span: ContextSpan) -> SentenceTerms:
        """Return the sentence of the context in which ``span`` is."""
        piece = self.context[span.piece]
        return piece.rows[piece.row_at(span.start)]

    def placement(self, item: ClaimItem, rivals: Sequence[Rival]) -> Placement:
        """Return the features that numbers and names share, each 0 to 1."""
        measure = self._measure(item)
        own = [measure(s) for s in item.own]
        others = [(measure(r.span), r) for r in rivals]
        own_rows = {id(self.row(s)) for s in item.own}
        away = [(m, r) for m, r in others if id(self.row(r.span)) not in own_rows]
        found = {}
        for i, name in enumerate(_MEASURES):
            found[f"own {name}"] = _best(m[i] for m in own)
            found[f"rival {name}"] = _best(m[i] for m, _ in others)
        found["rival elsewhere wide"] = _best(m[0] for m, _ in away)
        found["like rival wide"] = _best(m[0] for m, r in others if r.form == item.form)
        found["like rival row"] = _best(m[2] for m, r in others if r.form == item.form)
        found["like rival elsewhere wide"] = _best(m[0] for m, r in away if r.form == item.form)
        found["wide behind"] = max(0.0, found["rival wide"] - found["own wide"])
        found["narrow behind"] = max(0.0, found["rival narrow"] - found["own narrow"])
        found["row behind"] = max(0.0, found["rival row"] - found["own row"])
        wide = NearbyTerms.of(self.claim, item.start, item.end, self.weights)
        rows = {id(self.row(s)): self.row(s) for s in item.own}
        found["own clause"] = _best(map(wide.share, rows.values()))
        found["clause behind"] = max(0.0, _best(map(wide.share, self._rows)) - found["own clause"])
        found["places"] = min(3, len(own)) / 3
        found["many places"] = min(1.0, math.log1p(len(own)) / 3)
        best = max(others, key=lambda pair: pair[0][0] + pair[0][1], default=None)
        return Placement(found, best[1].text if best else "")

    def _measure(self, item: ClaimItem) -> Callable[[ContextSpan], tuple[float, ...]]:
        """Return a function that measures how well ``item`` fits a place of the context.

        It returns one value, 0 to 1, for each of `_MEASURES`: fit by all words around, fit by the nearest
        words, share of the sentence's words in the same sentence, same next word, same previous word.
        """
        wide = NearbyTerms.of(self.claim, item.start, item.end, self.weights)
        narrow = NearbyTerms.of(
            self.claim, item.start, item.end, self.weights, window=NEXT_WORDS, other_side=OTHER_SIDE
        )
        row = self.claim.rows[self.claim.row_at(item.start)]
        worth = {t: self.weights.weight(t) for t in row.positions}
        total = sum(worth.values()) or 1.0
        before, after = adjacent_words(row, item.start, item.end, 1)
        shares: dict[int, float] = {}

        def measure(span: ContextSpan) -> tuple[float, ...]:
            there = self.row(span)
            if id(there) not in shares:
                shares[id(there)] = sum(w for t, w in worth.items() if t in there.positions) / total
            if shares[id(there)] == 0.0:
                return (0.0,) * len(_MEASURES) if wide.words else (1.0, 1.0, 0.0, 0.0, 0.0)
            left, right = adjacent_words(there, span.start, span.end, NEXT_WORDS)
            return (
                wide.fit(there, span.start),
                narrow.fit(there, span.start),
                shares[id(there)],
                float(bool(after) and after[0] in right),
                float(bool(before) and before[-1] in left),
            )

        return measure


def _best(values: Iterable[float]) -> float:
    return max(values, default=0.0)


def adjacent_words(
    row: SentenceTerms, start: int, end: int, count: int
) -> tuple[Sequence[str], Sequence[str]]:
    """Return at most ``count`` content words before ``start`` and after ``end``."""
    first, after = bisect_left(row.starts, start), bisect_left(row.starts, end)
    return row.words[max(0, first - count) : first], row.words[after : after + count]


def form_of_number(number: Number) -> str:
    """Return what kind of number it looks like."""
    value = max(number.values)
    if number.decimals:
        return "decimal"
    if value == int(value) and 1900 <= value <= 2030 and "," not in number.text:
        return "year"
    return "digit" if value < 10 else "integer"


def form_of_name(name: str) -> str:
    """Return what kind of name it looks like."""
    if name.lower() in KNOWN:
        return "known"
    if re.fullmatch(r"[A-Z]{2,}s?", name):
        return "acronym"
    return "capital" if re.fullmatch(r"[A-Z][a-z]+", name) else "mixed"


def adjacent_signs(text: str, start: int, end: int) -> tuple[str, str]:
    """Return what is right before and right after a number: a sign, a short unit, or nothing."""
    match = _AFTER.match(text, end)
    after = (match.group(1) or "").strip().lower() if match else ""
    if re.fullmatch(r"[-:/]\d", after):
        after = after[0]
    before = text[max(0, start - 3) : start].strip()[-1:]
    return before if before in _BEFORE else "", "" if after in _NO_UNIT else after

"""How well an item of a sentence fits where the evidence has it, and how well others fit there: features.

An item is a number or a name; its ``own`` places are where the context states it, its ``rivals``
are the other numbers (names) of the context that the sentence does not mention. A small linear
model weighs these features (see `misplaced`).
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from generator.checking.names import KNOWN
from generator.checking.numbers import Number
from generator.checking.parsed import Parsed, Row
from generator.checking.slots import Surroundings
from generator.checking.weights import TermWeights
from generator.core.words import STOP_WORDS

_NEXT = 2  # content words on either side that count as next to an item
_OTHER_SIDE = 0.3  # what one of them counts on the other side
_MEASURES = ("wide", "narrow", "row", "unit", "prior")

# What is glued to a number, or stands behind it as a sign or a short unit.
_BEHIND = re.compile(r"\s*(%|x\s|[-:/]\d|\w{1,3}\b|-[a-z]+)?")
_NO_UNIT = STOP_WORDS
_BEFORE = frozenset("=:x<>±$-/~")


@dataclass(frozen=True, slots=True)
class Spot:
    """A place of the context: index of the piece, and offsets."""

    piece: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Rival:
    """Another item of the context, by what a reader is told, its place, and its form."""

    text: str
    spot: Spot
    form: str
    countable: bool = True


@dataclass(frozen=True, slots=True)
class Item:
    """An item of the sentence, with the places where the context has it."""

    text: str
    start: int
    end: int
    form: str
    own: tuple[Spot, ...]


@dataclass(frozen=True)
class Placement:
    """Features of an item, and the rival that fits its place best."""

    features: Mapping[str, float]
    rival: str


class Scene:
    """A sentence before its context: where fits are measured."""

    def __init__(self, claim: Parsed, context: Sequence[Parsed], weights: TermWeights) -> None:
        self.claim, self.context, self.weights = claim, context, weights

    @cached_property
    def _rows(self) -> list[Row]:
        return [row for piece in self.context for row in piece.rows]

    def row(self, spot: Spot) -> Row:
        piece = self.context[spot.piece]
        return piece.rows[piece.row_at(spot.start)]

    def placement(self, item: Item, rivals: Sequence[Rival]) -> Placement:
        """The features that numbers and names share, each 0 to 1."""
        measure = self._measure(item)
        own = [measure(s) for s in item.own]
        others = [(measure(r.spot), r) for r in rivals]
        beside = {id(self.row(s)) for s in item.own}
        away = [(m, r) for m, r in others if id(self.row(r.spot)) not in beside]
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
        wide = Surroundings.of(self.claim, item.start, item.end, self.weights)
        rows = {id(self.row(s)): self.row(s) for s in item.own}
        found["own clause"] = _best(map(wide.share, rows.values()))
        found["clause behind"] = max(0.0, _best(map(wide.share, self._rows)) - found["own clause"])
        found["places"] = min(3, len(own)) / 3
        found["many places"] = min(1.0, math.log1p(len(own)) / 3)
        best = max(others, key=lambda pair: pair[0][0] + pair[0][1], default=None)
        return Placement(found, best[1].text if best else "")

    def _measure(self, item: Item) -> Callable[[Spot], tuple[float, ...]]:
        wide = Surroundings.of(self.claim, item.start, item.end, self.weights)
        narrow = Surroundings.of(
            self.claim, item.start, item.end, self.weights, window=_NEXT, other_side=_OTHER_SIDE
        )
        row = self.claim.rows[self.claim.row_at(item.start)]
        worth = {t: self.weights.weight(t) for t in row.at}
        total = sum(worth.values()) or 1.0
        before, behind = beside(row, item.start, item.end, 1)
        shares: dict[int, float] = {}

        def measure(spot: Spot) -> tuple[float, ...]:
            there = self.row(spot)
            if id(there) not in shares:
                shares[id(there)] = sum(w for t, w in worth.items() if t in there.at) / total
            if shares[id(there)] == 0.0:
                return (0.0,) * len(_MEASURES) if wide.words else (1.0, 1.0, 0.0, 0.0, 0.0)
            left, right = beside(there, spot.start, spot.end, _NEXT)
            return (
                wide.fit(there, spot.start),
                narrow.fit(there, spot.start),
                shares[id(there)],
                float(bool(behind) and behind[0] in right),
                float(bool(before) and before[-1] in left),
            )

        return measure


def _best(values: Iterable[float]) -> float:
    return max(values, default=0.0)


def beside(row: Row, start: int, end: int, count: int) -> tuple[Sequence[str], Sequence[str]]:
    """The content words on either side of ``start`` to ``end``, at most ``count`` on each."""
    first, behind = bisect_left(row.starts, start), bisect_left(row.starts, end)
    return row.words[max(0, first - count) : first], row.words[behind : behind + count]


def form_of_number(number: Number) -> str:
    """What kind of number it looks like."""
    value = max(number.values)
    if number.decimals:
        return "decimal"
    if value == int(value) and 1900 <= value <= 2030 and "," not in number.text:
        return "year"
    return "digit" if value < 10 else "integer"


def form_of_name(name: str) -> str:
    """What kind of name it looks like."""
    if name.lower() in KNOWN:
        return "known"
    if re.fullmatch(r"[A-Z]{2,}s?", name):
        return "acronym"
    return "capital" if re.fullmatch(r"[A-Z][a-z]+", name) else "mixed"


def signs(text: str, start: int, end: int) -> tuple[str, str]:
    """What stands right before and right behind a number: a sign, a short unit, or nothing."""
    match = _BEHIND.match(text, end)
    behind = (match.group(1) or "").strip().lower() if match else ""
    if re.fullmatch(r"[-:/]\d", behind):
        behind = behind[0]
    before = text[max(0, start - 3) : start].strip()[-1:]
    return before if before in _BEFORE else "", "" if behind in _NO_UNIT else behind

"""The numbers of a sentence with the values that they may have, however they are written.

>>> [(n.text, max(n.values)) for n in numbers("In 1,200 of 2.4 million cases, two failed.")]
[('1,200', 1200.0), ('2.4', 2400000.0), ('two', 2.0)]
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from generator.checking.phrases import plain_text
from generator.core.paper import UNREADABLE

_WORDS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen twenty"
)
_NUMBER_WORDS = {word: float(value) for value, word in enumerate(_WORDS.split())} | {
    "thirty": 30.0,
    "forty": 40.0,
    "fifty": 50.0,
    "sixty": 60.0,
    "seventy": 70.0,
    "eighty": 80.0,
    "ninety": 90.0,
}
_TIMES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9}
_GLUED_TIMES = {"k": 1e3, "K": 1e3, "M": 1e6, "B": 1e9}

# Thousands in groups after a comma or a blank, decimals, exponents. Not within a word (ResNet-50,
# v1.8, step-1 are names), not within a version (2.7.12), not a page of a DOI.
_PLAIN = r"(?:\d{1,3}(?:,\d{3})+|\d{1,3}(?: \d{3})+|\d+)(?:\.\d+)?|\.\d+"
_NUMBER = re.compile(
    rf"(?<![\w.])(?<![A-Za-z][-_/])(?<!\d\.)(?P<value>{_PLAIN})"
    r"(?:[eE](?P<exponent>[-+]?\d{1,3})|\s?x\s?10(?:\s?\^\s?)?(?P<ten>(?:(?<=\^)|(?<=\^\s)"
    r"|(?=-))-?\d{1,2})(?![\d.]))?"
    r"(?P<glued>[kKMB]\b)?"
    r"(?!\.?\d)(?!/\d+/)"
)
_POWER = re.compile(r"(?<![\w.])10\s?\^?\s?-(\d{1,2})(?![\d.])")
_WORD = re.compile(
    rf"\b({'|'.join(_NUMBER_WORDS)})(?:[- ]({'|'.join(_WORDS.split()[1:10])}))?\b", re.IGNORECASE
)
# After "one": what is counted rather than pointed at.
_MEASURED = re.compile(
    r"[ -](?:million|thousand|hundred|billion|hour|minute|second|day|week|month|year|decade|met(?:er|re)"
    r"|kilomet(?:er|re)|percent)",
    re.IGNORECASE,
)
_SHARES = {"half": 2, "third": 3, "quarter": 4, "fifth": 5, "tenth": 10}
_FRACTION = re.compile(
    r"\b(?:(?P<parts>one|two|three|four)[ -])?(?P<of>half|halves|thirds?|quarters?|fifths?"
    r"|tenths?)(?= (?:of|an?|the)\b|[.,;)]|$)",
    re.IGNORECASE,
)
# "One in eight", "one out of five".
_ONE_IN = re.compile(
    r"\b(?P<parts>one|two|three|four|five|six|seven|eight|nine) (?:in|out of) (?:every )?"
    r"(?P<of>two|three|four|five|six|seven|eight|nine|ten|twenty)\b",
    re.IGNORECASE,
)
_SCALE = re.compile(rf"[\s-]?({'|'.join(_TIMES)})s?\b", re.IGNORECASE)
_PERCENT = re.compile(r"\s?(?:%|percent\b|per cent\b)", re.IGNORECASE)
_ENUMERATOR = re.compile(r"^\s*(?:\(?\d{1,2}[.)]|\[\d{1,3}\])\s+(?=[A-Z])")
_MIN_ROUNDED = 10  # smaller numbers are not taken for rounded ones


@dataclass(frozen=True, slots=True)
class Number:
    """A number at ``start`` of the normalised text.

    values: the values that it may have; "5 %" is 5 and .05. decimals: digits after the point. spelled:
    written as a word, as authors write counts. is_alternative: another reading of digits that are numbers by
    themselves as well. percent: followed by a per cent sign. doubtful: next to a sign that could not be
    read, which may be a minus, a bound or a power.
    """

    text: str
    start: int
    end: int
    values: frozenset[float]
    decimals: int = 0
    spelled: bool = False
    is_alternative: bool = False
    percent: bool = False
    doubtful: bool = False

    def agrees(self, other: Number) -> bool:
        """Return True if ``other``, of the evidence, is this number, or was rounded to it.

        A doubtful number agrees with none: "5" may be -5 on the page, or <= 5.
        """
        if self.doubtful or other.doubtful:
            return False
        return self.same_magnitude(other)

    def same_magnitude(self, other: Number) -> bool:
        """Return True if ``other``, of the evidence, has the same value, exact or rounded, signs aside."""
        if self.percent and other.percent:  # "0.69 %" is not "69 %", though .69 is
            mine, theirs = max(self.values), max(other.values)
            return _close(mine, theirs) or (
                other.decimals > self.decimals and _close(round(theirs, self.decimals), mine)
            )
        if any(_close(a, b) for a in self.values for b in other.values):
            return True
        if self.spelled or other.decimals <= self.decimals:
            return False
        return any(
            abs(a) >= _MIN_ROUNDED and _close(round(b, self.decimals), a)
            for a in self.values
            for b in other.values
        )


@lru_cache(maxsize=4096)
def numbers(text: str) -> tuple[Number, ...]:
    """Return the numbers of a text in order, without the number of a list item at its beginning."""
    text = plain_text(text)
    begin = match.end() if (match := _ENUMERATOR.match(text)) else 0
    found = [n for m in _NUMBER.finditer(text, begin) if (n := _digits(m, text)) is not None]
    for match in _POWER.finditer(text, begin):
        # "10-4" looks like a range, but in a paper it is as often a power that lost its superscript. Both
        # readings are kept.
        power = frozenset({10.0 ** -int(match.group(1))})
        found.append(Number(match.group(), match.start(), match.end(), power, is_alternative=True))
    for match in _WORD.finditer(text, begin):
        if match.group().lower() == "one" and _MEASURED.match(text, match.end()) is None:
            continue  # more likely a pronoun
        value = _NUMBER_WORDS[match.group(1).lower()]
        if match.group(2):
            if value < 20:
                continue
            value += _NUMBER_WORDS[match.group(2).lower()]
        scaled, end = _scaled(value, text, match.end())
        found.append(Number(text[match.start() : end], match.start(), end, frozenset({scaled}), spelled=True))
    for match in _FRACTION.finditer(text, begin):
        parts = _NUMBER_WORDS.get((match["parts"] or "one").lower(), 1.0)
        share = parts / _SHARES[match["of"].lower().removesuffix("s").replace("halve", "half")]
        worth = frozenset({share, round(share, 2), round(share, 3)})
        found = [n for n in found if not match.start() <= n.start < match.end()]
        found.append(Number(match.group(), match.start(), match.end(), worth, spelled=True))
    for match in _ONE_IN.finditer(text, begin):
        share = _NUMBER_WORDS[match["parts"].lower()] / _NUMBER_WORDS[match["of"].lower()]
        if share >= 1:
            continue
        worth = frozenset({share, round(share, 2), round(share, 3)})
        found = [n for n in found if not match.start() <= n.start < match.end()]
        found.append(Number(match.group(), match.start(), match.end(), worth, spelled=True))
    if UNREADABLE in text:
        found = [replace(n, doubtful=_is_doubtful(n, text)) for n in found]
    return tuple(sorted(found, key=lambda n: (n.start, n.end)))


def _is_doubtful(number: Number, text: str) -> bool:
    """Return True if an unreadable sign is right before ``number`` (or a blank before), or right after it."""
    before = text[max(0, number.start - 2) : number.start].rstrip()
    return before.endswith(UNREADABLE) or text.startswith(UNREADABLE, number.end)


def number_values(text: str) -> frozenset[float]:
    """Return all values that the numbers of ``text`` may have."""
    return frozenset(v for n in numbers(text) for v in n.values)


def missing_numbers(wanted: Iterable[Number], evidence: str) -> list[Number]:
    """Return the numbers in ``wanted`` that match no number in ``evidence``."""
    wanted, there = tuple(wanted), numbers(evidence)
    agreed = [n for n in wanted if any(n.agrees(other) for other in there)]
    read = [n for n in agreed if n.is_alternative]
    return [
        n
        for n in wanted
        if not n.is_alternative
        and n not in agreed
        and not any(r.start <= n.start and n.end <= r.end for r in read)
    ]


def _digits(match: re.Match[str], text: str) -> Number | None:
    # The part after a power of ten is a number of its own to `_POWER`, and a page range is none.
    """Return the number of a match, or None if it has no finite value."""
    digits = re.sub(r"[ ,]", "", match.group("value"))
    value = float(digits)
    decimals = len(digits.partition(".")[2])
    end = match.end()
    if match.group("exponent"):
        value = float(f"{digits}e{match.group('exponent')}")
    elif match.group("ten"):
        value = float(f"{digits}e{match.group('ten')}")
    elif match.group("glued"):
        value *= _GLUED_TIMES[match.group("glued")]
    else:
        value, end = _scaled(value, text, end)
    if not math.isfinite(value):
        return None  # too many digits for a float
    worth = {value}
    percent = value <= 100 and _PERCENT.match(text, end) is not None
    if percent:
        worth.add(value / 100)
    return Number(
        match.group().strip(), match.start(), match.end(), frozenset(worth), decimals, percent=percent
    )


def _scaled(value: float, text: str, end: int) -> tuple[float, int]:
    """Return the value with the "million" or the like after it, and where that ends."""
    if match := _SCALE.match(text, end):
        return value * _TIMES[match.group(1).lower()], match.end()
    return value, end


def _close(a: float, b: float) -> bool:
    return abs(a - b) <= 1e-9 * max(abs(a), abs(b))

"""Numbers as careful writers retell them: rounded, converted, as a fraction, added up.

"About 13,300" is 13,319, "one hour" is 60 minutes, "half" is 50 %, and 112 and 109 are "221 in all".
What is not said to be rounded, or to be a sum, must stand there as it is.
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Sequence

from generator.checking.numbers import Number
from generator.checking.parsed import Parsed
from generator.checking.quantities import same_quantity, unit_of

_ABOUT = re.compile(
    r"(?:\b(?:about|approximately|approx\.?|around|roughly|nearly|almost|circa|ca\.?|some|close to"
    r"|just (?:over|under)|well over|over|more than|under|less than|fewer than)|~|≈)\s*(?:an?\s|the\s)?$"
)
_MORE, _LESS = (
    re.compile(r"\b(?:over|more than)\s*$"),
    re.compile(r"\b(?:under|less than|fewer than|nearly|almost)\s*$"),
)
_LEAD = 24  # characters before a number in which it is said to be rounded
_MIN_ROUNDED = 5
_SUMMED = re.compile(
    r"\b(?:total|totall?ing|altogether|in all|overall|together|combined|sum|in sum|all told|both|either)\b"
)
_MAX_ADDED = 4  # numbers
_MAX_YEAR, _MIN_YEAR = 2030, 1900


def stands_for(number: Number, claim: Parsed, other: Number, piece: Parsed) -> bool:
    """Whether ``number`` of the sentence is ``other`` of the evidence, as it is or retold."""
    if number.agrees(other):
        return True
    if number.doubtful or other.doubtful:
        return False
    return _rounded(number, claim, other) or same_quantity(
        number, unit_of(number, claim), other, unit_of(other, piece)
    )


def is_sum(number: Number, claim: Parsed, pieces: Sequence[Parsed]) -> bool:
    """Whether the sentence calls ``number`` a total, and some numbers of the evidence come to it."""
    if not _SUMMED.search(claim.text.lower()):
        return False
    there = sorted({v for p in pieces for n in p.said_numbers for v in n.values if _counts(v)})
    wanted = max(number.values)
    return any(
        math.isclose(sum(part), wanted)
        for count in range(2, _MAX_ADDED + 1)
        for part in itertools.combinations(there, count)
        if len(there) <= _MAX_NUMBERS
    )


_MAX_NUMBERS = 24  # more make any sum likely


def _counts(value: float) -> bool:
    return value == int(value) and value > 0 and not _MIN_YEAR <= value <= _MAX_YEAR


def _rounded(number: Number, claim: Parsed, other: Number) -> bool:
    lead = claim.text[max(0, number.start - _LEAD) : number.start].lower()
    if not _ABOUT.search(lead):
        return False
    for mine, theirs in itertools.product(number.values, other.values):
        if min(mine, theirs) < _MIN_ROUNDED or _digits(mine) >= _digits(theirs):
            continue
        if (_MORE.search(lead) and mine > theirs) or (_LESS.search(lead) and mine < theirs):
            continue
        if math.isclose(mine, float(f"{theirs:.{_digits(mine) - 1}e}")):
            return True
    return False


def _digits(value: float) -> int:
    """How many digits of a number tell anything: 2 of 13,000."""
    return len(f"{value:.9e}".partition("e")[0].replace(".", "").rstrip("0"))

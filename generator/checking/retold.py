"""Numbers as careful writers restate them: rounded, converted, as a fraction, added up.

"About 13,300" is 13,319, "one hour" is 60 minutes, "half" is 50 %, and 112 and 109 are "221 in all". A
number that is not called rounded, or a sum, must be in the evidence as it is.

>>> from generator.checking.parsed import parse
>>> claim, piece = parse("About 13,300 trees were felled."), parse("In all, 13,319 trees were felled.")
>>> restates(claim.numbers[0], claim, piece.numbers[0], piece)
True
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
_LEAD_CHARS = 24  # before a number, which may call it rounded
_MIN_ROUNDED = 5  # smaller numbers are not taken for rounded ones
_SUMMED = re.compile(
    r"\b(?:total|totall?ing|altogether|in all|overall|together|combined|sum|in sum|all told|both|either)\b"
)
_MAX_SUMMANDS = 4
_MAX_NUMBERS = 24  # of the evidence: more make any sum likely
_MIN_YEAR, _MAX_YEAR = 1900, 2030  # such a number may be a year, which is no summand


def restates(number: Number, claim: Parsed, other: Number, piece: Parsed) -> bool:
    """Return True if ``number`` of the sentence is ``other`` of the evidence, exact or restated."""
    if number.agrees(other):
        return True
    if number.doubtful or other.doubtful:
        return False
    return _rounded(number, claim, other) or same_quantity(
        number, unit_of(number, claim), other, unit_of(other, piece)
    )


def is_sum(number: Number, claim: Parsed, pieces: Sequence[Parsed]) -> bool:
    """Return True if the sentence calls ``number`` a total, and some numbers of the evidence add up to it."""
    if not _SUMMED.search(claim.text.lower()):
        return False
    there = sorted(
        {v for p in pieces for n in p.numbers_without_pointers for v in n.values if _may_be_summand(v)}
    )
    wanted = max(number.values)
    return any(
        math.isclose(sum(part), wanted)
        for count in range(2, _MAX_SUMMANDS + 1)
        for part in itertools.combinations(there, count)
        if len(there) <= _MAX_NUMBERS
    )


def _may_be_summand(value: float) -> bool:
    """Return True for a positive whole number that is no year."""
    return value == int(value) and value > 0 and not _MIN_YEAR <= value <= _MAX_YEAR


def _rounded(number: Number, claim: Parsed, other: Number) -> bool:
    """Return True if the sentence calls ``number`` rounded, and it is ``other`` rounded."""
    lead = claim.text[max(0, number.start - _LEAD_CHARS) : number.start].lower()
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
    """Return the number of significant digits: 2 of 13,000."""
    return len(f"{value:.9e}".partition("e")[0].replace(".", "").rstrip("0"))

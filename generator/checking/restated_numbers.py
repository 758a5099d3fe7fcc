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

from generator.checking.number_values import Number
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
# After a count: the number of which it is a part.
_OUT_OF = re.compile(
    r"\s?(?:/|\(?(?:out )?of (?:the |all |all the |our |a total of )?)\s?(?=(?P<whole>\d|[a-z]))"
)
_SHARE_TOLERANCE = 0.03  # of shares that the sentence calls rounded; a sixth of it for others
_MAX_BEYOND_BOUND = 0.17  # "more than half" is not said of 90 %
_MIN_YEAR, _MAX_YEAR = 1900, 2030  # such a number may be a year, which is no summand


def restates(number: Number, claim: Parsed, other: Number, piece: Parsed) -> bool:
    """Return True if ``number`` of the sentence is ``other`` of the evidence, exact or restated."""
    if number.agrees(other):
        return True
    if number.doubtful or other.doubtful:
        return False
    if _is_share(number, claim, other, piece):
        return True
    return _rounded(number, claim, other) or same_quantity(
        number, unit_of(number, claim), other, unit_of(other, piece)
    )


def _is_share(number: Number, claim: Parsed, other: Number, piece: Parsed) -> bool:
    """Return True if ``number`` is the share of ``other`` in the next number: "a quarter" for "12 of 48".

    A share in words may also round a percentage: "about three quarters" for 76 %.
    """
    lead = claim.text[max(0, number.start - _LEAD_CHARS) : number.start].lower()
    fraction = number.spelled and all(value < 1 for value in number.values)
    if not fraction and not number.percent:
        return False
    # Without "about" before it, "a quarter" is not 27 %.
    within = _SHARE_TOLERANCE if fraction and _ABOUT.search(lead) else _SHARE_TOLERANCE / 6
    if not fraction:
        # Half of the last decimal place, for the share was rounded; a little more, for binary fractions are
        # not exact.
        within = 0.5001 * 10.0 ** -(number.decimals + 2)
    mine = min(number.values)
    if fraction and (_MORE.search(lead) or _LESS.search(lead)):
        within = _MAX_BEYOND_BOUND
    unit = unit_of(other, piece)
    if (
        fraction
        and unit is not None
        and unit.kind == "percent"
        and abs(mine - max(other.values) / 100) <= within
    ):
        return not _on_other_side(lead, mine, max(other.values) / 100)
    match = _OUT_OF.match(piece.text, other.end)
    if match is None or other.decimals:
        return False
    whole = next((max(n.values) for n in piece.numbers if n.start == match.start("whole")), 0.0)
    share = max(other.values) / whole if whole else 0.0
    near = min(abs(value - share) for value in number.values)
    return 0 < share <= 1 and near <= within and not _on_other_side(lead, mine, share)


def _on_other_side(lead: str, mine: float, theirs: float) -> bool:
    """Return True if the sentence says "more than" of a share that is less, or the reverse."""
    return bool((_MORE.search(lead) and mine > theirs) or (_LESS.search(lead) and mine < theirs))


def is_sum(number: Number, claim: Parsed, pieces: Sequence[Parsed]) -> bool:
    """Return True if the sentence calls ``number`` a total, and some numbers of the evidence add up to it."""
    if not _SUMMED.search(claim.text.lower()):
        return False
    every = [v for p in pieces for n in p.numbers_without_pointers for v in n.values if _may_be_summand(v)]
    there = sorted(v for value in set(every) for v in [value] * min(2, every.count(value)))
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
        bounded = (_MORE.search(lead) or _LESS.search(lead)) and mine == int(mine) and other.decimals
        if (min(mine, theirs) < _MIN_ROUNDED and not bounded) or _digits(mine) >= _digits(theirs):
            continue
        if (_MORE.search(lead) and mine > theirs) or (_LESS.search(lead) and mine < theirs):
            continue
        if math.isclose(mine, float(f"{theirs:.{_digits(mine) - 1}e}")):
            return True
    return False


def _digits(value: float) -> int:
    """Return the number of significant digits: 2 of 13,000."""
    return len(f"{value:.9e}".partition("e")[0].replace(".", "").rstrip("0"))

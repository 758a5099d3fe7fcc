"""What stands at a number: a bound, a sign, "by" or "to", the other end of its range.

"At least 18" and "at most 18" hold the same number, as do -0.3 and 0.3, "by 20" and "to 20", "5 to 10" and
"10". A number of the sentence is held against all of its like in the evidence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from generator.checking.aligned import Pairing, Statement, is_row
from generator.checking.numbers import Number
from generator.checking.quantities import numbers_of

# From here on the words around a number are the evidence's own; what is told more freely may turn a bound
# round: "those under 18 were excluded", "all were at least 18".
CLOSE = 0.6
_COPIED = 0.7
_REACH = 30  # characters before or behind a number in which its bound stands

_THAN = r"(?:more|greater|larger|higher|longer|older|later|better)"
_UNDER = r"(?:less|fewer|smaller|lower|shorter|younger|earlier)"
_FILL = r"\s*(?:an? |the |about |approximately |age of |ages? )?$"
_LOWER = re.compile(
    rf"(?:\bat least|(?<!no )(?<!not )\b{_THAN} than|\bno {_UNDER} than|\bnot {_UNDER} than|\babove"
    rf"|(?<!not )\bexceed(?:s|ed|ing)?|\bminimum(?: of)?|\bover|>=?|≥){_FILL}"
)
_UPPER = re.compile(
    rf"(?:\bat most|(?<!no )(?<!not )\b{_UNDER} than|\bno {_THAN} than|\bnot {_THAN} than|\bbelow|\bunder"
    rf"|\bup to|\bnot exceed(?:s|ed|ing)?|\bmaximum(?: of)?|<=?|≤){_FILL}"
)
_LOWER_BEHIND = re.compile(
    r"^\s?%?\s?(?:\w+ )?(?:or|and) (?:more|older|greater|above|higher|over|longer|later)\b"
)
_UPPER_BEHIND = re.compile(
    r"^\s?%?\s?(?:\w+ )?(?:or|and) (?:less|fewer|younger|below|lower|under|smaller|shorter)\b"
)
_SYMBOL = re.compile(r"[<>≤≥]=?\s?$")
_STEP = re.compile(
    r"\b(?P<step>by|to|from) (?:about |approximately |only |nearly |almost |roughly |around |at least "
    r"|up to |more than |less than |over |an? )?$"
)
_TELLS_SIGN = re.compile(
    r"\b(?:negative\w*|minus|below|decreas\w+|declin\w+|reduc\w+|fell|fall\w*|los[st]\w*|lower\w*|drop\w*"
    r"|less|invers\w+|opposite|colder|froze\w*|freez\w+|weaken\w*|shorter|smaller)\b"
)
_RANGE = re.compile(
    r"(?<![\w.,-])(?P<a>\d[\d,]*(?:\.\d+)?)\s?%?(?:\s?(?:-|to)\s?| and )"
    r"(?P<b>\d[\d,]*(?:\.\d+)?)(?![\w-]|\.\d)"
)
_OF_RANGE = re.compile(
    r"\b(?:from|between|start\w*|beg[aiu]n\w*|up to|minim\w+|maxim\w+|earli\w+|lat\w+|low\w*|high\w*|since"
    r"|until|till|least|most|small\w*|larg\w*|young\w*|old\w*|short\w*|long\w*|rang\w+|end\w*|first|last"
    r"|more|less|few\w*|over|under|above|below|within|limit\w*|bound\w*|extreme\w*|beyond|finish\w*)\b"
    r"|[<>≤≥]"
)
_FROM = re.compile(r"\bfrom (?:about |approximately |around |roughly |nearly |almost |an? )?$", re.IGNORECASE)
_NEAR = 18  # characters before one end of a range that tell which end it is
_YEARS = range(1500, 2101)


def bound_objections(pair: Pairing) -> Iterator[str]:
    """Reasons against a sentence with a number that the evidence has otherwise bounded or signed."""
    if is_row(pair.there):
        return
    there = numbers_of(pair.there)
    for number in numbers_of(pair.claim):
        alike = [n for n in there if number.is_worth(n)]
        if not alike:
            continue
        yield from _bounded(pair, number, alike)
        yield from _signed(pair, number, alike)
        yield from _stepped(pair, number, alike)
        yield from _cut(pair, number, alike)
    yield from _reordered(pair)


def _bounded(pair: Pairing, number: Number, alike: Sequence[Number]) -> Iterator[str]:
    if pair.ordered < CLOSE:
        return
    said = _side(pair.claim, number)
    sides = [_side(pair.there, n) for n in alike]
    if said and all(side and side != said for side in sides):
        yield f"it bounds {number.text} on the other side than the evidence does"
    elif pair.ordered >= _COPIED and not said and all(map(_by_symbol, [pair.there] * len(alike), alike)):
        yield f"the evidence has a bound at {number.text}, which it leaves out"


def _side(of: Statement, number: Number) -> str:
    """Whether ``number`` is a `lower` or an `upper` bound, or nothing."""
    before, behind = _around(of, number)
    if _LOWER.search(before) or _LOWER_BEHIND.match(behind):
        return "lower"
    if _UPPER.search(before) or _UPPER_BEHIND.match(behind):
        return "upper"
    return ""


def _by_symbol(of: Statement, number: Number) -> bool:
    return _SYMBOL.search(_around(of, number)[0]) is not None


def _signed(pair: Pairing, number: Number, alike: Sequence[Number]) -> Iterator[str]:
    said = _is_negative(pair.claim, number)
    if any(_is_negative(pair.there, n) == said for n in alike):
        return
    if said or not any(map(_TELLS_SIGN.search, _around(pair.claim, number))):
        yield f"its {number.text} has another sign than that of the evidence"


def _is_negative(of: Statement, number: Number) -> bool:
    before = _around(of, number)[0]
    return before.endswith("-") and re.search(r"[\w)%\]]-$|[\d)%]\s-$", before) is None


def _stepped(pair: Pairing, number: Number, alike: Sequence[Number]) -> Iterator[str]:
    if pair.ordered < CLOSE or (said := _STEP.search(_around(pair.claim, number)[0])) is None:
        return
    steps = [_STEP.search(_around(pair.there, n)[0]) for n in alike]
    others = [m["step"] for m in steps if m is not None and m["step"] != said["step"]]
    if len(others) == len(steps):
        yield f"where it says “{said['step']} {number.text}”, the evidence says “{others[0]} {alike[0].text}”"


def _cut(pair: Pairing, number: Number, alike: Sequence[Number]) -> Iterator[str]:
    """One end of a range told as the number."""
    # The first and the last year of a study are told in many ways.
    near = pair.claim.text if min(number.values) in _YEARS else _around(pair.claim, number)[0][-_NEAR:]
    if _OF_RANGE.search(near) or _side(pair.claim, number):
        return
    text = pair.there.piece.text
    ranges = [m for m in _RANGE.finditer(text, pair.there.begin, pair.there.end) if _is_range(m, text)]
    said = {v for n in numbers_of(pair.claim) for v in n.values}
    for own in alike:
        other = next(
            (_other_end(m, own) for m in ranges if m.start() <= own.start and own.end <= m.end()), None
        )
        if other is None or other in said:
            return
    yield f"the number {number.text} is one end of a range in the evidence"


def _is_range(match: re.Match[str], text: str) -> bool:
    if " and " in match.group() and not text[: match.start()].rstrip().endswith("between"):
        return False
    low, high = (float(match[g].replace(",", "")) for g in "ab")
    return low < high and not _FROM.search(text[: match.start()])


def _other_end(match: re.Match[str], own: Number) -> float:
    return float(match["b" if own.start < match.start("b") else "a"].replace(",", ""))


def _reordered(pair: Pairing) -> Iterator[str]:
    """The same numbers in another order, and the words around them in the same one."""
    if pair.ordered < CLOSE or " from " in pair.claim.text:  # "to 20 from 10"
        return
    mine, there = ([n for n in numbers_of(of) if not n.spelled] for of in (pair.claim, pair.there))
    told = [max(n.values) for n in mine]
    theirs = [max(n.values) for n in there]
    if told == theirs or sorted(told) != sorted(theirs) or len(set(told)) < len(told):
        return
    words, others = (
        [t.term for t in of.tokens if t.content and t.text.isalpha()] for of in (pair.claim, pair.there)
    )
    common = set(words) & set(others)
    if [w for w in words if w in common] == [w for w in others if w in common]:
        yield "it gives the numbers of the evidence in another order"


def _around(of: Statement, number: Number) -> tuple[str, str]:
    """What stands before and behind a number of a sentence, in lower case."""
    text = of.piece.text
    before = text[max(of.begin, number.start - _REACH) : number.start].lower()
    return before, text[number.end : min(of.end, number.end + _REACH)].lower()

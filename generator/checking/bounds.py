"""What belongs to a number: a bound, a sign, "by" or "to", the other end of its range.

"At least 18" and "at most 18" hold the same number, as do -0.3 and 0.3, "by 20" and "to 20", "5 to 10" and
"10". A number of the sentence is compared with all equal numbers of the evidence.

Example: "Patients were at most 18 years old." against "Patients were at least 18 years old." The objection
is: it bounds 18 on the other side than the evidence does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from generator.checking.aligned import Pairing, Statement, is_table_row
from generator.checking.number_values import Number
from generator.checking.quantities import numbers_of

# From this share in the same order on, the words around a number are the evidence's own. A freer sentence may
# turn a bound round: "those under 18 were excluded", "all were at least 18".
MIN_ORDERED = 0.6
_MIN_COPIED = 0.7  # share in the same order, from which on a bound that is left out was left out of a copy
_BOUND_WITHIN = 30  # characters before or after a number in which its bound is

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
_LOWER_AFTER = re.compile(
    r"^\s?%?\s?(?:\w+ )?(?:or|and) (?:more|older|greater|above|higher|over|longer|later)\b"
    r"|^ (?:on(?=[,.;)]|$)|onwards?|upwards?)\b"
)
_UPPER_AFTER = re.compile(
    r"^\s?%?\s?(?:\w+ )?(?:or|and) (?:less|fewer|younger|below|lower|under|smaller|shorter)\b"
)
_SYMBOL = re.compile(r"[<>≤≥]=?\s?$")
_STEP = re.compile(
    r"\b(?P<step>by|to|from) (?:about |approximately |only |nearly |almost |roughly |around |at least "
    r"|up to |more than |less than |over |an? |an? (?:\w+ ){1,3}of )?$"
)
_CHANGE = re.compile(
    r"\b(?:increas|decreas|rais|rise|rising|rose|risen|fell|fall|drop|declin|reduc|lower|improv|grow|grew|chang"
    r"|shift|extend|expand|shrink|shrank|shorten|lengthen|widen|cut|exceed|differ|lifted|brought|went|doubl"
    r"|halv|prolong|scal|gain|los[est]|climb|higher|longer|shorter|up|down|set|adjust|mov|vari|rang|resiz)\w*"
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
_RANGE_END_WITHIN = 18  # characters before one end of a range that may say which end it is
_YEARS = range(1500, 2101)  # numbers that may be years


def bound_objections(pair: Pairing) -> Iterator[str]:
    """Yield objections to numbers to which the evidence gives another bound, sign, step or range."""
    if is_table_row(pair.evidence):
        return
    there = numbers_of(pair.evidence)
    for number in numbers_of(pair.claim):
        alike = [n for n in there if number.same_magnitude(n)]
        if not alike:
            continue
        yield from _bounded(pair, number, alike)
        yield from _signed(pair, number, alike)
        yield from _stepped(pair, number, alike)
        yield from _cut(pair, number, alike)
    yield from _reordered(pair)


def _bounded(pair: Pairing, number: Number, alike: Sequence[Number]) -> Iterator[str]:
    """Yield an objection to a number with another bound, or without the bound of the evidence."""
    if pair.ordered < MIN_ORDERED:
        return
    said = _side(pair.claim, number)
    sides = [_side(pair.evidence, n) for n in alike]
    if said and all(side and side != said for side in sides):
        yield f"it bounds {number.text} on the other side than the evidence does"
    elif (
        pair.ordered >= _MIN_COPIED and not said and all(map(_by_symbol, [pair.evidence] * len(alike), alike))
    ):
        yield f"the evidence has a bound at {number.text}, which it leaves out"


def _side(statement: Statement, number: Number) -> str:
    """Return ``lower`` or ``upper`` if ``number`` is such a bound, else nothing."""
    before, after = _around(statement, number)
    if _LOWER.search(before) or _LOWER_AFTER.match(after):
        return "lower"
    if _UPPER.search(before) or _UPPER_AFTER.match(after):
        return "upper"
    return ""


def _by_symbol(statement: Statement, number: Number) -> bool:
    """Return True if a sign such as ≤ is before ``number``."""
    return _SYMBOL.search(_around(statement, number)[0]) is not None


def _signed(pair: Pairing, number: Number, alike: Sequence[Number]) -> Iterator[str]:
    """Yield an objection to a number whose sign differs from that of all equal numbers of the evidence."""
    said = _is_negative(pair.claim, number)
    if any(_is_negative(pair.evidence, n) == said for n in alike):
        return
    if said or not any(map(_TELLS_SIGN.search, _around(pair.claim, number))):
        yield f"its {number.text} has another sign than that of the evidence"


def _is_negative(statement: Statement, number: Number) -> bool:
    before = _around(statement, number)[0]
    return before.endswith("-") and re.search(r"[\w)%\]]-$|[\d)%]\s-$", before) is None


def _stepped(pair: Pairing, number: Number, alike: Sequence[Number]) -> Iterator[str]:
    """Yield an objection to "by 20" for "to 20"."""
    if pair.ordered < MIN_ORDERED or (said := _STEP.search(_around(pair.claim, number)[0])) is None:
        return
    if not _CHANGE.search(pair.evidence.text):
        return  # "belonging to 89 families": no step
    steps = [_STEP.search(_around(pair.evidence, n)[0]) for n in alike]
    others = [m["step"] for m in steps if m is not None and m["step"] != said["step"]]
    if len(others) == len(steps):
        yield f"where it says “{said['step']} {number.text}”, the evidence says “{others[0]} {alike[0].text}”"


def _cut(pair: Pairing, number: Number, alike: Sequence[Number]) -> Iterator[str]:
    """Yield an objection to one end of a range that is stated as the number."""
    # The first and the last year of a study can be worded in many ways, anywhere in the sentence.
    near = (
        pair.claim.text
        if min(number.values) in _YEARS
        else _around(pair.claim, number)[0][-_RANGE_END_WITHIN:]
    )
    if _OF_RANGE.search(near) or _side(pair.claim, number):
        return
    text = pair.evidence.piece.text
    ranges = [m for m in _RANGE.finditer(text, pair.evidence.begin, pair.evidence.end) if _is_range(m, text)]
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
    """Yield an objection if the same words have the same numbers in another order."""
    if pair.ordered < MIN_ORDERED or " from " in pair.claim.text:  # "to 20 from 10"
        return
    mine, there = (
        [n for n in numbers_of(statement) if not n.spelled] for statement in (pair.claim, pair.evidence)
    )
    told = [max(n.values) for n in mine]
    theirs = [max(n.values) for n in there]
    if told == theirs or sorted(told) != sorted(theirs) or len(set(told)) < len(told):
        return
    words, others = (
        [t.term for t in statement.tokens if t.content and t.text.isalpha()]
        for statement in (pair.claim, pair.evidence)
    )
    common = set(words) & set(others)
    if [w for w in words if w in common] == [w for w in others if w in common]:
        yield "it gives the numbers of the evidence in another order"


def _around(statement: Statement, number: Number) -> tuple[str, str]:
    """Return the text before and after a number of a sentence, in lower case."""
    text = statement.piece.text
    before = text[max(statement.begin, number.start - _BOUND_WITHIN) : number.start].lower()
    return before, text[number.end : min(statement.end, number.end + _BOUND_WITHIN)].lower()

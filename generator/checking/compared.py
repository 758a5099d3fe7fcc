"""Comparisons whose sides have changed places, or that are none in the evidence.

Whatever follows "than" or "compared with" is the side that something is compared with. If a sentence puts
there what the evidence compares, and compares what the evidence puts there, it says the reverse.

Example: "Barley was taller than rye and wheat." against "Rye and wheat were taller than barley." The
objection is: it exchanges what the evidence compares (“taller”).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from generator.checking.aligned import Pairing, Statement, is_table_row
from generator.checking.polarity import is_directional
from generator.checking.sides import says_opposite

MIN_SHARE = 0.5  # below which the evidence may compare other things
_COMPARATIVE = re.compile(r"\b(?P<word>more|less|fewer|better|worse|[a-z]{3,12}er)\b(?P<than> than\b)?")
_PIVOT = re.compile(r"\b(?:than|(?:when |as )?compared (?:to|with)|relative to|versus|vs|as opposed to)\b")
_FIRST = re.compile(
    r"^(?:when |as )?compared (?:to|with) (?P<with>[^,]{3,80}),|^relative to (?P<to>[^,]{3,80}),"
)
_EQUAL = re.compile(
    r"\b(?:equally|as (?:often|much|many|well|long|high|low|large|good|frequent(?:ly)?|likely|[a-z]{3,8}) as"
    r"|identical|the same|no (?:\w+ )?differences?|(?:did|does|do) not differ|not (?:\w+ )?different"
    r"|similar(?:ly)?|comparable)\b"
)
_INSTEAD = re.compile(r"\b(?P<pivot>rather than|instead of|in place of)\b")
_IMPACT = re.compile(
    r"\b(?:impacts?|effects?|influences?|dependence|action) of [^,;:()]{2,60} (?P<pivot>on|upon)\b"
)
_CLAUSE_END = re.compile(r"[;:(]|,\s|\b(?:but|whereas|while)\b")
_ADDING = frozenset(
    ["in", "for", "at", "on", "over", "during", "when", "because", "under", "if", "across", "by"]
)


def comparison_objections(pair: Pairing) -> Iterator[str]:
    """Yield an objection to a comparison that the evidence makes the other way round, or not at all."""
    if pair.share < MIN_SHARE or is_table_row(pair.evidence):
        return
    for pattern in (_INSTEAD, _IMPACT):
        here, there = pattern.search(pair.claim.text), pattern.search(pair.evidence.text)
        if here is None or there is None or says_opposite(pair):
            continue
        if _is_turned(pair, _behind(pair.claim, here.end()), _behind(pair.evidence, there.end())):
            yield f"it exchanges what the evidence has around “{there['pivot']}”"
            return
    said = _comparative(pair.claim.text)
    if not said or (mine := _compared_with(pair.claim)) is None:
        return
    theirs = _compared_with(pair.evidence)
    if theirs is None:
        equal = _EQUAL.search(pair.evidence.text)
        if equal is not None and not (_comparative(pair.evidence.text) or _EQUAL.search(pair.claim.text)):
            yield f"where it says “{said}”, the evidence says “{equal.group()}”"
        return
    same = re.search(rf"\b{re.escape(said)}\b", pair.evidence.text) is not None
    if same and not says_opposite(pair) and _is_turned(pair, mine, theirs):
        yield f"it exchanges what the evidence compares (“{said}”)"


def _comparative(text: str) -> str:
    """Return the first word of ``text`` that compares; nothing if there is none."""
    for match in _COMPARATIVE.finditer(text):
        if match["than"] or not match["word"].endswith("er") or is_directional(match["word"]):
            return match["word"]
    return ""


def has_turned_sides(pair: Pairing) -> bool:
    """Return True if a sentence compares the other way round than its evidence."""
    mine, theirs = _compared_with(pair.claim), _compared_with(pair.evidence)
    return mine is not None and theirs is not None and _is_turned(pair, mine, theirs)


def _is_turned(pair: Pairing, mine: range, theirs: range) -> bool:
    """Return True if each side has what the evidence has on the other one."""
    behind = {i: pair.places[i] for i in mine if i in pair.places}
    before = {i: js for i, js in pair.places.items() if i not in mine}
    with_them = [i for i, js in (behind | before).items() if any(j in theirs for j in js)]
    return (
        bool(behind)
        and bool(with_them)
        and not any(j in theirs for js in behind.values() for j in js)
        and all(i in before for i in with_them)
    )


@lru_cache(maxsize=8192)
def _compared_with(statement: Statement) -> range | None:
    """Return the tokens of what a sentence compares something with; None if it compares nothing."""
    if (first := _FIRST.match(statement.text)) is not None:
        group = "with" if first["with"] else "to"
        return range(statement.index_at(first.start(group)), statement.index_at(first.end(group)))
    pivot = _PIVOT.search(statement.text)
    if pivot is None:
        return None
    return _behind(statement, pivot.end())


def _behind(statement: Statement, place: int) -> range:
    """Return the tokens of what is named from ``place`` on, without what "in" or "for" adds to it."""
    stop = _CLAUSE_END.search(statement.text, place)
    begin = statement.index_at(place)
    end = statement.index_at(stop.start() if stop else len(statement.text))
    named = False
    for i in range(begin, end):
        if named and statement.tokens[i].text in _ADDING:
            return range(begin, i)
        named = named or statement.tokens[i].content
    return range(begin, end)

"""Which number belongs to which of several things, in a sentence that lists them side by side.

"64 % of those with and 69 % of those without pain", "leukocytes 97 %, platelets 95 %", "the modern and the
old plates weighed 274 and 183 g": the words between two numbers of a list belong to one of them, those of
two parallel lists to each other in turn. A sentence that gives a number to the words of another one is wrong.

Example: "The wheat plots were 12 % infested." against "The wheat and barley plots were 30 and 12 % infested."
The objection is: where it says 12 of “wheat”, the evidence says 30 of “wheat”.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from generator.checking.aligned import Pairing, Statement, is_table_row
from generator.checking.counted import counted_words
from generator.checking.number_values import Number
from generator.checking.quantities import UNITS, numbers_of, unit_of

# Below this share the number may belong to another statement.
MIN_SHARE = 0.5
_MAX_BETWEEN = 14  # tokens from one number of a list to the next
_MAX_LABEL_WORDS = 4  # tokens of a label before its number
_MAX_SYMBOL_LETTERS = 2  # of a unit, right after a number
_JOINTS = frozenset(
    ["and", "or", "plus", "versus", "vs", "while", "whereas", "but", ";", "against", "compared", "than"]
)
_COMPARING = frozenset(["versus", "vs", "against", "compared"])
_COMMA = ","
_BRACKET = re.compile(r"\s?[^\W\d_%]{0,3}%?\s?[(\[](?P<inside>[\d.,;%±\s–-]{1,40})[)\]]")
_ARTICLES = frozenset(["a", "an", "the"])
_MAX_MEMBER_WORDS = 2  # content words of a member of a list that stand for it
# Words without content that tell one thing from another.
_TELLING = frozenset(["with", "without", "before", "after", "not", "no", "non"])
_STOPS = frozenset([";", ":", "?", "!"])


@dataclass(frozen=True)
class BoundNumber:
    """A number of a list and the terms that it has to itself."""

    number: Number
    terms: frozenset[str]


def binding_objections(pair: Pairing) -> Iterator[str]:
    """Yield an objection to each number that the evidence gives to another thing of its list."""
    if pair.share < MIN_SHARE or is_table_row(pair.evidence):
        return
    told = numbers_of(pair.claim)
    there = numbers_of(pair.evidence)
    for run in bound_numbers(pair.evidence):
        for own in run:
            mine = [n for n in told if n.same_magnitude(own.number)]
            alike = [other for other in run if other.number.same_magnitude(own.number)]
            if len(mine) != 1 or sum(mine[0].same_magnitude(n) for n in there) != len(alike):
                continue
            near = _terms_of(pair.claim, mine[0], told)
            terms = frozenset[str]().union(*(other.terms for other in alike))
            others = {t for other in run for t in other.terms - terms if t in near}
            if others and near.isdisjoint(terms):
                word = next(t.text for t in pair.claim.tokens if t.term in others)
                theirs = [t.text for t in pair.evidence.tokens if t.term in others]
                number = next(o.number.text for o in run if not o.terms.isdisjoint(others))
                yield f"where it says {mine[0].text} of “{word}”, the evidence says {number} of “{theirs[0]}”"


def _terms_of(statement: Statement, number: Number, every: Sequence[Number]) -> frozenset[str]:
    """Return the terms that go with ``number``: those of its list item, or of the whole sentence."""
    for run in bound_numbers(statement):
        for bound in run:
            if bound.number is number or bound.number.start == number.start:
                return bound.terms
    if len([n for n in every if _form(n, statement) == _form(number, statement)]) > 1:
        return frozenset()  # which words go with which number is not clear
    return frozenset(t.term for t in statement.tokens if t.content or t.text in _TELLING)


@lru_cache(maxsize=8192)
def bound_numbers(statement: Statement) -> tuple[tuple[BoundNumber, ...], ...]:
    """Return the lists of numbers of a sentence, each number with its own terms."""
    found = []
    for run in _runs(statement):
        spans = _spans(statement, run) or _parallel(statement, run)
        if spans is None:
            continue
        own = _own_terms(statement, spans)
        if sum(map(bool, own)) >= len(own) - _compares(statement, run):
            found.append(tuple(_with_brackets(statement, run, own)))
    return tuple(found)


def _with_brackets(
    statement: Statement, run: Sequence[Number], own: Sequence[frozenset[str]]
) -> Iterator[BoundNumber]:
    """Yield each number of a list with its terms, and the numbers in brackets behind it: "2.5 (2.0-3.0)"."""
    text = statement.piece.text
    for number, terms in zip(run, own, strict=True):
        yield BoundNumber(number, terms)
        if (match := _BRACKET.match(text, number.end)) is None or _in_bracket(statement, number):
            continue
        for other in numbers_of(statement):
            if match.start("inside") <= other.start and other.end <= match.end("inside"):
                yield BoundNumber(other, terms)


def _own_terms(statement: Statement, spans: Sequence[range]) -> list[frozenset[str]]:
    """Return the terms that each span has to itself.

    Of a longer member of the list only as many count as all have: "the modern and old plates".
    """
    named = [_terms(statement, span) for span in spans]
    own = []
    for k, terms in enumerate(named):
        shared = frozenset[str]().union(*named[:k], *named[k + 1 :])
        own.append([t for t in terms if t not in shared])
    if not all(own):  # nothing but the rest of the sentence tells the others apart
        inside = {i for span in spans for i in span}
        rest = {t.term for i, t in enumerate(statement.tokens) if i not in inside}
        own = [[t for t in terms if t not in rest] for terms in own]
    count = min((len(terms) for terms in own if terms), default=0)
    return [frozenset(terms[:count]) for terms in own]


def _runs(statement: Statement) -> Iterator[list[Number]]:
    """Yield runs of numbers of one form, joined by a comma or a word that joins or compares."""
    every = numbers_of(statement)
    inside = [n for n in every if _in_bracket(statement, n)]
    for numbers in ([n for n in every if n not in inside], inside):
        run: list[Number] = []
        for number in numbers:
            if run and _is_next(statement, run[-1], number):
                run.append(number)
                continue
            if len(run) > 1:
                yield run
            run = [number]
        if len(run) > 1:
            yield run


def _is_next(statement: Statement, last: Number, number: Number) -> bool:
    """Return True if ``number`` goes on the list that ``last`` is part of."""
    a, b = _index(statement, last.end), _index(statement, number.start)
    between = [t.text for t in statement.tokens[a:b]]
    return (
        _form(last, statement) == _form(number, statement)
        and len(between) <= _MAX_BETWEEN
        and (any(w in _JOINTS or w == _COMMA for w in between) or between[-1:] == ["to"])
    )


def _form(number: Number, statement: Statement) -> str:
    """Return what numbers of one list have in common: what is measured, or else decimals."""
    unit = unit_of(number, statement.piece)
    return unit.kind if unit is not None else "decimal" if number.decimals else "count"


def _index(statement: Statement, place: int) -> int:
    """Return the index of the first token at or after ``place``, an offset in the text of the piece."""
    return statement.index_at(place - statement.begin)


def _in_bracket(statement: Statement, number: Number) -> bool:
    """Return True if ``number`` is in brackets."""
    before = statement.piece.text[statement.begin : number.start]
    return before.count("(") > before.count(")") or before.count("[") > before.count("]")


def _spans(statement: Statement, run: Sequence[Number]) -> list[range] | None:
    """Return the tokens that belong to each number of a list; None if nothing is between the numbers."""
    ends = [_index(statement, n.end) for n in run]
    begins = [_index(statement, n.start) for n in run]
    joints = [_joint(statement, a, b) for a, b in zip(ends, begins[1:], strict=False)]
    behind = [_has_content(statement, a, j) for a, j in zip(ends, joints, strict=False)]
    before = [_has_content(statement, j + 1, b) for j, b in zip(joints, begins[1:], strict=True)]
    if all(behind) and not any(before):
        lasts = [*joints, _clause_end(statement, ends[-1])]
        return [range(a, b) for a, b in zip(ends, lasts, strict=True)]
    if _compares(statement, run) and not any(behind) and not any(before):
        last = range(ends[-1], _clause_end(statement, ends[-1]))
        return [range(ends[0], joints[0]), last] if _has_content(statement, last.start, last.stop) else None
    if all(before) and not any(behind):
        firsts = [_label_begin(statement, begins[0]), *(j + 1 for j in joints)]
        if (contrast := _contrasted(statement, begins[0], range(joints[0] + 1, begins[1]))) and len(run) == 2:
            return contrast
        return [range(a, b) for a, b in zip(firsts, begins, strict=True)]
    return None


def _contrasted(statement: Statement, first: int, label: range) -> list[range] | None:
    """Return the words that tell two things apart before one noun: "upper" and "lower", before "terrace"."""
    tokens = statement.tokens
    for j in label:
        if not tokens[j].content or j == label.start or not tokens[j - 1].content:
            continue
        same = [i for i in range(1, first) if tokens[i].term == tokens[j].term and tokens[i - 1].content]
        if same and tokens[same[0] - 1].term != tokens[j - 1].term:
            return [range(same[0] - 1, same[0]), range(j - 1, j)]
    return None


def _compares(statement: Statement, run: Sequence[Number]) -> bool:
    """Return True for two numbers of which one is compared with the other: "461 women versus 448"."""
    begin, end = _index(statement, run[0].end), _index(statement, run[1].start)
    return len(run) == 2 and any(t.text in _COMPARING for t in statement.tokens[begin:end])


def _joint(statement: Statement, begin: int, end: int) -> int:
    """Return the index of the token that parts two numbers of a list: the last word that joins, or comma."""
    tokens = statement.tokens[begin:end]
    words = [i for i, t in enumerate(tokens) if t.text in _JOINTS]
    commas = [i for i, t in enumerate(tokens) if t.text == _COMMA]
    return begin + [*(words or commas or [len(tokens) - 1])][-1]


def _has_content(statement: Statement, begin: int, end: int) -> bool:
    """Return True if a word outside brackets tells one thing from another."""
    return bool(_terms(statement, range(begin, end)))


def _terms(statement: Statement, span: range) -> list[str]:
    """Return the telling terms of some tokens, in order; units and numerals are none."""
    found = []
    for i in span:
        token = statement.tokens[i]
        if i in _counted(statement) or token.text in ("every", "each"):
            continue
        unit = i > 0 and statement.tokens[i - 1].text[0].isdigit() and _is_unit(token.text)
        if not unit and not token.text[0].isdigit() and (token.content or token.text in _TELLING):
            found.append(token.term)
    return found


@lru_cache(maxsize=8192)
def _counted(statement: Statement) -> frozenset[int]:
    """Return the indices of the nouns right behind a count: "461 women"."""
    return frozenset(i for n in numbers_of(statement) for i in counted_words(statement, n)[-1:])


def _is_unit(word: str) -> bool:
    """Return True if ``word`` is the name or the symbol of a unit."""
    return len(word) <= _MAX_SYMBOL_LETTERS or word in UNITS or word.removesuffix("s") in UNITS


def _clause_end(statement: Statement, begin: int) -> int:
    """Return the index of the first token after ``begin`` that ends the item of a list."""
    for i in range(begin, len(statement.tokens)):
        if statement.tokens[i].text in _STOPS or statement.tokens[i].text == _COMMA:
            return i
    return len(statement.tokens)


def _label_begin(statement: Statement, end: int) -> int:
    """Return the index of the first token of the label that ends before ``end``."""
    begin = end
    while begin > max(0, end - _MAX_LABEL_WORDS) and statement.tokens[begin - 1].text not in _STOPS | {
        _COMMA
    }:
        begin -= 1
    return begin


def _parallel(statement: Statement, run: Sequence[Number]) -> list[range] | None:
    """Return the members of the one other list of the sentence that has as many members; None if unclear."""
    if any(
        _has_content(statement, _index(statement, a.end), _index(statement, b.start))
        for a, b in itertools.pairwise(run)
    ):
        return None
    taken = range(_index(statement, run[0].start), _index(statement, run[-1].end))
    lists = [
        members
        for members in _coordinations(statement)
        if len(members) == len(run) and not any(i in taken for m in members for i in m)
    ]
    return lists[0] if len(lists) == 1 else None


def _coordinations(statement: Statement) -> Iterator[list[range]]:
    """Yield the members of each list of words that "and" or "or" closes."""
    tokens = statement.tokens
    for joint in (i for i, t in enumerate(tokens) if t.text in ("and", "or")):
        last = _phrase(statement, joint + 1, 1)
        first = _phrase(statement, joint - 1, -1)
        if not last or not first:
            continue
        members = [first, last]
        while members[0].start >= 2 and tokens[members[0].start - 1].text == _COMMA:
            previous = _phrase(statement, members[0].start - 2, -1)
            if not previous:
                break
            members.insert(0, previous)
        yield members


def _phrase(statement: Statement, place: int, step: int) -> range:
    """Return the content words from ``place`` on, in the direction of ``step``, after an article or comma."""
    tokens = statement.tokens
    skipped = _ARTICLES if step > 0 else {_COMMA}
    if 0 <= place < len(tokens) and tokens[place].text in skipped:
        place += step
    end = place
    while 0 <= end < len(tokens) and tokens[end].content and not tokens[end].text[0].isdigit():
        end += step
        if abs(end - place) == _MAX_MEMBER_WORDS:
            break
    return range(place, end) if step > 0 else range(end + 1, place + 1)

"""What is counted: 240 nurses are not 240 doctors, 30 epochs not 30 steps.

A count belongs to the noun behind it. Where the sentence has the count with a noun that stands nowhere in
the evidence, and drops the noun that the evidence counts, the count was given to another thing.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checking.aligned import Pairing, Statement, is_row
from generator.checking.numbers import Number
from generator.checking.quantities import numbers_of, unit_of
from generator.checking.synonyms import canonical, light
from generator.core.words import stem

# Told more freely a thing is called by many names.
MIN_SHARE = 0.5
_MAX_WORDS = 3  # words of what is counted
_MIN_SIZE = 2
# What may stand for anything that is counted.
_GENERAL_NOUNS = """
person people participant subject individual respondent volunteer patient case sample item unit element member
instance example observation record entry object piece group part type kind set time number adult man woman
category class thing point value site study
"""
_GENERAL = frozenset(canonical(stem(noun)) for noun in _GENERAL_NOUNS.split())


def counted_objections(pair: Pairing) -> Iterator[str]:
    """Reasons against a sentence that counts another thing than its evidence counts."""
    if pair.share < MIN_SHARE or is_row(pair.there):
        return
    for number in numbers_of(pair.claim):
        said = counted(pair.claim, number)
        if not said or any(i in pair.places for i in said):
            continue
        alike = [n for n in numbers_of(pair.there) if number.is_worth(n)]
        nouns = [counted(pair.there, n) for n in alike]
        if not nouns or any(not noun or any(j in pair.matched for j in noun) for noun in nouns):
            continue
        if _is_general(pair.claim, said) or any(_is_general(pair.there, noun) for noun in nouns):
            continue
        mine, theirs = pair.claim.tokens[said[-1]].text, pair.there.tokens[nouns[0][-1]].text
        yield f"where it says “{number.text} {mine}”, the evidence says “{alike[0].text} {theirs}”"


def counted(of: Statement, number: Number) -> tuple[int, ...]:
    """The indices of the words that name what ``number`` counts; none where it measures."""
    if number.percent or number.decimals or max(number.values) < _MIN_SIZE or unit_of(number, of.piece):
        return ()
    first = of.index_at(number.end - of.begin)
    found: list[int] = []
    for i in range(first, min(len(of.tokens), first + _MAX_WORDS)):
        token = of.tokens[i]
        if not token.content or not token.text.isalpha():
            break
        found.append(i)
        if token.text.endswith("s"):
            break  # the noun itself; what follows is another part of the sentence
    return tuple(found) if found and of.tokens[found[-1]].text.endswith("s") else ()


def _is_general(of: Statement, noun: tuple[int, ...]) -> bool:
    term = of.tokens[noun[-1]].term
    return term in _GENERAL or term in light()

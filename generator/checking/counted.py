"""What is counted: 240 nurses are not 240 doctors, 30 epochs not 30 steps.

A count belongs to the noun after it. The sentence gave a count to another thing if its noun is nowhere in the
evidence, and the noun of the evidence is nowhere in the sentence.

Example: "We interviewed 240 doctors in two wards." against "We interviewed 240 nurses in two wards." The
objection is: where it says “240 doctors”, the evidence says “240 nurses”.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checking.aligned import Pairing, Statement, is_table_row
from generator.checking.number_values import Number
from generator.checking.quantities import numbers_of, unit_of
from generator.checking.synonyms import canonical, light_words
from generator.core.vocabulary import stem

# A freer sentence may call a thing by another name.
MIN_SHARE = 0.5
MIN_SHARE_OF_EXCHANGE = 0.6
_MAX_NOUN_WORDS = 3  # words after a count that may name what it counts
_MIN_COUNT = 2  # smaller numbers are not compared
# Nouns that may mean anything that is counted.
_GENERAL_NOUNS = """
person people participant subject individual respondent volunteer patient case sample item unit element member
instance example observation record entry object piece group part type kind set time number adult man woman
category class thing point value site study
"""
_GENERAL = frozenset(canonical(stem(noun)) for noun in _GENERAL_NOUNS.split())


def counted_objections(pair: Pairing) -> Iterator[str]:
    """Yield an objection to each count of another thing than the evidence counts."""
    if pair.share < MIN_SHARE or is_table_row(pair.evidence):
        return
    for number in numbers_of(pair.claim):
        said = counted_words(pair.claim, number)
        alike = [n for n in numbers_of(pair.evidence) if number.same_magnitude(n)]
        nouns = [counted_words(pair.evidence, n) for n in alike]
        if said and len(nouns) == 1 and nouns[0] and _counts_another(pair, said, nouns[0]):
            mine, theirs = pair.claim.tokens[said[-1]].text, pair.evidence.tokens[nouns[0][-1]].text
            yield f"where it says “{number.text} {mine}”, the evidence says “{alike[0].text} {theirs}”"
            continue
        if not said or any(i in pair.places for i in said):
            continue
        # If one of the equal numbers has no noun, or shares one with the sentence, nobody can say that
        # another thing is counted.
        if not nouns or any(not noun or any(j in pair.matched for j in noun) for noun in nouns):
            continue
        if _is_general(pair.claim, said) or any(_is_general(pair.evidence, noun) for noun in nouns):
            continue
        mine, theirs = pair.claim.tokens[said[-1]].text, pair.evidence.tokens[nouns[0][-1]].text
        yield f"where it says “{number.text} {mine}”, the evidence says “{alike[0].text} {theirs}”"


def _counts_another(pair: Pairing, said: tuple[int, ...], noun: tuple[int, ...]) -> bool:
    """Return True if both sentences have both nouns, and the number counts another one in each."""
    mine, theirs = pair.claim.tokens[said[-1]].term, pair.evidence.tokens[noun[-1]].term
    return (
        pair.share >= MIN_SHARE_OF_EXCHANGE
        and noun[-1] in pair.matched
        and said[-1] in pair.places
        and not set(pair.places[said[-1]]) & set(noun)  # "640 depths" of "640 depth measurements"
        and theirs not in {pair.claim.tokens[i].term for i in said}
        and _GENERAL.isdisjoint((mine, theirs))
    )


def counted_words(statement: Statement, number: Number) -> tuple[int, ...]:
    """Return the indices of the words that name what ``number`` counts; none if it is a measure."""
    if (
        number.percent
        or number.decimals
        or max(number.values) < _MIN_COUNT
        or unit_of(number, statement.piece)
    ):
        return ()
    first = statement.index_at(number.end - statement.begin)
    found: list[int] = []
    for i in range(first, min(len(statement.tokens), first + _MAX_NOUN_WORDS)):
        token = statement.tokens[i]
        if not token.content or not token.text.isalpha():
            break
        found.append(i)
        if token.text.endswith("s"):
            break  # the noun itself; the next words are another part of the sentence
    return tuple(found) if found and statement.tokens[found[-1]].text.endswith("s") else ()


def _is_general(statement: Statement, noun: tuple[int, ...]) -> bool:
    """Return True if ``noun`` may mean anything that is counted."""
    term = statement.tokens[noun[-1]].term
    return term in _GENERAL or term in light_words()

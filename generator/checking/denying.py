"""Whether a sentence and its evidence deny the same.

A negation belongs to the words around it. It is repeated where the evidence denies about the same words,
and overlooked where the sentence has the words around it without it.
"""

from __future__ import annotations

from collections.abc import Sequence

from generator.checking.parsed import Parsed
from generator.checking.placement import beside
from generator.checking.polarity import Denial, opposites_of_stem
from generator.checking.slots import Surroundings, nearby
from generator.checking.weights import TermWeights
from generator.core.words import parts, stem

# How well the place of a negation must fit to be the same negation.
SAME_DENIAL = 0.35
OVERLOOKED_DENIAL = 0.8
_MIN_NEAR = 2
_REACH = 6  # content words around a denial


def affirms(claim: Parsed, pieces: Sequence[Parsed], weights: TermWeights) -> bool:
    """Whether ``claim`` affirms what one of ``pieces`` denies."""
    if claim.denies and not claim.denials:  # "unavailable" says "not available" in another way
        return False
    return any(
        _overlooked(denial, claim, piece, weights)
        and not any(_same(piece, denial, claim, said, weights) for said in claim.denials)
        for piece in pieces
        for denial in piece.denials
    )


def _overlooked(denial: Denial, claim: Parsed, piece: Parsed, weights: TermWeights) -> bool:
    """Whether ``claim`` says what stands around a denial of the evidence, without the denial."""
    near = nearby(piece, denial.start, denial.end, before=2, behind=3)
    there = {term for row in claim.rows for term in row.words}
    if not denial.reach or len(near) < _MIN_NEAR:
        return False
    total = sum(weights.weight(t) for t in near)
    return sum(weights.weight(t) for t in near if t in there) >= OVERLOOKED_DENIAL * total


def denied_in_word(said: Denial, piece: Parsed) -> bool:
    """Whether the evidence denies in one word what the sentence denies in two: "incomplete"."""
    there = {stem(word) for word in parts(piece.raw)}
    return any(not opposites_of_stem(term).isdisjoint(there) for term in said.reach[:2])


def repeats(claim: Parsed, said: Denial, piece: Parsed, there: Denial, weights: TermWeights) -> bool:
    """Whether the evidence denies what the sentence denies: what stands next behind is the same."""
    _, behind = beside(claim.rows[claim.row_at(said.start)], said.start, said.end, 1)
    before, after = beside(piece.rows[piece.row_at(there.start)], there.start, there.end, _REACH)
    if behind and behind[0] not in before and behind[0] not in after:
        return False
    return _same(claim, said, piece, there, weights)


def _same(one: Parsed, denial: Denial, other: Parsed, there: Denial, weights: TermWeights) -> bool:
    around = Surroundings.of(one, denial.start, denial.end, weights)
    return around.fit(other.rows[other.row_at(there.start)], there.start) >= SAME_DENIAL

"""Negations that the sentence and its evidence share, and those that the sentence overlooks.

A negation belongs to the words around it. The evidence repeats it if it denies something in the same words.
The sentence overlooks a negation of the evidence if it has the words around it without it.

Example: "The images were kept in the archive." affirms what "The images were not kept in the archive."
denies.
"""

from __future__ import annotations

from collections.abc import Sequence

from generator.checking.parsed import Parsed
from generator.checking.placement import adjacent_words
from generator.checking.polarity import Negation, opposites_of_stem
from generator.checking.slots import NearbyTerms, nearby_terms
from generator.checking.weights import TermWeights
from generator.core.words import parts, stem

# How well the place of a negation must fit to be the same negation, 0 to 1.
MIN_FIT_OF_SAME = 0.35
# Share, by weight, of the words around a negation that a sentence must have to have overlooked it.
MIN_SHARE_OF_OVERLOOKED = 0.8
_MIN_NEARBY_TERMS = 2
_REACH = 6  # content words around a negation


def affirms_denied(claim: Parsed, pieces: Sequence[Parsed], weights: TermWeights) -> bool:
    """Return True if ``claim`` affirms what one of ``pieces`` denies."""
    if claim.denies and not claim.negations:  # "unavailable" says "not available" in another way
        return False
    return any(
        _overlooked(negation, claim, piece, weights)
        and not any(_same(piece, negation, claim, said, weights) for said in claim.negations)
        for piece in pieces
        for negation in piece.negations
    )


def _overlooked(negation: Negation, claim: Parsed, piece: Parsed, weights: TermWeights) -> bool:
    """Return True if ``claim`` has the words around a negation of the evidence, without the negation."""
    near = nearby_terms(piece, negation.start, negation.end, before=2, after=3)
    there = {term for row in claim.rows for term in row.words}
    if not negation.reach or len(near) < _MIN_NEARBY_TERMS:
        return False
    total = sum(weights.weight(t) for t in near)
    return sum(weights.weight(t) for t in near if t in there) >= MIN_SHARE_OF_OVERLOOKED * total


def denies_by_prefix(said: Negation, piece: Parsed) -> bool:
    """Return True if the evidence denies in one word ("incomplete") what the sentence denies in two."""
    there = {stem(word) for word in parts(piece.raw)}
    return any(not opposites_of_stem(term).isdisjoint(there) for term in said.reach[:2])


def repeats_negation(
    claim: Parsed, said: Negation, piece: Parsed, there: Negation, weights: TermWeights
) -> bool:
    """Return True if the evidence denies what the sentence denies, by the words around both."""
    row = claim.rows[claim.row_at(said.start)]
    _, next_word = adjacent_words(row, said.start, said.end, 1)
    before, after = adjacent_words(piece.rows[piece.row_at(there.start)], there.start, there.end, _REACH)
    if next_word and next_word[0] not in before and next_word[0] not in after:
        return False
    return _same(claim, said, piece, there, weights)


def _same(one: Parsed, negation: Negation, other: Parsed, there: Negation, weights: TermWeights) -> bool:
    """Return True if the words around ``negation`` are also around ``there``."""
    around = NearbyTerms.of(one, negation.start, negation.end, weights)
    return around.fit(other.rows[other.row_at(there.start)], there.start) >= MIN_FIT_OF_SAME

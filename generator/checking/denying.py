"""Negations that the sentence and its evidence share, and those that the sentence overlooks.

A negation belongs to the words around it. The evidence repeats it if it denies something in the same words.
The sentence overlooks a negation of the evidence if it has the words around it without it.

Example: "The images were kept in the archive." affirms what "The images were not kept in the archive."
denies.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from generator.checking.coverage import TermWeights
from generator.checking.parsed import Parsed, SentenceTerms
from generator.checking.placement import adjacent_words
from generator.checking.polarity import Negation, opposites_of_stem
from generator.checking.slots import NearbyTerms, nearby_terms
from generator.core.vocabulary import parts, stem

# How well the place of a negation must fit to be the same negation, 0 to 1.
MIN_FIT_OF_SAME = 0.35
# Share, by weight, of the words around a negation that a sentence must have to have overlooked it.
MIN_SHARE_OF_OVERLOOKED = 0.8
_MIN_NEARBY_TERMS = 2
_REACH = 6  # content words around a negation
_MAX_DENIED_TERMS = 3  # after a negation, which a sentence repeats if it overlooks the negation
_FAMILY_LETTERS = 5  # first letters of a word behind "non-" and of what the sentence denies
_MAX_STEP = 2  # words from one of them to the next: one other may be between
_CLAUSE_END = re.compile(r"[;:()?!]|,\s|\b(?:but|whereas|although|though)\b")
_NOT = re.compile(r"not|never|cannot|\w+n['’]t")
_NO_PART = re.compile(
    r"no (?:\w+ )?(?:role|part|involvement|influence|say|hand|share) (?:in|on|over)(?: the)?", re.IGNORECASE
)
# What is done to be without something.
_PRIVATIVE = re.compile(
    r"\b(?:remov|omit|omission|drop|ablat|exclud|exclusion|lack|absen|disabl|delet|withdr|leav|left|take|taking"
    r"|switch)\w*"
)
_BOUND_WITHIN = 60  # characters
_BOUND = re.compile(r"\b(?:more|less|fewer|later|earlier|higher|lower|longer|exceed\w*|above|below|beyond)\b")
_BOUNDED = re.compile(
    r"\b(?:at (?:the )?(?:most|least|latest|earliest)|up to|within|maxim\w+|minim\w+|under|below|above|over"
    r"|no (?:more|less|fewer|later)|limit\w*|or (?:less|more|fewer))\b"
)


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
    denied = _denied_terms(negation, piece)
    # From the surest test to the least sure one; the first that decides ends it.
    if not denied or _bounds(negation, claim, piece):
        return False
    if (
        len(denied) >= _MIN_NEARBY_TERMS
        and not negation.mild
        and not _is_compared(negation, piece)
        and not (negation.text.lower() == "without" and _PRIVATIVE.search(claim.text.lower()))
        and any(_in_order(denied[:_MIN_NEARBY_TERMS], row) for row in claim.rows)
    ):
        rows = [row for i, row in enumerate(piece.rows) if i != piece.row_at(negation.start)]
        return not any(_in_order(denied[:_MIN_NEARBY_TERMS], row) for row in rows)
    row = piece.rows[piece.row_at(negation.start)]
    if len(denied) == 1 and not negation.mild and len(row.positions[denied[0]]) == 1:
        held = sum(term in row.positions for term in claim.content)
        if denied[0] in claim.terms and held >= MIN_SHARE_OF_OVERLOOKED * len(claim.content):
            return True
    if _affirms_of_subject(negation, denied[0], claim, piece):
        return True
    near = nearby_terms(piece, negation.start, negation.end, before=2, after=3)
    there = {term for row in claim.rows for term in row.words}
    if len(near) < _MIN_NEARBY_TERMS or denied[0] not in there:
        return False
    total = sum(weights.weight(t) for t in near)
    return sum(weights.weight(t) for t in near if t in there) >= MIN_SHARE_OF_OVERLOOKED * total


def _affirms_of_subject(negation: Negation, denied: str, claim: Parsed, piece: Parsed) -> bool:
    """Return True if ``claim`` says of the word before a negation what the negation denies of it.

    "Seeds were fixed" affirms what "Seeds were not fixed in any run, and ..." denies, unless the evidence has
    the denied word once more.
    """
    row = piece.rows[piece.row_at(negation.start)]
    if behind := _NO_PART.match(piece.text, negation.start, row.end):
        denied = next((w for w, at in zip(row.words, row.starts, strict=True) if at >= behind.end()), "")
    said_once = sum(len(each.positions.get(denied, ())) for each in piece.rows) == 1
    if not said_once or not (behind or _NOT.fullmatch(negation.text.lower())):
        return False
    before = piece.text[row.begin : negation.start]
    begin = row.begin + max((stop.end() for stop in _CLAUSE_END.finditer(before)), default=0)
    subject = [w for w, start in zip(row.words, row.starts, strict=True) if begin <= start < negation.start]
    return bool(subject) and any(_in_order((subject[-1], denied), said) for said in claim.rows)


def _denied_terms(negation: Negation, piece: Parsed) -> list[str]:
    """Return the next content words after ``negation`` in its clause."""
    row = piece.rows[piece.row_at(negation.start)]
    rest = piece.text[negation.end : row.end]
    stop = _CLAUSE_END.search(rest)
    end = negation.end + (stop.start() if stop else len(rest))
    words = zip(row.words, row.starts, strict=True)
    return [word for word, start in words if negation.end <= start < end][:_MAX_DENIED_TERMS]


def _in_order(terms: Sequence[str], row: SentenceTerms) -> bool:
    """Return True if ``row`` has all ``terms`` in this order, with at most one word between two of them."""
    places = [row.positions.get(term, ()) for term in terms]
    reached = list(places[0])
    for following in places[1:]:
        reached = [j for j in following if any(0 < j - i <= _MAX_STEP for i in reached)]
    return bool(reached)


def _is_compared(negation: Negation, piece: Parsed) -> bool:
    """Return True for "34 % with and 29 % without alarms", which says something of both."""
    row = piece.rows[piece.row_at(negation.start)]
    before = piece.text[row.begin : negation.start].lower()
    return negation.text.lower() == "without" and re.search(r"\bwith\b", before) is not None


def _bounds(negation: Negation, claim: Parsed, piece: Parsed) -> bool:
    """Return True for "did not exceed 30", which a sentence states as "at most 30"."""
    after = piece.text[negation.end : negation.end + _BOUND_WITHIN].lower()
    return _BOUND.search(after) is not None and _BOUNDED.search(claim.text.lower()) is not None


def denies_by_prefix(said: Negation, piece: Parsed) -> bool:
    """Return True if the evidence denies in one word ("incomplete") what the sentence denies in two."""
    words = [stem(word) for word in parts(piece.raw)]
    behind_non = [b for a, b in itertools.pairwise(words) if a == "non"]
    return any(
        not opposites_of_stem(term).isdisjoint(words)
        or any(term[:_FAMILY_LETTERS] == other[:_FAMILY_LETTERS] for other in behind_non)
        for term in said.reach[:2]
    )


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

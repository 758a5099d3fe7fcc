"""A sentence that is nearly its evidence: each word that was put in or exchanged must be explained.

Who copies a sentence copies its words. Where nearly all of them stand in their order, a word that stands
nowhere in the evidence was put there, and neither its rarity nor the many words around it make it true:
"the placebo group" for "the treated group", "were randomly chosen" for "were chosen".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.checking.acronyms import spelled_out
from generator.checking.aligned import Pairing, Token
from generator.checking.polarity import opposites, opposites_of_stem
from generator.checking.synonyms import canonical, counts, light
from generator.core.words import stem

# How much of the sentence, function words among it, must stand in its order to be a copy with changes.
COPIED = 0.7
# Shorter sentences are told in the same words by chance.
_LEAST_TOKENS = 6
# Another sentence of the evidence explains a word where it holds so much of the sentence as well.
EXPLAINS = 0.5
_LEAST_LETTERS = 3
# Words that a writer puts in to join and to point, and that no paper need have.
_JOINING_WORDS = """
study studies paper article work author authors researcher researchers present current here text section
therefore thus hence moreover furthermore additionally also specifically particular respectively namely
explicitly overall finally subsequently then first next together aforementioned mentioned
every each any another other come came go went gone keep kept put become became
remain remained stay stayed turn turned seem seemed
time times initial way part case cases show shows involve involved involves aim aims feature featured
order ensure regarding concerning relate related account accounts amount amounts total year years
"""
_JOINING = frozenset(canonical(stem(word)) for word in _JOINING_WORDS.split())


def edit_objections(pairs: Sequence[Pairing]) -> Iterator[str]:
    """Reasons against a sentence with a word that its nearest copies in the evidence do not have.

    pairs: the sentence beside every sentence of the evidence.
    """
    close = [p for p in pairs if p.share >= COPIED * COPIED and p.ordered >= COPIED]
    if not close or len(close[0].spine) < _LEAST_TOKENS:
        return
    close.sort(key=lambda p: -p.ordered)
    reasons = [next(_edits(pair, pairs), "") for pair in close]
    if all(reasons):
        yield reasons[0]


def _edits(pair: Pairing, pairs: Sequence[Pairing]) -> Iterator[str]:
    for tag, a, b, c, d in pair.blocks:
        if tag not in ("replace", "insert"):
            continue
        old = [pair.there.tokens[j] for j in pair.spine_there[a:b] if j not in pair.matched]
        new = [i for i in pair.spine[c:d] if _is_foreign(i, pair, pairs)]
        if not new:
            continue
        word = pair.claim.tokens[new[0]].text
        instead = next((t.text for t in old if t.content), "")
        if any(_turns(pair.claim.tokens[i], pair) for i in new):
            continue  # the business of the rules on opposites
        if instead:
            yield f"where it says “{word}”, the evidence says “{instead}”"
        else:
            yield f"“{word}” does not stand in the evidence"


def _is_foreign(index: int, pair: Pairing, pairs: Sequence[Pairing]) -> bool:
    """Whether a word of the sentence says something, and nothing of the evidence says it."""
    token = pair.claim.tokens[index]
    if not token.content or not token.text.isalpha() or len(token.text) < _LEAST_LETTERS:
        return False
    if stem(token.text) in counts():
        return False  # the business of the rules on numbers
    if index in pair.places or token.term in light() or token.term in _JOINING:
        return False
    if token.term in spelled_out(pair.claim.text, pair.there.piece.raw) or stem(token.text) in spelled_out(
        pair.there.piece.raw, pair.claim.piece.raw
    ):
        return False
    return not any(other.share >= EXPLAINS and index in other.places for other in pairs)


def _turns(token: Token, pair: Pairing) -> bool:
    """Whether the evidence has an opposite of ``token``: "not available", "unavailable"."""
    against = opposites(token.text) | opposites_of_stem(token.term)
    return any(stem(t.text) in against or t.term in against for t in pair.there.tokens)

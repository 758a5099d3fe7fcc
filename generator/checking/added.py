"""What was joined to a statement of the evidence: "in three hospitals and two clinics", "online and by post".

A false item stands behind "and", often with an article, a count or a preposition of its own, and may share
its words with what stands before it ("hospitals", "clinics"): a word of the evidence explains but one
word of the sentence.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.checking.aligned import Pairing, Statement
from generator.checking.synonyms import canonical, counts, light
from generator.core.words import stem

# So much of the rest must stand in one sentence of the evidence: what is told more freely, or gathered from
# several, has its items in other words (5 of 236 gold answers were lost where several counted).
MUCH_FOUND = 0.8
_JOINS = frozenset(["and", "or", "plus"])
_LEADING_WORDS = "a an the by in on at with of for from to via through their its some also"
_LEADS = frozenset(_LEADING_WORDS.split())
_MIN_LETTERS = 3
_MAX_LENGTH = 3
_AUXILIARIES = "is are was were has have had can could will would may might did does"
_VERBS = frozenset(_AUXILIARIES.split())


def joined(of: Statement) -> list[tuple[int, ...]]:
    """What is joined by "and" or "or", each as the indices of its content words; clauses are not."""
    found = []
    for k, token in enumerate(of.tokens):
        if token.text not in _JOINS:
            continue
        i = k + 1
        while i < len(of.tokens) and of.tokens[i].text in _LEADS:
            i += 1
        run: list[int] = []
        while i < len(of.tokens) and of.tokens[i].content:
            run.append(i)
            i += 1
        behind = of.tokens[i].text if i < len(of.tokens) else ""
        if run and len(run) <= _MAX_LENGTH and behind not in _VERBS and _is_noun(of.tokens[run[-1]].text):
            found.append(tuple(run))
    return found


def added_objections(best: Pairing, shown: Sequence[Pairing]) -> Iterator[str]:
    """Reasons against a sentence with something joined to it that no sentence of the evidence has.

    best: the one that says most of it; shown: all that is shown for it.
    """
    of = best.claim
    pairs = (best, *(pair for pair in shown if pair.there is not best.there))
    for run in joined(of):
        telling = [i for i in run if _tells(of.tokens[i].text)]
        if not telling or any(_has(i, pair) for i in telling for pair in pairs):
            continue
        own = sum(best.worth[i] for i in run if i in best.places)
        if best.share - own >= MUCH_FOUND * (1 - sum(best.worth[i] for i in run)):
            words = " ".join(of.tokens[i].text for i in run)
            yield f"“{words}”, an item of its list, does not stand in the evidence"


def _has(index: int, pair: Pairing) -> bool:
    """Whether the evidence has a word of the sentence, and not only for a word before it."""
    places = pair.places.get(index, ())
    before = [i for i, js in pair.places.items() if i < index and not set(js).isdisjoint(places)]
    return len(places) > len(
        [i for i in before if pair.claim.tokens[i].text != pair.claim.tokens[index].text]
    )


def _is_noun(word: str) -> bool:
    return word.isalpha() and not word.endswith(("ed", "ing", "ly"))


def _tells(word: str) -> bool:
    """Whether a word is more than a letter, a count, or what only frames an item."""
    return (
        word.isalpha()
        and len(word) >= _MIN_LETTERS
        and stem(word) not in counts()
        and canonical(stem(word)) not in light()
    )

"""Items that a sentence adds to a statement of the evidence: "in three hospitals and two clinics".

A false item follows "and", often with an article, a count or a preposition of its own. It may be a synonym
of a word before it ("hospitals", "clinics"), so one word of the evidence accounts for one word of the
sentence only.

Example: "Samples came from three hospitals and two clinics." against "Samples came from three hospitals."
The objection is: “two clinics”, an item of its list, does not stand in the evidence.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.checking.aligned import Pairing, Statement
from generator.checking.synonyms import canonical, count_words, light_words
from generator.core.vocabulary import stem

# Share of the rest of the sentence that one sentence of the evidence must hold. A freer sentence, or one
# drawn from several, has its items in other words (5 of 236 gold answers were lost when several counted).
MIN_REST_FOUND = 0.8
_JOINS = frozenset(["and", "or", "plus"])
_LEADING_WORDS = "a an the by in on at with of for from to via through their its some also"
_LEADS = frozenset(_LEADING_WORDS.split())
_MIN_WORD_LETTERS = 3  # shorter words name nothing by themselves
_MAX_ITEM_WORDS = 3  # content words; longer runs are clauses
_AUXILIARIES = "is are was were has have had can could will would may might did does"
_VERBS = frozenset(_AUXILIARIES.split())


def joined_items(statement: Statement) -> list[tuple[int, ...]]:
    """Return what "and", "or" or "plus" joins, each as the indices of its content words.

    Clauses are left out: an item is short, ends in a noun, and no auxiliary verb follows it.
    """
    found = []
    for k, token in enumerate(statement.tokens):
        if token.text not in _JOINS:
            continue
        i = k + 1
        while i < len(statement.tokens) and statement.tokens[i].text in _LEADS:
            i += 1
        run: list[int] = []
        while i < len(statement.tokens) and statement.tokens[i].content:
            run.append(i)
            i += 1
        after = statement.tokens[i].text if i < len(statement.tokens) else ""
        if (
            run
            and len(run) <= _MAX_ITEM_WORDS
            and after not in _VERBS
            and _is_noun(statement.tokens[run[-1]].text)
        ):
            found.append(tuple(run))
    return found


def added_objections(best: Pairing, shown: Sequence[Pairing]) -> Iterator[str]:
    """Yield an objection for each joined item that no sentence of the evidence has.

    best: the sentence with the sentence of the evidence that holds most of it. shown: the sentence with each
    sentence that is shown as evidence.
    """
    statement = best.claim
    pairs = (best, *(pair for pair in shown if pair.evidence is not best.evidence))
    for run in joined_items(statement):
        telling = [i for i in run if _is_telling(statement.tokens[i].text)]
        if not telling or any(_has(i, pair) for i in telling for pair in pairs):
            continue
        own = sum(best.worth[i] for i in run if i in best.places)
        if best.share - own >= MIN_REST_FOUND * (1 - sum(best.worth[i] for i in run)):
            words = " ".join(statement.tokens[i].text for i in run)
            yield f"“{words}”, an item of its list, does not stand in the evidence"


def _has(index: int, pair: Pairing) -> bool:
    """Return True if the evidence has the word at ``index``, and not only as the match of an earlier word."""
    places = pair.places.get(index, ())
    before = [i for i, js in pair.places.items() if i < index and not set(js).isdisjoint(places)]
    return len(places) > len(
        [i for i in before if pair.claim.tokens[i].text != pair.claim.tokens[index].text]
    )


def _is_noun(word: str) -> bool:
    """Return True unless ``word`` ends like a participle or an adverb."""
    return word.isalpha() and not word.endswith(("ed", "ing", "ly"))


def _is_telling(word: str) -> bool:
    """Return True if ``word`` is more than a letter, a count or a word that frames an item."""
    return (
        word.isalpha()
        and len(word) >= _MIN_WORD_LETTERS
        and stem(word) not in count_words()
        and canonical(stem(word)) not in light_words()
    )

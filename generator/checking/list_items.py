"""Items of a list, each of which must be in the evidence: one false item makes a list false.

Example: "Mice, rats and rabbits were housed in cages." against "Mice and rats were housed in cages." The
objection is: “rabbits”, an item of its list, does not stand in the evidence.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.checking.aligned import Pairing, Statement
from generator.checking.synonyms import canonical, count_words, light_words
from generator.core.vocabulary import stem

_JOINS = frozenset([",", "and", "or", "nor", "plus"])
_MIN_WORD_LETTERS = 3
# A list is compared if the evidence holds this share of the rest. A freer sentence has its items in other
# words.
MIN_REST_FOUND = 0.8


def list_items(statement: Statement) -> list[tuple[int, ...]]:
    """Return the items of the lists of a sentence, each as the indices of its words.

    An item is a run of content words. A comma, "and" or "or" joins it to the next one, and every list has
    one of the latter two.
    """
    runs: list[list[int]] = []
    for i, token in enumerate(statement.tokens):
        if not token.content:
            continue
        if runs and runs[-1][-1] == i - 1:
            runs[-1].append(i)
        else:
            runs.append([i])
    chains: list[list[list[int]]] = []
    joins: list[bool] = []  # whether "and" or "or" joins two runs of the chain
    for run in runs:
        between = _between(statement, chains[-1][-1][-1], run[0]) if chains else []
        if between and all(w in _JOINS for w in between):
            chains[-1].append(run)
            joins[-1] |= between != [","]
        else:
            chains.append([run])
            joins.append(False)
    return [tuple(run) for chain, joined in zip(chains, joins, strict=True) if joined for run in chain]


def list_objections(best: Pairing, shown: Sequence[Pairing]) -> Iterator[str]:
    """Yield an objection to each item that is in no sentence of the evidence.

    best: the sentence with the sentence of the evidence that holds most of it. shown: the sentence with each
    sentence that is shown as evidence.
    """
    statement = best.claim
    found = frozenset(i for pair in (best, *shown) for i in pair.places)
    told = sum(best.worth[i] for i in found)
    listed = list_items(statement)
    for run in listed:
        words = [statement.tokens[i].text for i in run]
        if any(i in found for i in run) or not any(_names_something(w) for w in words):
            continue
        if told >= MIN_REST_FOUND * (1 - sum(best.worth[i] for i in run)):
            yield f"“{' '.join(words)}”, an item of its list, does not stand in the evidence"
    for word in _replaced(best, frozenset(i for run in listed for i in run) - found):
        yield f"“{word}”, of an item of its list, does not stand in the evidence"


def _replaced(pair: Pairing, foreign: frozenset[int]) -> Iterator[str]:
    """Yield the words among ``foreign`` that replace another word of the evidence."""
    for tag, a, b, c, d in pair.blocks if foreign else ():
        if tag != "replace" or b - a != d - c:
            continue
        for j, i in zip(pair.evidence_spine[a:b], pair.spine[c:d], strict=True):
            word = pair.claim.tokens[i].text
            if (
                i in foreign
                and pair.evidence.tokens[j].content
                and j not in pair.matched
                and _names_something(word)
            ):
                yield word


def _names_something(word: str) -> bool:
    """Return True if ``word`` is more than a letter, a number or a word that frames an item."""
    return (
        not word.endswith("ed")  # what was done has many wordings
        and word.isalpha()
        and len(word) >= _MIN_WORD_LETTERS
        and stem(word) not in count_words()
        and canonical(stem(word)) not in light_words()
    )


def _between(statement: Statement, last: int, first: int) -> Sequence[str]:
    """Return the text of the tokens between two indices."""
    return [t.text for t in statement.tokens[last + 1 : first]]

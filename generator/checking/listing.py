"""The items of a list, each of which must stand in the evidence: one false item makes a list false."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.checking.aligned import Pairing, Statement
from generator.checking.synonyms import canonical, counts, light
from generator.core.words import stem

_JOINS = frozenset([",", "and", "or", "nor", "plus"])
_MIN_LETTERS = 3
# A list is held against the evidence where so much of the rest stands there; what is told more freely has
# its items in other words.
MUCH_FOUND = 0.8


def items(of: Statement) -> list[tuple[int, ...]]:
    """The items of the lists of a sentence, each as the indices of its words.

    An item is a run of content words; a comma, "and" or "or" joins it to the next, and a list has one of
    the latter two.
    """
    runs: list[list[int]] = []
    for i, token in enumerate(of.tokens):
        if not token.content:
            continue
        if runs and runs[-1][-1] == i - 1:
            runs[-1].append(i)
        else:
            runs.append([i])
    chains: list[list[list[int]]] = []
    joins: list[bool] = []  # whether "and" or "or" joins two runs of the chain
    for run in runs:
        between = _between(of, chains[-1][-1][-1], run[0]) if chains else []
        if between and all(w in _JOINS for w in between):
            chains[-1].append(run)
            joins[-1] |= between != [","]
        else:
            chains.append([run])
            joins.append(False)
    return [tuple(run) for chain, joined in zip(chains, joins, strict=True) if joined for run in chain]


def list_objections(best: Pairing, shown: Sequence[Pairing]) -> Iterator[str]:
    """Reasons against a sentence with an item that stands in none of the sentences of the evidence.

    best: the one that says most of it; shown: all that is shown for it.
    """
    of = best.claim
    found = frozenset(i for pair in (best, *shown) for i in pair.places)
    told = sum(best.worth[i] for i in found)
    listed = items(of)
    for run in listed:
        words = [of.tokens[i].text for i in run]
        if any(i in found for i in run) or not any(_names_something(w) for w in words):
            continue
        if told >= MUCH_FOUND * (1 - sum(best.worth[i] for i in run)):
            yield f"“{' '.join(words)}”, an item of its list, does not stand in the evidence"
    for word in _replaced(best, frozenset(i for run in listed for i in run) - found):
        yield f"“{word}”, of an item of its list, does not stand in the evidence"


def _replaced(pair: Pairing, foreign: frozenset[int]) -> Iterator[str]:
    """Words among ``foreign`` of the sentence in the very place of another word of the evidence."""
    for tag, a, b, c, d in pair.blocks if foreign else ():
        if tag != "replace" or b - a != d - c:
            continue
        for j, i in zip(pair.spine_there[a:b], pair.spine[c:d], strict=True):
            word = pair.claim.tokens[i].text
            if (
                i in foreign
                and pair.there.tokens[j].content
                and j not in pair.matched
                and _names_something(word)
            ):
                yield word


def _names_something(word: str) -> bool:
    """Whether a word is more than a letter, a number, or what only frames an item."""
    return (
        not word.endswith("ed")  # what was done is told in many words
        and word.isalpha()
        and len(word) >= _MIN_LETTERS
        and stem(word) not in counts()
        and canonical(stem(word)) not in light()
    )


def _between(of: Statement, last: int, first: int) -> Sequence[str]:
    return [t.text for t in of.tokens[last + 1 : first]]

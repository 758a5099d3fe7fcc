"""A word of one clause in the place of a word of another.

The evidence has all words of the sentence, but where its clause has one of them, the sentence has a word from
another clause, or from what is in brackets.

Example: "The two outliers were removed." against "The two outliers were kept, since removing them changed
nothing." The objection is: where it says “removed”, the evidence says “kept”.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.checking.aligned import Pairing, Statement, clause_pairings, is_table_row
from generator.checking.polarity import denies, equals
from generator.checking.synonyms import light_words
from generator.core.vocabulary import stem

_PRONOUNS = frozenset(
    ["it", "them", "they", "he", "she", "him", "her", "which", "who", "whom", "one", "ones", "both"]
)
MIN_ORDERED = 0.6  # share of the sentence in the order of the clause; a freer wording has other places
_MAX_WORDS = 2  # that stand in the place of others
_MIN_NEXT = 2  # content words that follow, where the exchanged one opens the sentence


def slot_objections(pair: Pairing) -> Iterator[str]:
    """Yield an objection to a word in the place that a clause of the evidence gives to another."""
    if is_table_row(pair.evidence) or pair.claim.piece.negations:
        return
    for clause in clause_pairings(pair):
        if clause.ordered < MIN_ORDERED or denies(clause.evidence.text):
            continue
        blocks = clause.blocks
        for k, (tag, a, b, c, d) in enumerate(blocks):
            if tag != "replace":
                continue
            mine = [i for i in clause.spine[c:d] if clause.claim.tokens[i].content]
            theirs = [j for j in clause.evidence_spine[a:b] if clause.evidence.tokens[j].content]
            if not 0 < len(mine) <= _MAX_WORDS or not theirs or not _is_framed(clause, k):
                continue
            if any(clause.evidence.tokens[j].text in _PRONOUNS for j in clause.evidence_spine[a:b]):
                continue  # "them" may be what the sentence names
            from_elsewhere = all(i in pair.places and i not in clause.places for i in mine)
            if from_elsewhere and _is_other(clause, mine, theirs):
                yield (
                    f"where it says “{_words(clause.claim, mine)}”, "
                    f"the evidence says “{_words(clause.evidence, theirs)}”"
                )
                return


def _is_framed(clause: Pairing, place: int) -> bool:
    """Return True if the same words stand before the exchanged ones, or enough of them behind."""
    before = clause.blocks[place - 1] if place else None
    if before and before[0] == "equal" and _contents(clause, before) > 0:
        return True
    after = clause.blocks[place + 1] if place + 1 < len(clause.blocks) else None
    return after is not None and after[0] == "equal" and _contents(clause, after) >= _MIN_NEXT


def _contents(clause: Pairing, block: tuple[str, int, int, int, int]) -> int:
    """Return how many content words of the sentence a block has."""
    return sum(clause.claim.tokens[i].content for i in clause.spine[block[3] : block[4]])


def _is_other(clause: Pairing, mine: Sequence[int], theirs: Sequence[int]) -> bool:
    """Return True if what the clause has there is nothing that the sentence says, in these or like words."""
    light = light_words()
    said = {clause.claim.tokens[i] for i in mine}
    shown = [clause.evidence.tokens[j] for j in theirs]
    alike = frozenset[str]().union(*(equals(t.text) for t in said))
    return (
        not any(j in clause.matched for j in theirs)
        and not any(t.term in light or stem(t.text) in alike for t in shown)
        and not any(t.term in light for t in said)
    )


def _words(statement: Statement, indices: Sequence[int]) -> str:
    return " ".join(statement.tokens[i].text for i in indices)

"""Before, during or after what: an occasion that the evidence puts in another relation of time.

Example: "Blood was drawn after surgery." against "Blood was drawn during surgery." The objection is: where
it says “after surgery”, the evidence says “during surgery”.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from generator.checking.aligned import Pairing, Statement, is_table_row
from generator.checking.polarity import denies

# Below this share the evidence may tell of something else that happened on the occasion.
MIN_SHARE = 0.55
_RELATIONS = {
    word: relation
    for relation, words in {
        "before": "before prior preceding",
        "during": "during throughout",
        "after": "after following",
        "until": "until till",
        "since": "since",
    }.items()
    for word in words.split()
}
# "Prior to", "after the", "during their first".
_BETWEEN = frozenset(["to", "a", "an", "the", "their", "its", "his", "her", "our", "each", "this", "that"])
_HEAD_WITHIN = 4  # tokens after a word of time


def occasion_objections(pair: Pairing) -> Iterator[str]:
    """Yield an objection to an occasion that is before, during or after in the evidence, and not so here."""
    if pair.share < MIN_SHARE or is_table_row(pair.evidence) or denies(pair.claim.text):
        return
    said, there = _occasions(pair.claim), _occasions(pair.evidence)
    for head, relations in said.items():
        theirs = {r for j in pair.places.get(head, ()) for r in there.get(j, {})}
        if theirs and theirs.isdisjoint(relations):
            noun, mine, other = pair.claim.tokens[head].text, *map(next, map(iter, (relations, theirs)))
            yield f"where it says “{mine} {noun}”, the evidence says “{other} {noun}”"


@lru_cache(maxsize=8192)
def _occasions(statement: Statement) -> Mapping[int, Mapping[str, str]]:
    """Return, for each occasion, the index of its first content word -> relations of time to it."""
    found: dict[int, dict[str, str]] = {}
    tokens = statement.tokens
    for i, token in enumerate(tokens):
        if token.text not in _RELATIONS:
            continue
        for k in range(i + 1, min(len(tokens), i + 1 + _HEAD_WITHIN)):
            if tokens[k].content and tokens[k].text.isalpha():
                found.setdefault(k, {})[_RELATIONS[token.text]] = token.text
                break
            if tokens[k].text not in _BETWEEN:
                break
    return found

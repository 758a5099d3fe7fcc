"""By whom something was done, where the evidence names others for other things.

Example: "Plots were watered by volunteers." against "Plots were watered by technicians and weeded by
volunteers." The objection is: it exchanges who did it: in the evidence “by technicians”, not “by volunteers”.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from generator.checking.aligned import Pairing, Statement

# Below this share the evidence may be about another thing.
MIN_SHARE = 0.6
_VERB = re.compile(r"(?:ed|own|ought|ound|ept|ade|awn|iven|aken|ritten|osen|one|et|ut|ead)$")
_MAX_TOKENS = 6  # between a verb and its "by"
_MAX_WORDS = 4  # behind "by", that name who


def agent_objections(pair: Pairing) -> Iterator[str]:
    """Yield an objection to a sentence that names as doer of one thing that of another."""
    if pair.share < MIN_SHARE:
        return
    theirs = _agents(pair.evidence)
    for verb, (said, mine) in _agents(pair.claim).items():
        shown, there = theirs.get(verb, ("", frozenset()))
        others = frozenset[str]().union(*(terms for v, (_, terms) in theirs.items() if v != verb))
        if there and mine.isdisjoint(there) and not mine.isdisjoint(others):
            yield f"it exchanges who did it: in the evidence “by {shown}”, not “by {said}”"


@lru_cache(maxsize=8192)
def _agents(statement: Statement) -> Mapping[str, tuple[str, frozenset[str]]]:
    """Return for each verb with a "by" its first name, as written, and all terms of what is named."""
    found: dict[str, tuple[str, frozenset[str]]] = {}
    tokens = statement.tokens
    for at in statement.positions.get("by", ()):
        before = [t for t in tokens[max(0, at - _MAX_TOKENS) : at] if t.content and _VERB.search(t.text)]
        named = []
        for token in tokens[at + 1 : at + 1 + _MAX_WORDS]:
            if token.text in (",", ";", ":", "(", "and", "but", "or", "while", "whereas"):
                break
            if token.content and token.text[0].isalpha():
                named.append(token)
        if before and named:
            found.setdefault(before[-1].term, (named[0].text, frozenset(t.term for t in named)))
    return found

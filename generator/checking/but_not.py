"""Which of two things is denied: "of deaths, but not of hospital stays".

The words of both sentences are the same if they change places around "not", so the place decides.

Example: "Sex mattered, but not age." against "Age mattered, but not sex." The objection is: it affirms what
the evidence denies with “but not” (“sex”).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from generator.checking.aligned import Pairing, Statement

# Below this share the evidence may be about another thing.
MIN_SHARE = 0.6
_BUT_NOT = re.compile(
    r"(?:,|\b(?:but|and|though|yet)) not (?!only\b|all\b|every\b|just\b|merely\b|necessarily\b)"
)
_END = re.compile(r"[,;:.()]|\b(?:but|and|or|while|whereas|although)\b")
_MAX_DENIED = 4  # words behind "not" that name what is denied


def but_not_objections(pair: Pairing) -> Iterator[str]:
    """Yield an objection to a sentence that denies of one thing what its evidence denies of the other."""
    mine, theirs = _denied(pair.claim), _denied(pair.evidence)
    if not mine or not theirs or pair.share < MIN_SHARE:
        return
    places = {i: pair.places[i] for i in pair.claim.content if i in pair.places}
    affirmed = [i for i, js in places.items() if i not in mine and all(j in theirs for j in js)]
    denied = [i for i, js in places.items() if i in mine and not any(j in theirs for j in js)]
    if affirmed and denied:
        word = pair.claim.tokens[affirmed[0]].text
        yield f"it affirms what the evidence denies with “but not” (“{word}”)"


@lru_cache(maxsize=8192)
def _denied(statement: Statement) -> frozenset[int]:
    """Return the content words behind "but not" or ", not"; none if the sentence has no such turn."""
    found: set[int] = set()
    for match in _BUT_NOT.finditer(statement.text):
        stop = _END.search(statement.text, match.end())
        begin = statement.index_at(match.end())
        end = statement.index_at(stop.start()) if stop else len(statement.tokens)
        found |= {i for i in range(begin, min(end, begin + _MAX_DENIED)) if statement.tokens[i].content}
    return frozenset(found)

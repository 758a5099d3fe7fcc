"""Whether two things are told as both, or as one or the other."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.checking.aligned import Pairing

# What is told more freely joins things in its own way.
MIN_SHARE = 0.7
_EITHER = re.compile(r"\beither (?:of|(?:\w+[ -]){1,4}or)\b")
_NEAR = 4  # words between two things that are joined
_BOTH = re.compile(r"\bboth\b")
_OR = re.compile(r"\bor\b|\beither\b|/|\bone of\b|\brespectively\b|\bwhether\b|\balternativ\w+")


def join_objections(pair: Pairing) -> Iterator[str]:
    """Reasons against "both" of what the evidence joins by "or", and "either" of what it joins by "and"."""
    if pair.share < MIN_SHARE:
        return
    claim, there = pair.claim.text, pair.there.text
    if _BOTH.search(claim) and not _both_there(pair):
        yield "where it says “both”, the evidence says “or”"
    if _EITHER.search(claim) and not _OR.search(there):
        yield "it says “either”, which the evidence does not"


def _both_there(pair: Pairing) -> bool:
    """Whether the evidence joins what stands behind "both" by anything but "or"."""
    tokens = pair.claim.tokens
    at = next(i for i, t in enumerate(tokens) if t.text == "both")
    joint = next((i for i in range(at + 1, min(len(tokens), at + 8)) if tokens[i].text == "and"), None)
    if joint is None:
        return not re.search(r"\beither\b", pair.there.text) or _BOTH.search(pair.there.text) is not None
    first = [j for i in range(at + 1, joint) for j in pair.places.get(i, ())]
    second = [j for i in range(joint + 1, min(len(tokens), joint + 4)) for j in pair.places.get(i, ())]
    for a in first:
        for b in second:
            between = [t.text for t in pair.there.tokens[min(a, b) + 1 : max(a, b)]]
            if "or" in between and "and" not in between and len(between) <= _NEAR:
                return False
    return True

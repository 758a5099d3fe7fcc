"""Two things joined as both, or as one or the other.

Example: "Both mice and rats were used." against "Mice or rats were used." The objection is: where it says
“both”, the evidence says “or”.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.checking.aligned import Pairing

# A freer sentence joins things in its own way.
MIN_SHARE = 0.7
_EITHER = re.compile(r"\beither (?:of|(?:\w+[ -]){1,4}or)\b")
_EITHER_OR = re.compile(r"\beither (?P<one>[^;]{2,100}?) or (?P<other>[^.;,(]{2,60})")
_OPEN = re.compile(r"\b(?:or|either|some|may|might|could|one of|depend\w*|respectively)\b")
_MAX_WORDS_BETWEEN = 4  # two things that "or" joins
_BOTH = re.compile(r"\bboth\b")
_OR = re.compile(r"\bor\b|\beither\b|/|\bone of\b|\brespectively\b|\bwhether\b|\balternativ\w+")


def join_objections(pair: Pairing) -> Iterator[str]:
    """Yield objections to "both" where the evidence has "or", and to "either" where it has "and"."""
    if pair.share < MIN_SHARE:
        return
    claim, there = pair.claim.text, pair.evidence.text
    if _BOTH.search(claim) and not _both_there(pair):
        yield "where it says “both”, the evidence says “or”"
    if _EITHER.search(claim) and not _OR.search(there):
        yield "it says “either”, which the evidence does not"
    if not _OPEN.search(claim) and _takes_one_of_two(pair):
        yield "the evidence says “either ... or”, of which it takes one"


def _takes_one_of_two(pair: Pairing) -> bool:
    """Return True if the sentence has just one of two things that "either ... or" leaves open."""
    match = _EITHER_OR.search(pair.evidence.text)
    if match is None:
        return False
    one, other = (
        [
            j
            for j in range(pair.evidence.index_at(match.start(g)), pair.evidence.index_at(match.end(g)))
            if pair.evidence.tokens[j].content
        ]
        for g in ("one", "other")
    )
    taken = [sum(j in pair.matched for j in words) for words in (one, other)]
    return bool(one and other) and min(taken) == 0 and max(taken) > 0


def _both_there(pair: Pairing) -> bool:
    """Return True unless the evidence joins the two things after "both" by "or" alone."""
    tokens = pair.claim.tokens
    at = next(i for i, t in enumerate(tokens) if t.text == "both")
    joint = next((i for i in range(at + 1, min(len(tokens), at + 8)) if tokens[i].text == "and"), None)
    if joint is None:
        return (
            not re.search(r"\beither\b", pair.evidence.text) or _BOTH.search(pair.evidence.text) is not None
        )
    first = [j for i in range(at + 1, joint) for j in pair.places.get(i, ())]
    second = [j for i in range(joint + 1, min(len(tokens), joint + 4)) for j in pair.places.get(i, ())]
    for a in first:
        for b in second:
            between = [t.text for t in pair.evidence.tokens[min(a, b) + 1 : max(a, b)]]
            if "or" in between and "and" not in between and len(between) <= _MAX_WORDS_BETWEEN:
                return False
    return True

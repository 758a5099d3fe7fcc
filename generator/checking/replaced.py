"""A sentence that is its evidence but for a few words: the words that were exchanged, put in or left out.

Where nearly all the rest is the same, a turned word, a negation more or less, or two pieces in each
other's place make another statement, however many words the two have in common.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.checking.aligned import Pairing, Token
from generator.checking.polarity import opposites
from generator.core.words import stem

# From which share of the sentence on the evidence is the same sentence, with changes.
SAME_SENTENCE = 0.7
# A piece of so many words that holds a negation is not just another remark.
SHORT = 3
_NEGATIONS = frozenset(["not", "no", "never", "without", "neither", "none", "cannot", "nothing", "hardly"])
_FAILS = ("fail", "avoid", "refus", "declin", "omit", "lack", "unable")
_LIMITED = frozenset(["all", "every", "always", "each", "only"])
_PAIRS = (("with", "without"), ("on", "off"), ("up", "down"))
_TURNED = frozenset(pair for a, b in _PAIRS for pair in ((a, b), (b, a)))
_JOINS = frozenset(["and", "or", "nor", "versus", "vs", "with", "as", "well"])


def replaced_objections(pair: Pairing) -> Iterator[str]:
    """Reasons against a sentence that is its evidence with a word turned, denied or moved."""
    if pair.share < SAME_SENTENCE:
        return
    there, mine = pair.there.tokens, pair.claim.tokens
    # "No images were kept" and "the images were not kept" deny the same once.
    odd = (_denials(there) - _denials(mine)) % 2 == 1
    for tag, a, b, c, d in pair.blocks:
        if tag == "equal":
            continue
        old = [there[j] for j in pair.spine_there[a:b] if not _limits(there, j)]
        new = [mine[i] for i in pair.spine[c:d] if not _limits(mine, i)]
        if tag == "replace":
            yield from _turned(old, new, odd)
        elif odd and len(old) + len(new) <= SHORT and (_denials(old) + _denials(new)) % 2:
            yield "it denies what the evidence does not" if new else "it affirms what the evidence denies"
    yield from _moved([there[j].term for j in pair.spine_there], [mine[i].term for i in pair.spine])


def _turned(old: Sequence[Token], new: Sequence[Token], odd_in_all: bool) -> Iterator[str]:
    """A word of ``new`` that is the opposite of one of ``old``, and no negation that makes up for it."""
    odd = (_denials(old) - _denials(new)) % 2 == 1
    for one in old:
        for other in new:
            turned = (one.text, other.text) in _TURNED or not opposites(one.text).isdisjoint(
                {stem(other.text), other.term}
            )
            if turned and (not odd or (one.text, other.text) in _TURNED):
                yield f"where it says “{other.text}”, the evidence says “{one.text}”"
                return
    if odd and odd_in_all and not any(_opposed(o, n) for o in old for n in new):
        denied = next(t.text for t in (*old, *new) if _denies(t))
        yield (
            f"it denies what the evidence does not (“{denied}”)"
            if _denials(new)
            else "it affirms what the evidence denies"
        )


def _limits(tokens: Sequence[Token], index: int) -> bool:
    """Whether "not" stands before "all" or the like, where it limits and does not deny."""
    return tokens[index].text == "not" and index + 1 < len(tokens) and tokens[index + 1].text in _LIMITED


def _opposed(one: Token, other: Token) -> bool:
    return not opposites(one.text).isdisjoint({stem(other.text), other.term})


def _denies(token: Token) -> bool:
    return token.text in _NEGATIONS or token.text.startswith(_FAILS)


def _denials(tokens: Sequence[Token]) -> int:
    return sum(map(_denies, tokens))


def _moved(old: Sequence[str], new: Sequence[str]) -> Iterator[str]:
    """Two pieces in each other's place around the same middle: A before B, B before A."""
    start = next(
        (k for k, (x, y) in enumerate(zip(old, new, strict=False)) if x != y), min(len(old), len(new))
    )
    behind = next(
        (
            k
            for k, (x, y) in enumerate(zip(reversed(old[start:]), reversed(new[start:]), strict=False))
            if x != y
        ),
        min(len(old), len(new)) - start,
    )
    old, new = old[start : len(old) - behind], new[start : len(new) - behind]
    if len(old) != len(new) or not old:
        return
    for first in range(1, len(old)):
        if old[:first] != new[len(new) - first :]:
            continue
        for last in range(1, len(old) - first):
            middle = old[first : len(old) - last]
            if (
                old[len(old) - last :] == new[:last]
                and middle == new[last : len(new) - first]
                and not set(middle) <= _JOINS
            ):
                yield f"it exchanges “{' '.join(new[:last])}” and “{' '.join(old[:first])}”"
                return

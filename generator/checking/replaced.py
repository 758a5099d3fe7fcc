"""A sentence that is its evidence with a few words exchanged, added or left out.

If nearly all the rest is the same, a reversed word, one negation more or less, or two pieces in each other's
place make another statement, however many words the two have in common.

Example: "The images were not kept in the archive." against "The images were kept in the archive." The
objection is: it denies what the evidence does not.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.checking.aligned import Pairing, StatementToken
from generator.checking.polarity import opposites
from generator.core.words import stem

# Share of the sentence that the evidence must hold to be the same sentence, with changes.
MIN_SHARE = 0.7
# Words of a change with a negation; a longer change is another remark.
MAX_CHANGED_WORDS = 3
_NEGATIONS = frozenset(["not", "no", "never", "without", "neither", "none", "cannot", "nothing", "hardly"])
_FAILS = ("fail", "avoid", "refus", "declin", "omit", "lack", "unable")
_LIMITED = frozenset(["all", "every", "always", "each", "only"])
_PAIRS = (("with", "without"), ("on", "off"), ("up", "down"))
_TURNED = frozenset(pair for a, b in _PAIRS for pair in ((a, b), (b, a)))
_JOINS = frozenset(["and", "or", "nor", "versus", "vs", "with", "as", "well"])


def replaced_objections(pair: Pairing) -> Iterator[str]:
    """Yield objections to a sentence that is its evidence with a word reversed, denied or moved."""
    if pair.share < MIN_SHARE:
        return
    there, mine = pair.evidence.tokens, pair.claim.tokens
    # "No images were kept" and "the images were not kept" deny the same once.
    odd = (_denials(there) - _denials(mine)) % 2 == 1
    for tag, a, b, c, d in pair.blocks:
        if tag == "equal":
            continue
        old = [there[j] for j in pair.evidence_spine[a:b] if not _limits(there, j)]
        new = [mine[i] for i in pair.spine[c:d] if not _limits(mine, i)]
        if tag == "replace":
            yield from _turned(old, new, odd)
        elif odd and len(old) + len(new) <= MAX_CHANGED_WORDS and (_denials(old) + _denials(new)) % 2:
            yield "it denies what the evidence does not" if new else "it affirms what the evidence denies"
    yield from _moved([there[j].term for j in pair.evidence_spine], [mine[i].term for i in pair.spine])


def _turned(old: Sequence[StatementToken], new: Sequence[StatementToken], odd_in_all: bool) -> Iterator[str]:
    """Yield an objection to a word of ``new`` that reverses one of ``old``, unless a negation undoes it."""
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


def _limits(tokens: Sequence[StatementToken], index: int) -> bool:
    """Return True for "not" before "all" or the like, which it limits: it does not deny the sentence."""
    return tokens[index].text == "not" and index + 1 < len(tokens) and tokens[index + 1].text in _LIMITED


def _opposed(one: StatementToken, other: StatementToken) -> bool:
    """Return True if two words are opposites."""
    return not opposites(one.text).isdisjoint({stem(other.text), other.term})


def _denies(token: StatementToken) -> bool:
    """Return True if a word denies."""
    return token.text in _NEGATIONS or token.text.startswith(_FAILS)


def _denials(tokens: Sequence[StatementToken]) -> int:
    """Return the number of words that deny."""
    return sum(map(_denies, tokens))


def _moved(old: Sequence[str], new: Sequence[str]) -> Iterator[str]:
    """Yield an objection to two pieces in each other's place around the same middle."""
    start = next(
        (k for k, (x, y) in enumerate(zip(old, new, strict=False)) if x != y), min(len(old), len(new))
    )
    after = next(
        (
            k
            for k, (x, y) in enumerate(zip(reversed(old[start:]), reversed(new[start:]), strict=False))
            if x != y
        ),
        min(len(old), len(new)) - start,
    )
    old, new = old[start : len(old) - after], new[start : len(new) - after]
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

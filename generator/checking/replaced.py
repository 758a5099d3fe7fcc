"""A sentence that is its evidence with a few words exchanged, added or left out.

If nearly all the rest is the same, a reversed word, one negation more or less, or two pieces in each other's
place make another statement, however many words the two have in common.

Example: "The images were not kept in the archive." against "The images were kept in the archive." The
objection is: it denies what the evidence does not.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence

from generator.checking.aligned import Pairing, Statement, StatementToken
from generator.checking.polarity import equals, opposites
from generator.core.vocabulary import stem

# Share of the sentence that the evidence must hold to be the same sentence, with changes.
MIN_SHARE = 0.7
# Words of a change with a negation; a longer change is another remark.
MAX_CHANGED_WORDS = 3
_NEGATIONS = frozenset(
    ["not", "no", "non", "never", "without", "neither", "none", "cannot", "nothing", "hardly"]
)
_FAILS = ("fail", "avoid", "refus", "omit", "lack", "unable")
_LIMITED = frozenset(["all", "every", "always", "each", "only"])
_PAIRS = (("with", "without"), ("on", "off"), ("up", "down"))
_TURNED = frozenset(pair for a, b in _PAIRS for pair in ((a, b), (b, a)))
_JOINS = frozenset(["and", "or", "nor", "versus", "vs", "with", "as", "well"])
_REACH = 3  # content words after a denial that it denies
_CLAUSE_ENDS = frozenset([";", ":", "(", ")", "?", "!", "but", "whereas", "although", "though"])


def replaced_objections(pair: Pairing) -> Iterator[str]:
    """Yield objections to a sentence that is its evidence with a word reversed, denied or moved."""
    if pair.share < MIN_SHARE:
        return
    there, mine = pair.evidence.tokens, pair.claim.tokens
    # What the evidence denies of another thing, about which the sentence says nothing, is left out.
    aside = _denials_aside(pair.evidence, pair.matched)
    # "No images were kept" and "the images were not kept" deny the same once.
    odd = (_denials(there) - len(aside) - _denials(mine) + _is_most_for_few(pair)) % 2 == 1
    for tag, a, b, c, d in pair.blocks:
        if tag == "equal":
            continue
        old = [there[j] for j in pair.evidence_spine[a:b] if j not in aside and not _limits(there, j)]
        new = [mine[i] for i in pair.spine[c:d] if not _limits(mine, i)]
        if _is_most_for_few(pair) and not odd:
            old = [t for t in old if t.text != "few"]  # "few do" is "most do not"
        if tag == "replace":
            yield from _turned(old, [t for t in new if not _on_its_side(t, pair)], odd)
        elif odd and len(old) + len(new) <= MAX_CHANGED_WORDS and (_denials(old) + _denials(new)) % 2:
            yield "it denies what the evidence does not" if new else "it affirms what the evidence denies"
    yield from _prefixed(pair)
    yield from _moved([there[j].term for j in pair.evidence_spine], [mine[i].term for i in pair.spine])


def _is_most_for_few(pair: Pairing) -> bool:
    """Return True if the sentence says "most" where its evidence says "few", which denies as "not" does."""
    there, mine = ({t.text for t in statement.tokens} for statement in (pair.evidence, pair.claim))
    return "few" in there and "few" not in mine and not mine.isdisjoint(("most", "many"))


def _prefixed(pair: Pairing) -> Iterator[str]:
    """Yield an objection to a word that the evidence has only behind "non-"."""
    tokens = pair.evidence.tokens
    for j, token in enumerate(tokens[:-1]):
        word = tokens[j + 1]
        if token.text != "non" or len(pair.evidence.positions.get(word.term, ())) > 1:
            continue
        mine = pair.claim.positions.get(word.term, ())
        if mine and not any(map(_denies_or_non, pair.claim.tokens[max(0, mine[0] - 3) : mine[0]])):
            yield f"where it says “{word.text}”, the evidence says “non-{word.text}”"


def _denies_or_non(token: StatementToken) -> bool:
    return token.text == "non" or _denies(token)


def _denials_aside(statement: Statement, matched: Container[int]) -> frozenset[int]:
    """Return the indices of the words that deny something of which fewer than half is ``matched``."""
    tokens = statement.tokens
    found = set()
    for j in (j for j, token in enumerate(tokens) if _denies(token)):
        reach: list[int] = []
        for k in range(j + 1, len(tokens)):
            aside = tokens[k].text == "," and j > 0 and tokens[j - 1].text in ("but", ",", "and")
            if aside or tokens[k].text in _CLAUSE_ENDS or len(reach) == _REACH:
                break
            if tokens[k].content:
                reach.append(k)
        if reach and 2 * sum(k in matched for k in reach) < len(reach):
            found.add(j)
    return frozenset(found)


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


def _on_its_side(token: StatementToken, pair: Pairing) -> bool:
    """Return True if the evidence says the same in a word of another form: "exclusion" for "excluded"."""
    alike = equals(token.text)
    return any(
        stem(t.text) in alike and j not in pair.aligned and stem(t.text) != stem(token.text)
        for j, t in enumerate(pair.evidence.tokens)
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

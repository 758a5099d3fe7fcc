"""Who does what to whom: words that have changed places around a third one.

"A outperformed B" and "B outperformed A" hold the same words. Where two words of a sentence stand on
either side of a third, and in the evidence each on the other side of it, the sentence says the reverse,
but for the passive ("B was outperformed by A") and the opposite ("B was worse than A").
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.checking.aligned import Pairing, Statement
from generator.checking.polarity import has_side, opposites
from generator.core.words import stem

# Relations that go both ways.
_MUTUAL = re.compile(
    r"^(?:compar|correlat|associat|differ|interact|relat|link|between|and|or|versu|vs|match|equal|same"
    r"|similar|combin|pair|overlap|coincid|concord|agree|respect|both|mixtur|ratio|distanc|join|link|plus"
    r"|well|either)"
)
_FUNCTION = frozenset(
    [
        "than",
        "over",
        "to",
        "into",
        "from",
        "without",
        "before",
        "after",
        "by",
        "on",
        "of",
        "versus",
        "for",
        "with",
        "in",
        "not",
    ]
)
_PIVOTS = frozenset(["than", "into", "before", "after", "without", "over"])
_DIRECTED = re.compile(
    r"\b(?:more|less|fewer|higher|lower|larger|smaller|better|worse|greater|\w{3,}er than|increas\w+"
    r"|decreas\w+|reduc\w+|improv\w+|outperform\w*|exceed\w*|superior|inferior)\b"
)
# Below this the sentence is told too freely for the order of its words to tell anything.
MIN_SHARE, NEARLY_ALL = 0.6, 0.75
_TOGETHER = 2  # neighbours by which the place of another word must fit better
_PARTICIPLES = ("ed", "en", "wn", "ne", "ade", "ound", "ept", "ught")
_VERBAL = (*_PARTICIPLES, "s", "form", "ceed", "use", "ain", "ate", "ed")
_BE = frozenset(["is", "are", "was", "were", "be", "been", "being"])
_LIST_MARKS = frozenset([",", "and", "or", ";", "(", ")"])


def side_objections(pair: Pairing) -> Iterator[str]:
    """Reasons against a sentence that says the reverse of its evidence."""
    found = exchanged(pair) if pair.share >= MIN_SHARE else None
    if found is None or opposite_said(pair):
        return
    one, other = (pair.claim.tokens[i].text for i in found)
    yield f"it exchanges “{one}” and “{other}”"


def turned_twice(pair: Pairing) -> bool:
    """Whether the sentence has an opposite and the other side: "B was worse than A" for "A was better"."""
    at = _single(pair)
    for i, token in enumerate(pair.claim.tokens):
        against = opposites(token.text)
        for j, there in enumerate(pair.there.tokens):
            if stem(there.text) not in against:
                continue
            left = [x for x in at if x < i]
            right = [y for y in at if y > i]
            if any(at[x] > j for x in left) and any(at[y] < j for y in right):
                return True
            if any(at[x] > at[y] for x in left for y in right if "than" in _between(pair, x, y)):
                return True
    return False


def _between(pair: Pairing, one: int, other: int) -> list[str]:
    return [t.text for t in pair.claim.tokens[one:other]]


def exchange_objections(pair: Pairing) -> Iterator[str]:
    """Reasons against a sentence in which two words stand each among the neighbours that the other has."""
    if pair.share < NEARLY_ALL or opposite_said(pair):
        return
    at = _single(pair)
    items = sorted(at)
    for k, one in enumerate(items):
        for other in items[k + 1 :]:
            if at[one] < at[other] or (_listed(pair, one, one, other) and not _numeral(pair, one, other)):
                continue
            if _neighbours(pair, one, at[other]) + _neighbours(pair, other, at[one]) >= _TOGETHER + (
                _neighbours(pair, one, at[one]) + _neighbours(pair, other, at[other])
            ) and not (_free(pair, one, other) or _moved_along(pair, one, other)):
                yield f"it exchanges “{pair.claim.tokens[one].text}” and “{pair.claim.tokens[other].text}”"
                return


def _moved_along(pair: Pairing, one: int, other: int) -> bool:
    """Whether both words have the content word behind them that they have in the evidence."""
    return all(_followed(pair.claim, i) == _followed(pair.there, pair.places[i][0]) for i in (one, other))


def _followed(of: Statement, index: int) -> str:
    behind = of.head_behind(index)
    return of.tokens[behind].term if behind is not None else ""


def _neighbours(pair: Pairing, index: int, there: int) -> int:
    """How many of the two words beside ``index`` of the sentence stand beside ``there`` of the evidence."""
    mine, theirs = pair.spine.index(index), pair.spine_there.index(there)
    return sum(
        _term(pair.claim, pair.spine, mine + step) == _term(pair.there, pair.spine_there, theirs + step) != ""
        for step in (-1, 1)
    )


def _term(of: Statement, spine: tuple[int, ...], place: int) -> str:
    return of.tokens[spine[place]].term if 0 <= place < len(spine) else ""


def _numeral(pair: Pairing, *indices: int) -> bool:
    return all(pair.claim.tokens[i].text[0].isdigit() for i in indices)


def _single(pair: Pairing) -> dict[int, int]:
    """The words that stand once in either sentence, with their places in the evidence."""
    return {
        i: js[0]
        for i, js in pair.places.items()
        if len(js) == 1 and len(pair.claim.at[pair.claim.tokens[i].term]) == 1
    }


def opposite_said(pair: Pairing) -> bool:
    """Whether the sentence has the opposite of a word of the evidence, and not the word."""
    mine = {t.term for t in pair.claim.tokens} | {stem(t.text) for t in pair.claim.tokens}
    return any(
        not opposites(t.text).isdisjoint(mine) and stem(t.text) not in mine
        for t in pair.there.tokens
        if t.content or t.text in ("more", "most")
    )


def exchanged(pair: Pairing) -> tuple[int, int] | None:
    """The indices of two words of the sentence that changed sides around a third one, if any did."""
    at = _single(pair)
    items = sorted(at)
    pivots = dict(at)
    for word in _PIVOTS:
        mine, theirs = pair.claim.at.get(word, ()), pair.there.at.get(word, ())
        if len(mine) == len(theirs) == 1:
            pivots[mine[0]] = theirs[0]
    for pivot, there in sorted(pivots.items()):
        if _both_ways(pair, pivot) or not _turns(pair, pivot):
            continue
        left = [i for i in items if i < pivot and at[i] > there]
        right = [j for j in items if j > pivot and at[j] < there]
        for one in reversed(left):
            for other in right:
                if not _listed(pair, one, pivot, other) and not _compound(pair, one, pivot, other):
                    return one, other
    return None


def _turns(pair: Pairing, pivot: int) -> bool:
    """Whether what stands on either side of the pivot is told of one another: a verb, or a comparison."""
    word = pair.claim.tokens[pivot].text
    if has_side(word) and not word.endswith(_VERBAL):
        return "than" not in pair.claim.at  # which is then the pivot
    return word in _PIVOTS or word.endswith(_VERBAL) or has_side(word)


def _both_ways(pair: Pairing, pivot: int) -> bool:
    """Whether the relation goes both ways, or the sentence or the evidence tells it in the passive."""
    token = pair.claim.tokens[pivot]
    if _MUTUAL.match(token.term) or _MUTUAL.match(token.text):
        return not (token.text.startswith("compar") and _DIRECTED.search(pair.claim.text))
    return _passive(pair, pivot)


def _passive(pair: Pairing, pivot: int) -> bool:
    """Whether one of the two has the pivot in the passive, and the other has not."""
    term = pair.claim.tokens[pivot].term
    theirs = any(passive_at(pair.there, j) for j in pair.places.get(pivot, pair.there.at.get(term, ())))
    return passive_at(pair.claim, pivot) != theirs


def passive_at(of: Statement, index: int) -> bool:
    """Whether the word ``index`` is a participle behind a form of "to be", or has "by" behind it."""
    before = [t.text for t in of.tokens[max(0, index - 3) : index]]
    behind = [t.text for t in of.tokens[index + 1 : index + 3]]
    word = of.tokens[index].text
    return word.endswith(_PARTICIPLES) and ("by" in behind or not _BE.isdisjoint(before))


def _free(pair: Pairing, first: int, last: int) -> bool:
    """Whether two words may change places: what is between goes both ways, or a verb changes its voice."""
    between = [i for i in pair.places if first < i < last]
    if any(_MUTUAL.match(pair.claim.tokens[i].text) and _both_ways(pair, i) for i in between):
        return True
    return any(_passive(pair, i) for i in between if pair.claim.tokens[i].text.endswith(_PARTICIPLES))


def _listed(pair: Pairing, *indices: int) -> bool:
    """Whether nothing but members and marks of one list stands between the first and the last."""
    tokens = pair.claim.tokens[indices[0] : indices[-1] + 1]
    return (
        any(t.text in _LIST_MARKS for t in tokens)
        and all(t.content or t.text in _LIST_MARKS for t in tokens)
        and not any(t.text.endswith("ed") for t in tokens)
    )


def _compound(pair: Pairing, *indices: int) -> bool:
    """Whether the three stand side by side, in the sentence or in the evidence: "the resolution of scans"."""
    places = sorted(pair.places[i][0] for i in indices if i in pair.places)
    mine, theirs = indices[-1] - indices[0], places[-1] - places[0]
    of = [t.text for t in pair.there.tokens[places[0] : places[-1] + 1]]
    return len(places) == len(indices) and (mine == 2 or theirs == 2) and ("of" in of or mine == 2)

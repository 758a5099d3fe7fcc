"""Who does what to whom: words that have changed places around a third one.

"A outperformed B" and "B outperformed A" have the same words. If two words of a sentence are on either side
of a third one, and each is on the other side of it in the evidence, the sentence says the reverse. The
passive ("B was outperformed by A") and the opposite ("B was worse than A") are exceptions.

Example: "The random forest outperformed the linear model on every task." against "The linear model
outperformed the random forest on every task." The objection is: it exchanges “forest” and “linear”.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.checking.aligned import Pairing, Statement
from generator.checking.polarity import is_directional, opposites
from generator.core.vocabulary import stem

# Relations that hold both ways.
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
# Below this share the wording is too free for the order of words to mean anything.
MIN_SHARE, MIN_SHARE_OF_EXCHANGE = 0.6, 0.75
_MIN_MORE_NEIGHBOURS = 2  # by which two words fit better in each other's place
_PARTICIPLES = ("ed", "en", "wn", "ne", "ade", "ound", "ept", "ught")
_VERBAL = (*_PARTICIPLES, "form", "ceed", "use", "ain", "ate", "ed")
# Verbs in the present, which have the ending of a plural.
_PRESENT_VERBS = """
affects beats causes contains controls covers determines drives exceeds explains follows funds includes
influences inhibits activates binds leads limits owns pays precedes predicts produces provides regulates
replaces requires supplies supports treats
"""
_PRESENT = frozenset(_PRESENT_VERBS.split())
# After a verb without an object.
_NO_OBJECT = frozenset(
    ["when", "with", "after", "if", "under", "from", "by", "during", "in", "as", "because", "due"]
)
_BE = frozenset(["is", "are", "was", "were", "be", "been", "being"])
_LIST_MARKS = frozenset([",", "and", "or", ";", "(", ")"])
# "It was in Thai that ..." puts a part of the sentence in front and leaves its meaning.
_CLEFT = re.compile(r"^it (?:is|was) .{2,80} (?:that|who|whom|which)\b")
_OF = frozenset(["of", "on", "for", "from", "by", "in", "to"])
_OPENING = re.compile(
    r"^(?:in|for|to|when|while|if|as|after|before|with|at|on|by|during|from|although|because|since|using|given"
    r"|among|of|under|over|through|until|within|without|due|owing|compared)\b[^,]{3,120},"
)
_MAX_OF_WORDS = 3  # between two nouns that a compound joins
_VERB_FORM = re.compile(r"(?:ed|ing|own|ought|ound|ept|ade)$")


def side_objections(pair: Pairing) -> Iterator[str]:
    """Yield an objection to a sentence that says the reverse of its evidence."""
    found = exchanged_words(pair) if pair.share >= MIN_SHARE else None
    if found is None or says_opposite(pair) or _CLEFT.match(pair.claim.text):
        return
    one, other = (pair.claim.tokens[i].text for i in found)
    yield f"it exchanges “{one}” and “{other}”"


def is_turned_twice(pair: Pairing) -> bool:
    """Return True if both word and sides are reversed: "B was worse than A" for "A was better than B"."""
    at = _single(pair)
    for i, token in enumerate(pair.claim.tokens):
        against = opposites(token.text)
        for j, there in enumerate(pair.evidence.tokens):
            if stem(there.text) not in against:
                continue
            left = [x for x in at if x < i]
            right = [y for y in at if y > i]
            if any(at[x] > j for x in left) and any(at[y] < j for y in right):
                return True
            turned = [(x, y) for x in left for y in right if at[x] > at[y]]
            if any("than" in [t.text for t in pair.claim.tokens[x:y]] for x, y in turned):
                return True
    return False


def exchange_objections(pair: Pairing) -> Iterator[str]:
    """Yield an objection to two words of which each is among the neighbours of the other."""
    if pair.share < MIN_SHARE_OF_EXCHANGE or says_opposite(pair):
        return
    at = _single(pair)
    items = sorted(at)
    for k, one in enumerate(items):
        for other in items[k + 1 :]:
            if at[one] < at[other] or not _are_alike(pair, one, other) or _in_compound(pair, one, other):
                continue
            if _listed(pair, one, one, other) and not _are_numerals(pair, one, other):
                continue
            if _neighbours(pair, one, at[other]) + _neighbours(
                pair, other, at[one]
            ) >= _MIN_MORE_NEIGHBOURS + (
                _neighbours(pair, one, at[one]) + _neighbours(pair, other, at[other])
            ) and not (_may_change_places(pair, one, other) or _moved_along(pair, one, other)):
                yield f"it exchanges “{pair.claim.tokens[one].text}” and “{pair.claim.tokens[other].text}”"
                return


def _in_compound(pair: Pairing, one: int, other: int) -> bool:
    """Return True for "watermark detection" if the evidence has "detection of the watermark"."""
    between = pair.evidence.tokens[pair.places[other][0] + 1 : pair.places[one][0]]
    return other == one + 1 and bool(between) and between[0].text in _OF and len(between) <= _MAX_OF_WORDS


def _moved_along(pair: Pairing, one: int, other: int) -> bool:
    """Return True if both words have the same next content word as in the evidence."""
    return all(
        _next_term(pair.claim, i) == _next_term(pair.evidence, pair.places[i][0]) for i in (one, other)
    )


def _next_term(statement: Statement, index: int) -> str:
    """Return the next content word's term, or nothing."""
    after = statement.head_after(index)
    return statement.tokens[after].term if after is not None else ""


def _neighbours(pair: Pairing, index: int, there: int) -> int:
    """Return how many of the two words next to ``index`` are next to ``there`` in the evidence: 0 to 2."""
    mine, theirs = pair.spine.index(index), pair.evidence_spine.index(there)
    return sum(
        _term(pair.claim, pair.spine, mine + step)
        == _term(pair.evidence, pair.evidence_spine, theirs + step)
        != ""
        for step in (-1, 1)
    )


def _term(statement: Statement, spine: tuple[int, ...], place: int) -> str:
    """Return the term at ``place`` of the spine; nothing outside it."""
    return statement.tokens[spine[place]].term if 0 <= place < len(spine) else ""


def _are_numerals(pair: Pairing, *indices: int) -> bool:
    """Return True if all words are numerals."""
    return all(pair.claim.tokens[i].text[0].isdigit() for i in indices)


def _single(pair: Pairing) -> dict[int, int]:
    """Return the words that both sentences have once: index in the claim -> index in the evidence."""
    return {
        i: js[0]
        for i, js in pair.places.items()
        if len(js) == 1 and len(pair.claim.positions[pair.claim.tokens[i].term]) == 1
    }


def says_opposite(pair: Pairing) -> bool:
    """Return True if the sentence has the opposite of a word of the evidence, and not that word."""
    mine = {t.term for t in pair.claim.tokens} | {stem(t.text) for t in pair.claim.tokens}
    return any(
        not opposites(t.text).isdisjoint(mine) and stem(t.text) not in mine
        for t in pair.evidence.tokens
        if t.content or t.text in ("more", "most")
    )


def exchanged_words(pair: Pairing) -> tuple[int, int] | None:
    """Return the indices of two words of the sentence that changed sides around a third one, or None."""
    at = _single(pair)
    items = sorted(at)
    pivots = dict(at)
    for word in _PIVOTS:
        mine, theirs = pair.claim.positions.get(word, ()), pair.evidence.positions.get(word, ())
        if len(mine) == len(theirs) == 1:
            pivots[mine[0]] = theirs[0]
    for pivot, there in sorted(pivots.items()):
        if _holds_both_ways(pair, pivot) or not _is_pivot(pair, pivot):
            continue
        left = [i for i in items if i < pivot and at[i] > there]
        right = [j for j in items if j > pivot and at[j] < there]
        for one in reversed(left):
            for other in right:
                if (
                    _are_alike(pair, one, other)
                    and not _listed(pair, one, pivot, other)
                    and not _compound(pair, one, pivot, other)
                    and not _are_numerals(pair, one, other)
                ):
                    return one, other
    return None


def _are_alike(pair: Pairing, one: int, other: int) -> bool:
    """Return True if two words can stand in each other's place: both numerals, both verbs, or neither.

    A verb before its object in one sentence and behind it in the other is another construction.
    """
    first, second = pair.claim.tokens[one].text, pair.claim.tokens[other].text
    if first[0].isdigit() != second[0].isdigit() or _is_fronted(pair, one, other):
        return False
    return bool(_VERB_FORM.search(first)) == bool(_VERB_FORM.search(second))


def _is_fronted(pair: Pairing, one: int, other: int) -> bool:
    """Return True if one of two words is in a phrase that opens one sentence: "In May, the birds left"."""
    there = _opening_end(pair.evidence)
    return (one < _opening_end(pair.claim)) != (other < _opening_end(pair.claim)) or (
        pair.places[one][0] < there
    ) != (pair.places[other][0] < there)


def _opening_end(statement: Statement) -> int:
    """Return the index of the comma that ends a phrase which opens a sentence; 0 if there is none."""
    match = _OPENING.match(statement.text)
    return statement.index_at(match.end() - 1) if match else 0


def _is_pivot(pair: Pairing, pivot: int) -> bool:
    """Return True if the pivot relates what is on either side of it: a verb, or a comparison."""
    word = pair.claim.tokens[pivot].text
    if is_directional(word) and not word.endswith(_VERBAL):
        return "than" not in pair.claim.positions  # which is then the pivot
    return word in _PIVOTS or word in _PRESENT or word.endswith(_VERBAL) or is_directional(word)


def _holds_both_ways(pair: Pairing, pivot: int) -> bool:
    """Return True if the relation holds both ways, or if only one of the two is in the passive."""
    token = pair.claim.tokens[pivot]
    if _MUTUAL.match(token.term) or _MUTUAL.match(token.text):
        return not (token.text.startswith("compar") and _DIRECTED.search(pair.claim.text))
    return _passive(pair, pivot) or _alternates(pair, pivot)


def _alternates(pair: Pairing, pivot: int) -> bool:
    """Return True if one of the two has an object: "noise lowered yields", "yields decreased with noise"."""
    if not is_directional(pair.claim.tokens[pivot].text):
        return False
    theirs = pair.places.get(pivot, ())
    return bool(theirs) and (_has_no_object(pair.evidence, theirs[0]) != _has_no_object(pair.claim, pivot))


def _has_no_object(statement: Statement, index: int) -> bool:
    """Return True if the verb at ``index`` ends its clause, or is followed by what is no object."""
    following = statement.tokens[index + 1 : index + 2]
    return not following or following[0].text in _NO_OBJECT or not following[0].text[0].isalnum()


def _passive(pair: Pairing, pivot: int) -> bool:
    """Return True if one of the two has the pivot in the passive, and the other has not."""
    term = pair.claim.tokens[pivot].term
    theirs = any(
        passive_at(pair.evidence, j) for j in pair.places.get(pivot, pair.evidence.positions.get(term, ()))
    )
    return passive_at(pair.claim, pivot) != theirs


def passive_at(statement: Statement, index: int) -> bool:
    """Return True if the word is a participle after a form of "to be", or before "by"."""
    before = [t.text for t in statement.tokens[max(0, index - 3) : index]]
    after = [t.text for t in statement.tokens[index + 1 : index + 3]]
    word = statement.tokens[index].text
    return word.endswith(_PARTICIPLES) and ("by" in after or not _BE.isdisjoint(before))


def _may_change_places(pair: Pairing, first: int, last: int) -> bool:
    """Return True if a relation between two words holds both ways, or changes its voice."""
    between = [i for i in pair.places if first < i < last]
    if any(_MUTUAL.match(pair.claim.tokens[i].text) and _holds_both_ways(pair, i) for i in between):
        return True
    return any(_passive(pair, i) for i in between if pair.claim.tokens[i].text.endswith(_PARTICIPLES))


def _listed(pair: Pairing, *indices: int) -> bool:
    """Return True if only members and marks of one list are between the first and the last index."""
    tokens = pair.claim.tokens[indices[0] : indices[-1] + 1]
    return (
        any(t.text in _LIST_MARKS for t in tokens)
        and all(t.content or t.text in _LIST_MARKS for t in tokens)
        and not any(t.text.endswith("ed") for t in tokens)
    )


def _compound(pair: Pairing, *indices: int) -> bool:
    """Return True if the three words are next to each other on either side: "the resolution of scans"."""
    places = sorted(pair.places[i][0] for i in indices if i in pair.places)
    mine, theirs = indices[-1] - indices[0], places[-1] - places[0]
    statement = [t.text for t in pair.evidence.tokens[places[0] : places[-1] + 1]]
    return len(places) == len(indices) and (mine == 2 or theirs == 2) and ("of" in statement or mine == 2)

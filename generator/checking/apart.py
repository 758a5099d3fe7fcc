"""What the evidence tells of two things in two clauses, put together into one statement.

"The weights are released, but the records are not" says nothing of released records. A clause of its own
subject behind "but", "whereas" or a semicolon tells of another thing; a sentence of one clause that takes
much from both mixes them. So does "trained on 900 and tested on 300" for what was tested on 900.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.checking.aligned import Pairing, Statement
from generator.checking.synonyms import canonical
from generator.core.words import stem

# Below this the sentence rests on more than this one of the evidence.
LEAST_SHARE = 0.6
# How much of the sentence, by weight, each clause must hold alone to be one of two things mixed.
LEAST_OF_EACH = 0.2
_JOINT = re.compile(r";\s+|,?\s+(?:but|whereas|while|although|though|unlike|against|compared (?:with|to))\s+")
# A clause that begins so goes on about what stood before.
_GOES_ON = re.compile(
    r"^(?:also |only |even |then |still )*(?:it|they|this|these|those that|which|who|he|she|that|both|all"
    r"|each|none"
    r"|is|are|was|were|has|have|had|can|could|did|does|may|might|will|would|not|no|in|at|on|for|with|after"
    r"|before|when|if|as|to|by|from|during|only|more|less|\w+ing|\w+ed)\b"
)
# What is left out of a second clause stands in the first: "the images are available; the code is not".
_SHORTENED = re.compile(
    r"\b(?:is|are|was|were|did|does|do|has|have|had|will|can|could) (?:not|so)\W*$|^\W*not\b"
)
# A noun that the second clause may leave out.
_GENERAL_NOUNS = (
    "outcome data number value result measure sample group level part case study analysis patient"
)
_GENERAL = frozenset(canonical(stem(noun)) for noun in _GENERAL_NOUNS.split())
_OF_TWO = re.compile(
    r"[;:]|\b(?:but|whereas|while|although|though|unlike|than|against|compared|versus|both|differ\w*|and|or"
    r"|more|less|better|worse|higher|lower|fewer|larger|smaller|outperform\w*|exceed\w*|beat|instead|rather)\b"
)
_DONE = re.compile(r"(?P<done>\b[a-z]+(?:ed|en|ught|own)) (?:on|in|with|by|for|at|from|to|using) ")


def apart_objections(pair: Pairing) -> Iterator[str]:
    """Reasons against a sentence that mixes what two clauses of its evidence tell of two things."""
    if pair.share < LEAST_SHARE:
        return
    yield from _mixed(pair)
    yield from _done_to_another(pair)


def _mixed(pair: Pairing) -> Iterator[str]:
    if _OF_TWO.search(pair.claim.text):
        return
    text = pair.there.text
    for joint in _JOINT.finditer(text):
        behind = text[joint.end() :]
        if _GOES_ON.match(behind) or _SHORTENED.search(behind):
            continue
        middle = pair.there.index_at(joint.end())
        first, second = _told_within(pair, 0, middle), _told_within(pair, middle, len(pair.there.tokens))
        if min(first, second) >= LEAST_OF_EACH:
            yield f"it puts together what the evidence tells apart (“{joint.group().strip(' ,')}”)"
            return


def _told_within(pair: Pairing, begin: int, end: int) -> float:
    """Of what the evidence has of the sentence, general nouns aside, the share of this clause alone."""
    telling = {i: js for i, js in pair.places.items() if pair.claim.tokens[i].term not in _GENERAL}
    whole = sum(pair.worth[i] for i in telling)
    inside = sum(pair.worth[i] for i, js in telling.items() if all(begin <= j < end for j in js))
    return inside / whole if whole else 0.0


def _done_to_another(pair: Pairing) -> Iterator[str]:
    """A number that the evidence has behind another of its participles."""
    said, there = _behind(pair.claim), _behind(pair.there)
    if len(there) < 2:
        return
    for done, numbers in said.items():
        if done not in there:
            continue
        for number in numbers - there[done]:
            other = next((d for d, of in there.items() if number in of and d != done), None)
            if other is not None:
                yield f"where it says “{done}” of {number}, the evidence says “{other}”"


def _behind(of: Statement) -> dict[str, frozenset[str]]:
    """The numerals behind each participle of a sentence, up to the next one."""
    found: dict[str, frozenset[str]] = {}
    matches = list(_DONE.finditer(of.text))
    ends = [*(m.start() for m in matches[1:]), len(of.text)]
    for match, end in zip(matches, ends[: len(matches)], strict=True):
        numerals = frozenset(re.findall(r"\d+(?:[.,]\d+)*", of.text[match.end() : end]))
        found[match["done"]] = found.get(match["done"], frozenset()) | numerals
    return found

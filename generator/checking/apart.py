"""What the evidence tells of two things in two clauses, put together into one statement.

"The weights are released, but the records are not" says nothing of released records. A clause of its own
subject behind "but", "whereas" or a semicolon tells of another thing; a sentence of one clause that takes
much from both mixes them. So does "trained on 900 and tested on 300" for what was tested on 900.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.checking.aligned import Pairing, Statement, is_row
from generator.checking.polarity import denies
from generator.checking.synonyms import canonical
from generator.core.words import stem

# Below this the sentence rests on more than this one of the evidence.
MIN_SHARE = 0.6
# How much of the sentence, by weight, each clause must hold alone to be one of two things mixed.
MIN_OF_EACH = 0.2
_JOINT = re.compile(
    r";\s{1,9}|,?\s{1,9}(?:but|whereas|while|although|though|unlike|against|compared (?:with|to))\s{1,9}"
    r"|,\s{1,9}(?=(?:the|those) (?:others|\w+ \w+ly)\b)"
)
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
_GENERAL_NOUNS = "outcome data number value result measure sample group level part case study analysis"
_GENERAL = frozenset(canonical(stem(noun)) for noun in _GENERAL_NOUNS.split())
_OF_TWO = re.compile(
    r"[;:]|\b(?:but|whereas|while|although|though|unlike|than|against|compared|versus|both|differ\w*|and|or"
    r"|more|less|better|worse|higher|lower|fewer|larger|smaller|outperform\w*|exceed\w*|beat|instead|rather)\b"
)
_RATHER = re.compile(r"\b(?:rather than|instead of|but not|and not|in place of)\b")
_NEAR = 25  # characters behind a participle in which its number stands
_REACH = 5  # tokens before "rather than" in which the other thing stands
_DONE = re.compile(r"(?P<done>\b[a-z]+(?:ed|en|ught|own)) (?:on|in|with|by|for|at|from|to|using) ")


def apart_objections(pair: Pairing) -> Iterator[str]:
    """Reasons against a sentence that mixes what two clauses of its evidence tell of two things."""
    if pair.share < MIN_SHARE or is_row(pair.there):
        return
    yield from _mixed(pair)
    yield from _set_aside(pair)
    yield from _done_to_another(pair)


def _mixed(pair: Pairing) -> Iterator[str]:
    text, said = pair.there.text, pair.claim.text
    joints = list(_JOINT.finditer(said))
    begins = [0, *(pair.claim.index_at(m.end()) for m in joints)]
    ends = [*(pair.claim.index_at(m.start()) for m in joints), len(pair.claim.tokens)]
    spans = zip(begins, ends, strict=True)
    clauses = [range(a, b) for a, b in spans if not _OF_TWO.search(_text(pair.claim, a, b))]
    for joint in _JOINT.finditer(text):
        behind = text[joint.end() :]
        if _SHORTENED.search(behind):
            continue
        middle = pair.there.index_at(joint.end())
        if _GOES_ON.match(behind):
            yield from _done_elsewhere(pair, middle)
            continue
        for clause in clauses:
            first = _told_within(pair, clause, range(middle))
            second = _told_within(pair, clause, range(middle, len(pair.there.tokens)))
            if min(first, second) >= MIN_OF_EACH:
                yield f"it puts together what the evidence tells apart (“{joint.group().strip(' ,')}”)"
                return


def _done_elsewhere(pair: Pairing, middle: int) -> Iterator[str]:
    """What was done by the first clause, with a number of the second, which is of the same thing."""
    apart = {i: js for i, js in pair.places.items() if all(j >= middle for j in js)}
    numerals = [i for i in apart if pair.claim.tokens[i].text[0].isdigit()]
    done = [
        i
        for i, js in pair.places.items()
        if pair.claim.tokens[i].text.endswith("ed") and all(j < middle for j in js)
    ]
    if numerals and done and len(numerals) == len(apart):
        said, number = pair.claim.tokens[done[0]].text, pair.claim.tokens[numerals[0]].text
        yield f"the evidence does not say “{said}” of {number}"


def _text(of: Statement, begin: int, end: int) -> str:
    return " ".join(token.text for token in of.tokens[begin:end])


def _set_aside(pair: Pairing) -> Iterator[str]:
    """What the evidence sets aside ("wards rather than patients") told as what it chose."""
    if denies(pair.claim.text):
        return
    for match in _RATHER.finditer(pair.there.text):
        place = pair.there.index_at(match.end())
        chosen = [j for j in range(max(0, place - _REACH), place) if pair.there.tokens[j].content]
        aside = pair.there.head_behind(place - 1)
        if (
            aside is not None
            and chosen
            and aside in pair.matched
            and not any(j in pair.matched for j in chosen[-1:])
        ):
            yield f"the evidence says “{match.group()} {pair.there.tokens[aside].text}”"


def _told_within(pair: Pairing, said: range, there: range) -> float:
    """Of what the evidence has of a clause, general nouns aside, the share of one of its own clauses."""
    telling = {
        i: js for i, js in pair.places.items() if i in said and pair.claim.tokens[i].term not in _GENERAL
    }
    whole = sum(pair.worth[i] for i in telling)
    inside = sum(pair.worth[i] for i, js in telling.items() if all(j in there for j in js))
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
        numerals = frozenset(
            re.findall(r"\d+(?:[.,]\d+)*", of.text[match.end() : min(end, match.end() + _NEAR)])
        )
        found[match["done"]] = found.get(match["done"], frozenset()) | numerals
    return found

"""What a quantity is to what is told of it: for 14 days, after, within or every 14 days; at or below 4 °C.

The word before a number ties it to the rest. Two of these words for the same quantity make two statements.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.checking.aligned import Pairing, Statement, is_row
from generator.checking.numbers import Number
from generator.checking.quantities import numbers_of, unit_of

# Below this the number may be of another thing.
MIN_SHARE = 0.5
_REACH = 32  # characters before and behind a number
_FILL = r"\s+(?:(?:about|approximately|roughly|around|only|nearly|almost|another|a total of|the|a|an)\s+)*$"
_BEFORE = {
    "every": r"every(?: other)?|each|once in|once every",
    "within": r"within|inside|no later than|in less than|in under",
    "after": r"after|beyond|following|past|later than|outside(?: of)?",
    "before": r"before|prior to|preceding",
    "below": r"below|under|less than|lower than|colder than",
    "above": r"above|exceeding|higher than|warmer than",
    "by": r"by",
    "to": r"(?<!up )(?<!from )to",
    "for": r"for|during|throughout|lasting|lasted|over (?:a period of|the course of)",
    "at": r"at|of|was|were|is|are",
}
_PATTERNS = {word: re.compile(rf"\b(?:{words}){_FILL}") for word, words in _BEFORE.items()}
_BEHIND = {
    "before": re.compile(r"^[^\W\d_]{0,40}[ -]?[a-z°%]{0,40}\s(?:before|earlier|ago|prior to)\b"),
    "after": re.compile(r"^[^\W\d_]{0,40}[ -]?[a-z°%]{0,40}\s(?:later|afterwards?)\b"),
}
# Which word of a sentence goes against which of its evidence; what else there is may be told in either.
_AGAINST = {
    "every": {"for", "within", "after", "before", "at"},
    "within": {"after", "every", "for"},
    "after": {"within", "for", "before", "every"},
    "before": {"within", "for", "after", "every"},
    "below": {"at", "above", "for"},
    "above": {"at", "below"},
    "by": {"to"},
    "to": {"by"},
    "for": {"after", "every", "before"},
    "at": {"below", "above"},
}
# "After 14 days of watering" is after watering for 14 days.
_OF = re.compile(r"^[^\W\d_]{0,40}\s?[a-z]{1,40} of\b")


def setting_objections(pair: Pairing) -> Iterator[str]:
    """Reasons against a sentence with a quantity that its evidence ties otherwise to what is told."""
    if pair.share < MIN_SHARE or is_row(pair.there):
        return
    for number in numbers_of(pair.claim):
        said = setting(pair.claim, number)
        alike = [
            n
            for n in numbers_of(pair.there)
            if number.is_worth(n) and unit_of(number, pair.claim.piece) == unit_of(n, pair.there.piece)
        ]
        there = [setting(pair.there, n) for n in alike]
        if said == "after" and "for" in there and _OF.match(_behind(pair.claim, number)):
            continue
        if said and there and all(word in _AGAINST[said] for word in there):
            yield f"where it says “{said} {number.text}”, the evidence says “{there[0]} {alike[0].text}”"


def setting(of: Statement, number: Number) -> str:
    """The class of the word that ties ``number`` to its sentence, or nothing."""
    text = of.piece.text
    before = text[max(of.begin, number.start - _REACH) : number.start].lower()
    behind = _behind(of, number)
    # "For 12 h before surgery" lasted 12 h, and "was 12 h before" is a point in time.
    ties = [word for word, pattern in _PATTERNS.items() if pattern.search(before)]
    points = [word for word, pattern in _BEHIND.items() if pattern.search(behind)]
    strong = [word for word in ties if word != "at"]
    return next(iter(strong + points + ties), "")


def _behind(of: Statement, number: Number) -> str:
    return of.piece.text[number.end : min(of.end, number.end + _REACH)].lower()

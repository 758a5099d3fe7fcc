"""How a quantity relates to the statement: for, after, within or every 14 days; at or below 4 °C.

The word before a number ties it to the rest. Two different such words make two statements.

Example: "Plots were watered after 14 days." against "Plots were watered for 14 days." The objection is:
where it says “after 14”, the evidence says “for 14”.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.checking.aligned import Pairing, Statement, is_table_row
from generator.checking.number_values import Number
from generator.checking.quantities import numbers_of, unit_of

# Below this share the number may belong to another thing.
MIN_SHARE = 0.5
_REACH_CHARS = 32  # before and after a number
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
_AFTER = {
    "before": re.compile(r"^[^\W\d_]{0,40}[ -]?[a-z°%]{0,40}\s(?:before|earlier|ago|prior to)\b"),
    "after": re.compile(r"^[^\W\d_]{0,40}[ -]?[a-z°%]{0,40}\s(?:later|afterwards?)\b"),
}
# Relation in the sentence -> relations in the evidence that contradict it. All other pairs can be rewordings.
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
    """Yield an objection to each quantity that relates otherwise to the statement of its evidence."""
    if pair.share < MIN_SHARE or is_table_row(pair.evidence):
        return
    for number in numbers_of(pair.claim):
        said = number_relation(pair.claim, number)
        alike = [
            n
            for n in numbers_of(pair.evidence)
            if number.same_magnitude(n)
            and unit_of(number, pair.claim.piece) == unit_of(n, pair.evidence.piece)
        ]
        there = [number_relation(pair.evidence, n) for n in alike]
        if said == "after" and "for" in there and _OF.match(_after(pair.claim, number)):
            continue
        if said and there and all(word in _AGAINST[said] for word in there):
            yield f"where it says “{said} {number.text}”, the evidence says “{there[0]} {alike[0].text}”"


def number_relation(statement: Statement, number: Number) -> str:
    """Return the class of the word that ties ``number`` to its sentence, or nothing."""
    text = statement.piece.text
    before = text[max(statement.begin, number.start - _REACH_CHARS) : number.start].lower()
    after = _after(statement, number)
    # "For 12 h before surgery" lasted 12 h, and "was 12 h before" is a point in time.
    ties = [word for word, pattern in _PATTERNS.items() if pattern.search(before)]
    points = [word for word, pattern in _AFTER.items() if pattern.search(after)]
    strong = [word for word in ties if word != "at"]
    return next(iter(strong + points + ties), "")


def _after(statement: Statement, number: Number) -> str:
    """Return the text after a number of a sentence, in lower case."""
    return statement.piece.text[number.end : min(statement.end, number.end + _REACH_CHARS)].lower()

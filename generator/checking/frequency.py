"""How often something is done: twice a week, every other day, weekly, three times per hour.

Each wording comes to a number of times in a span of time. Another number or another span is another
statement, and what lasted three weeks was not done every three weeks.

Example: "Plots were watered twice a week." against "Plots were watered three times a week." The objection
is: where it says “twice a week”, the evidence says “three times a week”. "Weekly" for "every seven days"
passes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from generator.checking.aligned import Pairing, Statement, is_table_row

# Below this share the evidence may say how often another thing was done.
MIN_SHARE = 0.5
_TOLERANCE = 0.04  # of the interval: 52 weeks are a year, to a writer
_WORDS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
_COUNTS = {word: float(i) for i, word in enumerate(_WORDS, 1)} | {"once": 1.0, "twice": 2.0, "thrice": 3.0}
_SPANS = {  # hours
    "second": 1 / 3600,
    "minute": 1 / 60,
    "min": 1 / 60,
    "hour": 1.0,
    "h": 1.0,
    "day": 24.0,
    "night": 24.0,
    "morning": 24.0,
    "evening": 24.0,
    "afternoon": 24.0,
    "week": 168.0,
    "fortnight": 336.0,
    "month": 730.5,
    "quarter": 2191.5,
    "season": 2191.5,
    "year": 8766.0,
}
_ADVERBS = {  # hours
    "hourly": 1.0,
    "daily": 24.0,
    "nightly": 24.0,
    "weekly": 168.0,
    "fortnightly": 336.0,
    "monthly": 730.5,
    "quarterly": 2191.5,
    "yearly": 8766.0,
    "annually": 8766.0,
}
_COUNT = rf"(?:\d+|{'|'.join(_WORDS)})"
_SPAN = rf"(?P<span>{'|'.join(_SPANS)})s?\b"
_TIMES = rf"\b(?:(?P<word>once|twice|thrice)|(?P<n>{_COUNT})[ -]times?)"
_HOW_OFTEN = re.compile(
    rf"{_TIMES} (?:(?:an?|per|each|every|in an?) {_SPAN}|in (?P<in>{_COUNT}) {_SPAN.replace('span', 'spans')}"
    rf"|every (?P<of>{_COUNT}) {_SPAN.replace('span', 'these')}|(?P<adverb>{'|'.join(_ADVERBS)}))"
)
_EVERY = re.compile(
    rf"\b(?:every|each) (?:(?P<other>other|second) )?(?:(?P<n>{_COUNT})(?:st|nd|rd|th)? )?{_SPAN}"
)
_ADVERB = re.compile(rf"\b(?P<adverb>{'|'.join(_ADVERBS)})\b")


@dataclass(frozen=True, slots=True)
class Frequency:
    """How often something is done, in the words of the text. interval: hours from one time to the next.

    loose: stated without a count ("daily"), which may mean any number of times in the span.
    """

    text: str
    interval: float
    loose: bool = False

    def agrees(self, other: Frequency) -> bool:
        """Return True if ``other``, of the evidence, is as often."""
        if self.loose and other.interval <= self.interval * (1 + _TOLERANCE):
            return other.loose or (self.interval / other.interval) < 24  # "daily" for "twice daily"
        return abs(self.interval - other.interval) <= _TOLERANCE * max(self.interval, other.interval)


@lru_cache(maxsize=8192)
def frequencies(statement: Statement) -> tuple[Frequency, ...]:
    """Return how often the things of a sentence are done: counts first, adverbs last."""
    found: list[Frequency] = []
    taken: list[tuple[int, int]] = []
    for pattern in (_HOW_OFTEN, _EVERY, _ADVERB):
        for match in pattern.finditer(statement.text):
            if any(a < match.end() and match.start() < b for a, b in taken):
                continue
            taken.append(match.span())
            found.append(Frequency(match.group(), _interval(match), pattern is _ADVERB))
    return tuple(found)


def frequency_objections(pair: Pairing) -> Iterator[str]:
    """Yield an objection to each frequency that the evidence has otherwise."""
    if pair.share < MIN_SHARE or is_table_row(pair.evidence):
        return
    there = frequencies(pair.evidence)
    for said in frequencies(pair.claim):
        if there and not any(said.agrees(other) for other in there):
            yield f"where it says “{said.text}”, the evidence says “{there[0].text}”"


def _interval(match: re.Match[str]) -> float:
    """Return the hours from one time to the next."""
    named = match.groupdict()
    if adverb := named.get("adverb"):
        span = _ADVERBS[adverb]
    else:
        span = _SPANS[named.get("span") or named.get("spans") or named.get("these") or "day"]
    times = 1.0
    if match.re is _HOW_OFTEN:
        times = _worth(named.get("word") or named.get("n") or "")
        span *= _worth(named.get("in") or named.get("of") or "")
    elif match.re is _EVERY:
        span *= _worth(named.get("n") or "") * (2.0 if named.get("other") else 1.0)
    return span / (times or 1.0)


def _worth(count: str) -> float:
    """Return the value of a count; 1 if there is none."""
    return _COUNTS.get(count) or (float(count) if count else 1.0) or 1.0

"""Words that have no synonym: months, weekdays, ordinals, powers of ten, rates.

Example: "The survey began in March 2018." against "The survey began in May 2018." The objection is: where it
says “march”, the evidence says “may”.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from generator.checking.aligned import Pairing

_MEMBERS = {
    "month": "january february march april may june july august september october november december",
    "weekday": "monday tuesday wednesday thursday friday saturday sunday",
    "ordinal": "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth last",
    "power of ten": "hundred thousand million billion trillion",
    "statistic": "mean median total maximum minimum variance",
    "spread": "deviation error interquartile",
    "season": "spring summer autumn winter",
}
_CLASSES = {kind: tuple(members.split()) for kind, members in _MEMBERS.items()}
# Other ways of saying the same. A word that may mean several members counts for each.
_ALSO = {
    "first": (
        "1st",
        "initial",
        "initially",
        "primary",
        "former",
        "one",
        "begin",
        "beginning",
        "start",
        "started",
        "originally",
        "firstly",
    ),
    "second": ("2nd", "latter", "two", "s", "sec", "seconds", "secondly", "ms"),
    "third": ("3rd", "three", "33", "thirds", "thirdly"),
    "fourth": ("4th", "four", "quarter"),
    "fifth": ("5th", "five", "20"),
    "last": ("final", "finally", "latest", "previous", "past", "end", "ended"),
    "tenth": ("10", "10th", "ten"),
    "autumn": ("fall",),
    "eighth": ("8th", "eight"),
    "sixth": ("6th", "six"),
    "seventh": ("7th", "seven"),
}
_ALSO |= {
    "mean": ("average", "averaged", "averages", "means"),
    "total": ("sum", "summed", "overall", "altogether", "together", "all", "totalling", "totals"),
    "maximum": ("highest", "largest", "most", "up", "max", "longest", "peak", "maximal"),
    "minimum": ("lowest", "smallest", "least", "min", "shortest", "minimal"),
}
_TENS = {"hundred": 2, "thousand": 3, "million": 6, "billion": 9, "trillion": 12}
_MONTH_LETTERS = 3  # of an abbreviated month: "jan"
_RATES = {
    "daily": "day",
    "weekly": "week",
    "monthly": "month",
    "yearly": "year",
    "annual": "year",
    "annually": "year",
    "hourly": "hour",
    "nightly": "night",
    "fortnightly": "fortnight",
    "quarterly": "quarter",
    "s": "second",
    "h": "hour",
    "min": "minute",
}
_SPAN = "second|minute|hour|day|night|week|fortnight|month|quarter|year|decade"
_RATE = re.compile(
    rf"\b(?:per|each|every|(?:once|twice|times|hours?|minutes?|days?|\d\w*) an?)\s(?P<span>{_SPAN})s?\b"
    rf"|/\s?(?P<below>{_SPAN}|s|h|min)\b"
    r"|\b(?P<word>hourly|daily|nightly|weekly|fortnightly|monthly|quarterly|yearly|annual|annually)\b"
)
# Share in the same order. A freer sentence may have its rate from another sentence.
_MIN_ORDERED = 0.6


def closed_objections(pair: Pairing) -> Iterator[str]:
    """Yield an objection to each word of a closed class that replaces another word of that class."""
    mine = [
        t.text.removesuffix("s") if t.text.removesuffix("s") in _TENS else t.text for t in pair.claim.tokens
    ]
    there = [t.text for t in pair.evidence.tokens]
    there += [t.removesuffix("s") for t in there if t.removesuffix("s") in _TENS]
    for kind, members in _CLASSES.items():
        said = [w for w in mine if w in members and not (w in ("may", "march") and not _is_month(w, pair))]
        # A word that both have equally often was not replaced.
        others = [w for w in there if w in members and there.count(w) > mine.count(w)]
        if kind == "month":
            others += [m for m in members if m[:_MONTH_LETTERS] in there and m not in mine]
        for word in said:
            more = mine.count(word) > there.count(word)
            if more and others and not _otherwise(word, there):
                yield f"where it says “{word}”, the evidence says “{others[0]}”"


def rate_objections(pair: Pairing) -> Iterator[str]:
    """Yield an objection to "per day" or "weekly" if the evidence has another rate."""
    said, there = _rates(pair.claim.text), _rates(pair.evidence.text)
    if (
        pair.ordered >= _MIN_ORDERED
        and (more := set(said) - set(there))
        and (others := set(there) - set(said))
    ):
        yield f"where it says “{said[min(more)]}”, the evidence says “{there[min(others)]}”"


def _rates(text: str) -> dict[str, str]:
    """Return the rates of a sentence in lower case: span of time -> its words."""
    found = {}
    for match in _RATE.finditer(text):
        said = match["span"] or match["below"] or match["word"]
        found[_RATES.get(said, said)] = match.group()
    return found


def _is_month(word: str, pair: Pairing) -> bool:
    """Return True if "may" or "march" is the month: with a capital within the sentence."""
    text = pair.claim.piece.text[pair.claim.begin : pair.claim.end]
    return re.search(rf"(?<!^)\b{word.capitalize()}\b", text) is not None


def _otherwise(word: str, there: Sequence[str]) -> bool:
    """Return True if another word of the evidence may mean ``word``."""
    if word[:_MONTH_LETTERS] in there and word in _CLASSES["month"]:
        return True
    return any(w in there for w in _ALSO.get(word, ())) or (
        word in _TENS and any(w[0].isdigit() and len(re.sub(r"\D", "", w)) > _TENS[word] for w in there)
    )

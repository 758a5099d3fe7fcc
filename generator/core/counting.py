"""Numbers with their nouns, and durations in words."""

from __future__ import annotations

# Seconds below which a duration is given in seconds, and in minutes.
_SECONDS_UP_TO, _MINUTES_UP_TO = 90, 90 * 60


def pluralize(number: int, noun: str, plural: str = "") -> str:
    """Return a number with its noun: ``1 paper``, ``3 papers``, ``1,204 answers``.

    plural: needed if it is not the noun with an s, or if a verb follows.

    >>> pluralize(1, "answer is", "answers are"), pluralize(3, "answer is", "answers are")
    ('1 answer is', '3 answers are')
    """
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def duration(seconds: float) -> str:
    """Return seconds as people say them.

    >>> duration(42), duration(600), duration(9000)
    ('42 s', '10 min', '2.5 h')
    """
    if seconds < _SECONDS_UP_TO:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < _MINUTES_UP_TO else f"{seconds / 3600:.1f} h"

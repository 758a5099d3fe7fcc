"""What happened to answers, newest first: new, superseded and withdrawn ones.

All dates come from the records (the day on which an answer was made or superseded), never from the clock: the
same collection gives the same changes whenever it is built.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from generator.core import Answer, SupersededAnswer
from generator.site.content.collection import Collection

Kind = Literal["new", "superseded", "withdrawn"]
_ORDER: dict[Kind, int] = {"withdrawn": 0, "superseded": 1, "new": 2}
Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class AnswerChange:
    """One change of the answer of one model to one question about one public paper.

    day: ``YYYY-MM-DD``, or empty if no record has it. answer: the answer since; for a withdrawn one, the
    last. before: the answer that it replaced. causes: names of the fingerprint parts that had changed
    (``part_names`` puts them in words).
    """

    day: str
    kind: Kind
    answer: Answer
    before: Answer | None = None
    causes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Day:
    """The changes of a day. new, superseded, withdrawn: how many. latest: some, most important first."""

    day: str
    new: int
    superseded: int
    withdrawn: int
    causes: tuple[str, ...]
    latest: tuple[AnswerChange, ...]

    @property
    def total(self) -> int:
        return self.new + self.superseded + self.withdrawn


def latest_changes(collection: Collection, limit: int = 200) -> tuple[AnswerChange, ...]:
    """Return at most ``limit`` changes, newest first; on one day, withdrawn before superseded before new."""
    counts = Counter(change.day for change in _all(collection))
    days: set[str] = set()
    for when in sorted(counts, key=_newest_first):  # so that only the changes of few days are compared
        days.add(when)
        if sum(counts[found] for found in days) >= limit:
            break
    return tuple(heapq.nsmallest(limit, (c for c in _all(collection) if c.day in days), key=_place))


def latest_days(collection: Collection, days: int = 5, shown: int = 6) -> tuple[Day, ...]:
    """Return the newest ``days`` days on which anything changed, with up to ``shown`` changes of each."""
    newest = sorted({change.day for change in _all(collection)}, key=_newest_first)[:days]
    by_day: dict[str, list[AnswerChange]] = {when: [] for when in newest}
    for change in _all(collection):
        if change.day in by_day:
            by_day[change.day].append(change)
    return tuple(_day(when, changes, shown) for when, changes in by_day.items())


def _day(when: str, changes: list[AnswerChange], shown: int) -> Day:
    kinds = Counter(change.kind for change in changes)
    caused = sorted((change for change in changes if change.causes), key=_place)
    return Day(
        when,
        kinds["new"],
        kinds["superseded"],
        kinds["withdrawn"],
        tuple(dict.fromkeys(cause for change in caused for cause in change.causes)),
        tuple(heapq.nsmallest(shown, changes, key=_place)),
    )


def made_on(answer: Answer) -> str:
    """Return the day on which an answer was made or imported, from its provenance; empty if it has none."""
    return day(answer.made or answer.imported)


def day(text: str) -> str:
    """Return the day with which a text begins, as ``YYYY-MM-DD``; empty if it begins with none."""
    try:
        return date.fromisoformat(text[:10]).isoformat()
    except ValueError:
        return ""


def _newest_first(when: str) -> tuple[int, ...]:
    """Return the sort key of a day: later ones first, changes without a day last."""
    return tuple(-ord(c) for c in when) or (1,)


def _place(change: AnswerChange) -> tuple[tuple[int, ...], int, str, str, str]:
    """Return the sort key of a change: later days first, then by kind, paper, question, model."""
    a = change.answer
    return _newest_first(change.day), _ORDER[change.kind], a.paper, a.question, a.model


def _all(collection: Collection) -> Iterator[AnswerChange]:
    public = {paper.id for paper in collection.public}
    asked = {question.id for question in collection.questions}
    shown = (a for a in collection.answers if a.paper in public and a.question in asked)
    current = {_key(collection, a): a for a in shown if a.status != "failed"}
    past: dict[Key, list[SupersededAnswer]] = {}
    for entry in collection.history:
        if entry.answer.paper in public:
            past.setdefault(_key(collection, entry.answer), []).append(entry)
    for key, entries in past.items():
        yield from _of_one(entries, current.get(key))
    for key, answer in current.items():
        if key not in past:
            yield AnswerChange(made_on(answer), "new", answer)


def _of_one(entries: list[SupersededAnswer], current: Answer | None) -> Iterator[AnswerChange]:
    """Yield the changes of the answer of one model to one question about one paper."""
    versions = {name: entry.answer for entry in entries for name in entry.answer.names}
    if current is not None:
        versions |= dict.fromkeys(current.names, current)
    yield AnswerChange(made_on(entries[0].answer), "new", entries[0].answer)
    for entry in entries:
        if entry.by in versions:
            yield AnswerChange(day(entry.until), "superseded", versions[entry.by], entry.answer, entry.causes)
        elif entry.withdrawn and current is None:
            since = day(entry.until) or made_on(entry.answer)
            yield AnswerChange(since, "withdrawn", entry.answer)
    known = {name for entry in entries for name in (entry.by, *entry.answer.names)}
    if current is not None and known.isdisjoint(current.names):
        yield AnswerChange(made_on(current), "new", current)


def _key(collection: Collection, answer: Answer) -> Key:
    return answer.paper, collection.today(answer.question), answer.model

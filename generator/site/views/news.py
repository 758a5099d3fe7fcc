"""What changed since the last build, in a few lines for the home page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from generator.core.counting import counted
from generator.core.notice import standing
from generator.site.content.changes import Change, Day
from generator.site.content.collection import Collection
from generator.site.content.encoding import Markdown
from generator.site.content.links import Links, answer_page, paper_page
from generator.site.content.statuses import Look, look
from generator.site.content.wording import label
from generator.site.views.notices import LABELS, when
from generator.site.views.origins import part_names

_LINES = 8


@dataclass(frozen=True, slots=True)
class Warned:
    """A paper that nobody should rely on without reading the notice about it: ``Retracted on 3 May 2025``."""

    paper: str
    href: str
    said: str


@dataclass(frozen=True, slots=True)
class NewsLine:
    """One answer that changed: before (None: nothing stood there) and after (None: it was withdrawn)."""

    label: Markdown
    paper: str
    href: str
    before: Look | None
    after: Look | None
    cause: str


@dataclass(frozen=True, slots=True)
class News:
    """What changed on a day: all of it in one sentence, then the weightiest changes."""

    date: str
    sentence: str
    lines: tuple[NewsLine, ...]


def warned_of(collection: Collection, links: Links) -> tuple[Warned, ...]:
    """The papers of which a retraction or the like stands, the latest first."""
    latest: list[tuple[str, Warned]] = []
    for paper in collection.public:
        for notice in standing(collection.notices.get(paper.id, ()))[:1]:
            name, _ = collection.short_names[paper.id]
            said = f"{LABELS[notice.kind]} {when(notice.date)}".strip()
            latest.append((notice.date, Warned(name, links.to(paper_page(paper.id)), said)))
    return tuple(warned for _, warned in sorted(latest, key=lambda entry: entry[0], reverse=True))


def news_of(collection: Collection, days: Iterable[Day], links: Links) -> tuple[News, ...]:
    """The latest days, with at most eight changes in all; answers that are merely new are only counted."""
    made: list[News] = []
    left = _LINES
    for day in days:
        told = [_line(collection, c, links) for c in day.latest if c.kind != "new"][: max(0, left - 1)]
        left -= 1 + len(told)
        made.append(News(day.day, _sentence(day), tuple(told)))
        if left <= 0:
            break
    return tuple(made)


def _sentence(day: Day) -> str:
    parts = [
        counted(day.new, "new answer") if day.new else "",
        f"{day.superseded:,} replaced" if day.superseded else "",
        f"{day.withdrawn:,} withdrawn" if day.withdrawn else "",
    ]
    why = part_names(day.causes)
    return ", ".join(p for p in parts if p) + (f"; changed: {why}" if why else "")


def _line(collection: Collection, change: Change, links: Links) -> NewsLine:
    answer = change.answer
    withdrawn = change.kind == "withdrawn"
    name, _ = collection.short_names.get(answer.paper, (answer.paper, False))
    before = answer if withdrawn else change.before
    return NewsLine(
        label=label(answer.question),
        paper=name,
        # Its own page, which stays; a withdrawn one may be to a question that no other page asks any more.
        href=links.to_file(answer_page(answer.id)),
        before=None if before is None else look(before.status),
        after=None if withdrawn else look(answer.status),
        cause=part_names(change.causes),
    )

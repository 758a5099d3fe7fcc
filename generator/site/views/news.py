"""What changed recently, in a few lines for the home page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from generator.core.counting import pluralize
from generator.core.notice import in_force
from generator.site.content.answer_changes import AnswerChange, Day
from generator.site.content.collection import Collection
from generator.site.content.encoding import Markdown
from generator.site.content.page_links import Links, answer_page, paper_page
from generator.site.content.status_styles import StatusStyle, style_of
from generator.site.content.wording import label
from generator.site.views.notice_view import LABELS, when
from generator.site.views.origins import part_names

_MAX_LINES = 8  # of the home page


@dataclass(frozen=True, slots=True)
class Warned:
    """A paper with a retraction or the like. sentence: the notice, as in ``Retracted on 3 May 2025``."""

    paper: str
    href: str
    sentence: str


@dataclass(frozen=True, slots=True)
class NewsLine:
    """An answer that changed. before: None for a new answer. after: None for a withdrawn one."""

    label: Markdown
    paper: str
    href: str
    before: StatusStyle | None
    after: StatusStyle | None
    cause: str


@dataclass(frozen=True, slots=True)
class News:
    """The changes of a day: a sentence that counts them, then the most important ones."""

    date: str
    sentence: str
    lines: tuple[NewsLine, ...]


def warned_of(collection: Collection, links: Links) -> tuple[Warned, ...]:
    """Return the papers with a retraction or a similar notice in force, the latest first."""
    latest: list[tuple[str, Warned]] = []
    for paper in collection.public:
        for notice in in_force(collection.notices.get(paper.id, ()))[:1]:
            name, _ = collection.short_names[paper.id]
            sentence = f"{LABELS[notice.kind]} {when(notice.date)}".strip()
            latest.append((notice.date, Warned(name, links.to(paper_page(paper.id)), sentence)))
    return tuple(warned for _, warned in sorted(latest, key=lambda entry: entry[0], reverse=True))


def news_of(collection: Collection, days: Iterable[Day], links: Links) -> tuple[News, ...]:
    """Return the changes of ``days``, at most ``_MAX_LINES`` lines in all; new answers are only counted."""
    made: list[News] = []
    left = _MAX_LINES
    for day in days:
        lines = [_line(collection, c, links) for c in day.latest if c.kind != "new"][: max(0, left - 1)]
        left -= 1 + len(lines)
        made.append(News(day.day, _sentence(day), tuple(lines)))
        if left <= 0:
            break
    return tuple(made)


def _sentence(day: Day) -> str:
    parts = [
        pluralize(day.new, "new answer") if day.new else "",
        f"{day.superseded:,} replaced" if day.superseded else "",
        f"{day.withdrawn:,} withdrawn" if day.withdrawn else "",
    ]
    why = part_names(day.causes)
    return ", ".join(p for p in parts if p) + (f"; changed: {why}" if why else "")


def _line(collection: Collection, change: AnswerChange, links: Links) -> NewsLine:
    answer = change.answer
    withdrawn = change.kind == "withdrawn"
    name, _ = collection.short_names.get(answer.paper, (answer.paper, False))
    before = answer if withdrawn else change.before
    return NewsLine(
        label=label(answer.question),
        paper=name,
        # The answer's own page is permanent; no other page may have the question of a withdrawn answer.
        href=links.to_file(answer_page(answer.id)),
        before=None if before is None else style_of(before.status),
        after=None if withdrawn else style_of(answer.status),
        cause=part_names(change.causes),
    )

"""Notices about a paper as readers see them: retractions prominently, corrections quietly."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from dataclasses import dataclass

from generator.core import Paper
from generator.core.notice import NoticeKind, PaperNotice, in_force, names_of
from generator.site.content.collection import Collection
from generator.site.content.encoding import clean, shortened, web_link
from generator.site.content.page_links import Links, arxiv_link, doi_link, paper_page

__all__ = ["LABELS", "NoticeView", "mark_of", "notice_views", "when"]

LABELS: Mapping[NoticeKind, str] = {
    "retraction": "Retracted",
    "withdrawal": "Withdrawn",
    "concern": "Expression of concern",
    "correction": "Corrected",
    "reinstatement": "Reinstated",
    "new_version": "Newer version",
    "published_as": "Published",
    "preprint": "Preprint",
}
# A word after the paper's name in lists; a newer version or a preprint is not marked there.
_MARKS: Mapping[NoticeKind, str] = {
    "retraction": "retracted",
    "withdrawal": "withdrawn",
    "concern": "expression of concern",
    "correction": "corrected",
}
_MAX_NOTE = 300  # characters


@dataclass(frozen=True, slots=True)
class NoticeView:
    """A notice on a page. grave: nobody should rely on the paper without reading it.

    since: it was published after the answer shown was made. href, name: link to the notice itself. own_href:
    page of the other text in this collection, if it is there. source: who published it, and when we recorded
    it (taken).
    """

    kind: str
    label: str
    grave: bool
    since: bool
    sentence: str
    note: str
    href: str
    name: str
    own_href: str
    source: str
    taken: str
    of: tuple[str, str, str]  # `Notice.key`


def notice_views(
    collection: Collection, paper: Paper, links: Links, made: str = ""
) -> tuple[NoticeView, ...]:
    """Return the notices on a page about ``paper``, whose record names the version that is meant.

    made: day of the answer that the page shows. A notice about another version of the paper is shown only if
    it is grave.
    """
    own = names_of(paper.metadata)
    notices = collection.notices.get(paper.id, ())
    if not notices:
        return ()
    grave = in_force(notices)
    return tuple(
        _view(notice, paper, made, notice in grave, collection.by_name, links)
        for notice in notices
        if notice.is_grave or (notice.paper in own and not _is_read(notice, paper))
    )


def mark_of(collection: Collection, paper: Paper) -> str:
    """Return the word that follows a paper's name in lists, such as ``retracted``; else an empty string."""
    notices = collection.notices.get(paper.id, ())
    grave = in_force(notices)
    own = names_of(paper.metadata)
    quiet = (n for n in notices if n.kind == "correction" and n.paper in own)
    return next((_MARKS[n.kind] for n in (*grave, *quiet)), "")


def _is_read(notice: PaperNotice, paper: Paper) -> bool:
    """Return True if the newer version of a notice is the one that was read, or older."""
    version = paper.metadata.arxiv_version
    newer = notice.notice.rpartition("v")[2]
    if notice.kind != "new_version" or not version or not newer.isdigit():
        return False
    return int(newer) <= int(version.removeprefix("v"))


def _view(
    notice: PaperNotice, paper: Paper, made: str, grave: bool, others: Mapping[str, str], links: Links
) -> NoticeView:
    other = others.get(notice.notice, "") if notice.kind in ("published_as", "preprint") else ""
    note = shortened(notice.note, _MAX_NOTE)
    return NoticeView(
        kind=notice.kind,
        label=LABELS[notice.kind],
        grave=grave,
        since=notice.after(made),
        sentence=_sentence(notice, paper, made),
        note=f"Reasons given: {note}." if note and notice.is_grave else note,
        href=_href(notice),
        name=clean(_name(notice)),
        own_href=links.to(paper_page(other)) if other and other != paper.id else "",
        source=f"{clean(notice.source)}, {notice.taken}",
        taken=notice.taken,
        of=notice.key,
    )


def _sentence(notice: PaperNotice, paper: Paper, made: str) -> str:
    day = f" {when(notice.date)}" if notice.date else ""
    since = ", after this answer was made" if notice.after(made) else ""
    own = names_of(paper.metadata)
    which = "This paper" if notice.paper in own else f"A version of this paper, {clean(notice.paper)},"
    if notice.kind in ("retraction", "withdrawal", "reinstatement"):
        return f"{which} was {LABELS[notice.kind].lower()}{day}{since}."
    if notice.kind == "concern":
        about = "this paper" if notice.paper in own else which[0].lower() + which[1:].rstrip(",")
        return f"An expression of concern about {about} was published{day}{since}."
    if notice.kind == "correction":
        return f"A correction of this paper was published{day}{since}."
    if notice.kind == "published_as":
        return (
            f"This preprint was published as an article{day}{since}. The answers here are about the preprint."
        )
    if notice.kind == "preprint":
        return "There is a preprint of this paper. The answers here are about the article."
    version = paper.metadata.arxiv_version
    read = f"The answers here are about {version}" if version else "Which version was read is not known"
    return f"There is a newer version of this paper{f' ({day[4:]})' if day else ''}. {read}."


def when(date: str) -> str:
    """Return a date in words: ``on 3 February 2024``, ``in February 2024``, ``in 2024``; empty for none."""
    if not date:
        return ""
    year, month, day = ([int(part) for part in date.split("-")] + [0, 0])[:3]
    if day:
        return f"on {day} {calendar.month_name[month]} {year}"
    return f"in {calendar.month_name[month]} {year}" if month else f"in {year}"


def _href(notice: PaperNotice) -> str:
    head, _, version = notice.notice.rpartition("v")
    as_arxiv = arxiv_link(head, f"v{version}") if version.isdigit() else arxiv_link(notice.notice)
    return doi_link(notice.notice) or as_arxiv or web_link(notice.url)


def _name(notice: PaperNotice) -> str:
    if doi_link(notice.notice):
        return f"doi:{notice.notice}"
    return f"arXiv:{notice.notice}" if notice.notice else "Read the notice"

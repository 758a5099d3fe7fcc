"""The feed of changes, in Atom (RFC 4287): answers that are new, superseded or withdrawn, and notices."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from generator.site.content.answer_changes import AnswerChange, latest_changes
from generator.site.content.collection import Collection
from generator.site.content.encoding import clean, shortened, web_link
from generator.site.content.page_links import Links, paper_page
from generator.site.content.status_styles import style_of
from generator.site.content.wording import label
from generator.site.views.notice_view import notice_views
from generator.site.views.origins import part_names

FEED = "changes.xml"
MAX_ENTRIES = 200
_MAX_GIST = 300  # characters of an answer
# For entries without a recorded day: Atom requires one, and the clock would change the feed with every build.
_NO_DAY = "1970-01-01"
_KINDS = {"new": "New", "superseded": "Changed", "withdrawn": "Withdrawn"}


def feed(collection: Collection) -> str:
    """Return the feed of a collection, with at most ``MAX_ENTRIES`` entries, newest first.

    Days come from the records, and ids depend on the answers alone, so that neither the clock nor a move of
    the site makes old entries new. Links are relative if the site has no address.
    """
    changes = [_of_change(change, collection) for change in latest_changes(collection, MAX_ENTRIES)]
    # On one day notices come before answers: a retraction is more important.
    entries = sorted([*_of_notices(collection), *changes], key=lambda e: e.day, reverse=True)[:MAX_ENTRIES]
    site = web_link(collection.site_url)
    site = f"{site.rstrip('/')}/" if site else ""
    updated = max((e.day for e in entries if e.day), default=_NO_DAY)
    title = clean(collection.title) or "Answerbook"
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">',
        f"<title>{escape(title)}: changed answers</title>",
        f"<id>{_id(site or title, 'feed')}</id>",
        f"<updated>{_time(updated)}</updated>",
        f"<author><name>{escape(title)}</name></author>",
        f'<link rel="alternate" type="text/html" href={quoteattr(f"{site}index.html")}/>',
    ]
    if site:
        lines.append(f'<link rel="self" type="application/atom+xml" href={quoteattr(f"{site}{FEED}")}/>')
    for entry in entries:
        lines.extend(_lines(entry, site))
    return "\n".join([*lines, "</feed>", ""])


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """An entry. day: empty if not recorded. parts: what its id is made from. page: path within the site."""

    day: str
    title: str
    parts: tuple[str, ...]
    page: str
    term: str
    summary: str


def _of_change(change: AnswerChange, collection: Collection) -> FeedEntry:
    answer = change.answer
    before = change.before.id if change.before else ""
    return FeedEntry(
        day=change.day,
        title=f"{_KINDS[change.kind]}: {label(answer.question)}, {collection.short_names[answer.paper][0]}",
        parts=(change.kind, before, answer.id, answer.model),
        page=f"a/{answer.id}/index.html",
        term=change.kind,
        summary=_summary(change),
    )


def _of_notices(collection: Collection) -> Iterator[FeedEntry]:
    """Yield the notices about papers, with the day on which the collection recorded them."""
    for paper in collection.public:
        for view in notice_views(collection, paper, Links(paper_page(paper.id))):
            yield FeedEntry(
                day=view.taken,
                title=f"{view.label}: {collection.short_names[paper.id][0]}",
                parts=("notice", paper.id, *view.of),
                page=f"papers/{paper.id}.html",
                term=view.kind,
                summary=" ".join(part for part in (view.sentence, view.note, view.source) if part),
            )


def _lines(entry: FeedEntry, site: str) -> Iterator[str]:
    yield "<entry>"
    yield f"<title>{escape(clean(entry.title))}</title>"
    yield f"<id>{_id(*entry.parts)}</id>"
    yield f"<updated>{_time(entry.day or _NO_DAY)}</updated>"
    yield f'<link rel="alternate" type="text/html" href={quoteattr(f"{site}{entry.page}")}/>'
    yield f'<category term="{entry.term}"/>'
    yield f'<summary type="text">{escape(clean(entry.summary))}</summary>'
    yield "</entry>"


def _summary(change: AnswerChange) -> str:
    answer = change.answer
    status = style_of(answer.status).label
    gist = shortened(answer.text or answer.reason, _MAX_GIST)
    if change.kind == "withdrawn":
        return f"This answer by {answer.maker} was withdrawn. It said: {gist}"
    was = f" It was: {style_of(change.before.status).label.lower()}." if change.before else ""
    causes = part_names(change.causes)
    why = f" Changed since: {causes}." if causes else ""
    return f"{status}, according to {answer.maker}: {gist}{was}{why}"


def _time(day: str) -> str:
    return f"{day}T00:00:00Z"


def _id(*parts: str) -> str:
    """Return a URN that depends only on ``parts``."""
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, ' '.join(['answerbook', *map(clean, parts)]))}"

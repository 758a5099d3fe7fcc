"""The feed of changes, in Atom (RFC 4287): answers that are new, superseded or withdrawn, and notices."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from generator.site.content.changes import Change, latest_changes
from generator.site.content.collection import Collection
from generator.site.content.encoding import clean, shortened, web_link
from generator.site.content.links import Links, paper_page
from generator.site.content.statuses import look
from generator.site.content.wording import label
from generator.site.views.notices import notice_views
from generator.site.views.origins import part_names

FEED = "changes.xml"
MAX_COUNT = 200
_GIST = 300
# Where no record tells a day: Atom wants one, and the clock would make every build another.
_NO_DAY = "1970-01-01"
_KINDS = {"new": "New", "superseded": "Changed", "withdrawn": "Withdrawn"}


def feed(collection: Collection) -> str:
    """The feed of a collection, with at most 200 entries, newest first.

    Days are those of the records, and ids depend on the answers alone, so that neither the clock nor a
    move of the site makes old entries new. Links are relative where the site has no address.
    """
    changes = [_of_change(change, collection) for change in latest_changes(collection, MAX_COUNT)]
    # Notices of one day before answers of it: a retraction weighs more.
    entries = sorted([*_of_notices(collection), *changes], key=lambda e: e.day, reverse=True)[:MAX_COUNT]
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
class _Entry:
    """day: empty where no record tells it. parts: what its id is made of. page: from the root of the site."""

    day: str
    title: str
    parts: tuple[str, ...]
    page: str
    term: str
    summary: str


def _of_change(change: Change, collection: Collection) -> _Entry:
    answer = change.answer
    before = change.before.id if change.before else ""
    return _Entry(
        day=change.day,
        title=f"{_KINDS[change.kind]}: {label(answer.question)}, {collection.short_names[answer.paper][0]}",
        parts=(change.kind, before, answer.id, answer.model),
        page=f"a/{answer.id}/index.html",
        term=change.kind,
        summary=_summary(change),
    )


def _of_notices(collection: Collection) -> Iterator[_Entry]:
    """What was published about papers, by the day on which the collection came to know it."""
    for paper in collection.public:
        for view in notice_views(collection, paper, Links(paper_page(paper.id))):
            yield _Entry(
                day=view.taken,
                title=f"{view.label}: {collection.short_names[paper.id][0]}",
                parts=("notice", paper.id, *view.of),
                page=f"papers/{paper.id}.html",
                term=view.kind,
                summary=" ".join(part for part in (view.sentence, view.note, view.told) if part),
            )


def _lines(entry: _Entry, site: str) -> Iterator[str]:
    yield "<entry>"
    yield f"<title>{escape(clean(entry.title))}</title>"
    yield f"<id>{_id(*entry.parts)}</id>"
    yield f"<updated>{_time(entry.day or _NO_DAY)}</updated>"
    yield f'<link rel="alternate" type="text/html" href={quoteattr(f"{site}{entry.page}")}/>'
    yield f'<category term="{entry.term}"/>'
    yield f'<summary type="text">{escape(clean(entry.summary))}</summary>'
    yield "</entry>"


def _summary(change: Change) -> str:
    answer = change.answer
    status = look(answer.status).label
    told = shortened(answer.text or answer.reason, _GIST)
    if change.kind == "withdrawn":
        return f"The collection does not stand by this answer of {answer.maker} any more. It said: {told}"
    was = f" It was: {look(change.before.status).label.lower()}." if change.before else ""
    causes = part_names(change.causes)
    why = f" Changed since: {causes}." if causes else ""
    return f"{status}, says {answer.maker}: {told}{was}{why}"


def _time(day: str) -> str:
    return f"{day}T00:00:00Z"


def _id(*parts: str) -> str:
    """A URN that depends on nothing but ``parts``."""
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, ' '.join(['answerbook', *map(clean, parts)]))}"

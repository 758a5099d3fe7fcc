"""The feed of changed answers, in Atom (RFC 4287): new, superseded and withdrawn ones, newest first."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from generator.site.content.changes import Change, latest_changes
from generator.site.content.collection import Collection
from generator.site.content.encoding import clean, shortened, web_link
from generator.site.content.statuses import look
from generator.site.content.wording import label
from generator.site.views.origins import part_names

FEED = "changes.xml"
MOST = 200
_GIST = 300
# Where no record tells a day: Atom wants one, and the clock would make every build another.
_NO_DAY = "1970-01-01"
_KINDS = {"new": "New", "superseded": "Changed", "withdrawn": "Withdrawn"}


def feed(collection: Collection) -> str:
    """The feed of a collection, with at most 200 changes.

    Days are those of the records, and ids depend on the answers alone, so that neither the clock nor a
    move of the site makes old entries new. Links are relative where the site has no address.
    """
    changes = latest_changes(collection, MOST)
    site = web_link(collection.site_url)
    site = f"{site.rstrip('/')}/" if site else ""
    names = {paper.id: collection.short_names[paper.id][0] for paper in collection.public}
    updated = max((c.day for c in changes if c.day), default=_NO_DAY)
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
    for change in changes:
        lines.extend(_entry(change, names[change.answer.paper], site))
    return "\n".join([*lines, "</feed>", ""])


def _entry(change: Change, paper: str, site: str) -> Iterator[str]:
    answer = change.answer
    name = answer.id
    title = f"{_KINDS[change.kind]}: {label(answer.question)}, {paper}"
    before = change.before.id if change.before else ""
    yield "<entry>"
    yield f"<title>{escape(clean(title))}</title>"
    yield f"<id>{_id(change.kind, before, name, answer.model)}</id>"
    yield f"<updated>{_time(change.day or _NO_DAY)}</updated>"
    yield f'<link rel="alternate" type="text/html" href={quoteattr(f"{site}a/{name}/index.html")}/>'
    yield f'<category term="{change.kind}"/>'
    yield f'<summary type="text">{escape(clean(_summary(change)))}</summary>'
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

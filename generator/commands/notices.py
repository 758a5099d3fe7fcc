"""`answerbook notices`: query services for retractions, corrections and newer versions of the papers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from typing import Any

from generator.commands.named import NoticeOptions
from generator.core import Metadata
from generator.core.clock import today
from generator.core.counting import pluralize
from generator.core.doi_and_arxiv import arxiv_id, doi
from generator.core.notice import NoticeCheck, PaperNotice, names_of, notice_json, notices_of
from generator.errors import FetchError
from generator.fetching import Client
from generator.fetching.updates import UpdateReport, arxiv_notices, crossref_notices, retraction_watch_notices
from generator.ledger.known import known_papers
from generator.project import Project
from generator.project.catalogue import catalogue
from generator.project.notices_file import add_notices, load_notices

__all__ = ["SOURCES", "NoticeSearch", "look_for_notices", "search_json", "search_text"]

SOURCES = ("crossref", "arxiv")
Progress = Callable[[str, int, int], None]
_MAX_IDS = 5  # in a sentence


@dataclass(frozen=True, slots=True)
class NoticeSearch:
    """The result of a search for notices.

    new: notices that the file does not hold yet, with the ids of their papers. known: number of notices that
    it holds. papers: number of papers asked about. unknown: by source, ids that the source does not know.
    failed: a sentence for each failure.
    """

    new: tuple[tuple[str, PaperNotice], ...]
    known: int
    papers: int
    checked: tuple[NoticeCheck, ...]
    unknown: dict[str, tuple[str, ...]]
    failed: tuple[str, ...]
    written: bool


def look_for_notices(
    project: Project, options: NoticeOptions, client: Client, progress: Progress
) -> NoticeSearch:
    """Query the services, and add new notices to the file. Raises InvalidFile, AnswerbookError."""
    before = load_notices(project.notices_file)  # a file with problems costs no request
    records = _records(project, options.with_private)
    names = sorted({name for own in records.values() for name in names_of(*own)})
    day = today().isoformat()
    asked = _query(names, options, client, day, progress)
    found = [notice for _, one in asked for notice in one.notices]
    by_paper = notices_of(records, (*before.notices, *found))
    held = {notice.key for notice in before.notices}
    new = {n.key: (id, n) for id, own in by_paper.items() for n in own if n.key not in held}
    checks = tuple(NoticeCheck(source, day, one.asked, one.sha256) for source, one in asked if one.asked)
    if not options.dry_run and (new or checks):
        add_notices(project.notices_file, [notice for _, notice in new.values()], checks)
    return NoticeSearch(
        tuple(new.values()),
        len(before.notices),
        len(records),
        checks,
        {source: one.unknown for source, one in asked if one.unknown},
        tuple(f"{source}: {sentence}" for source, one in asked for sentence in one.failed),
        written=not options.dry_run,
    )


def _records(project: Project, with_private: bool) -> dict[str, list[Metadata]]:
    """Return the records that each paper has or had, by id; papers that are gone still have pages."""
    known = catalogue(project)
    recorded = known_papers(project.answers_dir)
    found = {entry.id: [entry.metadata] for entry in known.entries}
    for id, paper in recorded.items():
        if paper.visibility == "public" or id in found:
            found.setdefault(id, []).extend(paper.all_records)
    return {id: own for id, own in found.items() if with_private or id not in known.private}


def _query(
    names: Iterable[str],
    options: NoticeOptions,
    client: Client,
    day: str,
    progress: Progress,
) -> list[tuple[str, UpdateReport]]:
    names = tuple(names)
    # DOIs of arXiv are registered with DataCite; Crossref does not know them.
    dois = tuple(name for name in names if doi(name) and not arxiv_id(name))
    arxiv = tuple(name for name in names if arxiv_id(name) and not doi(name))
    sources = () if options.offline else options.sources or SOURCES
    found = []
    if "crossref" in sources:
        found.append(("Crossref", crossref_notices(client, dois, day, _bar("Crossref", progress))))
    if "arxiv" in sources:
        found.append(("arXiv", arxiv_notices(client, arxiv, day, _bar("arXiv", progress))))
    if options.retraction_watch:
        try:
            one = retraction_watch_notices(options.retraction_watch, names, day, client)
        except FetchError as error:
            one = UpdateReport(failed=(str(error),))
        found.append(("Retraction Watch", one))
    return found


def _bar(phase: str, progress: Progress) -> Callable[[int, int], None]:
    return lambda done, total: progress(phase, done, total)


def search_text(found: NoticeSearch) -> str:
    """Return the new notices as text, a line each, and what happens next."""
    lines = []
    for paper, notice in found.new:
        when = f" of {notice.date}" if notice.date else ""
        what = notice.kind.replace("_", " ")
        lines.append(
            f"{what}{when}: {paper} ({notice.paper}), {notice.notice or notice.url} [{notice.source}]"
        )
    for source, ids in found.unknown.items():
        more = f" and {len(ids) - _MAX_IDS} more" if len(ids) > _MAX_IDS else ""
        lines.append(f"unknown to {source}: {', '.join(ids[:_MAX_IDS])}{more}")
    asked = ", ".join(f"{check.source} about {pluralize(check.papers, 'id')}" for check in found.checked)
    new = pluralize(len(found.new), "new notice")
    lines.append(f"{new}, {found.known:,} known before; queried: {asked or 'no service'}")
    if found.new:
        wrote = "written to content/notices.yml; the next build shows them"
        lines.append(wrote if found.written else "nothing was written (--dry-run)")
    return "\n".join(lines)


def search_json(found: NoticeSearch) -> dict[str, Any]:
    """Return the search as plain data."""
    return {
        "new": [notice_json(paper, notice) for paper, notice in found.new],
        "known": found.known,
        "papers": found.papers,
        "checked": [asdict(check) for check in found.checked],
        "unknown": {source: list(ids) for source, ids in found.unknown.items()},
        "failed": list(found.failed),
        "written": found.written,
    }

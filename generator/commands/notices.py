"""What was published about a project's papers since: asked of services, shown, and written down."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from typing import Any

from generator.commands.named import NoticesWanted
from generator.core import Metadata
from generator.core.clock import today
from generator.core.counting import counted
from generator.core.identifiers import arxiv_id, doi
from generator.core.notice import Check, Notice, names_of, notice_json, notices_of
from generator.errors import FetchError
from generator.fetching import Client
from generator.fetching.updates import Found, arxiv_notices, crossref_notices, retraction_watch_notices
from generator.ledger.known import known_papers
from generator.project import Project
from generator.project.catalogue import catalogue
from generator.project.notices import add_notices, load_notices

__all__ = ["SOURCES", "Search", "looked", "search_json", "search_text"]

SOURCES = ("crossref", "arxiv")
Progress = Callable[[str, int, int], None]
_SHOWN = 5  # ids in a sentence


@dataclass(frozen=True, slots=True)
class Search:
    """new: notices that the file does not hold yet, with the ids of their papers. known: how many it holds.

    papers: asked about. unknown: by source, ids that it does not know. failed: a sentence each.
    """

    new: tuple[tuple[str, Notice], ...]
    known: int
    papers: int
    checked: tuple[Check, ...]
    unknown: dict[str, tuple[str, ...]]
    failed: tuple[str, ...]
    written: bool


def looked(project: Project, wish: NoticesWanted, client: Client, progress: Progress) -> Search:
    """Ask, and write down what is new. Raises InvalidFile, AnswerbookError."""
    before = load_notices(project.notices_file)  # a file with problems costs no request
    records = _records(project, wish.with_private)
    names = sorted({name for own in records.values() for name in names_of(*own)})
    day = today().isoformat()
    asked = _asked(names, wish, client, day, progress)
    found = [notice for _, one in asked for notice in one.notices]
    by_paper = notices_of(records, (*before.notices, *found))
    held = {notice.key for notice in before.notices}
    new = {n.key: (id, n) for id, own in by_paper.items() for n in own if n.key not in held}
    checks = tuple(Check(source, day, one.asked, one.sha256) for source, one in asked if one.asked)
    if not wish.dry_run and (new or checks):
        add_notices(project.notices_file, [notice for _, notice in new.values()], checks)
    return Search(
        tuple(new.values()),
        len(before.notices),
        len(records),
        checks,
        {source: one.unknown for source, one in asked if one.unknown},
        tuple(f"{source}: {sentence}" for source, one in asked for sentence in one.failed),
        written=not wish.dry_run,
    )


def _records(project: Project, with_private: bool) -> dict[str, list[Metadata]]:
    """By paper, each record that it has or had; papers that are gone too, for pages tell of them."""
    known = catalogue(project)
    told = known_papers(project.answers_dir)
    found = {entry.id: [entry.data] for entry in known.entries}
    for id, paper in told.items():
        if paper.visibility == "public" or id in found:
            found.setdefault(id, []).extend(paper.all_records)
    return {id: own for id, own in found.items() if with_private or id not in known.private}


def _asked(
    names: Iterable[str],
    wish: NoticesWanted,
    client: Client,
    day: str,
    progress: Progress,
) -> list[tuple[str, Found]]:
    names = tuple(names)
    # DOIs that arXiv gives are DataCite's; Crossref does not know them.
    dois = tuple(name for name in names if doi(name) and not arxiv_id(name))
    arxiv = tuple(name for name in names if arxiv_id(name) and not doi(name))
    sources = () if wish.offline else wish.sources or SOURCES
    found = []
    if "crossref" in sources:
        found.append(("Crossref", crossref_notices(client, dois, day, _bar("Crossref", progress))))
    if "arxiv" in sources:
        found.append(("arXiv", arxiv_notices(client, arxiv, day, _bar("arXiv", progress))))
    if wish.retraction_watch:
        try:
            one = retraction_watch_notices(wish.retraction_watch, names, day, client)
        except FetchError as error:
            one = Found(failed=(str(error),))
        found.append(("Retraction Watch", one))
    return found


def _bar(phase: str, progress: Progress) -> Callable[[int, int], None]:
    return lambda done, total: progress(phase, done, total)


def search_text(found: Search) -> str:
    """What was found, a line each, and what comes next."""
    lines = []
    for paper, notice in found.new:
        when = f" of {notice.date}" if notice.date else ""
        what = notice.kind.replace("_", " ")
        lines.append(
            f"{what}{when}: {paper} ({notice.paper}), {notice.notice or notice.url} [{notice.source}]"
        )
    for source, ids in found.unknown.items():
        more = f" and {len(ids) - _SHOWN} more" if len(ids) > _SHOWN else ""
        lines.append(f"not known to {source}: {', '.join(ids[:_SHOWN])}{more}")
    asked = ", ".join(f"{check.source} about {counted(check.papers, 'id')}" for check in found.checked)
    new = counted(len(found.new), "new notice")
    lines.append(f"{new}, {found.known:,} known before; asked: {asked or 'nobody'}")
    if found.new:
        wrote = "written to content/notices.yml; the next build shows them"
        lines.append(wrote if found.written else "nothing was written (--dry-run)")
    return "\n".join(lines)


def search_json(found: Search) -> dict[str, Any]:
    """The same as plain data."""
    return {
        "new": [notice_json(paper, notice) for paper, notice in found.new],
        "known": found.known,
        "papers": found.papers,
        "checked": [asdict(check) for check in found.checked],
        "unknown": {source: list(ids) for source, ids in found.unknown.items()},
        "failed": list(found.failed),
        "written": found.written,
    }

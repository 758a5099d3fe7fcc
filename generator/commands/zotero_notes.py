"""`answerbook zotero notes`: notes in Zotero with the statuses of a paper's answers and their permalinks."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from html import escape
from pathlib import Path
from typing import Any, Literal

from generator.commands.add.zotero_papers import find_collections, split_name
from generator.core.counting import pluralize
from generator.core.status import STATUS_WORDS
from generator.errors import AnswerbookError, FetchError
from generator.fetching.zotero import Library
from generator.fetching.zotero.answer_notes import ZoteroNote, notes_of, with_mark, write_note
from generator.fetching.zotero.library_items import is_key
from generator.project import Project
from generator.project.catalogue import catalogue
from generator.project.sidecars import sidecar_beside
from generator.reading.metadata.sidecar import read_origin

__all__ = ["NoteReport", "Noted", "write_notes"]

# new, changed: the note is written, or would be. same: it needs no change. failed: it could not be written.
State = Literal["new", "changed", "same", "failed"]
_PAPERS = Path("data") / "papers"  # within the pages as built
_FROM_ZOTERO = "zotero:"  # before the key of a file, in the origin of its paper


@dataclass(frozen=True, slots=True)
class Noted:
    """What happened to the note about a paper.

    item: in Zotero. why: the reason for a failure. said: the lines of the note as people read them.
    """

    paper: str
    item: str
    state: State
    why: str = ""
    said: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NoteReport:
    """The result of writing notes.

    papers: in order of their ids. others: number of papers without an item in this library. written: whether
    notes were written, or only shown.
    """

    library: str
    papers: tuple[Noted, ...]
    others: int
    written: bool

    @property
    def complete(self) -> bool:
        """True if no note failed."""
        return not any(one.state == "failed" for one in self.papers)

    def text(self) -> str:
        """Return a line for each paper, the text of new notes, and the numbers."""
        words = {
            "new": "written" if self.written else "would be written",
            "changed": "updated" if self.written else "would be updated",
            "same": "up to date",
            "failed": "not written",
        }
        lines = []
        for one in self.papers:
            lines.append(f"{one.paper}: {words[one.state]}{f': {one.why}' if one.why else ''} ({one.item})")
            if not self.written and one.state in ("new", "changed"):
                lines += [f"    {line}" for line in one.said]
        counts = Counter(one.state for one in self.papers)
        numbers = ", ".join(f"{n} {words[state]}" for state, n in counts.items())
        lines.append(
            f"{self.library}: {pluralize(len(self.papers), 'note')}{f': {numbers}' if numbers else ''}."
        )
        if self.others:
            lines.append(
                f"{pluralize(self.others, 'paper')} without an item there; answerbook add zotero:NAME finds "
                "it."
            )
        if not self.written and (counts["new"] or counts["changed"]):
            lines.append("Nothing was written. Add --write to write the notes on zotero.org.")
        return "\n".join(lines)

    def plain(self) -> dict[str, Any]:
        """Return the report as plain data."""
        papers = [asdict(one) for one in self.papers]
        return {"library": self.library, "papers": papers, "others": self.others, "written": self.written}


def write_notes(project: Project, library: Library, collection: str, *, write: bool) -> NoteReport:
    """Write one note for each paper of ``project`` with an item in ``library``, or only return what to write.

    collection: name or key of a collection, to include only its items; empty for all. Notes are made from the
    pages as built and leave out private papers. Raises AnswerbookError if no paper can have a note.
    """
    if not project.settings.site_url:
        raise AnswerbookError(
            f"{project.settings_file}: `site_url` is not set, so answers have no permalinks; set it, then "
            "run `answerbook build`"
        )
    among = _items(library, collection) if collection else None
    found: list[Noted] = []
    others = 0
    private = catalogue(project).private
    for path, paper in sorted(project.paper_ids().items(), key=lambda pair: pair[1]):
        if paper in private:
            continue
        origin = read_origin(sidecar_beside(path))
        item = library.key_of(origin.get("zotero", ""))
        if not item:
            others += 1
        elif among is None or item in among:
            attached = origin.get("from", "").removeprefix(_FROM_ZOTERO)
            opens = library.select(attached) if path.suffix.lower() == ".pdf" and is_key(attached) else ""
            found.append(_noted(project, library, (paper, item, opens), write))
    return NoteReport(library.title, tuple(found), others, write)


def _items(library: Library, collection: str) -> frozenset[str]:
    named = split_name(collection)[1] if collection.partition(":")[0].startswith("zotero") else collection
    every = {one.key: one for one in library.collections()}
    return frozenset(
        item.key for chosen in find_collections(library, every, named) for item in library.items(chosen).items
    )


def _noted(project: Project, library: Library, about: tuple[str, str, str], write: bool) -> Noted:
    paper, item, opens = about
    try:
        record = _record(project, paper)
        html = with_mark(_html(project, record, opens))
        said = tuple(_lines(record))
        there = notes_of(library, item)
        if len(there) > 1:
            keys = ", ".join(note.key for note in there)
            raise FetchError(f"it has {len(there)} notes of Answerbook ({keys}); remove all but one")
        note = there[0] if there else None
        if note is not None and not note.is_untouched:
            raise FetchError(
                f"the note {note.key} was edited by hand; remove the tag of Answerbook to keep it, or "
                "delete it"
            )
        if note is not None and note.mark == ZoteroNote("", 0, html).mark:
            return Noted(paper, item, "same", said=said)
        if write:
            write_note(library, item, html, note)
        return Noted(paper, item, "changed" if note else "new", said=said)
    except FetchError as error:
        return Noted(paper, item, "failed", str(error))


def _record(project: Project, paper: str) -> Mapping[str, Any]:
    """Return the data of a paper on the site. Raises FetchError if there are none."""
    file = project.docs_dir / _PAPERS / f"{paper}.json"
    try:
        data = json.loads(file.read_bytes())
    except FileNotFoundError:
        raise FetchError("the site does not show the paper yet; run `answerbook build`") from None
    except (OSError, ValueError) as error:
        raise FetchError(f"{file} cannot be read; run `answerbook build` again") from error
    if not any(_shown(data)):
        raise FetchError("the site has no permalinks for the paper yet; run `answerbook build` again")
    return dict(data)


def _shown(record: Mapping[str, Any]) -> Iterator[tuple[str, str, str, int | None]]:
    """Yield the answers on the site: question, status in words, permalink, page of the first quote."""
    for answer in record["answers"]:
        if answer["shown"] and answer["url"]:
            sure = " (unsure)" if answer.get("band") == "unsure" else ""
            status = f"{STATUS_WORDS[answer['status']]}{sure}"
            yield answer["asked"], status, answer["url"], _first_page(answer)


def _first_page(answer: Mapping[str, Any]) -> int | None:
    """Return the page of the first passage that an answer cites; None if it cites none, or has no pages."""
    passages = answer.get("evidence", ())
    cited = (n for sentence in answer.get("sentences", ()) for n in sentence["evidence"])
    pages = (passages[n].get("page") for n in cited if 0 <= n < len(passages))
    return next((page for page in pages if isinstance(page, int)), None)


def _notices(record: Mapping[str, Any]) -> Iterator[str]:
    for notice in record.get("notices", ()):
        date = f" of {notice['date']}" if notice.get("date") else ""
        yield f"{str(notice['kind']).replace('_', ' ').capitalize()}{date}."


def _lines(record: Mapping[str, Any]) -> Iterator[str]:
    yield from _notices(record)
    yield from (f"{asked} {status} {url}" for asked, status, url, _ in _shown(record))


def _html(project: Project, record: Mapping[str, Any], opens: str) -> str:
    """Return a note in the markup that Zotero's editor keeps: headings, paragraphs, a table, links.

    opens: what Zotero's links that open the paper's PDF have after ``zotero://open-pdf/``; empty for no PDF.
    """
    answers = list(_shown(record))
    counts = Counter(status.removesuffix(" (unsure)") for _, status, _, _ in answers)
    numbers = ", ".join(f"{number} {status}" for status, number in counts.items())
    page = f"{project.settings.site_url.rstrip('/')}/{record['page']}"
    rows = "".join(
        f'<tr><td>{escape(asked)}</td><td><a href="{escape(url)}">{escape(status)}</a>'
        f"{_opening(opens, at)}</td></tr>"
        for asked, status, url, at in answers
    )
    return (
        f"<h1>Answerbook: {escape(project.settings.title)}</h1>"
        + "".join(f"<p><strong>{escape(notice)}</strong></p>" for notice in _notices(record))
        + f"<p>{pluralize(len(answers), 'question')}: {escape(numbers)}. "
        f'<a href="{escape(page)}">All answers, with their evidence</a></p>'
        f"<table><tbody><tr><th>Question</th><th>Answer</th></tr>{rows}</tbody></table>"
        "<p>Answerbook overwrites this note when answers change. "
        "Keep your own thoughts in a separate note.</p>"
    )


def _opening(opens: str, page: int | None) -> str:
    """Return a link that opens the PDF in Zotero at a page; empty if there is none."""
    if not opens or page is None:
        return ""
    return f', <a href="zotero://open-pdf/{escape(opens)}?page={page}">p. {page}</a>'

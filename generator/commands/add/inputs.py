"""Requests to add papers, from what was typed: ids, lists of ids, bibliographies, papers, folders."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.core.formats import named_format
from generator.fetching import Id, id_of
from generator.project.paper_files import paper_files
from generator.reading.decoding import Undecodable, decode_text
from generator.reading.metadata.bibliography import metadata_of, read_bibliography
from generator.reading.metadata.entries import BibEntry

__all__ = ["AddRequest", "read_requests"]

_BIBLIOGRAPHIES = (".bib", ".json", ".ris", ".nbib")
_LISTS = (".txt", ".text", ".ids", ".lst", ".csv", "")
_MAX_BYTES = 10_000_000  # of a list of ids
_LIBRARIES = ("zotero", "zotero-local", "zotero-web")  # before the name of a collection
_FORMS = "a DOI, PMCID, PMID, arXiv id, address, file or folder"


@dataclass(frozen=True, slots=True)
class AddRequest:
    """One paper to add.

    named: what was typed, or the place of an entry. id, file: what it means. title, author: of an entry
    without an id, to look it up. why: why the request cannot be understood.
    """

    named: str
    id: Id | None = None
    file: Path | None = None
    title: str = ""
    author: str = ""
    why: str = ""


def read_requests(names: Sequence[str]) -> list[AddRequest]:
    """Return the papers that ``names`` mean, in order, each once."""
    found: dict[object, AddRequest] = {}
    for name in names:
        for one in _named(name):
            found.setdefault(one.id.key if one.id else one.file or one.title or one.named, one)
    return list(found.values())


def _named(name: str) -> Iterator[AddRequest]:
    path = Path(name).expanduser()
    try:
        exists = path.exists()
    except (OSError, ValueError):  # too long for a path, or with a zero byte in it
        exists = False
    if not exists and name.partition(":")[0].lower() in _LIBRARIES and ":" in name:
        yield AddRequest(name)
    elif not exists:
        id = id_of(name)
        missing = (
            named_format(name) or path.suffix.lower() in _BIBLIOGRAPHIES or name.startswith(("/", ".", "~"))
        )
        why = "no such file; check the name" if missing else f"not recognised as a paper; give {_FORMS}"
        yield AddRequest(str(id) if id else name, id, why="" if id else why)
    elif path.is_dir():
        files = paper_files(path)
        for file in files.papers:
            yield AddRequest(str(file), file=file)
        for sentence in files.left_out:
            where, _, why = sentence.partition(": ")
            yield AddRequest(where, why=why)
        if not files.papers and not files.left_out:
            yield AddRequest(name, why="the folder holds no papers; choose another")
    elif path.suffix.lower() in _BIBLIOGRAPHIES and named_format(path.name) != "passages":
        yield from _of_bibliography(path)
    elif path.suffix.lower() in _LISTS and (lines := _ids_in(path)):
        yield from _of_lines(path, lines)
    elif named_format(path.name):
        yield AddRequest(name, file=path)
    else:
        yield AddRequest(
            name, why="not a paper, a list of ids or a bibliography; see `answerbook add --help`"
        )


def _ids_in(path: Path) -> list[str]:
    """Return the lines of a list of ids; none if the first line with content is not an id."""
    try:
        if path.stat().st_size > _MAX_BYTES:
            return []
        lines = decode_text(path.read_bytes())[0].split("\n")
    except (OSError, Undecodable):
        return []
    first = next((bare for line in lines if (bare := _bare(line))), "")
    return lines if id_of(first) else []


def _bare(line: str) -> str:
    """Return a line without its comment. A comment starts with " #", as addresses may contain a "#"."""
    line = line.strip()
    return "" if line.startswith("#") else line.split(" #")[0].split("\t#")[0].strip()


def _of_lines(path: Path, lines: Sequence[str]) -> Iterator[AddRequest]:
    for number, line in enumerate(lines, start=1):
        if bare := _bare(line):
            id = id_of(bare)
            why = "" if id else f"{bare[:80]!r} is not an id; write one id per line, and comments after #"
            yield AddRequest(str(id) if id else f"{path}:{number}", id, why=why)


def _of_bibliography(path: Path) -> Iterator[AddRequest]:
    read = read_bibliography(path)
    if read.problem is not None:
        yield AddRequest(str(path), why=read.problem.message)
    elif not read.entries:
        yield AddRequest(str(path), why="the bibliography has no entries; export it again")
    for entry in read.entries:
        yield _of_entry(path, entry)


def _of_entry(path: Path, entry: BibEntry) -> AddRequest:
    place = f"{path}:{entry.line}" if entry.line else f"{path} ({entry.key})"
    if entry.broken:
        return AddRequest(place, why="the entry is not closed; fix it")
    id = Id("doi", entry.doi) if entry.doi else Id("arxiv", entry.arxiv) if entry.arxiv else None
    id = id_of(str(id)) if id else None
    if id is None:
        id = id_of(entry.fields.get("url", ""))
    if id is not None:
        return AddRequest(str(id), id)
    data, _ = metadata_of(entry, abstract=False)
    if not data.title:
        return AddRequest(place, why="the entry has neither an id nor a title; give it a DOI")
    return AddRequest(place, title=data.title, author=data.authors[0].family if data.authors else "")

"""What a person names on the command line, told apart: ids, lists of ids, bibliographies, papers, folders."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.core.formats import named_format
from generator.fetching import Id, id_of
from generator.project.paper_files import paper_files
from generator.reading.decoding import Undecodable, decoded
from generator.reading.metadata.bibliography import metadata_of, read_bibliography
from generator.reading.metadata.entries import Entry

__all__ = ["Wanted", "wanted"]

_BIBLIOGRAPHIES = (".bib", ".json", ".ris", ".nbib")
_LISTS = (".txt", ".text", ".ids", ".lst", ".csv", "")
_MAX_BYTES = 10_000_000  # of a list of ids
_LIBRARIES = ("zotero", "zotero-local", "zotero-web")  # before the name of a collection
_FORMS = "a DOI, a PMCID, a PMID, an arXiv id, an address, a file or a folder"


@dataclass(frozen=True, slots=True)
class Wanted:
    """One paper that is to be added. named: as it was written, and where. id, file: what it is.

    title, author: of an entry without an id, to look it up by. why: where it is none of these.
    """

    named: str
    id: Id | None = None
    file: Path | None = None
    title: str = ""
    author: str = ""
    why: str = ""


def wanted(names: Sequence[str]) -> list[Wanted]:
    """Return what ``names`` name, in order, each once."""
    found: dict[object, Wanted] = {}
    for name in names:
        for one in _named(name):
            found.setdefault(one.id.key if one.id else one.file or one.title or one.named, one)
    return list(found.values())


def _named(name: str) -> Iterator[Wanted]:
    path = Path(name).expanduser()
    try:
        exists = path.exists()
    except (OSError, ValueError):  # too long for a path, or with a zero byte in it
        exists = False
    if not exists and name.partition(":")[0].lower() in _LIBRARIES and ":" in name:
        yield Wanted(name)
    elif not exists:
        id = id_of(name)
        missing = (
            named_format(name) or path.suffix.lower() in _BIBLIOGRAPHIES or name.startswith(("/", ".", "~"))
        )
        why = "there is no such file; check the name" if missing else f"names no paper; give {_FORMS}"
        yield Wanted(str(id) if id else name, id, why="" if id else why)
    elif path.is_dir():
        files = paper_files(path)
        for file in files.papers:
            yield Wanted(str(file), file=file)
        for sentence in files.left_out:
            where, _, why = sentence.partition(": ")
            yield Wanted(where, why=why)
        if not files.papers and not files.left_out:
            yield Wanted(name, why="is a folder without papers; name another")
    elif path.suffix.lower() in _BIBLIOGRAPHIES and named_format(path.name) != "passages":
        yield from _of_bibliography(path)
    elif path.suffix.lower() in _LISTS and (lines := _ids_in(path)):
        yield from _of_lines(path, lines)
    elif named_format(path.name):
        yield Wanted(name, file=path)
    else:
        yield Wanted(name, why="is no paper, no list of ids and no bibliography; see `answerbook add --help`")


def _ids_in(path: Path) -> list[str]:
    """The lines of a list of ids; none for a file whose first line of content names no paper."""
    try:
        if path.stat().st_size > _MAX_BYTES:
            return []
        lines = decoded(path.read_bytes())[0].split("\n")
    except (OSError, Undecodable):
        return []
    first = next((bare for line in lines if (bare := _bare(line))), "")
    return lines if id_of(first) else []


def _bare(line: str) -> str:
    """A line without its comment: from # on, where a blank stands before it, for addresses may hold one."""
    line = line.strip()
    return "" if line.startswith("#") else line.split(" #")[0].split("\t#")[0].strip()


def _of_lines(path: Path, lines: Sequence[str]) -> Iterator[Wanted]:
    for number, line in enumerate(lines, start=1):
        if bare := _bare(line):
            id = id_of(bare)
            why = "" if id else f"{bare[:80]!r} names no paper; write one id a line, and comments behind #"
            yield Wanted(str(id) if id else f"{path}:{number}", id, why=why)


def _of_bibliography(path: Path) -> Iterator[Wanted]:
    read = read_bibliography(path)
    if read.problem is not None:
        yield Wanted(str(path), why=read.problem.message)
    elif not read.entries:
        yield Wanted(str(path), why="holds no entry; export it again")
    for entry in read.entries:
        yield _of_entry(path, entry)


def _of_entry(path: Path, entry: Entry) -> Wanted:
    place = f"{path}:{entry.line}" if entry.line else f"{path} ({entry.key})"
    if entry.broken:
        return Wanted(place, why="an entry has no end; repair it")
    id = Id("doi", entry.doi) if entry.doi else Id("arxiv", entry.arxiv) if entry.arxiv else None
    id = id_of(str(id)) if id else None
    if id is None:
        id = id_of(entry.fields.get("url", ""))
    if id is not None:
        return Wanted(str(id), id)
    data, _ = metadata_of(entry, abstract=False)
    if not data.title:
        return Wanted(place, why="has neither an id nor a title; give it a DOI")
    return Wanted(place, title=data.title, author=data.authors[0].family if data.authors else "")

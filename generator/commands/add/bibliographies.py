"""Entries of bibliographies as papers to add: by the file that an entry names, its id, or its title."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from generator.commands.add.request import AddRequest
from generator.core.formats import named_format
from generator.fetching import Id, id_of
from generator.reading.metadata.bibliography import metadata_of, read_bibliography
from generator.reading.metadata.bibliography_entry import BibEntry

__all__ = ["BIBLIOGRAPHIES", "of_bibliography"]

BIBLIOGRAPHIES = (".bib", ".json", ".ris", ".nbib")
_BEST = {format: rank for rank, format in enumerate(("jats", "tei", "latex", "pdf", "docx", "html"))}


def of_bibliography(path: Path) -> Iterator[AddRequest]:
    """Yield a request for each entry of the bibliography ``path``, or the reason why it has none."""
    read = read_bibliography(path)
    if read.problem is not None:
        yield AddRequest(str(path), why=read.problem.message)
    elif not read.entries:
        why = read.note.removeprefix(f"{path}: ") or "the bibliography has no entries; export it again"
        yield AddRequest(str(path), why=why)
    for entry in read.entries:
        yield _of_entry(path, entry)


def _of_entry(path: Path, entry: BibEntry) -> AddRequest:
    place = f"{path}:{entry.line}" if entry.line else f"{path} ({entry.key})"
    if entry.broken:
        return AddRequest(place, why="the entry is not closed; fix it")
    data, _ = metadata_of(entry, abstract=False)
    id = _id(entry)
    if files := _files(path, entry):
        return AddRequest(str(files[0]), id, files[0], metadata=data, others=tuple(files[1:]))
    elsewhere = next((name for name in entry.files if named_format(name)), "")
    if id is not None:
        return AddRequest(str(id), id, elsewhere=elsewhere)
    if not data.title:
        return AddRequest(place, why="the entry has neither an id nor a title; give it a DOI")
    author = data.authors[0].family if data.authors else ""
    return AddRequest(place, title=data.title, author=author, elsewhere=elsewhere)


def _id(entry: BibEntry) -> Id | None:
    """Return the id of an entry's paper: its DOI, arXiv id, PMCID or PMID, or else its address."""
    fields = entry.fields
    written = [
        entry.doi,
        f"arXiv:{entry.arxiv}" if entry.arxiv else "",
        fields.get("pmcid", ""),
        f"pmid:{fields['pmid'].strip('{} ')}" if fields.get("pmid") else "",
        fields.get("url", ""),
    ]
    return next((id for text in written if (id := id_of(text.strip("{} "))) is not None), None)


def _files(path: Path, entry: BibEntry) -> list[Path]:
    """Return the files of an entry's paper that were exported with the bibliography, best first.

    Only files in the folder of the bibliography, and below it, are taken: a bibliography from elsewhere must
    not bring other files of this machine among the papers.
    """
    folder = path.resolve().parent
    found = []
    for name in entry.files:
        try:
            file = (folder / name.lstrip("/")).resolve()
            if named_format(file.name) and file.is_relative_to(folder) and file.is_file():
                found.append(file)
        except (OSError, ValueError):
            continue
    # The same order as for Zotero itself: a saved web page last.
    found.sort(key=lambda one: _BEST.get(named_format(one.name) or "", len(_BEST)))
    return [path.parent / one.relative_to(folder) for one in found]  # as it was typed, for people

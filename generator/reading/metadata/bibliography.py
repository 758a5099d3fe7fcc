"""Bibliographies beside the papers, in BibTeX, CSL JSON, RIS or nbib: read once, kept by their hash.

What is kept are entries as they stand in the file. Metadata is made only of an entry that a paper here has.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from generator.core.identifiers import arxiv_id, doi, language_tag, stated_doi
from generator.core.paper import Metadata, Person
from generator.errors import Problem, UnreadablePaper
from generator.reading.decoding import Undecodable, decoded
from generator.reading.links import target
from generator.reading.metadata.bibtex import bibtex_entries
from generator.reading.metadata.csl import NoBibliography, csl_entries
from generator.reading.metadata.entries import Entry, file_names, title_key
from generator.reading.metadata.journals import journal_of_macro
from generator.reading.metadata.licences import licence_id
from generator.reading.metadata.names import bibtex_people
from generator.reading.metadata.ris import nbib_entries, ris_entries
from generator.reading.metadata.tex import address_from_tex, from_html, from_tex
from generator.reading.metadata.visibility import Misplaced, says_private
from generator.reading.processes import done_apart
from generator.storage.code import code_of
from generator.storage.files import hash_of
from generator.storage.record import Record

# Names of bibliographies in a folder of papers, in lower case. Of several, the first that fills a field wins.
BIBLIOGRAPHIES = ("papers.bib", "papers.csl.json", "papers.json", "papers.ris", "papers.nbib")

_READERS: dict[str, Callable[[str], list[Entry]]] = {
    ".bib": bibtex_entries,
    ".json": csl_entries,
    ".ris": ris_entries,
    ".nbib": nbib_entries,
}
# A hundred entries of usual length. Whatever is in so many bytes, they are read in about a second (measured,
# tests/benchmarks/hostile.py); what is larger is read in a process with limits.
_READ_HERE = 100_000
_MAX_BYTES = 50_000_000  # some 300,000 entries
# BibTeX and BibLaTeX types as CSL names them; articles and all others keep the default.
_TYPES = {
    "inproceedings": "paper-conference",
    "conference": "paper-conference",
    "proceedings": "book",
    "book": "book",
    "incollection": "chapter",
    "inbook": "chapter",
    "phdthesis": "thesis",
    "mastersthesis": "thesis",
    "thesis": "thesis",
    "techreport": "report",
    "report": "report",
    "misc": "article",
    "online": "article",
    "unpublished": "manuscript",
    "dataset": "dataset",
    "software": "software",
}
# Types that CSL JSON itself names.
_CSL_TYPES = frozenset(
    (
        "article",
        "article-journal",
        "article-magazine",
        "article-newspaper",
        "book",
        "chapter",
        "dataset",
        "manuscript",
        "paper-conference",
        "report",
        "review",
        "software",
        "thesis",
        "webpage",
        "post-weblog",
    )
)
_YEAR = re.compile(r"(?<![0-9])(?:1[0-9]|20)[0-9]{2}(?![0-9])")
_ADDRESS = re.compile(r"(?:https?|ftp)://\S+", re.IGNORECASE)
_NEXT_ADDRESS = re.compile(r"[,;|](?=(?:https?|ftp)://)|[,;]$", re.IGNORECASE)
_ARXIV_IN_TEXT = re.compile(r"\barxiv:\s{0,3}([a-z.-]{0,20}/?[0-9.]{7,12})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Bibliography:
    """A bibliography as read. problem: why it cannot be read at all, if so. note: what else to say of it."""

    path: Path
    entries: tuple[Entry, ...] = ()
    problem: Problem | None = None
    note: str = ""


def bibliographies_in(folder: Path) -> list[Path]:
    """Return the bibliographies of a folder of papers; the first wins over the others."""
    if not folder.is_dir():
        return []
    found = {path.name.lower(): path for path in sorted(folder.iterdir(), reverse=True)}
    return [found[name] for name in BIBLIOGRAPHIES if name in found and found[name].is_file()]


def read_bibliography(path: Path, cache: Path | None = None) -> Bibliography:
    """Read ``path``, or take what was kept of it in the folder ``cache`` if the file is the same."""
    try:
        return _kept(path, hash_of(path), cache)
    except OSError as error:
        problem = Problem(str(path), None, f"cannot be read ({error.strerror}); check its rights")
        return Bibliography(path, problem=problem)


@lru_cache(maxsize=8)
def _kept(path: Path, sha: str, cache: Path | None) -> Bibliography:
    record = None
    if cache is not None:
        made_from = [sha, path.name, code_of("generator.reading.metadata")]
        record = Record(cache / f"{path.name}.json", "answerbook bibliography", 1, made_from)
        kept = record.read(lambda data: tuple(map(Entry.from_plain, data)))
        if kept is not None:
            return Bibliography(path, kept)
    found = _read(path)
    if record is not None and found.problem is None and found.entries:
        record.write([entry.plain() for entry in found.entries])
    return found


def _read(path: Path) -> Bibliography:
    size = path.stat().st_size
    if size <= _READ_HERE:
        return _parsed(path)
    if size <= _MAX_BYTES:
        found: Bibliography | UnreadablePaper = done_apart(path, _parsed, path)
        if isinstance(found, Bibliography):
            return found
        what = found.what
    else:
        what = f"has {size / 1e6:,.0f} MB, more than the {_MAX_BYTES / 1e6:.0f} MB that are read"
    mend = "keep the entries of the papers that are here"
    return Bibliography(path, problem=Problem(str(path), None, f"{what}; {mend}"))


def _parsed(path: Path) -> Bibliography:
    try:
        text, _ = decoded(path.read_bytes())
        entries = _READERS[path.suffix.lower()](text)
    except Undecodable as error:
        return Bibliography(path, problem=Problem(str(path), None, f"{error}; save it as UTF-8 text"))
    except NoBibliography as error:
        mend = "export it again as CSL JSON"
        if error.line is None and not says_private(text):
            return Bibliography(
                path, note=f"{path}: is not read: it {error}; {mend}, or give it another name"
            )
        return Bibliography(path, problem=Problem(str(path), error.line, f"{error}; {mend}"))
    except Misplaced as error:
        mend = "look for a brace or a line that is missing above"
        return Bibliography(path, problem=Problem(str(path), error.line, f"{error}; {mend}"))
    note = f"{path}: holds no entry; export it again" if text.strip() and not entries else ""
    return Bibliography(path, tuple(map(_described, entries)), note=note)


def _described(entry: Entry) -> Entry:
    """Return ``entry`` with what its paper is searched by, and with all that is wrong with its values."""
    data, faults = metadata_of(entry, abstract=False)
    fields = entry.fields
    names = entry.names or tuple(
        name.strip() for name in (entry.key, *fields.get("ids", "").split(",")) if name.strip()
    )
    files = ";".join(fields[n] for n in ("file", "files", "pdf", "localfile", "local-url") if n in fields)
    kept = {name: value for name, value in fields.items() if name not in ("ids", "note", "file", "files")}
    return dataclasses.replace(
        entry,
        fields=kept,
        faults=(*entry.faults, *faults),
        names=names,
        files=file_names(files) if files else (),
        title="" if entry.broken else title_key(data.title),
        doi=data.doi,
        arxiv=data.arxiv,
    )


def metadata_of(entry: Entry, *, abstract: bool = True) -> tuple[Metadata, tuple[tuple[int, str], ...]]:
    """Return the metadata that an entry holds, and line and message of each value that cannot be used.

    abstract: whether to read that too, which takes the longest. What cannot be used is left out.
    """
    if entry.broken:
        return Metadata(), ()
    faults: list[tuple[int, str]] = []
    fields, plain = entry.fields, from_tex if entry.form == "tex" else from_html

    def text(*names: str) -> str:
        return next((found for name in names if (found := plain(fields.get(name, "")))), "")

    def fault(name: str, message: str) -> None:
        faults.append((entry.lines.get(name) or entry.line, message))

    title = text("title")
    if subtitle := text("subtitle"):
        title = f"{title}{' ' if title.endswith((':', '?', '!', '.')) else ': '}{subtitle}"
    authors = tuple(Person(plain(family), plain(given)) for family, given in entry.authors)
    if "author" in fields:
        authors, wrong = bibtex_people(fields["author"])
        if wrong:
            fault("author", wrong)
    url = _url(fields)
    licence = text("licence", "license", "copyright")
    data = Metadata(
        title=title,
        authors=authors,
        year=_year(fields, fault),
        venue=journal_of_macro(fields.get("journal", "")) or text("journal", "journaltitle", "booktitle"),
        doi=_doi(fields, url, fault),
        arxiv=_arxiv(fields, url),
        url=url,
        licence=licence_id(licence) or licence,
        abstract=text("abstract") if abstract else "",
        type=_type(entry.kind.lower()),
        language=language_tag(text("language")),
        visibility="private" if "visibility" in fields else "public",
    )
    return data, tuple(faults)


def _type(kind: str) -> str:
    own = kind.removeprefix("csl ")
    return own if own != kind and own in _CSL_TYPES else _TYPES.get(kind, Metadata().type)


def _year(fields: dict[str, str], fault: Callable[[str, str], None]) -> int | None:
    stated = [name for name in ("year", "date", "issued") if fields.get(name, "").strip("{} \t\n")]
    for name in stated:
        if found := _YEAR.search(fields[name]):
            return int(found[0])
    for name in stated[:1]:
        shown = from_tex(fields[name])[:40]
        fault(name, f"{name!r} holds no year: {shown!r}; write it like 2024, or remove the field")
    return None


def _doi(fields: dict[str, str], url: str, fault: Callable[[str, str], None]) -> str:
    stated = address_from_tex(fields.get("doi", ""))
    if stated and (found := stated_doi(stated)):
        return found
    if stated:
        fault("doi", f"'doi' must be a DOI such as 10.1000/abc, not {stated[:80]!r}; mend it or remove it")
    return doi(url)


def _arxiv(fields: dict[str, str], url: str) -> str:
    kind = (fields.get("eprinttype") or fields.get("archiveprefix") or "arxiv").strip("{} ").lower()
    candidates = [fields.get("eprint", "") if kind == "arxiv" else "", fields.get("arxiv", "")]
    candidates += [fields.get("arxivid", ""), fields.get("doi", ""), url]
    if found := _ARXIV_IN_TEXT.search(fields.get("journal", "") or fields.get("journaltitle", "")):
        candidates.append(found[1])
    return next((id for given in candidates if (id := arxiv_id(given.strip("{} ")))), "")


def _url(fields: dict[str, str]) -> str:
    """Return the first address of the entry; Mendeley writes several into one field."""
    for name in ("url", "howpublished"):
        stated = address_from_tex(fields.get(name, ""))
        if found := _ADDRESS.search(stated):
            return target(_NEXT_ADDRESS.split(found[0])[0]) or ""
        if name == "url" and (address := target(stated)):
            return address
    return ""

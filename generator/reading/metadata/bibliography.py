"""Bibliographies next to the papers, in BibTeX, CSL JSON, RIS or nbib: read once, then cached by their hash.

Entries are cached as they are in the file. Only entries that a paper of the project has become metadata.

>>> _url({"url": "https://example.org/a,https://example.org/b"})
'https://example.org/a'
>>> _type("journal-article")
'article-journal'
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from generator.core.doi_and_arxiv import arxiv_id, doi, language_tag, stated_doi
from generator.core.paper import Metadata, Person
from generator.errors import Problem, UnreadablePaper
from generator.reading.decoding import Undecodable, decode_text
from generator.reading.metadata.bibliography_entry import BibEntry, file_names, title_key
from generator.reading.metadata.bibtex import bibtex_entries
from generator.reading.metadata.bibtex_names import bibtex_people
from generator.reading.metadata.csl import NoBibliography, csl_entries
from generator.reading.metadata.journals import journal_of_macro
from generator.reading.metadata.licences import licence_id
from generator.reading.metadata.ris import nbib_entries, ris_entries
from generator.reading.metadata.tex import address_from_tex, from_html, from_tex
from generator.reading.metadata.visibility import MisplacedStatement, says_private
from generator.reading.processes import run_apart
from generator.reading.web_addresses import target
from generator.storage.code_version import code_of
from generator.storage.files import bytes_of, hash_of
from generator.storage.work_records import Record

# Names of bibliographies in a folder of papers, in lower case. If several fill a field, the first one counts.
BIBLIOGRAPHIES = ("papers.bib", "papers.csl.json", "papers.json", "papers.ris", "papers.nbib")

_READERS: dict[str, Callable[[str], list[BibEntry]]] = {
    ".bib": bibtex_entries,
    ".json": csl_entries,
    ".ris": ris_entries,
    ".nbib": nbib_entries,
}
# A hundred entries of usual length. Whatever a file of this size contains, it is read in about a second
# (measured by tests/benchmarks/hostile.py). A larger file is read in a process with limits.
_MAX_BYTES_HERE = 100_000
_MAX_BYTES = 50_000_000  # about 300,000 entries
# Types of BibTeX and BibLaTeX, and what CSL calls them; articles and all other types keep the default.
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
_CONFLICT_MARK = re.compile(r"^(?:<{7}|>{7}) ", re.MULTILINE)  # as git leaves them
_YEAR = re.compile(r"(?<![0-9])(?:1[0-9]|20)[0-9]{2}(?![0-9])")
_ADDRESS = re.compile(r"(?:https?|ftp)://\S+", re.IGNORECASE)
_NEXT_ADDRESS = re.compile(r"[,;|](?=(?:https?|ftp)://)|[,;]$", re.IGNORECASE)
_ARXIV_IN_TEXT = re.compile(r"\barxiv:\s{0,3}([a-z.-]{0,20}/?[0-9.]{7,12})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Bibliography:
    """A bibliography as read.

    problem: why it cannot be read at all. note: anything else to report about it.
    """

    path: Path
    entries: tuple[BibEntry, ...] = ()
    problem: Problem | None = None
    note: str = ""


def bibliographies_in(folder: Path) -> list[Path]:
    """Return the bibliographies in a folder of papers; earlier ones take precedence over later ones."""
    if not folder.is_dir():
        return []
    by_name = {path.name.lower(): path for path in sorted(folder.iterdir(), reverse=True)}
    return [by_name[name] for name in BIBLIOGRAPHIES if name in by_name and by_name[name].is_file()]


def read_bibliography(path: Path, cache: Path | None = None) -> Bibliography:
    """Return the bibliography in ``path``, from the folder ``cache`` if the file has not changed since.

    A file that cannot be read has its ``problem`` set.
    """
    try:
        return _cached(path, hash_of(path), cache)
    except OSError as error:
        problem = Problem(str(path), None, f"cannot be read ({error.strerror}); check its rights")
        return Bibliography(path, problem=problem)


@lru_cache(maxsize=8)
def _cached(path: Path, sha: str, cache: Path | None) -> Bibliography:
    record = None
    if cache is not None:
        made_from = [sha, path.name, code_of("generator.reading.metadata")]
        record = Record(cache / f"{path.name}.json", "answerbook bibliography", 1, made_from)
        entries = record.read(lambda data: tuple(map(BibEntry.from_plain, data)))
        if entries is not None:
            return Bibliography(path, entries)
    bibliography = _read(path)
    if record is not None and bibliography.problem is None and bibliography.entries:
        record.write([entry.plain() for entry in bibliography.entries])
    return bibliography


def _read(path: Path) -> Bibliography:
    """Read ``path``, in a process of its own if it is large."""
    size = path.stat().st_size
    if size <= _MAX_BYTES_HERE:
        return _parse(path)
    if size <= _MAX_BYTES:
        outcome: Bibliography | UnreadablePaper = run_apart(path, _parse, path)
        if isinstance(outcome, Bibliography):
            return outcome
        fault = outcome.what
    else:
        fault = f"has {size / 1e6:,.0f} MB, more than the {_MAX_BYTES / 1e6:.0f} MB that are read"
    hint = "keep only the entries of your papers"
    return Bibliography(path, problem=Problem(str(path), None, f"{fault}; {hint}"))


def _parse(path: Path) -> Bibliography:
    try:
        text, _ = decode_text(bytes_of(path), records=True)
        if marked := _CONFLICT_MARK.search(text):
            # BibTeX would take it for a comment, and read both sides.
            line = text.count("\n", 0, marked.start()) + 1
            fault = "is a mark of a merge conflict; keep one side of each conflict, and delete the marks"
            return Bibliography(path, problem=Problem(str(path), line, fault))
        entries = _READERS[path.suffix.lower()](text)
    except Undecodable as error:
        return Bibliography(path, problem=Problem(str(path), None, f"{error}; save it as UTF-8 text"))
    except NoBibliography as error:
        hint = "export it again as CSL JSON"
        if error.line is None and not says_private(text):
            return Bibliography(path, note=f"{path}: is not read: it {error}; {hint}, or rename it")
        return Bibliography(path, problem=Problem(str(path), error.line, f"{error}; {hint}"))
    except MisplacedStatement as error:
        hint = "look for a brace or a line that is missing above"
        return Bibliography(path, problem=Problem(str(path), error.line, f"{error}; {hint}"))
    note = f"{path}: holds no entry; export it again" if text.strip() and not entries else ""
    return Bibliography(path, tuple(map(_with_search_keys, entries)), note=note)


def _with_search_keys(entry: BibEntry) -> BibEntry:
    """Return ``entry`` with the values by which its paper is found, and with the faults in its values."""
    data, faults = metadata_of(entry, abstract=False)
    fields = entry.fields
    names = entry.names or tuple(
        name.strip() for name in (entry.key, *fields.get("ids", "").split(",")) if name.strip()
    )
    files = ";".join(fields[n] for n in ("file", "files", "pdf", "localfile", "local-url") if n in fields)
    other_fields = {
        name: value for name, value in fields.items() if name not in ("ids", "note", "file", "files")
    }
    return dataclasses.replace(
        entry,
        fields=other_fields,
        faults=(*entry.faults, *faults),
        names=names,
        files=file_names(files) if files else (),
        title="" if entry.broken else title_key(data.title),
        doi=data.doi,
        arxiv=data.arxiv,
    )


def metadata_of(entry: BibEntry, *, abstract: bool = True) -> tuple[Metadata, tuple[tuple[int, str], ...]]:
    """Return the metadata in an entry, and line and message of each value that cannot be used.

    abstract: True to read the abstract too, which takes the longest. Unusable values are left out.
    """
    if entry.broken:
        return Metadata(), ()
    faults: list[tuple[int, str]] = []
    fields, plain = entry.fields, from_tex if entry.form == "tex" else from_html

    def text(*names: str) -> str:
        return next((value for name in names if (value := plain(fields.get(name, "")))), "")

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
        fault("doi", f"'doi' must be a DOI such as 10.1000/abc, not {stated[:80]!r}; fix it or remove it")
    return doi(url)


def _arxiv(fields: dict[str, str], url: str) -> str:
    kind = (fields.get("eprinttype") or fields.get("archiveprefix") or "arxiv").strip("{} ").lower()
    candidates = [fields.get("eprint", "") if kind == "arxiv" else "", fields.get("arxiv", "")]
    candidates += [fields.get("arxivid", ""), fields.get("doi", ""), url]
    if found := _ARXIV_IN_TEXT.search(fields.get("journal", "") or fields.get("journaltitle", "")):
        candidates.append(found[1])
    return next((id for given in candidates if (id := arxiv_id(given.strip("{} ")))), "")


def _url(fields: dict[str, str]) -> str:
    """Return the first web address in the entry; Mendeley writes several into one field."""
    for name in ("url", "howpublished"):
        stated = address_from_tex(fields.get(name, ""))
        if found := _ADDRESS.search(stated):
            return target(_NEXT_ADDRESS.split(found[0])[0]) or ""
        if name == "url" and (address := target(stated)):
            return address
    return ""

"""CSL JSON, as Zotero, Mendeley, Paperpile and Pandoc export it: entries of a bibliography.

Example: `{"title": "Moths", "issued": {"date-parts": [[2020]]}}` is an entry with the year 2020.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from generator.reading.decoding import json_data
from generator.reading.metadata.bibliography_entry import BibEntry
from generator.reading.metadata.visibility import flattened, says_private, visibility_of

_TEXTS = {
    "title": "title",
    "container-title": "journal",
    "DOI": "doi",
    "PMCID": "pmcid",
    "PMID": "pmid",
    "URL": "url",
    "abstract": "abstract",
    "license": "licence",
    "language": "language",
    "file": "file",
    "arxiv": "arxiv",
}
_CITATION_KEY = re.compile(
    r"(?:^|\n)\s{0,5}(?:citation[ -]?key|bibtex)\s{0,5}:\s{0,5}(\S{1,200})", re.IGNORECASE
)
_TELLING = frozenset(("title", "DOI", "URL", "PMID", "PMCID", "author", "issued"))
_OBJECT = re.compile(r"\{(?=\s{0,200}\")")
_MAX_ERRORS = 50  # objects with a syntax error; a file with more of them is no bibliography
_ARXIV = re.compile(r"\barxiv:\s{0,3}(\S{5,30})", re.IGNORECASE)


class NoBibliography(ValueError):
    """JSON that is not CSL. The message says why, as the rest of a sentence. line: where, or None."""

    def __init__(self, message: str, line: int | None = None) -> None:
        self.line = line
        super().__init__(message)


def csl_entries(text: str) -> list[BibEntry]:
    """Return the entries of ``text`` in order; an item that is none becomes one that only has a fault.

    Raises NoBibliography if no item is sound.
    """
    try:
        data = json_data(text)
    except RecursionError as error:
        raise NoBibliography("is nested too deeply") from error
    except ValueError as error:
        if entries := _sound_entries(text):
            return entries
        line = getattr(error, "lineno", None)
        raise NoBibliography(f"is not valid JSON ({getattr(error, 'msg', error)})", line) from error
    if isinstance(data, Mapping):
        items = data.get("items") or data.get("references")
        data = items if isinstance(items, list) else [data] if "title" in data else None
    if not isinstance(data, list) or (data and not any(isinstance(item, Mapping) for item in data)):
        raise NoBibliography("holds no list of CSL items")
    if data and not any(isinstance(item, Mapping) and ("title" in item or "DOI" in item) for item in data):
        raise NoBibliography("holds no CSL items: none has a title or a DOI")
    lines = _lines(text, sum(isinstance(item, Mapping) for item in data))
    entries = []
    for number, item in enumerate(data, start=1):
        line = lines.pop(0) if isinstance(item, Mapping) else 0
        if _is_item(item):
            entries.append(_entry(item, line))
        elif any(says_private(line) for line in flattened({"": item})):
            raise NoBibliography(f"holds an item that is no CSL item and says private (item {number})")
        else:
            entries.append(_faulty(number, line, "says nothing about a work: it has no title, DOI or author"))
    return entries


def _is_item(item: Any) -> bool:
    return isinstance(item, Mapping) and not _TELLING.isdisjoint(item)


def _faulty(number: int, line: int, why: str) -> BibEntry:
    """Return the entry for an item of which nothing can be used."""
    return BibEntry(
        "plain",
        "",
        line,
        faults=((line, f"item {number} {why}; export it again, or remove it"),),
        broken=True,
    )


def _sound_entries(text: str) -> list[BibEntry]:
    """Return the entries of JSON with a syntax error: those before and behind the items that hold it.

    Nothing is returned if the error is everywhere, or may hide a statement of privacy.
    """
    decoder = json.JSONDecoder()
    entries: list[BibEntry] = []
    sound = errors = end = gap = counted = 0
    line = 1
    for start in (match.start() for match in _OBJECT.finditer(text)):
        if start < end:
            continue
        line, counted = line + text.count("\n", counted, start), start
        try:
            item, after = decoder.raw_decode(text, start)
        except (ValueError, RecursionError) as error:
            errors += 1
            if errors > _MAX_ERRORS:
                return []
            if not gap:  # the rest of the item is a part of the fault
                gap = start
                at = getattr(error, "lineno", line)
                entries.append(
                    _faulty(len(entries) + 1, at, f"is not valid JSON ({getattr(error, 'msg', error)})")
                )
            continue
        if _is_item(item):
            if gap and says_private(text[gap:start]):
                return []
            entries.append(_entry(item, line))
            sound, end, gap = sound + 1, after, 0
        elif not gap:
            end = after
    return entries if sound and not (gap and says_private(text[gap:])) else []


def _lines(text: str, count: int) -> list[int]:
    """Return the line on which each item begins; zeros if the ids in the text do not tell."""
    lines = [n for n, line in enumerate(text.split("\n"), start=1) if '"id"' in line or '"id" ' in line]
    return lines if len(lines) == count else [0] * count


def _entry(item: Mapping[str, Any], line: int) -> BibEntry:
    fields = {name: text for given, name in _TEXTS.items() if (text := _text(item.get(given)))}
    note = _text(item.get("note")) or _text(item.get("extra"))
    if _text(item.get("archive")).lower() == "arxiv":
        fields["arxiv"] = _text(item.get("archive_location") or item.get("number"))
    elif found := _ARXIV.search(_text(item.get("number")) or note):
        fields["arxiv"] = found[1]
    if year := _year(item.get("issued") or item.get("published-print") or item.get("published")):
        fields["year"] = year
    stated = visibility_of(_text(item.get("visibility"))) == "private"
    if stated or any(says_private(line) for line in flattened(item)):
        fields["visibility"] = "private"
    key = _text(item.get("citation-key")) or _text(item.get("id"))
    more = [_text(item.get("id")), *_CITATION_KEY.findall(note)]
    return BibEntry(
        "plain",
        key,
        line,
        f"csl {_text(item.get('type'))}",  # in CSL "article" is a preprint, in BibTeX a journal article
        fields,
        authors=_authors(item.get("author")),
        names=tuple(dict.fromkeys(filter(None, (key, *more)))),
    )


def _text(value: Any) -> str:
    if isinstance(value, list):  # in Crossref's JSON every title is a list
        value = value[0] if value else ""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return str(value).strip()


def _year(issued: Any) -> str:
    if isinstance(issued, Mapping):
        parts = issued.get("date-parts")
        if isinstance(parts, list) and parts:
            first = parts[0][0] if isinstance(parts[0], list) and parts[0] else parts[0]
            return _text(first)
        return _text(issued.get("raw") or issued.get("literal") or issued.get("year"))
    return _text(issued) if not isinstance(issued, list) else ""


def _authors(people: Any) -> tuple[tuple[str, str], ...]:
    found = []
    for one in people if isinstance(people, list) else ():
        if isinstance(one, str):
            family, _, given = one.partition(",")
            found.append((family.strip(), given.strip()))
        elif isinstance(one, Mapping):
            particles = (one.get("dropping-particle"), one.get("non-dropping-particle"))
            family = _text(one.get("family")) or _text(one.get("literal")) or _text(one.get("name"))
            whole = " ".join(filter(None, (*map(_text, particles), family, _text(one.get("suffix")))))
            found.append((whole, _text(one.get("given")) if one.get("family") else ""))
    return tuple((family, given) for family, given in found if family)

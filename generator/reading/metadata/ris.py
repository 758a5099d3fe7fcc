"""RIS and nbib, formats of lines with tags: RIS from most publishers and programs, nbib from PubMed.

>>> [entry] = ris_entries("TY  - JOUR\\nTI  - Moths at lamps\\nPY  - 2020\\nER  - ")
>>> entry.fields
{'title': 'Moths at lamps', 'year': '2020'}
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from generator.reading.metadata.bibliography_entry import BibEntry
from generator.reading.metadata.visibility import MisplacedStatement, mentions, says_private

_RIS = re.compile(r"([A-Z][A-Z0-9])(?:  ?- ?| {2}-$)(.*)")
_NBIB = re.compile(r"([A-Z]{1,4}) {0,3}- (.*)")
_SUFFIX = re.compile(r"(?:jr|sr|i{1,3}|iv)\.?", re.IGNORECASE)
_KINDS = {
    "CONF": "inproceedings",
    "CPAPER": "inproceedings",
    "CHAP": "incollection",
    "BOOK": "book",
    "EBOOK": "book",
    "THES": "thesis",
    "RPRT": "report",
    "DATA": "dataset",
    "COMP": "software",
    "UNPB": "unpublished",
}

# A record: tag, text and line of each of its lines, in order.
_Record = list[tuple[str, str, int]]


def ris_entries(text: str) -> list[BibEntry]:
    """Return the references of a RIS file in order; each begins with TY and ends with ER.

    Raises MisplacedStatement if something is declared private outside of them.
    """
    return [_of_ris(record) for record in _checked_records(text, _RIS, "TY", "ER")]


def nbib_entries(text: str) -> list[BibEntry]:
    """Return the references of a PubMed (MEDLINE) export in order; each begins with PMID.

    Raises MisplacedStatement if something is declared private outside of them.
    """
    return [_of_nbib(record) for record in _checked_records(text, _NBIB, "PMID", "")]


def _checked_records(text: str, pattern: re.Pattern[str], first: str, last: str) -> list[_Record]:
    """Return the records of a file.

    Raises MisplacedStatement if a statement of privacy is in none of them.
    """
    records = list(_records(text, pattern, first, last))
    whole = [record for record in records if record[0][0] == first]
    stated, in_records = mentions(text), sum(len(mentions(v)) for record in whole for _, v, _ in record)
    if len(stated) > in_records:
        raise MisplacedStatement(text.count("\n", 0, stated[0]) + 1)
    return records


def _records(text: str, pattern: re.Pattern[str], first: str, last: str) -> Iterable[_Record]:
    record: _Record = []
    for number, line in enumerate(text.split("\n"), start=1):
        tagged = pattern.match(line)
        if tagged is None:
            # A line without a tag continues the one before.
            if record and line.strip():
                tag, value, at = record[-1]
                record[-1] = tag, f"{value} {line.strip()}", at
            continue
        tag, value = tagged[1], tagged[2].strip()
        if tag == first and record:
            yield record
            record = []
        if tag == last:
            if record:
                yield record
            record = []
        elif record or tag == first or last:
            record.append((tag, value, number))
    if record:
        yield record


class _Tags:
    """The values of a record by tag."""

    def __init__(self, record: _Record) -> None:
        self.record = record

    def all(self, *tags: str) -> list[tuple[str, int]]:
        """Return value and line of each line with one of these tags, without empty ones."""
        return [(value, line) for tag, value, line in self.record if tag in tags and value]

    def first(self, *tags: str) -> tuple[str, int]:
        """Return value and line of the first of these tags that has a value; ("", 0) if none has."""
        return next((found[0] for tag in tags if (found := self.all(tag))), ("", 0))


def _entry(
    record: _Record,
    kind: str,
    key: str,
    fields: dict[str, tuple[str, int]],
    authors: list[str],
    names: list[str],
) -> BibEntry:
    private = {"visibility": "private"} if any(says_private(v) for _, v, _ in record) else {}
    return BibEntry(
        "plain",
        key,
        record[0][2],
        kind,
        {name: value for name, (value, _) in fields.items() if value} | private,
        {name: line for name, (value, line) in fields.items() if value},
        authors=tuple(person for name in authors if (person := _person(name))[0]),
        names=tuple(dict.fromkeys(name for name in (key, *names) if name)),
    )


def _of_ris(record: _Record) -> BibEntry:
    tags = _Tags(record)
    if record[0][0] != "TY":
        line = record[0][2]
        fault = "a reference does not begin with the line 'TY  - '; add it, or export the file again"
        return BibEntry("plain", "", line, faults=((line, fault),), broken=True)
    kind = _KINDS.get(tags.first("TY")[0].upper(), "article")
    book = kind in ("inproceedings", "incollection")
    # The title of a journal is under JF, T2, JO or JA, that of a conference under T2, BT or C3.
    venue = tags.first("T2", "BT", "C3", "JF", "JO") if book else tags.first("JF", "T2", "JO", "JA", "J2")
    if kind in ("book", "thesis", "report"):
        venue = "", 0
    files = tags.all("L1", "L2", "LK", "L4", "UR")
    fields = {
        "title": tags.first("TI", "T1", "CT", "BT" if kind == "book" else "TI"),
        "year": _year(tags),
        "journal": venue,
        "doi": _doi(tags),
        "pmcid": next((c for c in tags.all("C2", "AN") if c[0].upper().startswith("PMC")), ("", 0)),
        "url": tags.first("UR", "LK", "L2"),
        "abstract": tags.first("AB", "N2"),
        "file": (";".join(_path(value) for value, _ in files if not value.startswith("http")), 0),
    }
    authors = [value for value, _ in tags.all("AU", "A1")]
    return _entry(record, kind, tags.first("ID")[0], fields, authors, [tags.first("LB")[0]])


def _year(tags: _Tags) -> tuple[str, int]:
    candidates = [tags.first(tag) for tag in ("PY", "Y1", "DA", "Y2")]
    filled = [found for found in candidates[:3] if found[0].strip("/ ")]
    return next(
        (found for found in filled if re.search(r"[0-9]{4}", found[0])), filled[0] if filled else ("", 0)
    )


def _doi(tags: _Tags) -> tuple[str, int]:
    """Return the DOI under DO, or under M3 and N1, where older exports have it."""
    if (stated := tags.first("DO"))[0]:
        return stated
    for value, line in tags.all("M3", "N1", "L3"):
        if re.match(r"(?:doi:?\s*|https?://(?:dx\.)?doi\.org/)?10\.[0-9]{4,9}/\S+$", value, re.IGNORECASE):
            return value, line
    return "", 0


def _of_nbib(record: _Record) -> BibEntry:
    tags = _Tags(record)
    dois = [(v.rpartition("[")[0].strip(), n) for v, n in tags.all("LID", "AID") if v.endswith("[doi]")]
    fields = {
        "title": tags.first("TI", "BTI"),
        "year": tags.first("DP", "DEP"),
        "journal": tags.first("JT", "TA"),
        "doi": dois[0] if dois else ("", 0),
        "pmcid": tags.first("PMC"),
        "pmid": tags.first("PMID"),
        "abstract": tags.first("AB"),
    }
    full = [value for value, _ in tags.all("FAU")] or [value for value, _ in tags.all("AU")]
    authors = full + [value for value, _ in tags.all("CN")]
    pmid = tags.first("PMID")[0]
    return _entry(record, "article", pmid, fields, authors, [f"pmid{pmid}", tags.first("PMC")[0]])


def _path(value: str) -> str:
    """Return the path of a file as RIS names it, without its scheme (``file:///``, ``internal-pdf://``)."""
    return re.sub(r"^[a-z-]{3,20}:/{1,3}", "/", value).replace(";", "\\;").replace(":", "\\:")


def _person(name: str) -> tuple[str, str]:
    """Return family and given name of ``Family, Given, Suffix``; without a comma, that of an organisation."""
    parts = [part.strip() for part in name.split(",") if part.strip()]
    if not parts:
        return "", ""
    if len(parts) > 2 and _SUFFIX.fullmatch(parts[-1]):
        return f"{parts[0]} {parts[-1]}", " ".join(parts[1:-1])
    return parts[0], " ".join(parts[1:])

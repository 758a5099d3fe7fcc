"""BibTeX as people and programs write it, split into entries; what cannot be split is a fault with its line.

The text is read once, from left to right. An entry without an end is lost, but only that one: the next entry
begins where a line begins with ``@type{``.

>>> [entry] = bibtex_entries("@article{moths, title = {Moths at {S}treet-lamps}, year = 2020}")
>>> entry.key, entry.fields
('moths', {'title': 'Moths at {S}treet-lamps', 'year': '2020'})
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field

from generator.reading.metadata.bibliography_entry import FIELDS, BibEntry
from generator.reading.metadata.visibility import MisplacedStatement, mentions, says_private, visibility_of

_ENTRY = re.compile(r"@[ \t]{0,20}([A-Za-z][A-Za-z0-9_-]{0,60})\s{0,100}([{(])")
_MARK = re.compile(r"@[ \t]{0,20}[A-Za-z][A-Za-z0-9_-]{0,60}[ \t]{0,20}[{(]")
_BRACES = re.compile(r"[{}]")
_QUOTED = re.compile(r"[{}\"]")
_KEY = re.compile(r"\s*([^,{}=\n]*?)\s*(?=[,})=\n]|$)")
_BETWEEN = re.compile(r"(?:[\s,]+|%[^\n]*)*+")
_FIELD = re.compile(r"([A-Za-z][^\s=,{}()\"#%@]{0,100})\s*=\s*")
_BARE = re.compile(r"[^\s,{}#\"()=@]+")
_JOIN = re.compile(r"\s*#\s*")
_NO_ENTRIES = ("comment", "preamble")

_MONTHS = {
    "jan": "January",
    "feb": "February",
    "mar": "March",
    "apr": "April",
    "may": "May",
    "jun": "June",
    "jul": "July",
    "aug": "August",
    "sep": "September",
    "oct": "October",
    "nov": "November",
    "dec": "December",
}


class _NoEnd(Exception):
    """A value or an entry that is never closed. at: where reading can continue."""

    def __init__(self, at: int) -> None:
        self.at = at


# A piece of a value: whether it is the name of a macro, and its text.
_Piece = tuple[bool, str]


@dataclass(slots=True)
class _RawEntry:
    """An entry before its macros are resolved. fields: line and pieces by name. twice: repeated fields."""

    kind: str
    key: str
    line: int
    fields: dict[str, tuple[int, list[_Piece]]] = field(default_factory=dict)
    twice: list[tuple[int, str, list[_Piece]]] = field(default_factory=list)
    faults: list[tuple[int, str]] = field(default_factory=list)
    broken: bool = False
    private: bool = False


def bibtex_entries(text: str) -> list[BibEntry]:
    """Return the entries of ``text`` in order. Macros are resolved, TeX is left as it is.

    Raises MisplacedStatement if something is declared private outside of every entry.
    """
    scanner = _Scanner(text)
    raw = scanner.entries()
    for at in mentions(text):
        before = bisect_right(scanner.spans, (at, len(text)))
        if before == 0 or scanner.spans[before - 1][1] <= at:
            raise MisplacedStatement(scanner.line(at))
    macros = _MONTHS | {name: _joined(pieces, _MONTHS) for name, pieces in scanner.macros.items()}
    return _inherited([_entry(one, macros) for one in raw])


class _Scanner:
    """Splits a text into entries and macros.

    spans: start and end of everything that was recognised, comments included.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.macros: dict[str, list[_Piece]] = {}
        self.spans: list[tuple[int, int]] = []
        self._starts = [0, *(m.end() for m in re.finditer("\n", text))]
        self._loose = False  # True if entries are looked for anywhere, not only at the start of a line
        self._marks = [
            m.start()
            for m in _MARK.finditer(text)
            if not text[text.rfind("\n", max(0, m.start() - 40), m.start()) + 1 : m.start()].strip()
        ]

    def line(self, at: int) -> int:
        """Return the number of the line at a position, counted from 1."""
        return bisect_right(self._starts, at)

    def entries(self) -> list[_RawEntry]:
        """Return all entries, and collect the macros on the way."""
        entries: list[_RawEntry] = []
        at = 0
        while mark := _ENTRY.search(self.text, at):
            kind = mark[1].lower()
            if kind in _NO_ENTRIES:
                at = self._after_comment(mark)
                self.spans.append((mark.start(), at))
                continue
            entry = _RawEntry(kind, "", self.line(mark.start()))
            try:
                at = self._macro(mark) if kind == "string" else self._entry(entry, mark)
            except _NoEnd as error:
                at = max(error.at, mark.end())
                entry.broken = True
            self.spans.append((mark.start(), at))
            entry.private = says_private(self.text[mark.start() : at])
            if kind != "string":
                entries.append(entry)
        return entries

    def _after_comment(self, mark: re.Match[str]) -> int:
        """Return the end of a comment or preamble; the end of its opening mark if it is never closed."""
        if mark[2] == "{":
            try:
                return self._braced(mark.end())
            except _NoEnd:
                pass
        return mark.end()

    def _macro(self, mark: re.Match[str]) -> int:
        at = self._skip_separators(mark.end())
        name = _FIELD.match(self.text, at)
        if name is None:
            raise self._no_end(at)
        pieces, at = self._value(name.end())
        self.macros[name[1].lower()] = pieces
        return at

    def _entry(self, entry: _RawEntry, mark: re.Match[str]) -> int:
        closing = "}" if mark[2] == "{" else ")"
        key = _KEY.match(self.text, mark.end())
        at = mark.end()
        if key is not None and self.text[key.end() : key.end() + 1] != "=":
            entry.key, at = key[1], key.end()
        while True:
            at = self._skip_separators(at)
            here = self.text[at : at + 1]
            if here == closing:
                return at + 1
            name = _FIELD.match(self.text, at)
            if name is None:
                raise self._no_end(at)
            field_name, line = name[1].lower(), self.line(at)
            start = name.end()
            pieces, at = self._value(start)
            after = self._skip_separators(at)
            following = self.text[after : after + 1]
            if following not in (",", closing) and self.text[at:after].find(",") < 0:
                if following in ("", "@", "{", "}", ")") or _FIELD.match(self.text, after):
                    pass  # the next round reports it; a missing comma does no harm
                else:
                    shown = " ".join(self.text[start : start + 60].split("\n", 1)[0].split())
                    entry.faults.append(
                        (line, f"{field_name!r} has no marks around {shown[:40]!r}; write it between braces")
                    )
                    at = self._next_field(at, closing)
                    continue
            if field_name in entry.fields:
                entry.twice.append((line, field_name, pieces))
            else:
                entry.fields[field_name] = line, pieces

    def _next_field(self, at: int, closing: str) -> int:
        end = self.text.find("\n", at)
        end = len(self.text) if end < 0 else end
        stops = [n for n in (self.text.find(",", at, end), self.text.find(closing, at, end)) if n >= 0]
        return min(stops, default=end)

    def _skip_separators(self, at: int) -> int:
        """Return the position after whitespace, commas and lines that begin with a percent sign."""
        match = _BETWEEN.match(self.text, at)
        return match.end() if match else at

    def _value(self, at: int) -> tuple[list[_Piece], int]:
        pieces: list[_Piece] = []
        while True:
            mark = self.text[at : at + 1]
            if mark == "{":
                end = self._braced(at + 1)
                pieces.append((False, self.text[at + 1 : end - 1]))
            elif mark == '"':
                end = self._quoted(at + 1)
                pieces.append((False, self.text[at + 1 : end - 1]))
            else:
                bare = _BARE.match(self.text, at)
                if bare is None:
                    return pieces, at
                end = bare.end()
                pieces.append((not bare[0].isdigit(), bare[0]))
            joined = _JOIN.match(self.text, end)
            if joined is None:
                return pieces, end
            at = joined.end()

    def _braced(self, at: int) -> int:
        depth = 1
        for mark in _BRACES.finditer(self.text, at, self._limit(at)):
            depth += 1 if mark[0] == "{" else -1
            if depth == 0:
                return mark.end()
        raise self._no_end(at)

    def _quoted(self, at: int) -> int:
        depth = 0
        for mark in _QUOTED.finditer(self.text, at, self._limit(at)):
            if mark[0] == '"':
                if depth == 0:
                    return mark.end()
            else:
                depth += 1 if mark[0] == "{" else -1
                if depth < 0:
                    break
        raise self._no_end(at)

    def _limit(self, at: int) -> int:
        """Return where the next entry begins a line: no value can go beyond it."""
        place = bisect_left(self._marks, at)
        return self._marks[place] if place < len(self._marks) else len(self.text)

    def _no_end(self, at: int) -> _NoEnd:
        if self._limit(at) == len(self.text) and not self._loose:
            # Entries need not begin a line. From here on, looking for them anywhere is the better guess.
            self._loose = True
            self._marks = [m.start() for m in _MARK.finditer(self.text)]
        return _NoEnd(self._limit(at))


def _entry(raw: _RawEntry, macros: Mapping[str, str]) -> BibEntry:
    faults = list(raw.faults)
    fields = {name: _joined(pieces, macros) for name, (_, pieces) in raw.fields.items()}
    lines = {name: line for name, (line, _) in raw.fields.items()}
    for line, name, pieces in raw.twice:
        if name not in FIELDS:
            continue
        again = _joined(pieces, macros)
        if name == "file":
            fields[name] += f";{again}"
        elif not fields.get(name):
            fields[name] = again
        elif again and again != fields[name]:
            faults.append((line, f"{name!r} is given twice in the entry {raw.key!r}; remove one of them"))
            lines[name] = -1
    for name in [name for name, line in lines.items() if line < 0]:
        del fields[name], lines[name]
    stated = [raw.fields["visibility"][1]] if "visibility" in raw.fields else []
    stated += [pieces for _, name, pieces in raw.twice if name == "visibility"]
    if raw.private or any(visibility_of(_joined(pieces, macros)) == "private" for pieces in stated):
        fields["visibility"] = "private"
    else:
        fields.pop("visibility", None)
    if raw.broken:
        faults = [
            (
                raw.line,
                f"the entry {raw.key!r} cannot be parsed to its end; look for a brace, a quotation mark or a "
                "comma that is missing",
            )
        ]
    return BibEntry(
        "tex",
        raw.key,
        raw.line,
        raw.kind,
        {name: value for name, value in fields.items() if name in FIELDS and value.strip()},
        {name: line for name, line in lines.items() if name in FIELDS},
        faults=tuple(faults),
        broken=raw.broken,
    )


def _joined(pieces: list[_Piece], macros: Mapping[str, str]) -> str:
    # An undefined macro is replaced by its name, which says more than nothing.
    return "".join(macros.get(text.lower(), text) if macro else text for macro, text in pieces)


def _inherited(entries: list[BibEntry]) -> list[BibEntry]:
    """Give entries with a ``crossref`` the fields that they lack from the volume that it names."""
    by_key = {entry.key.casefold(): entry for entry in entries}
    for entry in entries:
        named = entry.fields.pop("crossref", "").strip().casefold()
        parent = by_key.get(named) if named else None
        if parent is None or parent is entry:
            continue
        inherited = {"booktitle": parent.fields.get("booktitle") or parent.fields.get("title")}
        inherited |= {name: parent.fields.get(name) for name in ("journal", "year", "date")}
        for name, value in inherited.items():
            if value and name not in entry.fields:
                entry.fields[name] = value
                entry.lines[name] = entry.line
    return entries

"""CSL-JSON records -> BibTeX that every BibTeX program reads; no value can end an entry or run as LaTeX.

Braces are written as commands, because BibTeX counts even escaped ones. Accented Latin letters are written as
BibTeX commands (``{\\'e}``), because programs that shorten first names to initials cut bytes. Other scripts
stay in UTF-8.

>>> print(_title("Deep learning with PyTorch on DNA"))
Deep learning with {PyTorch} on {DNA}
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

from generator.site.content.encoding import clean

_KINDS = {
    "article-journal": "article",
    "article-magazine": "article",
    "article-newspaper": "article",
    "book": "book",
    "chapter": "incollection",
    "paper-conference": "inproceedings",
    "report": "techreport",
    "thesis": "phdthesis",
}
# The field for the title of the container.
_WITHIN = {"article": "journal", "incollection": "booktitle", "inproceedings": "booktitle"}
_ISSUERS = {"phdthesis": "school", "techreport": "institution", "book": "publisher"}

_COMMANDS = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    **{c: f"\\{c}" for c in "%&$#_"},
}
_ACCENTS = {
    "\u0300": "`",
    "\u0301": "'",
    "\u0302": "^",
    "\u0303": "~",
    "\u0304": "=",
    "\u0306": "u",
    "\u0307": ".",
    "\u0308": '"',
    "\u030a": "r",
    "\u030b": "H",
    "\u030c": "v",
    "\u0323": "d",
    "\u0327": "c",
    "\u0328": "k",
}
_LETTERS = {
    "ß": "ss",
    "æ": "ae",
    "Æ": "AE",
    "œ": "oe",
    "Œ": "OE",
    "ø": "o",
    "Ø": "O",
    "ł": "l",
    "Ł": "L",
    "ı": "i",
}
# Words that a style must not lower-case: they have a capital beyond the first letter.
_MIXED = re.compile(r"(?<!\w)\w+[A-Z]\w*", re.ASCII)
_AND = re.compile(r"\band\b", re.IGNORECASE)
_KEY = re.compile(r"[^A-Za-z0-9._:-]")


def bibtex(item: Mapping[str, Any]) -> str:
    """Return one record as a BibTeX entry that ends with a line break. Its key is the record's id."""
    kind = _KINDS.get(item["type"], "misc")
    lines = [f"  {name} = {{{value}}}" for name, value in _fields(item, kind) if value]
    return f"@{kind}{{{_KEY.sub('-', item['id'])},\n" + ",\n".join(lines) + "\n}\n"


def _fields(item: Mapping[str, Any], kind: str) -> Iterator[tuple[str, str]]:
    yield "author", " and ".join(_name(n) for n in item.get("author", ()))
    yield "title", _title(item["title"])
    if within := item.get("container-title"):
        field = _WITHIN.get(kind) or _ISSUERS.get(kind, "howpublished")
        yield field, escaped(within)
    issued = item.get("issued", {}).get("date-parts", [[]])[0]
    if issued:
        yield "year", str(issued[0])
    if len(issued) > 1:
        yield "month", str(issued[1])
    yield "doi", _verbatim(item.get("DOI", ""))
    if item.get("archive") == "arXiv":
        yield "eprint", _verbatim(item["archive_location"])
        yield "archiveprefix", "arXiv"
    yield "url", _verbatim(item.get("URL", ""))
    if len(accessed := item.get("accessed", {}).get("date-parts", [[]])[0]) == 3:
        yield "urldate", "{:04}-{:02}-{:02}".format(*accessed)
    yield "note", escaped(item.get("note", ""))


def escaped(text: str) -> str:
    """Return text as LaTeX that prints it, with balanced braces."""
    return "".join(_letter(c) for c in clean(text))


def _letter(character: str) -> str:
    if character.isascii():
        return _COMMANDS.get(character, character)
    if character in _LETTERS:
        return f"{{\\{_LETTERS[character]}}}"
    parts = unicodedata.normalize("NFD", character)
    base, mark = parts[:1], parts[1:]
    if mark in _ACCENTS and base.isascii() and base.isalpha():
        accent = _ACCENTS[mark]
        # A letter as a command needs something to end it.
        return f"{{\\{accent}{{{base}}}}}" if accent.isalpha() else f"{{\\{accent}{base}}}"
    return character


def _title(text: str) -> str:
    """Return a title whose acronyms and mixed-case words keep their capitals in every style."""
    text = clean(text)
    pieces, done = [], 0
    for word in _MIXED.finditer(text):
        pieces += [escaped_run(text[done : word.start()]), f"{{{escaped_run(word.group())}}}"]
        done = word.end()
    return "".join([*pieces, escaped_run(text[done:])])


def escaped_run(text: str) -> str:
    """Return a part of clean text as LaTeX; blanks at its ends are kept."""
    return "".join(_letter(c) for c in text)


def _name(name: Mapping[str, str]) -> str:
    """Return ``Family, Given``. Braces protect what BibTeX would split into two names or three parts."""
    if "literal" in name:
        return f"{{{escaped(name['literal'])}}}"
    return f"{_part(name['family'])}, {_part(name['given'])}"


def _part(text: str) -> str:
    return f"{{{escaped(text)}}}" if "," in text or _AND.search(text) else escaped(text)


def _verbatim(text: str) -> str:
    """Return an identifier or address, which LaTeX prints verbatim, with unsafe characters
    percent-encoded.
    """
    return re.sub(r"[{}\\\s]", lambda m: f"%{ord(m.group()):02X}", clean(text))

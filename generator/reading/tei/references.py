"""The list of references of TEI, one line per reference, as printed if the file has that."""

from __future__ import annotations

from typing import Any

from generator.reading.block_text import Inline
from generator.reading.tei.coords import column_boxes
from generator.reading.tei.header import author_of
from generator.reading.tei.inline import XML_ID, placed, plain, write
from generator.reading.xml_tree import child, children, descend, name_of

REFERENCES = ("biblStruct", "bibl", "biblFull")


def write_reference(reference: Any, lines: Inline) -> None:
    """Append the reference as a line."""
    line = Inline()
    if column_boxes(reference):
        with placed(reference, line, whole=True):
            _write(reference, line)
    else:
        with line.element(reference.get(XML_ID)):
            _write(reference, line)
    lines.newline()
    lines.append(line)


def _write(reference: Any, line: Inline) -> None:
    """Append a reference as printed, or else from its parts."""
    if name_of(reference) == "bibl":
        write(reference, line, [])
        return
    for note in children(reference, "note"):
        if note.get("type") in ("raw_reference", "raw") and plain(note):
            write(note, line, [])
            return
    if name_of(reference) == "biblFull":
        write(reference, line, [])
        return
    _write_from_data(reference, line)


def _write_from_data(reference: Any, line: Inline) -> None:
    """Append a reference that is only marked up as data, with its parts in the usual order."""
    analytic, monogr = child(reference, "analytic"), child(reference, "monogr")
    imprint = child(monogr, "imprint")
    if number := reference.get("n"):
        line.add(f"{number} ")
    people = [author_of(a) for a in children(analytic, "author") or children(monogr, "author")]
    line.add(", ".join(f"{p.family} {p.given}".strip() for p in people if p))
    date = child(imprint, "date")
    year = (date.get("when") or plain(date))[:4] if date is not None else ""
    line.add(f" ({year})" if year else "")
    for title in (child(analytic, "title"), child(monogr, "title"), descend(reference, "series", "title")):
        if text := plain(title):
            line.gap()
            line.add(text)
            line.close()
            line.add("" if text[-1] in ".?!" else ".")
    for scope in children(imprint, "biblScope"):
        line.gap()
        line.add(_scope(scope))
    for part in (child(imprint, "publisher"), child(imprint, "pubPlace")):
        if text := plain(part):
            line.add(f" {text}")
    line.close()
    line.add("." if line and line.tail() not in ".?!" else "")
    for part in reference.iter():
        if name_of(part) in ("idno", "ptr", "ref", "note"):
            line.gap()
            kind = (part.get("type") or "").lower()
            line.add(f"{kind}:" if kind in ("doi", "arxiv") and ":" not in plain(part) else "")
            write_whole(part, line)


def write_whole(part: Any, line: Inline) -> None:
    """Append ``part``; a pointer without words by its address."""
    if name_of(part) in ("ptr", "ref") and not plain(part):
        line.add(part.get("target"))
    else:
        write(part, line, [])


def _scope(scope: Any) -> str:
    """Return a volume, an issue or a range of pages as text."""
    first, last = scope.get("from"), scope.get("to")
    text = "–".join(filter(None, (first, last))) or plain(scope)
    return f"({text})" if scope.get("unit") == "issue" and text else text

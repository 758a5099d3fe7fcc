"""Notes that stand within a sentence of a page: moved behind the paragraph, as the reader sees them apart."""

from __future__ import annotations

from typing import Any

from lxml import etree

from generator.reading.html.hidden import LEFT_OUT
from generator.reading.inline import names

_NOTES = names("ltx_note sidenote marginnote margin-note footnote-content aside column-margin footnote_text")
_MARKS = names("ltx_note_mark ltx_tag_note sidenote-number margin-toggle ltx_note_type")
_WHOLE = names("table ul ol dl figure h1 h2 h3 h4 h5 h6")  # a note within one of them follows the whole
_HOLDERS = names("p div section article blockquote main body dd td li")
_MAX_ANCESTORS = 60


def set_apart(root: Any) -> None:
    """Move each note that stands in running text behind the paragraph, list, table or heading around it."""
    last: dict[Any, Any] = {}  # the note that now stands last behind a paragraph
    for note in [e for e in root.iter("span", "small", "aside", "label") if _is_note(e)]:
        holder = _holder(note)
        if holder is None or holder.getparent() is None:
            continue
        for mark in [e for e in note.iter() if isinstance(e.tag, str) and _has(e, _MARKS)]:
            if mark is not note:
                mark.clear(keep_tail=True)
                mark.tag = LEFT_OUT
        paragraph = etree.Element("p")
        if note.get("id"):
            paragraph.set("id", note.get("id"))
        paragraph.text, note.text = note.text, None
        paragraph.extend(list(note))
        note.clear(keep_tail=True)
        note.tag = LEFT_OUT
        place = last.get(holder, holder)
        tail, place.tail = place.tail, None
        place.addnext(paragraph)
        paragraph.tail = tail
        last[holder] = paragraph


def _is_note(part: Any) -> bool:
    if not _has(part, _NOTES):
        return False
    if part.tag == "aside" and not any(a.tag in ("p", "h1", "h2", "h3", "h4", "li") for a in _above(part)):
        return False  # stands apart already
    return len("".join(part.itertext()).split()) > 1


def _holder(note: Any) -> Any | None:
    """Return the element that the note is to follow."""
    nearest = None
    for above in _above(note):
        if above.tag in _WHOLE or (nearest is None and above.tag in _HOLDERS):
            nearest = above
        elif above.tag in ("section", "article", "main", "body"):
            break
    return nearest


def _above(part: Any) -> list[Any]:
    found: list[Any] = []
    while (part := part.getparent()) is not None and len(found) < _MAX_ANCESTORS:
        found.append(part)
    return found


def _has(part: Any, marks: frozenset[str]) -> bool:
    return not marks.isdisjoint((part.get("class") or "").split())

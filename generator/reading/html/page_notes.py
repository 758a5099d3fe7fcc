"""Moving notes out of the sentences of a page, to after the paragraph, because readers see them apart."""

from __future__ import annotations

from typing import Any

from lxml import etree

from generator.reading.block_text import names
from generator.reading.html.hidden import LEFT_OUT

_NOTE_CLASSES = names(
    "ltx_note sidenote marginnote margin-note footnote-content aside column-margin footnote_text"
)
_MARK_CLASSES = names("ltx_note_mark ltx_tag_note sidenote-number margin-toggle ltx_note_type")
_UNDIVIDED = names("table ul ol dl figure h1 h2 h3 h4 h5 h6")  # a note in one of them follows all of it
_HOLDERS = names("p div section article blockquote main body dd td li")
_MAX_ANCESTORS = 60


def move_notes_out(root: Any) -> None:
    """Move each note in running text to after the paragraph, list, table or heading that contains it."""
    last: dict[Any, Any] = {}  # for each of these, the last note after it
    for note in [e for e in root.iter("span", "small", "aside", "label") if _is_note(e)]:
        before = _element_before(note)
        if before is None or before.getparent() is None:
            continue
        for mark in [e for e in note.iter() if isinstance(e.tag, str) and _has_class(e, _MARK_CLASSES)]:
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
        place = last.get(before, before)
        tail, place.tail = place.tail, None
        place.addnext(paragraph)
        paragraph.tail = tail
        last[before] = paragraph


def _is_note(part: Any) -> bool:
    if not _has_class(part, _NOTE_CLASSES):
        return False
    if part.tag == "aside" and not any(
        a.tag in ("p", "h1", "h2", "h3", "h4", "li") for a in _ancestors(part)
    ):
        return False  # not within running text
    return len("".join(part.itertext()).split()) > 1


def _element_before(note: Any) -> Any | None:
    """Return the element after which the note belongs; None if there is none."""
    nearest = None
    for above in _ancestors(note):
        if above.tag in _UNDIVIDED or (nearest is None and above.tag in _HOLDERS):
            nearest = above
        elif above.tag in ("section", "article", "main", "body"):
            break
    return nearest


def _ancestors(part: Any) -> list[Any]:
    ancestors: list[Any] = []
    while (part := part.getparent()) is not None and len(ancestors) < _MAX_ANCESTORS:
        ancestors.append(part)
    return ancestors


def _has_class(part: Any, marks: frozenset[str]) -> bool:
    return not marks.isdisjoint((part.get("class") or "").split())

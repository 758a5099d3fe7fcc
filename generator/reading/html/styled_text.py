"""Text that a style raises, lowers or strikes out, as the elements of HTML that mean the same."""

from __future__ import annotations

from typing import Any

from lxml import etree

from generator.reading.block_text import names
from generator.reading.css import Declarations
from generator.reading.css.lengths import pixels

_INLINE = names("a abbr b cite em font i label mark small span strong u")
# Classes by which journals and word processors name such text, and the elements that mean the same.
_MARKS = {
    **dict.fromkeys(("sup", "super", "superscript", "txtsuperscript", "ltx_superscript"), "sup"),
    **dict.fromkeys(("sub", "subscript", "txtsubscript"), "sub"),
    **dict.fromkeys(("strike", "strikethrough", "strikeout", "line-through", "text-line-through"), "s"),
}
_LINE_HEIGHT = 1.2  # of the size of the text
_SMALLER = 0.95  # of the text around: from here on it is smaller
# Shifts from the line, in sizes of the text around; a smaller one serves to align.
_MIN_RAISE, _MIN_RAISE_FULL_SIZE, _MIN_LOWERING = 0.18, 0.3, 0.1
_MAX_SHIFT = 1.0  # what is farther away is an anchor for links, or stands on a line of its own


def mark_styled(element: Any, declared: Declarations, size: float, around: float) -> None:
    """Mark an element that a style raises, lowers or strikes out as what it is: ``sup``, ``sub``, ``s``.

    size, around: of its text and of the text around it, in pixels.
    """
    marks = {mark.lower() for mark in (element.get("class") or "").split()} & _MARKS.keys()
    if not declared and not marks:
        return
    decoration = f"{declared.get('text-decoration', '')} {declared.get('text-decoration-line', '')}"
    if "line-through" in decoration or (marks and _MARKS[min(marks)] == "s" and "none" not in decoration):
        if element.tag in ("td", "th"):
            element.clear(keep_tail=True)
        elif element.tag not in ("html", "body"):
            element.tag = "s"
        return
    if element.tag not in _INLINE or (script := _script(declared, size, around, marks)) is None:
        return
    parent = element.getparent()
    if (parent is not None and parent.tag in ("sup", "sub")) or _is_around_script(element):
        return
    if element.tag == "span":
        element.tag = script
        return
    inner = etree.Element(script)  # a link stays one
    inner.text, element.text = element.text, None
    inner.extend(list(element))
    element.append(inner)


def _script(declared: Declarations, size: float, around: float, marks: set[str]) -> str | None:
    """Return the element that raises or lowers text as these declarations do; None if it is on the line.

    marks: classes that say so, whose style sheet is not in the file.
    """
    if marks and "vertical-align" not in declared and "position" not in declared:
        return _MARKS[min(marks)]
    aligned = declared.get("vertical-align", "")
    for stated in (aligned, declared.get("font-variant-position", ""), declared.get("baseline-shift", "")):
        if stated in ("super", "sub"):
            return "sup" if stated == "super" else "sub"
    is_smaller = size < _SMALLER * around
    if aligned in ("text-top", "top") and is_smaller:
        return "sup"
    shift = pixels(aligned, text=size, whole=_LINE_HEIGHT * size) or 0.0
    if declared.get("position") == "relative":
        top, bottom = (pixels(declared.get(side, ""), text=size) for side in ("top", "bottom"))
        shift -= top or -(bottom or 0.0)
    if abs(shift) > _MAX_SHIFT * around:
        return None
    if shift >= (_MIN_RAISE if is_smaller else _MIN_RAISE_FULL_SIZE) * around:
        return "sup"
    return "sub" if shift <= -_MIN_LOWERING * around and is_smaller else None


def _is_around_script(element: Any) -> bool:
    """Return True if an element contains nothing but an element that is raised or lowered by itself."""
    inner = [e for e in element if isinstance(e.tag, str)]
    return len(inner) == 1 and inner[0].tag in ("sup", "sub") and not (element.text or "").strip()

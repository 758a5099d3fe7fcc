"""Titles, headings and captions of a Word document: by their styles, and by their looks without them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from generator.core.paper import SectionKind
from generator.reading.docx.styles import Style
from generator.reading.inline import Inline
from generator.reading.sections import bare_title, section_kind

CAPTION = re.compile(
    r"(?:supplement\w*\s+)?(?:table|fig(?:ure)?|box|scheme|plate)\.?\s*[A-Z]?[0-9]{1,3}[a-z]?\s*[.:|–-]",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?P<number>[0-9]{1,2}(?:\.[0-9]{1,2}){0,3})\.?\s+[^\W\d_]")
_MAX_HEADING_CHARS = 100  # characters
_LARGER = 2  # half points above the text: the least that a reader sees


@dataclass(slots=True)
class Paragraph:
    """A paragraph as it looks. sizes: half points -> characters. bold: all of it."""

    line: Inline
    style: Style
    bold: bool
    sizes: dict[int, int]
    kind: SectionKind | None = None

    @property
    def size(self) -> int:
        """The size of most of its characters, in half points."""
        return max(self.sizes, key=lambda size: self.sizes[size], default=0)


def level_of(p: Paragraph, body: int, marked: bool) -> int | None:
    """Return the level of a heading; None for what is none.

    body: the size of the text, in half points. marked: the document has headings by style, so that bold
    words alone make none, unless they are the name of a section.
    """
    if is_title(p.style):
        return 0
    if p.style.level is not None:
        return p.style.level
    text = p.line.text
    name = bare_title(text)
    known = section_kind(text) != "other" and len(name.split()) <= 6
    if len(text) > _MAX_HEADING_CHARS or CAPTION.match(text) or (p.style.listed and not p.bold):
        return None
    if text[-1] in ",;!?" or (text[-1] in ".:" and not (known and p.bold)):
        return None
    larger = p.size >= body + _LARGER
    alone = known and text[:1].isupper() and (text.isupper() or len(name.split()) <= 3)
    if not (p.bold or larger or alone) or (marked and not known):
        return None
    if number := _NUMBER.match(text):
        return number["number"].count(".") + 1
    return 1 if known or larger or text.isupper() else 2


def title_by_look(paragraphs: Sequence[Paragraph], body: int) -> Paragraph | None:
    """Return the paragraph that is set as a title: far larger than the text, or bold and centred."""
    for p in paragraphs[:3]:
        words = len(p.line.text.split())
        if p.style.level is not None or not 3 <= words <= 60 or section_kind(p.line.text) == "abstract":
            continue
        if p.size >= body + 2 * _LARGER or (p.bold and p.style.centred and not p.style.listed):
            return p
    return None


def is_title(style: Style) -> bool:
    """Return whether a style is that of a paper's title, in Word itself or in a publisher's template."""
    return style.name in ("title", "article title", "paper title", "papertitle", "mdpi_1.2_title")

"""Titles, headings and captions of a Word document: by their styles, or by their look if they have none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from generator.core.paper import SectionKind
from generator.reading.block_text import Inline
from generator.reading.docx.word_styles import ParagraphStyle
from generator.reading.sections import bare_title, section_kind

CAPTION = re.compile(
    r"(?:supplement\w*\s+)?(?:table|fig(?:ure)?|box|scheme|plate)\.?\s*[A-Z]?[0-9]{1,3}[a-z]?\s*[.:|–-]",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?P<number>[0-9]{1,2}(?:\.[0-9]{1,2}){0,3})\.?\s+[^\W\d_]")
_MAX_HEADING_CHARS = 100
_LARGER = 2  # half points above the size of the text: the smallest difference that a reader sees
_MAX_NAME_WORDS = 6  # of a heading that is the usual name of a section, such as "Methods"
_MAX_PLAIN_NAME_WORDS = 3  # of such a name in the type of the text, neither bold nor larger nor in capitals
_TITLE_WORDS = range(3, 61)
_TITLE_PARAGRAPHS = 3  # a title is one of the first
_LARGE_TITLE_PARAGRAPHS = 10  # if it is set far larger, lines of the journal may stand above it
_MAX_TITLE_PARTS = 3  # paragraphs of one title


@dataclass(slots=True)
class StyledParagraph:
    """A paragraph with its look.

    sizes: size in half points -> number of characters. bold: True if all of it is bold. kind: of its section,
    if a reference manager or a style states one.
    """

    line: Inline
    style: ParagraphStyle
    bold: bool
    sizes: dict[int, int]
    kind: SectionKind | None = None

    @property
    def size(self) -> int:
        """The size of most of its characters, in half points."""
        return max(self.sizes, key=lambda size: self.sizes[size], default=0)


def level_of(p: StyledParagraph, body: int, marked: bool) -> int | None:
    """Return the level of a heading: 0 for the paper's title, from 1 on below; None if it is not a heading.

    body: the size of the text, in half points. marked: True if the document marks headings by styles; then
    bold words are no heading unless they are the usual name of a section.
    """
    if is_title(p.style):
        return 0
    if p.style.level is not None:
        return p.style.level
    text = p.line.text
    name = bare_title(text)
    is_named = section_kind(text) != "other" and len(name.split()) <= _MAX_NAME_WORDS
    if len(text) > _MAX_HEADING_CHARS or CAPTION.match(text) or (p.style.listed and not p.bold):
        return None
    if text[-1] in ",;!?" or (text[-1] in ".:" and not (is_named and p.bold)):
        return None
    larger = p.size >= body + _LARGER
    stands_out = (
        is_named and text[:1].isupper() and (text.isupper() or len(name.split()) <= _MAX_PLAIN_NAME_WORDS)
    )
    if not (p.bold or larger or stands_out) or (marked and not is_named):
        return None
    if number := _NUMBER.match(text):
        return number["number"].count(".") + 1
    return 1 if is_named or larger or text.isupper() else 2


def title_by_look(paragraphs: Sequence[StyledParagraph], body: int) -> list[StyledParagraph]:
    """Return the paragraphs set as the paper's title: far larger than the text, or bold and centred.

    A title set far larger may take several, one below the other; there are none without such a title.
    """
    for at, p in enumerate(paragraphs[:_LARGE_TITLE_PARAGRAPHS]):
        words = len(p.line.text.split())
        if p.style.level is not None or section_kind(p.line.text) == "abstract":
            if at >= _TITLE_PARAGRAPHS:
                break
            continue
        if words not in _TITLE_WORDS:
            continue
        if p.size >= body + 2 * _LARGER:
            parts = [p]
            for below in paragraphs[at + 1 : at + _MAX_TITLE_PARTS]:
                if below.size != p.size or below.bold != p.bold or below.style.level is not None:
                    break
                parts.append(below)
            return parts
        if at < _TITLE_PARAGRAPHS and p.bold and p.style.centred and not p.style.listed:
            return [p]
    return []


def is_title(style: ParagraphStyle) -> bool:
    """Return True if a style is that of a paper's title, in Word or in a publisher's template."""
    return style.name in ("title", "article title", "paper title", "papertitle", "mdpi_1.2_title")

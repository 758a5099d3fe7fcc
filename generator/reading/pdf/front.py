"""The front matter: title, authors, affiliations, notes; and where the abstract begins.

`front_end` returns the name of the test that ends the front matter, `note_reason` that of the test by which a
paragraph of the first page is a note.

    >>> opens_text("1. Lamps"), opens_text("I. LAMPS"), opens_text("C. Raviglione")
    (True, True, False)
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from generator.reading.pdf.abstracts import mark_abstract
from generator.reading.pdf.front_marks import AFFILIATION, FRONT_MARK, REFERENCES_MARK, is_running_text
from generator.reading.pdf.paragraphs import ParagraphBuilder
from generator.reading.pdf.section_titles import ABSTRACT_MARK, KEYWORDS_MARK, NUMBERED, is_canonical
from generator.reading.pdf.style import BodyStyle
from generator.reading.sections import section_kind

# A structured abstract without a title opens with the first of its labels.
_LABELLED = re.compile(
    r"^(?:(?:IMPORTANCE|OBJECTIVES?|BACKGROUND|AIMS?|PURPOSE|CONTEXT|RATIONALE)\b\s?[:.]?\s[A-Z]"
    r"|(?:Importance|Objectives?|Background|Aims?|Purpose|Context|Rationale)(?: and \w{3,12})?\s?:\s)"
)
# Labels of the other parts of such an abstract: even in small type they are no notes.
_PART = re.compile(
    r"(?:(?:materials? and )?methods?|design|setting|participants|patients|interventions?|measurements"
    r"|results?|findings|(?:main )?outcomes?(?: measures?)?|main results|discussion"
    r"|conclusions?(?: and \w{1,15})?|interpretation|limitations)\s?:\s",
    re.I,
)
_ADDRESS = re.compile(r"\S{2,60}@\S{4,60}")
_NOTE_START = re.compile(r"[\d*†‡§¶a-e]|[A-Z]")
_NAME = re.compile(r"[A-Z][a-z]+")
_MIN_NAMES = 0.3  # share of the words of an affiliation that are capitalised
_SMALL, _SMALLER = 0.96, 0.93  # of the text's size: of notes with a mark, and of notes without one
_MAX_AFFILIATION_CHARS, _MAX_NOTE_CHARS = 900, 250


def mark_front_matter(paragraphs: list[ParagraphBuilder], body: BodyStyle) -> None:
    """Mark front matter and abstract among the paragraphs of the first pages (``ParagraphBuilder.kind``)."""
    _gather_title(paragraphs)
    first = paragraphs[0].page if paragraphs else 1
    title_at = next((i for i, p in enumerate(paragraphs) if p.role == "title"), None)
    start = title_at + 1 if title_at is not None else 0
    for paragraph in paragraphs[:start]:
        if paragraph.role != "title" and paragraph.role != "float":
            paragraph.role, paragraph.kind = "prose", "front"
    end = start
    while end < len(paragraphs) and paragraphs[end].page <= first + 1:
        paragraph = paragraphs[end]
        if paragraph.role != "float":
            if front_end(paragraph):
                break
            paragraph.role, paragraph.kind = "prose", "front"
        end += 1
    _mark_notes(paragraphs, end, first, body)
    mark_abstract(paragraphs, end, body)
    name_summaries(paragraphs)


def _is_section_title(paragraph: ParagraphBuilder) -> bool:
    """Return True for the title of a section, with a number or well-known."""
    if paragraph.role != "heading" or FRONT_MARK.match(paragraph.text):
        return False
    return is_canonical(paragraph.text) or opens_text(paragraph.text)


# Paragraphs before which the front matter ends.
_FRONT_ENDS: tuple[tuple[str, Callable[[ParagraphBuilder], bool]], ...] = (
    ("title of a section", _is_section_title),
    ("abstract", lambda p: bool(ABSTRACT_MARK.match(p.text))),
    ("labelled abstract", lambda p: bool(_LABELLED.match(p.text))),
    ("running text", is_running_text),
)


def front_end(paragraph: ParagraphBuilder) -> str:
    """Return the name of the test by which the front matter ends before a paragraph, or an empty string."""
    return next((name for name, test in _FRONT_ENDS if test(paragraph)), "")


def opens_text(text: str) -> bool:
    """Return True if a title has the number of a first section, and no initial as "C. Raviglione" has."""
    number = NUMBERED.match(text)
    return number is not None and (number[1][0].isdigit() or text.upper() == text)


def name_summaries(paragraphs: Sequence[ParagraphBuilder]) -> None:
    """Give a numbered "Summary" behind an abstract another kind: it is no second abstract."""
    has_abstract = False
    for paragraph in paragraphs:
        if paragraph.role != "heading" or section_kind(paragraph.text) != "abstract":
            has_abstract = has_abstract or paragraph.kind == "abstract"
            continue
        number = NUMBERED.match(paragraph.text)
        if has_abstract and number:
            paragraph.kind = "introduction" if number[1] == "1" else "discussion"
        has_abstract = True


def _gather_title(paragraphs: list[ParagraphBuilder]) -> None:
    """Join the parts of the title, though a column next to it may be between its lines."""
    parts = [p for p in paragraphs if p.role == "title"]
    for part in parts[1:]:
        parts[0].lines.extend(part.lines)
    paragraphs[:] = [p for p in paragraphs if p.role != "title" or p is parts[0]]


def _mark_notes(paragraphs: Sequence[ParagraphBuilder], start: int, first: int, body: BodyStyle) -> None:
    """Mark affiliations and notes at the foot of the first page, and boxes next to its text."""
    stated: tuple[int, int] | None = None  # column that a statement under its title is in
    for paragraph in paragraphs[start:]:
        if paragraph.role == "heading":
            of_statement = section_kind(paragraph.text) in ("back", "availability")
            stated = paragraph.columns[0] if of_statement else None
        elif stated is not None and paragraph.columns[0] == stated:
            continue
        if (
            paragraph.page > first
            or REFERENCES_MARK.match(paragraph.text)
            or (paragraph.role == "heading" and section_kind(paragraph.text) == "references")
        ):
            break
        if paragraph.role in ("label", "table") and FRONT_MARK.match(paragraph.text):
            paragraph.kind, paragraph.role = "front", "note"
        if paragraph.role not in ("prose", "note") or ABSTRACT_MARK.match(paragraph.text):
            continue
        if _PART.match(paragraph.text):
            continue
        if KEYWORDS_MARK.match(paragraph.text):
            paragraph.kind = "front"
        elif note_reason(paragraph, body):
            paragraph.kind, paragraph.role = "front", "note"


def _is_affiliation(paragraph: ParagraphBuilder, body: BodyStyle) -> bool:
    """Return True for an institution in small type."""
    text = paragraph.text
    if not _is_small(paragraph, body) or not AFFILIATION.search(text) or len(text) >= _MAX_AFFILIATION_CHARS:
        return False
    names = len(_NAME.findall(text))
    return bool(_NOTE_START.match(text)) and ("@" in text or names > _MIN_NAMES * len(text.split()))


def _is_short_note(paragraph: ParagraphBuilder, body: BodyStyle) -> bool:
    """Return True for a short paragraph in smaller type that is no running text."""
    small = paragraph.size < _SMALLER * body.size
    return small and len(paragraph.text) < _MAX_NOTE_CHARS and not is_running_text(paragraph)


def _is_small(paragraph: ParagraphBuilder, body: BodyStyle) -> bool:
    """Return True if the paragraph is set smaller than the text."""
    return paragraph.size < _SMALL * body.size


# Paragraphs of the first page that are notes, and no text.
_NOTES: tuple[tuple[str, Callable[[ParagraphBuilder, BodyStyle], bool]], ...] = (
    ("e-mail address", lambda p, body: bool(_ADDRESS.fullmatch(p.text))),
    ("mark of front matter", lambda p, body: _is_small(p, body) and bool(FRONT_MARK.match(p.text))),
    ("affiliation", _is_affiliation),
    ("short in small type", _is_short_note),
)


def note_reason(paragraph: ParagraphBuilder, body: BodyStyle) -> str:
    """Return the name of the test by which a paragraph of the first page is a note, or an empty string."""
    return next((name for name, test in _NOTES if test(paragraph, body)), "")

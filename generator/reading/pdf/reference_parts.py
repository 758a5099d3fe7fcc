"""Where among a paper's paragraphs the references begin, and where they end.

>>> bool(_ENTRY.search("Lane A. and Best B.")), bool(_ENTRY.search("Appendix: Lamp Types"))
(True, False)
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from generator.reading.pdf.paragraphs import ParagraphBuilder
from generator.reading.pdf.references import find_unheaded, like_references
from generator.reading.pdf.section_titles import is_canonical
from generator.reading.pdf.text_lines import TextLine
from generator.reading.sections import section_kind

# Marks of an entry that a title lacks, though both may begin with two capitalised words: the year, the
# initials of a name, the mark of its number.
_ENTRY = re.compile(r"^\[|^\(\d|\b(?:1[89]|20)\d\d\b|\b[A-Z]\.(?:,|\s?[A-Z]\.|\s?and\b)|,\s[A-Z]\.|\bet al\b")
_BOLD = 0.8  # share of a line's characters
_SAME_SIZE = 0.3  # points


def reference_headings(paragraphs: Sequence[ParagraphBuilder]) -> set[int]:
    """Return the ids of headings with references below, as opposed to a section that speaks of them."""
    found = set()
    for index, paragraph in enumerate(paragraphs):
        if paragraph.role != "heading" or section_kind(paragraph.text) != "references":
            continue
        lines: list[TextLine] = []
        for other in paragraphs[index + 1 :]:
            if other.role == "heading" and lines:
                break
            if other.role != "float":
                lines.extend(other.lines)
        if like_references(lines):
            found.add(id(paragraph))
    return found


def unheaded_references(paragraphs: list[ParagraphBuilder]) -> int:
    """Return the index of the paragraph with which references without a heading begin; -1 if none do."""
    owners = [
        (line, index)
        for index, p in enumerate(paragraphs)
        if p.role in ("prose", "note", "list")
        for line in p.lines
    ]
    found = find_unheaded([line for line, _ in owners])
    if found is None:
        return -1
    line, index = owners[found]
    at = paragraphs[index].lines.index(line)
    if at:
        # The list begins within a paragraph: the rest of it is a piece of its own.
        paragraph = paragraphs[index]
        rest = ParagraphBuilder(paragraph.lines[at:], paragraph.x0, paragraph.x1, columns=paragraph.columns)
        paragraph.lines = paragraph.lines[:at]
        paragraphs.insert(index + 1, rest)
        return index + 1
    return index


def leaves_references(paragraph: ParagraphBuilder, headed: ParagraphBuilder | None) -> bool:
    """Return True if a heading among references names another part of the paper, or is set as theirs."""
    text = paragraph.text
    if is_canonical(text) or section_kind(text) not in ("other", "methods", "results", "references"):
        return True
    if headed is None:
        return re.match(r"^(?:appendix|[A-Z]\.?\s)", text, re.I) is not None
    mine, theirs = paragraph.lines[0], headed.lines[0]
    alike = mine.font is theirs.font or (mine.bold > _BOLD and theirs.bold > _BOLD)
    return alike and abs(mine.size - theirs.size) < _SAME_SIZE and not _ENTRY.search(text)

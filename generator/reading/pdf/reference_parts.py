"""Where among a paper's paragraphs the references begin, and where they end."""

from __future__ import annotations

import re
from collections.abc import Sequence

from generator.reading.pdf.lines import Line
from generator.reading.pdf.paragraphs import Piece
from generator.reading.pdf.references import find_unheaded, like_references
from generator.reading.pdf.titles import is_canonical
from generator.reading.sections import section_kind

# What an entry has and a title has not, though both may begin with two words in capitals: the year, the
# initials of a name, the mark of its number.
_ENTRY = re.compile(r"^\[|^\(\d|\b(?:1[89]|20)\d\d\b|\b[A-Z]\.(?:,|\s?[A-Z]\.|\s?and\b)|,\s[A-Z]\.|\bet al\b")


def reference_headings(pieces: Sequence[Piece]) -> set[int]:
    """Ids of headings below which references stand, and not a section that speaks of them."""
    found = set()
    for index, piece in enumerate(pieces):
        if piece.role != "heading" or section_kind(piece.text) != "references":
            continue
        lines: list[Line] = []
        for other in pieces[index + 1 :]:
            if other.role == "heading" and lines:
                break
            if other.role != "float":
                lines.extend(other.lines)
        if like_references(lines):
            found.add(id(piece))
    return found


def unheaded_references(pieces: list[Piece]) -> int:
    """Index of the piece with which references without a heading begin; -1 where there are none."""
    owners = [
        (line, index)
        for index, p in enumerate(pieces)
        if p.role in ("prose", "note", "list")
        for line in p.lines
    ]
    found = find_unheaded([line for line, _ in owners])
    if found is None:
        return -1
    line, index = owners[found]
    at = pieces[index].lines.index(line)
    if at:
        # The list begins within a paragraph: the rest of it is a piece of its own.
        piece = pieces[index]
        rest = Piece(piece.lines[at:], piece.x0, piece.x1, columns=piece.columns)
        piece.lines = piece.lines[:at]
        pieces.insert(index + 1, rest)
        return index + 1
    return index


def leaves_references(piece: Piece, headed: Piece | None) -> bool:
    """Within the list of references a heading names another part of a paper, or is set as theirs is."""
    text = piece.text
    if is_canonical(text) or section_kind(text) not in ("other", "methods", "results", "references"):
        return True
    if headed is None:
        return re.match(r"^(?:appendix|[A-Z]\.?\s)", text, re.I) is not None
    mine, theirs = piece.lines[0], headed.lines[0]
    alike = mine.font is theirs.font or (mine.bold > 0.8 and theirs.bold > 0.8)
    return alike and abs(mine.size - theirs.size) < 0.3 and not _ENTRY.search(text)

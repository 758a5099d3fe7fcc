"""How far a float reaches: gaps between it and what it does not own, and the type of its words.

>>> _family("Cheltenham-BoldCond"), _family("Times,Bold")
('Cheltenham', 'Times')
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Sequence

from generator.reading.pdf.captions import begins_caption
from generator.reading.pdf.paragraph_text import count_cells
from generator.reading.pdf.strips import in_row
from generator.reading.pdf.style import BodyStyle
from generator.reading.pdf.text_lines import TextLine

SMALL = 0.93  # of the text's size: words of a table that are smaller are no text
_MAX_TABLE_GAP = 3.6  # type sizes between two rows of a table
_MIN_GAP_SIZE = 7.0  # points of type; gaps in smaller type count as in this one
_MIN_OWN_FONT = 0.6  # share of a table's letters that are set in its own font
_MAX_CELL_STEP = 1.6  # type sizes between the lines of one cell
_SMALLER = 0.9  # of the size of the line before: a smaller one is no part of the cell
_MIN_GAP_TO_AUTHORS = 2.5  # type sizes between authors and a figure below them on the first page
_MAX_LABEL_CHARS, _LABEL_SIZE = 40, 0.05  # of labels in figures: characters, difference from the text's size
_SAME_SIZE = 0.02  # relative difference of the sizes of lines of one caption


def through_cells(
    lines: Sequence[TextLine], start: int, rows: list[TextLine], body: BodyStyle
) -> list[TextLine]:
    """Return the rows of a table whose cells hold whole sentences, or titles, so that they look like text.

    rows: those found below the caption, which ends before ``start``. They go on as long as lines in the
    table's own type (smaller than the text, or in a font that the text has not) follow closely, to the last
    of them that is next to another, and to the end of its cell.
    """
    fonts = _own_fonts(rows, body)
    end = last = start + len(rows)
    for index in range(end if fonts else start, len(lines)):
        line = lines[index]
        gap = line.y - lines[index - 1].y if index else 0.0
        if not _own_type(line, fonts, body) or begins_caption(line, body) or gap > _MAX_TABLE_GAP * line.size:
            break
        if in_row(lines, index) or (_family(line.font.name) in fonts and count_cells(line) > 1):
            last = index + 1
    if last <= end:
        return rows
    while last < len(lines) and lines[last].y - lines[last - 1].y < _MAX_CELL_STEP * lines[last].size:
        if not _own_type(lines[last], fonts, body) or lines[last].size < _SMALLER * lines[last - 1].size:
            break
        last += 1
    return list(lines[start:last])


def _own_fonts(rows: Sequence[TextLine], body: BodyStyle) -> set[str]:
    """Return the font families of a table's rows if most letters are in one that the text has not."""
    letters: Counter[str] = Counter()
    for line in rows:
        letters[_family(line.font.name)] += len(line.text)
    usual = letters.most_common(1)
    text = _family(body.font)
    if not usual or usual[0][0] == text or usual[0][1] < _MIN_OWN_FONT * letters.total():
        return set()
    return set(letters) - {text}


def _family(font: str) -> str:
    """Return what the cuts of a font have in common: "Cheltenham" of "Cheltenham-BoldCond"."""
    return re.split(r"[-,.]", font, maxsplit=1)[0]


def _own_type(line: TextLine, fonts: Container[str], body: BodyStyle) -> bool:
    """Return True if the line is smaller than the text, or in one of these fonts and no larger."""
    return line.size <= SMALL * body.size or (_family(line.font.name) in fonts and line.size <= body.size)


def behind_gap(content: list[TextLine], edge: TextLine, first: float) -> list[TextLine]:
    """Return the content of a float on the first page without the authors, who are above its widest gap.

    first: where the text begins; no authors are below that.
    """
    above = sorted((x for x in content if x.y < edge.y), key=lambda x: x.y)
    if above and above[0].y >= first:
        return content
    if not above:
        return content
    steps = [b.y - a.y for a, b in zip(above, [*above[1:], edge], strict=True)]
    widest = max(range(len(steps)), key=lambda i: steps[i])
    if steps[widest] < _MIN_GAP_TO_AUTHORS * above[widest].size:
        return content
    gone = {id(x) for x in above[: widest + 1]}
    return [x for x in content if id(x) not in gone]


def dense(content: list[TextLine], edge: TextLine) -> list[TextLine]:
    """Return the rows as long as they follow one another closely: a table has no wide gaps."""
    kept: list[TextLine] = []
    last = edge
    for line in content:
        if abs(line.y - last.y) > _MAX_TABLE_GAP * max(line.size, last.size, _MIN_GAP_SIZE):
            break
        kept.append(line)
        last = line
    return kept


def all_labels(content: Sequence[TextLine], body: BodyStyle) -> bool:
    """Return True if all lines are short and in another size than the text."""
    return all(
        len(x.text) < _MAX_LABEL_CHARS and abs(x.size - body.size) > _LABEL_SIZE * body.size for x in content
    )


def same_type(caption: Sequence[TextLine], line: TextLine) -> bool:
    """Return True if a line goes on in the type of a caption that is set like a heading (all in bold)."""
    last = caption[-1]
    alike = last.font is line.font and abs(last.size - line.size) < _SAME_SIZE * line.size
    return alike and not last.text.rstrip().endswith(".")

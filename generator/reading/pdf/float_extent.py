"""How far a float reaches: gaps that part it from what it does not own, and the type of its words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Sequence

from generator.reading.pdf.captions import begins_caption
from generator.reading.pdf.lines import Line
from generator.reading.pdf.strips import in_row
from generator.reading.pdf.style import BodyStyle
from generator.reading.pdf.text import split_cells

_TABLE_GAP = 3.6  # widest gap between two rows of a table, in type sizes
SMALL = 0.93  # size of a table's words, as a share of that of the text, at which text is told from them
_MOSTLY = 0.6  # share of its letters that are set in a table's own font
_CLOSE = 1.6  # type sizes between the lines of one cell


def through_cells(lines: Sequence[Line], start: int, rows: list[Line], body: BodyStyle) -> list[Line]:
    """The rows of a table whose cells hold whole sentences, or titles, so that they look like text.

    rows: those found below the caption, which ends before ``start``. They go on as long as lines in the
    table's own type (smaller than the text, or in a font that the text has not) follow closely, to the last
    of them that stands beside another, and to the end of its cell.
    """
    fonts = _own_fonts(rows, body)
    end = last = start + len(rows)
    for index in range(end if fonts else start, len(lines)):
        line = lines[index]
        gap = line.y - lines[index - 1].y if index else 0.0
        if not _own_type(line, fonts, body) or begins_caption(line, body) or gap > _TABLE_GAP * line.size:
            break
        if in_row(lines, index) or (_family(line.font.name) in fonts and len(split_cells(line)) > 1):
            last = index + 1
    if last <= end:
        return rows
    while last < len(lines) and lines[last].y - lines[last - 1].y < _CLOSE * lines[last].size:
        if not _own_type(lines[last], fonts, body) or lines[last].size < 0.9 * lines[last - 1].size:
            break
        last += 1
    return list(lines[start:last])


def _own_fonts(rows: Sequence[Line], body: BodyStyle) -> set[str]:
    """Families of the fonts of a table's rows, where most of their letters are in one foreign to the text."""
    letters: Counter[str] = Counter()
    for line in rows:
        letters[_family(line.font.name)] += len(line.text)
    usual = letters.most_common(1)
    text = _family(body.font)
    if not usual or usual[0][0] == text or usual[0][1] < _MOSTLY * letters.total():
        return set()
    return set(letters) - {text}


def _family(font: str) -> str:
    """What the cuts of a font share: "Cheltenham" of "Cheltenham-BoldCond"."""
    return re.split(r"[-,.]", font, maxsplit=1)[0]


def _own_type(line: Line, fonts: Container[str], body: BodyStyle) -> bool:
    return line.size <= SMALL * body.size or (_family(line.font.name) in fonts and line.size <= body.size)


def behind_gap(content: list[Line], edge: Line, first: float) -> list[Line]:
    """On the first page: what the widest gap does not set off from the caption; above stand authors.

    first: where the text begins; below that stand no authors.
    """
    above = sorted((x for x in content if x.y < edge.y), key=lambda x: x.y)
    if above and above[0].y >= first:
        return content
    if not above:
        return content
    steps = [b.y - a.y for a, b in zip(above, [*above[1:], edge], strict=True)]
    widest = max(range(len(steps)), key=lambda i: steps[i])
    if steps[widest] < 2.5 * above[widest].size:
        return content
    gone = {id(x) for x in above[: widest + 1]}
    return [x for x in content if id(x) not in gone]


def dense(content: list[Line], edge: Line) -> list[Line]:
    """Rows as long as they follow one another closely: a table has no wide gaps."""
    kept: list[Line] = []
    last = edge
    for line in content:
        if abs(line.y - last.y) > _TABLE_GAP * max(line.size, last.size, 7.0):
            break
        kept.append(line)
        last = line
    return kept


def all_labels(content: Sequence[Line], body: BodyStyle) -> bool:
    return all(len(x.text) < 40 and abs(x.size - body.size) > 0.05 * body.size for x in content)


def same_type(caption: Sequence[Line], line: Line) -> bool:
    """Whether a line goes on in the type of a caption that is set like a heading (all in bold)."""
    last = caption[-1]
    alike = last.font is line.font and abs(last.size - line.size) < 0.02 * line.size
    return alike and not last.text.rstrip().endswith(".")

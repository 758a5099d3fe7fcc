"""Text below a figure or table that belongs to it: its address, and the notes of a table.

>>> bool(_ITEM.match("2) lamps")), bool(_ITEM.match("2 lamps"))
(True, False)
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from generator.reading.pdf.captions import FLOAT_ADDRESS, TABLE_NOTE
from generator.reading.pdf.floats import FloatPlaceholder
from generator.reading.pdf.paragraphs import ParagraphBuilder
from generator.reading.pdf.style import BodyStyle
from generator.reading.pdf.text_lines import TextLine

_ITEM = re.compile(r"[•●▪◦‣∙·■□►➢✓–—−-]\s?|\d{1,2}[.)]\s")  # of a cell, rather than a note
_MAX_CHARS = 900  # characters of one note
_MAX_PARAGRAPHS = 8  # paragraphs of notes below one table
_MAX_BEFORE_MARK = 2  # paragraphs above the first note with a mark
_SMALL, _MAX_SIZE = 0.93, 0.96  # of the text's size: notes without a mark, and with one
_MAX_GAP = 3.2  # type sizes from a table's rows to its notes, and between these
_SAME_SIZE = 0.03  # relative difference of two sizes
_MAX_ALIKE = 0.2  # share of a page's text that is set as notes without a mark


def mark_float_notes(paragraphs: list[ParagraphBuilder], body: BodyStyle) -> None:
    """Give the role of float notes to addresses of figures, and to the notes below a table."""
    _split_addresses(paragraphs)
    for index, paragraph in enumerate(paragraphs):
        if paragraph.role == "float":
            _mark_below(paragraphs, index, body)


def _is_address(line: TextLine) -> bool:
    """Return True if a line is the address of a figure."""
    return "10." in line.text and FLOAT_ADDRESS.match(line.text) is not None


def _split_addresses(paragraphs: list[ParagraphBuilder]) -> None:
    """Make the addresses of figures within paragraphs float notes of their own."""
    result: list[ParagraphBuilder] = []
    for paragraph in paragraphs:
        if paragraph.role == "float" or not any(map(_is_address, paragraph.lines)):
            result.append(paragraph)
            continue
        for line in paragraph.lines:
            address = _is_address(line)
            last = result[-1] if result else None
            if (
                not address
                and last is not None
                and last.role == paragraph.role
                and last.lines[0] in paragraph.lines
            ):
                last.lines.append(line)
                continue
            role = "float note" if address else paragraph.role
            result.append(
                ParagraphBuilder(
                    [line],
                    paragraph.x0,
                    paragraph.x1,
                    role=role,
                    kind=paragraph.kind,
                    columns=paragraph.columns,
                )
            )
    paragraphs[:] = result


def _mark_below(paragraphs: Sequence[ParagraphBuilder], at: int, body: BodyStyle) -> None:
    """Mark the notes below the table at index ``at``."""
    placeholder = paragraphs[at].lines[0]
    assert isinstance(placeholder, FloatPlaceholder)
    if placeholder.float_.kind != "table":
        return
    above: TextLine = max(placeholder.float_.lines, key=lambda x: x.y)
    run: list[ParagraphBuilder] = []
    for paragraph in paragraphs[at + 1 : at + 1 + _MAX_PARAGRAPHS]:
        first = paragraph.lines[0]
        near = first.page == above.page and 0 < first.y - above.y < _MAX_GAP * max(first.size, above.size)
        if not near or paragraph.role not in ("prose", "note") or paragraph.kind is not None:
            break
        # A note may be as large as the text where the whole paper is set in one size.
        if len(paragraph.text) > _MAX_CHARS or paragraph.size > _MAX_SIZE * body.size:
            break
        run.append(paragraph)
        above = paragraph.lines[-1]
    # Words on how to read the table ("Data are means") precede the notes with marks.
    if any(TABLE_NOTE.match(p.text) for p in run):
        first_note = next(i for i, p in enumerate(run) if TABLE_NOTE.match(p.text))
        run = run if first_note <= _MAX_BEFORE_MARK else run[first_note:]
    elif not placeholder.float_.content or not _of_table(run, paragraphs, at, body):
        return
    for paragraph in run:
        paragraph.role = "float note"


def _of_table(
    run: Sequence[ParagraphBuilder], paragraphs: Sequence[ParagraphBuilder], at: int, body: BodyStyle
) -> bool:
    """Return True if paragraphs below a table are notes without a mark: they are set smaller than the text.

    Nothing else on the page may be set so but floats and notes, and they must end before the text goes on.
    """
    if not run or len(run) > _MAX_BEFORE_MARK + 1 or _ITEM.match(run[0].text):
        return False
    if any(p.size > _SMALL * body.size for p in run):
        return False
    own = {id(p) for p in run}
    own.update(id(b) for a, b in itertools.pairwise(paragraphs) if a.role == "float")  # notes of other tables
    rest = [p for p in paragraphs if p.page == run[0].page and p.role == "prose" and id(p) not in own]
    alike = sum(len(p.text) for p in rest if abs(p.size - run[0].size) < _SAME_SIZE * run[0].size)
    text = sum(len(p.text) for p in rest if p.size > _SMALL * body.size)
    following = paragraphs[at + 1 + len(run)] if at + 1 + len(run) < len(paragraphs) else None
    goes_on = following is not None and following.role == "prose" and following.size <= _SMALL * body.size
    return alike <= _MAX_ALIKE * text and not (
        goes_on and following is not None and following.page == run[0].page
    )

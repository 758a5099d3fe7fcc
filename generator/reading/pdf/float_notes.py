"""What stands below a figure or table and belongs to it: its address, and the notes of a table."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from generator.reading.pdf.captions import FLOAT_ADDRESS, TABLE_NOTE
from generator.reading.pdf.floats import StandIn
from generator.reading.pdf.lines import Line
from generator.reading.pdf.paragraphs import Piece
from generator.reading.pdf.style import BodyStyle

_ITEM = re.compile(r"[•●▪◦‣∙·■□►➢✓–—−-]\s?|\d{1,2}[.)]\s")  # of a cell, rather than a note
_MAX_CHARS = 900  # characters of one note
_MAX_PARAGRAPHS = 8  # paragraphs of notes below one table
_BEFORE = 2  # paragraphs that may stand above the first note with a mark
_SMALL = 0.93  # share of the text's size up to which a note needs no mark
_GAP = 3.2  # the widest gap below a table's rows, in type sizes


def mark_float_notes(pieces: list[Piece], body: BodyStyle) -> None:
    """Give the role of float notes to addresses of figures, and to the notes below a table."""
    _part_addresses(pieces)
    for index, piece in enumerate(pieces):
        if piece.role == "float":
            _mark_below(pieces, index, body)


def _part_addresses(pieces: list[Piece]) -> None:
    result: list[Piece] = []
    for piece in pieces:
        if piece.role == "float" or not any(FLOAT_ADDRESS.match(x.text) for x in piece.lines):
            result.append(piece)
            continue
        for line in piece.lines:
            address = FLOAT_ADDRESS.match(line.text) is not None
            last = result[-1] if result else None
            if not address and last is not None and last.role == piece.role and last.lines[0] in piece.lines:
                last.lines.append(line)
                continue
            role = "float note" if address else piece.role
            result.append(
                Piece([line], piece.x0, piece.x1, role=role, kind=piece.kind, columns=piece.columns)
            )
    pieces[:] = result


def _mark_below(pieces: Sequence[Piece], at: int, body: BodyStyle) -> None:
    stand_in = pieces[at].lines[0]
    assert isinstance(stand_in, StandIn)
    if stand_in.float_.kind != "table":
        return
    above: Line = max(stand_in.float_.lines, key=lambda x: x.y)
    run: list[Piece] = []
    for piece in pieces[at + 1 : at + 1 + _MAX_PARAGRAPHS]:
        first = piece.lines[0]
        near = first.page == above.page and 0 < first.y - above.y < _GAP * max(first.size, above.size)
        if not near or piece.role not in ("prose", "note") or piece.kind is not None:
            break
        # A note may be as large as the text where the whole paper is set in one size.
        if len(piece.text) > _MAX_CHARS or piece.size > 0.96 * body.size:
            break
        run.append(piece)
        above = piece.lines[-1]
    # What says how to read the table ("Data are means") stands above the notes with marks.
    if any(TABLE_NOTE.match(p.text) for p in run):
        first_note = next(i for i, p in enumerate(run) if TABLE_NOTE.match(p.text))
        run = run if first_note <= _BEFORE else run[first_note:]
    elif not stand_in.float_.content or not _of_table(run, pieces, at, body):
        return
    for piece in run:
        piece.role = "float note"


def _of_table(run: Sequence[Piece], pieces: Sequence[Piece], at: int, body: BodyStyle) -> bool:
    """Whether paragraphs below a table are notes though no mark says so: they are set smaller than the text.

    Nothing else on the page may be set so but floats and notes, and they must end before the text goes on.
    """
    if not run or len(run) > _BEFORE + 1 or _ITEM.match(run[0].text):
        return False
    if any(p.size > _SMALL * body.size for p in run):
        return False
    own = {id(p) for p in run}
    own.update(id(b) for a, b in itertools.pairwise(pieces) if a.role == "float")  # notes of other tables
    rest = [p for p in pieces if p.page == run[0].page and p.role == "prose" and id(p) not in own]
    alike = sum(len(p.text) for p in rest if abs(p.size - run[0].size) < 0.03 * run[0].size)
    text = sum(len(p.text) for p in rest if p.size > _SMALL * body.size)
    following = pieces[at + 1 + len(run)] if at + 1 + len(run) < len(pieces) else None
    goes_on = following is not None and following.role == "prose" and following.size <= _SMALL * body.size
    return alike <= 0.2 * text and not (goes_on and following is not None and following.page == run[0].page)

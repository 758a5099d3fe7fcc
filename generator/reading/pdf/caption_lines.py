"""The lines of a caption: its label, the text behind or below it, and where it ends.

A caption ends where the step to the next line is larger than before: behind a step of 12 points one of 17.
"""

from __future__ import annotations

from collections.abc import Sequence

from generator.reading.pdf.captions import begins_caption
from generator.reading.pdf.columns import Gutter
from generator.reading.pdf.float_extent import same_type
from generator.reading.pdf.strips import Strip, in_row
from generator.reading.pdf.style import BodyStyle
from generator.reading.pdf.text_lines import TextLine

# A label ("FIGURE 4") apart from the text of its caption: characters, and type sizes between them.
_MAX_LABEL_CHARS = 16
_LABEL_STEP, _LABEL_EDGE, _LABEL_GAP, _LABEL_RISE = 2.2, 3, 4, 0.25
# The lines of a caption.
_MAX_LABEL_LINE = 18  # characters of a first line that is the label alone
_CAPTION_ROW = 0.35  # type sizes by which parts of one line may differ in height
_MAX_LEADING = 1.35  # leadings from line to line
_MAX_FIRST_STEP, _MAX_LABEL_STEP = 1.75, 2.6  # type sizes from the first line, and from a label alone
_SAME_SIZE, _FIRST_SIZE = 0.04, 0.08  # relative differences in size: of all lines, of the first two
_FULL = 0.25  # share of the column that a full line may leave empty
_TEXT_SIZE = 0.2  # points by which a caption in the size of the text differs
_SENTENCE_STEP, _SENTENCE_SIZE = 1.5, 0.02  # type sizes, relative difference: lines of one sentence


def join_labels(lines: Sequence[TextLine], body: BodyStyle) -> list[TextLine]:
    """Join "FIGURE 4" and the text of its caption, which a wide blank separates, to one line."""
    gone: set[int] = set()
    joined: dict[int, TextLine] = {}
    for line in lines:
        if len(line.text) > _MAX_LABEL_CHARS or not begins_caption(line, body):
            continue
        for other in lines:
            if (
                other is not line
                and abs(other.y - line.y) < _LABEL_RISE * line.size
                and 0 < other.x0 - line.x1 < _LABEL_GAP * line.size
            ):
                joined[id(line)] = TextLine([*line.words, *other.words], line.page)
                gone.add(id(other))
                break
    return [joined.get(id(x), x) for x in lines if id(x) not in gone]


def spans_columns(line: TextLine, lines: Sequence[TextLine], gutter: Gutter) -> bool:
    """Return True if a caption runs over both columns: its first line, or that below a label alone."""
    wide = line.x0 < gutter[0] - 1 and line.x1 > gutter[1] + 1
    if wide or len(line.text) > _MAX_LABEL_CHARS:
        return wide
    below = [
        x
        for x in lines
        if 0 < x.y - line.y < _LABEL_STEP * max(line.size, x.size) and abs(x.x0 - line.x0) < _LABEL_EDGE
    ]
    return any(x.x0 < gutter[0] - 1 and x.x1 > gutter[1] + 1 for x in below)


def continues_sentence(line: TextLine, strip: Strip) -> bool:
    """Return True if the line only continues a sentence: "... as listed in / Table 2. The model"."""
    at = next(i for i, x in enumerate(strip.lines) if x is line)
    if not at or id(strip.lines[at - 1]) not in strip.prose:
        return False
    before = strip.lines[at - 1]
    near = (
        0 < line.y - before.y < _SENTENCE_STEP * line.size
        and abs(line.size - before.size) < _SENTENCE_SIZE * line.size
    )
    return (
        near
        and line.words[0].font is before.words[-1].font
        and not before.text.rstrip().endswith((".", ":", "?", "!"))
    )


def caption_lines(
    lines: Sequence[TextLine], at: int, strip: Strip, body: BodyStyle, taken: set[int]
) -> tuple[list[TextLine], int]:
    """Return the caption's lines, and the index behind them."""
    caption = [lines[at]]
    index = at + 1
    size: float | None = None
    leading: float | None = None
    while index < len(lines):
        line, last = lines[index], caption[-1]
        if id(line) in taken or begins_caption(line, body):
            break
        step = line.y - last.y
        tall = max(line.size, last.size)
        row = abs(step) <= _CAPTION_ROW * tall
        if not row:
            limit = _MAX_LEADING * leading if leading else _MAX_FIRST_STEP * tall
            label_alone = len(caption) == 1 and len(last.text) < _MAX_LABEL_LINE
            if step > (_MAX_LABEL_STEP * tall if label_alone else limit):
                break
            if size is not None and abs(line.size - size) > _SAME_SIZE * size:
                break
            if size is None and not label_alone and abs(line.size - last.size) > _FIRST_SIZE * tall:
                break
            if in_row(lines, index) and not label_alone:
                break
            if body.like_heading(line) and not same_type(caption, line):
                break
            full = last.x1 > strip.x1 - _FULL * (strip.x1 - strip.x0)
            if (
                not full
                and not label_alone
                and last.text.rstrip().endswith((".", ")"))
                and abs(line.size - body.size) < _TEXT_SIZE
            ):
                break
            if leading is None and not label_alone:
                leading = step
            size = line.size if size is None else size
        caption.append(line)
        index += 1
    return caption, index

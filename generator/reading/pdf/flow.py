"""The paragraphs of all pages in reading order, each with its role; nothing is joined yet.

>>> all(map(_is_figure, ("12.5", "<0.001", "10-12%", "(3)"))), _is_figure("lamps")
(True, False)
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from generator.reading.pdf.columns import (
    Column,
    Gutter,
    choose_gutter,
    column_of,
    page_gutter,
    reading_order,
    usual_gutter,
)
from generator.reading.pdf.drop_caps import with_drop_caps
from generator.reading.pdf.floats import rows_of, take_floats
from generator.reading.pdf.foot_references import split_reference_band
from generator.reading.pdf.headings import BY_STYLE, assign_levels, heading_depth
from generator.reading.pdf.info_box import split_info_box
from generator.reading.pdf.page_edges import PageLines
from generator.reading.pdf.paragraphs import ParagraphBuilder, split_column
from generator.reading.pdf.style import BodyStyle
from generator.reading.pdf.text_lines import TextLine
from generator.reading.sections import section_kind

_EQUATION_NUMBER = re.compile(r"^\([A-Z]?\d{1,3}[a-z]?\)$")
# A bullet or number that hangs out to the left of an item.
_MARK = re.compile(r"^(?:[•●▪◦‣∙·■□►➢✓*–—−-]|[\[(]?(?:\d{1,3}|[a-zA-Z]|[ivx]{1,4})[.)\]]?)$")
_FIGURE = re.compile(
    r"[(\[]?[<>≤≥±~=]?[-−–+]?(?:\d*[.,])?\d+(?:[-–/](?:\d*\.)?\d+)?%?[)\],;]*|[-–−—]|n/?a", re.I
)
_NUMBERED_NOTE = re.compile(r"^\d{1,2}\s?[A-Z][\w.]*\s\S")
_MIN_CUT = 60  # characters of a paragraph that a footnote may cut
_SECTION = re.compile(r"\d{1,2}\.(?:\d\.?)*\s[A-Z]")
_MAX_NOTE_LINES = 14  # lines of footnotes in one column
_MAX_RUN_IN = 60  # characters of a title that runs in, and of one above a statement
_RUN_IN_GAP, _RUN_IN_RISE = 2.2, 0.15  # type sizes between such a title and its text
_BOLD, _PLAIN = 0.9, 0.5  # share of bold characters in such a title, and in its text at most
_MIN_FIGURES = 0.7  # share of a row's words that are figures
_MIN_FIGURE_WORDS = 6  # words of a row for that share to count
# Footnotes: sizes as shares of that of the text above.
_SAME_SIZE, _MAX_NOTE_SIZE, _TEXT_SIZE, _STATEMENT_SIZE = 1.02, 0.93, 0.95, 1.05
_LONG = 200  # characters of a paragraph whose size is that of the text
_SMALL_TEXT, _SMALL_TEXT_SIZE = 150, 0.2  # characters, and points: a part of the text is set as small
# Distances in sizes of the text.
_MIN_SET_OFF = 1.4  # white above a heading, from baseline to baseline
_MAX_LEAD = 1.6  # from a line in a font of its own to the text below
# Tables without a caption.
_MIN_TABLE_LINES, _MIN_TABLE_ROWS, _MIN_CELL_ROWS = 4, 2, 0.5  # lines, rows, share of rows with cells
_FULL_ROW, _FULL_ROW_WORDS, _MAX_FULL_ROWS = 0.9, 4, 1  # width of a line of text, its words, such lines
# Characters of labels in figures: in a line, on average, in all.
_MAX_LABEL_LINE, _MAX_LABEL_MEAN, _MAX_LABEL = 60, 30, 300
_MAX_HEADINGS_IN_ROW = 2  # headings without text between them; more are labels of a figure or cells
_NOTE = re.compile(r"^(?:\d{1,2}|[*†‡§¶#∗]+|[a-e])\s?\S")


def paragraphs_of(
    pages: Sequence[PageLines], body: BodyStyle, title: Sequence[TextLine]
) -> list[ParagraphBuilder]:
    """Return all paragraphs in reading order with their roles; nothing is joined yet."""
    title_lines = {id(x) for x in title}
    paragraphs: list[ParagraphBuilder] = []
    count = 0
    for page in pages:
        page.lines = with_run_ins(with_drop_caps(page.lines))
    gutters = [page_gutter(page.lines, body) for page in pages]
    usual = usual_gutter(gutters)
    for page, gutter in zip(pages, gutters, strict=True):
        page_paragraphs: list[ParagraphBuilder] = []
        gutter = choose_gutter(gutter, usual, page.lines, body)
        for column in _page_columns(page.lines, gutter, body, title):
            own = split_column(column.lines, column.x0, column.x1)
            if own and not any(id(x) in title_lines for x in column.lines):
                _mark_notes(own, body)
            count += 1
            for paragraph in own:
                paragraph.columns.append((page.number, count))
            page_paragraphs.extend(own)
        paragraphs.extend(_with_title(page_paragraphs, title_lines))
    _classify(paragraphs, body)
    return paragraphs


def with_run_ins(lines: Sequence[TextLine]) -> list[TextLine]:
    """Join a bold title and the text behind it that a wide blank separates: "Results. We find"."""
    following: dict[int, TextLine] = {}
    for first in lines:
        if first.bold < _BOLD or len(first.text) > _MAX_RUN_IN or not first.text.endswith((".", ":")):
            continue
        for other in lines:
            near = (
                0 < other.x0 - first.x1 < _RUN_IN_GAP * first.size
                and abs(other.y - first.y) < _RUN_IN_RISE * first.size
            )
            if (
                near
                and other.bold < _PLAIN
                and len(other.text) > _MAX_RUN_IN / 2
                and id(other) not in following
            ):
                following[id(first)] = other
                break
    gone = {id(x) for x in following.values()}
    return [
        TextLine([*x.words, *following[id(x)].words], x.page) if id(x) in following else x
        for x in lines
        if id(x) not in gone
    ]


def _page_columns(
    lines: Sequence[TextLine], gutter: Gutter | None, body: BodyStyle, title: Sequence[TextLine]
) -> list[Column]:
    """Return the columns of a page in reading order, without its floats."""
    box = split_info_box(lines)
    if box is None:
        return _columns(take_floats(lines, body, gutter, title), gutter, body)
    above, below = (
        _columns(take_floats(part, body, gutter, title), gutter, body) for part in (box.above, box.below)
    )
    return [*above, column_of(box.info), column_of(box.abstract), *below]


def _columns(lines: Sequence[TextLine], gutter: Gutter | None, body: BodyStyle) -> list[Column]:
    """Return the columns of a page in reading order; back matter at its foot has columns of its own."""
    bands = split_reference_band(lines)
    if bands is None:
        return reading_order(lines, gutter)
    return [c for band in bands for c in reading_order(band, page_gutter(band, body) or gutter)]


def _with_title(paragraphs: list[ParagraphBuilder], title_lines: set[int]) -> list[ParagraphBuilder]:
    """Return the paragraphs, with the lines of the title as one, in whatever paragraph they were."""
    if not any(id(x) in title_lines for p in paragraphs for x in p.lines):
        return paragraphs
    result: list[ParagraphBuilder] = []
    for paragraph in paragraphs:
        inside = [x for x in paragraph.lines if id(x) in title_lines]
        if not inside or paragraph.role == "float":
            result.append(paragraph)
            continue
        before = paragraph.lines[: paragraph.lines.index(inside[0])]
        after = [x for x in paragraph.lines[len(before) :] if id(x) not in title_lines]
        if before:
            result.append(
                ParagraphBuilder(
                    before, paragraph.x0, paragraph.x1, paragraph.opens_column, columns=paragraph.columns
                )
            )
        if result and result[-1].role == "title":
            result[-1].lines.extend(inside)
        else:
            result.append(
                ParagraphBuilder(
                    inside,
                    paragraph.x0,
                    paragraph.x1,
                    role="title",
                    level=1,
                    kind="front",
                    columns=paragraph.columns,
                )
            )
        if after:
            result.append(ParagraphBuilder(after, paragraph.x0, paragraph.x1, columns=paragraph.columns))
    return result


def _mark_notes(paragraphs: list[ParagraphBuilder], body: BodyStyle) -> None:
    """Mark footnotes: the last paragraphs of a column in smaller type, below text in the usual one.

    A number before a capital, below a sentence that is not at its end, marks one in type of any size.
    """
    for index in range(1, len(paragraphs)):
        if not _NUMBERED_NOTE.match(paragraphs[index].lines[0].text):
            continue
        before, rest = paragraphs[index - 1], paragraphs[index:]
        if before.role != "prose" or before.ends_sentence or len(before.text) < _MIN_CUT:
            continue
        small = all(
            p.role == "prose"
            and p.size < _SAME_SIZE * before.size
            and p.bold < _PLAIN
            and not _SECTION.match(p.text)
            for p in rest
        )
        if small and sum(len(p.lines) for p in rest) <= _MAX_NOTE_LINES:
            for paragraph in rest:
                paragraph.role = "note"
            return
    for index in range(len(paragraphs) - 1, 0, -1):
        paragraph, before = paragraphs[index], paragraphs[index - 1]
        above = [p for p in paragraphs[:index] if p.role == "prose"]
        long = [p.size for p in above if len(p.text) > _LONG]
        usual = max([body.size, *long[-1:]])
        if paragraph.role != "prose" or paragraph.size > _MAX_NOTE_SIZE * usual:
            return
        if not any(p.size > _TEXT_SIZE * usual for p in above):
            return
        if long and any(
            _heads_statement(p) and p.size < _STATEMENT_SIZE * paragraph.size for p in paragraphs[: index + 1]
        ):
            return  # what authors declare below the text is set small as well
        marked = _NOTE.match(paragraph.text) is not None
        if not marked and any(
            abs(p.size - paragraph.size) < _SMALL_TEXT_SIZE and len(p.text) > _SMALL_TEXT for p in above
        ):
            return  # parts of the text are set small as well
        if marked or not (before.ends_sentence or before.role != "prose"):
            paragraph.role = "note"


def _heads_statement(paragraph: ParagraphBuilder) -> bool:
    """Return True if a paragraph is the title of a statement: "Author Contributions"."""
    text = paragraph.text
    if (
        len(paragraph.lines) > 1
        or len(text) > _MAX_RUN_IN
        or not text[:1].isupper()
        or paragraph.ends_sentence
    ):
        return False
    return section_kind(text) in ("back", "availability", "references")


def _classify(paragraphs: Sequence[ParagraphBuilder], body: BodyStyle) -> None:
    """Give tables, headings and labels their role, and headings their level."""
    headings: list[ParagraphBuilder] = []
    for index, paragraph in enumerate(paragraphs):
        if paragraph.role != "prose":
            continue
        if _is_table(paragraph) or _is_figures(paragraph):
            paragraph.role = "table"
            continue
        level = heading_depth(
            paragraph, body, gap=_set_off(paragraphs, index, body), leads=_leads(paragraphs, index, body)
        )
        if level:
            paragraph.role, paragraph.level = "heading", level
            headings.append(paragraph)
        elif _is_label(paragraph, body):
            paragraph.role = "label"
    _drop_unlikely(paragraphs, body)
    assign_levels([p for p in headings if p.role == "heading"], body)


def _set_off(paragraphs: Sequence[ParagraphBuilder], index: int, body: BodyStyle) -> bool:
    """Return True if the paragraph opens its column, or white is above it."""
    if not index or paragraphs[index].opens_column:
        return True
    before = paragraphs[index - 1]
    if before.role == "float":
        return True
    return paragraphs[index].lines[0].y - before.lines[-1].y > _MIN_SET_OFF * body.size


def _leads(paragraphs: Sequence[ParagraphBuilder], index: int, body: BodyStyle) -> bool:
    """Return True for one line in a font of its own right above lines of running text."""
    paragraph = paragraphs[index]
    if len(paragraph.lines) > 1 or index + 1 == len(paragraphs) or paragraph.lines[0].font.name == body.font:
        return False
    following = paragraphs[index + 1]
    if following.role != "prose" or following.columns[0] != paragraph.columns[0] or len(following.lines) < 2:
        return False
    step = following.lines[0].y - paragraph.lines[0].y
    return following.lines[0].font.name == body.font and 0 < step < _MAX_LEAD * body.size


def _is_table(paragraph: ParagraphBuilder) -> bool:
    """Return True if most rows hold several cells, and hardly any is a line of text from edge to edge."""
    lines = paragraph.lines
    if len(lines) < _MIN_TABLE_LINES or any(_EQUATION_NUMBER.match(x.text) for x in lines):
        return False
    rows = rows_of(lines)
    cells = sum(len(r) > 2 or (len(r) == 2 and not _MARK.match(r[0].text)) for r in rows)
    if len(rows) < _MIN_TABLE_ROWS or cells < _MIN_CELL_ROWS * len(rows):
        return False
    full = _FULL_ROW * (paragraph.x1 - paragraph.x0)
    return (
        sum(x.width > full and len(re.findall(r"\b[a-z]{2,}", x.text)) >= _FULL_ROW_WORDS for x in lines)
        <= _MAX_FULL_ROWS
    )


def _is_figures(paragraph: ParagraphBuilder) -> bool:
    """Return True for a paragraph of hardly anything but figures: rows of a table without their cells."""
    if len(paragraph.lines) > 1 and not any(c.isdigit() for c in paragraph.lines[0].text):
        return False
    words = paragraph.text.split()
    if len(words) < _MIN_FIGURE_WORDS or not any(map(_is_figure, (*words[:3], *words[-2:]))):
        return False
    return sum(map(_is_figure, words)) >= _MIN_FIGURES * len(words)


def _is_figure(word: str) -> bool:
    """Return True if the word is a number, a range, or a mark for none."""
    return _FIGURE.fullmatch(word) is not None


def _is_label(paragraph: ParagraphBuilder, body: BodyStyle) -> bool:
    """Return True for words inside a figure: small or strange type, short lines, no sentence."""
    text = paragraph.text
    if body.is_text_size(paragraph.size) or len(text) > _MAX_LABEL_LINE * len(paragraph.lines):
        return False
    if "=" in text or any(_EQUATION_NUMBER.match(x.text) for x in paragraph.lines):
        return False  # a formula belongs to the sentence around it
    return (
        len(text) / len(paragraph.lines) < _MAX_LABEL_MEAN
        and not re.search(r"[a-z]{2}[.;:]$", text)
        and len(text) < _MAX_LABEL
    )


def _drop_unlikely(paragraphs: Sequence[ParagraphBuilder], body: BodyStyle) -> None:
    """Turn headings that no text follows, three or more in a row, into labels: of a figure, or cells."""
    run: list[ParagraphBuilder] = []
    for paragraph in [*paragraphs, None]:
        if paragraph is not None and paragraph.role == "heading":
            run.append(paragraph)
            continue
        if paragraph is not None and paragraph.role == "label" and run:
            continue
        if len(run) > _MAX_HEADINGS_IN_ROW:
            for each in run:
                if each.level == BY_STYLE and not any(body.like_heading(x) for x in each.lines):
                    each.role = "label"
        run = []

"""Words of figures and tables that no caption took along: ticks, labels, cells next to a float.

They differ from short paragraphs by what they lack (a stop, words in lower case, the width of the column),
together with where they are or how they are set.

    >>> _LOWER.findall("CWE-131-cpp"), _LOWER.findall("rate of moths")
    ([], ['rate', 'of', 'moths'])
"""

from __future__ import annotations

import re

from generator.reading.pdf.paragraphs import ParagraphBuilder
from generator.reading.pdf.style import BodyStyle
from generator.reading.pdf.text_lines import TextLine

# A word of the language, and no part of a name ("CWE-131-cpp").
_LOWER = re.compile(r"(?<![\w-])[a-z]{2,}")
_MIN_WORDS = 4  # words in lower case of what may be a sentence
_MIN_FILL = 0.6  # share of its column that a line of text fills
_SAME_SIZE = 0.03  # relative difference of a size from that of the text
_MAX_INDENT = 2.5  # type sizes of a line at the left of its column
_MIN_CHARS = 3  # characters of what may belong to a sentence
_FORMULA = re.compile(r"[=≤≥<>∑∫√∈→]|^\(\d{1,3}[a-z]?\)$|\(\d{1,3}[a-z]?\)$")
_ITEM = re.compile(r"^(?:[•●▪◦‣∙·■□►➢✓*–—−-]|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]|\[\d{1,3}\])\s")
_BESIDE = ("float", "label", "table")


def mark_remnants(paragraphs: list[ParagraphBuilder], body: BodyStyle) -> None:
    """Give the role of labels to remnants of figures, and join those of one column."""
    last = len(paragraphs) - 1
    for order in (range(len(paragraphs)), range(last, -1, -1)):
        step = -1 if order.step > 0 else 1
        for index in order:
            paragraph = paragraphs[index]
            if paragraph.role != "prose" or paragraph.kind is not None or not _is_fragment(paragraph, body):
                continue
            near = paragraphs[index + step] if 0 <= index + step <= last else None
            beside = near is not None and near.page == paragraph.page and near.role in _BESIDE
            if beside or not _set_as_text(paragraph, body):
                paragraph.role = "label"
    _join_labels(paragraphs)


def _is_fragment(paragraph: ParagraphBuilder, body: BodyStyle) -> bool:
    """Return True if the paragraph has no stop, few words in lower case, and does not fill its column."""
    text = paragraph.text
    as_text = (
        paragraph.lines[0].font.name == body.font and abs(paragraph.size - body.size) < _SAME_SIZE * body.size
    )
    at_left = paragraph.lines[0].x0 - paragraph.x0 < _MAX_INDENT * paragraph.size
    if as_text and len(text) >= _MIN_CHARS and (text[:1].islower() or (at_left and _LOWER.search(text))):
        return False  # may belong to a sentence that a formula cuts
    if paragraph.ends_sentence or _FORMULA.search(text) or _ITEM.match(text):
        return False
    if len(_LOWER.findall(text)) >= _MIN_WORDS * len(paragraph.lines):
        return False
    width = paragraph.x1 - paragraph.x0
    return all(x.width < _MIN_FILL * width or not _wordy(x) for x in paragraph.lines)


def _wordy(line: TextLine) -> bool:
    """Return True if the line has enough words in lower case to be text."""
    return len(_LOWER.findall(line.text)) >= _MIN_WORDS


def _set_as_text(paragraph: ParagraphBuilder, body: BodyStyle) -> bool:
    """Return True if the paragraph is in a size or font of the text."""
    return body.is_text_size(paragraph.size) or any(x.font.name == body.font for x in paragraph.lines)


def _join_labels(paragraphs: list[ParagraphBuilder]) -> None:
    """Join labels that follow one another in one column, so that their rows can be found."""
    kept: list[ParagraphBuilder] = []
    for paragraph in paragraphs:
        before = kept[-1] if kept else None
        if (
            before is not None
            and paragraph.role == before.role == "label"
            and paragraph.columns == before.columns
            and paragraph.kind == before.kind
        ):
            before.lines.extend(paragraph.lines)
        else:
            kept.append(paragraph)
    paragraphs[:] = kept

"""Lines of columns put together to paragraphs.

A paragraph begins at a larger gap, another type size, an indent, or behind a line that ends early. One that
the end of a column or page cuts goes on in the next one.

    >>> ends_sentence("at the lamps.3"), ends_sentence("at a height of (10.3")
    (True, False)
    >>> bool(_DEEP_NUMBER.match("2.2.1. Blob detection")), bool(_NUMBERED_TITLE.match("2 lamps"))
    (True, False)
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from generator.core.paper import SectionKind
from generator.reading.pdf.floats import FloatPlaceholder
from generator.reading.pdf.section_titles import ABSTRACT_MARK, KEYWORDS_MARK, NUMBERED, is_canonical
from generator.reading.pdf.text_lines import TextLine
from generator.reading.sections import section_kind

_ITEM = re.compile(r"^(?:[•●▪◦‣∙·■□►➢✓–—−*-]\s|\(?(?:\d{1,2}|[a-zA-Z]|[ivx]{1,4})[.)]\s|\[\d{1,3}\]\s?)")
_NUMBERED_TITLE = re.compile(
    r"^(?:\d{1,2}(?:\.\d{1,2}){0,3}[.)]?|[A-H](?:\.\d{1,2}){1,3}\.?|[IVX]{1,5}\.)\s+(?:[|│]\s+)?[A-Z]"
)
_DEEP_NUMBER = re.compile(r"^\d{1,2}(?:\.\d{1,2}){1,3}\.?\s+[A-Z]")
# A number behind the stop is that of a note; "(10.3" at a line's end is a decimal.
_NOTED = re.compile(r"(?<!\d)[.!?:][\"'”’)\]]*\d{1,3}(?:[,–-]\d{1,3})*$")
_STOPS, _CLOSING = (".", "!", "?", ":"), "\"'”’)]"
_SIGNS = re.compile(r"[=<>≤≥≈∈∑∏∫√→±∪∩⊂]|[^\W\d]_[^\W_]|\^")
_EQUATION_NUMBER = re.compile(r"\(\d{1,3}[a-z]?\)$")
_MAX_RUN_IN = 6  # words of a title that runs in
_MIN_RUN_IN_LETTERS = 4
_MIN_TITLE_CHARS = 5  # characters of a title in a font of its own
_MAX_NUMBERED_CHARS, _MAX_BACK_CHARS = 90, 59  # of titles: numbered, and of parts behind the text
_MAX_CELL_WORDS = 3  # words in lower case of a line that is a cell or row
_BOLD, _NOT_BOLD, _ALL_BOLD = 0.8, 0.2, 0.95  # share of a line's characters
# The number of a note: its size and rise, in type sizes of the word behind it.
_MARK_SIZE, _MIN_MARK_RISE = 0.85, 0.2
_NOTE_NUMBER = re.compile(r"[1-9][0-9]?")
_SLANTED, _NOT_SLANTED, _HALF_SLANTED = 0.9, 0.2, 0.5
# Type sizes.
_RAISED = 0.8  # a smaller word is a raised mark, and no word of the line
_ROW = 0.35  # by which lines of one row may differ in height
_MIN_LEADING, _MAX_LEADING = 0.5, 3.2  # between the baselines of lines that follow one another
_USUAL_LEADING = 1.2  # where a column has too few lines to show its own
_INDENT = 0.7
_MAX_INDENT = 11  # in indents: a line that begins further right opens no paragraph
_SHIFT = 0.5  # in indents: a smaller shift is none
_SIGNS_STEP = 1.8  # down to a line that signs make taller
_BLANK = 0.3  # between two words, at least
# Leadings.
_SET_OFF, _MIN_WHITE = 1.28, 2.5  # of a paragraph, in usual leadings, and points above one
_TALL_STEP = 1.6  # down to a line with a tall formula or raised marks
_COMMON = 0.25  # share of the distances between lines of one size that have a common value
_MIN_DISTANCES = 3
# Differences in size: points within one size, relative between two.
_SAME_SIZE, _SAME_FONT_SIZE, _OTHER_SIZE = 0.3, 0.1, 0.08
_SAME_EDGE = 2  # points
_DECIMAL_LAST = re.compile(r"\d\.\d{1,3}$")


@dataclass(slots=True)
class ParagraphBuilder:
    """A paragraph that steps of the reader put together.

    x0, x1: the edges of its column. opens_column: it is the first of that column. role: ``float`` for the
    place of a figure or table, ``float note`` for words below one, ``note`` for a footnote, ``label`` for
    words inside a figure that has no caption here, ``box title`` for the title of a box within a sentence.
    level: of a heading. columns: page and running number of the columns that it runs through.
    """

    lines: list[TextLine]
    x0: float
    x1: float
    opens_column: bool = False
    role: str = "prose"
    level: int = 0
    kind: SectionKind | None = None
    columns: list[tuple[int, int]] = field(default_factory=list)

    @property
    def size(self) -> float:
        lines = self.lines
        return lines[0].size if len(lines) == 1 else max(lines, key=lambda x: len(x.text)).size

    @property
    def bold(self) -> float:
        total = sum([len(x.text) for x in self.lines]) or 1
        return sum([x.bold * len(x.text) for x in self.lines]) / total

    @property
    def text(self) -> str:
        return " ".join([x.text for x in self.lines])

    @property
    def page(self) -> int:
        return self.lines[0].page

    @property
    def ends_sentence(self) -> bool:
        """True if the last line ends a sentence."""
        return ends_sentence(self.lines[-1].text)


def ends_sentence(text: str) -> bool:
    """Return True if a line of this text ends a sentence."""
    if text.rstrip(_CLOSING).endswith(_STOPS):
        return True
    return text[-1:].isdecimal() and _NOTED.search(text) is not None


def split_column(lines: Sequence[TextLine], x0: float, x1: float) -> list[ParagraphBuilder]:
    """Return the paragraphs of one column. x0, x1: the column's edges."""
    leading = _leading(lines)
    paragraphs: list[ParagraphBuilder] = []
    heads: list[TextLine] = []  # the first line of every row of the paragraph under way
    for index, line in enumerate(lines):
        following = lines[index + 1] if index + 1 < len(lines) else None
        if isinstance(line, FloatPlaceholder):
            paragraphs.append(ParagraphBuilder([line], x0, x1, opens_column=not paragraphs, role="float"))
            continue
        last = paragraphs[-1].lines[-1] if paragraphs and paragraphs[-1].role != "float" else None
        if last is not None and abs(line.y - last.y) <= _ROW * max(line.size, last.size, 1.0):
            paragraphs[-1].lines.append(line)  # in the same row
        elif last is not None and (
            not _begins(line, following, last, heads, leading, x1)
            or _goes_on_with_signs(line, last, heads, x1)
        ):
            paragraphs[-1].lines.append(line)
            heads.append(line)
        else:
            paragraphs.append(ParagraphBuilder([line], x0, x1, opens_column=not paragraphs))
            heads = [line]
    return paragraphs


def _leading(lines: Sequence[TextLine]) -> dict[float, float]:
    """Return the usual distance between baselines by type size."""
    distances: dict[float, Counter[float]] = {}
    for a, b in itertools.pairwise(lines):
        if abs(a.size - b.size) < _SAME_SIZE and _MIN_LEADING * a.size < b.y - a.y < _MAX_LEADING * a.size:
            distances.setdefault(round(a.size), Counter())[round((b.y - a.y) * 2) / 2] += 1
    # The tightest distance that is common: gaps between paragraphs are wider.
    result = {}
    for size, counts in distances.items():
        if counts.total() < _MIN_DISTANCES:
            continue
        common = [gap for gap, n in counts.items() if n >= _COMMON * counts.total()]
        result[size] = min(common) if common else min(counts)
    return result


def _begins(
    line: TextLine,
    following: TextLine | None,
    last: TextLine,
    heads: Sequence[TextLine],
    leading: dict[float, float],
    x1: float,
) -> bool:
    """Return True if a paragraph begins with this line. heads: first lines of the rows of the one before."""
    ended = ends_sentence(last.text) or _is_cell(last)
    if len(heads) == 1 and not ended and _title_above(last, line, x1):
        return True
    if len(heads) == 2 and not ended and _one_font(heads) and _in_own_font(last, line, x1, heads[0]):
        return True
    if _set_off(line, last, leading, ended) or _other_type(line, last, heads, ended):
        return True
    if ended and _opens_in_bold(line) and not last.words[-1].font.bold:
        return True
    early = _ends_early(last, line, x1)
    if (early or ended) and 0 < _number_of_note(heads[0]) == _number_of_note(line) - 1:
        return True
    shift = line.x0 - heads[-1].x0
    indent = _INDENT * max(line.size, last.size, 1.0)
    if _ITEM.match(line.text):
        if _ITEM.match(heads[0].text) and (ended or early or abs(line.x0 - heads[0].x0) < _SAME_EDGE):
            return True
        if ended and (early or shift < -indent):
            return True
    if len(heads) == 1:
        if shift > indent and ended:
            # Either the first line of the next paragraph, or the second of a hanging one.
            return early or following is None or following.x0 < line.x0 - _SHIFT * indent
    elif indent < shift < _MAX_INDENT * indent and ended:
        return True
    elif (
        shift < -indent
        and abs(line.x0 - heads[0].x0) < _SHIFT * indent
        and heads[0].x0 < heads[1].x0 - _SHIFT * indent
    ):
        return True  # the next item that hangs
    return early and ended


def _title_above(last: TextLine, line: TextLine, x1: float) -> bool:
    """Return True if the line before, the first of its paragraph, is a title and no text."""
    return _plain_title(last, line, x1) or _canonical_title(last, line) or _in_own_font(last, line, x1)


def _one_font(heads: Sequence[TextLine]) -> bool:
    """Return True if all words of these lines are in one font."""
    return all(w.font is heads[0].font for line in heads for w in line.words)


def _in_own_font(last: TextLine, line: TextLine, x1: float, first: TextLine | None = None) -> bool:
    """Return True if the line before is set in one font that the next line leaves, and ends before its edge.

    Such is a title in a heavier cut whose name does not say so ("AdvTT99c4c969"), close above its text,
    which the raised number of a note may open. first: of the title, if it has two lines.
    """
    mark = line.words[0].size < _RAISED * line.size and len(line.words) > 1
    opening = line.words[1 if mark else 0].text
    if not ((first or last).text[:1].isupper() and opening[:1].isupper()) or last.text[-1:] in ".:;,-\ufffe":
        return False
    if any(w.font is not last.font for w in last.words) or len(last.text) < _MIN_TITLE_CHARS:
        return False
    return line.font.name != last.font.name and _ends_early(last, line, x1)


def _plain_title(last: TextLine, line: TextLine, x1: float) -> bool:
    """Return True if the line before is a numbered title in the type of the text: "2.2.1. Blob detection"."""
    if _DEEP_NUMBER.match(last.text) is None or len(last.text) > _MAX_NUMBERED_CHARS:
        return False
    return line.text[:1].isupper() and _ends_early(last, line, x1)


def _canonical_title(last: TextLine, line: TextLine) -> bool:
    """Return True if the line before is a well-known title ("References") in a type of its own."""
    return is_canonical(last.text) and last.words[-1].font is not line.words[0].font


def _set_off(line: TextLine, last: TextLine, leading: dict[float, float], ended: bool) -> bool:
    """Return True if more white is above the line than between the lines of a paragraph."""
    step = line.y - last.y
    usual = leading.get(round(last.size), _USUAL_LEADING * last.size)
    if 0 <= step <= max(_SET_OFF * usual, usual + _MIN_WHITE):
        return False
    # A line with a tall formula or raised marks is a little further away.
    return not (0 < step <= _TALL_STEP * usual and not ended and line.text[:1].islower())


def _other_type(line: TextLine, last: TextLine, heads: Sequence[TextLine], ended: bool) -> bool:
    """Return True if the line is set in another size, weight or slope than the one before."""
    if line.bold > _BOLD and _NUMBERED_TITLE.match(line.text):
        return True
    first, final = line.words[0], last.words[-1]
    same = first.font is final.font and abs(first.size - final.size) < _SAME_FONT_SIZE
    size = max(line.size, last.size)
    if first.font is not final.font and (ABSTRACT_MARK.match(line.text) or KEYWORDS_MARK.match(line.text)):
        return True
    if (
        not same
        and abs(line.size - last.size) > _OTHER_SIZE * size
        and min(len(line.text), len(last.text)) > 3
    ):
        return True
    if line.bold > _BOLD and last.bold < _NOT_BOLD and (ended or is_canonical(line.text)):
        return True
    if (
        last.bold > _ALL_BOLD
        and final.font.bold
        and line.bold < _NOT_BOLD
        and not first.font.bold
        and len(last.text) > 3
    ):
        return True
    back = line.italic > _SLANTED and _back_title(line)
    if back and (
        (last.italic < _NOT_SLANTED and ended) or (last.italic < _SLANTED and is_canonical(line.text))
    ):
        return True
    slanted = last.italic > _SLANTED and line.italic < _HALF_SLANTED
    if slanted and len(heads) == 1 and _back_title(last):
        return True
    return slanted and len(heads) <= 2 and NUMBERED.match(heads[0].text) is not None


def _opens_in_bold(line: TextLine) -> bool:
    """Return True if a title in bold runs in at the line's start: "Results: A total of 138 lamps"."""
    if not line.words[0].font.bold or line.words[-1].font.bold or not line.text[:1].isupper():
        return False
    head = list(itertools.takewhile(lambda w: w.font.bold, line.words))
    return (
        len(head) <= _MAX_RUN_IN
        and head[-1].text[-1:] in ".:"
        and sum(c.isalpha() for w in head for c in w.text) >= _MIN_RUN_IN_LETTERS
    )


def _number_of_note(line: TextLine) -> int:
    """Return the raised number with which a line opens as a note does; 0 if there is none."""
    if len(line.words) < 2:
        return 0
    mark, word = line.words[:2]
    raised = mark.size < _MARK_SIZE * word.size and word.y - mark.y > _MIN_MARK_RISE * word.size
    return int(mark.text) if raised and _NOTE_NUMBER.fullmatch(mark.text) else 0


def _goes_on_with_signs(line: TextLine, last: TextLine, heads: Sequence[TextLine], x1: float) -> bool:
    """Return True if a line goes on with a sentence whose signs make it taller, or of another size.

    The line before fills its column and ends no sentence; one of the two holds the signs of a formula.
    """
    size = max(line.size, last.size)
    if ends_sentence(last.text) or _is_cell(last):
        return False
    if last.x1 < x1 - size or line.bold > _BOLD or not 0 < line.y - last.y < _SIGNS_STEP * size:
        return False
    if _EQUATION_NUMBER.search(last.text) and line.text[:1].isupper():
        return False
    if line.x0 > min(x.x0 for x in heads[-2:]) + _INDENT * size:
        return False
    return _SIGNS.search(line.text) is not None or _SIGNS.search(last.text) is not None


def _is_cell(line: TextLine) -> bool:
    """Return True if a line ends with a decimal and says little else: a cell or row, which needs no stop."""
    if not line.text[-1:].isdigit():
        return False
    return (
        _DECIMAL_LAST.search(line.text) is not None
        and len(re.findall(r"\b[a-z]{2,}", line.text)) <= _MAX_CELL_WORDS
    )


def _back_title(line: TextLine) -> bool:
    """Return True for a title of the parts behind the text ("Declaration of Conflicting Interests")."""
    text = line.text
    title = text[:1].isupper() and len(text) <= _MAX_BACK_CHARS and not ends_sentence(text)
    return title and section_kind(text) in ("back", "availability", "references")


def _ends_early(last: TextLine, line: TextLine, x1: float) -> bool:
    """Return True if the next line's first word would have fitted behind ``last``."""
    first = line.words[0]
    width = first.x1 - first.x0
    if len(line.words) > 1 and line.words[1].glued:
        width = line.words[1].x1 - first.x0
    return last.x1 + width + _BLANK * last.size < x1 - _SAME_EDGE

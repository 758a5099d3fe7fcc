"""Lines of columns put together to paragraphs, and the text of a paragraph from its lines.

A paragraph begins at a larger gap, another type size, an indent, or behind a line that ends early.
One that is cut by the end of a column or page goes on in the next one.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from generator.core.paper import SectionKind
from generator.reading.pdf.floats import StandIn
from generator.reading.pdf.lines import Line
from generator.reading.pdf.titles import ABSTRACT_MARK, KEYWORDS_MARK, NUMBERED, is_canonical
from generator.reading.sections import section_kind

_ITEM = re.compile(r"^(?:[•●▪◦‣∙·■□►➢✓–—−*-]\s|\(?(?:\d{1,2}|[a-zA-Z]|[ivx]{1,4})[.)]\s|\[\d{1,3}\]\s?)")
_NUMBERED_TITLE = re.compile(
    r"^(?:\d{1,2}(?:\.\d{1,2}){0,3}[.)]?|[A-H](?:\.\d{1,2}){1,3}\.?|[IVX]{1,5}\.)\s+(?:[|│]\s+)?[A-Z]"
)
_DEEP_NUMBER = re.compile(r"^\d{1,2}(?:\.\d{1,2}){1,3}\.?\s+[A-Z]")
# A number behind the stop is that of a note; "(10.3" at a line's end is a decimal.
ENDED = re.compile(r"(?:[.!?:][\"'”’)\]]*|(?<!\d)[.!?:][\"'”’)\]]*\d{1,3}(?:[,–-]\d{1,3})*)$")
_SIGNS = re.compile(r"[=<>≤≥≈∈∑∏∫√→±∪∩⊂]|[^\W\d]_[^\W_]|\^")
_EQUATION_NUMBER = re.compile(r"\(\d{1,3}[a-z]?\)$")
_RAISED = 0.8  # of the type size: what is smaller is no word of the line
_RUN_IN = 6  # words of a title that runs in, at most
_MIN_TITLE_CHARS = 5  # characters
_DECIMAL_LAST = re.compile(r"\d\.\d{1,3}$")


@dataclass(slots=True)
class Piece:
    """A paragraph under way. x0, x1: the edges of its column; first: it opens that column.

    role: ``float`` stands for a figure or table, ``float note`` for what stands below one, ``note``
    for a footnote, ``label`` for words inside a figure that has no caption here, ``box title`` for
    the title of a box that stands within a sentence. level: of a heading. columns: the columns that
    it runs through, counted over all pages.
    """

    lines: list[Line]
    x0: float
    x1: float
    first: bool = False
    role: str = "prose"
    level: int = 0
    kind: SectionKind | None = None
    columns: list[tuple[int, int]] = field(default_factory=list)  # page, running number

    @property
    def size(self) -> float:
        return max(self.lines, key=lambda x: len(x.text)).size

    @property
    def bold(self) -> float:
        total = sum(len(x.text) for x in self.lines) or 1
        return sum(x.bold * len(x.text) for x in self.lines) / total

    @property
    def text(self) -> str:
        return " ".join(x.text for x in self.lines)

    @property
    def page(self) -> int:
        return self.lines[0].page

    @property
    def ended(self) -> bool:
        """Whether the last line ends a sentence."""
        return ENDED.search(self.lines[-1].text) is not None


def split_column(lines: Sequence[Line], x0: float, x1: float) -> list[Piece]:
    """The paragraphs of one column. x0, x1: the column's edges."""
    leading = _leading(lines)
    pieces: list[Piece] = []
    heads: list[Line] = []  # the first line of every row of the paragraph under way
    for index, line in enumerate(lines):
        following = lines[index + 1] if index + 1 < len(lines) else None
        if isinstance(line, StandIn):
            pieces.append(Piece([line], x0, x1, first=not pieces, role="float"))
            continue
        last = pieces[-1].lines[-1] if pieces and pieces[-1].role != "float" else None
        if last is not None and abs(line.y - last.y) <= 0.35 * max(line.size, last.size, 1.0):
            pieces[-1].lines.append(line)  # in the same row
        elif last is not None and (
            not _begins(line, following, last, heads, leading, x1)
            or _goes_on_with_signs(line, last, heads, x1)
        ):
            pieces[-1].lines.append(line)
            heads.append(line)
        else:
            pieces.append(Piece([line], x0, x1, first=not pieces))
            heads = [line]
    return pieces


def _leading(lines: Sequence[Line]) -> dict[float, float]:
    """Usual distance between baselines by type size."""
    seen: dict[float, Counter[float]] = {}
    for a, b in itertools.pairwise(lines):
        if abs(a.size - b.size) < 0.3 and 0.5 * a.size < b.y - a.y < 3.2 * a.size:
            seen.setdefault(round(a.size), Counter())[round((b.y - a.y) * 2) / 2] += 1
    # The tightest distance that is common: gaps between paragraphs are wider.
    result = {}
    for size, counts in seen.items():
        if counts.total() < 3:
            continue
        common = [gap for gap, n in counts.items() if n >= 0.25 * counts.total()]
        result[size] = min(common) if common else min(counts)
    return result


def _begins(
    line: Line,
    following: Line | None,
    last: Line,
    heads: Sequence[Line],
    leading: dict[float, float],
    x1: float,
) -> bool:
    """Whether a paragraph begins with this line. heads: first lines of the rows of the one before."""
    ended = ENDED.search(last.text) is not None or _is_cell(last)
    if len(heads) == 1 and not ended and _title_above(last, line, x1):
        return True
    if len(heads) == 2 and not ended and _one_font(heads) and _in_own_font(last, line, x1, heads[0]):
        return True
    if _set_off(line, last, leading, ended) or _other_type(line, last, heads, ended):
        return True
    if ended and _opens_in_bold(line) and not last.words[-1].font.bold:
        return True
    early = _ends_early(last, line, x1)
    shift = line.x0 - heads[-1].x0
    indent = 0.7 * max(line.size, last.size, 1.0)
    if _ITEM.match(line.text):
        if _ITEM.match(heads[0].text) and (ended or early or abs(line.x0 - heads[0].x0) < 2):
            return True
        if ended and (early or shift < -indent):
            return True
    if len(heads) == 1:
        if shift > indent and ended:
            # Either the first line of the next paragraph, or the second of a hanging one.
            return early or following is None or following.x0 < line.x0 - 0.5 * indent
    elif indent < shift < 11 * indent and ended:
        return True
    elif (
        shift < -indent
        and abs(line.x0 - heads[0].x0) < 0.5 * indent
        and heads[0].x0 < heads[1].x0 - 0.5 * indent
    ):
        return True  # the next item that hangs
    return early and ended


def _title_above(last: Line, line: Line, x1: float) -> bool:
    """Whether the line before, the first of its paragraph, is a title and no text."""
    return _plain_title(last, line, x1) or _known_title(last, line) or _in_own_font(last, line, x1)


def _one_font(heads: Sequence[Line]) -> bool:
    return all(w.font is heads[0].font for line in heads for w in line.words)


def _in_own_font(last: Line, line: Line, x1: float, first: Line | None = None) -> bool:
    """Whether the line before is set in one font that the next line leaves, and ends before its edge.

    A title in a heavier cut whose name tells nothing of it ("AdvTT99c4c969"), close above its text, which
    the raised number of a note may open. first: of the title, where it has two lines.
    """
    mark = line.words[0].size < _RAISED * line.size and len(line.words) > 1
    opening = line.words[1 if mark else 0].text
    if not ((first or last).text[:1].isupper() and opening[:1].isupper()) or last.text[-1:] in ".:;,-\ufffe":
        return False
    if any(w.font is not last.font for w in last.words) or len(last.text) < _MIN_TITLE_CHARS:
        return False
    return line.font.name != last.font.name and _ends_early(last, line, x1)


def _plain_title(last: Line, line: Line, x1: float) -> bool:
    """Whether the line before is a numbered title in the type of the text: "2.2.1. Blob detection"."""
    if _DEEP_NUMBER.match(last.text) is None or len(last.text) > 90:
        return False
    return line.text[:1].isupper() and _ends_early(last, line, x1)


def _known_title(last: Line, line: Line) -> bool:
    """Whether the line before is a well-known title ("References") in a type that the next line leaves."""
    return is_canonical(last.text) and last.words[-1].font is not line.words[0].font


def _set_off(line: Line, last: Line, leading: dict[float, float], ended: bool) -> bool:
    """Whether more white stands above the line than between the lines of a paragraph."""
    step = line.y - last.y
    usual = leading.get(round(last.size), 1.2 * last.size)
    if 0 <= step <= max(1.28 * usual, usual + 2.5):
        return False
    # A line with a tall formula or raised marks stands off a little.
    return not (0 < step <= 1.6 * usual and not ended and line.text[:1].islower())


def _other_type(line: Line, last: Line, heads: Sequence[Line], ended: bool) -> bool:
    """Whether the line is set in another size, weight or slope than the one before."""
    if line.bold > 0.8 and _NUMBERED_TITLE.match(line.text):
        return True
    first, final = line.words[0], last.words[-1]
    same = first.font is final.font and abs(first.size - final.size) < 0.1
    size = max(line.size, last.size)
    if first.font is not final.font and (ABSTRACT_MARK.match(line.text) or KEYWORDS_MARK.match(line.text)):
        return True
    if not same and abs(line.size - last.size) > 0.08 * size and min(len(line.text), len(last.text)) > 3:
        return True
    if line.bold > 0.8 and last.bold < 0.2 and (ended or is_canonical(line.text)):
        return True
    if (
        last.bold > 0.95
        and final.font.bold
        and line.bold < 0.2
        and not first.font.bold
        and len(last.text) > 3
    ):
        return True
    back = line.italic > 0.9 and _back_title(line)
    if back and ((last.italic < 0.2 and ended) or (last.italic < 0.9 and is_canonical(line.text))):
        return True
    slanted = last.italic > 0.9 and line.italic < 0.5
    if slanted and len(heads) == 1 and _back_title(last):
        return True
    return slanted and len(heads) <= 2 and NUMBERED.match(heads[0].text) is not None


def _opens_in_bold(line: Line) -> bool:
    """Whether a title in bold runs in at the line's start: "Results: A total of 138 lamps"."""
    if not line.words[0].font.bold or line.words[-1].font.bold or not line.text[:1].isupper():
        return False
    head = list(itertools.takewhile(lambda w: w.font.bold, line.words))
    return (
        len(head) <= _RUN_IN
        and head[-1].text[-1:] in ".:"
        and sum(c.isalpha() for w in head for c in w.text) > 3
    )


def _goes_on_with_signs(line: Line, last: Line, heads: Sequence[Line], x1: float) -> bool:
    """Whether a line goes on with a sentence whose signs make it taller, or of another size.

    The line before fills its column and ends no sentence; one of the two holds the signs of a formula.
    """
    size = max(line.size, last.size)
    if ENDED.search(last.text) or _is_cell(last):
        return False
    if last.x1 < x1 - size or line.bold > 0.8 or not 0 < line.y - last.y < 1.8 * size:
        return False
    if _EQUATION_NUMBER.search(last.text) and line.text[:1].isupper():
        return False
    if line.x0 > min(x.x0 for x in heads[-2:]) + 0.7 * size:
        return False
    return _SIGNS.search(line.text) is not None or _SIGNS.search(last.text) is not None


def _is_cell(line: Line) -> bool:
    """Whether a line ends with a decimal and says little else: a cell or a row, which needs no stop."""
    if not line.text[-1:].isdigit():
        return False
    return _DECIMAL_LAST.search(line.text) is not None and len(re.findall(r"\b[a-z]{2,}", line.text)) < 4


def _back_title(line: Line) -> bool:
    """Whether a line is a title of the parts behind the text ("Declaration of Conflicting Interests")."""
    text = line.text
    title = text[:1].isupper() and len(text) < 60 and not ENDED.search(text)
    return title and section_kind(text) in ("back", "availability", "references")


def _ends_early(last: Line, line: Line, x1: float) -> bool:
    """Whether the next line's first word would have found room behind ``last``."""
    first = line.words[0]
    width = first.x1 - first.x0
    if len(line.words) > 1 and line.words[1].glued:
        width = line.words[1].x1 - first.x0
    return last.x1 + width + 0.3 * last.size < x1 - 2

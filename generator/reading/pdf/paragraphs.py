"""Lines of columns put together to paragraphs, and the text of a paragraph from its lines.

A paragraph begins at a larger gap, another type size, an indent, or behind a line that ends early.
One that is cut by the end of a column or page goes on in the next one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from generator.core.paper import SectionKind
from generator.reading.pdf.floats import StandIn
from generator.reading.pdf.lines import Line
from generator.reading.pdf.titles import NUMBERED

_ITEM = re.compile(r"^(?:[•●▪◦‣∙·■□►➢✓–—*-]\s|\(?(?:\d{1,2}|[a-zA-Z]|[ivx]{1,4})[.)]\s|\[\d{1,3}\]\s?)")
_NUMBERED_TITLE = re.compile(r"^(?:\d{1,2}(?:\.\d{1,2}){0,3}[.)]?|[A-H](?:\.\d{1,2}){1,3}\.?|[IVX]{1,5}\.)\s+(?:[|│]\s+)?[A-Z]")
ENDED = re.compile(r"[.!?:][\"'”’)\]]*(?:\d{1,3}(?:[,–-]\d{1,3})*)?$")


@dataclass(slots=True)
class Piece:
    """A paragraph under way. x0, x1: the edges of its column; first: it opens that column.

    columns: the columns that it runs through, counted over all pages. role: ``float`` stands for a figure or table, ``note`` for a footnote, ``label`` for words
    inside a figure that has no caption here. level: of a heading.
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
    for index, line in enumerate(lines):
        following = lines[index + 1] if index + 1 < len(lines) else None
        if isinstance(line, StandIn):
            pieces.append(Piece([line], x0, x1, first=not pieces, role="float"))
        elif pieces and pieces[-1].role != "float" and not _begins(line, following, pieces[-1], leading, x0, x1):
            pieces[-1].lines.append(line)
        else:
            pieces.append(Piece([line], x0, x1, first=not pieces))
    return pieces


def _leading(lines: Sequence[Line]) -> dict[float, float]:
    """Usual distance between baselines by type size."""
    seen: dict[float, Counter[float]] = {}
    for a, b in zip(lines, lines[1:], strict=False):
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


def _begins(line: Line, following: Line | None, piece: Piece, leading: dict[float, float], x0: float, x1: float) -> bool:
    last = piece.lines[-1]
    size = max(line.size, last.size, 1.0)
    step = line.y - last.y
    if abs(step) <= 0.35 * size:
        return False  # one row
    usual = leading.get(round(last.size), 1.2 * last.size)
    if step < 0 or step > max(1.28 * usual, usual + 2.5):
        # A line with tall inline formulas or superscripts may stand off a little.
        if not (0 < step <= 1.6 * usual and not ENDED.search(last.text) and line.text[:1].islower()):
            return True
    if line.bold > 0.8 and _NUMBERED_TITLE.match(line.text):
        return True
    same_type = line.words[0].font is last.words[-1].font and abs(line.words[0].size - last.words[-1].size) < 0.1
    if not same_type and abs(line.size - last.size) > 0.08 * size and min(len(line.text), len(last.text)) > 3:
        return True
    if line.bold > 0.8 and last.bold < 0.2 and ENDED.search(last.text):
        return True
    if last.bold > 0.95 and line.bold < 0.2 and not line.words[0].font.bold and len(last.text) > 3:
        return True
    if last.italic > 0.9 and line.italic < 0.5 and len(piece.lines) <= 2 and NUMBERED.match(piece.lines[0].text):
        return True
    ended = ENDED.search(last.text) is not None
    early = _ends_early(last, line, x1)
    shift = line.x0 - last.x0
    indent = 0.7 * size
    if _ITEM.match(line.text) and (ended or early or abs(line.x0 - piece.lines[0].x0) < 2) and _ITEM.match(piece.lines[0].text):
        return True
    if _ITEM.match(line.text) and early and ended:
        return True
    if len(piece.lines) == 1:
        if shift > indent and ended:
            # Either the first line of the next paragraph, or the second of a hanging one.
            return early or following is None or following.x0 < line.x0 - 0.5 * indent
    else:
        rest = piece.lines[-1].x0
        if shift > indent and ended and (line.x0 - rest) < 8 * size:
            return True
        if shift < -indent and abs(line.x0 - piece.lines[0].x0) < 0.5 * indent and piece.lines[0].x0 < piece.lines[1].x0 - 0.5 * indent:
            return True  # the next hanging item
    return early and ended


def _ends_early(last: Line, line: Line, x1: float) -> bool:
    """Whether the next line's first word would have found room behind ``last``."""
    first = line.words[0]
    width = first.x1 - first.x0
    if len(line.words) > 1 and line.words[1].glued:
        width = line.words[1].x1 - first.x0
    return last.x1 + width + 0.3 * last.size < x1 - 2

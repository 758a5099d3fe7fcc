"""What is usual in a document: the type of its running text, against which headings stand out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from generator.reading.pdf.lines import Line


@dataclass(frozen=True, slots=True)
class BodyStyle:
    """The type in which most of the text is set."""

    size: float
    font: str
    bold: bool


def body_style(lines: Iterable[Line]) -> BodyStyle:
    """The type of most characters of long lines; of all lines where none is long."""
    long: Counter[tuple[float, str, bool]] = Counter()
    short: Counter[tuple[float, str, bool]] = Counter()
    for line in lines:
        key = (round(line.size * 4) / 4, line.font.name, line.bold > 0.5)
        (long if len(line.text) > 30 else short)[key] += len(line.text)
    counts = long or short
    if not counts:
        return BodyStyle(10.0, "", False)
    (size, font, bold), _ = counts.most_common(1)[0]
    return BodyStyle(size or 10.0, font, bold)

"""What is usual in a document: the type of its running text, against which the rest stands out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from generator.reading.pdf.lines import Line

# A size is one of the text's when this share of all long lines is set in it: methods, references
# and appendices are often set smaller than the rest.
_TEXT_SHARE = 0.06
# Headings are few: a type with a larger share of all characters is no heading's.
_HEADING_SHARE = 0.05
_REFERENCES = re.compile(r"^\W*(?:\d{1,2}\W+|[IVX]{1,5}\W+)?(?:references|bibliography|literature)\b", re.I)


@dataclass(frozen=True, slots=True)
class BodyStyle:
    """The type in which most of the text is set, and all sizes (points) in which text is set."""

    size: float
    font: str
    bold: bool
    sizes: tuple[float, ...] = ()
    headings: frozenset[tuple[str, int]] = frozenset()

    def is_text_size(self, size: float) -> bool:
        return any(abs(size - s) <= 0.03 * s for s in self.sizes)

    def like_heading(self, line: Line) -> bool:
        """Whether the line is set like the paper's well-known headings are."""
        return (line.font.name, round(2 * line.size)) in self.headings


def body_style(lines: Sequence[Line], titles: Iterable[Line] = ()) -> BodyStyle:
    """The type of most characters of long lines; of all lines where none is long.

    titles: lines that are headings beyond doubt ("Introduction"), whose type marks other headings.
    """
    titles = list(titles)
    long: Counter[tuple[float, str, bool]] = Counter()
    short: Counter[tuple[float, str, bool]] = Counter()
    for line in lines:
        key = (round(line.size * 4) / 4, line.font.name, line.bold > 0.5)
        (long if len(line.text) > 30 else short)[key] += len(line.text)
    counts = long or short
    if not counts:
        return BodyStyle(10.0, "", False)
    (size, font, bold), _ = (_but_references(lines, titles) or counts).most_common(1)[0]
    by_size: Counter[float] = Counter()
    for (each, _, _), count in counts.items():
        by_size[each] += count
    total = counts.total()
    sizes = tuple(s for s, n in by_size.items() if n >= _TEXT_SHARE * total)
    shares: Counter[tuple[str, int]] = Counter()
    for line in lines:
        shares[(line.font.name, round(2 * line.size))] += len(line.text)
    marks = frozenset(
        mark
        for t in titles
        if (mark := (t.font.name, round(2 * t.size))) != (font, round(2 * size))
        and shares[mark] <= _HEADING_SHARE * shares.total()
    )
    return BodyStyle(size or 10.0, font, bold, sizes, marks)


def _but_references(lines: Sequence[Line], titles: Sequence[Line]) -> Counter[tuple[float, str, bool]]:
    """Characters of long lines by type, above the references: a long list in small type is no running
    text. Empty where less than a third of the paper's characters stands above that title."""
    heads = {id(x) for x in titles if _REFERENCES.match(x.text)}
    start = max((i for i, x in enumerate(lines) if id(x) in heads), default=0)
    counts: Counter[tuple[float, str, bool]] = Counter()
    for line in lines[:start]:
        if len(line.text) > 30:
            counts[(round(line.size * 4) / 4, line.font.name, line.bold > 0.5)] += len(line.text)
    return counts if counts.total() >= sum(len(x.text) for x in lines) / 3 else Counter()

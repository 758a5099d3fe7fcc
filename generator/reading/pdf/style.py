"""The type that is usual in a document: that of its running text, from which headings and notes differ."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from generator.reading.pdf.text_lines import TextLine

# A size is one of the text's if this share of the characters of long lines is set in it: methods,
# references and appendices are often set smaller than the rest.
_MIN_TEXT_SHARE = 0.06
# Headings are few: a type with a larger share of all characters is no heading's.
_MAX_HEADING_SHARE = 0.05
_LONG_LINE = 30  # characters; a longer line is likely to be running text
_SAME_SIZE = 0.03  # relative difference of two type sizes that count as one
_BOLD = 0.5  # share of a line's characters
_STEPS = 4  # to a point, to which sizes are rounded
_USUAL_SIZE = 10.0  # points, for a document without text
_REFERENCES = re.compile(r"^\W*(?:\d{1,2}\W+|[IVX]{1,5}\W+)?(?:references|bibliography|literature)\b", re.I)


@dataclass(frozen=True, slots=True)
class BodyStyle:
    """The type in which most of the text is set.

    size: points. sizes: all sizes in which text is set. headings: fonts and doubled sizes in which headings
    are set.
    """

    size: float
    font: str
    bold: bool
    sizes: tuple[float, ...] = ()
    headings: frozenset[tuple[str, int]] = frozenset()

    def is_text_size(self, size: float) -> bool:
        """Return True if text of the document is set in this size (points)."""
        return any(abs(size - s) <= _SAME_SIZE * s for s in self.sizes)

    def like_heading(self, line: TextLine) -> bool:
        """Return True if the line is set like the paper's well-known headings."""
        return (line.font.name, round(2 * line.size)) in self.headings


def body_style(lines: Sequence[TextLine], titles: Iterable[TextLine] = ()) -> BodyStyle:
    """Return the type of most characters of long lines, or of all lines if none is long.

    titles: lines that are certain to be headings ("Introduction"); their type marks other headings.
    """
    titles = list(titles)
    long: Counter[tuple[float, str, bool]] = Counter()
    short: Counter[tuple[float, str, bool]] = Counter()
    for line in lines:
        key = (round(line.size * _STEPS) / _STEPS, line.font.name, line.bold > _BOLD)
        (long if len(line.text) > _LONG_LINE else short)[key] += len(line.text)
    counts = long or short
    if not counts:
        return BodyStyle(_USUAL_SIZE, "", False)
    (size, font, bold), _ = (_long_lines_before_references(lines, titles) or counts).most_common(1)[0]
    by_size: Counter[float] = Counter()
    for (each, _, _), count in counts.items():
        by_size[each] += count
    total = counts.total()
    sizes = tuple(s for s, n in by_size.items() if n >= _MIN_TEXT_SHARE * total)
    shares: Counter[tuple[str, int]] = Counter()
    for line in lines:
        shares[(line.font.name, round(2 * line.size))] += len(line.text)
    marks = frozenset(
        mark
        for t in titles
        if (mark := (t.font.name, round(2 * t.size))) != (font, round(2 * size))
        and shares[mark] <= _MAX_HEADING_SHARE * shares.total()
    )
    return BodyStyle(size or _USUAL_SIZE, font, bold, sizes, marks)


def _long_lines_before_references(
    lines: Sequence[TextLine], titles: Sequence[TextLine]
) -> Counter[tuple[float, str, bool]]:
    """Count the characters of long lines above the references by their type.

    A long list in small type is no running text. Empty if less than a third of the paper's characters
    precede that title.
    """
    heads = {id(x) for x in titles if _REFERENCES.match(x.text)}
    start = max((i for i, x in enumerate(lines) if id(x) in heads), default=0)
    counts: Counter[tuple[float, str, bool]] = Counter()
    for line in lines[:start]:
        if len(line.text) > _LONG_LINE:
            counts[(round(line.size * _STEPS) / _STEPS, line.font.name, line.bold > _BOLD)] += len(line.text)
    return counts if counts.total() >= sum(len(x.text) for x in lines) / 3 else Counter()

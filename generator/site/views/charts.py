"""Charts as SVG within the page: bars and marks that need neither colour nor scripts.

Widths are in per cent of the width that the page gives a drawing, and all words are text of the page next to
it, so that nothing shrinks on a phone. Parts differ by pattern or shape as well as by colour. Colours come
from the style sheet, and so follow the dark mode. Each drawing has its numbers as a text alternative.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from generator.site.content.encoding import Markdown, encode

# Ids of patterns by name; "solid" needs none. They begin with "ab-", as no anchor of an answer does.
_PATTERNS = {"hatch": "ab-hatch"}
# Shapes around the point 0,0, within 6 px of it. Hollow ones first: they can be read when they overlap.
_SHAPES = (
    "M-4.5,0A4.5,4.5 0 1 0 4.5,0A4.5,4.5 0 1 0 -4.5,0Z",  # circle
    "M0,-6L6,0L0,6L-6,0Z",  # diamond
    "M-4,-4L4,-4L4,4L-4,4Z",  # square
    "M0,-5.5L5.5,4.5L-5.5,4.5Z",  # triangle
    "M-4.5,-4.5L4.5,4.5M-4.5,4.5L4.5,-4.5",  # cross
    "M0,-5.5L0,5.5M-5.5,0L5.5,0",  # plus
)
# Each shape hollow, then filled; crosses cannot be filled. With more models than marks, marks repeat.
MARKS = tuple((shape, False) for shape in _SHAPES) + tuple((shape, True) for shape in _SHAPES[:4])
_HEIGHT = 18  # px of a drawing
# Numbers of the marks for an estimate (a filled diamond) and for a count (a circle).
ESTIMATE, COUNT = 7, 0


@dataclass(frozen=True, slots=True)
class BarPart:
    """A part of a bar. share: of its length, 0 to 1. name: of its class. pattern: ``solid`` or ``hatch``."""

    share: float
    name: str
    pattern: str = "solid"


@dataclass(frozen=True, slots=True)
class ScaleMark:
    """A model's mark on a scale. share: its position, 0 to 1. number: of the model, from 0."""

    share: float
    number: int


def patterns() -> Markdown:
    """Return the fill patterns that bars refer to; a page with bars needs them once."""
    return Markdown(
        '<svg class="ab-symbols" width="0" height="0" aria-hidden="true" focusable="false"><defs>'
        f'<pattern id="{_PATTERNS["hatch"]}" width="6" height="6" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)"><rect class="ab-ground" width="6" height="6"></rect>'
        '<rect class="ab-stroke" width="2" height="6"></rect></pattern></defs></svg>'
    )


def bar(parts: Sequence[BarPart], label: str, bounds: tuple[float, float] | None = None) -> Markdown:
    """Return a bar of ``parts`` from left to right. label: the same in words.

    bounds: of an interval, 0 to 1, drawn as a thin line below the bar.
    """
    drawn, start = [], 0.0
    for part in parts:
        fill = f' fill="url(#{_PATTERNS[part.pattern]})"' if part.pattern in _PATTERNS else ""
        drawn.append(
            f'<rect class="ab-part ab-part-{encode(part.name)}"{fill} x="{_percent(start)}" y="1" '
            f'width="{_percent(part.share)}" height="{_HEIGHT - 2}"></rect>'
        )
        start += part.share
    if bounds is not None:
        lower, upper = map(_percent, bounds)
        drawn.append(
            f'<line class="ab-bounds" x1="{lower}" x2="{upper}" y1="{_HEIGHT - 1}" y2="{_HEIGHT - 1}"></line>'
        )
    return _drawing("ab-chart", "".join(drawn), label)


def scale(marks: Sequence[ScaleMark], label: str) -> Markdown:
    """Return marks on a scale from 0 to 100 % with a line at each quarter. label: the same in words."""
    lines = _quarters()
    shares = [m.share for m in marks]
    between = ""
    if len(set(shares)) > 1:
        middle = _HEIGHT // 2
        between = (
            f'<line class="ab-between" x1="{_percent(min(shares))}" x2="{_percent(max(shares))}" '
            f'y1="{middle}" y2="{middle}"></line>'
        )
    points = "".join(
        f'<svg x="{_percent(m.share)}" y="{_HEIGHT // 2}" overflow="visible">{_shape(m.number)}</svg>'
        for m in marks
    )
    return _drawing("ab-chart ab-scale", f"{lines}{between}{points}", label)


def interval(called: float | None, bounds: tuple[float, float, float] | None, label: str) -> Markdown:
    """Return an estimate on a scale from 0 to 100 %: a line between its bounds and a filled mark.

    called: the share that was counted, drawn as a hollow mark; None if nothing was counted. bounds: lower
    bound, estimate and upper bound, 0 to 1; None if there is no estimate. label: the same in words.
    """
    middle, drawn = _HEIGHT // 2, _quarters()
    if bounds is not None:
        lower, share, upper = map(_percent, bounds)
        drawn += f'<line class="ab-range" x1="{lower}" x2="{upper}" y1="{middle}" y2="{middle}"></line>'
        drawn += f'<svg x="{share}" y="{middle}" overflow="visible">{_shape(ESTIMATE)}</svg>'
    if called is not None:
        drawn += f'<svg x="{_percent(called)}" y="{middle}" overflow="visible">{_shape(COUNT)}</svg>'
    return _drawing("ab-chart ab-scale", drawn, label)


def legend_mark(number: int) -> Markdown:
    """Return the mark of a model, for a legend that names the model in words."""
    return Markdown(
        '<svg class="ab-mark" width="14" height="14" viewBox="-7 -7 14 14" aria-hidden="true" '
        f'focusable="false">{_shape(number)}</svg>'
    )


def _quarters() -> str:
    return "".join(
        f'<line x1="{_percent(x)}" x2="{_percent(x)}" y1="0" y2="{_HEIGHT}"></line>'
        for x in (0, 0.25, 0.5, 0.75, 1)
    )


def _shape(number: int) -> str:
    shape, filled = MARKS[number % len(MARKS)]
    return f'<path class="ab-shape{" ab-filled" if filled else ""}" d="{shape}"></path>'


def _drawing(name: str, content: str, label: str) -> Markdown:
    return Markdown(
        f'<svg class="{name}" width="100%" height="{_HEIGHT}" role="img" aria-label="{encode(label)}" '
        f'focusable="false">{content}</svg>'
    )


def _percent(share: float) -> str:
    return f"{100 * min(1.0, max(0.0, share)):.2f}%"

"""The figures of the papers: one dot a run, one bar a mean, drawn with reportlab's graphics.

The same drawing goes into the PDF and, as SVG, beside the other two papers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from reportlab.graphics import renderSVG
from reportlab.graphics.shapes import Circle, Drawing, Group, Line, String
from reportlab.lib.colors import Color, HexColor

INK, GRID, MEAN = HexColor("#222222"), HexColor("#d5d9de"), HexColor("#b3261e")
DOT = Color(0.16, 0.39, 0.62, 0.55)


@dataclass(frozen=True, slots=True)
class DotChart:
    """Values by group on one vertical axis. ``labels`` may hold a line break; ``zero`` draws a baseline."""

    labels: Sequence[str]
    groups: Sequence[Sequence[float]]
    axis: str
    ticks: Sequence[float]
    digits: int
    zero: bool = False

    def drawing(self, width: float, height: float, font: str) -> Drawing:
        """Return the chart in points; ``font`` is a registered font, or any family name for SVG."""
        left, bottom, top = 34.0, 26.0, 6.0
        low, high = min(self.ticks), max(self.ticks)
        picture = Drawing(width, height)

        def y(value: float) -> float:
            return bottom + (value - low) / (high - low) * (height - bottom - top)

        for tick in self.ticks:
            ink = INK if self.zero and tick == 0 else GRID
            picture.add(Line(left, y(tick), width, y(tick), strokeColor=ink, strokeWidth=0.4))
            text = f"{tick:.{self.digits}f}".replace("-", "−")
            picture.add(_text(left - 4, y(tick) - 2.2, text, font, "end"))
        title = _text(0, 0, self.axis, font, "middle")
        picture.add(_upright(title, 8, (height + bottom) / 2))
        step = (width - left) / len(self.groups)
        for number, (label, values) in enumerate(zip(self.labels, self.groups, strict=True)):
            centre = left + (number + 0.5) * step
            for line, part in enumerate(label.split("\n")):
                picture.add(_text(centre, bottom - 10 - 8.2 * line, part, font, "middle"))
            for offset, value in _spread(values):
                picture.add(Circle(centre + offset, y(value), 1.5, fillColor=DOT, strokeColor=None))
            mean = y(sum(values) / len(values))
            picture.add(
                Line(centre - step * 0.36, mean, centre + step * 0.36, mean, strokeColor=MEAN, strokeWidth=1)
            )
        return picture


def svg(chart: DotChart) -> bytes:
    """Return the chart as a stand-alone SVG file."""
    text: str = renderSVG.drawToString(chart.drawing(340, 200, "Helvetica"))
    # reportlab's placeholders would be shown as a tooltip, and read out.
    text = text.replace("<title>...</title>", f"<title>{escape(chart.axis)}</title>")
    groups = ", ".join(label.replace("\n", " ") for label in chart.labels)
    return text.replace("<desc>...</desc>", f"<desc>{escape(groups)}</desc>").encode("utf-8")


def _text(x: float, y: float, text: str, font: str, anchor: str) -> String:
    return String(x, y, text, fontName=font, fontSize=6.4, fillColor=INK, textAnchor=anchor)


def _upright(text: String, x: float, y: float) -> Group:
    group = Group(text)
    group.translate(x, y)
    group.rotate(90)
    return group


def _spread(values: Sequence[float]) -> list[tuple[float, float]]:
    """Equal values side by side, so that each dot is seen: (horizontal offset, value) in points."""
    counts = Counter(values)
    return [
        ((place - (count - 1) / 2) * 3.2, value)
        for value, count in sorted(counts.items())
        for place in range(count)
    ]

"""The picture that other sites show with a link to this one: its name, its counts, how much is reported.

1200 x 630 pixels, the size to which Open Graph previews are cut. There is one picture for a collection,
because drawing one takes tens of milliseconds, too much for every page.
"""

from __future__ import annotations

import io
import unicodedata
from typing import Any

from generator.core.counting import pluralize
from generator.site.content.collection import Collection
from generator.site.content.encoding import clean
from generator.site.content.status_styles import tally

PREVIEW = "preview.png"
SIZE = (1200, 630)

# In pixels: the margin, the type of title and text with their line heights, and the bar of statuses.
_MARGIN = 80
_TITLE_TYPE, _TITLE_LINE = 68, 84
_TEXT_TYPE, _TEXT_LINE = 38, 52
_BAR_FROM_BOTTOM, _BAR_HEIGHT, _BELOW_BAR = 190, 36, 28
_PAPER, _INK, _QUIET, _LINE = "#ffffff", "#1c2530", "#55606d", "#e3e6ea"
# The colours of the style sheet in light mode; statuses without an answer are paler here.
_COLOURS = {
    "reported": "#0f766e",
    "partly_reported": "#b1510a",
    "not_reported": "#b4bcc4",
    "not_sure": "#e3e6ea",
    "not_applicable": "#e3e6ea",
    "failed": "#b42318",
    "missing": "#e3e6ea",
}
_MAX_TITLE_LINES = 3


def preview(collection: Collection) -> bytes:
    """Return the picture as PNG; with one version of Pillow, the same collection gives the same bytes."""
    from PIL import Image, ImageDraw

    image = Image.new("RGB", SIZE, _PAPER)
    draw = ImageDraw.Draw(image)
    title, large = _font(_TITLE_TYPE), _font(_TEXT_TYPE)
    lines = _wrapped(draw, _drawable(collection.title) or "Answerbook", title, SIZE[0] - 2 * _MARGIN)
    top = _MARGIN
    for line in lines[:_MAX_TITLE_LINES]:
        draw.text((_MARGIN, top), line, font=title, fill=_INK)
        top += _TITLE_LINE
    about = _wrapped(draw, _drawable(collection.description), large, SIZE[0] - 2 * _MARGIN)
    room = 2 if len(lines) < _MAX_TITLE_LINES else 0
    if len(about) > room > 0:
        about[room - 1] = f"{about[room - 1].rsplit(' ', 1)[0].rstrip(' ,;:.')} …"
    top += 14
    for line in about[:room]:
        draw.text((_MARGIN, top), line, font=large, fill=_QUIET)
        top += _TEXT_LINE
    shown = tally(collection.counted_at(p.id, q.id) for p in collection.public for q in collection.questions)
    left, right, bar = _MARGIN, SIZE[0] - _MARGIN, SIZE[1] - _BAR_FROM_BOTTOM
    draw.rectangle((left, bar, right, bar + _BAR_HEIGHT), fill=_LINE)
    for share in shown.shares:
        start = left + share.start / 100 * (right - left)
        end = start + share.width / 100 * (right - left)
        gap = 3 if end < right - 1 else 0  # px between two statuses, as on the pages
        box = (round(start), bar, max(round(end) - gap, round(start)), bar + _BAR_HEIGHT)
        draw.rectangle(box, fill=_COLOURS[share.look.key])
    counts = (
        f"{pluralize(len(collection.public), 'paper')}  ·  {pluralize(len(collection.questions), 'question')}"
    )
    reported = (
        f"{round(100 * shown.answered / shown.total)} % reported, at least in part" if shown.total else ""
    )
    below = bar + _BAR_HEIGHT + _BELOW_BAR
    draw.text((left, below), counts, font=large, fill=_INK)
    draw.text((right, below), reported, font=large, fill=_COLOURS["reported"], anchor="ra")
    out = io.BytesIO()
    image.save(out, "PNG", optimize=False, compress_level=9)
    return out.getvalue()


def _font(size: int) -> Any:
    from PIL import ImageFont

    # The font of Pillow: a font of the machine would give other bytes elsewhere.
    return ImageFont.load_default(size)


def _drawable(text: str) -> str:
    """Return the text in the letters of the font (Latin); other accents and scripts are left out."""
    kept = []
    for character in clean(text):
        if character in "–—‘’“”…·" or ord(character) < 0x180:
            kept.append(character)
        else:
            kept.extend(c for c in unicodedata.normalize("NFKD", character) if c.isascii())
    return clean("".join(kept))


def _wrapped(draw: Any, text: str, font: Any, width: int) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and draw.textlength(longer, font=font) <= width:
            lines[-1] = longer
        else:
            while draw.textlength(word, font=font) > width:
                cut = max(n for n in range(1, len(word) + 1) if draw.textlength(word[:n], font=font) <= width)
                lines.append(word[:cut])
                word = word[cut:]
            lines.append(word)
    return lines

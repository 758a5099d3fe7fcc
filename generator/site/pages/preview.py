"""The picture that others show beside a link to the site: its name, its counts, how much is reported.

1200 x 630 pixels, the size for which Open Graph previews are cut. One picture a collection: drawing
one costs tens of milliseconds, too much for every page.
"""

from __future__ import annotations

import io
import unicodedata
from typing import Any

from generator.core.counting import counted
from generator.site.content.collection import Collection
from generator.site.content.encoding import clean
from generator.site.content.statuses import tally

PREVIEW = "preview.png"
SIZE = (1200, 630)

_MARGIN = 80
_PAPER, _INK, _QUIET, _LINE = "#ffffff", "#1c2530", "#55606d", "#e3e6ea"
# The colours of the style sheet, light; what says that something lacks is paler here.
_COLOURS = {
    "reported": "#0f766e",
    "partly_reported": "#b1510a",
    "not_reported": "#b4bcc4",
    "not_sure": "#e3e6ea",
    "not_applicable": "#e3e6ea",
    "failed": "#b42318",
    "missing": "#e3e6ea",
}
_TITLE_LINES = 3


def preview(collection: Collection) -> bytes:
    """The picture as PNG; the same collection gives the same bytes, with one version of Pillow."""
    from PIL import Image, ImageDraw

    image = Image.new("RGB", SIZE, _PAPER)
    draw = ImageDraw.Draw(image)
    title, large = _font(68), _font(38)
    lines = _wrapped(draw, _drawable(collection.title) or "Answerbook", title, SIZE[0] - 2 * _MARGIN)
    top = _MARGIN
    for line in lines[:_TITLE_LINES]:
        draw.text((_MARGIN, top), line, font=title, fill=_INK)
        top += 84
    about = _wrapped(draw, _drawable(collection.description), large, SIZE[0] - 2 * _MARGIN)
    room = 2 if len(lines) < _TITLE_LINES else 0
    if len(about) > room > 0:
        about[room - 1] = f"{about[room - 1].rsplit(' ', 1)[0].rstrip(' ,;:.')} …"
    top += 14
    for line in about[:room]:
        draw.text((_MARGIN, top), line, font=large, fill=_QUIET)
        top += 52
    shown = tally(collection.counted_at(p.id, q.id) for p in collection.public for q in collection.questions)
    left, right, bar = _MARGIN, SIZE[0] - _MARGIN, SIZE[1] - 190
    draw.rectangle((left, bar, right, bar + 36), fill=_LINE)
    for share in shown.shares:
        start = left + share.start / 100 * (right - left)
        end = start + share.width / 100 * (right - left)
        gap = 3 if end < right - 1 else 0  # between two statuses, as on the pages
        box = (round(start), bar, max(round(end) - gap, round(start)), bar + 36)
        draw.rectangle(box, fill=_COLOURS[share.look.key])
    counts = (
        f"{counted(len(collection.public), 'paper')}  ·  {counted(len(collection.questions), 'question')}"
    )
    told = f"{round(100 * shown.told / shown.total)} % reported, at least in part" if shown.total else ""
    draw.text((left, bar + 64), counts, font=large, fill=_INK)
    draw.text((right, bar + 64), told, font=large, fill=_COLOURS["reported"], anchor="ra")
    out = io.BytesIO()
    image.save(out, "PNG", optimize=False, compress_level=9)
    return out.getvalue()


def _font(size: int) -> Any:
    from PIL import ImageFont

    # Comes with Pillow: what the machine has would give other bytes elsewhere.
    return ImageFont.load_default(size)


def _drawable(text: str) -> str:
    """What the font has letters for: Latin; accents that it lacks are left off, other scripts too."""
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

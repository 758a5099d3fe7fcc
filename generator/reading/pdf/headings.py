"""Which paragraphs are headings, and of what level."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from generator.reading.pdf.paragraphs import Piece
from generator.reading.pdf.style import BodyStyle
from generator.reading.sections import section_kind

_NUMBERED = re.compile(r"^((?:\d{1,2}(?:\.\d{1,2}){0,3})|[IVX]{1,5}|[A-H](?:\.\d{1,2}){0,2})(?:[.)]|\s*[|│])?\s+(?=\S)")
_LETTERS = re.compile(r"[^\W\d_]")
_CANONICAL = re.compile(
    r"^(?:abstract|summary|introduction|background|related works?|(?:materials? (?:and|&) )?methods?|methodology|experiments?|results?(?: and discussion)?"
    r"|discussion(?:s| and conclusions?)?|conclusions?|acknowledge?ments?|references|bibliography|literature cited|keywords?"
    r"|data availability(?: statement)?|code availability|author contributions?|funding|appendix|supplementary (?:materials?|information)"
    r"|supporting information|conflicts? of interest|competing interests?)$",
    re.I,
)


def heading_level(piece: Piece, body: BodyStyle, *, gap: bool) -> int:
    """0 for no heading, else a provisional depth: that of its number, or 9 where style must tell.

    gap: white space above sets the paragraph off from the one before.
    """
    text = piece.text.strip()
    if not 2 <= len(text) <= 160 or len(piece.lines) > 3 or not _LETTERS.search(text):
        return 0
    letters = len(_LETTERS.findall(text))
    if letters < 0.5 * len(text.replace(" ", "")) or letters < 3:
        return 0
    number = _NUMBERED.match(text)
    bare = text[number.end() :] if number else text
    if not bare or not (bare[0].isupper() or (bare[0].islower() and number and "." in number[1])):
        return 0
    if text.endswith((",", ";", "-", "\ufffe")) or "@" in text or re.search(r"https?://|\bdoi\b", text):
        return 0
    bold = piece.bold > 0.8 and not body.bold
    larger = piece.size > 1.07 * body.size
    caps = text.upper() == text and letters >= 5 and piece.size >= 0.75 * body.size
    slanted = sum(x.italic * len(x.text) for x in piece.lines) > 0.8 * len(piece.text)
    canonical = _CANONICAL.match(bare.strip(" :.")) is not None
    if text.endswith(".") and not (number or canonical or bold):
        return 0
    if piece.size < 0.8 * body.size and not canonical:
        return 0
    sentence = re.search(r"[a-z)]\. [A-Z]", bare) is not None or len(bare.split()) > 18
    if sentence:
        return 0
    distinct = bold or larger or (caps and gap)
    if number and gap and not distinct and (slanted or canonical):
        distinct = True
    if not distinct and slanted and gap and len(bare.split()) <= 10 and len(piece.lines) == 1:
        distinct = True
    if not distinct and not (canonical and (gap or len(piece.lines) == 1)):
        return 0
    if number and number[1][0].isdigit():
        return number[1].count(".") + 1
    if number and re.fullmatch(r"[IVX]+", number[1]) and (canonical or caps):
        return 1
    return 9


def settle_levels(headings: Sequence[Piece], body: BodyStyle) -> None:
    """Give headings without a number the level that their style has: first that of numbered or
    well-known headings in the same style, else by size, capitals and weight."""
    known: dict[tuple[int, bool, bool, bool], Counter[int]] = {}
    for piece in headings:
        if piece.level != 9:
            known.setdefault(_style(piece), Counter())[piece.level] += 1
        elif _CANONICAL.match(piece.text.strip(" :.")):
            known.setdefault(_style(piece), Counter())[1] += 1
    ranks = sorted({_style(p) for p in headings}, key=lambda s: (-s[0], not s[1], not s[2], s[3]))
    tops = [ranks.index(s) for s, c in known.items() if c.most_common(1)[0][0] == 1]
    top = min(tops) if tops else 0
    for piece in headings:
        if piece.level != 9:
            continue
        style = _style(piece)
        if style in known:
            piece.level = known[style].most_common(1)[0][0]
        else:
            piece.level = max(1, min(3, ranks.index(style) - top + 1))


def _style(piece: Piece) -> tuple[int, bool, bool, bool]:
    text = piece.text
    slanted = sum(x.italic for x in piece.lines) > 0.5 * len(piece.lines)
    return round(piece.size * 2), text.upper() == text, piece.bold > 0.5, slanted


def kind_of(title: str) -> str:
    return section_kind(title)

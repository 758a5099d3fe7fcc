"""Which paragraphs are headings, and of what level."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from generator.reading.pdf.floats import rows_of
from generator.reading.pdf.paragraphs import Piece
from generator.reading.pdf.style import BodyStyle
from generator.reading.pdf.titles import NUMBERED, is_canonical
from generator.reading.sections import section_kind

_USUAL_LINES = 3
_MAX_LINES = 6  # of a title in the type of the well-known ones, in a narrow column
_PLAIN = 3  # words in the type of text at the end of a line that is no title alone
_STATEMENT = 60  # characters of the title of a statement ("Declaration of Conflicting Interests")
_STATEMENTS = ("back", "availability")
_COUNT = re.compile(r"\(\s?[nN]\s?=\s?[\d., ]{1,9}\)")  # of the patients that a title speaks of
_LETTERS = re.compile(r"[^\W\d_]")


def heading_depth(piece: Piece, body: BodyStyle, *, gap: bool, leads: bool = False) -> int:
    """0 for no heading; the depth of its number; or 9 where style must tell.

    gap: white space above sets the paragraph off from what stands before. leads: it is one line in a font
    of its own right above running text.
    """
    text = piece.text.strip()
    lines = _USUAL_LINES if not all(map(body.like_heading, piece.lines)) else _MAX_LINES
    if not 2 <= len(text) <= 180 or len(piece.lines) > lines:
        return 0
    number = NUMBERED.match(text)
    bare = text[number.end() :] if number else text
    letters = len(_LETTERS.findall(bare))
    if letters < 3 or letters < 0.5 * len(bare.replace(" ", "")):
        return 0
    if not (
        bare[:1].isupper() or bare[:1] in "“\"'‘" or (bare[:1].islower() and (number or piece.bold > 0.8))
    ):
        return 0
    if (
        text.endswith((",", ";", "-", "\ufffe", "&"))
        or "@" in text
        or re.search(r"https?://|\bdoi\b|[=<>±∑∈]", _COUNT.sub("", text))
    ):
        return 0
    if _runs_in(piece):
        return 0
    canonical = is_canonical(text)
    caps = bare.upper() == bare and letters >= 5
    known_type = number is not None and caps and all(map(body.like_heading, piece.lines))
    if not canonical and piece.size < 0.85 * body.size and not known_type:
        return 0
    bold = piece.bold > 0.8 and (not body.bold or _in_bold_font(piece, body))
    larger = piece.size > 1.07 * body.size
    slanted = sum(x.italic * len(x.text) for x in piece.lines) > 0.8 * len(text)
    styled = all(body.like_heading(x) for x in piece.lines)
    statement = slanted and _alone(piece) and len(text) < _STATEMENT and section_kind(text) in _STATEMENTS
    if text.endswith(".") and not (number or canonical or bold):
        return 0
    if re.search(r"[a-z)]\. [A-Z]", bare) or len(bare.split()) > 22:
        return 0
    distinct = bold or larger or ((caps or styled) and gap) or statement
    if not distinct and gap and len(piece.lines) <= 2:
        distinct = (number is not None and slanted) or (slanted and len(bare.split()) <= 12 and len(bare) > 5)
    if not distinct and gap and len(rows_of(piece.lines)) == 1 and number is not None:
        # A title in the type of the text is told by a number of two levels and the missing stop.
        distinct = "." in number[1] and len(text) <= 90 and not text.endswith((".", ":"))
    if not distinct and gap and leads:
        distinct = bare[:1].isupper() and len(bare.split()) <= 14 and not text.endswith((".", ":"))
    if not distinct and not (canonical and (gap or _alone(piece))):
        return 0
    if number and number[1][0].isdigit():
        return number[1].count(".") + 1
    if number and re.fullmatch(r"[IVX]+", number[1]) and (canonical or caps):
        return 1
    return 9


def _runs_in(piece: Piece) -> bool:
    """Whether a line opens in bold and goes on as text: a title that runs in, cut by its column."""
    words = [w for line in piece.lines for w in line.words]
    return words[0].font.bold and len(words) > _PLAIN and not any(w.font.bold for w in words[-_PLAIN:])


def _in_bold_font(piece: Piece, body: BodyStyle) -> bool:
    """Whether the type is called bold and is not that of the text, all of which its file calls heavy."""
    return all(x.font.name != body.font and "bold" in x.font.name.lower() for x in piece.lines)


def _alone(piece: Piece) -> bool:
    return len(piece.lines) == 1


def settle_levels(headings: Sequence[Piece], body: BodyStyle) -> None:
    """Give headings without a number the level of their style: that of numbered or well-known
    headings in the same style, else by size, capitals and weight below those."""
    _number_scheme(headings)
    fonts = _top_fonts(headings)
    known: dict[tuple[int, bool, bool, bool], Counter[int]] = {}
    for piece in headings:
        if piece.level != 9:
            known.setdefault(_style(piece), Counter())[piece.level] += 1
        elif _top_title(piece.text):
            known.setdefault(_style(piece), Counter())[1] += 2
    ranks = sorted({_style(p) for p in headings}, key=lambda s: (-s[0], not s[1], not s[2], s[3]))
    tops = [ranks.index(s) for s, c in known.items() if c.most_common(1)[0][0] == 1]
    top = min(tops) if tops else 0
    for piece in headings:
        if piece.level != 9:
            continue
        style = _style(piece)
        if style in known:
            piece.level = known[style].most_common(1)[0][0]
            if piece.level == 1 and piece.lines[0].font.name not in fonts.get(style, ()):
                piece.level = 1 if _top_title(piece.text) else 2
        elif is_canonical(piece.text) and _top_title(piece.text):
            piece.level = 1
        else:
            piece.level = max(1, min(3, ranks.index(style) - top + 1))


def _top_fonts(headings: Sequence[Piece]) -> dict[tuple[int, bool, bool, bool], set[str]]:
    """The fonts of the top titles of each style: in one that only looks like it stand titles below them."""
    fonts: dict[tuple[int, bool, bool, bool], set[str]] = {}
    for piece in headings:
        if piece.level == 1 or _top_title(piece.text):
            fonts.setdefault(_style(piece), set()).add(piece.lines[0].font.name)
    return fonts


def _number_scheme(headings: Sequence[Piece]) -> None:
    """Where sections are counted I., A., 1. (IEEE, APS), a letter is the second level, a digit the third."""
    numbers = [(p, m[1]) for p in headings if (m := NUMBERED.match(p.text.strip())) is not None]
    if not any(n == "II" for _, n in numbers):
        return
    for piece, number in numbers:
        if re.fullmatch(r"[A-H]", number) and "ppendix" not in piece.text:
            piece.level = 2
        elif re.fullmatch(r"[IVX]+", number):
            piece.level = 1
        elif re.fullmatch(r"\d", number):
            piece.level = 3


_TOP = re.compile(
    r"^(?:introduction|(?:materials? (?:and|&) )?methods?|results?(?: (?:and|&) discussions?)?"
    r"|discussions?|conclusions?|references|"
    r"acknowledge?ments?|bibliography|literature cited)$",
    re.I,
)


def _top_title(text: str) -> bool:
    number = NUMBERED.match(text)
    return _TOP.match((text[number.end() :] if number else text).strip(" :.")) is not None


def _style(piece: Piece) -> tuple[int, bool, bool, bool]:
    text = piece.text
    slanted = sum(x.italic for x in piece.lines) > 0.5 * len(piece.lines)
    return round(piece.size * 2), text.upper() == text, piece.bold > 0.5, slanted

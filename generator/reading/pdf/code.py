"""Program code: lines in a monospaced type that are no text, in a paper set in another type."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from generator.reading.pdf.floats import rows_of
from generator.reading.pdf.paragraphs import Piece
from generator.reading.pdf.style import BodyStyle

_MONOSPACED = re.compile(
    r"mono|courier|consol|typewriter|menlo|andale|lucidacons|(?:cm|sf|ec|tx|lm)s?l?tt|fira-?code",
    re.I,
)
_CODE_SIGN = re.compile(r"[(){}\[\]=;_#<>/\\$]|\w\.\w|--")
_CODE = 0.8  # share of the characters of a piece that are monospaced, at least
_STEP = re.compile(
    r"(?:\d{1,2}[:.]?\s)?(?:(?:for|foreach|while|if|else|elif|return|repeat|until|end|do|loop|function|procedure)\b"
    r"|[\w.^]{1,20}(?:\s?[(\[][^)\]]{0,40}[)\]])?\s?(?:=|:=|←|<-)|[}{]|\d{1,2}:?$)",
    re.I,
)
_STEPS = 3  # rows of an algorithm at least
_MOSTLY = 0.7  # share of its rows that are steps
_LINKS = re.compile(r"(?:\W?(?:\d{1,3}|[*†‡§¶a-z])?\s?(?:https?://|www\.)\S++\s*+)+")
_PLAIN_WORD = re.compile(r"[(\"“]?[A-Za-z][a-z'’-]*[.,;:?!)\"”]*")
_FEW = 5  # words of a piece whose words tell nothing
_PLAIN = 0.8  # share of plain words from which on a piece in a monospaced type is text
_PLAIN_LONG = 0.6  # the same for a longer piece, which holds citations
_LONG = 15  # words
_ROLES = ("prose", "note", "label", "table")
_SHOWN = 2  # rows of code that a sentence may hold: "the call is / f(x) / where x is ..."


def is_links(text: str) -> bool:
    """Whether a footnote, or several, say nothing but where a thing is: "3 https://a.org 4 www.b.org"."""
    return _LINKS.fullmatch(text) is not None


def mark_code(pieces: Sequence[Piece], body: BodyStyle) -> None:
    """Give the role of code to listings, and that of a formula to a line of code on its own in a sentence."""
    if _monospaced(body.font):
        return
    code = [p.role in _ROLES and p.kind is None and (_is_code(p) or _is_pseudocode(p)) for p in pieces]
    for index, piece in enumerate(pieces):
        if code[index]:
            beside = any(code[i] for i in (index - 1, index + 1) if 0 <= i < len(pieces))
            piece.role = "code" if beside or len(rows_of(piece.lines)) > _SHOWN else "formula"


@cache
def _monospaced(font: str) -> bool:
    return _MONOSPACED.search(font) is not None


def _is_code(piece: Piece) -> bool:
    if not any(_monospaced(x.font.name) for x in piece.lines[:2]):
        return False
    if piece.role == "note" and is_links(piece.text):
        return False
    words = [w for line in piece.lines for w in line.words]
    mono = sum(len(w.text) for w in words if _monospaced(w.font.name))
    if mono < _CODE * sum(len(w.text) for w in words) or not _CODE_SIGN.search(piece.text):
        return False
    tokens = piece.text.split()
    plain = sum(_PLAIN_WORD.fullmatch(t) is not None for t in tokens)
    share = _PLAIN_LONG if len(tokens) > _LONG else _PLAIN
    return plain < share * len(tokens) or len(tokens) <= _FEW


def _is_pseudocode(piece: Piece) -> bool:
    """Whether most rows are steps of an algorithm, and none ends a sentence: "3 for each lamp do"."""
    if len(piece.lines) < _STEPS or piece.ended or not _STEP.match(piece.lines[0].text):
        return False
    rows = [" ".join(x.text for x in row) for row in rows_of(piece.lines)]
    steps = sum(_STEP.match(row) is not None for row in rows)
    return len(rows) >= _STEPS and steps >= _MOSTLY * len(rows)

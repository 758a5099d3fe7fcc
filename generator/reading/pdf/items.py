"""Paragraphs that are no sentences: program code, and short lines that stand for themselves.

"Presented at: TDWG", "{problem}", an unnumbered title in the type of the text: such a line is an entry of a
list. One that is part of a sentence (it begins in lower case, fills its column, ends with a word that asks
for another) stays what it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from generator.reading.pdf.floats import rows_of
from generator.reading.pdf.paragraphs import Piece

_MONOSPACED = re.compile(
    r"mono|courier|consol|typewriter|menlo|andale|lucidacons|(?:cm|sf|ec|tx|lm)s?l?tt|fira-?code",
    re.I,
)
_CODE_SIGN = re.compile(r"[(){}\[\]=;_#<>/\\$]|\w\.\w|--")
_CODE = 0.8  # share of the characters of a piece that are monospaced, at least
_SENTENCE = re.compile(r"[a-z]{2}[.?!:](?:\s[A-Z]|$)")
_WORDS = 14  # of an entry at most
_LONGEST = 110  # characters of an entry at most
_EARLY = 0.1  # share of the column that an entry leaves empty at its end
# Behind these a sentence goes on.
_OPEN_END = re.compile(
    r"(?:[,;(\ufffe\u00ad–-]|\b(?:a|an|the|and|or|of|in|on|at|to|by|for|with|from|as|is|are|was|were|be|been"
    r"|that|which|than|not|its|their|our|this|these|between|into|we|it|can|has|have|such|using|e\.g|i\.e))$",
    re.I,
)


def mark_items(pieces: Sequence[Piece]) -> None:
    """Give the role of code, or of items, to prose that is one."""
    for index, piece in enumerate(pieces):
        if piece.role not in ("prose", "note") or piece.kind in ("front", "abstract"):
            continue
        if _is_code(piece):
            piece.role = "code"
        elif piece.role == "prose" and _is_entry(piece, pieces[index + 1 : index + 2]):
            piece.role = "item"


def _is_code(piece: Piece) -> bool:
    total = mono = 0
    for line in piece.lines:
        for word in line.words:
            total += len(word.text)
            if _MONOSPACED.search(word.font.name):
                mono += len(word.text)
    if mono < _CODE * total or not _CODE_SIGN.search(piece.text):
        return False
    words = re.findall(r"\S+", piece.text)
    plain = sum(re.fullmatch(r"[(\"“]?[A-Za-z][a-z'’-]*[.,;:?!)\"”]*", w) is not None for w in words)
    return not (plain >= 0.8 * len(words) and len(words) > 5)


def _is_entry(piece: Piece, following: Sequence[Piece]) -> bool:
    text = piece.text
    if piece.ended or len(text) > _LONGEST or len(text.split()) > _WORDS or len(rows_of(piece.lines)) > 2:
        return False
    if text[:1].islower() or _OPEN_END.search(text) or _SENTENCE.search(text):
        return False
    if piece.lines[-1].x1 > piece.x1 - _EARLY * (piece.x1 - piece.x0):
        return False
    return not any(p.role in ("prose", "formula") and p.text[:1].islower() for p in following)

"""Paragraphs that are no sentences: short lines that stand for themselves.

"Presented at: TDWG", "{problem}", an unnumbered title in the type of the text: such a line is an entry of a
list. One that is part of a sentence (it begins in lower case, fills its column, ends with a word that asks
for another) stays what it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from generator.reading.pdf.floats import rows_of
from generator.reading.pdf.paragraphs import Piece

_SENTENCE = re.compile(r"[a-z]{2}[.?!:](?:\s[A-Z]|$)")
_WORDS = 14  # of an entry at most
_MAX_CHARS = 110  # characters of an entry at most
_EARLY = 0.1  # share of the column that an entry leaves empty at its end
# Behind these a sentence goes on.
_OPEN_END = re.compile(
    r"(?:[,;(\ufffe\u00ad–-]|\b(?:a|an|the|and|or|of|in|on|at|to|by|for|with|from|as|is|are|was|were|be|been"
    r"|that|which|than|not|its|their|our|this|these|between|into|we|it|can|has|have|such|using|e\.g|i\.e))$",
    re.I,
)


def mark_items(pieces: Sequence[Piece]) -> None:
    """Give the role of items to prose that is one."""
    for index, piece in enumerate(pieces):
        if piece.role != "prose" or piece.kind in ("front", "abstract"):
            continue
        if _is_entry(piece, pieces[index + 1 : index + 2]):
            piece.role = "item"


def _is_entry(piece: Piece, following: Sequence[Piece]) -> bool:
    text = piece.text
    if piece.ended or len(text) > _MAX_CHARS or len(text.split()) > _WORDS or len(rows_of(piece.lines)) > 2:
        return False
    if text[:1].islower() or _OPEN_END.search(text) or _SENTENCE.search(text):
        return False
    if piece.lines[-1].x1 > piece.x1 - _EARLY * (piece.x1 - piece.x0):
        return False
    return not any(p.role in ("prose", "formula") and p.text[:1].islower() for p in following)

"""Paragraphs that are no sentences: short lines that are entries of a list.

"Presented at: TDWG", "{problem}", an unnumbered title in the type of the text: such a line becomes an item. A
line that is part of a sentence (it begins in lower case, fills its column, or ends with a word that asks for
another) stays what it is.

    >>> bool(_OPEN_END.search("Lamps were placed at the")), bool(_OPEN_END.search("Presented at: TDWG"))
    (True, False)
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from generator.reading.pdf.floats import rows_of
from generator.reading.pdf.paragraphs import ParagraphBuilder

_SENTENCE = re.compile(r"[a-z]{2}[.?!:](?:\s[A-Z]|$)")
_MAX_WORDS = 14  # words of an entry
_MAX_CHARS = 110  # characters of an entry
_MAX_ROWS = 2  # lines of an entry
_MIN_EMPTY = 0.1  # share of the column that an entry leaves empty at its end
# Behind these a sentence goes on.
_OPEN_END = re.compile(
    r"(?:[,;(\ufffe\u00ad–-]|\b(?:a|an|the|and|or|of|in|on|at|to|by|for|with|from|as|is|are|was|were|be|been"
    r"|that|which|than|not|its|their|our|this|these|between|into|we|it|can|has|have|such|using|e\.g|i\.e))$",
    re.I,
)


def mark_items(paragraphs: Sequence[ParagraphBuilder]) -> None:
    """Give the role ``item`` to prose that is an entry of a list."""
    for index, paragraph in enumerate(paragraphs):
        if paragraph.role != "prose" or paragraph.kind in ("front", "abstract"):
            continue
        if _is_entry(paragraph, paragraphs[index + 1 : index + 2]):
            paragraph.role = "item"


def _is_entry(paragraph: ParagraphBuilder, following: Sequence[ParagraphBuilder]) -> bool:
    """Return True if the paragraph is short, no sentence, and does not go on in the next paragraph."""
    text = paragraph.text
    if (
        paragraph.ends_sentence
        or len(text) > _MAX_CHARS
        or len(text.split()) > _MAX_WORDS
        or len(rows_of(paragraph.lines)) > _MAX_ROWS
    ):
        return False
    if text[:1].islower() or _OPEN_END.search(text) or _SENTENCE.search(text):
        return False
    if paragraph.lines[-1].x1 > paragraph.x1 - _MIN_EMPTY * (paragraph.x1 - paragraph.x0):
        return False
    return not any(p.role in ("prose", "formula") and p.text[:1].islower() for p in following)

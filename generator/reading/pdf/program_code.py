"""Program code: lines in a monospaced type that are no text, in a paper set in another type.

>>> bool(_STEP.match("3 for each lamp do")), is_links("3 https://a.org 4 www.b.org")
(True, True)
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from generator.reading.pdf.floats import rows_of
from generator.reading.pdf.paragraphs import ParagraphBuilder
from generator.reading.pdf.style import BodyStyle

_MONOSPACED = re.compile(
    r"mono|courier|consol|typewriter|menlo|andale|lucidacons|(?:cm|sf|ec|tx|lm)s?l?tt|fira-?code",
    re.I,
)
_CODE_SIGN = re.compile(r"[(){}\[\]=;_#<>/\\$]|\w\.\w|--")
_MIN_MONOSPACED = 0.8  # share of the characters of code
_STEP = re.compile(
    r"(?:\d{1,2}[:.]?\s)?(?:(?:for|foreach|while|if|else|elif|return|repeat|until|end|do|loop|function|procedure)\b"
    r"|[\w.^]{1,20}(?:\s?[(\[][^)\]]{0,40}[)\]])?\s?(?:=|:=|←|<-)|[}{]|\d{1,2}:?$)",
    re.I,
)
_MIN_STEPS = 3  # rows of an algorithm
_MIN_STEP_SHARE = 0.7  # of its rows that are steps
_LINKS = re.compile(r"(?:\W?(?:\d{1,3}|[*†‡§¶a-z])?\s?(?:https?://|www\.)\S++\s*+)+")
_PLAIN_WORD = re.compile(r"[(\"“]?[A-Za-z][a-z'’-]*[.,;:?!)\"”]*")
_MAX_FEW = 5  # words of a paragraph so short that they decide nothing
_MIN_PLAIN = 0.8  # share of plain words in a paragraph of text in a monospaced type
_MIN_PLAIN_LONG = 0.6  # the same for a longer paragraph, which holds citations
_LONG = 15  # words
_ROLES = ("prose", "note", "label", "table")
_MAX_ROWS_IN_SENTENCE = 2  # rows of code: "the call is / f(x) / where x is ..."


def is_links(text: str) -> bool:
    """Return True if footnotes say nothing but where things are: "3 https://a.org 4 www.b.org"."""
    return _LINKS.fullmatch(text) is not None


def mark_code(paragraphs: Sequence[ParagraphBuilder], body: BodyStyle) -> None:
    """Give listings the role of code, and a single line of code in a sentence that of a formula."""
    if _is_monospaced(body.font):
        return
    code = [p.role in _ROLES and p.kind is None and (_is_code(p) or _is_pseudocode(p)) for p in paragraphs]
    for index, paragraph in enumerate(paragraphs):
        if code[index]:
            beside = any(code[i] for i in (index - 1, index + 1) if 0 <= i < len(paragraphs))
            paragraph.role = (
                "code" if beside or len(rows_of(paragraph.lines)) > _MAX_ROWS_IN_SENTENCE else "formula"
            )


@cache
def _is_monospaced(font: str) -> bool:
    """Return True if the font's name is that of a monospaced font."""
    return _MONOSPACED.search(font) is not None


def _is_code(paragraph: ParagraphBuilder) -> bool:
    """Return True if the paragraph is in a monospaced type, holds signs of code, and is no text."""
    if not any(_is_monospaced(x.font.name) for x in paragraph.lines[:2]):
        return False
    if paragraph.role == "note" and is_links(paragraph.text):
        return False
    words = [w for line in paragraph.lines for w in line.words]
    mono = sum(len(w.text) for w in words if _is_monospaced(w.font.name))
    if mono < _MIN_MONOSPACED * sum(len(w.text) for w in words) or not _CODE_SIGN.search(paragraph.text):
        return False
    tokens = paragraph.text.split()
    plain = sum(_PLAIN_WORD.fullmatch(t) is not None for t in tokens)
    share = _MIN_PLAIN_LONG if len(tokens) > _LONG else _MIN_PLAIN
    return plain < share * len(tokens) or len(tokens) <= _MAX_FEW


def _is_pseudocode(paragraph: ParagraphBuilder) -> bool:
    """Return True if most rows are steps of an algorithm, and none ends a sentence: "3 for each lamp do"."""
    if (
        len(paragraph.lines) < _MIN_STEPS
        or paragraph.ends_sentence
        or not _STEP.match(paragraph.lines[0].text)
    ):
        return False
    rows = [" ".join(x.text for x in row) for row in rows_of(paragraph.lines)]
    steps = sum(_STEP.match(row) is not None for row in rows)
    return len(rows) >= _MIN_STEPS and steps >= _MIN_STEP_SHARE * len(rows)

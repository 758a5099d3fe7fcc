"""A large first letter that hangs down next to several lines, put back at the head of its word.

Its baseline is that of the second or third line, so that it would be read in mid-sentence, alone or with the
word that it begins: a "T" of 30 points next to the lines "he lamps were" and "placed in May" gives "The lamps
were" and "placed in May".
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from generator.reading.pdf.page_words import Word
from generator.reading.pdf.text_lines import TextLine

_MIN_SIZE = 1.8  # of such a letter, in sizes of the text
_LETTER = re.compile(r"[“‘\"']?[^\W\d_a-z][’']?")
_MIN_CHARS = 15  # characters of a line next to the letter
_MIN_LINES = 2  # lines next to the letter
_MAX_WORD = 2  # characters of the first word for it to be the letter alone, with a quote perhaps
_MAX_DROP = 6  # type sizes from the line that the letter begins down to its baseline
_MIN_DROP = 0.8
_CAP_HEIGHT = 0.72  # of the letter's size: from its baseline to its top
_LINE_TOP = 0.7  # of the text's size: from a baseline to the top of its capitals
# Places of the lines next to a letter, in sizes of the letter from its right end.
_MIN_SPACE, _MAX_SPACE = -0.3, 0.6
_MIN_WIDTH = 0.2  # of the letter itself
# The same for a word that begins with the letter: its width is not known, only where it begins.
_LETTER_WIDTH, _MIN_LIFTED, _MAX_LIFTED = 0.35, 0.5, 1.8
_MAX_BASE = 0.35  # type sizes by which the last of these lines may be below the letter's baseline
_MIN_END, _MAX_END = -0.4, 1.4  # type sizes from the last of these lines to the letter's baseline
_SAME_SIZE = 0.1  # relative difference of the sizes of these lines
_LETTER_WORDS = frozenset("AIOÀÉYEUÓ")  # letters that may be a word
_SHORT_WORDS = frozenset(["am", "have", "was", "few", "new", "large", "recent", "number", "growing", "major"])


def with_drop_caps(lines: Sequence[TextLine]) -> list[TextLine]:
    """Return the lines of a page with every drop cap in the line that it begins.

    The lines next to it get its own left edge, as all lines of their column have.
    """
    result = list(lines)
    for line in lines:
        first = line.words[0]
        if len(line.words) > 1:
            second = line.words[1]
            if first.size < _MIN_SIZE * second.size:
                continue
            if len(first.text) > _MAX_WORD:
                _lift_word(line, first, result)
                continue
        if _LETTER.fullmatch(first.text):
            _set_letter(line, first, result)
    return result


def _lift_word(line: TextLine, first: Word, lines: list[TextLine]) -> None:
    """Move a word that took size and baseline from its large first letter to the line that it begins."""
    base, size = line.words[1].y, line.words[1].size
    if not _MIN_DROP * size < first.y - base < _MAX_DROP * size or not first.text[0].isupper():
        return
    beside = [
        x
        for x in lines
        if x is not line
        and base < x.y < first.y + _MAX_BASE * size
        and abs(x.size - size) < _SAME_SIZE * size
        and _MIN_LIFTED * first.size < x.x0 - first.x0 + _LETTER_WIDTH * first.size < _MAX_LIFTED * first.size
    ]
    if not beside:
        return
    head = Word(first.text, first.x0, first.x1, base, size, line.words[1].font)
    at = next(i for i, x in enumerate(lines) if x is line)
    lines[at] = TextLine([head, *line.words[1:]], line.page)
    for other in beside:
        other.x0 = first.x0


def _set_letter(line: TextLine, cap: Word, lines: list[TextLine]) -> None:
    """Move a large letter from its own line to the line that it begins."""
    rest = TextLine(line.words[1:], line.page) if len(line.words) > 1 else None
    # Most pages have no lines so small next to a lone capital: size is tested first.
    smaller = [x for x in [*lines, rest] if x and x is not line and x.size * _MIN_SIZE <= cap.size]
    beside = sorted((x for x in smaller if _beside(x, cap)), key=lambda x: x.y)
    if len(beside) < _MIN_LINES:
        return
    first, size = beside[0], beside[0].size
    # The letter is about as tall as the lines next to it: from the top of the first to the base of
    # the last, or to somewhere above the line behind it.
    top = cap.y - _CAP_HEIGHT * cap.size
    if (
        not _MIN_END * size < cap.y - beside[-1].y < _MAX_END * size
        or abs(top - (first.y - _LINE_TOP * size)) > size
    ):
        return
    head = first.words[0]
    letter = Word(cap.text, cap.x0, cap.x1, head.y, head.size, head.font)
    counts = Counter(w for x in lines for w in re.findall(r"[^\W\d_]+", x.text.lower()))
    head.glued, head.starts_line = _begins_word(cap.text, head.text, counts), False
    whole = TextLine([letter, *first.words], first.page)
    # The rest of the letter's own line becomes a line of its own.
    lines[:] = [x for x in lines if x is not line]
    if rest is not None:
        lines.append(rest)
    lines[:] = [whole if x is first else x for x in lines]
    for other in beside[1:]:
        other.x0 = cap.x0


def _beside(line: TextLine, cap: Word) -> bool:
    """Return True if a line of small text begins right of the letter, within its height."""
    near = _MIN_SPACE * cap.size < line.x0 - cap.x1 < _MAX_SPACE * cap.size
    right = line.x0 > cap.x0 + _MIN_WIDTH * cap.size
    level = cap.y - cap.size < line.y < cap.y + _MAX_BASE * line.size
    return near and right and level and len(line.text) >= _MIN_CHARS


def _begins_word(letter: str, following: str, counts: Counter[str]) -> bool:
    """Return True if the letter is the first of the word behind it: "A" + "ll", and not "A" + "new".

    counts: how often each word occurs on the page, the one behind the letter included.
    """
    if letter[-1] not in _LETTER_WORDS:
        return True
    word = re.sub(r"\W+$", "", following).lower()
    if counts[letter.lower() + word]:
        return True
    return counts[word] < 2 and word not in _SHORT_WORDS

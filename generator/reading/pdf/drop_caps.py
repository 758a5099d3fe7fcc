"""A large first letter that hangs down beside several lines: put back at the head of its word.

Its baseline is that of the second or third line, so that it would stand in mid-sentence, alone or
with the word that it begins.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from generator.reading.pdf.lines import Line
from generator.reading.pdf.words import Word

_LARGE = 1.8  # the least size of such a letter, as a share of the text's
_LETTER = re.compile(r"[“‘\"']?[^\W\d_a-z][’']?")
_MIN_CHARS = 15  # characters of a line beside the letter
_ALONE = frozenset("AIOÀÉYEUÓ")  # letters that may be a word
_SHORT_WORDS = frozenset(["am", "have", "was", "few", "new", "large", "recent", "number", "growing", "major"])


def with_drop_caps(lines: Sequence[Line]) -> list[Line]:
    """The lines of a page with every drop cap in the line that it begins.

    The lines beside it begin at its own left edge, as all lines of their column do.
    """
    result = list(lines)
    for line in lines:
        first = line.words[0]
        if len(line.words) > 1:
            second = line.words[1]
            if first.size < _LARGE * second.size:
                continue
            if len(first.text) > 2:
                _lift_word(line, first, result)
                continue
        if _LETTER.fullmatch(first.text):
            _set_letter(line, first, result)
    return result


def _lift_word(line: Line, first: Word, lines: list[Line]) -> None:
    """Set a word that took size and baseline from its large first letter on the line that it begins."""
    base, size = line.words[1].y, line.words[1].size
    if not 0.8 * size < first.y - base < 6 * size or not first.text[0].isupper():
        return
    beside = [
        x
        for x in lines
        if x is not line
        and base < x.y < first.y + 0.35 * size
        and abs(x.size - size) < 0.1 * size
        and 0.5 * first.size < x.x0 - first.x0 + 0.35 * first.size < 1.8 * first.size
    ]
    if not beside:
        return
    head = Word(first.text, first.x0, first.x1, base, size, line.words[1].font)
    _replace(lines, line, Line([head, *line.words[1:]], line.page))
    for other in beside:
        other.x0 = first.x0


def _set_letter(line: Line, cap: Word, lines: list[Line]) -> None:
    rest = Line(line.words[1:], line.page) if len(line.words) > 1 else None
    # Most pages have no lines so small beside a lone capital: the size is asked first.
    smaller = [x for x in [*lines, rest] if x and x is not line and x.size * _LARGE <= cap.size]
    beside = sorted((x for x in smaller if _beside(x, cap)), key=lambda x: x.y)
    if len(beside) < 2:
        return
    first, size = beside[0], beside[0].size
    # The letter is about as tall as the lines beside it: from the top of the first to the base of
    # the last, or to somewhere above the line behind it.
    top = cap.y - 0.72 * cap.size
    if not -0.4 * size < cap.y - beside[-1].y < 1.4 * size or abs(top - (first.y - 0.7 * size)) > size:
        return
    head = first.words[0]
    letter = Word(cap.text, cap.x0, cap.x1, head.y, head.size, head.font)
    known = Counter(w for x in lines for w in re.findall(r"[^\W\d_]+", x.text.lower()))
    head.glued, head.breaks = _begins_word(cap.text, head.text, known), False
    whole = Line([letter, *first.words], first.page)
    # Where the letter stood: what else was on its line stays, in its own right.
    lines[:] = [x for x in lines if x is not line]
    if rest is not None:
        lines.append(rest)
    lines[:] = [whole if x is first else x for x in lines]
    for other in beside[1:]:
        other.x0 = cap.x0


def _beside(line: Line, cap: Word) -> bool:
    """Whether a line of small text begins right of the letter, on its height."""
    near = -0.3 * cap.size < line.x0 - cap.x1 < 0.6 * cap.size and line.x0 > cap.x0 + 0.2 * cap.size
    level = cap.y - cap.size < line.y < cap.y + 0.35 * line.size
    return near and level and len(line.text) >= _MIN_CHARS


def _begins_word(letter: str, following: str, known: Counter[str]) -> bool:
    """Whether the letter is the first of the word behind it, and no word: "A" + "ll", and not "A" + "new".

    known: how often each word of the page stands in it, the one behind the letter included.
    """
    if letter[-1] not in _ALONE:
        return True
    word = re.sub(r"\W+$", "", following).lower()
    if known[letter.lower() + word]:
        return True
    return known[word] < 2 and word not in _SHORT_WORDS


def _replace(lines: list[Line], old: Line, new: Line) -> None:
    at = next(i for i, x in enumerate(lines) if x is old)
    lines[at] = new

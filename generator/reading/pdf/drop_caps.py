"""A large first letter that hangs down beside several lines: put back at the head of its word.

Its baseline is that of the second or third line, so that it would stand in mid-sentence, alone or
with the word that it begins.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from generator.reading.pdf.lines import Line
from generator.reading.pdf.words import Word

_LARGE = 1.8  # the least size of such a letter, as a share of the text's
_LETTER = re.compile(r"[“‘\"']?[^\W\d_a-z][’']?")
_SHORTEST = 15  # characters of a line beside the letter
_ALONE = frozenset("AIOÀÉYEUÓ")  # letters that may be a word


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
    others = [
        x
        for x in lines
        if x is not line
        and len(x.text) >= _SHORTEST
        and x.size * _LARGE <= cap.size
        and -0.15 * cap.size < x.x0 - cap.x1 < 0.6 * cap.size
        and cap.y - cap.size < x.y < cap.y + 0.35 * x.size
    ]
    beside = sorted(others, key=lambda x: x.y)
    rest = line.words[1:]
    if not beside or (len(beside) + bool(rest)) < 2:
        return
    first, size = beside[0], beside[0].size
    # The letter is about as tall as the lines beside it: from the top of the first to the base of
    # the last, or to somewhere above the line behind it.
    last = rest[0].y if rest else beside[-1].y
    top = cap.y - 0.72 * cap.size
    if not -0.4 * size < cap.y - last < 1.4 * size or abs(top - (first.y - 0.7 * size)) > size:
        return
    head = first.words[0]
    letter = Word(cap.text, cap.x0, cap.x1, head.y, head.size, head.font)
    glued = _begins_word(cap.text, head.text, {w for x in lines for w in x.text.lower().split()})
    head.glued, head.breaks = glued, False
    _replace(lines, first, Line([letter, *first.words], first.page))
    if rest:
        tail = Line(rest, line.page)
        tail.x0 = cap.x0
        _replace(lines, line, tail)
    else:
        lines[:] = [x for x in lines if x is not line]
    for other in beside[1:]:
        other.x0 = cap.x0


def _begins_word(letter: str, following: str, known: Collection[str]) -> bool:
    """Whether the letter is the first of the word behind it, and not a word: "A" + "new", "A" + "ll"."""
    if letter[-1] not in _ALONE:
        return True
    word = re.sub(r"\W+$", "", following).lower()
    return letter.lower() + word in known or word not in known


def _replace(lines: list[Line], old: Line, new: Line) -> None:
    at = next(i for i, x in enumerate(lines) if x is old)
    lines[at] = new

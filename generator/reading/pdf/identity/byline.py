"""The authors of a paper where its first page names them: below the title, sometimes above it.

>>> bool(_SEPARATED.search("Ada Example and")), bool(_BOUND.search("and Ben Sample"))
(True, True)
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from generator.core.paper import Person
from generator.reading.pdf.columns import in_rows
from generator.reading.pdf.front_marks import FRONT_MARK
from generator.reading.pdf.identity.author_names import (
    ORCID,
    as_elsewhere,
    authors_at,
    is_name,
    parts_of,
    persons,
    to_persons,
    unlettered,
)
from generator.reading.pdf.page_words import Word
from generator.reading.pdf.section_titles import ABSTRACT_MARK, KEYWORDS_MARK, NUMBERED, is_canonical
from generator.reading.pdf.text_lines import TextLine

# Marks of affiliations and notes, in shares of the line's type.
_SMALL, _LARGE = 0.8, 0.92  # marks are set smaller; raised ones need less
_RAISED = 0.12  # above the baseline
_MAX_SHIFT = 0.3  # above or below it; smaller words further off are marks
# Distances.
_MAX_DISTANCE = 12  # title sizes between the title and its authors
_BELOW_TITLE, _ABOVE_TITLE, _ABOVE_STEP = 0.2, 0.5, 2.5  # title sizes
_MAX_STEP = 2.2  # type sizes between lines of one list of names
_NEW_BLOCK = 1.75  # type sizes between two blocks of names
_SAME_ROW = 0.5  # type sizes by which lines of one row may differ in height
_SAME_MIDDLE = 2  # type sizes between the middles of lines of one column
_BLANK = 0.25  # type sizes
_SAME_SIZE = 0.3  # points
_HALF = 0.5  # share of a line's characters in italics or bold
# Running text.
_PROSE_LINES, _PROSE_CHARS, _MIN_LOWER = 3, 45, 0.65  # lines, characters of each, share in lower case
_MAX_NAME_WORDS = 6  # words of a name that two lines share
_SEPARATED = re.compile(r"(?:[,;|•&·\x1f]|\b(?:and|und|et|y|e|og|och|en))\s*$")
_BOUND = re.compile(r"^\s*(?:[,;|•&·\x1f]|(?:and|und|et|og|och)\b)")
_FOUR_DIGITS = re.compile(r"\b\d{4}\b(?!-)")
_SEPARATORS = re.compile(r"[,;|&]|\band\b")
_NOTES = re.compile(r"^(?:author notes?|acknowledge?ments?|correspondence (?:concerning|to|should))\b", re.I)
_SENTENCE = re.compile(r"[a-z)]\. [A-Z][a-z]+ [a-z]+ [a-z]")


@dataclass(slots=True)
class _NameColumn:
    """A stack of lines in the byline.

    in_affiliation: the affiliation of its authors has begun. block: its lines of names since the last gap
    or address.
    """

    last: TextLine
    in_affiliation: bool = False
    block: list[TextLine] = field(default_factory=list)


def is_raised(word: Word, line: TextLine, large: float = 0.0) -> bool:
    """Return True if a word is a mark of its line: small and raised, or small and no word.

    large: size of the line's largest word, if it is known.
    """
    large = large or _largest(line)
    if word.size >= _SMALL * large and not (word.size < _LARGE * large and line.y - word.y > _RAISED * large):
        return False
    if line.y - word.y > _RAISED * large or abs(line.y - word.y) > _MAX_SHIFT * large:
        return True
    # Small capitals are on the baseline.
    return not (word.text.isupper() and sum(c.isalpha() for c in word.text) >= 2)


def _largest(line: TextLine) -> float:
    """Return the size of the line's largest word."""
    return max([w.size for w in line.words])


def unmarked(line: TextLine, instead: str = "") -> str:
    """Return the text of the line with ``instead`` for every mark of an affiliation or note."""
    text, large = "", _largest(line)
    for word in line.words:
        if is_raised(word, line, large):
            text += instead
        else:
            text += word.text if word.glued and text else f" {word.text}"
    return text.strip()


def authors_near(lines: Sequence[TextLine], title: Sequence[TextLine]) -> tuple[Person, ...]:
    """Return the authors named below the title, or else above it; nothing if neither place names any.

    lines: all lines of the page with the title.
    """
    if not title:
        return ()
    top, bottom, size = min(x.y for x in title), max(x.y for x in title), max(x.size for x in title)
    own = {id(x) for x in title}
    rows = [x for x in in_rows(lines) if id(x) not in own]
    right = max((x.x1 for x in lines), default=0.0)
    below = list(_until_text([x for x in rows if x.y > bottom + _BELOW_TITLE * size]))
    names = _names(below, bottom, title, right, lines)
    if names:
        return names
    above: list[TextLine] = []
    for line in reversed([x for x in rows if x.y < top - _ABOVE_TITLE * size]):
        if (above[-1].y if above else top) - line.y > _ABOVE_STEP * size:
            break
        above.append(line)
    return _names(above[::-1], top - _MAX_DISTANCE * size, title, right, lines)


def _until_text(lines: Sequence[TextLine]) -> Iterator[TextLine]:
    """Yield the lines before the abstract, the first heading, or running text."""
    for at, line in enumerate(lines):
        text = line.text
        if ABSTRACT_MARK.match(text) or KEYWORDS_MARK.match(text) or _SENTENCE.search(text):
            return
        if is_canonical(text) or (NUMBERED.match(text) and is_canonical(re.sub(r"^[\dIVX.\s]+", "", text))):
            return
        if _NOTES.match(text) or _is_prose(lines[at : at + _PROSE_LINES]):
            return
        yield line


def _is_prose(lines: Sequence[TextLine]) -> bool:
    """Return True for three long lines of one type, mostly in lower case."""
    if len(lines) < _PROSE_LINES or any(len(x.text) < _PROSE_CHARS or x.font != lines[0].font for x in lines):
        return False
    words = [w for x in lines for w in x.text.split()]
    return sum(w[0].islower() for w in words) > _MIN_LOWER * len(words)


def _names(
    region: Sequence[TextLine],
    start: float,
    title: Sequence[TextLine],
    right: float,
    page: Sequence[TextLine],
) -> tuple[Person, ...]:
    """Return the persons named in a region of the page.

    start: height from which distances count. right: right end of the page's text. page: all its lines.
    """
    left, end = min(x.x0 for x in title), max(x.x1 for x in title)
    # Boxes next to the title name editors and reviewers.
    below = [x for x in region if x.x1 > left and x.x0 < end]
    first = _first(below) or _first(region)
    if first is None or first.y - start > _MAX_DISTANCE * max(x.size for x in title):
        return authors_at([unmarked(x, "\x1f") for x in region if not _is_aside(x)])
    name_lines = _lines_of_names(region, first)
    if not name_lines:
        return ()
    parts = parts_of(_joined(name_lines, right))
    marked = any(is_raised(w, x) and w.text[:1].isalpha() for x in name_lines for w in x.words)
    if not marked:
        parts = unlettered(parts, _letters(page, max(x.y for x in name_lines)))
        own = {id(x) for x in name_lines}
        parts = as_elsewhere(parts, " ".join(x.text for x in page if id(x) not in own))
    return _without_repeats(to_persons(parts))


def _first(region: Sequence[TextLine]) -> TextLine | None:
    """Return the first line that names authors, though the last name of it may go on in the next."""
    return next((x for x in region if not _is_aside(x) and persons(unmarked(x, "\x1f"))), None) or next(
        (x for x, y in itertools.pairwise(region) if _begins(x, y)), None
    )


def _is_aside(line: TextLine) -> bool:
    """Return True for a line with an e-mail address, a mark of front matter, or a year."""
    return (
        "@" in line.text
        or FRONT_MARK.match(line.text) is not None
        or _FOUR_DIGITS.search(ORCID.sub(" ", line.text)) is not None
    )


def _begins(line: TextLine, after: TextLine) -> bool:
    """Return True if a line holds names though the last of them goes on in the next one."""
    if _is_aside(line) or not _alike(line, after):
        return False
    return bool(persons(f"{unmarked(line, chr(31))} {unmarked(after, chr(31))}"))


def _lines_of_names(region: Sequence[TextLine], first: TextLine) -> list[TextLine]:
    """Return the lines of names in the type of the first; affiliations in that type are left out."""
    found: list[TextLine] = []
    columns: list[_NameColumn] = []
    addressed: list[list[TextLine]] = []
    begun = False
    for line in region:
        begun = begun or line.y > first.y - _SAME_ROW * first.size
        if not begun:
            continue
        column = next((c for c in columns if _is_below(line, c.last)), None)
        if column is None:
            column = _NameColumn(line)
            columns.append(column)
        elif (
            line.y - column.last.y > _NEW_BLOCK * max(line.size, column.last.size) or "@" in column.last.text
        ):
            column.in_affiliation = False
            column.block = []
        column.last = line
        if "@" in line.text and column.block:
            addressed.append(column.block)
        if not _alike(line, first):
            continue
        text = unmarked(line, "\x1f")
        if _is_aside(line) or column.in_affiliation:
            column.in_affiliation = True
        elif persons(text) or (found and _goes_on(found[-1], line)):
            found.append(line)
            column.block.append(line)
        else:
            column.in_affiliation = True
    if len(addressed) > 1:
        # One author with an address in each block: the lines in between are the affiliation.
        inner = {id(x) for block in addressed for x in block[1:] if not _SEPARATORS.search(x.text)}
        found = [x for x in found if id(x) not in inner]
    return found


def _is_below(line: TextLine, other: TextLine) -> bool:
    """Return True if a line is below another one, with the same left end or middle."""
    if line.y <= other.y + _SAME_ROW * min(line.size, other.size):
        return False
    middle = abs((line.x0 + line.x1) - (other.x0 + other.x1)) / 2
    return middle < _SAME_MIDDLE * line.size or abs(line.x0 - other.x0) < line.size


def _alike(line: TextLine, other: TextLine) -> bool:
    """Return True if two lines are in one size, weight and slope."""
    return (
        abs(line.size - other.size) < _SAME_SIZE
        and (line.italic > _HALF) == (other.italic > _HALF)
        and (line.bold > _HALF) == (other.bold > _HALF)
    )


def _goes_on(before: TextLine, line: TextLine) -> bool:
    """Return True if a line that holds half a name continues the list of the line before it."""
    if not 0 < line.y - before.y <= _MAX_STEP * line.size:
        return False
    joined = f"{unmarked(before, chr(31))} {unmarked(line, chr(31))}"
    return len(persons(joined)) >= max(1, len(persons(unmarked(before, chr(31)))))


def _joined(lines: Sequence[TextLine], right: float) -> str:
    """Return the text of all lines of names, with a separator between lines that end a name."""
    text = unmarked(lines[0], "\x1f")
    for before, line in itertools.pairwise(lines):
        own = unmarked(line, "\x1f")
        text += (" " if _continues(before, line, text, own, right) else " \x1f ") + own
    return text


def _continues(before: TextLine, line: TextLine, text: str, own: str, right: float) -> bool:
    """Return True if the first words of a line belong to the name at the end of the line before."""
    if _SEPARATED.search(text) or _BOUND.match(own):
        return False
    if not 0 < line.y - before.y <= _MAX_STEP * line.size or is_raised(before.words[-1], before):
        return False
    tail, head = (parts_of(text) or [""])[-1], (parts_of(own) or [""])[0]
    if not is_name(tail) or not is_name(head):
        return True
    # A list is broken where the next word would not fit; each name on a line of its own is not.
    word = line.words[0]
    fits = before.x1 + _BLANK * line.size + (word.x1 - word.x0) < right
    return not fits and len(f"{tail} {head}".split()) <= _MAX_NAME_WORDS


def _letters(lines: Sequence[TextLine], start: float) -> str:
    """Return the letters of the affiliations below ``start``: "ab" for "a Institute", "b Department"."""
    found = ""
    for line in in_rows([x for x in lines if x.y > start]):
        letter = line.words[0].text
        expected = chr(ord("a") + len(found))
        if letter == expected and len(line.words) > 1 and line.words[1].text[:1].isupper():
            found += letter
    return found


def _without_repeats(names: tuple[Person, ...]) -> tuple[Person, ...]:
    """Return the names without repetitions: some files print a line twice for a bold face.

    Two persons may share a family name and initials, so that names without a given name in full stay.
    """
    half = len(names) // 2
    if half and len(names) % 2 == 0 and names[:half] == names[half:]:
        return names[:half]
    earlier: set[Person] = set()
    found = []
    for name in names:
        if name not in earlier or not any(len(w.strip(".")) > 2 for w in name.given.split()):
            found.append(name)
        earlier.add(name)
    return tuple(found)

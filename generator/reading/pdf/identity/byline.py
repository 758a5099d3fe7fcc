"""The authors of a paper where its first page names them: below the title, at times above it."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from generator.core.paper import Person
from generator.reading.pdf.columns import in_rows
from generator.reading.pdf.front import FRONT_MARK
from generator.reading.pdf.identity.names import (
    ORCID,
    as_elsewhere,
    authors_at,
    is_name,
    parts_of,
    persons,
    to_persons,
    unlettered,
)
from generator.reading.pdf.lines import Line
from generator.reading.pdf.titles import ABSTRACT_MARK, KEYWORDS_MARK, NUMBERED, is_canonical
from generator.reading.pdf.words import Word

_SMALL = 0.8  # of the line's type: marks are set smaller
_RAISED = 0.12  # of the type above the baseline
_MAX_DISTANCE = 12  # title sizes between the title and its authors
_SEPARATED = re.compile(r"(?:[,;|•&·\x1f]|\b(?:and|und|et|y|e|og|och|en))\s*$")
_BOUND = re.compile(r"^\s*(?:[,;|•&·\x1f]|(?:and|und|et|og|och)\b)")
_FOUR_DIGITS = re.compile(r"\b\d{4}\b(?!-)")
_SEPARATORS = re.compile(r"[,;|&]|\band\b")
_NOTES = re.compile(r"^(?:author notes?|acknowledge?ments?|correspondence (?:concerning|to|should))\b", re.I)
_SENTENCE = re.compile(r"[a-z)]\. [A-Z][a-z]+ [a-z]+ [a-z]")


@dataclass(slots=True)
class _Column:
    """A stack of lines under way. elsewhere: the affiliation of its authors has begun."""

    last: Line
    elsewhere: bool = False
    block: list[Line] = field(default_factory=list)  # its lines of names since the last gap or address


def is_raised(word: Word, line: Line) -> bool:
    """Whether a word is a mark beside the text of its line: small and raised, or small and no word."""
    large = max(w.size for w in line.words)
    if word.size >= _SMALL * large and not (word.size < 0.92 * large and line.y - word.y > _RAISED * large):
        return False
    if line.y - word.y > _RAISED * large or abs(line.y - word.y) > 0.3 * large:
        return True
    # Small capitals stand on the baseline.
    return not (word.text.isupper() and sum(c.isalpha() for c in word.text) >= 2)


def unmarked(line: Line, instead: str = "") -> str:
    """The text of the line with ``instead`` for every mark of an affiliation or note."""
    text = ""
    for word in line.words:
        if is_raised(word, line):
            text += instead
        else:
            text += word.text if word.glued and text else f" {word.text}"
    return text.strip()


def authors_near(lines: Sequence[Line], title: Sequence[Line]) -> tuple[Person, ...]:
    """The authors named below the title, or else above it; nothing where neither place names any.

    lines: all lines of the page on which the title stands.
    """
    if not title:
        return ()
    top, bottom, size = min(x.y for x in title), max(x.y for x in title), max(x.size for x in title)
    own = {id(x) for x in title}
    rows = [x for x in in_rows(lines) if id(x) not in own]
    right = max((x.x1 for x in lines), default=0.0)
    below = list(_until_text([x for x in rows if x.y > bottom + 0.2 * size]))
    names = _names(below, bottom, title, right, lines)
    if names:
        return names
    above: list[Line] = []
    for line in reversed([x for x in rows if x.y < top - 0.5 * size]):
        if (above[-1].y if above else top) - line.y > 2.5 * size:
            break
        above.append(line)
    return _names(above[::-1], top - _MAX_DISTANCE * size, title, right, lines)


def _until_text(lines: Sequence[Line]) -> Iterator[Line]:
    """The lines before the abstract, the first heading, or running text."""
    for at, line in enumerate(lines):
        text = line.text
        if ABSTRACT_MARK.match(text) or KEYWORDS_MARK.match(text) or _SENTENCE.search(text):
            return
        if is_canonical(text) or (NUMBERED.match(text) and is_canonical(re.sub(r"^[\dIVX.\s]+", "", text))):
            return
        if _NOTES.match(text) or _is_prose(lines[at : at + 3]):
            return
        yield line


def _is_prose(lines: Sequence[Line]) -> bool:
    """Three long lines of one type, mostly in lower case."""
    if len(lines) < 3 or any(len(x.text) < 45 or x.font != lines[0].font for x in lines):
        return False
    words = [w for x in lines for w in x.text.split()]
    return sum(w[0].islower() for w in words) > 0.65 * len(words)


def _names(
    region: Sequence[Line], start: float, title: Sequence[Line], right: float, page: Sequence[Line]
) -> tuple[Person, ...]:
    left, end = min(x.x0 for x in title), max(x.x1 for x in title)
    # Boxes beside the title name editors and reviewers.
    below = [x for x in region if x.x1 > left and x.x0 < end]
    first = _first(below) or _first(region)
    if first is None or first.y - start > _MAX_DISTANCE * max(x.size for x in title):
        return authors_at([unmarked(x, "\x1f") for x in region if not _is_aside(x)])
    named = _lines_of_names(region, first)
    parts = parts_of(_joined(named, right))
    marked = any(is_raised(w, x) and w.text[:1].isalpha() for x in named for w in x.words)
    if not marked:
        parts = unlettered(parts, _letters(page, max(x.y for x in named)))
        own = {id(x) for x in named}
        parts = as_elsewhere(parts, " ".join(x.text for x in page if id(x) not in own))
    return _once(to_persons(parts))


def _first(region: Sequence[Line]) -> Line | None:
    """The first line that names authors, though the last name of it may go on in the next."""
    return next((x for x in region if not _is_aside(x) and persons(unmarked(x, "\x1f"))), None) or next(
        (x for x, y in itertools.pairwise(region) if _begins(x, y)), None
    )


def _is_aside(line: Line) -> bool:
    return (
        "@" in line.text
        or FRONT_MARK.match(line.text) is not None
        or _FOUR_DIGITS.search(ORCID.sub(" ", line.text)) is not None
    )


def _begins(line: Line, after: Line) -> bool:
    """Whether a line holds names though the last of them goes on in the next one."""
    if _is_aside(line) or not _alike(line, after):
        return False
    return bool(persons(f"{unmarked(line, chr(31))} {unmarked(after, chr(31))}"))


def _lines_of_names(region: Sequence[Line], first: Line) -> list[Line]:
    """The lines in the type of the first names that name authors; affiliations in that type left out."""
    found: list[Line] = []
    columns: list[_Column] = []
    addressed: list[list[Line]] = []
    begun = False
    for line in region:
        begun = begun or line.y > first.y - 0.5 * first.size
        if not begun:
            continue
        column = next((c for c in columns if _stands_below(line, c.last)), None)
        if column is None:
            column = _Column(line)
            columns.append(column)
        elif line.y - column.last.y > 1.75 * max(line.size, column.last.size) or "@" in column.last.text:
            column.elsewhere = False
            column.block = []
        column.last = line
        if "@" in line.text and column.block:
            addressed.append(column.block)
        if not _alike(line, first):
            continue
        text = unmarked(line, "\x1f")
        if _is_aside(line) or column.elsewhere:
            column.elsewhere = True
        elif persons(text) or (found and _goes_on(found[-1], line)):
            found.append(line)
            column.block.append(line)
        else:
            column.elsewhere = True
    if len(addressed) > 1:
        # One author with an address in each block: what stands between the two is where that one works.
        inner = {id(x) for block in addressed for x in block[1:] if not _SEPARATORS.search(x.text)}
        found = [x for x in found if id(x) not in inner]
    return found


def _stands_below(line: Line, other: Line) -> bool:
    if line.y <= other.y + 0.5 * min(line.size, other.size):
        return False
    middle = abs((line.x0 + line.x1) - (other.x0 + other.x1)) / 2
    return middle < 2 * line.size or abs(line.x0 - other.x0) < line.size


def _alike(line: Line, other: Line) -> bool:
    return (
        abs(line.size - other.size) < 0.3
        and (line.italic > 0.5) == (other.italic > 0.5)
        and (line.bold > 0.5) == (other.bold > 0.5)
    )


def _goes_on(before: Line, line: Line) -> bool:
    """Whether a line that holds half a name continues the list of the line before it."""
    if not 0 < line.y - before.y <= 2.2 * line.size:
        return False
    joined = f"{unmarked(before, chr(31))} {unmarked(line, chr(31))}"
    return len(persons(joined)) >= max(1, len(persons(unmarked(before, chr(31)))))


def _joined(lines: Sequence[Line], right: float) -> str:
    """The text of all lines of names, a separator between two that part names."""
    text = unmarked(lines[0], "\x1f")
    for before, line in itertools.pairwise(lines):
        own = unmarked(line, "\x1f")
        text += (" " if _continues(before, line, text, own, right) else " \x1f ") + own
    return text


def _continues(before: Line, line: Line, text: str, own: str, right: float) -> bool:
    """Whether the first words of a line belong to the name at the end of the line before."""
    if _SEPARATED.search(text) or _BOUND.match(own):
        return False
    if not 0 < line.y - before.y <= 2.2 * line.size or is_raised(before.words[-1], before):
        return False
    tail, head = (parts_of(text) or [""])[-1], (parts_of(own) or [""])[0]
    if not is_name(tail) or not is_name(head):
        return True
    # A list is broken where the next word would not fit; each name on a line of its own is not.
    word = line.words[0]
    fits = before.x1 + 0.25 * line.size + (word.x1 - word.x0) < right
    return not fits and len(f"{tail} {head}".split()) <= 6


def _letters(lines: Sequence[Line], start: float) -> str:
    """The letters of the affiliations below ``start``: "ab" for "a Institute", "b Department"."""
    found = ""
    for line in in_rows([x for x in lines if x.y > start]):
        letter = line.words[0].text
        expected = chr(ord("a") + len(found))
        if letter == expected and len(line.words) > 1 and line.words[1].text[:1].isupper():
            found += letter
    return found


def _once(names: tuple[Person, ...]) -> tuple[Person, ...]:
    """The list without its repetitions: some files print a line twice for a bold face.

    Two persons may share a family name and initials, so that names without a given name in full stay.
    """
    half = len(names) // 2
    if half and len(names) % 2 == 0 and names[:half] == names[half:]:
        return names[:half]
    seen: set[Person] = set()
    found = []
    for name in names:
        if name not in seen or not any(len(w.strip(".")) > 2 for w in name.given.split()):
            found.append(name)
        seen.add(name)
    return tuple(found)

"""The list of references: where it begins without a heading, and its entries.

>>> [starts_entry(text) for text in ("[12] Lane, A. 2020", "Lane, A. & Best, B. 2019", "moths at lamps")]
[True, True, False]
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from generator.reading.pdf.text_lines import TextLine

_YEAR = re.compile(r"\b(?:1[89]|20)\d\d[a-z]?\b")
_NUMBER = re.compile(r"^(?:\[(\d{1,3})\]|\(?(\d{1,3})[.)](?!\d))\s*")
_BRACKETED = re.compile(r"^\[[A-Za-z][\w+*-]{1,12}\]\s")
_AUTHOR = re.compile(
    r"^(?:[•●▪◦]\s*)?(?:(?:van|von|de|der|den|di|da|del|la|le|el|al|ten|ter|dos|du"
    r"|st\.?)\s+){0,3}[A-Z][\w'’`´-]+(?:[\s-][A-Z][\w'’-]+){0,2}"
    r"(?:,\s*|\s+)(?:[A-Z](?:\.|\b)|[A-Z][a-z]+\b|et al|and |& )",
)
# A count of entries.
_MAX_SKIPPED, _MAX_SKIPPED_IN_COUNT = 3, 30  # numbers: more only if the count goes on behind the gap
_MIN_COUNTED, _MAX_ENTRY_LINES = 3, 12  # entries, and lines of one on average
# Entries by their indent or by gaps.
_HANGING = 0.45  # type sizes by which the lines of an entry hang at least
_STRAY = 12  # one line in so many may begin further left than the entries
_MIN_INDENTED, _MIN_GAPS = 0.15, 0.1  # share of the lines that are indented, or follow a gap
_WIDE_GAP = 1.25  # of the usual gap between lines
_NEAR_LINES = 4  # lines of an entry in which its year is
_SAMPLE, _MIN_SHARE = 60, 0.1  # lines, and share of them with years and with starts of entries
# A list without a heading.
_MAX_GAP_NUMBERED, _MAX_GAP_NAMED = 10, 8  # lines between the starts of two entries
_MIN_ENTRIES_NUMBERED, _MIN_ENTRIES_NAMED = 5, 6
_MIN_WITH_YEAR = 0.6  # share of numbered entries
_YEAR_CHARS = 200  # characters of a named entry in which its year is
_NUMBERED_FROM, _NAMED_FROM = 4, 2  # such lists are behind the first quarter, and in the second half


def starts_entry(text: str) -> bool:
    """Return True if a line looks like the beginning of a reference."""
    return bool(_NUMBER.match(text) or _BRACKETED.match(text) or _AUTHOR.match(text))


def split_entries(lines: Sequence[TextLine]) -> list[list[TextLine]]:
    """Return the entries of a list of references, from its lines in reading order."""
    if not lines:
        return []
    numbered = _numbered_starts(lines)
    starts = numbered if numbered is not None else _hanging_starts(lines)
    entries: list[list[TextLine]] = []
    for index, line in enumerate(lines):
        if not entries or index in starts:
            entries.append([line])
        else:
            entries[-1].append(line)
    return entries


def _numbered_starts(lines: Sequence[TextLine]) -> set[int] | None:
    """Return the indices of lines with the next number of a growing count; None if there is no count."""
    found: list[int] = []
    value = None
    counted = [(i, int(m[1] or m[2])) for i, line in enumerate(lines) if (m := _NUMBER.match(line.text))]
    for at, (index, number) in enumerate(counted):
        following = [n for _, n in counted[at + 1 : at + 3]]
        # Behind a gap the count goes on if the next numbers do.
        if value is None or value < number <= value + (
            _MAX_SKIPPED if following != [number + 1, number + 2] else _MAX_SKIPPED_IN_COUNT
        ):
            found.append(index)
            value = number
    if len(found) >= _MIN_COUNTED and len(found) >= len(lines) / _MAX_ENTRY_LINES:
        return set(found)
    bracketed = {i for i, line in enumerate(lines) if _BRACKETED.match(line.text)}
    return (
        bracketed
        if len(bracketed) >= _MIN_COUNTED and len(bracketed) >= len(lines) / _MAX_ENTRY_LINES
        else None
    )


def _hanging_starts(lines: Sequence[TextLine]) -> set[int]:
    """Return starts found by the hanging indent of each column, else by gaps, names and years."""
    starts: set[int] = set()
    run: list[int] = []
    for index, line in enumerate(lines):
        # A new column or page begins where the text moves up, or far to the side.
        if run and (line.page != lines[run[-1]].page or line.y < lines[run[-1]].y - 2 * line.size):
            starts.update(_starts_in_column(lines, run))
            run = []
        run.append(index)
    starts.update(_starts_in_column(lines, run))
    return starts


def _starts_in_column(lines: Sequence[TextLine], run: Sequence[int]) -> set[int]:
    """Return the starts of entries among the lines of one column."""
    if not run:
        return set()
    size = lines[run[0]].size
    # The leftmost edge at which more than a stray line begins.
    edges = sorted(lines[i].x0 for i in run)
    left = edges[min(len(edges) // _STRAY, len(edges) - 1)]
    at_left = [i for i in run if lines[i].x0 < left + _HANGING * size]
    indented = [i for i in run if lines[i].x0 >= left + _HANGING * size]
    if indented and len(indented) >= _MIN_INDENTED * len(run):
        # Bullets hang further out than the first letter: those are starts as well.
        return {i for i in at_left if _plausible(lines, i)}
    gaps = [lines[b].y - lines[a].y for a, b in itertools.pairwise(run)]
    usual = sorted(gaps)[len(gaps) // 3] if gaps else 0.0
    wide = {b for gap, b in zip(gaps, run[1:], strict=True) if gap > _WIDE_GAP * usual}
    if wide and len(wide) >= _MIN_GAPS * len(run):
        return {
            i
            for i in wide | ({run[0]} if starts_entry(lines[run[0]].text) else set())
            if _plausible(lines, i)
        }
    starts = set()
    for index in run:
        before = lines[index - 1].text if index else "."
        if (
            starts_entry(lines[index].text)
            and re.search(r"[.\d)\]/]$", before)
            and _YEAR.search(_near(lines, index))
        ):
            starts.add(index)
    return starts


def _plausible(lines: Sequence[TextLine], index: int) -> bool:
    """Return True if an entry may start here: with a capital, number or particle, not within a word."""
    text = lines[index].text
    if index and lines[index - 1].text[-1:] in "\ufffe-,&":
        return False
    return bool(re.match(r"[\[(“\"'•●▪◦\d]|[^\W\d_]", text))


def _near(lines: Sequence[TextLine], index: int) -> str:
    """Return the text of a line and those that follow it."""
    return " ".join(x.text for x in lines[index : index + _NEAR_LINES])


def like_references(lines: Sequence[TextLine]) -> bool:
    """Return True if lines read like a list of references: they begin like entries, and hold years."""
    if not lines:
        return False
    sample = lines[:_SAMPLE]
    years = sum(_YEAR.search(x.text) is not None for x in sample)
    starts = sum(starts_entry(x.text) for x in sample)
    return years >= max(1, _MIN_SHARE * len(sample)) and starts >= max(1, _MIN_SHARE * len(sample))


def find_unheaded(lines: Sequence[TextLine]) -> int | None:
    """Return the index of the line at which a list of references without a heading begins, or None.

    It is a count that starts at 1, grows, and has entries with years. Else it is many lines in the last
    part of the paper that begin like names and hold years.
    """
    best = _numbered_run(lines)
    return best if best is not None else _author_run(lines)


def _numbered_run(lines: Sequence[TextLine]) -> int | None:
    """Return where the last numbered list of references begins, or None."""
    for start in range(len(lines) - 1, len(lines) // _NUMBERED_FROM, -1):
        match = _NUMBER.match(lines[start].text)
        if match is None or int(match[1] or match[2]) != 1:
            continue
        value, entries, years, last = 0, 0, 0, start
        for index in range(start, len(lines)):
            found = _NUMBER.match(lines[index].text)
            if found and int(found[1] or found[2]) == value + 1:
                value += 1
                entries += 1
                years += _YEAR.search(_near(lines, index)) is not None
                last = index
            elif index - last > _MAX_GAP_NUMBERED:
                break
        if entries >= _MIN_ENTRIES_NUMBERED and years >= _MIN_WITH_YEAR * entries:
            return start
    return None


def _author_run(lines: Sequence[TextLine]) -> int | None:
    """Return where the longest run of entries that begin with names starts, or None."""
    first = len(lines) // _NAMED_FROM
    hits = [
        i
        for i in range(first, len(lines))
        if _AUTHOR.match(lines[i].text) and _YEAR.search(_near(lines, i)[:_YEAR_CHARS])
    ]
    run: list[int] = []
    best: list[int] = []
    for index in hits:
        if run and index - run[-1] > _MAX_GAP_NAMED:
            run = []
        run.append(index)
        if len(run) > len(best):
            best = list(run)
    return best[0] if len(best) >= _MIN_ENTRIES_NAMED else None

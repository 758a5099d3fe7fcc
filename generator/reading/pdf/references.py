"""The list of references: where it stands without a heading, and its entries."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from generator.reading.pdf.lines import Line

_YEAR = re.compile(r"\b(?:1[89]|20)\d\d[a-z]?\b")
_NUMBER = re.compile(r"^(?:\[(\d{1,3})\]|\(?(\d{1,3})[.)](?!\d))\s*")
_BRACKETED = re.compile(r"^\[[A-Za-z][\w+*-]{1,12}\]\s")
_AUTHOR = re.compile(
    r"^(?:[•●▪◦]\s*)?(?:(?:van|von|de|der|den|di|da|del|la|le|el|al|ten|ter|dos|du"
    r"|st\.?)\s+){0,3}[A-Z][\w'’`´-]+(?:[\s-][A-Z][\w'’-]+){0,2}"
    r"(?:,\s*|\s+)(?:[A-Z](?:\.|\b)|[A-Z][a-z]+\b|et al|and |& )",
)


def starts_entry(text: str) -> bool:
    """Whether a line looks like the beginning of a reference."""
    return bool(_NUMBER.match(text) or _BRACKETED.match(text) or _AUTHOR.match(text))


def split_entries(lines: Sequence[Line]) -> list[list[Line]]:
    """The entries of a list of references, from its lines in reading order."""
    if not lines:
        return []
    numbered = _numbered_starts(lines)
    starts = numbered if numbered is not None else _hanging_starts(lines)
    entries: list[list[Line]] = []
    for index, line in enumerate(lines):
        if not entries or index in starts:
            entries.append([line])
        else:
            entries[-1].append(line)
    return entries


def _numbered_starts(lines: Sequence[Line]) -> set[int] | None:
    """Indices of lines that carry the next number of a growing count; None where there is no count."""
    found: list[int] = []
    value = None
    counted = [(i, int(m[1] or m[2])) for i, line in enumerate(lines) if (m := _NUMBER.match(line.text))]
    for at, (index, number) in enumerate(counted):
        following = [n for _, n in counted[at + 1 : at + 3]]
        # Behind a gap the count goes on where the numbers that follow do.
        if value is None or value < number <= value + (3 if following != [number + 1, number + 2] else 30):
            found.append(index)
            value = number
    if len(found) >= 3 and len(found) >= len(lines) / 12:
        return set(found)
    bracketed = {i for i, line in enumerate(lines) if _BRACKETED.match(line.text)}
    return bracketed if len(bracketed) >= 3 and len(bracketed) >= len(lines) / 12 else None


def _hanging_starts(lines: Sequence[Line]) -> set[int]:
    """Starts told from the hanging indent of each column, else from gaps, names and years."""
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


def _starts_in_column(lines: Sequence[Line], run: Sequence[int]) -> set[int]:
    if not run:
        return set()
    size = lines[run[0]].size
    # The leftmost edge at which more than a stray line begins.
    edges = sorted(lines[i].x0 for i in run)
    left = edges[min(len(edges) // 12, len(edges) - 1)]
    at_left = [i for i in run if lines[i].x0 < left + 0.45 * size]
    indented = [i for i in run if lines[i].x0 >= left + 0.45 * size]
    if indented and len(indented) >= 0.15 * len(run):
        # Bullets hang further out than the first letter: those are starts as well.
        return {i for i in at_left if _plausible(lines, i)}
    gaps = [lines[b].y - lines[a].y for a, b in itertools.pairwise(run)]
    usual = sorted(gaps)[len(gaps) // 3] if gaps else 0.0
    wide = {b for gap, b in zip(gaps, run[1:], strict=True) if gap > 1.25 * usual}
    if wide and len(wide) >= 0.1 * len(run):
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


def _plausible(lines: Sequence[Line], index: int) -> bool:
    """An entry starts with a capital, a number or a particle, not in the middle of a word."""
    text = lines[index].text
    if index and lines[index - 1].text[-1:] in "\ufffe-,&":
        return False
    return bool(re.match(r"[\[(“\"'•●▪◦\d]|[^\W\d_]", text))


def _near(lines: Sequence[Line], index: int) -> str:
    return " ".join(x.text for x in lines[index : index + 4])


def like_references(lines: Sequence[Line]) -> bool:
    """Whether lines read like a list of references: they begin like entries, and carry years."""
    if not lines:
        return False
    sample = lines[:60]
    years = sum(_YEAR.search(x.text) is not None for x in sample)
    starts = sum(starts_entry(x.text) for x in sample)
    return years >= max(1, 0.1 * len(sample)) and starts >= max(1, 0.1 * len(sample))


def find_unheaded(lines: Sequence[Line]) -> int | None:
    """Index of the line at which a list of references without a heading begins, or None.

    Numbered: a count that starts at 1, grows, and whose entries carry years. Else: many lines in
    the last part of the paper that begin like names and carry years.
    """
    best = _numbered_run(lines)
    return best if best is not None else _author_run(lines)


def _numbered_run(lines: Sequence[Line]) -> int | None:
    for start in range(len(lines) - 1, len(lines) // 4, -1):
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
            elif index - last > 10:
                break
        if entries >= 5 and years >= 0.6 * entries:
            return start
    return None


def _author_run(lines: Sequence[Line]) -> int | None:
    first = len(lines) // 2
    hits = [
        i
        for i in range(first, len(lines))
        if _AUTHOR.match(lines[i].text) and _YEAR.search(_near(lines, i)[:200])
    ]
    run: list[int] = []
    best: list[int] = []
    for index in hits:
        if run and index - run[-1] > 8:
            run = []
        run.append(index)
        if len(run) > len(best):
            best = list(run)
    return best[0] if len(best) >= 6 else None

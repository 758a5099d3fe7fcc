"""Plain text -> Paper: headings told by rules, hard-wrapped lines joined."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from generator.core.paper import Metadata, Paper
from generator.errors import UnreadablePaper
from generator.reading.compose import Block, PaperFile, compose
from generator.reading.decoding import Undecodable, decoded, file_bytes
from generator.reading.inline import CELL, Inline
from generator.reading.sections import bare_title, section_kind
from generator.reading.titles import without_title

_UNDERLINE = re.compile(r"^\s*([=\-~*_^#])\1{2,}\s*$")
_NUMBERED = re.compile(
    r"^\s*(?P<number>[0-9]{1,2}(?:\.[0-9]{1,2}){0,3}|(?:[IVX]{1,5}|[A-H])(?=[.)]))[.)]?\s+(?P<title>[^\W\d_].*)$"
)
_BULLET = re.compile(r"^\s*(?:[-*•‣◦–]|\(?(?:[0-9]{1,2}|[a-z])[.)])\s+\S")
_REFERENCE = re.compile(r"^\s*(?:\[[0-9]{1,3}\]|[0-9]{1,3}\.)\s+\S")
_LONGEST_HEADING = 80  # characters; no heading of the test papers is longer, and few sentences are shorter


def read_text(path: Path, *, id: str) -> Paper:
    """The paper in the plain text file ``path``. Raises UnreadablePaper for what is no text."""
    data = file_bytes(path)
    try:
        text, warnings = decoded(data)
    except Undecodable as error:
        raise UnreadablePaper(
            str(error), path, "save it as UTF-8 text, or give the PDF with its own suffix"
        ) from error
    blocks, title = without_title(list(_blocks(text)), "")
    file = PaperFile(id, "text", path.name, Metadata(title=title))
    paper = compose(file, blocks, warnings=warnings)
    if not paper.sentences:
        raise UnreadablePaper("holds no text", path, "check that the file was saved completely")
    return paper


def _blocks(text: str) -> Iterator[Block]:
    # Pairs of words that the text joins by a hyphen, to tell "state-of-" from "frame-" at the end of a line.
    hyphenated = set(re.findall(r"(?=\b([^\W\d_]+-[^\W\d_]+))", text))
    references = False
    for index, lines in enumerate(_groups(text.replace("\f", "\n\n").split("\n"))):
        drawn = next((at for at, line in enumerate(lines) if not _UNDERLINE.match(line)), len(lines))
        lines = lines[drawn:]  # a rule drawn above the heading
        if not lines:
            continue
        heading, level, rest = _heading(lines, first=index == 0)
        if heading:
            references = section_kind(heading) == "references"
            title = index == 0 and section_kind(heading) == "other" and not _NUMBERED.match(heading)
            yield Block("heading", heading, level=0 if title else level)
            lines = rest
        for part in _parted(lines):
            yield _paragraph(part, hyphenated, references)


def _parted(lines: list[str]) -> Iterator[list[str]]:
    """The lines before a list and the list itself, where a run of lines holds both."""
    bullets = [at for at, line in enumerate(lines) if _BULLET.match(line)]
    if len(bullets) > 1 and bullets[0] > 0 and lines[bullets[0] - 1].rstrip().endswith(":"):
        yield lines[: bullets[0]]
        yield lines[bullets[0] :]
    elif lines:
        yield lines


def _groups(lines: Sequence[str]) -> Iterator[list[str]]:
    """Runs of lines without a blank line between them."""
    group: list[str] = []
    for line in lines:
        if line.strip():
            group.append(line)
        elif group:
            yield group
            group = []
    if group:
        yield group


def _heading(lines: list[str], *, first: bool) -> tuple[str, int, list[str]]:
    """The heading at the start of a run of lines, its level, and the lines after it; else ``""``."""
    line = lines[0].strip()
    marked = re.match(r"^(#{1,6})\s+(.*?)\s*#*$", line)
    if marked and marked[2]:
        return marked[2], len(marked[1]), lines[1:]
    numbered = _NUMBERED.match(line)
    level = numbered["number"].count(".") + 1 if numbered else 1
    lettered = any(c.isalpha() for c in line)
    if (
        lettered
        and len(lines) > 1
        and len(line) <= _LONGEST_HEADING
        and (under := _UNDERLINE.match(lines[1]))
    ):
        return line, level if numbered or under[1] in "=*#" else 2, lines[2:]
    if len(line) > _LONGEST_HEADING or line[-1] in ".,;!" or not lettered:
        return "", 1, lines
    if re.search(r"\t|\s{3,}|\|", line):
        return "", 1, lines  # the first row of a table
    title = bare_title(line)
    known = section_kind(title) != "other" and len(title.split()) <= 6
    alone = len(lines) == 1
    if (
        numbered
        and (alone or known)
        and (numbered["title"][0].isupper() or known)
        and len(line.split()) <= 12
    ):
        return line.rstrip(" :"), level, lines[1:]
    # A known name opens a section even where its text follows on the next line.
    if known and title[:1].isupper() and (alone or len(title.split()) <= 4):
        return line.rstrip(" :"), 1, lines[1:]
    if alone and line.isupper() and len(line.split()) <= 10:
        return line.rstrip(" :"), 1, lines[1:]
    if alone and first:
        return line, 1, lines[1:]
    return "", 1, lines


def _paragraph(lines: list[str], hyphenated: set[str], references: bool) -> Block:
    starts = _REFERENCE if references else _BULLET
    line = Inline()
    if references or (
        starts.match(lines[0]) and (len(lines) == 1 or any(starts.match(x) for x in lines[1:]))
    ):
        numbered = any(starts.match(x) for x in lines)
        hanging = not numbered and any(x[0].isspace() for x in lines[1:])
        for text in lines:
            if starts.match(text) or (hanging and not text[0].isspace()):
                line.newline()
            _join(line, text, hyphenated)
        return line.block("list", kind="references" if references else None)
    if rows := _rows(lines):
        for row in rows:
            line.newline()
            line.add(CELL.join(row))
        return line.block("table")
    for text in lines:
        if not _UNDERLINE.match(text):
            _join(line, text, hyphenated)
    return line.block("prose")


def _rows(lines: list[str]) -> list[list[str]]:
    """The cells of a table that is set out by bars, tabs or blanks; nothing for what is none."""
    rows = [re.split(r"\t+|\s{3,}|\s*\|\s*", line.strip(" |\t")) for line in lines]
    rows = [row for row in rows if not re.fullmatch(r"[\s:=+|-]*", "".join(row))]
    widths = {len(row) for row in rows}
    return rows if len(rows) > 1 and min(widths) > 1 and (len(widths) == 1 or min(widths) > 2) else []


def _join(line: Inline, text: str, hyphenated: set[str]) -> None:
    """Append a line; a word parted at its end is made whole, unless the text writes it with the hyphen."""
    before = re.search(r"(?:[^\W\d_]+-)*([^\W\d_]+)-$", line.ending(80)) if line.tail() == "-" else None
    after = re.match(r"\s*([a-zà-ÿ]+)", text)
    if before and after:
        compound = f"{before[1]}-{after[1]}" in hyphenated or "-" in before[0][:-1]
        if not compound:
            line.remove_last()
        line.add(text.lstrip())
        return
    line.gap()
    line.add(text)

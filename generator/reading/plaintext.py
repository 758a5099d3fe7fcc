"""Plain text -> Paper: headings told by rules, hard-wrapped lines joined."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from generator.core.paper import Metadata, Paper
from generator.errors import UnreadablePaper
from generator.reading.compose import Block, compose
from generator.reading.decoding import Undecodable, decoded
from generator.reading.inline import Inline
from generator.reading.sections import bare_title, section_kind

_UNDERLINE = re.compile(r"^\s*([=\-~*_^#])\1{2,}\s*$")
_NUMBERED = re.compile(
    r"^\s*(?P<number>[0-9]{1,2}(?:\.[0-9]{1,2}){0,3}|[IVX]{1,5}|[A-H])[.)]?\s+(?P<title>[^\W\d_].*)$"
)
_BULLET = re.compile(r"^\s*(?:[-*•‣◦–]|\(?(?:[0-9]{1,2}|[a-z])[.)])\s+\S")
_REFERENCE = re.compile(r"^\s*(?:\[[0-9]{1,3}\]|[0-9]{1,3}\.)\s+\S")
_LONGEST_HEADING = 80  # characters; no heading of the test papers is longer, and few sentences are shorter


def read_text(path: Path, *, id: str) -> Paper:
    """The paper in the plain text file ``path``. Raises UnreadablePaper, in one sentence, for what is no text."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UnreadablePaper(
            f"cannot be read ({error.strerror})", path, "check the file and its rights"
        ) from error
    try:
        text, warnings = decoded(data)
    except Undecodable as error:
        raise UnreadablePaper(
            str(error), path, "save it as UTF-8 text, or give the PDF with its own suffix"
        ) from error
    blocks = list(_blocks(text))
    title = next((b.text for b in blocks if b.kind == "front"), "")
    paper = compose(
        id=id,
        format="text",
        source=path.name,
        metadata=Metadata(title=title),
        blocks=blocks,
        warnings=warnings,
    )
    if not paper.sentences:
        raise UnreadablePaper("holds no text", path, "check that the file was saved completely")
    return paper


def _blocks(text: str) -> Iterator[Block]:
    groups = list(_groups(text.replace("\f", "\n\n").split("\n")))
    hyphenated = set(re.findall(r"\b[^\W\d_]+-[^\W\d_]+\b", text))
    references, titled = False, False
    for index, lines in enumerate(groups):
        heading, level, rest = _heading(lines, first=index == 0)
        if heading and index == 0 and section_kind(heading) == "other" and level == 1:
            yield Block("prose", heading, kind="front")
            titled = True
            lines = rest
        elif heading:
            references = section_kind(heading) == "references"
            titled = True
            yield Block("heading", heading, level=level)
            lines = rest
        if not lines:
            continue
        yield _paragraph(lines, hyphenated, references, "other" if not titled else None)


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
    if len(lines) > 1 and len(line) <= _LONGEST_HEADING and (under := _UNDERLINE.match(lines[1])):
        return line, 1 if under[1] in "=*#" else 2, lines[2:]
    if _UNDERLINE.match(line):
        return ("", 1, lines) if len(lines) == 1 else _heading(lines[1:], first=first)
    if len(line) > _LONGEST_HEADING or line[-1] in ".,;?!" or not any(c.isalpha() for c in line):
        return "", 1, lines
    numbered = _NUMBERED.match(line)
    title = bare_title(line)
    known = section_kind(title) != "other" and len(title.split()) <= 6
    alone = len(lines) == 1
    if (
        numbered
        and (alone or known)
        and (numbered["title"][0].isupper() or known)
        and len(line.split()) <= 12
    ):
        return line.rstrip(" :"), numbered["number"].count(".") + 1, lines[1:]
    # A known name opens a section even where its text follows on the next line.
    if known and title[:1].isupper() and (alone or len(title.split()) <= 4):
        return line.rstrip(" :"), 1, lines[1:]
    if alone and line.isupper() and len(line.split()) <= 10:
        return line.rstrip(" :"), 1, lines[1:]
    if alone and first:
        return line, 1, lines[1:]
    return "", 1, lines


def _paragraph(lines: list[str], hyphenated: set[str], references: bool, kind: object) -> Block:
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
        return line.block("list", kind="references" if references else kind)  # type: ignore[arg-type]
    rows = [re.split(r"\t+|\s{3,}|\s*\|\s*", x.strip(" |")) for x in lines]
    if len(rows) > 2 and all(len(row) > 2 for row in rows):
        for row in rows:
            if re.fullmatch(r"[\s:=+-]*", "".join(row)):
                continue
            line.newline()
            line.add(" | ".join(row))
        return line.block("table", kind=kind)  # type: ignore[arg-type]
    for text in lines:
        if not _UNDERLINE.match(text):
            _join(line, text, hyphenated)
    return line.block("prose", kind=kind)  # type: ignore[arg-type]


def _join(line: Inline, text: str, hyphenated: set[str]) -> None:
    """Append a line; a word parted at its end is made whole, unless the text writes it with the hyphen."""
    before = re.search(r"([^\W\d_]+)-$", line.text) if line.tail() == "-" else None
    after = re.match(r"\s*([a-zà-ÿ]+)", text)
    if before and after:
        if f"{before[1]}-{after[1]}" not in hyphenated:
            line.remove_last()
        line.add(text.lstrip())
        return
    line.gap()
    line.add(text)

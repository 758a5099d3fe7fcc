"""Plain text as a Paper: headings are recognised by rules, hard-wrapped lines are joined.

>>> _cells("Bees    12    0.5")
['Bees', '12', '0.5']
>>> bool(_CAPTION.match("Table 2. Bees by site")), bool(_CAPTION.match("Table salt was used"))
(True, False)
>>> _continues_address("at https://example.org/a-", "paper.html and")
True
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from generator.core.doi_and_arxiv import arxiv_id, arxiv_version, doi
from generator.core.paper import Metadata, Paper, SectionKind
from generator.errors import UnreadablePaper
from generator.reading.block_text import CELL, Inline
from generator.reading.compose import PaperBlock, PaperFile, compose
from generator.reading.decoding import Undecodable, decode_text, file_bytes
from generator.reading.grid import PlacedCell, guess_header
from generator.reading.metadata.licences import licence_id
from generator.reading.metadata.person_names import people
from generator.reading.plain.headings import NUMBERED, UNDERLINE, heading_inside, heading_of
from generator.reading.sections import section_kind
from generator.reading.title_heading import without_title

_BULLET = re.compile(r"^\s*(?:[-*•‣◦–]|\(?(?:[0-9]{1,2}|[a-z])[.)])\s+\S")
_REFERENCE = re.compile(r"^\s*(?:\[[0-9]{1,3}\]|[0-9]{1,3}\.)\s+\S")
# "Title: ...", "DOI: ..." at the top of a file that somebody wrote by hand.
_FIELD = re.compile(
    r"^\s*(title|authors?|doi|year|date|journal|arxiv|licen[sc]e)\s?:\s+(\S.*)$", re.IGNORECASE
)
_CAPTION = re.compile(
    r"^\s*(?:fig(?:ure|\.)?|table|tab\.)\s+[A-Z]?[0-9]{1,3}[A-Za-z]?(?:[.:]\s.*|[.:]?\s*)$", re.IGNORECASE
)
_ADDRESS = re.compile(
    r"(?:https?:/{0,2}|www\.|\bdoi\.org/|\b10\.[0-9]{4,9}/|\bdoi:\s?10\.)[^\s<>\"]*$", re.IGNORECASE
)
_MAX_KEYWORD_WORDS = 6  # in a line of keywords; the text of an abstract is longer
_MAX_FIELD_LINES = 40  # at the top of a file, among which its fields are
_MAX_CAPTION_LINES = 5  # above a table
_MAX_CAPTION_CHARS = 1500
_MAX_LABEL_CHARS = 25  # in the first of two columns; if there is more, it may be text in two columns


def read_text(path: Path, *, id: str) -> Paper:
    """Return the paper in the plain text file ``path``. Raises UnreadablePaper if it is not text."""
    data = file_bytes(path)
    try:
        text, warnings = decode_text(data)
    except Undecodable as error:
        raise UnreadablePaper(
            str(error), path, "save it as UTF-8 text, or give the PDF with its own suffix"
        ) from error
    stated = _fields(text.split("\n"))
    blocks, title = without_title(list(_blocks(text)), stated.title)
    file = PaperFile(id, "text", path.name, Metadata(title=title).overlaid(stated))
    paper = compose(file, blocks, warnings=warnings)
    if not paper.sentences:
        raise UnreadablePaper("holds no text", path, "check that the file was saved completely")
    return paper


def _fields(lines: Sequence[str]) -> Metadata:
    """Return what labelled lines at the top say about the paper: "Title: ...", "Authors: ...", "DOI: ...".

    They count only if one of them is a title.
    """
    stated: dict[str, str] = {}
    for line in lines[:_MAX_FIELD_LINES]:
        if found := _FIELD.match(line):
            stated.setdefault(found[1].lower().rstrip("s").replace("license", "licence"), found[2].strip())
    if "title" not in stated:
        return Metadata()
    names = stated.get("author", "")
    commas = names.split(",")
    if ";" not in names and len(commas) > 1 and all(len(name.split()) > 1 for name in commas):
        names = ";".join(commas)
    year = re.search(r"\b(?:1[5-9]|20)[0-9]{2}\b", stated.get("year", stated.get("date", "")))
    return Metadata(
        title=stated["title"],
        authors=people(names),
        year=int(year.group()) if year else None,
        venue=stated.get("journal", ""),
        doi=doi(stated.get("doi", "")),
        arxiv=arxiv_id(stated.get("arxiv", "")),
        arxiv_version=arxiv_version(stated.get("arxiv", "")),
        licence=licence_id(stated.get("licence", "")),
    )


def _blocks(text: str) -> Iterator[PaperBlock]:
    # Pairs of words that the text joins with a hyphen: they tell "state-of-" from "frame-" at the end of a
    # line.
    hyphenated = set(re.findall(r"(?=\b([^\W\d_]+-[^\W\d_]+))", text))
    kind: SectionKind = "front"
    empty_abstract = in_abstract = False
    index = 0
    for group in _groups(text.replace("\f", "\n\n").split("\n")):
        for number, lines in enumerate(_segments(group)):
            drawn = next((at for at, line in enumerate(lines) if not UNDERLINE.match(line)), len(lines))
            lines = lines[drawn:]  # without a rule that is drawn above the heading
            if not lines:
                continue
            inner = number > 0 or heading_inside(lines, 0)
            heading = heading_of(lines, first=index == 0, inner=inner)
            index += 1
            if heading and heading.run_in and in_abstract and section_kind(heading.title) != "front":
                heading = None  # "Methods: ..." in a structured abstract
            if heading:
                before, kind = kind, section_kind(heading.title)
                title = index == 1 and kind == "other" and not NUMBERED.match(heading.title)
                yield PaperBlock("heading", heading.title, level=0 if title else heading.level)
                # In a layout of two columns, the text of the abstract may follow the keywords.
                empty_abstract = before == "abstract" and empty_abstract and kind == "front"
                in_abstract = kind == "abstract" and not heading.run_in
                lines = heading.rest
                if kind == "abstract" and not lines:
                    empty_abstract = True
            for part in _blocks_in(lines):
                block = _paragraph(part, hyphenated, kind == "references")
                if empty_abstract and kind == "front" and _is_prose(block):
                    block = replace(block, kind="abstract")
                yield block


def _is_prose(block: PaperBlock) -> bool:
    return (
        block.role == "prose"
        and len(block.text.split()) > _MAX_KEYWORD_WORDS
        and block.text.rstrip()[-1] in ".!?"
    )


def _segments(lines: list[str]) -> Iterator[list[str]]:
    """Yield the parts of a group of lines, each of which begins with a heading, except perhaps the first."""
    start = 0
    for at in range(1, len(lines)):
        if heading_inside(lines, at):
            yield lines[start:at]
            start = at
    yield lines[start:]


def _blocks_in(lines: list[str]) -> Iterator[list[str]]:
    """Yield prose, captions, tables and lists of a group of lines that has several of them."""
    start = at = 0
    while at < len(lines):
        end = at
        if _CAPTION.match(lines[at]) and at + 1 < len(lines):
            end = _caption_end(lines, at)
        elif len(_cells(lines[at])) > 1:
            end = _table_end(lines, at)
        if end > at:
            if at > start:
                yield from _with_list(lines[start:at])
            yield lines[at:end]
            start = at = end
        else:
            at += 1
    if start < len(lines):
        yield from _with_list(lines[start:])


def _with_list(lines: list[str]) -> Iterator[list[str]]:
    """Yield the lines before a list and the list itself, if a group of lines has both."""
    bullets = [at for at, line in enumerate(lines) if _BULLET.match(line)]
    if len(bullets) > 1 and bullets[0] > 0 and lines[bullets[0] - 1].rstrip().endswith(":"):
        yield lines[: bullets[0]]
        yield lines[bullets[0] :]
    elif lines:
        yield lines


def _caption_end(lines: list[str], at: int) -> int:
    """Return the end of a caption that starts at ``at`` above a table; ``at`` itself if there is none."""
    for end in range(at + 1, min(at + 1 + _MAX_CAPTION_LINES, len(lines))):
        if _table_end(lines, end) > end:
            return end
    return at


def _table_end(lines: list[str], at: int) -> int:
    """Return the end of the table whose rows start at ``at``; ``at`` itself if they are not a table."""
    width = len(_cells(lines[at]))
    if width < 2:
        return at
    end = at
    while end < len(lines):
        cells = _cells(lines[end])
        # Two cells in a line may also be text in two columns.
        if len(cells) != width or (width == 2 and len(cells[0]) > _MAX_LABEL_CHARS):
            break
        end += 1
    return end if end - at > 1 else at


def _cells(line: str) -> list[str]:
    return re.split(r"\t+|\s{3,}", line.strip())


def _groups(lines: Sequence[str]) -> Iterator[list[str]]:
    """Yield groups of lines without a blank line between them."""
    group: list[str] = []
    for line in lines:
        if line.strip():
            group.append(line)
        elif group:
            yield group
            group = []
    if group:
        yield group


def _paragraph(lines: list[str], hyphenated: set[str], references: bool) -> PaperBlock:
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
    if len(lines) > 1 and all(_FIELD.match(text) for text in lines):
        for text in lines:
            line.newline()
            line.add(text)
        return line.block("list", kind="front")
    if rows := _rows(lines):
        for row in rows:
            line.newline()
            line.add(CELL.join(row))
        found = [[PlacedCell(text, column) for column, text in enumerate(row) if text] for row in rows]
        return line.block("table", header=guess_header(found))
    for text in lines:
        if not UNDERLINE.match(text):
            _join(line, text, hyphenated)
    return line.block(
        "caption" if _CAPTION.match(lines[0]) and len(line.text) < _MAX_CAPTION_CHARS else "prose"
    )


def _rows(lines: list[str]) -> list[list[str]]:
    """Return the cells of a table drawn with bars, tabs or spaces; nothing if the lines are not a table."""
    rows = [re.split(r"\t+|\s{3,}|\s*\|\s*", line.strip(" |\t")) for line in lines]
    rows = [row for row in rows if not re.fullmatch(r"[\s:=+|-]*", "".join(row))]
    widths = {len(row) for row in rows}
    return rows if len(rows) > 1 and min(widths) > 1 and (len(widths) == 1 or min(widths) > 2) else []


def _join(line: Inline, text: str, hyphenated: set[str]) -> None:
    """Append a line. A word split at the end of the line before is rejoined.

    Its hyphen stays if the text has the word with a hyphen elsewhere.
    """
    if _continues_address(line.ending(300), text):
        line.close()
        line.add(text.lstrip())
        return
    before = (
        re.search(r"(?<![^\W\d_])(?:[^\W\d_]+-){0,9}([^\W\d_]+)-$", line.ending(80))
        if line.tail() == "-"
        else None
    )
    after = re.match(r"\s*([a-zà-ÿ]+)", text)
    if before and after:
        compound = f"{before[1]}-{after[1]}" in hyphenated or "-" in before[0][:-1]
        if not compound:
            line.remove_last()
        line.add(text.lstrip())
        return
    line.gap()
    line.add(text)


def _continues_address(before: str, text: str) -> bool:
    """Return True if a web address at the end of a line continues at the start of the next line."""
    address = _ADDRESS.search(before)
    first = text.split(maxsplit=1)[0] if text.strip() else ""
    if address is None or not first:
        return False
    shown, last = address.group(), address.group()[-1]
    if re.fullmatch(r"(?:https?:/{0,2}|www\.)", shown, re.IGNORECASE) or last in "/_=&?#%~":
        return bool(re.match(r"[\w%~?#=&/.-]", first))
    if last in ".-":
        # "... at https://x.org. We" ends a sentence, but "zenodo." and "7654321" are one identifier.
        bare = first.rstrip(".,;:)]")
        named = len(bare) > 2 and re.search(r"[\d/_]|[a-z]-[a-z]", bare) is not None
        return bool(bare) and not bare[0].isupper() and (named or last == "-")
    own = first.lower().rstrip(".,;")
    return "/" in own and first[0] not in "(/" and own not in ("and/or", "w/o", "n/a")

"""Headings of plain text: told from their lines, for nothing marks them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from generator.reading.sections import bare_title, section_kind

UNDERLINE = re.compile(r"^\s*([=\-~*_^#])\1{2,}\s*$")
NUMBERED = re.compile(
    r"^\s*(?P<number>[0-9]{1,2}(?:\.[0-9]{1,2}){0,3}|(?:[IVX]{1,5}"
    r"|[A-H])(?=[.)]))[.)]?\s+(?P<title>[^\W\d_].*)$"
)
_MAX_CHARS = 80  # characters; no heading of the test papers is longer, and few sentences are shorter
# "A B S T R A C T", as publishers set it.
_SPACED = re.compile(r"(?:[A-Z] {1,2}){5,24}[A-Z]")
_SPACED_NAMES = {
    **dict.fromkeys(
        ("ABSTRACT", "INTRODUCTION", "KEYWORDS", "REFERENCES", "METHODS", "RESULTS", "DISCUSSION")
    ),
    **dict.fromkeys(("CONCLUSION", "CONCLUSIONS", "SUMMARY", "ACKNOWLEDGEMENTS", "ACKNOWLEDGMENTS")),
    **{"ARTICLEINFO": "ARTICLE INFO", "ARTICLEINFORMATION": "ARTICLE INFORMATION"},
}
# Lines of the journal around the paper: "Contents lists available at ...", "Available online 3 May 2021".
_JOURNAL = re.compile(
    r"contents?\s+lists?\s+available|available\s+(?:online|at\b)|journal\s+homepage|\bissn\b|^doi\b|https?://"
    r"|\b[0-9]{1,4}\s?\([12][0-9]{3}\)|\([12][0-9]{3}\)\s?[0-9]{1,4}\b|\bvol(?:ume|\.)\s?[0-9]"
    r"|^received\b|^accepted\b",
    re.IGNORECASE,
)
# Names that stand before their text on one line. Only these: "Model: a small one" opens no section.
_RUN_IN = re.compile(
    r"^\s*(?P<name>abstract|summary|(?:general )?introduction|background|(?:materials? (?:and"
    r"|&) )?methods?|methodology"
    r"|results?(?: (?:and|&) discussion)?|discussion|conclusions?|limitations|keywords?|key words"
    r"|index terms|funding"
    r"|references|acknowledge?ments?|(?:data|code|software)(?: and (?:data|code"
    r"|software))? availability(?: statement)?"
    r"|availability of (?:data|code|materials)(?: and (?:data|code|materials))?|author(?:s['’]?"
    r"|['’]s)? contributions"
    r"|(?:conflicts? of|competing) interests?|ethics(?: statement| approval)?|statistical analysis)"
    r"\s?(?::|\.?\s?[—–]|\.-)\s+(?P<text>\S.*)$",
    re.IGNORECASE,
)
_STOPPED = re.compile(r"[.!?:;)\]”\"][\s\d,\[\]]{0,12}$")
_OPENS = re.compile(r"\s*[\[(“\"]?[A-ZÀ-Þ0-9]")
_TABULAR = re.compile(r"\S(?:\t+|\s{3,})\S")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading, its level, and the lines of its section that stand in the same run of lines.

    run_in: the text follows on the line of the heading: "Abstract: We counted ...".
    """

    title: str
    level: int
    rest: list[str]
    run_in: bool = False


def heading_of(lines: list[str], *, first: bool, inner: bool = False) -> Heading | None:
    """Return the heading at the start of a run of lines, or None.

    first: the run opens the file. inner: the line was told to be a heading by the lines around it.
    """
    line = lines[0].strip()
    marked = re.match(r"^(#{1,6})\s+(.*)$", line)
    if marked and (title := marked[2].rstrip("#").rstrip()):
        return Heading(title, len(marked[1]), lines[1:])
    numbered = NUMBERED.match(line)
    level = numbered["number"].count(".") + 1 if numbered else 1
    lettered = any(c.isalpha() for c in line)
    if lettered and len(lines) > 1 and len(line) <= _MAX_CHARS and (under := UNDERLINE.match(lines[1])):
        return Heading(line, level if numbered or under[1] in "=*#" else 2, lines[2:])
    if lettered and (spaced := _unspaced(line)):
        return Heading(spaced, 1, lines[1:])
    if found := _run_in(lines):
        return found
    if not lettered or not _may_be_heading(line):
        return None
    title = bare_title(line)
    known = is_known(title, 6)
    alone = len(lines) == 1
    starts = numbered and (numbered["title"][0].isupper() or known) and len(line.split()) <= 12
    if starts and (alone or known or inner):
        return Heading(line.rstrip(" :"), level, lines[1:])
    # A known name opens a section even where its text follows on the next line.
    if known and title[:1].isupper() and (alone or len(title.split()) <= 4):
        return Heading(line.rstrip(" :"), 1, lines[1:])
    if alone and ((line.isupper() and len(line.split()) <= 10) or (first and not _JOURNAL.search(line))):
        return Heading(line.rstrip(" :") if line.isupper() else line, 1, lines[1:])
    return None


def heading_inside(lines: Sequence[str], at: int) -> bool:
    """Return whether ``lines[at]`` is a heading though lines stand above or below it without a blank line."""
    line = lines[at].strip()
    if not any(c.isalpha() for c in line) or not _may_be_heading(line) or UNDERLINE.match(line):
        return False
    before = lines[at - 1] if at else ""
    after = lines[at + 1] if at + 1 < len(lines) else ""
    if after and not _OPENS.match(after):
        return False
    title = bare_title(line)
    numbered = NUMBERED.match(line)
    if numbered:
        sibling = NUMBERED.match(after.strip())
        alike = sibling and sibling["number"].count(".") == numbered["number"].count(".")
        if alike or not numbered["title"][0].isupper() or len(line.split()) > 10:
            return False  # an item of a list
        return "." in numbered["number"] or (_ended(before) and (is_known(title, 6) or bool(after)))
    return title[:1].isupper() and is_known(title, 4) and _ended(before) and bool(after)


def is_known(title: str, words: int) -> bool:
    """Return whether a title of at most so many words names a kind of section."""
    return len(title.split()) <= words and section_kind(title) != "other" and not _JOURNAL.search(title)


def _may_be_heading(line: str) -> bool:
    # A line with wide gaps is the first row of a table.
    return len(line) <= _MAX_CHARS and line[-1] not in ".,;!" and not re.search(r"\t|\s{3,}|\|", line)


def _ended(before: str) -> bool:
    """Return whether the text above a line has come to an end: a stop, a row of a table, another heading."""
    bare = before.strip()
    if not bare or _STOPPED.search(bare) or _TABULAR.search(bare):
        return True
    return len(bare.split()) <= 8 and (bool(NUMBERED.match(bare)) or is_known(bare_title(bare), 4))


def _unspaced(line: str) -> str:
    bare = line.replace(" ", "")
    return (_SPACED_NAMES[bare] or bare) if _SPACED.fullmatch(line) and bare in _SPACED_NAMES else ""


def _run_in(lines: list[str]) -> Heading | None:
    found = _RUN_IN.match(lines[0])
    if found is None or re.search(r"\t|\s{3,}|\|", lines[0].strip()):
        return None
    if not found["name"][0].isupper():
        return None
    return Heading(found["name"].strip(), 1, [found["text"], *lines[1:]], run_in=True)

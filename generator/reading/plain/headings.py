"""Headings of plain text, recognised from the lines alone, because nothing marks them.

>>> heading_of(["2.1 Sites", "We sampled nine lakes."], first=False)
>>> heading_of(["2. Methods", "We sampled nine lakes."], first=False)
SectionHeading(title='2. Methods', level=1, rest=['We sampled nine lakes.'], run_in=False)
"""

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
_MAX_HEADING_CHARS = 80  # no heading of the test papers is longer, and few sentences are shorter
_MAX_NAME_WORDS = 6  # of the name of a section, such as "Data and code availability"
# The same without a blank line around it, where it is easily part of a sentence.
_MAX_INNER_NAME_WORDS = 4
_MAX_NUMBERED_WORDS = 12  # of a numbered heading with blank lines around it
_MAX_INNER_NUMBERED_WORDS = 10
_MAX_CAPITALS_WORDS = 10  # of a heading in capital letters
_MAX_LINE_ABOVE_WORDS = 8  # of a line that may be a heading itself
# "A B S T R A C T", as some publishers print it.
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
# Names that may begin a line of text. Only these: "Model: a small one" opens no section.
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
_ENDS_SENTENCE = re.compile(r"[.!?:;)\]”\"][\s\d,\[\]]{0,12}$")
_OPENS = re.compile(r"\s*[\[(“\"]?[A-ZÀ-Þ0-9]")
_TABULAR = re.compile(r"\S(?:\t+|\s{3,})\S")


@dataclass(frozen=True, slots=True)
class SectionHeading:
    """A heading, its level, and the lines of its section that follow without a blank line.

    run_in: True if the text begins on the line of the heading: "Abstract: We counted ...".
    """

    title: str
    level: int
    rest: list[str]
    run_in: bool = False


def heading_of(lines: list[str], *, first: bool, inner: bool = False) -> SectionHeading | None:
    """Return the heading at the start of a group of lines, or None.

    first: True for the first group of the file. inner: True if the lines around have shown that it is a
    heading.
    """
    line = lines[0].strip()
    marked = re.match(r"^(#{1,6})\s+(.*)$", line)
    if marked and (title := marked[2].rstrip("#").rstrip()):
        return SectionHeading(title, len(marked[1]), lines[1:])
    numbered = NUMBERED.match(line)
    level = numbered["number"].count(".") + 1 if numbered else 1
    lettered = any(c.isalpha() for c in line)
    if (
        lettered
        and len(lines) > 1
        and len(line) <= _MAX_HEADING_CHARS
        and (under := UNDERLINE.match(lines[1]))
    ):
        return SectionHeading(line, level if numbered or under[1] in "=*#" else 2, lines[2:])
    if lettered and (spaced := _unspaced(line)):
        return SectionHeading(spaced, 1, lines[1:])
    if run_in := _run_in(lines):
        return run_in
    if not lettered or not _may_be_heading(line):
        return None
    title = bare_title(line)
    is_name = is_section_name(title, _MAX_NAME_WORDS)
    alone = len(lines) == 1
    starts = (
        numbered and (numbered["title"][0].isupper() or is_name) and len(line.split()) <= _MAX_NUMBERED_WORDS
    )
    if starts and (alone or is_name or inner):
        return SectionHeading(line.rstrip(" :"), level, lines[1:])
    # A known name opens a section even if its text follows on the next line.
    if is_name and title[:1].isupper() and (alone or len(title.split()) <= _MAX_INNER_NAME_WORDS):
        return SectionHeading(line.rstrip(" :"), 1, lines[1:])
    in_capitals = line.isupper() and len(line.split()) <= _MAX_CAPITALS_WORDS
    if alone and (in_capitals or (first and not _JOURNAL.search(line))):
        return SectionHeading(line.rstrip(" :") if line.isupper() else line, 1, lines[1:])
    return None


def heading_inside(lines: Sequence[str], at: int) -> bool:
    """Return True if ``lines[at]`` is a heading although no blank line separates it from others."""
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
        if alike or not numbered["title"][0].isupper() or len(line.split()) > _MAX_INNER_NUMBERED_WORDS:
            return False  # an item of a list
        named = is_section_name(title, _MAX_NAME_WORDS)
        return "." in numbered["number"] or (_has_ended(before) and (named or bool(after)))
    named = title[:1].isupper() and is_section_name(title, _MAX_INNER_NAME_WORDS)
    return named and _has_ended(before) and bool(after)


def is_section_name(title: str, max_words: int) -> bool:
    """Return True if a title of at most ``max_words`` words names a kind of section."""
    return len(title.split()) <= max_words and section_kind(title) != "other" and not _JOURNAL.search(title)


def _may_be_heading(line: str) -> bool:
    # A line with wide gaps is the first row of a table.
    return len(line) <= _MAX_HEADING_CHARS and line[-1] not in ".,;!" and not re.search(r"\t|\s{3,}|\|", line)


def _has_ended(before: str) -> bool:
    """Return True if the text above a line has ended: with a full stop, a table row, or another heading."""
    bare = before.strip()
    if not bare or _ENDS_SENTENCE.search(bare) or _TABULAR.search(bare):
        return True
    named = is_section_name(bare_title(bare), _MAX_INNER_NAME_WORDS)
    return len(bare.split()) <= _MAX_LINE_ABOVE_WORDS and (bool(NUMBERED.match(bare)) or named)


def _unspaced(line: str) -> str:
    bare = line.replace(" ", "")
    return (_SPACED_NAMES[bare] or bare) if _SPACED.fullmatch(line) and bare in _SPACED_NAMES else ""


def _run_in(lines: list[str]) -> SectionHeading | None:
    found = _RUN_IN.match(lines[0])
    if found is None or re.search(r"\t|\s{3,}|\|", lines[0].strip()):
        return None
    if not found["name"][0].isupper():
        return None
    return SectionHeading(found["name"].strip(), 1, [found["text"], *lines[1:]], run_in=True)

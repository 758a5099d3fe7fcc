"""Who wrote a paper, and its DOI, where only the text of its first page says so: in manuscripts.

The names and the DOIs of others that stand there are told apart as in PDF files.

Example: "Ada Lovelace^1, Charles Babbage^2" below a title names the authors Ada Lovelace and Charles Babbage.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from generator.core.paper import Metadata, Person
from generator.reading.compose import PaperBlock
from generator.reading.sections import section_kind

_MAX_BLOCKS = 20  # of a first page before the abstract
_MAX_LINE_CHARS = 400  # of authors; longer lines are text, or belong to a collaboration
_OPENS_TEXT = re.compile(r"(?:abstract|summary|keywords?|key words|introduction|background)\b", re.IGNORECASE)
_SENTENCE = re.compile(r"[a-z)]\. [A-Z][a-z]+ [a-z]+ [a-z]")
_ASIDE = re.compile(
    r"[^\s@]{1,64}@|^\W{0,2}\d{1,2}\W{0,2}\s?[A-Z]|\b(?:19|20)\d\d\b"
    r"|^(?:running head|short title|title|word count|affiliations?|correspond|address|present address|orcid"
    r"|editors?|reviewers?|supervisors?|translat)",
    re.IGNORECASE,
)


def first_page(blocks: Sequence[PaperBlock], title: str) -> Metadata:
    """Return the authors and the DOI that the blocks before the abstract name.

    title: of the paper; names are looked for behind it.
    """
    lines = list(_lines(blocks))
    at = next((n for n, line in enumerate(lines, start=1) if title and _bare(line) == _bare(title)), 0)
    return Metadata(authors=_authors(lines[at:]), doi=_doi(lines))


def _lines(blocks: Sequence[PaperBlock]) -> Iterator[str]:
    """Yield the lines before the abstract, the second heading or running text."""
    for number, block in enumerate(blocks[:_MAX_BLOCKS]):
        text = block.text
        opens_section = block.role == "heading" and (number or section_kind(text) != "other")
        if block.kind not in (None, "front", "other") or opens_section or _OPENS_TEXT.match(text):
            return
        for line in text.split("\n"):
            if _SENTENCE.search(line):
                return
            yield line


def _authors(lines: Sequence[str]) -> tuple[Person, ...]:
    """Return the people in the first lines of names; an institution may stand between two of them."""
    from generator.reading.pdf.identity.author_names import persons

    found: list[Person] = []
    for line in lines:
        if len(line) > _MAX_LINE_CHARS or _ASIDE.search(
            re.sub(r"\[[\d,\s–-]{1,30}\]|\([^()]{0,40}\)", " ", line)
        ):
            continue
        named = persons(line)
        if found and len(named) == 1 and "," in line:
            continue  # "Ann Arbor, Michigan" is the place of the one before
        found += [name for name in named if name not in found]
    return tuple(found)


def _doi(lines: Sequence[str]) -> str:
    """Return the DOI of the paper, if the lines name one and no other."""
    from generator.reading.pdf.identity.dois import dois_in

    stated = {doi for line in lines if re.search(r"\bdoi\b", line, re.IGNORECASE) for doi in dois_in(line)}
    return stated.pop() if len(stated) == 1 else ""


def _bare(text: str) -> str:
    return re.sub(r"\W+", "", text).casefold()

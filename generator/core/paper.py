"""A paper as read: metadata, and sections of paragraphs of sentences that know their place.

The canonical text of a paper is one string. Every sentence is a slice of it, so that two offsets identify a
quote for good. It contains section titles and sentences in reading order. A blank line separates paragraphs
and titles, one space the sentences of a paragraph, a line break the rows of a table and the items of a list,
and `` | `` the cells of a row.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal, get_args

from generator.core.formats import Format

SectionKind = Literal[
    "front",  # title, authors, affiliations, keywords, dates
    "abstract",
    "introduction",
    "methods",
    "results",
    "discussion",
    "availability",  # data and code availability, resources, supplementary material
    "back",  # acknowledgements, funding, ethics, contributions, competing interests
    "references",
    "checklist",  # filled in by the authors about their paper; a claim, not evidence
    "furniture",  # running headers and footers, page numbers, banners, line numbers
    "other",
]
SECTION_KINDS: tuple[SectionKind, ...] = get_args(SectionKind)

# In place of a sign on the page for which the file gives no character. A text with it is no verbatim quote,
# and it is unknown whether a number next to it is positive, a bound or a power.
UNREADABLE = "\ufffd"

# Titles of sections in which, besides declarations, many other things are written.
_THANKS = re.compile(r"acknowledge?|thanks|author|contribut|supplement|supporting|appendi", re.IGNORECASE)


def is_statement(kind: SectionKind, title: str) -> bool:
    """Return True if a section of this kind and title is a declaration, such as of funding or interests."""
    return kind in ("back", "availability") and bool(title) and not _THANKS.search(title)


Role = Literal["prose", "list", "caption", "table"]


@dataclass(frozen=True, slots=True)
class Person:
    """A person's name as printed: ``given`` may be empty for organisations."""

    family: str
    given: str = ""

    def __str__(self) -> str:
        return f"{self.given} {self.family}".strip()


@dataclass(frozen=True, slots=True)
class Metadata:
    """Bibliographic data; the fields mean the same as in CSL-JSON."""

    title: str = ""
    authors: tuple[Person, ...] = ()
    year: int | None = None
    venue: str = ""  # CSL: container-title
    doi: str = ""  # bare, lower case: 10.1000/abc
    arxiv: str = ""  # bare: 2401.00010
    arxiv_version: str = ""  # of the text that was read, if known: v2
    url: str = ""
    licence: str = ""  # SPDX id or URL as given by the source
    abstract: str = ""
    type: str = "article-journal"
    language: str = ""  # of the text, as a tag (BCP 47): en, de-AT
    visibility: Literal["public", "private"] = "public"
    tags: tuple[str, ...] = ()  # written by hand, for question sets that are asked of some papers only
    kinds: tuple[str, ...] = ()  # of study, written by hand too: trial, simulation

    def overlaid(self, other: Metadata) -> Metadata:
        """Return this record with every field that ``other`` fills replaced by that of ``other``."""
        blank = Metadata()
        filled = {
            f.name: getattr(other, f.name)
            for f in dataclasses.fields(other)
            if getattr(other, f.name) != getattr(blank, f.name)
        }
        if filled.get("arxiv", self.arxiv) != self.arxiv:
            filled.setdefault("arxiv_version", "")  # ours belongs to another paper
        return dataclasses.replace(self, **filled)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A slice of the canonical text: ``paper.text[start:end] == text``.

    page: counted from 1, for a PDF or TEI with coordinates. box: left, top, right and bottom in points from
    the page's top left corner, for the same formats; for a sentence that crosses a column or page, the part
    on ``page``. element: nearest id in the source (JATS, HTML). links: targets of the links that the sentence
    shows, in order, whether written out or attached to its words.
    """

    text: str
    start: int
    end: int
    page: int | None = None
    box: tuple[float, float, float, float] | None = None
    element: str | None = None
    links: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Header:
    """The header of a table: how many rows from the top it takes, and the words above each column.

    columns: from left to right, empty for a column without a heading; words that span several columns are
    repeated for each. rows: 0 if it is unknown which rows are the header.
    """

    rows: int = 0
    columns: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return self.rows > 0


NO_HEADER = Header()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Sentences that belong together: prose, the items of a list, a caption, or the rows of a table."""

    role: Role
    sentences: tuple[Sentence, ...]
    header: Header = NO_HEADER  # of a table


@dataclass(frozen=True, slots=True)
class Section:
    """A titled part of a paper. ``level`` is 1 for a top section; ``title`` may be empty."""

    kind: SectionKind
    title: str
    level: int
    paragraphs: tuple[Paragraph, ...]

    @property
    def sentences(self) -> Iterator[Sentence]:
        for paragraph in self.paragraphs:
            yield from paragraph.sentences


@dataclass(frozen=True)
class Paper:
    """A paper in reading order. ``id`` contains only lower-case letters, digits, ``.``, ``_`` and ``-``."""

    id: str
    format: Format
    source: str  # file name; within a project, its path in the folder of papers, with forward slashes
    metadata: Metadata
    text: str
    sections: tuple[Section, ...]
    pages: int | None = None  # PDF only
    warnings: tuple[str, ...] = field(default=())
    version: int = 1  # raised when the paper's file is replaced by one with a materially different text

    @property
    def heads(self) -> tuple[tuple[SectionKind, int, str], ...]:
        """Kind, level and title of each section."""
        return tuple((section.kind, section.level, section.title) for section in self.sections)

    @property
    def text_hash(self) -> str:
        """The hash of text and structure (`paper_hash`) if it is known without computing it; else empty."""
        return ""

    @property
    def layout_hash(self) -> str:
        """The same of `generator.core.fingerprint.layout_hash`."""
        return ""

    def changed(self, **fields: Any) -> Paper:
        """Return the paper with other values of fields, but not of text and sections."""
        return dataclasses.replace(self, **fields)

    def bare(self) -> Paper:
        """Return the paper without its text; titles of sections stay, because they are places."""
        sections = tuple(dataclasses.replace(section, paragraphs=()) for section in self.sections)
        return dataclasses.replace(self, text="", sections=sections)

    @property
    def has_text(self) -> bool:
        """True unless the paper came without its text."""
        return bool(self.text)

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """All sentences in reading order."""
        return tuple(s for section in self.sections for s in section.sentences)

    def to_json(self) -> dict[str, Any]:
        """Return plain data for JSON; ``from_json`` restores an equal paper."""
        return dataclasses.asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Paper:
        """Return the paper that ``to_json`` described. Raises KeyError or TypeError for other data."""
        metadata = dict(data["metadata"])
        metadata["authors"] = tuple(Person(**p) for p in metadata["authors"])
        metadata["tags"], metadata["kinds"] = tuple(metadata["tags"]), tuple(metadata["kinds"])
        sections = tuple(
            Section(
                kind=s["kind"],
                title=s["title"],
                level=s["level"],
                paragraphs=tuple(_paragraph(p) for p in s["paragraphs"]),
            )
            for s in data["sections"]
        )
        return cls(
            id=data["id"],
            format=data["format"],
            source=data["source"],
            metadata=Metadata(**metadata),
            text=data["text"],
            sections=sections,
            pages=data["pages"],
            warnings=tuple(data["warnings"]),
        )


def _paragraph(data: dict[str, Any]) -> Paragraph:
    header = data.get("header")  # missing in papers that were read before tables had headers
    return Paragraph(
        role=data["role"],
        sentences=tuple(_sentence(s) for s in data["sentences"]),
        header=Header(header["rows"], tuple(header["columns"])) if header and header["rows"] else NO_HEADER,
    )


def _sentence(data: dict[str, Any]) -> Sentence:
    box = data["box"]
    return Sentence(
        text=data["text"],
        start=data["start"],
        end=data["end"],
        page=data["page"],
        box=None if box is None else (box[0], box[1], box[2], box[3]),
        element=data["element"],
        links=tuple(data["links"]),
    )

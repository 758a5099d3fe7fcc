"""The text of one block in the making: white space collapsed, links and lines kept."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager

from generator.core.paper import SectionKind
from generator.reading.compose import Block, Link, Span
from generator.reading.links import all_links

# Characters that show nothing and would keep a word from being found: soft hyphen, zero-width
# blanks and joiners, direction marks, byte order mark; and lone surrogates, which no file can hold.
INVISIBLE = dict.fromkeys(
    [0x00AD, 0x180E, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2065), 0xFEFF]
)
CELL = " | "


class Inline:
    """Text that grows piece by piece.

    A run of white space becomes one blank, whichever pieces it comes from; ``gap`` asks for a
    blank between two pieces that must not be glued, ``newline`` ends a row or an item.
    """

    __slots__ = ("_gap", "_pieces", "length", "links", "spans")

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._gap = False
        self.length = 0
        self.links: list[Link] = []
        self.spans: list[Span] = []

    def __bool__(self) -> bool:
        return self.length > 0

    def add(self, text: str | None) -> None:
        """Append ``text``."""
        if not text:
            return
        if not text.isascii():
            text = text.translate(INVISIBLE)
        words = text.split()
        if not words:
            self._gap = True
            return
        piece = " ".join(words)
        if (self._gap or text[0].isspace()) and self._pieces and self._pieces[-1][-1] not in "\n ":
            piece = " " + piece
        self._pieces.append(piece)
        self.length += len(piece)
        self._gap = text[-1].isspace()

    def append(self, other: Inline) -> None:
        """Append another text with its links and elements."""
        if not other:
            return
        if self._gap and self.tail() == " " and self._pieces[-1][-1] not in "\n ":
            self._append(" ")
        at = self.length
        self._append(other.text)
        self._gap = other._gap
        self.links += [Link(x.start + at, x.end + at, x.url) for x in other.links]
        self.spans += [Span(x.start + at, x.end + at, element=x.element) for x in other.spans]

    def gap(self) -> None:
        """Keep what comes next apart from what stands here."""
        self._gap = True

    def newline(self) -> None:
        """End the line, if it holds anything."""
        self._gap = False
        if self._pieces and self._pieces[-1][-1] != "\n":
            self._append("\n")

    def cell(self) -> None:
        """End a cell of a row."""
        self._gap = False
        self._append(CELL)

    def tail(self) -> str:
        """The last character, a blank where white space is due, nothing at the start."""
        if self._gap and self._pieces:
            return " "
        return self._pieces[-1][-1] if self._pieces else ""

    def last_letter(self) -> str:
        """The last character without the accents that are set above it."""
        if self._gap or not self._pieces:
            return self.tail()
        piece = self._pieces[-1]
        return next((c for c in reversed(piece) if not unicodedata.combining(c)), "")

    def before_punctuation(self, text: str) -> None:
        """Insert ``text`` before the punctuation mark that stands at the end."""
        mark = self._pieces[-1][-1]
        self._pieces[-1] = self._pieces[-1][:-1]
        self._append(text + mark)
        self.length -= 1

    def remove_last(self) -> None:
        """Take the last character away."""
        self._pieces[-1] = self._pieces[-1][:-1]
        if not self._pieces[-1]:
            self._pieces.pop()
        self.length -= 1
        self._gap = False

    @contextmanager
    def link(self, url: str | None) -> Iterator[None]:
        """Link what is added within to ``url``; without words of its own, to the character before."""
        start = self.length
        yield
        if url is not None:
            end = self.length
            self.links.append(
                Link(start, end, url) if end > start else Link(max(start - 1, 0), max(start, 1), url)
            )

    @contextmanager
    def element(self, id: str | None) -> Iterator[None]:
        """Mark what is added within as the content of the source's element ``id``."""
        start = self.length
        yield
        if id and self.length > start:
            self.spans.append(Span(start, self.length, element=id))

    @property
    def text(self) -> str:
        """What has been added."""
        return "".join(self._pieces)

    def block(
        self, role: str, *, element: str | None = None, level: int = 1, kind: SectionKind | None = None
    ) -> Block:
        """The block that this text makes; ``element`` is its place where no part names a nearer one."""
        text = self.text
        spans = tuple(self.spans)
        if element and text:
            spans = (*spans, Span(0, len(text), element=element))
        return Block(role, text, level, kind, spans, all_links(text, self.links))  # type: ignore[arg-type]

    def _append(self, piece: str) -> None:
        self._pieces.append(piece)
        self.length += len(piece)

"""The text of one block in the making: white space collapsed, links and lines kept."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from generator.core.paper import NO_HEADER, Header, SectionKind
from generator.reading.compose import Block, BlockRole, Link, Span
from generator.reading.links import all_links

# Characters that show nothing and would keep a word from being found: soft hyphen, zero-width
# blanks and joiners, direction marks, byte order mark; and lone surrogates, which no file can hold. What can
# hide a text besides goes where papers are composed, and is counted.
_INVISIBLE = re.compile("[\u00ad\u180e\u200b-\u200f\u2060-\u2064\ufeff\ud800-\udfff]")
CELL = " | "
# Characters; the items of a list that are longer are paragraphs which happen to bear bullets.
LONG_ITEM = 240


def names(listed: str) -> frozenset[str]:
    """A set of names from one string: thirty element names on three lines instead of thirty."""
    return frozenset(listed.split())


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
            text = _INVISIBLE.sub("", text)
        piece = " ".join(text.split())
        if not piece:
            self._gap = True
            return
        # What stands at the ends of the text and not of the piece is white space.
        pieces = self._pieces
        if (self._gap or text[0] != piece[0]) and pieces and pieces[-1][-1] not in "\n ":
            piece = " " + piece
        self._gap = text[-1] != piece[-1]
        pieces.append(piece)
        self.length += len(piece)

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
        self.spans += [replace(x, start=x.start + at, end=x.end + at) for x in other.spans]

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

    def close(self) -> None:
        """Let what comes next follow without a blank."""
        self._gap = False

    def colon(self) -> None:
        """End a term that is explained next."""
        self._gap = False
        self._append(":")
        self._gap = True

    def tail(self) -> str:
        """The last character, a blank where white space is due, nothing at the start."""
        if self._gap and self._pieces:
            return " "
        return self._pieces[-1][-1] if self._pieces else ""

    def ending(self, length: int) -> str:
        """The last ``length`` characters, or all where there are fewer."""
        end = ""
        for piece in reversed(self._pieces):
            if len(end) >= length:
                break
            end = piece + end
        return end[-length:]

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
        self,
        role: BlockRole,
        *,
        element: str | None = None,
        level: int = 1,
        kind: SectionKind | None = None,
        header: Header = NO_HEADER,
    ) -> Block:
        """The block that this text makes; ``element`` is its place where no part names a nearer one."""
        text = self.text
        spans: list[Span] = []
        at = 0  # spans of a block are in order and do not overlap: the gaps are the element's own
        for span in sorted(self.spans, key=lambda s: s.start):
            if span.start < at:
                continue
            if element and span.start > at:
                spans.append(Span(at, span.start, element=element))
            spans.append(span)
            at = span.end
        if element and at < len(text):
            spans.append(Span(at, len(text), element=element))
        links = all_links(text, self.links)
        return Block(role, text, level, kind, tuple(spans), links, header)

    def _append(self, piece: str) -> None:
        self._pieces.append(piece)
        self.length += len(piece)

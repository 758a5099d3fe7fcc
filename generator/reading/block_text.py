"""Building the text of one block piece by piece: white space is collapsed, links and line breaks are kept."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

from generator.core.paper import NO_HEADER, UNREADABLE, Header, SectionKind
from generator.reading.compose import BlockLink, BlockRole, PaperBlock, Span
from generator.reading.web_addresses import all_links

# Invisible characters that would keep a word from being found: soft hyphen, zero-width blanks and joiners,
# direction marks, byte order mark; and lone surrogates, which no file can contain. Characters that can hide a
# text are removed and counted in `compose`.
_INVISIBLE = re.compile("[\u00ad\u180e\u200b-\u200f\u2060-\u2064\ufeff\ud800-\udfff]")
_LIGATURES = {0xFB00 + n: letters for n, letters in enumerate(("ff", "fi", "fl", "ffi", "ffl", "st", "st"))}
_LIGATURE = re.compile("[\ufb00-\ufb06]")
CELL = " | "  # between the cells of a row
FORMULA = (
    f"[formula {UNREADABLE}]"  # in place of one that is shown as a picture, or whose order is not certain
)
_QUOTES = ("“", "”"), ("‘", "’")
_QUOTATION_CHARS = 2000  # before a quotation, in which another one may be open
_CLOSING = frozenset(".,;:!?)]")
_QUOTATION_MARKS = frozenset("\"'“”„‚‘«»‹›")
LONG_ITEM = 240  # characters; longer items of a list are paragraphs with bullets


def names(listed: str) -> frozenset[str]:
    """Return the words of ``listed`` as a set, so that thirty element names take three lines of code."""
    return frozenset(listed.split())


class Script(NamedTuple):
    """A superscript or subscript in a text, with the mark before it; ``start:end`` are its characters.

    base: the character that it belongs to. is_note: written as the number of a note, in brackets.
    """

    start: int
    end: int
    inside: str
    base: str
    mark: str
    raised: bool
    is_note: bool = False


class Inline:
    """A text that grows piece by piece.

    A run of white space becomes one blank, even if it comes from several pieces. ``gap`` asks for a blank
    between two pieces that must not run together; ``newline`` ends a row or an item.

    >>> line = Inline()
    >>> line.add("Seeds ")
    >>> line.add("  were 1")
    >>> line.gap()
    >>> line.add("and 2.")
    >>> line.text
    'Seeds were 1 and 2.'
    """

    __slots__ = ("_before_next", "_gap", "_pieces", "length", "links", "script", "spans")

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._gap = False
        self._before_next: Callable[[str], None] | None = None
        self.length = 0
        self.script: Script | None = None  # the last one, see `generator.reading.raised`
        self.links: list[BlockLink] = []
        self.spans: list[Span] = []

    def __bool__(self) -> bool:
        return self.length > 0

    def add(self, text: str | None) -> None:
        """Append ``text``."""
        if not text:
            return
        if not text.isascii():
            text = _INVISIBLE.sub("", text)
            if _LIGATURE.search(text):
                text = text.translate(_LIGATURES)
        if self._before_next is not None:
            self._call_before(text)
        piece = " ".join(text.split())
        if not piece:
            self._gap = True
            return
        # If the first characters of text and piece differ, the text begins with white space.
        pieces = self._pieces
        if (self._gap or text[0] != piece[0]) and pieces and pieces[-1][-1] not in "\n ":
            piece = " " + piece
        self._gap = text[-1] != piece[-1]
        pieces.append(piece)
        self.length += len(piece)

    def append(self, other: Inline) -> None:
        """Append another text with its links and spans."""
        if not other:
            return
        if self._before_next is not None:
            self._call_before(other.text)
        if self._gap and self.tail() == " " and self._pieces[-1][-1] not in "\n ":
            self._append(" ")
        at = self.length
        self._append(other.text)
        self._gap = other._gap
        self.links += [BlockLink(x.start + at, x.end + at, x.url) for x in other.links]
        self.spans += [x._replace(start=x.start + at, end=x.end + at) for x in other.spans]

    def before_next(self, act: Callable[[str], None] | None) -> None:
        """Call ``act`` with the next piece before it is appended; None calls nothing."""
        self._before_next = act

    def gap(self) -> None:
        """Put a blank before the next piece."""
        self._gap = True

    def newline(self) -> None:
        """End the line unless it is empty."""
        self._gap = False
        if self._pieces and self._pieces[-1][-1] != "\n":
            self._append("\n")

    def cell(self) -> None:
        """End a cell of a row."""
        self._gap = False
        self._append(CELL)

    def close(self) -> None:
        """Put no blank before the next piece."""
        self._gap = False

    def colon(self) -> None:
        """End a term whose explanation follows."""
        self._gap = False
        self._append(":")
        self._gap = True

    def tail(self) -> str:
        """Return the last character, or the blank before the next piece; nothing if there is no text."""
        if self._gap and self._pieces:
            return " "
        return self._pieces[-1][-1] if self._pieces else ""

    def ending(self, length: int) -> str:
        """Return the last ``length`` characters, or all if there are fewer."""
        end = ""
        for piece in reversed(self._pieces):
            if len(end) >= length:
                break
            end = piece + end
        return end[-length:]

    def last_letter(self) -> str:
        """Return the last character, without combining accents."""
        if self._gap or not self._pieces:
            return self.tail()
        piece = self._pieces[-1]
        return next((c for c in reversed(piece) if not unicodedata.combining(c)), "")

    def before_punctuation(self, text: str) -> None:
        """Insert ``text`` before the punctuation mark at the end."""
        mark = self._pieces[-1][-1]
        self._pieces[-1] = self._pieces[-1][:-1]
        self._append(text + mark)
        self.length -= 1

    def replace(self, start: int, end: int, text: str) -> None:
        """Replace the characters ``start:end``; links and spans keep their words."""
        tail, at = "", self.length  # the end of the text, from the piece on in which the place is
        while at > start:
            tail = self._pieces.pop() + tail
            at = self.length - len(tail)
        self._pieces += [piece for piece in (tail[: start - at], text, tail[end - at :]) if piece]
        by = len(text) - (end - start)
        self.length += by
        self.links = [
            BlockLink(x.start + by * (x.start >= end), x.end + by * (x.end >= end), x.url) for x in self.links
        ]
        self.spans = [
            x._replace(start=x.start + by * (x.start >= end), end=x.end + by * (x.end >= end))
            for x in self.spans
        ]

    def remove_last(self) -> None:
        """Remove the last character."""
        self._pieces[-1] = self._pieces[-1][:-1]
        if not self._pieces[-1]:
            self._pieces.pop()
        self.length -= 1
        self._gap = False

    @contextmanager
    def link(self, url: str | None) -> Iterator[None]:
        """Link the text added within to ``url``; if none is added, link the character before."""
        start = self.length
        yield
        if url is not None:
            end = self.length
            self.links.append(
                BlockLink(start, end, url)
                if end > start
                else BlockLink(max(start - 1, 0), max(start, 1), url)
            )

    @contextmanager
    def element(self, id: str | None) -> Iterator[None]:
        """Mark the text added within as the content of the source's element ``id``."""
        start = self.length
        yield
        if id and self.length > start:
            self.spans.append(Span(start, self.length, element=id))

    @property
    def text(self) -> str:
        """The text so far."""
        return "".join(self._pieces)

    def block(
        self,
        role: BlockRole,
        *,
        element: str | None = None,
        level: int = 1,
        kind: SectionKind | None = None,
        header: Header = NO_HEADER,
    ) -> PaperBlock:
        """Return this text as a block; ``element`` is the id for the parts that have none of their own."""
        text = self.text
        spans: list[Span] = []
        at = 0  # spans of a block are in order and do not overlap; text between them belongs to ``element``
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
        return PaperBlock(role, text, level, kind, tuple(spans), links, header)

    def _call_before(self, text: str) -> None:
        act, self._before_next = self._before_next, None
        if act is not None:
            act(text)

    def _append(self, piece: str) -> None:
        self._pieces.append(piece)
        self.length += len(piece)


def add_quoted(line: Inline, write: Callable[[], None], *, within: bool = False) -> None:
    """Append what ``write`` appends, in the quotation marks that a browser draws around it.

    None are added where the text has its own; a quotation within one has single marks. within: it is within
    another one, even if the line does not show that.
    """
    before = line.ending(_QUOTATION_CHARS)
    if before[-1:] in _QUOTATION_MARKS:
        write()
        return
    opening, closing = _QUOTES[within or before.count("“") > before.count("”")]
    line.add(opening)
    line.close()
    write()
    line.close()
    line.add(closing)


def leave_out_struck(line: Inline, inside: str) -> None:
    """Leave out the struck words ``inside``: a word stays whole around them, two words or numbers apart."""
    at = line.length
    parts = inside[:1].isspace() or inside[-1:].isspace() or line.last_letter().isdigit()

    def keep(text: str) -> None:
        if line.length != at:
            return
        if text[0] in _CLOSING:
            line.close()
        elif parts and text[0].isalnum():
            line.gap()

    line.before_next(keep)

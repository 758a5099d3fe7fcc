"""The place of a quote in a PDF: its sentences on their page, its lines, and pictures of them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from generator.core.paper import Paper
from generator.core.snippet import Snippet

__all__ = ["Box", "LocatedQuote", "QuoteLine", "QuotePicture", "SentenceBox", "sentence_boxes"]

# Left, top, right, bottom, from the top left corner of the page as shown.
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class SentenceBox:
    """A sentence that begins on ``page``, within ``box`` (in points)."""

    page: int
    box: Box
    text: str


@dataclass(frozen=True, slots=True)
class QuoteLine:
    """The words of a quote in one line. box: as shares of the page's width and height, 0 to 1."""

    page: int
    box: Box


@dataclass(frozen=True, slots=True)
class QuotePicture:
    """A part of a page with a quote marked in it, as WebP. width, height: of the display, in pixels."""

    page: int
    width: int
    height: int
    data: bytes


@dataclass(frozen=True, slots=True)
class LocatedQuote:
    """A quote located in its PDF: its lines in reading order, and at most two pictures of them."""

    lines: tuple[QuoteLine, ...]
    pictures: tuple[QuotePicture, ...] = ()


def sentence_boxes(paper: Paper, snippet: Snippet) -> tuple[SentenceBox, ...]:
    """Return the sentences of ``paper`` in a snippet's focus; none if today's text does not contain them.

    An answer may be older than today's reading of the paper. Then its offsets mean nothing, and its words are
    searched for; words that occur twice are not used, because it is unknown which were meant.
    """
    start = _start(paper.text, snippet)
    if start is None:
        return ()
    moved = start - snippet.place.start
    focus = snippet.focus or ((snippet.place.start, snippet.place.end),)
    return tuple(dict.fromkeys(s for a, b in sorted(focus) for s in _between(paper, a + moved, b + moved)))


def _start(text: str, snippet: Snippet) -> int | None:
    words, start = snippet.text, snippet.place.start
    if not words or len(words) != snippet.place.end - start:
        return None
    if text.startswith(words, start):
        return start
    found = text.find(words)
    return found if found >= 0 and text.find(words, found + 1) < 0 else None


def _between(paper: Paper, start: int, end: int) -> Iterator[SentenceBox]:
    """Yield the sentences between two offsets that have a place on a page."""
    sentences = paper.sentences
    first = max(bisect_right(sentences, start, key=lambda s: s.start) - 1, 0)
    for sentence in sentences[first:]:
        if sentence.start >= end:
            return
        if sentence.end > start and sentence.page is not None and sentence.box is not None:
            yield SentenceBox(sentence.page, sentence.box, sentence.text)

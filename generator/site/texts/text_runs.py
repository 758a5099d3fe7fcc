"""Stretches of a paper's text -> runs of words (plain, marked or linked); no mark-up yet."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from urllib.parse import urlsplit

from markupsafe import Markup

from generator.core import Paper
from generator.site.content.encoding import Markdown, clean, shortened, web_link
from generator.site.content.page_links import TextLink, linked
from generator.site.texts.marking import QuoteMark

_MAX_ADDRESS = 50  # characters shown of an address that is not in the words themselves
_BLANK, _NONE = Markup(" "), Markup("")


@dataclass(frozen=True, slots=True)
class TextRun:
    """Words of one kind. pieces: the words, split where links begin and end. gap: the blank after them, if
    any.

    marks: those that begin here; ended: those that end here. marked: True if a quote rests on the words.
    added: True if they are not words of the paper, but the address of a link, shown after its words.
    """

    pieces: tuple[TextLink, ...]
    gap: Markup = _NONE
    marked: bool = False
    added: bool = False
    marks: tuple[QuoteMark, ...] = ()
    ended: tuple[QuoteMark, ...] = ()

    @property
    def text(self) -> str:
        return "".join(f"{piece.text}{piece.after}" for piece in self.pieces)


class TextRuns:
    """The runs of a paper's text. Request stretches in reading order: a mark begins and ends once."""

    def __init__(self, paper: Paper, marks: Sequence[QuoteMark]) -> None:
        self.text = paper.text
        self._hidden = {s.end: links for s in paper.sentences if (links := _hidden(s.text, s.links))}
        self._covered = _united((m.start, m.end) for m in marks)
        self._bounds = sorted({*(b for m in marks for b in (m.start, m.end)), *self._hidden})
        self._to_begin = list(marks)
        self._to_end = sorted(marks, key=lambda m: m.end)

    @property
    def left(self) -> tuple[QuoteMark, ...]:
        """Marks that no stretch has shown; links lead to them all the same."""
        return tuple(self._to_begin)

    def of(self, start: int, end: int) -> tuple[TextRun, ...]:
        """Return the runs of a stretch."""
        first, last = bisect_right(self._bounds, start), bisect_left(self._bounds, end)
        found: list[TextRun] = []
        for a, b in pairwise([start, *self._bounds[first:last], end]):
            if found and self.text[a:b][:1].isspace():
                found[-1] = replace(found[-1], gap=_BLANK)
            found += self._between(a, b)
        return tuple(found)

    def _between(self, start: int, end: int) -> Iterator[TextRun]:
        """Yield the runs of a stretch that is marked as a whole or not at all."""
        raw = self.text[start:end]
        words = clean(raw)
        if not words:
            return
        pieces = linked(words) if "://" in words else (TextLink(words, "", Markdown()),)
        added = [TextLink(_address(href), href, Markdown()) for href in self._hidden.get(end, ())]
        last = _BLANK if raw[-1:].isspace() else _NONE
        yield TextRun(
            tuple(replace(piece, text=piece.text.strip()) for piece in pieces),
            gap=_BLANK if added else last,
            marked=self._is_marked(start),
            marks=self._taken(self._to_begin, end, by_start=True),
            ended=self._taken(self._to_end, end, by_start=False),
        )
        for number, link in enumerate(added, 1):
            yield TextRun((link,), gap=last if number == len(added) else _BLANK, added=True)

    def _is_marked(self, at: int) -> bool:
        number = bisect_right(self._covered, (at, len(self.text) + 1)) - 1
        return number >= 0 and self._covered[number][1] > at

    def _taken(self, waiting: list[QuoteMark], end: int, *, by_start: bool) -> tuple[QuoteMark, ...]:
        """Remove and return the marks that begin before ``end`` (by_start), or that end at or before it."""
        found: list[QuoteMark] = []
        while waiting and (waiting[0].start < end if by_start else waiting[0].end <= end):
            found.append(waiting.pop(0))
        return tuple(found)


def _united(stretches: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    united: list[tuple[int, int]] = []
    for start, end in sorted(stretches):
        if united and start <= united[-1][1]:
            united[-1] = united[-1][0], max(end, united[-1][1])
        else:
            united.append((start, end))
    return united


def _hidden(words: str, links: Iterable[str]) -> tuple[str, ...]:
    """Return the targets of links that the words themselves do not show."""
    hrefs = (web_link(link) for link in links)
    return tuple(dict.fromkeys(h for h in hrefs if h and h.partition("://")[2].rstrip("/") not in words))


def _address(href: str) -> str:
    parts = urlsplit(href)
    return shortened(f"{parts.netloc}{parts.path}".rstrip("/"), _MAX_ADDRESS)

"""Evidence as a reader sees it: the passage, the words that answer, the place, the link to the source."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from generator.core import Place, SearchedPassage, Snippet
from generator.core.paper import UNREADABLE, SectionKind
from generator.core.snippet import CLOSEST
from generator.core.table_sentences import TableRow
from generator.site.content.encoding import Markdown, clean, web_link
from generator.site.content.language import format_message, message, translated
from generator.site.content.page_links import TextLink, anchor
from generator.site.content.quote_length import first_words
from generator.site.texts.text_places import QuoteSource

# The label of a caption, as in "Table 2."; in a sentence that mentions a table, no such sign follows.
_EXHIBIT = re.compile(
    r"((?:Supplementary |Extended Data )?(?:Table|Tab\.|Figure|Fig\.?|FIGURE|TABLE|Box|Scheme) "
    r"[A-Z]?[0-9]{1,3}[A-Za-z]?)[.:|]"
)
# Up to this many cells of a row are shown next to each other; if there are more, each has its own line.
_MAX_ABREAST = 6


@dataclass(frozen=True, slots=True)
class MarkedRun:
    """Words of a sentence. marked: they answer the question; the rest of the sentence does not."""

    text: str
    marked: bool


@dataclass(frozen=True, slots=True)
class QuotePart:
    """A part of a quote's text. focus: it holds sentences that answer, not their neighbours.

    start, end: offsets into the paper's text; -1 if the text is not a slice of it. runs: the words of a
    focus, some of them marked; a page puts a blank between two runs.
    """

    text: str
    focus: bool
    start: int = -1
    end: int = -1
    runs: tuple[MarkedRun, ...] = ()


@dataclass(frozen=True, slots=True)
class ShownPicture:
    """A picture of the place of a quote. src: relative link. width, height: pixels. alt: text alternative."""

    src: Markdown
    width: int
    height: int
    alt: str


@dataclass(frozen=True, slots=True)
class QuoteCell:
    """A cell of a table row with its heading.

    printed: the paper prints the cell in this row, not once for several rows.
    """

    heading: str
    text: str
    printed: bool


@dataclass(frozen=True, slots=True)
class Quote:
    """A piece of evidence. number: from 1, as cited. place: ``Methods, p. 4``. href: link into the source.

    text_href: link into the text on this site; either link may be empty. repeats: the page shows the same
    passage further up; ``anchor`` is then the anchor of that quote, and there are no parts. row: for a row of
    a table, its caption and each cell with its heading. pictures: of the place in the PDF.
    """

    number: int
    anchor: Markdown
    parts: tuple[QuotePart, ...]
    place: str
    href: str
    links: tuple[TextLink, ...]
    repeats: bool = False
    row: TableRow | None = None
    pictures: tuple[ShownPicture, ...] = ()
    text_href: str = ""

    @property
    def unreadable(self) -> bool:
        """True if a character could not be read from the file, so that the quote is not verbatim."""
        return any(UNREADABLE in part.text for part in self.parts)

    @property
    def cells(self) -> tuple[QuoteCell, ...]:
        """The cells of its table row; empty for text."""
        printed = " ".join(part.text for part in self.parts)
        return tuple(QuoteCell(h, c, c in printed) for h, c in self.row.cells) if self.row else ()

    @property
    def abreast(self) -> bool:
        """True if the cells are shown next to each other; if there are more, each has its own line."""
        return len(self.cells) <= _MAX_ABREAST

    @property
    def headed(self) -> bool:
        """True if any cell has a heading."""
        return any(cell.heading for cell in self.cells)

    @property
    def context(self) -> bool:
        """True if neighbours of the words that answer are shown."""
        return any(not p.focus for p in self.parts)


@dataclass(frozen=True, slots=True)
class SearchedSection:
    """A section that was searched: its title, its pages as text (may be empty), number of passages."""

    section: str
    pages: str
    passages: int


def quotes_of(
    snippets: Mapping[int, Snippet],
    name: Markdown,
    source: QuoteSource,
    above: Mapping[tuple[str, int], Markdown] | None = None,
    *,
    cited: bool = True,
) -> tuple[Quote, ...]:
    """Return the snippets as quotes for a page. snippets: by the number under which they are cited.

    name: beginning of their anchors. source: where they can be read. above: text and offset of snippets that
    the page shows already -> their anchors. cited: the answer shown rests on them. The order stays.
    Neighbours that another of the quotes shows already are left out, so that no text appears twice.
    """
    known = above or {}
    repeated = {
        n: Quote(n, known[key], (), place_of(s.place), "", (), True)
        for n, s in snippets.items()
        if (key := (s.text, s.place.start)) in known
    }
    order = tuple(snippets)
    snippets = {n: s for n, s in snippets.items() if n not in repeated}
    parts = {n: list(parts_of(s)) for n, s in snippets.items()}
    shown = {n: [(p.start, p.end) for p in parts[n] if p.focus] for n in snippets}
    quotes = {}
    for number, snippet in snippets.items():
        others = [run for n, runs in shown.items() if n != number for run in runs]
        kept = tuple(p for part in parts[number] if (p := _without(part, others)) is not None)
        shown[number] = [(p.start, p.end) for p in kept]
        quotes[number] = _quote(snippet, kept, anchor(name, f"e{number}"), source, number, cited=cited)
    found = quotes | repeated
    return tuple(found[number] for number in order)


def _without(part: QuotePart, shown: list[tuple[int, int]]) -> QuotePart | None:
    """Return a part without the neighbours shown elsewhere at either end; None if nothing is left."""
    if part.focus:
        return part
    start, end = part.start, part.end
    for first, last in sorted(shown):
        if first <= start < last:
            start = last
    for first, last in sorted(shown, reverse=True):
        if first < end <= last:
            end = first
    text = part.text[start - part.start : end - part.start] if start < end else ""
    return QuotePart(text, False, start, end) if clean(text) else None


def _quote(
    snippet: Snippet,
    parts: tuple[QuotePart, ...],
    name: Markdown,
    source: QuoteSource,
    number: int,
    *,
    cited: bool,
) -> Quote:
    href, text_href = source.hrefs(snippet, first_words(_words(snippet, parts)), cited=cited)
    links = {clean(link): web_link(link) for link in snippet.links if clean(link)}
    return Quote(
        number=number,
        anchor=name,
        parts=parts,
        place=place_in(snippet, parts),
        href=href,
        links=tuple(TextLink(text, href, Markdown()) for text, href in links.items()),
        row=snippet.row,
        text_href=text_href,
    )


def parts_of(snippet: Snippet) -> Iterator[QuotePart]:
    """Yield the snippet's text, split where the words that answer begin and end.

    All of it counts as focus if no focus is known, or if the text is not a slice of the paper, so that
    offsets into the paper do not apply to it.
    """
    text, origin = snippet.text, snippet.place.start
    if len(text) != snippet.place.end - origin:
        yield QuotePart(text, True, runs=(MarkedRun(text, True),))
        return
    if not snippet.focus:
        yield QuotePart(text, True, origin, snippet.place.end, tuple(_runs(snippet, 0, len(text))))
        return
    done = 0
    for start, end in _merged(snippet, origin):
        if clean(text[done:start]):
            yield QuotePart(text[done:start], False, origin + done, origin + start)
        yield QuotePart(
            text[start:end], True, origin + start, origin + end, tuple(_runs(snippet, start, end))
        )
        done = end
    if clean(text[done:]):
        yield QuotePart(text[done:], False, origin + done, snippet.place.end)


def _runs(snippet: Snippet, first: int, last: int) -> Iterator[MarkedRun]:
    """Yield a slice of the snippet's text, split where marks begin and end; without marks, all is marked."""
    text, done = snippet.text, first
    marks = [(a - snippet.place.start, b - snippet.place.start) for a, b in sorted(snippet.marks)]
    marks = [(a, b) for a, b in marks if first <= a < b <= last]
    if not marks:
        yield MarkedRun(text[first:last], True)
        return
    for start, end in marks:
        if before := text[done:start].strip():
            yield MarkedRun(before, False)
        yield MarkedRun(text[start:end], True)
        done = end
    if after := text[done:last].strip():
        yield MarkedRun(after, False)


def _merged(snippet: Snippet, origin: int) -> list[tuple[int, int]]:
    """Return the focus as offsets into the snippet's text, joined across white space."""
    text = snippet.text
    merged: list[tuple[int, int]] = []
    for a, b in sorted(snippet.focus):
        start, end = max(a - origin, 0), min(b - origin, len(text))
        if start >= end or not clean(text[start:end]):
            continue
        if merged and not clean(text[merged[-1][1] : start]):
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged or [(0, len(text))]


def place_in(snippet: Snippet, parts: tuple[QuotePart, ...]) -> str:
    """Return the place of a passage in words, beginning with its table or caption if it is from one."""
    table = _EXHIBIT.match(snippet.row.caption) if snippet.row else None
    caption = None if snippet.row else _EXHIBIT.match(_words(snippet, parts))
    if table:
        shown = table[1]
    elif caption:
        shown = format_message("Caption of %(table)s", table=caption[1])
    else:
        shown = translated("Table") if snippet.row else ""
    return ", ".join(filter(None, (clean(shown), place_of(snippet.place))))


def _words(snippet: Snippet, parts: tuple[QuotePart, ...]) -> str:
    return next((p.text for p in parts if p.focus), snippet.text)


def place_of(place: Place) -> str:
    """Return section title and page in words, as far as they are known."""
    section = clean(place.section).rstrip(".:") or translated(_KINDS.get(place.kind, ""))
    page = format_message("p. %(pages)s", pages=place.page) if place.page is not None else ""
    return ", ".join(part for part in (section, page) if part)


def sections_searched(searched: tuple[SearchedPassage, ...]) -> tuple[SearchedSection, ...]:
    """Return the sections that were searched, in the order of the paper, with pages and counts."""
    sections: dict[str, list[SearchedPassage]] = {}
    for item in sorted(searched, key=lambda s: s.place.start):
        name = clean(item.place.section) or translated(
            _KINDS.get(item.place.kind, message("Untitled section"))
        )
        sections.setdefault(name, []).append(item)
    return tuple(
        SearchedSection(
            name, page_range([s.place.page for s in items if s.place.page is not None]), len(items)
        )
        for name, items in sections.items()
    )


def page_range(pages: list[int]) -> str:
    """Return pages as text: ``p. 3``, ``pp. 3–5, 9``; empty for none."""
    runs: list[list[int]] = []
    for page in sorted(set(pages)):
        if runs and page == runs[-1][-1] + 1:
            runs[-1].append(page)
        else:
            runs.append([page])
    if not runs:
        return ""
    text = ", ".join(str(r[0]) if len(r) == 1 else f"{r[0]}–{r[-1]}" for r in runs)
    form = message("p. %(pages)s") if text.isdecimal() else message("pp. %(pages)s")
    return format_message(form, pages=text)


def closest(searched: tuple[SearchedPassage, ...], name: str, source: QuoteSource) -> tuple[Quote, ...]:
    """Return the passages closest to an answer, best first, as far as the ledger keeps their text."""
    found: list[Quote] = []
    for item in sorted(searched, key=lambda s: -s.score):
        if clean(item.text):
            number = len(found) + 1
            snippet = Snippet(item.text, item.place)
            parts = tuple(parts_of(snippet))
            found.append(_quote(snippet, parts, anchor(name, f"s{number}"), source, number, cited=False))
        if len(found) == CLOSEST:
            break
    return tuple(found)


_KINDS: dict[SectionKind, str] = {
    "front": message("Front matter"),
    "abstract": message("Abstract"),
    "introduction": message("Introduction"),
    "methods": message("Methods"),
    "results": message("Results"),
    "discussion": message("Discussion"),
    "availability": message("Availability"),
    "back": message("Back matter"),
    "references": message("References"),
    "checklist": message("The authors’ checklist"),
}

"""From a PDF file to a Paper: each step in its order."""

from __future__ import annotations

import dataclasses
import gc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pypdfium2.raw as pdfium

from generator.core.counting import counted
from generator.core.paper import Metadata, Paper
from generator.errors import UnreadablePaper
from generator.reading.compose import Block, PaperFile, Span, compose
from generator.reading.pdf.annotations import attach, link_boxes
from generator.reading.pdf.blocks import Setter, blocks_of
from generator.reading.pdf.code import mark_code
from generator.reading.pdf.document import information, opened
from generator.reading.pdf.float_notes import mark_float_notes
from generator.reading.pdf.floats import rows_of
from generator.reading.pdf.flow import pieces_of
from generator.reading.pdf.fonts import Fonts
from generator.reading.pdf.formulas import mark_formulas
from generator.reading.pdf.frame import Box
from generator.reading.pdf.front import part_front
from generator.reading.pdf.furniture import Page, part_furniture
from generator.reading.pdf.identity.covers import part_covers
from generator.reading.pdf.identity.embedded import embedded
from generator.reading.pdf.items import mark_items
from generator.reading.pdf.joining import join
from generator.reading.pdf.ligatures import restore
from generator.reading.pdf.line_numbers import part_line_numbers
from generator.reading.pdf.lines import build_lines
from generator.reading.pdf.metadata import metadata_of
from generator.reading.pdf.ocr import NO_TEXT, Recogniser
from generator.reading.pdf.paper_title import find_title
from generator.reading.pdf.paragraphs import Piece
from generator.reading.pdf.remnants import mark_remnants
from generator.reading.pdf.retold import as_drawn, count_untrue
from generator.reading.pdf.style import body_style
from generator.reading.pdf.text import vocabulary
from generator.reading.pdf.titles import sure_titles
from generator.reading.pdf.words import TextPage, read_words
from generator.reading.recognition import Scanned

MAX_PAGES = 2000
_MIN_CHARACTERS = 100  # a page; pages of scans have a stamp at most
_MAX_LINES = 10  # of warnings about hidden characters
_RETOLD = 12  # letters of one page that the file gives in place of what it draws: more than a few signs
_MAX_UNMAPPED = 0.3  # share of glyphs without a character


def read_pdf(
    path: Path, *, id: str, max_pages: int = MAX_PAGES, recogniser: Recogniser | None = None
) -> Paper:
    """The paper in a PDF file. Boxes are in points from the top left corner of the page as shown.

    recogniser: reads the pages that have no text layer. Raises UnreadablePaper where the file is no PDF, is
    empty, encrypted, damaged, has more than ``max_pages`` pages, or no text (Scanned: no text layer), or
    almost none.
    """
    with _uncollected():
        return _read(path, id, max_pages, recogniser)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without searches for cycles: words and lines form none, and looking costs 3 % of the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _read(path: Path, id: str, max_pages: int, recogniser: Recogniser | None) -> Paper:
    with opened(path, max_pages) as (document, count, data):
        fonts = Fonts(data)
        pages = _pages(document, count, path, fonts, recogniser)
        info = {
            key: information(document, key)
            for key in ("Title", "Author", "Subject", "Keywords", "CreationDate", "doi")
        }
    info |= embedded(path)
    if better := fonts.without_useless_maps():
        with opened(path, max_pages, better) as (document, count, data):
            pages = _pages(document, count, path, Fonts(data), recogniser)
    if any(page.text.retold >= _RETOLD for page in pages):
        pages = _as_drawn(pages, path, better or data, recogniser)
    _check_text(pages, path, recogniser)
    part_covers(pages)
    part_furniture(pages)
    pieces = _pieces(pages, info["Title"])
    blocks, aside = _blocks(pages, pieces)
    warnings = [f"page {p.number} has no text" for p in pages if p.text.characters < NO_TEXT]
    warnings += _left_out(pages)
    warnings += recogniser.warnings() if recogniser else []
    file = PaperFile(id, "pdf", path.name, Metadata(), pages=count)
    paper = compose(file, blocks, furniture=[*_furniture(pages), *aside], warnings=warnings)
    return dataclasses.replace(paper, metadata=metadata_of(paper, pages, pieces, info))


def _as_drawn(pages: list[Page], path: Path, data: bytes, recogniser: Recogniser | None) -> list[Page]:
    """The pages by their glyphs alone, not by the words that the file gives in place of them."""
    drawn = as_drawn(data)
    if drawn is None:
        return pages
    with opened(path, len(pages), drawn.data) as (document, count, read):
        again = _pages(document, count, path, Fonts(read), recogniser)
    if sum(page.text.unmapped for page in again) > sum(page.text.unmapped for page in pages):
        return pages  # glyphs without characters: there what the file gives is all there is
    count_untrue([page.text for page in again], drawn.said)
    return again


def _left_out(pages: list[Page]) -> list[str]:
    """A line for each page with hidden characters; after ten, one for the others together."""
    counts = [(page.number, page.text.hidden) for page in pages if page.text.hidden]
    lines = [
        f"page {number}: {counted(count, 'hidden character')} left out"
        for number, count in counts[:_MAX_LINES]
    ]
    if others := counts[_MAX_LINES:]:
        total = sum(count for _, count in others)
        lines.append(f"{counted(len(others), 'more page')}: {counted(total, 'hidden character')} left out")
    return lines


def _pieces(pages: list[Page], title: str) -> list[Piece]:
    """The paragraphs of all pages, front matter and abstract marked."""
    lines = [line for page in pages for line in page.lines]
    body = body_style(lines, sure_titles(lines))
    running = " ".join(x.text for page in pages for x in page.furniture)
    first = next((p for p in pages if p.lines), pages[0])
    pieces = pieces_of(pages, body, find_title(first, body, running, title))
    mark_float_notes(pieces, body)
    mark_code(pieces, body)
    mark_formulas(pieces, {page.number: page.text.rules for page in pages})
    part_front(pieces, body)
    mark_remnants(pieces, body)
    return pieces


def _blocks(pages: list[Page], pieces: list[Piece]) -> tuple[list[Block], list[Block]]:
    frames = {page.number: page.text for page in pages}

    def shown(page: int, box: Box) -> Box:
        return frames[page].as_shown(box)

    words = vocabulary(line for page in pages for line in page.lines)
    whole = join(pieces)
    mark_items(whole)
    return blocks_of(whole, Setter(words, shown))


def _pages(document: Any, count: int, path: Path, fonts: Fonts, recogniser: Recogniser | None) -> list[Page]:
    texts: list[TextPage] = []
    for index in range(count):
        page = pdfium.FPDF_LoadPage(document, index)
        if not page:
            raise UnreadablePaper(f"has a damaged page ({index + 1})", path, "fetch the file again")
        text_page = pdfium.FPDFText_LoadPage(page)
        try:
            if not text_page:
                raise UnreadablePaper(f"has damaged text on page {index + 1}", path, "fetch the file again")
            text = read_words(page, text_page, index + 1, fonts)
            if recogniser is not None:
                recogniser.read(page, text)
            attach(link_boxes(document, page, text.frame), text.words)
        finally:
            pdfium.FPDFText_ClosePage(text_page)
            pdfium.FPDF_ClosePage(page)
        texts.append(text)
    if any(text.unmapped for text in texts):
        restore([text.words for text in texts])
    numbers = part_line_numbers([text.words for text in texts])
    pages = [Page(text, build_lines(text.words, text.number)) for text in texts]
    for made, found in zip(pages, numbers, strict=True):
        if found:
            made.banners.append(" ".join(w.text for w in found))
    return pages


def _check_text(pages: list[Page], path: Path, recogniser: Recogniser | None) -> None:
    characters = sum(p.text.characters for p in pages)
    unmapped = sum(p.text.unmapped for p in pages)
    silent = sum(p.text.characters < NO_TEXT for p in pages)
    few = characters < _MIN_CHARACTERS * len(pages)
    # The cover page that libraries put before a scan makes no text layer.
    covered = len(pages) - silent == 1 and silent > 2
    blank = sum(not p.text.characters for p in pages)
    if recogniser is None and (covered or (few and 2 * blank > len(pages))):
        raise Scanned(path, silent)
    if recogniser is not None and few:
        raise UnreadablePaper(
            "has no text layer, and too little can be recognised on its pages",
            path,
            "take another version, or scan it again for text recognition, at 300 dots an inch",
        )
    if few:
        raise UnreadablePaper(
            f"holds {counted(characters, 'character')} on {counted(len(pages), 'page')}, too few for a paper",
            path,
            "take another version; where the pages are images, run text recognition on it",
        )
    if unmapped > _MAX_UNMAPPED * characters:
        raise UnreadablePaper(
            "does not say which characters its glyphs stand for",
            path,
            "run text recognition on it, or take another version",
        )


def _furniture(pages: list[Page]) -> list[Block]:
    blocks = []
    for page in pages:
        for row in rows_of(page.furniture):
            text, spans = "", []
            for line in row:
                at = len(text) + bool(text)
                text = f"{text} {line.text}".strip().replace("\ufffe", "-")
                spans.append(Span(at, len(text), page.number, page.text.as_shown(line.box)))
            blocks.append(Block("table", text, spans=tuple(spans)))
        for text in [_across(page.text), *page.banners]:
            if text:
                blocks.append(Block("table", text, spans=(Span(0, len(text), page.number),)))
    return blocks


def _across(page: TextPage) -> str:
    return " ".join(text for text, _ in page.across)

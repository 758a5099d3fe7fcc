"""From a PDF file to a Paper: the steps of the reader in their order."""

from __future__ import annotations

import dataclasses
import gc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pypdfium2.raw as pdfium

from generator.core.counting import pluralize
from generator.core.paper import Metadata, Paper
from generator.errors import UnreadablePaper
from generator.reading.compose import PaperBlock, PaperFile, Span, compose
from generator.reading.pdf.actual_text import count_undrawn, without_actual_text
from generator.reading.pdf.blocks import BlockBuilder, blocks_of
from generator.reading.pdf.document import info_entry, open_pdf
from generator.reading.pdf.float_notes import mark_float_notes
from generator.reading.pdf.floats import rows_of
from generator.reading.pdf.flow import paragraphs_of
from generator.reading.pdf.fonts import Fonts
from generator.reading.pdf.formulas import mark_formulas
from generator.reading.pdf.frame import Box
from generator.reading.pdf.front import mark_front_matter
from generator.reading.pdf.furniture import strip_furniture
from generator.reading.pdf.identity.covers import strip_covers
from generator.reading.pdf.identity.embedded import xmp_entries
from generator.reading.pdf.ligatures import restore_ligatures
from generator.reading.pdf.line_numbers import strip_line_numbers
from generator.reading.pdf.link_annotations import attach_links, link_boxes
from generator.reading.pdf.list_entries import mark_items
from generator.reading.pdf.metadata import metadata_of
from generator.reading.pdf.ocr import NO_TEXT, Recogniser
from generator.reading.pdf.page_edges import PageLines
from generator.reading.pdf.page_words import TextPage, read_words
from generator.reading.pdf.paper_title import find_title
from generator.reading.pdf.paragraph_text import vocabulary
from generator.reading.pdf.paragraphs import ParagraphBuilder
from generator.reading.pdf.program_code import mark_code
from generator.reading.pdf.rejoined_paragraphs import join_paragraphs
from generator.reading.pdf.remnants import mark_remnants
from generator.reading.pdf.section_titles import sure_titles
from generator.reading.pdf.sideways import with_sideways
from generator.reading.pdf.style import body_style
from generator.reading.pdf.text_lines import build_lines
from generator.reading.recognition import ScannedPaper

MAX_PAGES = 2000  # pages of a file; a longer one is refused
_MIN_CHARS_PER_PAGE = 100  # mean of the file; pages of scans have a stamp at most
_MAX_NAMED_PAGES = 10  # pages named one by one in the warnings about characters
# Letters on one page that the file gives in place of what it draws. Fewer are ligatures and decorated
# letters; from this number on the file is read again without them.
_MIN_ACTUAL_TEXT_LETTERS = 12
_MAX_UNMAPPED = 0.3  # share of a file's glyphs without a character


def read_pdf(
    path: Path, *, id: str, max_pages: int = MAX_PAGES, recogniser: Recogniser | None = None
) -> Paper:
    """Return the paper in a PDF file. Boxes are in points from the top left corner of the page as shown.

    recogniser: reads the pages that have no text layer. Raises UnreadablePaper if the file is no PDF, is
    empty, encrypted or damaged, has more than ``max_pages`` pages, or holds almost no text (ScannedPaper:
    it has no text layer).
    """
    with _without_cycle_search():
        return _read(path, id, max_pages, recogniser)


@contextmanager
def _without_cycle_search() -> Iterator[None]:
    """Switch the garbage collector off: words and lines form no cycles, searching costs 3 % of the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _read(path: Path, id: str, max_pages: int, recogniser: Recogniser | None) -> Paper:
    """Read the file once, and again without useless maps or actual texts if it has such."""
    with open_pdf(path, max_pages) as (document, count, data):
        fonts = Fonts(data).examine_pages(path)
        pages = _pages(document, count, path, fonts, recogniser)
        info = {
            key: info_entry(document, key)
            for key in ("Title", "Author", "Subject", "Keywords", "CreationDate", "doi")
        }
    info |= xmp_entries(path)
    if repaired := fonts.without_useless_maps():
        with open_pdf(path, max_pages, repaired) as (document, count, data):
            pages = _pages(document, count, path, Fonts(data), recogniser)
    if any(page.text.actual_text_letters >= _MIN_ACTUAL_TEXT_LETTERS for page in pages):
        pages = _read_again(pages, path, repaired or data, recogniser)
    _check_text(pages, path, recogniser)
    strip_covers(pages)
    strip_furniture(pages)
    paragraphs = _paragraphs(pages, info["Title"])
    blocks, aside = _blocks(pages, paragraphs)
    warnings = [f"page {p.number} has no text" for p in pages if p.text.characters < NO_TEXT]
    warnings += _hidden_warnings(pages)
    warnings += recogniser.warnings() if recogniser else []
    file = PaperFile(id, "pdf", path.name, Metadata(), pages=count)
    paper = compose(file, blocks, furniture=[*_furniture(pages), *aside], warnings=warnings)
    return dataclasses.replace(paper, metadata=metadata_of(paper, pages, paragraphs, info))


def _read_again(
    pages: list[PageLines], path: Path, data: bytes, recogniser: Recogniser | None
) -> list[PageLines]:
    """Read the pages by their glyphs alone, without the words that the file gives in place of them."""
    stripped = without_actual_text(data)
    if stripped is None:
        return pages
    with open_pdf(path, len(pages), stripped.data) as (document, count, data_read):
        glyph_pages = _pages(document, count, path, Fonts(data_read).examine_pages(path), recogniser)
    if sum(page.text.unmapped for page in glyph_pages) > sum(page.text.unmapped for page in pages):
        return pages  # glyphs without characters: the words that the file gives are all there is
    count_undrawn([page.text for page in glyph_pages], stripped.texts)
    return glyph_pages


def _hidden_warnings(pages: list[PageLines]) -> list[str]:
    """Return what pages hide, and the letters that they draw as others."""
    texts = [page.text for page in pages]
    hidden = [(text.number, text.hidden) for text in texts if text.hidden]
    disguised = [(text.number, text.disguised) for text in texts if text.disguised]
    return [
        *_page_warnings(hidden, "hidden character", "left out"),
        *_page_warnings(disguised, "character", "not what the font draws, shown as \ufffd"),
    ]


def _page_warnings(counts: list[tuple[int, int]], things: str, fate: str) -> list[str]:
    """Return one line for each page with such characters, and behind ten of them one line for the rest."""
    lines = [
        f"page {number}: {pluralize(count, things)} {fate}" for number, count in counts[:_MAX_NAMED_PAGES]
    ]
    if others := counts[_MAX_NAMED_PAGES:]:
        total = sum(count for _, count in others)
        lines.append(f"{pluralize(len(others), 'more page')}: {pluralize(total, things)} {fate}")
    return lines


def _paragraphs(pages: list[PageLines], title: str) -> list[ParagraphBuilder]:
    """Return the paragraphs of all pages, with front matter and abstract marked."""
    lines = [line for page in pages for line in page.lines]
    body = body_style(lines, sure_titles(lines))
    running = " ".join(x.text for page in pages for x in page.furniture)
    first = next((p for p in pages if p.lines), pages[0])
    paragraphs = paragraphs_of(pages, body, find_title(first, body, running, title))
    mark_float_notes(paragraphs, body)
    mark_code(paragraphs, body)
    mark_formulas(paragraphs, {page.number: page.text.rules for page in pages})
    mark_front_matter(paragraphs, body)
    mark_remnants(paragraphs, body)
    return paragraphs


def _blocks(
    pages: list[PageLines], paragraphs: list[ParagraphBuilder]
) -> tuple[list[PaperBlock], list[PaperBlock]]:
    """Return the blocks of the text, and those that belong to no text, such as labels of axes."""
    frames = {page.number: page.text for page in pages}

    def shown(page: int, box: Box) -> Box:
        return frames[page].as_shown(box)

    words = vocabulary(line for page in pages for line in page.lines)
    whole = join_paragraphs(paragraphs)
    mark_items(whole)
    rules = {page.number: page.text.rules for page in pages}
    blocks, aside = blocks_of(whole, BlockBuilder(words, shown, rules))
    if any(page.text.sideways for page in pages):
        lines = [line for page in pages for line in page.lines]
        blocks = with_sideways(blocks, pages, body_style(lines, sure_titles(lines)), words)
    return blocks, aside


def _pages(
    document: Any, count: int, path: Path, fonts: Fonts, recogniser: Recogniser | None
) -> list[PageLines]:
    """Read every page of the open document. Raises UnreadablePaper if a page is damaged."""
    texts = _page_texts(document, count, path, fonts, recogniser)
    if fonts.find_disguised():
        texts = _page_texts(document, count, path, fonts, recogniser)
    if any(text.unmapped for text in texts):
        restore_ligatures([text.words for text in texts])
    numbers = strip_line_numbers([text.words for text in texts])
    pages = [PageLines(text, build_lines(text.words, text.number)) for text in texts]
    for page_lines, line_numbers in zip(pages, numbers, strict=True):
        if line_numbers:
            page_lines.banners.append(" ".join(w.text for w in line_numbers))
    return pages


def _page_texts(
    document: Any, count: int, path: Path, fonts: Fonts, recogniser: Recogniser | None
) -> list[TextPage]:
    """Return the words of every page of the open document. Raises UnreadablePaper if a page is damaged."""
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
            attach_links(link_boxes(document, page, text.frame), text.words)
        finally:
            pdfium.FPDFText_ClosePage(text_page)
            pdfium.FPDF_ClosePage(page)
        texts.append(text)
    return texts


def _check_text(pages: list[PageLines], path: Path, recogniser: Recogniser | None) -> None:
    """Raise UnreadablePaper (or ScannedPaper) if the pages hold too little text that can be read."""
    characters = sum(p.text.characters for p in pages)
    unmapped = sum(p.text.unmapped for p in pages)
    silent = sum(p.text.characters < NO_TEXT for p in pages)
    few = characters < _MIN_CHARS_PER_PAGE * len(pages)
    # The cover page that libraries put before a scan makes no text layer.
    covered = len(pages) - silent == 1 and silent > 2
    blank = sum(not p.text.characters for p in pages)
    if recogniser is None and (covered or (few and 2 * blank > len(pages))):
        raise ScannedPaper(path, silent)
    if recogniser is not None and few:
        raise UnreadablePaper(
            "has no text layer, and too little can be recognised on its pages",
            path,
            "take another version, or scan it again for text recognition, at 300 dots an inch",
        )
    if few:
        raise UnreadablePaper(
            f"holds {pluralize(characters, 'character')} on {pluralize(len(pages), 'page')}, "
            "too few for a paper",
            path,
            "take another version; where the pages are images, run text recognition on it",
        )
    if unmapped > _MAX_UNMAPPED * characters:
        raise UnreadablePaper(
            "does not say which characters its glyphs stand for",
            path,
            "run text recognition on it, or take another version",
        )


def _furniture(pages: list[PageLines]) -> list[PaperBlock]:
    """Return the running heads, page numbers and words in the margins as blocks."""
    blocks = []
    for page in pages:
        for row in rows_of(page.furniture):
            text, spans = "", []
            for line in row:
                at = len(text) + bool(text)
                text = f"{text} {line.text}".strip().replace("\ufffe", "-")
                spans.append(Span(at, len(text), page.number, page.text.as_shown(line.box)))
            blocks.append(PaperBlock("table", text, spans=tuple(spans)))
        for text in [" ".join(words for words, _ in page.text.across), *page.banners]:
            if text:
                blocks.append(PaperBlock("table", text, spans=(Span(0, len(text), page.number),)))
    return blocks

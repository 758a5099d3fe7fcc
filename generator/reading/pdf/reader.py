"""From a PDF file to a Paper: each step in its order."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import pypdfium2.raw as pdfium

from generator.core.paper import Metadata, Paper
from generator.errors import UnreadablePaper
from generator.reading.compose import Block, PaperFile, Span, compose
from generator.reading.pdf.annotations import attach, link_boxes
from generator.reading.pdf.blocks import Setter, blocks_of
from generator.reading.pdf.document import information, opened
from generator.reading.pdf.floats import rows_of
from generator.reading.pdf.flow import join, pieces_of
from generator.reading.pdf.fonts import Fonts
from generator.reading.pdf.frame import Box
from generator.reading.pdf.front import part_front
from generator.reading.pdf.furniture import Page, part_furniture
from generator.reading.pdf.ligatures import restore
from generator.reading.pdf.line_numbers import part_line_numbers
from generator.reading.pdf.lines import build_lines
from generator.reading.pdf.metadata import metadata_of
from generator.reading.pdf.paper_title import find_title
from generator.reading.pdf.paragraphs import Piece
from generator.reading.pdf.style import body_style
from generator.reading.pdf.text import vocabulary
from generator.reading.pdf.titles import sure_titles
from generator.reading.pdf.words import TextPage, read_words

MAX_PAGES = 2000
_MIN_CHARACTERS = 100  # a page; pages of scans have a stamp at most
_MOST_LINES = 10  # of warnings about hidden characters
_MAX_UNMAPPED = 0.3  # share of glyphs without a character


def read_pdf(path: Path, *, id: str, max_pages: int = MAX_PAGES) -> Paper:
    """The paper in a PDF file. Boxes are in points from the top left corner of the page as shown.

    Raises UnreadablePaper where the file is no PDF, is empty, encrypted, damaged, has more than
    ``max_pages`` pages, or no text layer, or almost no text.
    """
    with opened(path, max_pages) as (document, count, data):
        fonts = Fonts(data)
        pages = _pages(document, count, path, fonts)
        info = {
            key: information(document, key)
            for key in ("Title", "Author", "Subject", "Keywords", "CreationDate")
        }
    if better := fonts.without_useless_maps():
        with opened(path, max_pages, better) as (document, count, data):
            pages = _pages(document, count, path, Fonts(data))
    _check_text(pages, path)
    part_furniture(pages)
    pieces = _pieces(pages, info["Title"])
    blocks, aside = _blocks(pages, pieces)
    warnings = [f"page {p.number} has no text" for p in pages if p.text.characters < 20]
    warnings += _left_out(pages)
    file = PaperFile(id, "pdf", path.name, Metadata(), pages=count)
    paper = compose(file, blocks, furniture=[*_furniture(pages), *aside], warnings=warnings)
    return dataclasses.replace(paper, metadata=metadata_of(paper, pieces, info))


def _left_out(pages: list[Page]) -> list[str]:
    """A line for each page with hidden characters; after ten, one for the others together."""
    counts = [(page.number, page.text.hidden) for page in pages if page.text.hidden]
    lines = [
        f"page {number}: {_counted(count, 'hidden character')} left out"
        for number, count in counts[:_MOST_LINES]
    ]
    if others := counts[_MOST_LINES:]:
        total = sum(count for _, count in others)
        lines.append(f"{_counted(len(others), 'more page')}: {_counted(total, 'hidden character')} left out")
    return lines


def _counted(count: int, thing: str) -> str:
    return f"{count} {thing}{'s' if count != 1 else ''}"


def _pieces(pages: list[Page], title: str) -> list[Piece]:
    """The paragraphs of all pages, front matter and abstract marked."""
    lines = [line for page in pages for line in page.lines]
    body = body_style(lines, sure_titles(lines))
    running = " ".join(x.text for page in pages for x in page.furniture)
    pieces = pieces_of(pages, body, find_title(pages[0], body, running, title))
    part_front(pieces, body)
    return pieces


def _blocks(pages: list[Page], pieces: list[Piece]) -> tuple[list[Block], list[Block]]:
    frames = {page.number: page.text for page in pages}

    def shown(page: int, box: Box) -> Box:
        return frames[page].as_shown(box)

    words = vocabulary(line for page in pages for line in page.lines)
    return blocks_of(join(pieces), Setter(words, shown))


def _pages(document: Any, count: int, path: Path, fonts: Fonts) -> list[Page]:
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


def _check_text(pages: list[Page], path: Path) -> None:
    characters = sum(p.text.characters for p in pages)
    unmapped = sum(p.text.unmapped for p in pages)
    if not characters:
        raise UnreadablePaper(
            "has no text layer, its pages are images",
            path,
            "run text recognition on it, or take another version",
        )
    if characters < _MIN_CHARACTERS * len(pages):
        raise UnreadablePaper(
            f"holds {_counted(characters, 'character')} on {_counted(len(pages), 'page')},"
            " too few for a paper",
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

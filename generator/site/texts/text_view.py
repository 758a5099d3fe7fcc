"""What the page of a paper's text shows: the paper, its sections, and the answers next to the marks."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from generator.core import Paper, Paragraph, Sentence
from generator.core.table_sentences import cell_spans
from generator.site.content.collection import Collection
from generator.site.content.encoding import Markdown, clean, web_link
from generator.site.content.language import foreign_language
from generator.site.content.open_texts import ShownText
from generator.site.content.page_links import Links, doi_link, paper_page, text_page
from generator.site.content.wording import author_list, short_names, title_of
from generator.site.texts.marking import QuoteMark, marks_in
from generator.site.texts.text_runs import TextRun, TextRuns
from generator.site.views.notice_view import NoticeView, notice_views
from generator.site.views.paper_page import licence_name

# HTML has six levels of headings; the first is the paper's title.
_MAX_DEPTH = 6
_MAX_LISTED_LEVEL = 3  # of headings in the table of contents


@dataclass(frozen=True, slots=True)
class TextCell:
    """A cell of a table. head: True if it is a heading; span: number of columns that it covers."""

    runs: tuple[TextRun, ...]
    head: bool = False
    span: int = 1


@dataclass(frozen=True, slots=True)
class TextBlock:
    """A paragraph. lines: one for prose and captions, the items for a list; rows: of a table.

    table: the number of a table. marks: those that begin here. page: the page of the file that begins with
    this paragraph; else None.
    """

    role: str
    lines: tuple[tuple[TextRun, ...], ...] = ()
    rows: tuple[tuple[TextCell, ...], ...] = ()
    table: int = 0
    page: int | None = None

    @property
    def marks(self) -> tuple[QuoteMark, ...]:
        runs = (*self.lines, *(cell.runs for row in self.rows for cell in row))
        return tuple(mark for run in itertools.chain.from_iterable(runs) for mark in run.marks)


@dataclass(frozen=True, slots=True)
class TextSection:
    """A section. title: may be empty; then it has no level and no anchor either."""

    kind: Markdown
    title: str
    level: int
    anchor: str
    blocks: tuple[TextBlock, ...]

    @property
    def marks(self) -> int:
        return sum(len(block.marks) for block in self.blocks)


@dataclass(frozen=True, slots=True)
class TextView:
    """The page. language: of the text, if known and different from that of the pages.

    href: of the paper's page. source_href: link to the file or to where it was published. left: marks in text
    that is not shown; links lead to them all the same. answers: number of questions whose answers rest on the
    marks.
    """

    name: str
    title: str
    language: str
    authors: str
    venue: str
    year: str
    doi: str
    doi_href: str
    licence: str
    licence_href: str
    href: str
    source_href: str
    pdf: bool
    notices: tuple[NoticeView, ...]
    parts: tuple[TextSection, ...]
    marks: int
    answers: int
    left: tuple[QuoteMark, ...] = field(default=())

    @property
    def contents(self) -> tuple[TextSection, ...]:
        """Sections that the table of contents lists."""
        return tuple(part for part in self.parts if part.title and part.level <= _MAX_LISTED_LEVEL)


def text_view(collection: Collection, shown: ShownText) -> TextView:
    """Return the page of a public paper's text."""
    paper = collection.public_by_id[shown.paper.id]  # its metadata as the site shows them
    links = Links(text_page(paper.id).replace(".html", ".md"))
    marks = marks_in(collection, shown, links)
    runs = TextRuns(shown.paper, marks)
    parts = tuple(_parts(shown.paper, runs, title_of(paper)))
    data = paper.metadata
    licence = clean(data.licence)
    return TextView(
        name=short_names((paper,))[paper.id][0],
        title=title_of(paper),
        language=foreign_language(data.language, collection.language),
        authors=author_list(data),
        venue=clean(data.venue),
        year=str(data.year or ""),
        doi=clean(data.doi),
        doi_href=doi_link(data.doi),
        licence=licence_name(licence),
        licence_href=web_link(licence),
        href=links.to(paper_page(paper.id)),
        source_href=links.to_source(collection.source_links.get(paper.id, "")),
        pdf=shown.paper.format == "pdf",
        notices=notice_views(collection, paper, links),
        parts=parts,
        marks=len(marks),
        answers=len({note.href for mark in marks for note in mark.notes}),
        left=runs.left,
    )


def _parts(paper: Paper, runs: TextRuns, title: str) -> Iterator[TextSection]:
    """Yield the sections in reading order, without what is printed on every page."""
    tables = itertools.count(1)
    page: int | None = None
    level = 1
    for number, section in enumerate(paper.sections, 1):
        if section.kind == "furniture":
            continue
        named = clean(section.title).rstrip(".:")
        named = "" if named.casefold() == title.casefold() else named
        if named:
            # Headings skip no level on the way down, so that screen-reader users miss none.
            level = min(section.level + 1, level + 1, _MAX_DEPTH)
        blocks: list[TextBlock] = []
        for paragraph in section.paragraphs:
            if _equals(title, paragraph.sentences):
                continue  # the page already has this heading
            here = next((s.page for s in paragraph.sentences if s.page is not None), page)
            blocks.append(_block(paragraph, runs, tables, here if here != page else None))
            page = here
        if named or blocks:
            kind = Markdown(section.kind)
            yield TextSection(
                kind, named, level if named else 0, f"s-{number}" if named else "", tuple(blocks)
            )


def _equals(title: str, sentences: Sequence[Sentence]) -> bool:
    return " ".join(s.text for s in sentences).casefold() == title.casefold()


def _block(paragraph: Paragraph, runs: TextRuns, tables: Iterator[int], page: int | None) -> TextBlock:
    sentences = paragraph.sentences
    if paragraph.role == "table":
        rows = [[(s.start + a, s.start + b) for a, b in cell_spans(s.text)] for s in sentences]
        columns = max([len(paragraph.header.columns), *map(len, rows)])
        if columns > 1:
            heads = paragraph.header.rows
            laid_out = tuple(_row(row, runs, columns, head=n < heads) for n, row in enumerate(rows))
            return TextBlock("table", rows=laid_out, table=next(tables), page=page)
        return TextBlock("list", tuple(runs.of(s.start, s.end) for s in sentences), page=page)
    if not sentences:
        return TextBlock(paragraph.role, page=page)
    if paragraph.role == "list":
        return TextBlock("list", tuple(runs.of(a, b) for a, b in _items(paragraph, runs.text)), page=page)
    return TextBlock(paragraph.role, (runs.of(sentences[0].start, sentences[-1].end),), page=page)


def _row(spans: list[tuple[int, int]], runs: TextRuns, columns: int, *, head: bool) -> tuple[TextCell, ...]:
    """Return a row of a table; a single cell is a heading of the rows below it."""
    if len(spans) == 1:
        return (TextCell(runs.of(*spans[0]), head=True, span=columns),)
    return tuple(TextCell(runs.of(start, end), head=head) for start, end in spans)


def _items(paragraph: Paragraph, text: str) -> Iterator[tuple[int, int]]:
    """Yield the items of a list: each begins on a new line."""
    start, end = paragraph.sentences[0].start, paragraph.sentences[0].end
    for sentence in paragraph.sentences[1:]:
        if "\n" in text[end : sentence.start]:
            yield start, end
            start = sentence.start
        end = sentence.end
    yield start, end

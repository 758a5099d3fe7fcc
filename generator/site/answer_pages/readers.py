"""The page that opens a paper's PDF at its quotes; one for each paper whose PDF the site has."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from generator.core import Answer, Paper, Snippet
from generator.core.spots import QuoteLine
from generator.site.answer_pages.answer_rendering import render
from generator.site.answer_pages.manifest import Manifest
from generator.site.answer_pages.shared_parts import SitePart
from generator.site.content.collection import Collection
from generator.site.content.encoding import shortened
from generator.site.content.page_links import Links, answer_page, at_place, paper_page, reader_page
from generator.site.content.quote_places import PaperPlaces, Passage, QuotePlace, passage_of
from generator.site.content.status_styles import StatusStyle, style_of
from generator.site.content.wording import author_list, label, title_of
from generator.site.views.in_pdf import pictures_of
from generator.site.views.quotes import ShownPicture, parts_of

TEMPLATE = "reader.html.j2"
# pdf.js from its package `pdfjs-dist`, renamed to `.js`, which every server serves as a script.
PDF_SCRIPTS = "assets/vendor/pdfjs-dist-6.5.438/"
_ROOT = "../../"  # the site, as seen from such a page
_LINKS = Links("papers/id/reader.md")
_MAX_QUOTE = 280  # characters of a quote in the list
# Share of the page's width: a line that starts right of it is in the second column.
_SECOND_COLUMN = 0.45


@dataclass(frozen=True, slots=True)
class AnswerLink:
    """An answer that rests on a quote. id: empty if the answer is listed further up on the page."""

    id: str
    label: str
    look: StatusStyle
    href: str


@dataclass(frozen=True, slots=True)
class ReaderQuote:
    """A quote in the list. lines: page, and left, top, right, bottom as shares of it, for the script."""

    anchor: str
    page: int
    words: str
    lines: str
    href: str
    pictures: tuple[ShownPicture, ...]
    answers: tuple[AnswerLink, ...]


@dataclass(frozen=True, slots=True)
class ReaderView:
    """Everything on the page. file: link to the PDF."""

    title: str
    authors: str
    href: str
    file: str
    quotes: tuple[ReaderQuote, ...]


def write_readers(manifest: Manifest, collection: Collection, templates: Path) -> None:
    """Write the page of each paper whose PDF can be opened; none if a project's templates are too old."""
    if not (templates / TEMPLATE).is_file():
        return
    site = SitePart.of(collection)
    for paper in collection.public:
        places = collection.places_in(paper)
        if not places.opens:
            continue
        view = _view(collection, paper, places)
        values = {"site": site, "root": _ROOT, "reader": view, "scripts": f"{_ROOT}{PDF_SCRIPTS}"}
        manifest.write(reader_page(paper.id), repr(view), partial(render, templates, TEMPLATE, **values))


def _view(collection: Collection, paper: Paper, places: PaperPlaces) -> ReaderView:
    file = _LINKS.to_source(collection.source_links.get(paper.id, ""))
    listed: set[str] = set()
    by_place: dict[str, tuple[QuotePlace, Snippet, list[AnswerLink]]] = {}
    for place, snippet, answer in _resting(collection, paper, places):
        _, _, answers = by_place.setdefault(place.anchor, (place, snippet, []))
        if not any(known.href == _href(answer) for known in answers):
            own = "" if answer.id in listed else answer.id
            style = style_of(collection.status_beside(answer))
            answers.append(AnswerLink(own, label(answer.question), style, _href(answer)))
            listed.add(answer.id)
    quotes = (
        _quote(place, snippet, answers, file)
        for place, snippet, answers in sorted(by_place.values(), key=lambda found: _order(found[0].lines[0]))
    )
    href = _LINKS.to(paper_page(paper.id))
    return ReaderView(title_of(paper), author_list(paper.metadata), href, file, tuple(quotes))


def _resting(
    collection: Collection, paper: Paper, places: PaperPlaces
) -> Iterator[tuple[QuotePlace, Snippet, Answer]]:
    """Yield each place with an answer that rests on it; of each question, the first such answer only."""
    for question in collection.questions:
        seen: set[Passage] = set()
        for answer in collection.answers_to(paper.id, question.id):
            for n in sorted({n for s in answer.sentences if s.support == "supported" for n in s.evidence}):
                snippet = answer.evidence[n]
                place = places.of(snippet)
                if place is not None and passage_of(snippet) not in seen:
                    seen.add(passage_of(snippet))
                    yield place, snippet, answer


def _quote(place: QuotePlace, snippet: Snippet, answers: list[AnswerLink], file: str) -> ReaderQuote:
    words = " … ".join(part.text for part in parts_of(snippet) if part.focus)
    page = place.lines[0].page
    return ReaderQuote(
        anchor=place.anchor,
        page=page,
        words=shortened(words, _MAX_QUOTE),
        lines=";".join(",".join(f"{n:g}" for n in (line.page, *line.box)) for line in place.lines),
        href=at_place(file, page, ""),
        pictures=pictures_of(place.crops, _LINKS),
        answers=tuple(answers),
    )


def _href(answer: Answer) -> str:
    return _LINKS.to_file(answer_page(answer.id))


def _order(line: QuoteLine) -> tuple[int, float, float]:
    """Return the sort key of a line: page, then column (of up to two), then distance from the top."""
    left, top, *_ = line.box
    return line.page, float(left > _SECOND_COLUMN), top

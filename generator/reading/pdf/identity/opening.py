"""The opening of a paper: its title page, running lines, and lines that say how it is to be cited.

>>> _without_numbers("Lane et al. 12 doi:10.1234/5678"), bool(_NOTE_ON_OTHERS.match("3 Lane, A. 2019"))
('Lane et al.  doi:10.1234/5678', True)
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property

from generator.reading.pdf.front_marks import REFERENCES_MARK
from generator.reading.pdf.identity.dois import cite_mark
from generator.reading.pdf.page_edges import PageLines
from generator.reading.pdf.paragraphs import ParagraphBuilder
from generator.reading.pdf.text_lines import TextLine

_CITED_HERE = re.compile(r"\([^()]{0,200}(?:et al|[a-z], (?:19|20)\d\d|;)[^()]{0,200}\)")
_NOTE_ON_OTHERS = re.compile(r"^\d{1,2}\s?[A-Z].{0,400}\b(?:19|20)\d\d\b", re.S)
_MAX_CHARS = 1500  # characters of a paragraph of front matter
_MAX_CITATION_CHARS = 4500  # characters of a paragraph that holds the citation
_CITATION_LINES = 16  # lines of a cover page behind "How to cite"
_MIN_CITATION_CHARS, _CITATION_PARAGRAPHS = 60, 3  # a shorter one is its title: the next ones belong to it
_CITED_YEAR = re.compile(r"[(,]\s?(?:19|20)\d\d[a-z]?\s?[),.:]{1,2}\s?")
_COMPARED_CHARS = 20  # letters at the beginning of the title that tell it in a citation
_LAST_PAGES = 3  # pages at the end that may hold the citation


class Opening:
    """The parts of a paper's pages that identify it."""

    def __init__(self, pages: Sequence[PageLines], paragraphs: Sequence[ParagraphBuilder]) -> None:
        titled = next((p for p in paragraphs if p.role == "title"), None)
        self.title: list[TextLine] = list(titled.lines) if titled else []
        number = self._number = titled.page if titled else (paragraphs[0].page if paragraphs else 1)
        self._pages = [p for p in pages if p.number >= number]
        self._covers = [p for p in pages if p.number < number]
        self._paragraphs = list(_before_references(p for p in paragraphs if p.page == number))
        self._last = (
            [p for p in paragraphs if p.page >= max(pages[-1].number - _LAST_PAGES + 1, number + 1)]
            if pages
            else []
        )

    @cached_property
    def lines(self) -> list[TextLine]:
        """All lines of the title page."""
        # Paragraphs that a page cuts hold lines of the next page too.
        found = {id(x): x for p in self._paragraphs for x in p.lines if x.page == self._number}
        return list(found.values())

    @cached_property
    def text(self) -> str:
        return " ".join(
            x.text for page in (*self._covers, *self._pages[:1]) for x in (*page.lines, *page.furniture)
        )

    @cached_property
    def front_lines(self) -> list[TextLine]:
        """Lines of the title page that are front matter, and notes at its foot that cite no other work."""
        return [
            x
            for p in self._paragraphs
            if (p.kind == "front" or p.role in ("note", "label")) and not _NOTE_ON_OTHERS.match(p.text)
            for x in p.lines
        ]

    @cached_property
    def other_lines(self) -> list[TextLine]:
        """The other lines of the title page."""
        own = {id(x) for x in self.front_lines}
        return [x for x in self.lines if id(x) not in own]

    @cached_property
    def running_texts(self) -> list[str]:
        """Lines at the edges of the title page, and those and banners that come back on other pages."""
        found: list[str] = []
        counts: Counter[str] = Counter()
        for page in self._pages:
            texts = [x.text.replace("\ufffe", "-") for x in page.furniture]
            texts += [" ".join(text for text, _ in page.text.across), *page.banners]
            found += [x for x in texts if x]
            counts.update({_without_numbers(x) for x in texts})
            if page is self._pages[0]:
                end = min(
                    (x.y for x in page.lines if REFERENCES_MARK.match(x.text)), default=page.text.height
                )
                sure = [x.text.replace("\ufffe", "-") for x in page.furniture if x.y < end]
                counts.update({_without_numbers(x): 2 for x in (*sure, *texts[len(page.furniture) :])})
        return [x for x in dict.fromkeys(found) if counts[_without_numbers(x)] > 1]

    @cached_property
    def dated_texts(self) -> list[str]:
        """Texts in which a date is likely to be the paper's own."""
        front = [p.text for p in self._paragraphs if p.kind == "front" or p.role in ("note", "label")]
        return [_CITED_HERE.sub(" ", x) for x in (*front, *self.running_texts) if len(x) < _MAX_CHARS]

    @cached_property
    def citation_texts(self) -> list[str]:
        """Texts that say how the paper is to be cited, from its cover, title page and last pages."""
        found = []
        for page in self._covers:
            found += _from_lines(page.furniture) or _citing(page.furniture, self.title)
        texts = [p.text for p in self._paragraphs if p.kind == "front" or p.role in ("note", "label")]
        for at, text in enumerate(texts):
            if cite_mark(text) and len(text) < _MAX_CITATION_CHARS:
                found.append(
                    text
                    if len(text) > _MIN_CITATION_CHARS
                    else " ".join(texts[at : at + _CITATION_PARAGRAPHS])
                )
        for before, paragraph in zip([None, *self._last], self._last, strict=False):
            if (
                re.search(r"\bcite this (?:article|paper)", paragraph.text, re.I)
                and len(paragraph.text) < _MAX_CHARS
            ):
                short = before is not None and len(before.text) < _MIN_CITATION_CHARS
                found.append(f"{before.text if before and short else ''} {paragraph.text}")
        return [re.sub(r"\ufffe\s?", "-", x).replace("doi.org/ ", "doi.org/") for x in found]


def _before_references(paragraphs: Iterator[ParagraphBuilder]) -> Iterator[ParagraphBuilder]:
    """Yield the paragraphs before the title of the references."""
    for paragraph in paragraphs:
        if REFERENCES_MARK.match(paragraph.text):
            return
        yield paragraph


def _without_numbers(text: str) -> str:
    """Return a running line without the numbers of pages, which change; its DOI is kept."""
    return re.sub(r"(?<!\S)\d{1,6}(?!\S)", "", text).strip()


def _from_lines(lines: Sequence[TextLine]) -> list[str]:
    """Return the text behind each line that says how the paper is to be cited."""
    return [
        " ".join(y.text for y in lines[at : at + _CITATION_LINES])
        for at, x in enumerate(lines)
        if cite_mark(x.text)
    ]


def _citing(lines: Sequence[TextLine], title: Sequence[TextLine]) -> list[str]:
    """Return the text from the line of a cover on which the title follows a year: "Lane, A. (2019) Moths"."""
    begins = _plain(" ".join(x.text for x in title))[:_COMPARED_CHARS]
    for at in range(len(lines) if begins else 0):
        text = " ".join(x.text for x in lines[at : at + _CITATION_LINES])
        first = _CITED_YEAR.search(text, 0, len(lines[at].text) + 1)
        if first and _plain(text[first.end() :]).startswith(begins):
            return [text]
    return []


def _plain(text: str) -> str:
    """Return letters and digits alone, without case."""
    return re.sub(r"[\W_]+", "", text).casefold()

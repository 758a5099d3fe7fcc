"""Searchable entries: a page for each paper with its answers, and a page for each question."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from generator.core import Answer, Paper, Question
from generator.core.status import REPORTED_STATUSES
from generator.site.content.collection import Collection
from generator.site.content.encoding import clean, shortened
from generator.site.content.language import format_message, number, pluralize
from generator.site.content.page_links import paper_page, question_page
from generator.site.content.status_styles import style_of
from generator.site.content.wording import label, title_of

PageKind = Literal["paper", "question"]

# Characters of an answer, and of the passages that one answer rests on. The longest answers of the
# imported study have 900; what is cut can still be read on the page.
_MAX_ANSWER = 1_200
_MAX_EVIDENCE = 600
# Characters of a text that are cleaned: cleaning takes as long as everything else together.
_MAX_CLEANED = 2 * _MAX_ANSWER
_MAX_AUTHORS = 200
_MAX_NOTE = 80  # characters of authors, and of the venue, next to a title
_WORD = re.compile(r"\w+")
# Letters that Unicode does not decompose into letter and mark; assets/search.js folds the same ones.
_UNMARKED = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "þ": "th", "ı": "i"}
)


@dataclass(frozen=True, slots=True)
class SearchEntry:
    """An answer on its paper's page. status: a key of ``STATUS_STYLES``.

    evidence: for engines that can hold it; else empty.
    """

    anchor: str
    title: str
    question: str
    status: str
    text: str
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class SearchPage:
    """A page with its searchable entries.

    location: within the site (``papers/a.html``). text: describes the page. note: a line shown next to the
    title. names: identifiers and people, as written and without accents. short: how other papers cite it.
    """

    kind: PageKind
    location: str
    title: str
    text: str
    note: str
    names: tuple[str, ...]
    short: str = ""
    year: str = ""
    entries: tuple[SearchEntry, ...] = ()


def folded(text: str) -> str:
    """Return lower case without accents: ``García-Núñez`` -> ``garcia-nunez``, ``Søren`` -> ``soren``."""
    if text.isascii():
        return text.lower()  # nine words of ten
    apart = unicodedata.normalize("NFD", text.lower().translate(_UNMARKED))
    return unicodedata.normalize("NFC", "".join(c for c in apart if not unicodedata.combining(c)))


def unaccented(text: str) -> tuple[str, ...]:
    """Return the accented words of a text without their accents, each once, in the order of the text."""
    if text.isascii():
        return ()
    changed = ((word, folded(word)) for word in _WORD.findall(text.lower()))
    return tuple(dict.fromkeys(plain for word, plain in changed if plain != word))


def search_pages(collection: Collection, *, evidence: bool) -> Iterator[SearchPage]:
    """Yield questions, then public papers. Answers that failed or were not requested are left out."""
    for question in collection.questions:
        yield question_entries(collection, question)
    for paper in collection.public:
        yield paper_entries(collection, paper, evidence)


def question_entries(collection: Collection, question: Question) -> SearchPage:
    """Return the page of a question."""
    statuses = [collection.status(p.id, question.id) for p in collection.public]
    asked = sum(status not in (None, "failed", "not_applicable") for status in statuses)
    reported = sum(status in REPORTED_STATUSES for status in statuses)
    return SearchPage(
        kind="question",
        location=_location(question_page(question.id)),
        title=label(question.id),
        text=clean(question.text),
        note=format_message(
            "reported by %(some)s of %(papers)s",
            some=number(reported),
            papers=pluralize(asked, "paper"),
        ),
        names=(question.id, *(clean(a) for a in question.aliases)),
    )


def paper_entries(collection: Collection, paper: Paper, evidence: bool) -> SearchPage:
    """Return the page of a paper with the answers about it. evidence: see `search_pages`."""
    metadata = paper.metadata
    title = title_of(paper)
    people = [clean(str(p)) for p in metadata.authors[:_MAX_AUTHORS]]
    families = [clean(p.family) or clean(p.given) for p in metadata.authors[:_MAX_AUTHORS]]
    year = "" if metadata.year is None else str(metadata.year)
    identifiers = [clean(i) for i in (metadata.doi, metadata.arxiv, paper.id) if clean(i)]
    short, cited = collection.short_names[paper.id]
    described = [", ".join(p for p in people if p), clean(metadata.venue), year, clean(metadata.doi)]
    note = [
        short if cited else shortened(", ".join(families[:3]), _MAX_NOTE),
        shortened(metadata.venue, _MAX_NOTE),
    ]
    return SearchPage(
        kind="paper",
        location=_location(paper_page(paper.id)),
        title=title,
        text=". ".join(part for part in described if part),
        note=" · ".join(part for part in note if part),
        names=tuple(
            dict.fromkeys(
                [*identifiers, *(f for f in families if f), *unaccented(" ".join([title, *people]))]
            )
        ),
        short=short if cited else "",
        year=year,
        entries=tuple(_answers(collection, paper, evidence)),
    )


def _answers(collection: Collection, paper: Paper, evidence: bool) -> Iterator[SearchEntry]:
    cited: set[str] = set()
    for question in collection.questions:
        answers = collection.answers_to(paper.id, question.id)
        if not answers or answers[0].status == "failed":
            continue
        shown = answers[0]
        answer_text = shown.text
        yield SearchEntry(
            anchor=question.id,
            title=f"{label(question.id)} — {style_of(shown.status).label}",
            question=question.id,
            status=shown.status,
            text=shortened(answer_text[:_MAX_CLEANED], _MAX_ANSWER),
            evidence=_evidence(shown, answer_text, cited) if evidence else "",
        )


def _evidence(answer: Answer, answer_text: str, cited: set[str]) -> str:
    """Return the evidence of supported sentences, without what the answer says or an earlier answer cited."""
    found, length = [], 0
    for n in dict.fromkeys(n for s in answer.sentences if s.support == "supported" for n in s.evidence):
        passage = answer.evidence[n].text if 0 <= n < len(answer.evidence) else ""
        if passage not in cited and passage not in answer_text and length < _MAX_EVIDENCE:
            cited.add(passage)
            found.append(passage[:_MAX_CLEANED])
            length += len(passage)
    return shortened(" ".join(found)[:_MAX_CLEANED], _MAX_EVIDENCE)


def _location(page: str) -> str:
    return f"{page.removesuffix('.md')}.html"

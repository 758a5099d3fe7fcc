"""The page of a paper: its record, a summary of what it reports, each question with its answers."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.core import Answer, Paper
from generator.core.status import REPORTED_STATUSES
from generator.site.content.collection import Collection
from generator.site.content.encoding import Markdown, clean, web_link
from generator.site.content.interface import paper_words
from generator.site.content.language import foreign_language, format_message, message, translated
from generator.site.content.page_links import Links, anchor, arxiv_link, doi_link, paper_page, text_page
from generator.site.content.status_styles import StatusTally, tally
from generator.site.content.wording import model_name
from generator.site.pages.jsonld import paper_jsonld
from generator.site.views.answer_view import AskedQuestion, asked_question
from generator.site.views.citation_data import citing
from generator.site.views.message import PaperMessage, message_of
from generator.site.views.notice_view import NoticeView, notice_views
from generator.site.views.origins import FactRow, fingerprint_rows, origin_rows, shared_rows
from generator.site.views.paper_lists import PaperRef, grouped, paper_ref

_CREATIVE_COMMONS = re.compile(
    r"https?://(?:www\.)?creativecommons\.org/(?:licenses|publicdomain)/([a-z]+(?:-[a-z]+)*)/(\d\.\d)\b.*"
)
# The lists of questions that are not shown in full: kind, title.
_FOLDS = (
    ("unsure", message("Unsure answers")),
    ("not-reported", message("Not reported")),
    ("not-applicable", message("Does not apply")),
    ("unanswered", message("Without an answer")),
)


@dataclass(frozen=True, slots=True)
class AskedGroup:
    """A group of questions; ``tally`` counts this paper's answers to them."""

    title: str
    anchor: Markdown
    questions: tuple[AskedQuestion, ...]
    tally: StatusTally

    @property
    def answered(self) -> tuple[AskedQuestion, ...]:
        """The questions that the paper answers, at least in part; each is shown in full under the group."""
        return tuple(q for q in self.questions if _kind(q) == "in-full")


@dataclass(frozen=True, slots=True)
class Fold:
    """Questions of all groups that are not shown in full, in one list that opens."""

    title: str
    anchor: Markdown
    questions: tuple[AskedQuestion, ...]

    @property
    def has_answers(self) -> bool:
        """True if the questions have answers, as unsure ones do."""
        return self.questions[0].look.key in REPORTED_STATUSES


@dataclass(frozen=True, slots=True)
class ModelShare:
    """What all answers of a model on the page have in common: how they were made, hashes of the inputs."""

    anchor: Markdown
    name: str
    answers: int
    origin: tuple[FactRow, ...]
    fingerprint: tuple[FactRow, ...]


@dataclass(frozen=True, slots=True)
class PaperView:
    """The contents of the page.

    language: of the text, if known and different from that of the pages. text_href: link to the page of its
    text; empty if the text may not be shown. passages: number of excerpts, if the collection has excerpts
    instead of the paper; else 0. quote_length: maximal length of a quote in characters, if the paper's
    licence is not open; else 0.

    notes: unusual findings of the reader: hidden text, pages without text, an abstract alone. notices: what
    was published about the paper since, grave notices first. message: what it reports, in a paragraph. folds:
    the questions that are not shown in full. citing: how to cite the answers shown, as JSON for the page's
    script.
    """

    ref: PaperRef
    authors: str
    doi: str
    doi_href: str
    arxiv: str
    arxiv_href: str
    url_href: str
    licence: str
    licence_href: str
    source: str
    source_href: str
    language: str
    text_href: str
    passages: int
    quote_length: int
    notes: tuple[str, ...]
    notices: tuple[NoticeView, ...]
    message: PaperMessage
    groups: tuple[AskedGroup, ...]
    folds: tuple[Fold, ...]
    models: tuple[ModelShare, ...]
    citing: Markdown
    jsonld: dict[str, object]

    @property
    def said(self) -> str:
        """What the page's script says, as JSON; empty in English, which it speaks itself."""
        words = paper_words()
        return json.dumps(words, ensure_ascii=False) if words else ""

    @property
    def own_copy(self) -> bool:
        """True if the page has quotes whose place can be seen only in a reader's own copy."""
        shown = (a.answer for group in self.groups for a in group.questions if a.answer)
        return not self.text_href and any(answer.quotes for answer in shown)


def paper_view(collection: Collection, paper: Paper) -> PaperView:
    """Return the page of ``paper``."""
    links = Links(paper_page(paper.id))
    metadata = paper.metadata
    models = _models(collection, paper)
    shares = {model.name: model for model in models}
    groups: list[AskedGroup] = []
    for questions in collection.question_sets:
        for title, members in grouped(questions.questions):
            shown = tuple(_sharing(asked_question(collection, paper, q, links), shares) for q in members)
            name = anchor("page", f"group-{len(groups) + 1}")
            counts = tally(collection.counted_at(paper.id, q.id) for q in members)
            groups.append(AskedGroup(title, name, shown, counts))
    ref = paper_ref(collection, paper, links)
    arxiv = clean(metadata.arxiv + metadata.arxiv_version)
    licence = clean(metadata.licence)
    answered = [
        (q, answers[0]) for q in collection.questions if (answers := collection.answers_to(paper.id, q.id))
    ]
    return PaperView(
        ref=ref,
        authors=ref.authors,
        doi=clean(metadata.doi),
        doi_href=doi_link(metadata.doi),
        arxiv=arxiv,
        arxiv_href=arxiv_link(arxiv),
        url_href="" if doi_link(metadata.doi) else web_link(metadata.url),
        language=foreign_language(metadata.language, collection.language),
        licence=licence_name(licence),
        licence_href=web_link(licence),
        source=clean(paper.source),
        source_href=links.to_source(collection.source_links.get(paper.id, "")),
        text_href=links.to_file(text_page(paper.id)) if paper.id in collection.texts else "",
        passages=len(paper.sections) if paper.format == "passages" else 0,
        quote_length=collection.quote_length if paper.id in collection.cut_papers else 0,
        notes=tuple(
            clean(warning).rstrip(".") for warning in (*_version_note(collection, paper), *paper.warnings)
        ),
        notices=notice_views(collection, paper, links),
        message=message_of(collection, paper, (q for group in groups for q in group.questions)),
        groups=tuple(groups),
        folds=tuple(_folds(groups)),
        models=models,
        citing=citing(collection, paper, answered),
        jsonld=paper_jsonld(collection, paper),
    )


def _folds(groups: Sequence[AskedGroup]) -> Iterator[Fold]:
    for kind, title in _FOLDS:
        if found := tuple(q for group in groups for q in group.questions if _kind(q) == kind):
            yield Fold(translated(title), anchor("page", kind), found)


def _kind(asked: AskedQuestion) -> str:
    """Return where on the page a question is: ``in-full`` under its group, else the kind of its list."""
    if asked.look.key in REPORTED_STATUSES:
        sureness = asked.answer.sureness if asked.answer else None
        return "unsure" if sureness and sureness.key == "unsure" else "in-full"
    kind = asked.look.key.replace("_", "-")
    return kind if kind in dict(_FOLDS) else "unanswered"


def _version_note(collection: Collection, paper: Paper) -> tuple[str, ...]:
    """Return a note on the version that was read, if it is not the paper's first in this collection."""
    if paper.version == 1:
        return ()
    known = collection.known_papers.get(paper.id)
    since = known.versions[-1] if known and known.version == paper.version else ""
    told = (
        message(
            "This is version %(number)s of the paper, since %(day)s; answers about earlier versions "
            "keep their pages"
        )
        if since
        else message(
            "This is version %(number)s of the paper; answers about earlier versions keep their pages"
        )
    )
    return (format_message(told, number=paper.version, day=since),)


def licence_name(licence: str) -> str:
    """Return the name of a licence, such as ``CC BY 4.0``.

    Other addresses give ``Licence``; any other text is returned as it is.
    """
    if found := _CREATIVE_COMMONS.fullmatch(licence):
        name, version = found.groups()
        return f"CC0 {version}" if name == "zero" else f"CC {name.upper()} {version}"
    return "Licence" if web_link(licence) else licence


def _models(collection: Collection, paper: Paper) -> tuple[ModelShare, ...]:
    """Return the models that answered, preferred first, each with what its answers have in common."""
    answers: dict[str, list[Answer]] = {}
    for question in collection.questions:
        for answer in collection.answers_to(paper.id, question.id):
            answers.setdefault(answer.model, []).append(answer)
    order = {card.name: n for n, card in enumerate(collection.models)}
    names = sorted(answers, key=lambda name: (order.get(name, len(order)), name))
    return tuple(
        ModelShare(
            anchor=anchor("page", f"model-{number}"),
            name=model_name(name),
            answers=len(answers[name]),
            origin=shared_rows([origin_rows(a, collection.card_of(a)) for a in answers[name]]),
            fingerprint=shared_rows([fingerprint_rows(a) for a in answers[name]]),
        )
        for number, name in enumerate(names, 1)
    )


def _sharing(shown: AskedQuestion, shares: dict[str, ModelShare]) -> AskedQuestion:
    """Return the question with the facts removed that all answers of the same model share."""
    answer = shown.answer
    share = shares.get(answer.model) if answer else None
    if answer is None or share is None:
        return shown
    rest = dataclasses.replace(
        answer,
        shared=share.anchor,
        origin=tuple(row for row in answer.origin if row not in share.origin),
        fingerprint=tuple(row for row in answer.fingerprint if row not in share.fingerprint),
    )
    return dataclasses.replace(shown, answer=rest)

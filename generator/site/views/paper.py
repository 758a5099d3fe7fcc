"""What a paper's page shows: what it is, how it reports, each question with its answers."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.core import Answer, Paper
from generator.core.status import TOLD
from generator.site.content.collection import Collection
from generator.site.content.encoding import Markdown, clean, web_link
from generator.site.content.links import Links, anchor, arxiv_link, doi_link, paper_page, text_page
from generator.site.content.statuses import Tally, tally
from generator.site.pages.jsonld import paper_jsonld
from generator.site.views.answers import Asked, asked
from generator.site.views.citing import citing
from generator.site.views.listing import PaperRef, grouped, paper_ref
from generator.site.views.message import Message, message_of
from generator.site.views.notices import NoticeView, notice_views
from generator.site.views.origins import Row, fingerprint_rows, origin_rows, shared_rows

_CREATIVE_COMMONS = re.compile(
    r"https?://(?:www\.)?creativecommons\.org/(?:licenses|publicdomain)/([a-z]+(?:-[a-z]+)*)/(\d\.\d)\b.*"
)
# The lists of what no group shows in full: kind, title.
_FOLDS = (
    ("unsure", "Unsure answers"),
    ("not-reported", "Not reported"),
    ("not-applicable", "Does not apply"),
    ("unanswered", "Without an answer"),
)


@dataclass(frozen=True, slots=True)
class AskedGroup:
    """A group of questions; ``tally`` over those of this paper."""

    title: str
    anchor: Markdown
    questions: tuple[Asked, ...]
    tally: Tally

    @property
    def told(self) -> tuple[Asked, ...]:
        """The questions that the paper answers, at least in part: each stands in full under the group."""
        return tuple(q for q in self.questions if _kind(q) == "told")


@dataclass(frozen=True, slots=True)
class Fold:
    """Questions of all groups that no group shows in full, as one list that opens."""

    title: str
    anchor: Markdown
    questions: tuple[Asked, ...]


@dataclass(frozen=True, slots=True)
class ModelShare:
    """What all answers of a model on the page have in common: how made, and hashes of what went in."""

    anchor: Markdown
    name: str
    answers: int
    origin: tuple[Row, ...]
    fingerprint: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class PaperView:
    """text_href: to the page of its text; empty where that may not be shown.

    passages: how many pieces of the paper are at hand where the paper itself is not; else 0.
    quote_length: longest quote, in characters, where the paper's licence is not open; else 0.

    notes: what its reader found out of the ordinary: hidden text, pages without text, an abstract alone.
    notices: what was published about it since, grave ones first.
    message: what it reports, in a paragraph. folds: the questions that no group shows in full.
    citing: how to cite the answers shown, as JSON for the page's script.
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
    text_href: str
    passages: int
    quote_length: int
    notes: tuple[str, ...]
    notices: tuple[NoticeView, ...]
    message: Message
    groups: tuple[AskedGroup, ...]
    folds: tuple[Fold, ...]
    models: tuple[ModelShare, ...]
    citing: Markdown
    jsonld: dict[str, object]

    @property
    def own_copy(self) -> bool:
        """Whether the page has quotes whose place is to be seen in a reader's own copy alone."""
        shown = (a.answer for group in self.groups for a in group.questions if a.answer)
        return not self.text_href and any(answer.quotes for answer in shown)


def paper_view(collection: Collection, paper: Paper) -> PaperView:
    """A paper's page: what it is, how it reports, each question with its answers."""
    links = Links(paper_page(paper.id))
    metadata = paper.metadata
    models = _models(collection, paper)
    shares = {model.name: model for model in models}
    groups: list[AskedGroup] = []
    for questions in collection.question_sets:
        for title, members in grouped(questions.questions):
            shown = tuple(_sharing(asked(collection, paper, q, links), shares) for q in members)
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
        licence=licence_name(licence),
        licence_href=web_link(licence),
        source=clean(paper.source),
        source_href=links.to_source(collection.source_links.get(paper.id, "")),
        text_href=links.to_file(text_page(paper.id)) if paper.id in collection.texts else "",
        passages=len(paper.sections) if paper.format == "passages" else 0,
        quote_length=collection.quote_length if paper.id in collection.cut else 0,
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
            yield Fold(title, anchor("page", kind), found)


def _kind(asked: Asked) -> str:
    """Where on the page a question stands: ``told`` under its group, else in the list of this kind."""
    if asked.look.key in TOLD:
        sureness = asked.answer.sureness if asked.answer else None
        return "unsure" if sureness and sureness.key == "unsure" else "told"
    kind = asked.look.key.replace("_", "-")
    return kind if kind in dict(_FOLDS) else "unanswered"


def _version_note(collection: Collection, paper: Paper) -> tuple[str, ...]:
    """That its file holds a later version than that with which the collection began."""
    if paper.version == 1:
        return ()
    known = collection.known.get(paper.id)
    since = known.versions[-1] if known and known.version == paper.version else ""
    told = f"version {paper.version} of the paper{f', since {since}' if since else ''}"
    return (f"This is {told}; answers about earlier versions keep their pages, which say so",)


def licence_name(licence: str) -> str:
    """A licence as readers name it: ``CC BY 4.0``; ``Licence`` for other addresses; else as it is given."""
    if found := _CREATIVE_COMMONS.fullmatch(licence):
        name, version = found.groups()
        return f"CC0 {version}" if name == "zero" else f"CC {name.upper()} {version}"
    return "Licence" if web_link(licence) else licence


def _models(collection: Collection, paper: Paper) -> tuple[ModelShare, ...]:
    """The models that answered, in order of preference, each with what its answers have in common."""
    answers: dict[str, list[Answer]] = {}
    for question in collection.questions:
        for answer in collection.answers_to(paper.id, question.id):
            answers.setdefault(answer.model, []).append(answer)
    order = {card.name: n for n, card in enumerate(collection.models)}
    names = sorted(answers, key=lambda name: (order.get(name, len(order)), name))
    return tuple(
        ModelShare(
            anchor=anchor("page", f"model-{number}"),
            name=clean(name),
            answers=len(answers[name]),
            origin=shared_rows([origin_rows(a, collection.card(name)) for a in answers[name]]),
            fingerprint=shared_rows([fingerprint_rows(a) for a in answers[name]]),
        )
        for number, name in enumerate(names, 1)
    )


def _sharing(shown: Asked, shares: dict[str, ModelShare]) -> Asked:
    """The question with, for the answer shown, only what its model's other answers do not say too."""
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

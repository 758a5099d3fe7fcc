"""Collection -> the values that each kind of page shows. Pure; the templates only lay them out."""

from __future__ import annotations

from dataclasses import dataclass

from generator.core import Paper, Question, QuestionSet
from generator.site.answers import AnswerView, Asked, answer_view, asked
from generator.site.collection import Collection, ModelCard
from generator.site.encoding import Markdown, clean, web_link
from generator.site.links import (
    HOME,
    QUESTIONS,
    Link,
    Links,
    anchor,
    arxiv_link,
    doi_link,
    linked,
    paper_page,
    question_page,
)
from generator.site.listing import (
    PaperRef,
    QuestionRef,
    SetView,
    grouped,
    matrix_row,
    paper_ref,
    question_ref,
    set_view,
)
from generator.site.statuses import LOOKS, Look, Tally, look, tally
from generator.site.votes import dissent
from generator.site.wording import title_of


@dataclass(frozen=True, slots=True)
class HomeView:
    title: str
    description: str
    papers: int
    questions: int
    answers: int
    tally: Tally
    withheld: int
    stale: int
    looks: tuple[Look, ...]
    sets: tuple[SetView, ...]
    unreadable: tuple[tuple[str, str], ...]
    models: tuple[ModelRow, ...]


@dataclass(frozen=True, slots=True)
class AskedGroup:
    title: str
    anchor: Markdown
    questions: tuple[Asked, ...]


@dataclass(frozen=True, slots=True)
class PaperView:
    """passages: how many pieces of the paper are at hand where the paper itself is not; else 0."""

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
    passages: int
    groups: tuple[AskedGroup, ...]
    jsonld: dict[str, object]


@dataclass(frozen=True, slots=True)
class PaperAnswer:
    """One paper's answer on a question's page. dissent: how many models say otherwise, if any."""

    paper: PaperRef
    anchor: Markdown
    look: Look
    href: Markdown
    answer: AnswerView | None
    dissent: str


@dataclass(frozen=True, slots=True)
class ModelRow:
    """A model with the tally of its answers."""

    card: ModelCard
    tally: Tally


@dataclass(frozen=True, slots=True)
class QuestionView:
    ref: QuestionRef
    aliases: tuple[str, ...]
    group: str
    set_title: str
    set_href: Markdown
    source: tuple[Link, ...]
    answers: tuple[PaperAnswer, ...]


def home_view(collection: Collection) -> HomeView:
    """The home page: counts, the matrix set by set, how complete reporting is, what could not be read."""
    links = Links(HOME, collection.directory_urls)
    refs = [paper_ref(collection, paper, links) for paper in collection.public]
    public = {paper.id for paper in collection.public}
    asked_for = {q.id for q in collection.questions}
    answers = [a for a in collection.answers if a.paper in public and a.question in asked_for]
    shown = tally(collection.status(p.id, q.id) for p in collection.public for q in collection.questions)
    return HomeView(
        title=clean(collection.title),
        description=clean(collection.description),
        papers=len(refs),
        questions=len(collection.questions),
        answers=len(answers),
        tally=shown,
        withheld=sum(len(a.withheld) for a in answers),
        stale=sum((a.paper, a.question, a.model) in collection.stale for a in answers),
        looks=tuple(v for k, v in LOOKS.items() if k in _ALWAYS or shown.count(k)),
        sets=tuple(
            set_view(collection, s, links, n, tuple(matrix_row(collection, s, ref, links) for ref in refs))
            for n, s in enumerate(collection.question_sets, 1)
        ),
        unreadable=tuple((clean(name), clean(why)) for name, why in collection.unreadable),
        models=model_rows(collection),
    )


def paper_view(collection: Collection, paper: Paper) -> PaperView:
    """A paper's page: what it is, how it reports, each question with its answers."""
    links = Links(paper_page(paper.id), collection.directory_urls)
    metadata = paper.metadata
    groups: list[AskedGroup] = []
    for questions in collection.question_sets:
        for title, members in grouped(questions.questions):
            shown = tuple(asked(collection, paper, q, links) for q in members)
            groups.append(AskedGroup(title, anchor("page", f"group-{len(groups) + 1}"), shown))
    ref = paper_ref(collection, paper, links)
    arxiv = clean(metadata.arxiv)
    licence = clean(metadata.licence)
    return PaperView(
        ref=ref,
        authors=ref.authors,
        doi=clean(metadata.doi),
        doi_href=doi_link(metadata.doi),
        arxiv=arxiv,
        arxiv_href=arxiv_link(arxiv),
        url_href="" if metadata.doi else web_link(metadata.url),
        licence=licence,
        licence_href=web_link(licence),
        source=clean(paper.source),
        source_href=links.to_source(collection.source_links.get(paper.id, "")),
        passages=len(paper.sections) if paper.format == "passages" else 0,
        groups=tuple(groups),
        jsonld=_jsonld(paper),
    )


def question_view(collection: Collection, questions: QuestionSet, question: Question) -> QuestionView:
    """A question's page: all papers' answers, what is reported first."""
    links = Links(question_page(question.id), collection.directory_urls)
    order = list(LOOKS)
    rows: list[PaperAnswer] = []
    for paper in collection.public:
        answers = collection.answers_to(paper.id, question.id)
        source = links.to_source(collection.source_links.get(paper.id, ""))
        rows.append(
            PaperAnswer(
                paper=paper_ref(collection, paper, links),
                anchor=anchor(paper.id),
                look=look(answers[0].status if answers else None),
                href=links.to(paper_page(paper.id), question.id),
                answer=answer_view(collection, paper, answers[0], anchor(paper.id), source)
                if answers
                else None,
                dissent=dissent(answers),
            )
        )
    number = collection.question_sets.index(questions) + 1
    return QuestionView(
        ref=question_ref(collection, question, links),
        aliases=tuple(clean(a) for a in question.aliases),
        group=clean(question.group),
        set_title=clean(questions.title),
        set_href=links.to(QUESTIONS, anchor(f"set-{number}")),
        source=linked(questions.source),
        answers=tuple(sorted(rows, key=lambda r: (order.index(r.look.key), r.paper.citation, r.paper.id))),
    )


def model_rows(collection: Collection) -> tuple[ModelRow, ...]:
    """All models that have a card or an answer, the preferred one first."""
    public = {paper.id for paper in collection.public}
    names = [m.name for m in collection.models]
    names += sorted({a.model for a in collection.answers if a.paper in public} - set(names))
    return tuple(
        ModelRow(
            collection.card(name),
            tally(a.status for a in collection.answers if a.model == name and a.paper in public),
        )
        for name in names
    )


# Statuses that the legend always explains.
_ALWAYS = ("reported", "partly_reported", "not_reported")


def dates_made(collection: Collection) -> str:
    """When the answers were made, from what their provenance says: one day, or the first and the last."""
    days = sorted(
        {clean(str(a.provenance["made"]))[:10] for a in collection.answers if "made" in a.provenance}
    )
    return " to ".join(dict.fromkeys((days[0], days[-1]))) if days else ""


def _jsonld(paper: Paper) -> dict[str, object]:
    """The paper as schema.org data. The page is about the paper; it is not the paper."""
    metadata = paper.metadata
    about: dict[str, object] = {"@type": "ScholarlyArticle", "name": title_of(paper)}
    if metadata.authors:
        about["author"] = [{"@type": "Person", "name": str(a)} for a in metadata.authors if clean(str(a))]
    if metadata.year is not None:
        about["datePublished"] = str(metadata.year)
    if metadata.venue:
        about["isPartOf"] = {"@type": "Periodical", "name": metadata.venue}
    if href := doi_link(metadata.doi):
        about["sameAs"] = href
    if href := web_link(metadata.licence):
        about["license"] = href
    return {"@context": "https://schema.org", "@type": "WebPage", "about": about}

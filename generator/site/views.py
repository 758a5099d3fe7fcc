"""Collection -> the values that each kind of page shows. Pure; the templates only lay them out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from generator.core import Paper, Question, QuestionSet
from generator.site.answers import Asked, AnswerView, answer_view, asked
from generator.site.collection import Collection, ModelCard
from generator.site.encoding import Markdown, clean, web_link
from generator.site.links import HOME, PAPERS, QUESTIONS, Links, anchor, doi_link, paper_page, question_page
from generator.site.statuses import LOOKS, Look, Tally, look, tally
from generator.site.wording import author_list, citation, label, title_of


@dataclass(frozen=True, slots=True)
class PaperRef:
    """A paper as lists name it."""

    id: str
    title: str
    citation: str
    authors: str
    venue: str
    year: str
    href: Markdown
    tally: Tally


@dataclass(frozen=True, slots=True)
class QuestionRef:
    """A question as lists name it; ``tally`` over all papers."""

    id: str
    label: Markdown
    text: str
    href: Markdown
    tally: Tally


@dataclass(frozen=True, slots=True)
class Group:
    """Questions of one group, in the order of their set."""

    title: str
    anchor: Markdown
    questions: tuple[QuestionRef, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    look: Look
    href: Markdown
    label: Markdown
    first: bool  # of its group


@dataclass(frozen=True, slots=True)
class MatrixRow:
    paper: PaperRef
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class SetView:
    """A question set with its groups; ``rows``: its part of the matrix (empty where none is shown)."""

    title: str
    anchor: Markdown
    description: str
    source: str
    source_href: str
    groups: tuple[Group, ...]
    rows: tuple[MatrixRow, ...]

    @property
    def size(self) -> int:
        return sum(len(g.questions) for g in self.groups)


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
    groups: tuple[AskedGroup, ...]
    jsonld: dict[str, object]


@dataclass(frozen=True, slots=True)
class PaperAnswer:
    """One paper's answer on a question's page."""

    paper: PaperRef
    anchor: Markdown
    look: Look
    href: Markdown
    answer: AnswerView | None


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
    source: str
    source_href: str
    answers: tuple[PaperAnswer, ...]


def paper_ref(collection: Collection, paper: Paper, links: Links) -> PaperRef:
    return PaperRef(
        id=paper.id,
        title=title_of(paper),
        citation=citation(paper),
        authors=author_list(paper.metadata),
        venue=clean(paper.metadata.venue),
        year=str(paper.metadata.year or ""),
        href=links.to(paper_page(paper.id)),
        tally=tally(collection.status(paper.id, q.id) for q in collection.questions),
    )


def question_ref(collection: Collection, question: Question, links: Links) -> QuestionRef:
    return QuestionRef(
        id=question.id,
        label=label(question.id),
        text=clean(question.text),
        href=links.to(question_page(question.id)),
        tally=tally(collection.status(p.id, question.id) for p in collection.public),
    )


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
            set_view(collection, s, links, n, tuple(_row(collection, s, ref, links) for ref in refs))
            for n, s in enumerate(collection.question_sets, 1)
        ),
        unreadable=tuple((clean(name), clean(why)) for name, why in collection.unreadable),
        models=model_rows(collection),
    )


def set_view(
    collection: Collection,
    questions: QuestionSet,
    links: Links,
    number: int,
    rows: tuple[MatrixRow, ...] = (),
) -> SetView:
    """A question set; ``number``: its place among the sets, from 1, which its anchors carry."""
    source = clean(questions.source)
    return SetView(
        title=clean(questions.title),
        anchor=anchor(f"set-{number}"),
        description=clean(questions.description),
        source=source,
        source_href=web_link(source) or doi_link(source),
        groups=tuple(
            Group(
                title=title,
                anchor=anchor(f"set-{number}", f"group-{place}"),
                questions=tuple(question_ref(collection, q, links) for q in members),
            )
            for place, (title, members) in enumerate(_grouped(questions.questions), 1)
        ),
        rows=rows,
    )


def paper_view(collection: Collection, paper: Paper) -> PaperView:
    """A paper's page: what it is, how it reports, each question with its answers."""
    links = Links(paper_page(paper.id), collection.directory_urls)
    metadata = paper.metadata
    groups: list[AskedGroup] = []
    for questions in collection.question_sets:
        for title, members in _grouped(questions.questions):
            shown = tuple(asked(collection, paper, q, links) for q in members)
            groups.append(AskedGroup(title, anchor(f"group-{len(groups) + 1}"), shown))
    ref = paper_ref(collection, paper, links)
    arxiv = clean(metadata.arxiv)
    licence = clean(metadata.licence)
    return PaperView(
        ref=ref,
        authors=ref.authors,
        doi=clean(metadata.doi),
        doi_href=doi_link(metadata.doi),
        arxiv=arxiv,
        arxiv_href=web_link(f"https://arxiv.org/abs/{arxiv}") if arxiv else "",
        url_href="" if metadata.doi else web_link(metadata.url),
        licence=licence,
        licence_href=web_link(licence),
        source=clean(paper.source),
        source_href=links.to_source(collection.source_links.get(paper.id, "")),
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
                answer=answer_view(collection, paper, answers[0], anchor(paper.id), source) if answers else None,
            )
        )
    source = clean(questions.source)
    return QuestionView(
        ref=question_ref(collection, question, links),
        aliases=tuple(clean(a) for a in question.aliases),
        group=clean(question.group),
        set_title=clean(questions.title),
        source=source,
        source_href=web_link(source) or doi_link(source),
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


def paper_refs(collection: Collection) -> tuple[PaperRef, ...]:
    """All papers, for the list of papers."""
    links = Links(PAPERS, collection.directory_urls)
    return tuple(paper_ref(collection, p, links) for p in collection.public)


def set_views(collection: Collection) -> tuple[SetView, ...]:
    """All question sets, for the list of questions."""
    links = Links(QUESTIONS, collection.directory_urls)
    return tuple(set_view(collection, s, links, n) for n, s in enumerate(collection.question_sets, 1))


# Statuses that the legend always explains.
_ALWAYS = ("reported", "partly_reported", "not_reported")


def _row(collection: Collection, questions: QuestionSet, ref: PaperRef, links: Links) -> MatrixRow:
    cells: list[Cell] = []
    for _, members in _grouped(questions.questions):
        for number, question in enumerate(members):
            status = look(collection.status(ref.id, question.id))
            href = links.to(paper_page(ref.id), question.id)
            cells.append(Cell(status, href, label(question.id), number == 0))
    return MatrixRow(ref, tuple(cells))


def _grouped(questions: Iterable[Question]) -> list[tuple[str, list[Question]]]:
    """Questions by group, in the order in which the groups come first."""
    groups: dict[str, list[Question]] = {}
    for question in questions:
        groups.setdefault(clean(question.group), []).append(question)
    return list(groups.items())


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

"""The pages of a question: how it is asked, a summary of its answers, the answers of all papers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from operator import itemgetter

from generator.core import Gate, Question, QuestionSet
from generator.core.status import STATUS_WORDS
from generator.site.content.choices import Choices, tags_of
from generator.site.content.collection import Collection
from generator.site.content.encoding import Markdown, clean, shortened
from generator.site.content.page_links import (
    NUMBERS,
    QUESTIONS,
    Links,
    TextLink,
    anchor,
    answer_page,
    linked,
    paper_page,
    question_page,
)
from generator.site.content.status_styles import STATUS_STYLES, StatusStyle, style_of
from generator.site.content.wording import label, phrase, title_of
from generator.site.views.checklist_view import ClaimView, claim_view
from generator.site.views.distribution import distribution
from generator.site.views.figures import NOWHERE
from generator.site.views.gist import Gist, gist_of
from generator.site.views.origins import part_names
from generator.site.views.paper_lists import PageLink, QuestionRef, question_ref, turns
from generator.site.views.question_counts import agreement, by_model, by_year
from generator.site.views.reporting_bars import BarRow, status_bar
from generator.site.views.review_view import ReviewMark, mark_of
from generator.site.views.share_estimates import estimate_line, shares_by
from generator.site.views.sureness import Sureness, open_line, sureness_of
from generator.site.views.votes import dissent

_MAX_TITLE = 110  # characters: with answers in short, a page of 200 papers stays below 300 KB

_KINDS = {
    "text": "text",
    "link": "a link",
    "list": "a list",
    "number": "a number",
    "yes_no": "yes or no",
}


@dataclass(frozen=True, slots=True)
class PaperAnswer:
    """One paper's answer on a question's page.

    href: the answer on the paper's page. page: the answer's own, permanent page; empty without an answer.
    dissent: how many models disagree, if any do. mark: the verdict of reviewers. sureness: how sure the
    answer is. claim: what the authors claim in their checklist, if anything. venue_place, tag_places:
    positions of the paper's venue and tags among the choices.
    """

    anchor: Markdown
    name: str
    title: str
    year: str
    look: StatusStyle
    href: Markdown
    page: str
    gist: Gist
    reason: str
    stale: str
    dissent: str
    mark: ReviewMark | None = None
    sureness: Sureness | None = None
    claim: ClaimView | None = None
    venue_place: str = ""
    tag_places: str = ""

    @property
    def is_answered(self) -> bool:
        """True if there is an answer to show next to those of other papers."""
        return bool(self.gist.text or self.gist.passage)


@dataclass(frozen=True, slots=True)
class UnansweredPapers:
    """The papers without an answer to show that have the same status."""

    look: StatusStyle
    papers: tuple[PaperAnswer, ...]


@dataclass(frozen=True, slots=True)
class SearchProfile:
    """How a question is asked: search queries, words that mark an answer, sections searched.

    parts: what it asks, the main part first. gates: when it applies, each as a phrase; empty if always.
    """

    queries: tuple[str, ...]
    cues: tuple[str, ...]
    sections: tuple[str, ...]
    references: bool
    kind: str
    parts: tuple[str, ...] = ()
    gates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class QuestionHead:
    """What all pages of a question have in common; see `QuestionView`."""

    ref: QuestionRef
    aliases: tuple[str, ...]
    group: str
    set_title: str
    set_anchor: Markdown
    source: tuple[TextLink, ...]
    asking: SearchProfile
    distribution: Markdown
    by_year: tuple[BarRow, ...]
    models: tuple[BarRow, ...]
    agreement: str
    choices: Choices
    estimate: str
    pages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class QuestionPage:
    """A page of a question without its answers. papers: ids, in order."""

    page: str
    number: int
    question: str
    head: QuestionHead
    papers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class QuestionView:
    """One page of a question. Figures about all papers are on the first page alone, so that a changed answer
    leaves most of the other pages as they are. estimate: see `estimate_line`.

    models: how each model answers; empty for a single model. agreement: how often the models agree, in words.
    choices: what papers can be filtered by. banded: some answer says how sure it is.
    """

    page: str
    number: int
    ref: QuestionRef
    aliases: tuple[str, ...]
    group: str
    set_title: str
    set_href: Markdown
    source: tuple[TextLink, ...]
    asking: SearchProfile
    distribution: Markdown
    by_year: tuple[BarRow, ...]
    models: tuple[BarRow, ...]
    agreement: str
    looks: tuple[StatusStyle, ...]
    answers: tuple[PaperAnswer, ...]
    turns: tuple[PageLink, ...]
    choices: Choices
    banded: bool
    estimate: str = ""
    numbers_href: Markdown = NOWHERE

    @property
    def answered(self) -> tuple[PaperAnswer, ...]:
        """The papers with an answer to show."""
        return tuple(a for a in self.answers if a.is_answered)

    @property
    def unanswered(self) -> tuple[UnansweredPapers, ...]:
        """The other papers, by status."""
        groups: dict[str, list[PaperAnswer]] = {}
        for row in self.answers:
            if not row.is_answered:
                groups.setdefault(row.look.key, []).append(row)
        return tuple(UnansweredPapers(STATUS_STYLES[key], tuple(rows)) for key, rows in groups.items())

    @property
    def in_words(self) -> str:
        """How many papers report what is asked, in a sentence."""
        return distribution(self.ref.tally, phrase(self.ref.id))


def numbered_page(question: str, number: int) -> str:
    """Return the path of a question's page with this number, from 1."""
    return question_page(question) if number == 1 else f"questions/{question}/{number}.md"


def page_with(collection: Collection, question: str, paper: str) -> str:
    """Return the path of the question's page that has the answer of ``paper``."""
    return numbered_page(question, collection.answer_pages[question].get(paper, 1))


def question_views(
    collection: Collection, questions: QuestionSet, question: Question
) -> Iterator[QuestionView]:
    """Yield the pages of a question: the answers of all papers, reported ones first."""
    for page in pages_of_question(collection, questions, question):
        yield question_view(collection, page)


def pages_of_question(
    collection: Collection, questions: QuestionSet, question: Question
) -> Iterator[QuestionPage]:
    """Yield the pages of a question, with what they have in common, before the answers are laid out."""
    placed = groupby(collection.answer_pages[question.id].items(), key=itemgetter(1))
    runs = [[paper for paper, _ in run] for _, run in placed] or [[]]
    pages = [numbered_page(question.id, n) for n in range(1, len(runs) + 1)]
    ref = question_ref(collection, question, Links(pages[0]))
    head = QuestionHead(
        ref=ref,
        aliases=tuple(clean(a) for a in question.aliases),
        group=clean(question.group),
        set_title=clean(questions.title),
        set_anchor=anchor(f"set-{collection.question_sets.index(questions) + 1}"),
        source=linked(questions.source),
        asking=_asking(question),
        distribution=status_bar(ref.tally, shares_by(collection).get((question.id, ""))),
        by_year=by_year(collection, question.id),
        models=by_model(collection, question.id),
        agreement=agreement(collection, question.id),
        choices=collection.choices,
        estimate=estimate_line(collection, question.id),
        pages=tuple(pages),
    )
    for number, (page, run) in enumerate(zip(pages, runs, strict=True), 1):
        yield QuestionPage(page, number, question.id, head, tuple(run))
        head = _without_figures(head)


def _without_figures(head: QuestionHead) -> QuestionHead:
    """Return what the further pages of a question have in common."""
    counts = replace(head.ref.tally, shares=(), total=0)
    return replace(
        head,
        ref=replace(head.ref, tally=counts, firm=True),
        distribution=Markdown(),
        by_year=(),
        models=(),
        agreement="",
        estimate="",
    )


def question_view(collection: Collection, shown: QuestionPage) -> QuestionView:
    """Return a page of a question with its answers."""
    head, links = shown.head, Links(shown.page)
    answers = tuple(_paper_answer(collection, paper, shown.question, links) for paper in shown.papers)
    here = {a.look.key for a in answers}
    return QuestionView(
        page=shown.page,
        number=shown.number,
        ref=head.ref,
        aliases=head.aliases,
        group=head.group,
        set_title=head.set_title,
        set_href=links.to(QUESTIONS, head.set_anchor),
        source=head.source,
        asking=head.asking,
        distribution=head.distribution,
        by_year=head.by_year,
        models=head.models,
        agreement=head.agreement,
        looks=tuple(v for k, v in STATUS_STYLES.items() if k in here),
        answers=answers,
        turns=turns(head.pages, links),
        choices=head.choices,
        banded=any(a.sureness for a in answers),
        estimate=head.estimate,
        numbers_href=links.to(NUMBERS, "reading"),
    )


def _paper_answer(collection: Collection, paper_id: str, question: str, links: Links) -> PaperAnswer:
    paper = collection.public_by_id[paper_id]
    answers = collection.answers_to(paper_id, question)
    name, cited = collection.short_names[paper_id]
    answer = answers[0] if answers else None
    stale = () if answer is None else collection.stale.get((paper_id, question, answer.model), ())
    return PaperAnswer(
        anchor=anchor(paper_id),
        name=name,
        title=shortened(title_of(paper), _MAX_TITLE) if cited else "",
        year=str(paper.metadata.year or ""),
        look=style_of(answer.status if answer else None),
        href=links.to(paper_page(paper_id), question),
        page=links.to_file(answer_page(answer.id)) if answer else "",
        gist=gist_of(collection, paper, answer, links),
        reason="" if answer is None else open_line(collection, answer) or clean(answer.reason),
        stale=part_names(stale),
        dissent=dissent(answers) if len(answers) > 1 else "",
        mark=mark_of(collection, paper_id, question),
        sureness=sureness_of(collection, answers[0]) if answers else None,
        claim=claim_view(collection, paper_id, question),
        venue_place=collection.choices.venue_place(clean(paper.metadata.venue)),
        tag_places=collection.choices.tag_places(tags_of(paper)),
    )


def _asking(question: Question) -> SearchProfile:
    return SearchProfile(
        queries=tuple(clean(q) for q in question.queries),
        cues=tuple(clean(c) for c in question.cues),
        sections=tuple(clean(s) for s in question.sections),
        references=question.references,
        kind=_KINDS.get(question.kind, question.kind),
        parts=tuple(clean(part.text) for part in question.parts),
        gates=tuple(_gate(gate) for gate in question.applies_to),
    )


def _gate(gate: Gate) -> str:
    """Return the condition of a gate in words."""
    conditions = []
    if gate.question:
        statuses = " or ".join(STATUS_WORDS[status] for status in gate.status)
        conditions.append(f"where “{label(gate.question)}” is {statuses}")
    if gate.tags:
        conditions.append(f"in papers tagged {' or '.join(clean(tag) for tag in gate.tags)}")
    if gate.kinds:
        conditions.append(f"in studies of the kind {' or '.join(clean(kind) for kind in gate.kinds)}")
    return ", ".join(conditions)

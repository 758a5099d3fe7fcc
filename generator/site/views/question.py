"""The pages of a question: how it is asked, a summary of its answers, the answers of all papers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from generator.core import Answer, Gate, Question, QuestionSet
from generator.core.counting import pluralize
from generator.core.status import STATUS_WORDS
from generator.site.content.choices import Choices, tags_of
from generator.site.content.collection import Collection
from generator.site.content.encoding import Markdown, clean, shortened
from generator.site.content.links import (
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
from generator.site.content.statuses import STATUS_STYLES, StatusStyle, style_of, tally
from generator.site.content.wording import label, phrase, title_of
from generator.site.views.checklists import ClaimView, claim_view
from generator.site.views.completeness import BarRow, status_bar
from generator.site.views.distribution import distribution
from generator.site.views.figures import NOWHERE
from generator.site.views.listing import PageLink, QuestionRef, question_ref, turns
from generator.site.views.numbers import estimate_line
from generator.site.views.origins import part_names
from generator.site.views.quotes import is_verbatim, parts_of, place_in
from generator.site.views.reviews import ReviewMark, mark_of
from generator.site.views.sureness import Sureness, open_line, sureness_of
from generator.site.views.votes import dissent

# Characters of an answer, of its first quote and of a title: enough to compare papers, while a page of 200
# papers stays below 300 KB.
_MAX_ANSWER = 260
_MAX_PASSAGE = 220
_MAX_TITLE = 110
_MAX_YEARS = 12  # rows of the chart by year

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
    text: beginning of what a model wrote; if that is empty, passage: words of the first quote, which are the
    answer. place: of the first quote. more: number of further quotes. dissent: how many models disagree, if
    any do. mark: the verdict of reviewers. sureness: how sure the answer is. claim: what the authors claim in
    their checklist, if anything. venue_place, tag_places: positions of the paper's venue and tags among the
    choices.
    """

    anchor: Markdown
    name: str
    title: str
    year: str
    look: StatusStyle
    href: Markdown
    page: str
    text: str
    reason: str
    passage: str
    place: str
    more: int
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
        return bool(self.text or self.passage)


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
    """A page of a question without its answers. papers: ids, in order. first: see `QuestionView`."""

    page: str
    number: int
    question: str
    head: QuestionHead
    papers: tuple[str, ...]
    first: int


@dataclass(frozen=True, slots=True)
class QuestionView:
    """One page of a question. first: number of its first paper, from 1. estimate: see `estimate_line`.

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
    first: int
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
        distribution=status_bar(ref.tally),
        by_year=_by_year(collection, question.id),
        models=_models(collection, question.id),
        agreement=_agreement(collection, question.id),
        choices=collection.choices,
        estimate=estimate_line(collection, question.id),
        pages=tuple(pages),
    )
    first = 1
    for number, (page, run) in enumerate(zip(pages, runs, strict=True), 1):
        yield QuestionPage(page, number, question.id, head, tuple(run), first)
        first += len(run)


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
        first=shown.first,
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
    text, passage, place, more = ("", "", "", 0) if answer is None else _gist(answer)
    stale = () if answer is None else collection.stale.get((paper_id, question, answer.model), ())
    return PaperAnswer(
        anchor=anchor(paper_id),
        name=name,
        title=shortened(title_of(paper), _MAX_TITLE) if cited else "",
        year=str(paper.metadata.year or ""),
        look=style_of(answer.status if answer else None),
        href=links.to(paper_page(paper_id), question),
        page=links.to_file(answer_page(answer.id)) if answer else "",
        text=text,
        reason="" if answer is None else open_line(collection, answer) or clean(answer.reason),
        passage=passage,
        place=place,
        more=more,
        stale=part_names(stale),
        dissent=dissent(answers) if len(answers) > 1 else "",
        mark=mark_of(collection, paper_id, question),
        sureness=sureness_of(collection, answers[0]) if answers else None,
        claim=claim_view(collection, paper_id, question),
        venue_place=collection.choices.venue_place(clean(paper.metadata.venue)),
        tag_places=collection.choices.tag_places(tags_of(paper)),
    )


def _gist(answer: Answer) -> tuple[str, str, str, int]:
    """Return the answer in short: text, passage, place of the first quote, number of further quotes.

    The text is what a model wrote; if that is only a quote, it is empty and the passage holds the quoted
    words.
    """
    cited = sorted(
        {n for s in answer.sentences if s.support == "supported" for n in s.evidence}
        & set(range(len(answer.evidence)))
    )
    if not cited:
        return shortened(answer.text[: 4 * _MAX_ANSWER], _MAX_ANSWER), "", "", 0
    parts = tuple(parts_of(answer.evidence[cited[0]]))
    place = place_in(answer.evidence[cited[0]], parts)
    if not is_verbatim(answer):
        return shortened(answer.text[: 4 * _MAX_ANSWER], _MAX_ANSWER), "", place, len(cited) - 1
    marked = [clean(run.text) for part in parts if part.focus for run in part.runs if run.marked]
    return "", shortened(" … ".join(marked)[: 4 * _MAX_PASSAGE], _MAX_PASSAGE), place, len(cited) - 1


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


def _models(collection: Collection, question: str) -> tuple[BarRow, ...]:
    """Return how each model answers the question over all papers; nothing for a single model."""
    counts: dict[str, Counter[str]] = {}
    for paper in collection.public:
        for answer in collection.answers_to(paper.id, question):
            if not answer.by_people:
                counts.setdefault(answer.model, Counter())[collection.counted(answer) or ""] += 1
    if len(counts) < 2:
        return ()
    order = {m.name: n for n, m in enumerate(collection.models)}
    made = []
    for model in sorted(counts, key=lambda m: (order.get(m, len(order)), m)):
        found = tally(counts[model].elements())
        made.append(BarRow(clean(model), Markdown(), status_bar(found), found.of_total))
    return tuple(made)


def _agreement(collection: Collection, question: str) -> str:
    """Return a sentence on how many papers all models agree about; empty if no paper has two answers."""
    compared = agreed = 0
    for paper in collection.public:
        answers = (a for a in collection.answers_to(paper.id, question) if not a.by_people)
        statuses = [a.status for a in answers if a.status != "failed"]
        if len(statuses) > 1:
            compared += 1
            agreed += len(set(statuses)) == 1
    if not compared:
        return ""
    return f"All models agree on {agreed:,} of {pluralize(compared, 'paper')}."


def _by_year(collection: Collection, question: str) -> tuple[BarRow, ...]:
    """Return the answers by year of publication, latest first; nothing if all papers are of one year."""
    counts: dict[int, Counter[str]] = {}
    for paper in collection.public:
        if paper.metadata.year is not None:
            status = collection.counted_at(paper.id, question) or "missing"
            counts.setdefault(paper.metadata.year, Counter())[status] += 1
    if len(counts) < 2:
        return ()
    years = sorted(counts, reverse=True)
    rows = [
        (str(year), counts[year]) for year in (years if len(years) <= _MAX_YEARS else years[: _MAX_YEARS - 1])
    ]
    if len(years) > _MAX_YEARS:
        rows.append(
            (
                f"{years[_MAX_YEARS - 1]} or earlier",
                sum((counts[y] for y in years[_MAX_YEARS - 1 :]), Counter()),
            )
        )
    tallies = ((name, tally(found.elements())) for name, found in rows)
    return tuple(BarRow(name, Markdown(), status_bar(total), total.of_total) for name, total in tallies)

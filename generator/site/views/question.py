"""What a question's pages show: how it is answered, how it is asked, all papers' answers side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from generator.core import Answer, Gate, Question, QuestionSet
from generator.core.counting import counted
from generator.core.status import STATUS_WORDS
from generator.site.content.choices import Choices, tags_of
from generator.site.content.collection import Collection
from generator.site.content.encoding import Markdown, clean, shortened
from generator.site.content.links import (
    NUMBERS,
    QUESTIONS,
    Link,
    Links,
    anchor,
    answer_page,
    linked,
    paper_page,
    question_page,
)
from generator.site.content.statuses import LOOKS, Look, look, tally
from generator.site.content.wording import label, phrase, title_of
from generator.site.views.checklists import ClaimView, claim_view
from generator.site.views.completeness import Measure, status_bar
from generator.site.views.distribution import distribution
from generator.site.views.figures import NOWHERE
from generator.site.views.listing import QuestionRef, Turn, question_ref, turns
from generator.site.views.numbers import estimate_line
from generator.site.views.origins import part_names
from generator.site.views.quotes import is_verbatim, parts_of, place_in
from generator.site.views.reviews import Mark, mark_of
from generator.site.views.sureness import Sureness, open_line, sureness_of
from generator.site.views.votes import dissent

# Characters of an answer and of its first passage: enough to compare papers by; a page of 200 papers stays
# below 300 KB.
_ANSWER = 260
_PASSAGE = 220
_TITLE = 110
_YEARS = 12

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

    href: the answer on the paper's page. page: the answer's own page, for good; empty without an answer.
    text: what a model wrote, from its beginning; else passage: words of the first passage, which are the
    answer. place: of the first passage that it rests on; more: how many others there are. dissent: how many
    models say otherwise, if any. mark: what people say of it. sureness: how sure it is. claim: what the
    authors say in their checklist, if anything. venue_place, tag_places: where the paper's are among the
    choices.
    """

    anchor: Markdown
    name: str
    title: str
    year: str
    look: Look
    href: Markdown
    page: str
    text: str
    reason: str
    passage: str
    place: str
    more: int
    stale: str
    dissent: str
    mark: Mark | None = None
    sureness: Sureness | None = None
    claim: ClaimView | None = None
    venue_place: str = ""
    tag_places: str = ""

    @property
    def told(self) -> bool:
        """Whether there is an answer to show beside others."""
        return bool(self.text or self.passage)


@dataclass(frozen=True, slots=True)
class Silent:
    """The papers without an answer, by status: no more than their names."""

    look: Look
    papers: tuple[PaperAnswer, ...]


@dataclass(frozen=True, slots=True)
class Asking:
    """How a question is asked: what is searched for, what marks an answer, where it is looked for.

    parts: what it asks, the main one first. gates: when it applies, each a phrase; empty: always.
    """

    queries: tuple[str, ...]
    cues: tuple[str, ...]
    sections: tuple[str, ...]
    references: bool
    kind: str
    parts: tuple[str, ...] = ()
    gates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class QuestionView:
    """One page of a question. first: number of its first paper, from 1. estimate: see `estimate_line`.

    models: how each model answers (empty for a single model). agreement: how often they agree, in words.
    choices: what papers can be filtered by. banded: whether any answer says how sure it is.
    """

    page: str
    number: int
    ref: QuestionRef
    aliases: tuple[str, ...]
    group: str
    set_title: str
    set_href: Markdown
    source: tuple[Link, ...]
    asking: Asking
    distribution: Markdown
    by_year: tuple[Measure, ...]
    models: tuple[Measure, ...]
    agreement: str
    looks: tuple[Look, ...]
    answers: tuple[PaperAnswer, ...]
    first: int
    turns: tuple[Turn, ...]
    choices: Choices
    banded: bool
    estimate: str = ""
    numbers_href: Markdown = NOWHERE

    @property
    def told(self) -> tuple[PaperAnswer, ...]:
        """The answers that stand side by side."""
        return tuple(a for a in self.answers if a.told)

    @property
    def silent(self) -> tuple[Silent, ...]:
        """The other papers, status by status."""
        groups: dict[str, list[PaperAnswer]] = {}
        for row in self.answers:
            if not row.told:
                groups.setdefault(row.look.key, []).append(row)
        return tuple(Silent(LOOKS[key], tuple(rows)) for key, rows in groups.items())

    @property
    def in_words(self) -> str:
        """How many papers report it, in a sentence."""
        return distribution(self.ref.tally, phrase(self.ref.id))


def numbered_page(question: str, number: int) -> str:
    """A question's page with a number, from 1."""
    return question_page(question) if number == 1 else f"questions/{question}/{number}.md"


def page_with(collection: Collection, question: str, paper: str) -> str:
    """The page of a question on which a paper's answer stands."""
    return numbered_page(question, collection.answer_pages[question].get(paper, 1))


def question_views(
    collection: Collection, questions: QuestionSet, question: Question
) -> Iterator[QuestionView]:
    """A question's pages: all papers' answers, what is reported first."""
    placed = groupby(collection.answer_pages[question.id].items(), key=itemgetter(1))
    runs = [[paper for paper, _ in run] for _, run in placed] or [[]]
    pages = [numbered_page(question.id, n) for n in range(1, len(runs) + 1)]
    names = collection.question_sets.index(questions) + 1
    models = _models(collection, question.id)
    agreement = _agreement(collection, question.id)
    by_year = _by_year(collection, question.id)
    ref = question_ref(collection, question, Links(pages[0]))
    estimate = estimate_line(collection, question.id)
    for number, (page, run) in enumerate(zip(pages, runs, strict=True), 1):
        links = Links(page)
        answers = tuple(_paper_answer(collection, paper, question.id, links) for paper in run)
        here = {a.look.key for a in answers}
        yield QuestionView(
            page=page,
            number=number,
            ref=ref,
            aliases=tuple(clean(a) for a in question.aliases),
            group=clean(question.group),
            set_title=clean(questions.title),
            set_href=links.to(QUESTIONS, anchor(f"set-{names}")),
            source=linked(questions.source),
            asking=_asking(question),
            distribution=status_bar(ref.tally),
            by_year=by_year,
            models=models,
            agreement=agreement,
            looks=tuple(v for k, v in LOOKS.items() if k in here),
            answers=answers,
            first=sum(map(len, runs[: number - 1])) + 1,
            turns=turns(pages, links),
            choices=collection.choices,
            banded=any(a.sureness for a in answers),
            estimate=estimate,
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
        title=shortened(title_of(paper), _TITLE) if cited else "",
        year=str(paper.metadata.year or ""),
        look=look(answer.status if answer else None),
        href=links.to(paper_page(paper_id), question),
        page=links.to_file(answer_page(answer.id)) if answer else "",
        text=text,
        reason="" if answer is None else _open(collection, answer),
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


def _open(collection: Collection, answer: Answer) -> str:
    """What of the question stays open: its parts, if any are missing, else the reason."""
    return open_line(collection, answer) or clean(answer.reason)


def _gist(answer: Answer) -> tuple[str, str, str, int]:
    """The answer in short: what a model wrote, or else words of the first passage; then the place of that
    passage, and how many more there are.
    """
    cited = sorted(
        {n for s in answer.sentences if s.support == "supported" for n in s.evidence}
        & set(range(len(answer.evidence)))
    )
    if not cited:
        return shortened(answer.text[: 4 * _ANSWER], _ANSWER), "", "", 0
    parts = tuple(parts_of(answer.evidence[cited[0]]))
    place = place_in(answer.evidence[cited[0]], parts)
    if not is_verbatim(answer):
        return shortened(answer.text[: 4 * _ANSWER], _ANSWER), "", place, len(cited) - 1
    marked = [clean(run.text) for part in parts if part.focus for run in part.runs if run.marked]
    return "", shortened(" … ".join(marked)[: 4 * _PASSAGE], _PASSAGE), place, len(cited) - 1


def _asking(question: Question) -> Asking:
    return Asking(
        queries=tuple(clean(q) for q in question.queries),
        cues=tuple(clean(c) for c in question.cues),
        sections=tuple(clean(s) for s in question.sections),
        references=question.references,
        kind=_KINDS.get(question.kind, question.kind),
        parts=tuple(clean(part.text) for part in question.parts),
        gates=tuple(_gate(gate) for gate in question.applies_to),
    )


def _gate(gate: Gate) -> str:
    """When a gate is open, in words."""
    said = []
    if gate.question:
        statuses = " or ".join(STATUS_WORDS[status] for status in gate.status)
        said.append(f"where “{label(gate.question)}” is {statuses}")
    if gate.tags:
        said.append(f"in papers tagged {' or '.join(clean(tag) for tag in gate.tags)}")
    if gate.kinds:
        said.append(f"in studies of the kind {' or '.join(clean(kind) for kind in gate.kinds)}")
    return ", ".join(said)


def _models(collection: Collection, question: str) -> tuple[Measure, ...]:
    """How each model answers the question over all papers; nothing for a single model."""
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
        made.append(Measure(clean(model), Markdown(), status_bar(found), found.of_total))
    return tuple(made)


def _agreement(collection: Collection, question: str) -> str:
    """On how many papers all models agree on the status, in a sentence; empty where there is no choice."""
    compared = agreed = 0
    for paper in collection.public:
        given = (a for a in collection.answers_to(paper.id, question) if not a.by_people)
        said = [a.status for a in given if a.status != "failed"]
        if len(said) > 1:
            compared += 1
            agreed += len(set(said)) == 1
    if not compared:
        return ""
    return f"All models agree on {agreed:,} of {counted(compared, 'paper')}."


def _by_year(collection: Collection, question: str) -> tuple[Measure, ...]:
    """The question by year of publication, latest first; nothing where all papers are of one year."""
    counts: dict[int, Counter[str]] = {}
    for paper in collection.public:
        if paper.metadata.year is not None:
            status = collection.counted_at(paper.id, question) or "missing"
            counts.setdefault(paper.metadata.year, Counter())[status] += 1
    if len(counts) < 2:
        return ()
    years = sorted(counts, reverse=True)
    rows = [(str(year), counts[year]) for year in (years if len(years) <= _YEARS else years[: _YEARS - 1])]
    if len(years) > _YEARS:
        rows.append((f"until {years[_YEARS - 1]}", sum((counts[y] for y in years[_YEARS - 1 :]), Counter())))
    made = []
    for name, found in rows:
        counted_ = tally(found.elements())
        value = counted_.of_total
        made.append(Measure(name, Markdown(), status_bar(counted_), value))
    return tuple(made)

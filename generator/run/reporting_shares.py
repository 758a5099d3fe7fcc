"""The share of papers that report an item, with intervals that account for errors of the statuses.

Combines the answers of a collection with people's reviews of papers drawn at random, with gold, or with the
measured error rates of `quotes`; `generator.evaluation.share_estimation` computes the estimates.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from generator.core import Answer, Paper, Question, Review
from generator.core.draw import Draw, random_sample
from generator.core.share import Grouping, Interval, Method, ReportedShare
from generator.core.status import REPORTED_STATUSES, Status
from generator.evaluation.quotes_record import rates_of, recorded_rates, reporting_shares
from generator.evaluation.share_estimation import (
    Rates,
    Strata,
    estimate_from_rates,
    estimate_from_reviews,
    reviews_to_halve,
)
from generator.site import Collection

# Reviews of a random sample that suffice for an estimate from them alone; half of the papers if that is less.
MIN_SAMPLE_REVIEWS = 8
# Years, venues and tags are shown from so many papers on; at most so many of each, the largest first.
_MIN_SECTION_PAPERS, _MAX_SECTIONS = 5, 12
_QUOTES = "quotes"


@dataclass(frozen=True, slots=True)
class _QuestionPapers:
    """The papers of a question.

    called: paper -> True if its answer says reported. not_applicable: number of papers to which the question
    does not apply. sample: reviewed papers of the random sample -> True if reported in truth. record: True if
    all statuses are by `quotes`, whose error rates are recorded.
    """

    question: Question
    called: Mapping[str, bool]
    not_applicable: int
    sample: Mapping[str, bool]
    record: bool

    def strata(self, papers: frozenset[str] | None = None, max_sample: int | None = None) -> Strata:
        """Return the strata of all or some papers, with the first ``max_sample`` papers of the sample."""
        sample = [name for name in self.sample if papers is None or name in papers]
        return Strata.of(
            (call for name, call in self.called.items() if papers is None or name in papers),
            ((self.called[name], self.sample[name]) for name in sample[:max_sample]),
        )


def with_shares(
    collection: Collection, draws: Iterable[Draw], gold: Mapping[tuple[str, str], bool]
) -> Collection:
    """Return the collection with its shares, and the papers to review next.

    gold: (paper, question) -> True if gold says that the paper reports it.
    """
    of_question = {collection.today(draw.question): draw for draw in draws}
    truths = _Truths(collection)
    cells, due = [], {}
    for question in collection.questions:
        found, waiting = _cells(collection, question, of_question.get(question.id), truths)
        cells.append(found)
        if waiting:
            due[question.id] = waiting
    measured = _measured(cells, gold)
    sections = tuple(_sections(collection.public))
    shares = [share for group in _groups(collection, cells) for share in _of_group(group, sections, measured)]
    return replace(collection, shares=tuple(shares), due=due)


class _Truths:
    """The true statuses of papers, as people's reviews state them."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection
        everything = (*collection.answers, *(entry.answer for entry in collection.history))
        self._status: dict[str, Status] = {name: a.status for a in everything for name in a.names}

    def reports(self, paper: str, question: str) -> bool | None:
        """Return True if a paper reports it, at least in part; None if no review says, or people disagree.

        A review remains true of the paper when the answer has changed since.
        """
        held = {self._held(r) for r in self._collection.reviews_of(paper, question)} - {None}
        found = {status in REPORTED_STATUSES for status in held}
        return found.pop() if len(found) == 1 else None

    def _held(self, review: Review) -> Status | None:
        return self._status.get(review.answer) if review.verdict == "confirmed" else review.status


def _cells(
    collection: Collection, question: Question, draw: Draw | None, truths: _Truths
) -> tuple[_QuestionPapers, tuple[str, ...]]:
    given = {p.id: a for p in collection.public if (a := answer_by_models(collection, p.id, question.id))}
    called = {
        name: a.status in REPORTED_STATUSES for name, a in given.items() if a.status != "not_applicable"
    }
    reports = cache(lambda name: truths.reports(name, question.id))
    sample, due = random_sample(draw, called.keys(), lambda name: reports(name) is not None)
    if all(reports(name) is not None for name in called):  # people have judged every paper
        sample, due = tuple(sorted(called)), due[:0]
    found = _QuestionPapers(
        question,
        called,
        len(given) - len(called),
        {name: bool(reports(name)) for name in sample},
        all(given[name].kind == _QUOTES for name in called),
    )
    return found, due


def answer_by_models(collection: Collection, paper: str, question: str) -> Answer | None:
    """Return the answer that models give, as if nobody had reviewed any: reviews must not select it.

    Returns None if every answer failed, or there is none.
    """
    order = {model.name: n for n, model in enumerate(collection.models)}
    made = [a for a in collection.answers_to(paper, question) if not a.by_people and a.status != "failed"]
    vote = collection.consensus.get((paper, question))
    shown = None if vote is None else vote.shown
    return min(made, key=lambda a: (a.model != shown, order.get(a.model, len(order)), a.model), default=None)


def _measured(
    cells: Sequence[_QuestionPapers], gold: Mapping[tuple[str, str], bool]
) -> Callable[[_QuestionPapers], tuple[Method, tuple[Rates, ...]]]:
    """Return a function from a question's papers to the error rates of statuses, and how they are known."""
    pairs = (
        (call, gold[name, c.question.id])
        for c in cells
        for name, call in c.called.items()
        if (name, c.question.id) in gold
    )
    own = rates_of(pairs)

    def of(found: _QuestionPapers) -> tuple[Method, tuple[Rates, ...]]:
        if own is not None:
            return "gold", (own,)
        return ("record", recorded_rates()) if found.record else ("none", ())

    return of


Measured = Callable[[_QuestionPapers], tuple[Method, tuple[Rates, ...]]]
Section = tuple[Grouping, str, frozenset[str]]


def _sections(papers: Iterable[Paper]) -> Iterator[Section]:
    """Yield the papers by year, venue and tag, where there are enough of them."""
    kinds: tuple[tuple[Grouping, Callable[[Paper], Iterable[str]]], ...] = (
        ("year", lambda p: [str(p.metadata.year)] if p.metadata.year else []),
        ("venue", lambda p: [p.metadata.venue] if p.metadata.venue else []),
        ("tag", lambda p: p.metadata.tags),
    )
    papers = tuple(papers)
    for by, values_of in kinds:
        found: dict[str, set[str]] = {}
        for paper in papers:
            for value in values_of(paper):
                found.setdefault(value, set()).add(paper.id)
        counts = Counter(
            {value: len(names) for value, names in found.items() if len(names) >= _MIN_SECTION_PAPERS}
        )
        if len(found) > 1:  # a single value separates nothing
            kept = sorted(value for value, _ in counts.most_common(_MAX_SECTIONS))
            yield from ((by, value, frozenset(found[value])) for value in kept)


def _groups(collection: Collection, cells: Sequence[_QuestionPapers]) -> Iterator[list[_QuestionPapers]]:
    """Yield the questions of each group of each set, in the order of the sets."""
    of = {c.question.id: c for c in cells}
    for questions in collection.question_sets:
        groups: dict[str, list[_QuestionPapers]] = {}
        for question in questions.questions:
            groups.setdefault(question.group, []).append(of[question.id])
        yield from groups.values()


def _of_group(
    group: Sequence[_QuestionPapers], sections: Sequence[Section], measured: Measured
) -> Iterator[ReportedShare]:
    """Yield the shares of a group and of each of its questions, for all papers and by section."""
    if len(group) > 1:
        yield _group_share(group, measured)
    for cells in group:
        yield _share(cells, measured)
        for by, value, papers in sections:
            share = _share(cells, measured, papers)
            if share.papers >= _MIN_SECTION_PAPERS:
                yield replace(share, by=by, value=value)


def _share(cells: _QuestionPapers, measured: Measured, papers: frozenset[str] | None = None) -> ReportedShare:
    strata = cells.strata(papers)
    method, interval, more = _estimated(strata, *measured(cells))
    return ReportedShare(
        question=cells.question.id,
        group=cells.question.group,
        papers=strata.size,
        reported=strata.positive.size,
        not_applicable=cells.not_applicable if papers is None else 0,
        reviewed=strata.reviewed,
        method=method,
        interval=interval,
        more=more,
    )


def _group_share(group: Sequence[_QuestionPapers], measured: Measured) -> ReportedShare:
    """Return the share of all (paper, question) pairs of a group.

    The same share of each question's papers is taken from its sample, so that together they are a sample of
    the pairs.
    """
    rate = min((len(c.sample) / len(c.called) for c in group if c.called), default=0.0)
    parts = [c.strata(max_sample=int(rate * len(c.called) + 0.5)) for c in group]
    strata = Strata.together(parts)
    known = {measured(c) for c in group}
    method, rates = known.pop() if len(known) == 1 else ("none", ())
    method, interval, _ = _estimated(strata, method, rates)
    return ReportedShare(
        question="",
        group=group[0].question.group,
        papers=strata.size,
        reported=strata.positive.size,
        not_applicable=sum(c.not_applicable for c in group),
        reviewed=strata.reviewed,
        method=method,
        interval=interval,
    )


def _estimated(
    strata: Strata, method: Method, rates: tuple[Rates, ...]
) -> tuple[Method, Interval | None, int | None]:
    """Return method, interval and the number of reviews needed to halve the interval.

    The estimate rests on reviews if there are enough, else on known error rates.
    """
    if not strata.size:
        return "none", None, None
    if strata.reviewed >= min(MIN_SAMPLE_REVIEWS, (strata.size + 1) // 2):
        interval = estimate_from_reviews(strata)
        return "reviews", interval, reviews_to_halve(strata, interval.width)
    if not rates:
        return "none", None, None
    interval = estimate_from_rates(strata.positive.size, strata.size, rates)
    return method, interval, reviews_to_halve(strata, interval.width, reporting_shares(rates))

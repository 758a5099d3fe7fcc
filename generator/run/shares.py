"""The share of papers that report what is asked, with intervals that hold although statuses err.

Joins the answers of a collection with people's reviews of the papers drawn at random, with gold, or with the
record of `quotes`; `generator.evaluation.shares` estimates.
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
from generator.evaluation.record import rates_of, recorded_rates, reporting_shares
from generator.evaluation.shares import (
    Rates,
    Strata,
    estimate_from_rates,
    estimate_from_reviews,
    reviews_to_halve,
)
from generator.site import Collection

# Reviews of a random sample from which on an estimate rests on them alone; of few papers, half of them.
MIN_SAMPLE_REVIEWS = 8
# Years, venues and tags: those of so many papers, and so many of them, the largest first.
_MIN_PAPERS, _MAX_VALUES = 5, 12
_QUOTES = "quotes"


@dataclass(frozen=True, slots=True)
class _Cells:
    """A question's papers.

    called: paper -> whether it is called reported. apart: papers to which it does not apply. sample: those of
    the random sample, with what is true. record: whether statuses are those of `quotes`, which has a record.
    """

    question: Question
    called: Mapping[str, bool]
    apart: int
    sample: Mapping[str, bool]
    record: bool

    def strata(self, papers: frozenset[str] | None = None, most: int | None = None) -> Strata:
        """Of all papers or of some, with the first ``most`` of the sample."""
        sample = [name for name in self.sample if papers is None or name in papers]
        return Strata.of(
            (call for name, call in self.called.items() if papers is None or name in papers),
            ((self.called[name], self.sample[name]) for name in sample[:most]),
        )


def with_shares(
    collection: Collection, draws: Iterable[Draw], gold: Mapping[tuple[str, str], bool]
) -> Collection:
    """The collection with its shares, and the papers whose answers are to be reviewed next.

    gold: (paper, question) -> whether gold says that the paper reports.
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
    """What people hold to be true of papers, by their reviews."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection
        said = (*collection.answers, *(entry.answer for entry in collection.history))
        self._status: dict[str, Status] = {name: a.status for a in said for name in a.names}

    def reports(self, paper: str, question: str) -> bool | None:
        """Whether a paper reports it, at least in part; None where nobody says so, or people disagree.

        What somebody found in a paper is true of it when its answer has changed since, too.
        """
        held = {self._held(r) for r in self._collection.reviews_of(paper, question)} - {None}
        found = {status in REPORTED_STATUSES for status in held}
        return found.pop() if len(found) == 1 else None

    def _held(self, review: Review) -> Status | None:
        return self._status.get(review.answer) if review.verdict == "confirmed" else review.status


def _cells(
    collection: Collection, question: Question, draw: Draw | None, truths: _Truths
) -> tuple[_Cells, tuple[str, ...]]:
    given = {p.id: a for p in collection.public if (a := answer_by_models(collection, p.id, question.id))}
    called = {
        name: a.status in REPORTED_STATUSES for name, a in given.items() if a.status != "not_applicable"
    }
    reports = cache(lambda name: truths.reports(name, question.id))
    sample, due = random_sample(draw, called.keys(), lambda name: reports(name) is not None)
    found = _Cells(
        question,
        called,
        len(given) - len(called),
        {name: bool(reports(name)) for name in sample},
        all(given[name].kind == _QUOTES for name in called),
    )
    return found, due


def answer_by_models(collection: Collection, paper: str, question: str) -> Answer | None:
    """The answer that models give, as if nobody had reviewed any: what people say must not choose it.

    None where there is none that did not fail.
    """
    order = {model.name: n for n, model in enumerate(collection.models)}
    made = [a for a in collection.answers_to(paper, question) if not a.by_people and a.status != "failed"]
    vote = collection.consensus.get((paper, question))
    shown = None if vote is None else vote.shown
    return min(made, key=lambda a: (a.model != shown, order.get(a.model, len(order)), a.model), default=None)


def _measured(
    cells: Sequence[_Cells], gold: Mapping[tuple[str, str], bool]
) -> Callable[[_Cells], tuple[Method, tuple[Rates, ...]]]:
    """How often statuses of a question are wrong, and how that is known."""
    pairs = (
        (call, gold[name, c.question.id])
        for c in cells
        for name, call in c.called.items()
        if (name, c.question.id) in gold
    )
    own = rates_of(pairs)

    def of(found: _Cells) -> tuple[Method, tuple[Rates, ...]]:
        if own is not None:
            return "gold", (own,)
        return ("record", recorded_rates()) if found.record else ("none", ())

    return of


Measured = Callable[[_Cells], tuple[Method, tuple[Rates, ...]]]
Section = tuple[Grouping, str, frozenset[str]]


def _sections(papers: Iterable[Paper]) -> Iterator[Section]:
    """Papers by year, venue and tag, as far as there are enough of them."""
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
        counts = Counter({value: len(names) for value, names in found.items() if len(names) >= _MIN_PAPERS})
        if len(found) > 1:  # one value tells nothing apart
            kept = sorted(value for value, _ in counts.most_common(_MAX_VALUES))
            yield from ((by, value, frozenset(found[value])) for value in kept)


def _groups(collection: Collection, cells: Sequence[_Cells]) -> Iterator[list[_Cells]]:
    """Questions of one group of one set, in the order of the sets."""
    of = {c.question.id: c for c in cells}
    for questions in collection.question_sets:
        groups: dict[str, list[_Cells]] = {}
        for question in questions.questions:
            groups.setdefault(question.group, []).append(of[question.id])
        yield from groups.values()


def _of_group(
    group: Sequence[_Cells], sections: Sequence[Section], measured: Measured
) -> Iterator[ReportedShare]:
    """The shares of a group as a whole, and of each of its questions: all papers, then section by section."""
    if len(group) > 1:
        yield _group_share(group, measured)
    for cells in group:
        yield _share(cells, measured)
        for by, value, papers in sections:
            share = _share(cells, measured, papers)
            if share.papers >= _MIN_PAPERS:
                yield replace(share, by=by, value=value)


def _share(cells: _Cells, measured: Measured, papers: frozenset[str] | None = None) -> ReportedShare:
    strata = cells.strata(papers)
    method, interval, more = _estimated(strata, *measured(cells))
    return ReportedShare(
        question=cells.question.id,
        group=cells.question.group,
        papers=strata.size,
        reported=strata.positive.size,
        not_applicable=cells.apart if papers is None else 0,
        reviewed=strata.reviewed,
        method=method,
        interval=interval,
        more=more,
    )


def _group_share(group: Sequence[_Cells], measured: Measured) -> ReportedShare:
    """All cells of a group together. Of each question's sample, the same share of its papers is taken: so the
    sample is one of the cells."""
    rate = min((len(c.sample) / len(c.called) for c in group if c.called), default=0.0)
    parts = [c.strata(most=int(rate * len(c.called) + 0.5)) for c in group]
    strata = Strata.together(parts)
    known = {measured(c) for c in group}
    method, rates = known.pop() if len(known) == 1 else ("none", ())
    method, interval, _ = _estimated(strata, method, rates)
    return ReportedShare(
        question="",
        group=group[0].question.group,
        papers=strata.size,
        reported=strata.positive.size,
        not_applicable=sum(c.apart for c in group),
        reviewed=strata.reviewed,
        method=method,
        interval=interval,
    )


def _estimated(
    strata: Strata, method: Method, rates: tuple[Rates, ...]
) -> tuple[Method, Interval | None, int | None]:
    """By reviews where there are enough of them, else by what is known of errors elsewhere."""
    if not strata.size:
        return "none", None, None
    if strata.reviewed >= min(MIN_SAMPLE_REVIEWS, (strata.size + 1) // 2):
        interval = estimate_from_reviews(strata)
        return "reviews", interval, reviews_to_halve(strata, interval.width)
    if not rates:
        return "none", None, None
    interval = estimate_from_rates(strata.positive.size, strata.size, rates)
    return method, interval, reviews_to_halve(strata, interval.width, reporting_shares(rates))

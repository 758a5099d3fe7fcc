"""The home page: counts, the matrix, how complete reporting is, what changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from generator.site.content.answer_changes import day, latest_days
from generator.site.content.choices import Choices
from generator.site.content.collection import Collection, ModelCard
from generator.site.content.encoding import clean
from generator.site.content.language import day_in_words
from generator.site.content.page_links import HOME, Links
from generator.site.content.status_styles import NOT_SURE, STATUS_STYLES, StatusStyle, StatusTally, tally
from generator.site.content.wording import model_name
from generator.site.views.matrix import Matrix, matrices
from generator.site.views.news import News, Warned, news_of, warned_of
from generator.site.views.paper_lists import PaperRef, paper_ref
from generator.site.views.reporting_bars import Figure, figures
from generator.site.views.review_view import mark_of
from generator.site.views.share_estimates import shares_by

# Statuses that the legend always explains.
_ALWAYS_EXPLAINED = ("reported", "partly_reported", "not_reported")
_MAX_DAYS = 3  # of changes


@dataclass(frozen=True, slots=True)
class ModelRow:
    """A model with the tally of its answers."""

    card: ModelCard
    tally: StatusTally


@dataclass(frozen=True, slots=True)
class Counts:
    """Totals of a collection. models: those with answers. checked: answers shown that were reviewed."""

    title: str
    description: str
    papers: int
    questions: int
    answers: int
    withheld: int
    stale: int
    models: int
    checked: int = 0


@dataclass(frozen=True, slots=True)
class HomeView:
    """The contents of the page.

    banded: some answer says how sure it is. reviewed: some answer has been reviewed. source: what the charts
    count, and of which day.
    """

    counts: Counts
    tally: StatusTally
    looks: tuple[StatusStyle, ...]
    choices: Choices
    matrices: tuple[Matrix, ...]
    figures: tuple[Figure, ...]
    source: str
    warned: tuple[Warned, ...]
    news: tuple[News, ...]
    unreadable: tuple[tuple[str, str], ...]
    banded: bool = False
    reviewed: bool = False


def _looks(shown: StatusTally) -> tuple[StatusStyle, ...]:
    """Return the statuses that the legend explains: the three main ones, and all that occur."""
    return tuple(look for key, look in STATUS_STYLES.items() if key in _ALWAYS_EXPLAINED or shown.count(key))


def home_view(collection: Collection) -> HomeView:
    """Return the home page of a collection."""
    links = Links(HOME)
    refs = tuple(paper_ref(collection, paper, links) for paper in collection.public)
    shown = _sum(refs)
    counts = counts_of(collection)
    boards = matrices(collection, refs)
    built = f"{collection.built.day} {collection.built:%B %Y}"
    return HomeView(
        counts=counts,
        tally=shown,
        looks=_looks(shown),
        banded=any(cell.sureness for board in boards for row in board.rows for cell in row.cells)
        or bool(shown.count(NOT_SURE.key)),
        choices=collection.choices,
        reviewed=bool(counts.checked),
        matrices=boards,
        figures=figures(
            refs,
            tuple(board.sheet for board in boards),
            {question: share for (question, _), share in shares_by(collection).items()},
        ),
        source=f"status of the answer shown for each question and paper, {shown.asked:,} in all, {built}. "
        f"{shown.left_out}".strip(),
        warned=warned_of(collection, links),
        news=news_of(collection, latest_days(collection, days=_MAX_DAYS), links),
        unreadable=tuple((clean(name), clean(why)) for name, why in collection.unreadable),
    )


def _sum(refs: Iterable[PaperRef]) -> StatusTally:
    counts: Counter[str] = Counter()
    for ref in refs:
        for share in ref.tally.shares:
            counts[share.look.key] += share.count
    return tally(counts.elements())


def counts_of(collection: Collection) -> Counts:
    """Count papers, questions and answers, in one pass over the answers."""
    public = {paper.id for paper in collection.public}
    asked = {q.id for q in collection.questions}
    answers = [a for a in collection.answers if a.paper in public and a.question in asked]
    reviewed = {(r.paper, collection.today(r.question)) for r in collection.reviews}
    return Counts(
        title=clean(collection.title),
        description=clean(collection.description),
        papers=len(public),
        questions=len(asked),
        answers=len(answers),
        withheld=sum(a.facts.withheld for a in answers),
        stale=sum((a.paper, a.question, a.model) in collection.stale for a in answers),
        models=len({a.model for a in answers if not a.by_people}),
        checked=sum(q in asked and mark_of(collection, paper, q) is not None for paper, q in reviewed),
    )


def model_rows(collection: Collection) -> tuple[ModelRow, ...]:
    """Return all models that have a card or an answer, the preferred one first."""
    public = {paper.id for paper in collection.public}
    by_model: dict[str, Counter[str]] = {m.name: Counter() for m in collection.models}
    others: dict[str, Counter[str]] = {}
    for answer in collection.answers:
        if answer.paper in public:
            counts = by_model.get(answer.model)
            (others.setdefault(answer.model, Counter()) if counts is None else counts)[answer.status] += 1
    by_model |= dict(sorted(others.items()))
    return tuple(
        ModelRow(replace(collection.card(name), name=model_name(name)), tally(found.elements()))
        for name, found in by_model.items()
    )


def dates_made(collection: Collection) -> str:
    """Return the day, or the first and last day, on which answers were made; empty if none is recorded."""
    days = {day(made) for made in {a.made for a in collection.answers}} - {""}
    return " to ".join(dict.fromkeys(map(day_in_words, (min(days), max(days))))) if days else ""

"""What the home page shows: counts, the matrix, how complete reporting is, what changed, the models."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from generator.site.content.changes import day, latest_days
from generator.site.content.choices import Choices
from generator.site.content.collection import Collection, ModelCard
from generator.site.content.encoding import clean
from generator.site.content.links import HOME, Links
from generator.site.content.statuses import LOOKS, NOT_SURE, Look, Tally, tally
from generator.site.views.completeness import Figure, figures
from generator.site.views.listing import PaperRef, paper_ref
from generator.site.views.matrix import Matrix, matrices
from generator.site.views.news import News, Warned, news_of, warned_of
from generator.site.views.reviews import mark_of

# Statuses that the legend always explains.
_ALWAYS = ("reported", "partly_reported", "not_reported")
_DAYS = 3


@dataclass(frozen=True, slots=True)
class ModelRow:
    """A model with the tally of its answers."""

    card: ModelCard
    tally: Tally


@dataclass(frozen=True, slots=True)
class Counts:
    """How much there is. models: those with answers. checked: answers shown that people have reviewed."""

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
    """banded: whether any answer says how sure it is; reviewed: whether people have reviewed any."""

    counts: Counts
    tally: Tally
    looks: tuple[Look, ...]
    choices: Choices
    matrices: tuple[Matrix, ...]
    figures: tuple[Figure, ...]
    source: str
    warned: tuple[Warned, ...]
    news: tuple[News, ...]
    unreadable: tuple[tuple[str, str], ...]
    banded: bool = False
    reviewed: bool = False


def _looks(shown: Tally) -> tuple[Look, ...]:
    """The statuses that a legend explains: those that always may occur, and those that do."""
    return tuple(look for key, look in LOOKS.items() if key in _ALWAYS or shown.count(key))


def home_view(collection: Collection) -> HomeView:
    """The home page: counts, the matrix set by set, how complete reporting is, what could not be read."""
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
        figures=figures(refs, tuple(board.sheet for board in boards)),
        source=f"status of the answer shown for each question and paper, {shown.asked:,} in all, {built}. "
        f"{shown.left_out}".strip(),
        warned=warned_of(collection, links),
        news=news_of(collection, latest_days(collection, days=_DAYS), links),
        unreadable=tuple((clean(name), clean(why)) for name, why in collection.unreadable),
    )


def _sum(refs: Iterable[PaperRef]) -> Tally:
    counts: Counter[str] = Counter()
    for ref in refs:
        for share in ref.tally.shares:
            counts[share.look.key] += share.count
    return tally(counts.elements())


def counts_of(collection: Collection) -> Counts:
    """How many papers, questions and answers there are, in one pass over the answers."""
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
        withheld=sum(s.support == "unsupported" for a in answers for s in a.sentences),
        stale=sum((a.paper, a.question, a.model) in collection.stale for a in answers),
        models=len({a.model for a in answers if not a.by_people}),
        checked=sum(q in asked and mark_of(collection, paper, q) is not None for paper, q in reviewed),
    )


def model_rows(collection: Collection) -> tuple[ModelRow, ...]:
    """All models that have a card or an answer, the preferred one first."""
    public = {paper.id for paper in collection.public}
    by_model: dict[str, Counter[str]] = {m.name: Counter() for m in collection.models}
    others: dict[str, Counter[str]] = {}
    for answer in collection.answers:
        if answer.paper in public:
            known = by_model.get(answer.model)
            (others.setdefault(answer.model, Counter()) if known is None else known)[answer.status] += 1
    by_model |= dict(sorted(others.items()))
    return tuple(ModelRow(collection.card(name), tally(found.elements())) for name, found in by_model.items())


def dates_made(collection: Collection) -> str:
    """When the answers were made, from what their provenance says: one day, or the first and the last."""
    days = {day(str(a.provenance["made"])) for a in collection.answers if "made" in a.provenance} - {""}
    return " to ".join(dict.fromkeys((min(days), max(days)))) if days else ""

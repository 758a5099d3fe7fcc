"""How the answers to a question are distributed: by model, by year, and how often models agree."""

from __future__ import annotations

from collections import Counter

from generator.site.content.collection import Collection
from generator.site.content.encoding import Markdown, clean
from generator.site.content.status_styles import tally
from generator.site.views.reporting_bars import BarRow, status_bar
from generator.site.views.share_estimates import shares_by

__all__ = ["agreement", "by_model", "by_year"]

_MAX_YEARS = 12  # rows of the chart by year


def by_model(collection: Collection, question: str) -> tuple[BarRow, ...]:
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
        value = found.of_total if found.total or not found.count("not_sure") else "none sure"
        made.append(BarRow(clean(model), Markdown(), status_bar(found), value))
    return tuple(made)


def agreement(collection: Collection, question: str) -> str:
    """Return a sentence on how many papers all models agree about; empty if no paper has two answers.

    Papers to which the question does not apply are left out, as in all counts.
    """
    compared = agreed = left_out = 0
    for paper in collection.public:
        if collection.status(paper.id, question) == "not_applicable":
            left_out += 1
            continue
        answers = (a for a in collection.answers_to(paper.id, question) if not a.by_people)
        statuses = [a.status for a in answers if a.status != "failed"]
        if len(statuses) > 1:
            compared += 1
            agreed += len(set(statuses)) == 1
    if not compared:
        return ""
    those = f"all {compared:,} papers" if agreed == compared else f"{agreed:,} of the {compared:,} papers"
    of = those if compared > 1 else "the one paper"
    papers = f"{of} to which the question applies" if left_out else of
    return f"All models agree on {papers}." if agreed or compared > 1 else f"The models disagree on {papers}."


def by_year(collection: Collection, question: str) -> tuple[BarRow, ...]:
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
    shares = shares_by(collection, "year")
    tallies = ((name, tally(found.elements()), shares.get((question, name))) for name, found in rows)
    return tuple(BarRow(name, Markdown(), status_bar(total, s), total.of_total) for name, total, s in tallies)

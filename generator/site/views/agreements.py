"""Agreement of models, reviewers and gold labels, as the Quality page shows it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from generator.core.counting import pluralize
from generator.site.content.collection import Collection
from generator.site.content.encoding import Markdown, clean
from generator.site.content.language import day_in_words
from generator.site.content.page_links import Links, anchor, paper_page, question_page
from generator.site.content.status_styles import STATUS_STYLES, style_of
from generator.site.content.wording import label
from generator.site.views.figures import (
    FigureRow,
    Table,
    figure,
    kappa,
    percent,
    reason,
    reasons_of,
    sentence,
    whole,
)


@dataclass(frozen=True, slots=True)
class LapsedReview:
    """A review that does not count. href: to the question on the paper's page, else the question's; or empty.

    paper, question: short citation and text; their ids if the collection has them no longer. why: the reason.
    """

    paper: str
    question: str
    href: Markdown
    name: str
    date: str
    why: str


@dataclass(frozen=True, slots=True)
class ReviewsView:
    """Agreement with reviewers. summary: one sentence. lapsed: reviews that do not count, with the reason."""

    summary: str
    tables: tuple[Table, ...]
    lapsed: tuple[LapsedReview, ...]


def agreement(everything: Mapping[str, Any], models: int) -> str:
    """Return how well the models agree on the status, in a sentence; empty for a single model."""
    if not everything["n"]:
        return "" if models < 2 else sentence(reason(everything, "share"))
    kappa = everything["kappa"]
    agreed = (
        f"Fleiss’ kappa {kappa:.2f}"
        if kappa is not None
        else f"kappa is undefined: {reason(everything, 'kappa')}"
    )
    return (
        f"Over {pluralize(everything['n'], 'question')} about a paper that two or more models answered, "
        f"{percent(everything['share'])} of the pairs of statuses are equal; {agreed}."
    )


def pairs(compared: Sequence[Mapping[str, Any]]) -> Table | None:
    """Return the table of agreement between each pair of models; None if there is no pair."""
    rows = tuple(
        FigureRow(
            " and ".join(clean(m) for m in p["models"]),
            (whole(p["n"]), figure(p, "share"), kappa(p)),
        )
        for p in compared
    )
    columns = ("Models", "Both answered (n)", "Equal statuses", "Cohen’s κ")
    return (
        Table("Agreement of each pair of models on the status", columns, rows, reasons_of(compared))
        if rows
        else None
    )


def _lapsed(review: Mapping[str, Any], collection: Collection, links: Links) -> LapsedReview:
    paper, question = review["paper"], collection.asked_as.get(review["question"])
    known = collection.short_names.get(paper)
    href = Markdown()
    if question is not None:
        page = question_page(question.id) if known is None else paper_page(paper)
        href = links.to(page, "" if known is None else anchor(question.id))
    return LapsedReview(
        paper=known[0] if known else clean(paper),
        question=clean(question.text if question else review["question"]),
        href=href,
        name=clean(review["name"]),
        date=day_in_words(review["date"]),
        why=clean(review["why"]),
    )


def reviews(data: Mapping[str, Any], collection: Collection, links: Links) -> ReviewsView:
    """Return the agreement of our answers with the reviewers, and of the reviewers with each other.

    links: as seen from the page.
    """
    lapsed = tuple(_lapsed(review, collection, links) for review in data["lapsed"])
    if not data["reviews"]:
        return ReviewsView("None of the answers shown here has been reviewed yet.", (), lapsed)
    verdicts = ", ".join(f"{count} {verdict}" for verdict, count in data["verdicts"].items())
    people = pluralize(len(data["people"]), "reviewer")
    summary = f"{pluralize(data['reviews'], 'review')} by {people}: {verdicts}."
    columns = ("", "Reviews with a status (n)", "Same status", "Balanced accuracy", "Cohen’s κ")
    rows = [("All", data), *((clean(m), row) for m, row in data["per_model"].items())]
    missing = reasons_of(row for _, row in rows)
    tables = [Table("Status of our answers compared with the reviewers’", columns, _against(rows), missing)]
    if data["n"]:
        tables.append(_confusion(data["confusion"]))
        by_question = [(str(label(q)), row) for q, row in data["per_question"].items()]
        missing = reasons_of(row for _, row in by_question)
        tables.append(Table("Question by question", columns, _against(by_question), missing))
    among = data["among_people"]
    if any(row["n"] for row in among.values()):
        tables.append(
            Table(
                "Agreement among reviewers",
                ("On", "Reviewed by two or more (n)", "Equal pairs", "Fleiss’ κ"),
                tuple(
                    FigureRow(_ON[on], (whole(r["n"]), figure(r, "share"), kappa(r)))
                    for on, r in among.items()
                ),
                reasons_of(among.values()),
            )
        )
    if data["pairs"]:
        tables.append(
            Table(
                "Agreement of each pair of reviewers on the status",
                ("Reviewers", "Both reviewed (n)", "Same status", "Cohen’s κ"),
                tuple(
                    FigureRow(
                        " and ".join(clean(n) for n in p["people"]),
                        (whole(p["n"]), figure(p, "share"), kappa(p)),
                    )
                    for p in data["pairs"]
                ),
                reasons_of(data["pairs"]),
            )
        )
    return ReviewsView(summary, tuple(tables), lapsed)


def _against(rows: Iterable[tuple[str, Mapping[str, Any]]]) -> tuple[FigureRow, ...]:
    return tuple(
        FigureRow(
            name,
            (
                whole(r["n"]),
                figure(r, "accuracy"),
                figure(r, "balanced_accuracy"),
                kappa(r),
            ),
        )
        for name, r in rows
    )


def _confusion(counts: Mapping[str, Mapping[str, int]]) -> Table:
    statuses = [s for s in STATUS_STYLES if s in counts]
    rows = tuple(
        FigureRow(f"Reviewers: {style_of(s).label.lower()}", tuple(whole(counts[s][t]) for t in statuses))
        for s in statuses
    )
    columns = ("", *(f"Ours: {style_of(s).label.lower()}" for s in statuses))
    return Table("Status given by reviewers, and status of our answers", columns, rows)


_ON = {
    "status": "What the paper reports, question by question",
    "right": "Whether an answer is right, answer by answer",
}
_GOLD_WORDS = {
    "any": ("Questions with gold passages, at least one of them found", "percent"),
    "recall": ("Gold passages found", "percent"),
    "mean_chars": ("Characters shown to a model, mean", "{:,.0f}"),
    "reference_share": (
        "Questions with a passage from the references or from page headers and footers",
        "percent",
    ),
    "status_kappa": ("Status (reported at least in part, or not): κ", "{:.2f}"),
    "status_balanced_accuracy": ("Status (reported at least in part, or not): balanced accuracy", "percent"),
    "false_not_reported": ("Share of answers “not reported” that are in fact reported", "percent"),
    "false_reported": ("Share of answers “reported” that are in fact not reported", "percent"),
    "sure": ("Answers that are sure", "percent"),
    "sure_wrong": ("Of these, wrong", "percent"),
    "ece": ("Calibration error of the probabilities", "{:.3f}"),
}


def gold(figures: Mapping[str, Any]) -> Table | None:
    """Return the figures against gold labels, a column for each model; None if there are no gold labels."""
    models = figures["models"]
    if not models:
        return None
    rows = tuple(
        FigureRow(words, tuple(figure(m, key, form).replace("-", "\N{MINUS SIGN}") for m in models))
        for key, (words, form) in _GOLD_WORDS.items()
    )
    columns = ("Figure", *(f"{clean(m['model'])} (n = {m['questions']:,} questions)" for m in models))
    return Table("Evidence and status compared with gold labels", columns, rows, reasons_of(models))

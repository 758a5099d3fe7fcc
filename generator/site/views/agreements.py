"""How far models, people and gold agree, as the Quality page shows it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from generator.core.counting import counted
from generator.site.content.encoding import clean
from generator.site.content.statuses import LOOKS, look
from generator.site.content.wording import label
from generator.site.views.figures import (
    Row,
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
class ReviewsView:
    """Agreement with people. told: in one sentence. lapsed: reviews that do not count, with the reason."""

    told: str
    tables: tuple[Table, ...]
    lapsed: tuple[str, ...]


def agreement(everything: Mapping[str, Any], models: int) -> str:
    if not everything["n"]:
        return "" if models < 2 else sentence(reason(everything, "share"))
    kappa = everything["kappa"]
    told = (
        f"Fleiss’ kappa {kappa:.2f}"
        if kappa is not None
        else f"kappa is undefined: {reason(everything, 'kappa')}"
    )
    return (
        f"Over {counted(everything['n'], 'question')} about a paper that two models or more answered, "
        f"{percent(everything['share'])} of the pairs of statuses are equal; {told}."
    )


def pairs(found: Sequence[Mapping[str, Any]]) -> Table | None:
    rows = tuple(
        Row(
            " and ".join(clean(m) for m in p["models"]),
            (whole(p["n"]), figure(p, "share"), kappa(p)),
        )
        for p in found
    )
    columns = ("Models", "Both answered (n)", "Equal statuses", "Cohen’s κ")
    return (
        Table("Agreement of any two models on the status", columns, rows, reasons_of(found)) if rows else None
    )


def reviews(data: Mapping[str, Any]) -> ReviewsView:
    lapsed = tuple(
        f"{clean(r['paper'])} / {clean(r['question'])}, by {clean(r['name'])}, {r['date']}: {clean(r['why'])}"
        for r in data["lapsed"]
    )
    if not data["reviews"]:
        return ReviewsView("No answer that is shown here has been reviewed by a person yet.", (), lapsed)
    verdicts = ", ".join(f"{count} {verdict}" for verdict, count in data["verdicts"].items())
    people = counted(len(data["people"]), "person", "people")
    told = f"{counted(data['reviews'], 'review')} by {people}: {verdicts}."
    columns = ("", "Reviews that tell a status (n)", "Same status", "Balanced accuracy", "Cohen’s κ")
    rows = [("All", data), *((clean(m), row) for m, row in data["per_model"].items())]
    missing = reasons_of(row for _, row in rows)
    tables = [Table("Status of our answers against people’s", columns, _against(rows), missing)]
    if data["n"]:
        tables.append(_confusion(data["confusion"]))
        by_question = [(str(label(q)), row) for q, row in data["per_question"].items()]
        missing = reasons_of(row for _, row in by_question)
        tables.append(Table("Question by question", columns, _against(by_question), missing))
    among = data["among_people"]
    if any(row["n"] for row in among.values()):
        tables.append(
            Table(
                "Agreement of people with each other",
                ("On", "Reviewed by two or more (n)", "Equal pairs", "Fleiss’ κ"),
                tuple(Row(_ON[on], (whole(r["n"]), figure(r, "share"), kappa(r))) for on, r in among.items()),
                reasons_of(among.values()),
            )
        )
    if data["pairs"]:
        tables.append(
            Table(
                "Agreement of any two people on the status",
                ("People", "Both reviewed (n)", "Same status", "Cohen’s κ"),
                tuple(
                    Row(
                        " and ".join(clean(n) for n in p["people"]),
                        (whole(p["n"]), figure(p, "share"), kappa(p)),
                    )
                    for p in data["pairs"]
                ),
                reasons_of(data["pairs"]),
            )
        )
    return ReviewsView(told, tuple(tables), lapsed)


def _against(rows: Iterable[tuple[str, Mapping[str, Any]]]) -> tuple[Row, ...]:
    return tuple(
        Row(
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
    statuses = [s for s in LOOKS if s in counts]
    rows = tuple(
        Row(f"People: {look(s).label.lower()}", tuple(whole(counts[s][t]) for t in statuses))
        for s in statuses
    )
    columns = ("", *(f"Ours: {look(s).label.lower()}" for s in statuses))
    return Table("What people say, and what our answers say", columns, rows)


_ON = {
    "status": "What the paper reports, question by question",
    "right": "Whether an answer is right, answer by answer",
}
_GOLD_WORDS = {
    "any": ("Questions with gold passages of which at least one was found", "percent"),
    "recall": ("Gold passages found", "percent"),
    "mean_chars": ("Characters shown to a model, mean", "{:,.0f}"),
    "reference_share": ("Questions with a snippet from a reference list or page furniture", "percent"),
    "status_kappa": ("Status, reported at least in part against not: κ", "{:.2f}"),
    "status_balanced_accuracy": ("The same: balanced accuracy", "percent"),
    "false_not_reported": ("Of what is called not reported, the share that is reported", "percent"),
    "false_reported": ("Of what is called reported, the share that is not", "percent"),
    "sure": ("Answers that are sure", "percent"),
    "sure_wrong": ("Of these, wrong", "percent"),
    "ece": ("Calibration error of the probabilities", "{:.3f}"),
}


def gold(found: Mapping[str, Any]) -> Table | None:
    """Figures against gold, a column for each model; None where there is no gold."""
    models = found["models"]
    if not models:
        return None
    rows = tuple(
        Row(words, tuple(figure(m, key, form).replace("-", "\N{MINUS SIGN}") for m in models))
        for key, (words, form) in _GOLD_WORDS.items()
    )
    columns = ("Figure", *(f"{clean(m['model'])} (n = {m['questions']:,} questions)" for m in models))
    return Table("Evidence and status against gold", columns, rows, reasons_of(models))

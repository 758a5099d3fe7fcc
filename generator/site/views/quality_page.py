"""The Quality page, from the scorecard of a build (the plain data of ``quality.json``)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from generator.core.counting import pluralize
from generator.site.content.collection import Collection
from generator.site.content.encoding import Markdown, clean
from generator.site.content.page_links import Links, question_page
from generator.site.content.status_styles import STATUS_STYLES, style_of
from generator.site.content.wording import label
from generator.site.views import charts
from generator.site.views.agreements import ReviewsView, agreement, gold, pairs, reviews
from generator.site.views.figures import (
    NONE,
    FigureLine,
    FigureRow,
    Table,
    figure,
    kappa,
    notes,
    percent,
    reasons_of,
    share_of,
    whole,
)


@dataclass(frozen=True, slots=True)
class ModelReasons:
    """Why sentences of a model were withheld; without measures if none was."""

    model: str
    sentences: str
    measures: tuple[FigureLine, ...]


@dataclass(frozen=True, slots=True)
class Legend:
    mark: Markdown
    name: str


@dataclass(frozen=True, slots=True)
class QualityView:
    """The contents of the page. The tables hold the numbers that the charts draw."""

    counts: tuple[tuple[int, str], ...]
    patterns: Markdown
    sentences: tuple[FigureLine, ...]
    sentence_table: Table
    reasons: tuple[ModelReasons, ...]
    reason_table: Table
    answer_table: Table
    legend: tuple[Legend, ...]
    questions: tuple[FigureLine, ...]
    question_table: Table
    agreement: str
    pairs: Table | None
    reviews: ReviewsView
    gold: Table | None
    gold_none: str
    cost: Table
    machine: str
    made_with: Table


def quality_view(data: Mapping[str, Any], collection: Collection, links: Links) -> QualityView:
    """Return the page for the plain data of a scorecard."""
    models: Sequence[Mapping[str, Any]] = data["models"]
    kinds: Mapping[str, str] = data["kinds_of_reasons"]
    return QualityView(
        counts=_counts(data, models),
        patterns=charts.patterns(),
        sentences=tuple(_sentence_measure(m) for m in models if m["sentences"]["n"]),
        sentence_table=_sentence_table(models),
        reasons=tuple(_reasons(m, kinds, _longest(models)) for m in models if m["sentences"]["n"]),
        reason_table=_reason_table(models, kinds),
        answer_table=_answer_table(models),
        legend=tuple(Legend(charts.legend_mark(n), clean(m["model"])) for n, m in enumerate(models)),
        questions=tuple(_question_measure(q, links) for q in data["questions"]),
        question_table=_question_table(data["questions"], models, links),
        agreement=agreement(data["agreement"]["all"], len(models)),
        pairs=pairs(data["agreement"]["pairs"]),
        reviews=reviews(data["reviews"], collection, links),
        gold=gold(data["gold"]),
        gold_none=clean(data["gold"]["why"]),
        cost=_cost(models),
        machine=_machine(data["build"]),
        made_with=_made_with(models, collection),
    )


def _counts(data: Mapping[str, Any], models: Sequence[Mapping[str, Any]]) -> tuple[tuple[int, str], ...]:
    def summed(part: str, key: str) -> int:
        return sum(m[part][key] for m in models)

    drafted, withheld = summed("sentences", "n"), summed("sentences", "withheld")
    return (
        (data["papers"], "paper" if data["papers"] == 1 else "papers"),
        (len(models), "model" if len(models) == 1 else "models"),
        (summed("answers", "n"), "answer" if summed("answers", "n") == 1 else "answers"),
        (drafted, "sentence drafted" if drafted == 1 else "sentences drafted"),
        (withheld, "of them withheld"),
        (summed("answers", "failed"), "failed"),
    )


def _sentence_measure(model: Mapping[str, Any]) -> FigureLine:
    s = model["sentences"]
    words = (
        f"n = {s['n']:,}: {s['supported']:,} supported ({percent(s['supported_share'])}), "
        f"{s['withheld']:,} withheld ({percent(s['withheld_share'])})"
    )
    parts = [
        charts.BarPart(s["supported_share"], "supported"),
        charts.BarPart(s["withheld_share"], "withheld", "hatch"),
    ]
    name = clean(model["model"])
    return FigureLine(name, charts.bar(parts, f"{name}: {words}"), words)


def _sentence_table(models: Sequence[Mapping[str, Any]]) -> Table:
    rows = tuple(
        FigureRow(
            clean(m["model"]),
            (
                whole(m["sentences"]["n"]),
                share_of(m["sentences"], "supported"),
                share_of(m["sentences"], "withheld"),
                figure(m["evidence"], "per_answer", "{:.1f}", n=True),
                figure(m["evidence"], "characters_per_answer", "{:,}"),
            ),
        )
        for m in models
    )
    columns = (
        "Model",
        "Sentences (n)",
        "Supported",
        "Withheld",
        "Passages per answer with evidence",
        "Characters of these passages",
    )
    return Table("Sentences that each model drafted", columns, rows, notes(models, "sentences", "evidence"))


def _longest(models: Sequence[Mapping[str, Any]]) -> float:
    """Return the largest share of a reason: its bar has the full width."""
    return max((r["share"] for m in models for r in m["sentences"]["withheld_by"]), default=1.0) or 1.0


def _reasons(model: Mapping[str, Any], kinds: Mapping[str, str], longest: float) -> ModelReasons:
    s = model["sentences"]
    measures = []
    for row in sorted(s["withheld_by"], key=lambda r: -r["count"]):
        words = f"{row['count']:,} ({percent(row['share'])})"
        kind = kinds[row["kind"]]
        drawing = charts.bar(
            [charts.BarPart(row["share"] / longest, "withheld", "hatch")], f"{kind}: {words}"
        )
        measures.append(FigureLine(kind, drawing, words))
    return ModelReasons(clean(model["model"]), pluralize(s["n"], "sentence"), tuple(measures))


def _reason_table(models: Sequence[Mapping[str, Any]], kinds: Mapping[str, str]) -> Table:
    shown = [m for m in models if m["sentences"]["n"]]
    counts = [{r["kind"]: r for r in m["sentences"]["withheld_by"]} for m in shown]
    rows = tuple(
        FigureRow(
            words,
            tuple(f"{c[k]['count']:,} ({percent(c[k]['share'])})" if k in c else "0" for c in counts),
        )
        for k, words in kinds.items()
        if any(k in c for c in counts)
    )
    columns = ("Reason", *(f"{clean(m['model'])} (n = {m['sentences']['n']:,})" for m in shown))
    return Table("Sentences withheld, by reason; shares are of all that the model drafted", columns, rows)


def _answer_table(models: Sequence[Mapping[str, Any]]) -> Table:
    keys = [k for k in STATUS_STYLES if k != "missing"]
    rows = tuple(
        FigureRow(
            clean(m["model"]),
            (
                whole(m["answers"]["n"]),
                *(whole(m["answers"][k]) for k in keys),
                share_of(m["claims"], "abstained"),
                share_of(m["claims"], "all_withheld"),
            ),
        )
        for m in models
    )
    columns = (
        "Model",
        "Answers (n)",
        *(style_of(k).label for k in keys),
        "Claimed nothing",
        "All claims withheld",
    )
    return Table(
        "Answers of each model by status; the last two shares are of those that did not fail",
        columns,
        rows,
        notes(models, "answers", "claims"),
    )


def _question_measure(question: Mapping[str, Any], links: Links) -> FigureLine:
    answered = [(n, t) for n, t in enumerate(question["told"]) if t["n"]]
    counts = "; ".join(f"{clean(t['model'])} {t['told']} of {t['n']}" for _, t in answered) or "no answers"
    name = str(label(question["question"]))
    drawing = charts.scale([charts.ScaleMark(t["share"], n) for n, t in answered], f"{name}: {counts}")
    agreed = question["agreement"]
    words = "" if not agreed["n"] else f"{percent(agreed['share'])} equal, n = {agreed['n']:,}"
    return FigureLine(name, drawing, words, links.to(question_page(question["question"])))


def _question_table(
    questions: Sequence[Mapping[str, Any]], models: Sequence[Mapping[str, Any]], links: Links
) -> Table:
    several = len(models) > 1
    rows = tuple(
        FigureRow(
            str(label(q["question"])),
            (
                *(f"{t['told']} of {t['n']}" if t["n"] else NONE for t in q["told"]),
                *((figure(q["agreement"], "share", n=True), kappa(q["agreement"])) if several else ()),
            ),
            links.to(question_page(q["question"])),
        )
        for q in questions
    )
    columns = ("Question", *(clean(m["model"]) for m in models), *(("Equal", "Fleiss’ κ") if several else ()))
    missing = reasons_of(q["agreement"] for q in questions) if several else ()
    return Table("Papers that report it, at least in part, according to each model", columns, rows, missing)


def _cost(models: Sequence[Mapping[str, Any]]) -> Table:
    rows = tuple(
        FigureRow(
            clean(m["model"]),
            (
                whole(m["cost"]["n"]),
                figure(m["cost"], "seconds", "seconds"),
                figure(m["cost"], "seconds_per_answer", "seconds"),
                figure(m["cost"], "tokens", "{:,}"),
                figure(m["cost"], "tokens_per_second", "{:,.0f}"),
            ),
        )
        for m in models
    )
    columns = (
        "Model",
        "Answers measured (n)",
        "Model time",
        "Per answer",
        "Tokens",
        "Tokens per second",
    )
    return Table("Time and tokens; tokens are those read and written", columns, rows, notes(models, "cost"))


def _machine(build: Mapping[str, Any]) -> str:
    m = build.get("machine")
    if not m:
        return ""
    cpu = clean(str(m["cpu"])) or "an unnamed processor"
    return (
        f"This build ran on {cpu}, {pluralize(m['cores'], 'core')}, "
        f"with Python {clean(str(m['python']))} on {clean(str(m['platform']))}."
    )


def _made_with(models: Sequence[Mapping[str, Any]], collection: Collection) -> Table:
    parts = list(dict.fromkeys(p for m in models for p in m["made_with"]))
    files = tuple(clean(collection.card(m["model"]).file) or NONE for m in models)
    rows = [FigureRow("File", files)] if any(f != NONE for f in files) else []
    for part in parts:
        values = tuple(", ".join(clean(v) for v in m["made_with"].get(part, ())) or NONE for m in models)
        rows.append(FigureRow(_PART_NAMES.get(part, part), values))
    columns = ("Part", *(clean(m["model"]) for m in models))
    return Table("Hashes and versions of what the answers were made with", columns, tuple(rows))


_PART_NAMES = {
    "reader": "Reader of papers",
    "retrieval": "Retrieval",
    "encoder": "Encoder",
    "prompt": "Prompt",
    "model": "Model file",
    "sampling": "Sampling",
    "engine": "Engine",
    "checking": "Support check",
    "answerbook": "Answerbook",
}

"""How completely papers report, as rows of bars: by question, by paper, by year of publication."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from generator.core.counting import counted
from generator.site.content.encoding import Markdown
from generator.site.content.statuses import Tally, tally
from generator.site.content.wording import phrase
from generator.site.views.charts import Part, bar
from generator.site.views.listing import PaperRef, QuestionRef, SetView

# Papers that have a bar each; of more, the distribution is shown.
_PAPERS = 30
_BINS = 8
_YEARS = 12


@dataclass(frozen=True, slots=True)
class Measure:
    """A row: what it is about, its bar, its number in words."""

    label: str
    href: Markdown
    bar: Markdown
    value: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart. title: what it tells; note: how to read it.

    wide: whether its rows stand in columns. statuses: whether its bars are parts by status.
    """

    name: Markdown
    title: str
    note: str
    measures: tuple[Measure, ...]
    wide: bool = False
    statuses: bool = True


def figures(refs: tuple[PaperRef, ...], sheets: tuple[SetView, ...]) -> tuple[Figure, ...]:
    """The charts of the home page; none where there is nothing to count."""
    questions = [q for sheet in sheets for group in sheet.groups for q in group.questions]
    if not refs or not questions:
        return ()
    made = [_by_question(questions), _by_paper(refs)]
    dated = {ref.year for ref in refs if ref.year}
    if len(dated) > 1:
        made.append(_by_year(refs))
    return tuple(made)


def status_bar(counts: Tally) -> Markdown:
    """A tally as a bar: what is reported in full, hatched what is in part, empty the rest."""
    if not counts.total:
        return bar((), counts.sentence)
    parts = [
        Part(counts.count("reported") / counts.total, "reported"),
        Part(counts.count("partly_reported") / counts.total, "partly"),
        Part((counts.total - counts.told) / counts.total, "rest"),
    ]
    return bar([p for p in parts if p.share], counts.sentence)


def _by_question(questions: Iterable[QuestionRef]) -> Figure:
    ranked = sorted(
        questions, key=lambda q: (-q.tally.told, -q.tally.count("reported"), not q.tally.total, q.label)
    )
    title = _ends_of([q for q in ranked if q.tally.total])
    return Figure(
        Markdown("by-question"),
        title,
        "How many papers answer each question, most often answered first.",
        tuple(Measure(q.label, q.href, status_bar(q.tally), q.tally.of_total) for q in ranked),
        wide=True,
    )


def _ends_of(ranked: Sequence[QuestionRef]) -> str:
    """Which questions are answered most and least often; of those of which anything counts, most first."""
    if not ranked:
        return "No answer is sure enough to be counted"
    most, least = next((q for q in ranked if q.firm), None), ranked[-1]
    title = f"Best reported: {phrase(most.id)}. " if most is not None and most.tally.told else ""
    # What is not sure may be an answer: no paper is said to give none.
    silent = [q for q in ranked if not q.tally.told and not q.tally.count("not_sure")]
    if silent:
        what = counted(len(silent), "question is", "questions are") if silent[1:] else f"{silent[0].label} is"
        return f"{title}{what} answered by no paper"
    return f"{title}Least reported: {phrase(least.id)}"


def _by_paper(refs: tuple[PaperRef, ...]) -> Figure:
    told = sorted(ref.tally.told for ref in refs)
    asked = max(ref.tally.asked for ref in refs)
    middle = told[len(told) // 2]
    surely = "surely " if any(ref.tally.count("not_sure") for ref in refs) else ""
    title = f"Half of the papers {surely}answer {middle} or more of {counted(asked, 'question')}"
    if len(refs) <= _PAPERS:
        ranked = sorted(refs, key=lambda r: (-r.tally.told, -r.tally.count("reported"), r.citation))
        rows = tuple(Measure(r.citation, r.href, status_bar(r.tally), r.tally.of_total) for r in ranked)
        return Figure(
            Markdown("by-paper"), title, "Questions that each paper answers, most first.", rows, wide=True
        )
    width = -(-asked // _BINS)
    last = (asked - 1) // width
    bins = Counter(min(n // width, last) for n in told)  # who answers all of them stands in the last
    most = max(bins.values())
    rows = tuple(
        Measure(
            _span(n * width, asked if n == last else (n + 1) * width - 1),
            Markdown(),
            bar([Part(bins[n] / most, "told")] if bins[n] else [], counted(bins[n], "paper")),
            counted(bins[n], "paper"),
        )
        for n in range(last + 1)
    )
    return Figure(
        Markdown("by-paper"),
        title,
        "Papers by the number of questions that they answer.",
        rows,
        statuses=False,
    )


def _span(first: int, last: int) -> str:
    return f"{first} to {last}" if first != last else str(first)


def _by_year(refs: tuple[PaperRef, ...]) -> Figure:
    """Answers by the year of their paper; the earliest years together where there are many."""
    latest = sorted({ref.year for ref in refs if ref.year}, reverse=True)
    single = latest if len(latest) <= _YEARS else latest[: _YEARS - 1]
    counts: dict[str, Counter[str]] = {year: Counter() for year in single}
    papers: Counter[str] = Counter()
    earlier = f"until {latest[len(single)]}" if len(single) < len(latest) else ""
    for ref in refs:
        name = ref.year if ref.year in counts else earlier if ref.year else "no year"
        papers[name] += 1
        into = counts.setdefault(name, Counter())
        for share in ref.tally.shares:
            into[share.look.key] += share.count
    rows = []
    for name, found in counts.items():
        total = tally(found.elements())
        value = f"{_percent(total.told, total.total)}, {counted(papers[name], 'paper')}"
        rows.append(Measure(name, Markdown(), status_bar(total), value))
    return Figure(
        Markdown("by-year"),
        "Reporting by year of publication",
        "Share of the questions that the papers of a year answer.",
        tuple(rows),
    )


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f} %" if whole else "0 %"

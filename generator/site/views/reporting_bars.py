"""How completely papers report, as rows of bars: by question, by paper, by year of publication."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from generator.core.counting import pluralize
from generator.core.share import ReportedShare
from generator.site.content.encoding import Markdown
from generator.site.content.status_styles import StatusTally, tally
from generator.site.content.wording import phrase
from generator.site.views.charts import BarPart, bar
from generator.site.views.distribution import distribution
from generator.site.views.paper_lists import PaperRef, QuestionRef, SetView
from generator.site.views.share_estimates import spelled

# Up to this many papers have a bar each; for more, the chart shows a distribution in bins.
_MAX_BARS = 30
_MAX_BINS = 8
_MAX_YEARS = 12
# What the thin lines of a chart are.
INTERVALS = "The line below a bar is the 95 % interval of the share, corrected for wrong statuses."


@dataclass(frozen=True, slots=True)
class BarRow:
    """A row of a chart: what it is about, its bar, its number in words."""

    label: str
    href: Markdown
    bar: Markdown
    value: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart. title: its finding. note: how to read it.

    wide: its rows are laid out in columns. statuses: its bars are divided by status.
    """

    name: Markdown
    title: str
    note: str
    measures: tuple[BarRow, ...]
    wide: bool = False
    statuses: bool = True


def figures(
    refs: tuple[PaperRef, ...], sheets: tuple[SetView, ...], shares: Mapping[str, ReportedShare] | None = None
) -> tuple[Figure, ...]:
    """Return the charts of the home page; none if there is nothing to count. shares: by question."""
    questions = [q for sheet in sheets for group in sheet.groups for q in group.questions]
    if not refs or not questions:
        return ()
    made = [_by_question(questions, shares or {}), _by_paper(refs)]
    dated = {ref.year for ref in refs if ref.year}
    if len(dated) > 1:
        made.append(_by_year(refs))
    return tuple(made)


def status_bar(counts: StatusTally, share: ReportedShare | None = None) -> Markdown:
    """Return a tally as a bar: reported is solid, partly reported is hatched, the rest is empty.

    share: the estimate for the same papers, corrected for wrong statuses. Its interval is a line below the
    bar, unless all papers were reviewed.
    """
    label, bounds = counts.sentence, None
    if share is not None and share.interval is not None:
        label = f"{label}. Estimate: {spelled(share)}"
        if share.reviewed < share.papers:
            bounds = share.interval.lower, share.interval.upper
    if not counts.total:
        return bar((), label, bounds)
    parts = [
        BarPart(counts.count("reported") / counts.total, "reported"),
        BarPart(counts.count("partly_reported") / counts.total, "partly"),
        BarPart((counts.total - counts.answered) / counts.total, "rest"),
    ]
    return bar([p for p in parts if p.share], label, bounds)


def _by_question(questions: Iterable[QuestionRef], shares: Mapping[str, ReportedShare]) -> Figure:
    ranked = sorted(
        questions, key=lambda q: (-q.tally.answered, -q.tally.count("reported"), not q.tally.total, q.label)
    )
    # What nobody has asked yet says nothing of the papers.
    title = _ends_of([q for q in ranked if q.tally.total > q.tally.count("missing")])
    note = "How many papers answer each question, most often answered first."
    if any(share.interval and share.reviewed < share.papers for share in shares.values()):
        note += f" {INTERVALS}"
    return Figure(
        Markdown("by-question"),
        title,
        note,
        tuple(
            BarRow(q.label, q.href, status_bar(q.tally, shares.get(q.id)), q.tally.of_total) for q in ranked
        ),
        wide=True,
    )


def _ends_of(ranked: Sequence[QuestionRef]) -> str:
    """Return a title with the questions reported most and least. ranked: the most reported first."""
    if not ranked:
        return "No answer is sure enough to be counted"
    if len(ranked) == 1:
        return distribution(ranked[0].tally, phrase(ranked[0].id)).rstrip(".")
    most, least = next((q for q in ranked if q.firm), None), ranked[-1]
    title = f"Best reported: {phrase(most.id)}. " if most is not None and most.tally.answered else ""
    # An answer that is not sure may be right, so such a question does not count as answered by no paper.
    silent = [q for q in ranked if not q.tally.answered and not q.tally.count("not_sure")]
    if silent:
        what = (
            pluralize(len(silent), "question is", "questions are") if silent[1:] else f"{silent[0].label} is"
        )
        return f"{title}{what} answered by no paper"
    return f"{title}Least reported: {phrase(least.id)}"


def _by_paper(refs: tuple[PaperRef, ...]) -> Figure:
    answered_counts = sorted(ref.tally.answered for ref in refs)
    asked = max(1, *(ref.tally.asked - ref.tally.count("missing") for ref in refs))
    middle = answered_counts[len(answered_counts) // 2]
    sure = ", counting sure answers only" if any(ref.tally.count("not_sure") for ref in refs) else ""
    who, least = ("The paper answers", "") if len(refs) == 1 else ("Half of the papers answer", " or more")
    title = f"{who} {middle}{least} of {pluralize(asked, 'question')}{sure}"
    if any(ref.tally.count("not_applicable") for ref in refs):
        # Papers are then asked different numbers of questions.
        shares = sorted(_percentage(ref.tally.answered, ref.tally.total) for ref in refs)
        title = f"{who} {shares[len(shares) // 2]} %{least} of the questions that apply to "
        title += f"{'it' if len(refs) == 1 else 'them'}{sure}"
    if len(refs) <= _MAX_BARS:
        ranked = sorted(refs, key=lambda r: (-r.tally.answered, -r.tally.count("reported"), r.citation))
        rows = tuple(BarRow(r.citation, r.href, status_bar(r.tally), r.tally.of_total) for r in ranked)
        return Figure(
            Markdown("by-paper"), title, "Questions that each paper answers, most first.", rows, wide=True
        )
    width = -(-asked // _MAX_BINS)
    last = (asked - 1) // width
    bins = Counter(
        min(n // width, last) for n in answered_counts
    )  # a paper that answers all questions is in the last
    most = max(bins.values())
    rows = tuple(
        BarRow(
            _span(n * width, asked if n == last else (n + 1) * width - 1),
            Markdown(),
            bar([BarPart(bins[n] / most, "told")] if bins[n] else [], pluralize(bins[n], "paper")),
            pluralize(bins[n], "paper"),
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
    """Return the answers by year of publication; if there are many years, the earliest share one row."""
    latest = sorted({ref.year for ref in refs if ref.year}, reverse=True)
    single = latest if len(latest) <= _MAX_YEARS else latest[: _MAX_YEARS - 1]
    counts: dict[str, Counter[str]] = {year: Counter() for year in single}
    papers: Counter[str] = Counter()
    earlier = f"{latest[len(single)]} or earlier" if len(single) < len(latest) else ""
    for ref in refs:
        name = ref.year if ref.year in counts else earlier if ref.year else "no year"
        papers[name] += 1
        into = counts.setdefault(name, Counter())
        for share in ref.tally.shares:
            into[share.look.key] += share.count
    rows = []
    for name, found in counts.items():
        total = tally(found.elements())
        value = f"{_percent(total.answered, total.total)}, {pluralize(papers[name], 'paper')}"
        rows.append(BarRow(name, Markdown(), status_bar(total), value))
    return Figure(
        Markdown("by-year"),
        "Reporting by year of publication",
        "Share of the questions that the papers of a year answer.",
        tuple(rows),
    )


def _percent(part: int, whole: int) -> str:
    return f"{_percentage(part, whole)} %"


def _percentage(part: int, whole: int) -> int:
    return round(100 * part / whole) if whole else 0

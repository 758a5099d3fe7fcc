"""Estimated shares of papers that report what is asked, for the Numbers page and the pages of questions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from generator.core.counting import pluralize
from generator.core.share import Grouping, Method, ReportedShare
from generator.site.content.collection import Collection
from generator.site.content.encoding import Markdown, clean
from generator.site.content.page_links import NUMBERS, Links, question_page
from generator.site.content.wording import label
from generator.site.views import charts
from generator.site.views.figures import NONE, FigureLine, FigureRow, Table

# The basis of an estimate, in a word or two and in a sentence.
METHOD_WORDS: dict[Method, tuple[str, str]] = {
    "reviews": (
        "random sample",
        "Reviewers checked papers drawn at random. The statuses of all papers are corrected by the errors "
        "found in that sample (prediction-powered inference).",
    ),
    "gold": (
        "gold labels",
        "Too few answers drawn at random have been reviewed. The count is corrected by how often statuses "
        "are wrong on the labelled papers of this collection (Rogan–Gladen).",
    ),
    "record": (
        "earlier measurement",
        "Too few answers drawn at random have been reviewed. The count is corrected by how often statuses of "
        "“quotes” were wrong on papers of four other fields (Rogan–Gladen). Whether this collection is "
        "like any of them is not known; hence the wide intervals.",
    ),
    "none": (
        "no estimate",
        "It is not known how often these statuses are wrong, so the count has no interval.",
    ),
}
_SECTIONS: dict[Grouping, str] = {"year": "By year", "venue": "By venue", "tag": "By tag"}


@dataclass(frozen=True, slots=True)
class GroupView:
    """The questions of one group, each with its line. whole: the group's estimate in words, or empty."""

    title: str
    whole: str
    measures: tuple[FigureLine, ...]


@dataclass(frozen=True, slots=True)
class NumbersView:
    """The Numbers page. legend: the mark of an estimate, and that of a count. methods: those that occur.

    reviewed: number of reviews that count. due: answers drawn that are not yet reviewed. sections: shares by
    year, venue and tag.
    """

    papers: int
    legend: tuple[Markdown, Markdown]
    methods: tuple[tuple[str, str], ...]
    groups: tuple[GroupView, ...]
    table: Table
    sections: tuple[Table, ...]
    reviewed: int
    due: int


def numbers_view(collection: Collection) -> NumbersView | None:
    """Return the page; None if no question was asked of any paper."""
    links = Links(NUMBERS)
    shares = collection.shares
    whole = [s for s in shares if not s.by]
    single = [s for s in whole if s.question]
    if not any(s.papers for s in single):
        return None
    found = [s.method for s in single]
    return NumbersView(
        papers=len(collection.public),
        legend=(charts.legend_mark(charts.ESTIMATE), charts.legend_mark(charts.COUNT)),
        methods=tuple(words for method, words in METHOD_WORDS.items() if method in found),
        groups=tuple(_group(part, links) for part in _groups(whole)),
        table=_table(single, links),
        sections=tuple(t for by, title in _SECTIONS.items() if (t := _section(shares, by, title, links))),
        reviewed=sum(s.reviewed for s in single),
        due=sum(map(len, collection.due.values())),
    )


def shares_by(collection: Collection, by: Grouping = "") -> dict[tuple[str, str], ReportedShare]:
    """Return the shares of single questions by question and year, venue or tag. by: "" for all papers."""
    return {(s.question, clean(s.value)): s for s in collection.shares if s.question and s.by == by}


def estimate_line(collection: Collection, question: str) -> str:
    """Return the estimate for a question in a sentence or two; empty if there is none."""
    share = shares_by(collection).get((question, ""))
    if share is None or share.interval is None:
        return ""
    if share.reviewed == share.papers:
        reviewed = (
            f"All {share.papers:,} papers were reviewed" if share.papers > 1 else "The paper was reviewed"
        )
        return f"{reviewed}: {_percent(share.interval.share)} % report it, at least in part."
    what = METHOD_WORDS[share.method][0]
    rests = (
        f"{pluralize(share.reviewed, 'review')} of a {what}" if share.method == "reviews" else f"an {what}"
    )
    rests = "gold labels" if share.method == "gold" else rests
    return (
        f"Corrected for wrong statuses: {spelled(share)} of {pluralize(share.papers, 'paper')} report it, at "
        f"least in part, based on {rests}. {halving(share)}"
    ).strip()


def halving(share: ReportedShare) -> str:
    """Return a sentence that says how many reviews would halve the interval; empty if that is not known."""
    if share.more is None:
        return ""
    kind = "more " if share.method == "reviews" else ""
    what = pluralize(share.more, f"{kind}review")
    return f"{what} of answers drawn at random would halve the interval."


def spelled(share: ReportedShare) -> str:
    """Return an estimate with its interval in words; a dash if there is none."""
    found = share.interval
    if found is None:
        return NONE
    if share.reviewed == share.papers:
        return f"{_percent(found.share)} % (all reviewed)"
    return f"{_percent(found.share)} % (95 % interval: {_percent(found.lower)} to {_percent(found.upper)} %)"


def _percent(share: float) -> str:
    return f"{100 * share:.0f}"


def _groups(shares: Iterable[ReportedShare]) -> list[list[ReportedShare]]:
    """Split the shares of all papers by group; a group's own share, if any, comes first."""
    found: list[list[ReportedShare]] = []
    for share in shares:
        if not share.question or not found or found[-1][-1].group != share.group:
            found.append([])
        found[-1].append(share)
    return found


def _group(shares: Sequence[ReportedShare], links: Links) -> GroupView:
    own = shares[0] if not shares[0].question else None
    whole = ""
    if own is not None and own.method == "reviews":
        whole = f"All {len(shares) - 1} questions together: {spelled(own)} of {own.papers:,} answers."
    return GroupView(
        clean(shares[0].group), whole, tuple(_measure(s, links) for s in shares if s.question and s.papers)
    )


def _measure(share: ReportedShare, links: Links) -> FigureLine:
    found = share.interval
    bounds = None if found is None else (found.lower, found.share, found.upper)
    name = str(label(share.question))
    count = f"{share.reported:,} of {share.papers:,} marked as reported"
    words = count if found is None else spelled(share).replace("95 % interval: ", "").replace(" %)", ")")
    drawing = charts.interval(share.called, bounds, f"{name}: {spelled(share)}; {count}")
    return FigureLine(name, drawing, words, links.to(question_page(share.question)))


def _table(shares: Sequence[ReportedShare], links: Links) -> Table:
    columns = (
        "Question",
        "Papers",
        "Marked as reported",
        "Does not apply",
        "Estimate",
        "Rests on",
        "Reviews that would halve it",
    )
    rows = tuple(
        FigureRow(
            str(label(s.question)),
            (
                f"{s.papers:,}",
                f"{s.reported:,}",
                f"{s.not_applicable:,}",
                spelled(s).replace("95 % interval: ", ""),
                METHOD_WORDS[s.method][0] + (f" (n = {s.reviewed:,})" if s.method == "reviews" else ""),
                NONE if s.more is None else f"{s.more:,}",
            ),
            links.to(question_page(s.question)),
        )
        for s in shares
    )
    return Table("Share of papers that report what is asked, with 95 % intervals", columns, rows)


def _section(shares: Sequence[ReportedShare], by: Grouping, title: str, links: Links) -> Table | None:
    found = {(s.question, s.value): s for s in shares if s.by == by}
    if not found:
        return None
    values = sorted({value for _, value in found})
    rows = tuple(
        FigureRow(
            str(label(question)),
            tuple(_cell(found.get((question, value))) for value in values),
            links.to(question_page(question)),
        )
        for question in dict.fromkeys(question for question, _ in found)
    )
    return Table(title, ("Question", *map(clean, values)), rows)


def _cell(share: ReportedShare | None) -> str:
    if share is None:
        return NONE
    if share.interval is None:
        return f"{share.reported:,} of {share.papers:,}"
    return f"{spelled(share).replace('95 % interval: ', '')}, n = {share.papers:,}"

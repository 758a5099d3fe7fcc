"""Shares of papers that report what is asked, as the page of numbers and the pages of questions show them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from generator.core.counting import counted
from generator.core.share import By, Method, Share
from generator.site.content.collection import Collection
from generator.site.content.encoding import Markdown, clean
from generator.site.content.links import NUMBERS, Links, question_page
from generator.site.content.wording import label
from generator.site.views import charts
from generator.site.views.figures import NONE, Measure, Row, Table

# What an estimate rests on, in a word or two, and in a sentence.
METHOD_WORDS: dict[Method, tuple[str, str]] = {
    "reviews": (
        "random sample",
        "People reviewed papers drawn at random. The statuses of all papers are corrected by the errors "
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
        "“quotes” were wrong on papers of four other fields (Rogan–Gladen). Any of these fields may be "
        "like this collection, or none; hence the wide intervals.",
    ),
    "none": (
        "no estimate",
        "Nothing is known of how often these statuses are wrong, so the count stands without an interval.",
    ),
}
_SECTIONS: dict[By, str] = {"year": "By year", "venue": "By venue", "tag": "By tag"}


@dataclass(frozen=True, slots=True)
class GroupView:
    """Questions of one group, each with its line. whole: several of them together, in words."""

    title: str
    whole: str
    measures: tuple[Measure, ...]


@dataclass(frozen=True, slots=True)
class NumbersView:
    """The page of numbers. legend: the mark of an estimate, and that of a count. methods: those that occur.

    reviewed: reviews that count. due: drawn, and not reviewed. sections: shares by year, venue and tag.
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
    """The page; None where no question was put to any paper."""
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


def estimate_line(collection: Collection, question: str) -> str:
    """What is estimated for a question, in a sentence or two; empty where nothing is."""
    share = next((s for s in collection.shares if s.question == question and not s.by), None)
    if share is None or share.interval is None:
        return ""
    if share.reviewed == share.papers:
        said = f"All {share.papers:,} papers were reviewed" if share.papers > 1 else "The paper was reviewed"
        return f"{said}: {_percent(share.interval.share)} % report it, at least in part."
    what = METHOD_WORDS[share.method][0]
    rests = f"{counted(share.reviewed, 'review')} of a {what}" if share.method == "reviews" else f"an {what}"
    rests = "gold labels" if share.method == "gold" else rests
    return (
        f"Corrected for wrong statuses: {spelled(share)} of {counted(share.papers, 'paper')} report it, at "
        f"least in part, by {rests}. {halving(share)}"
    ).strip()


def halving(share: Share) -> str:
    """How many reviews would halve the interval, in a sentence; empty where that is not known."""
    if share.more is None:
        return ""
    kind = "more " if share.method == "reviews" else ""
    what = counted(share.more, f"{kind}review")
    return f"{what} of answers drawn at random would halve the interval."


def spelled(share: Share) -> str:
    """An estimate with its interval; a dash where there is none."""
    found = share.interval
    if found is None:
        return NONE
    if share.reviewed == share.papers:
        return f"{_percent(found.share)} % (all reviewed)"
    return f"{_percent(found.share)} % (95 % interval: {_percent(found.lower)} to {_percent(found.upper)} %)"


def _percent(share: float) -> str:
    return f"{100 * share:.0f}"


def _groups(shares: Iterable[Share]) -> list[list[Share]]:
    """Shares of all papers, as they come: a group's own first, if it has one, then those of its questions."""
    found: list[list[Share]] = []
    for share in shares:
        if not share.question or not found or found[-1][-1].group != share.group:
            found.append([])
        found[-1].append(share)
    return found


def _group(shares: Sequence[Share], links: Links) -> GroupView:
    own = shares[0] if not shares[0].question else None
    told = ""
    if own is not None and own.method == "reviews":
        told = f"All {len(shares) - 1} questions together: {spelled(own)} of {own.papers:,} answers."
    return GroupView(
        clean(shares[0].group), told, tuple(_measure(s, links) for s in shares if s.question and s.papers)
    )


def _measure(share: Share, links: Links) -> Measure:
    found = share.interval
    bounds = None if found is None else (found.lower, found.share, found.upper)
    name = str(label(share.question))
    count = f"{share.told:,} of {share.papers:,} called reported"
    words = count if found is None else spelled(share).replace("95 % interval: ", "").replace(" %)", ")")
    drawing = charts.interval(share.called, bounds, f"{name}: {spelled(share)}; {count}")
    return Measure(name, drawing, words, links.to(question_page(share.question)))


def _table(shares: Sequence[Share], links: Links) -> Table:
    columns = (
        "Question",
        "Papers",
        "Called reported",
        "Does not apply",
        "Estimate",
        "Rests on",
        "Reviews that would halve it",
    )
    rows = tuple(
        Row(
            str(label(s.question)),
            (
                f"{s.papers:,}",
                f"{s.told:,}",
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


def _section(shares: Sequence[Share], by: By, title: str, links: Links) -> Table | None:
    found = {(s.question, s.value): s for s in shares if s.by == by}
    if not found:
        return None
    values = sorted({value for _, value in found})
    rows = tuple(
        Row(
            str(label(question)),
            tuple(_cell(found.get((question, value))) for value in values),
            links.to(question_page(question)),
        )
        for question in dict.fromkeys(question for question, _ in found)
    )
    return Table(title, ("Question", *map(clean, values)), rows)


def _cell(share: Share | None) -> str:
    if share is None:
        return NONE
    if share.interval is None:
        return f"{share.told:,} of {share.papers:,}"
    return f"{spelled(share).replace('95 % interval: ', '')}, n = {share.papers:,}"

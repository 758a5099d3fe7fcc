"""Answers that wait for a review: those drawn at random, and those that nobody has reviewed yet."""

from __future__ import annotations

from dataclasses import dataclass

from generator.core import Answer
from generator.core.certainty import Band
from generator.site.content.collection import Collection
from generator.site.content.encoding import Markdown
from generator.site.content.page_links import REVIEWING, Links, answer_page
from generator.site.content.status_styles import StatusStyle, style_of
from generator.site.content.wording import label
from generator.site.views.sureness import Sureness, sureness_of
from generator.site.views.votes import dissent

# Rows of each list: a page that can still be read, and more work than one person does in one go.
MAX_SHOWN = 100
# Order of review: a review of an unsure answer changes most. Answers that do not apply come last.
_LAST = 4
_ORDER: dict[Band | None, int] = {"unsure": 0, None: 1, "likely": 2, "sure": 3}


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """An answer. href: to the place where it is reviewed. dissent: how many models disagree."""

    question: Markdown
    paper: str
    look: StatusStyle
    sureness: Sureness | None
    dissent: str
    href: str


@dataclass(frozen=True, slots=True)
class WaitingView:
    """drawn: in the order drawn, question by question. first: those without a review, out of ``total``."""

    drawn: tuple[WaitingRow, ...]
    drawn_total: int
    first: tuple[WaitingRow, ...]
    total: int


def waiting_view(collection: Collection) -> WaitingView:
    """Return both lists.

    The second begins with unsure answers; among equals, with those on which models disagree.
    """
    drawn = [(question, paper) for question, papers in collection.due.items() for paper in papers]
    first = sorted(_unreviewed(collection), key=lambda found: found[0])
    return WaitingView(
        drawn=tuple(_row(collection, paper, question) for question, paper in drawn[:MAX_SHOWN]),
        drawn_total=len(drawn),
        first=tuple(_row(collection, answer.paper, answer.question) for _, answer in first[:MAX_SHOWN]),
        total=len(first),
    )


def _unreviewed(collection: Collection) -> list[tuple[tuple[int, bool, int, int, str], Answer]]:
    """Return the answers shown that nobody has reviewed, each with its sort key."""
    found = []
    for number, question in enumerate(collection.questions):
        for paper in collection.public:
            answers = collection.answers_to(paper.id, question.id)
            if not answers or answers[0].status == "failed" or answers[0].by_people:
                continue
            if answers[0].status == "not_applicable" and answers[0].probability is None:
                continue  # by a rule of the project, not from the paper's text
            shown = answers[0]
            if collection.people_agree(shown) is None:
                split = bool(dissent(answers)) if len(answers) > 1 else False
                place = (
                    _LAST if shown.status == "not_applicable" else _ORDER[collection.band(shown)],
                    not split,
                    -(paper.metadata.year or 0),
                    number,
                    paper.id,
                )
                found.append((place, shown))
    return found


def _row(collection: Collection, paper: str, question: str) -> WaitingRow:
    answers = collection.answers_to(paper, question)
    return WaitingRow(
        question=label(question),
        paper=collection.short_names[paper][0],
        look=style_of(answers[0].status),
        sureness=sureness_of(collection, answers[0]),
        dissent=dissent(answers) if len(answers) > 1 else "",
        href=f"{Links(REVIEWING).to_file(answer_page(answers[0].id))}#review",
    )

"""People's verdicts as pages show them, beside the answers that they are of, or that they gave."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from generator.core import Answer, Review, Verdict
from generator.site.content.collection import Collection
from generator.site.content.encoding import Markdown, clean
from generator.site.content.language import counted, message, said, translated
from generator.site.content.links import Links, answer_page
from generator.site.content.statuses import Look, look

Sign = Literal["confirmed", "corrected", "disputed", "split"]
_NAMED = 2
# What a sign says, for readers who do not see it.
SIGNS: dict[Sign, str] = {
    "confirmed": message("checked by people: confirmed"),
    "corrected": message("checked by people: corrected"),
    "disputed": message("checked by people: disputed"),
    "split": message("checked by people, who disagree"),
}
_VERDICTS: dict[Verdict, str] = {
    "confirmed": message("Confirmed"),
    "corrected": message("Corrected"),
    "disputed": message("Disputed"),
}


@dataclass(frozen=True, slots=True)
class Mark:
    """What reviews of an answer come to, where there is room for a sign only. words: that, and by whom."""

    key: Markdown
    words: str


@dataclass(frozen=True, slots=True)
class ReviewView:
    """One person's verdict. held: what the person holds to be true of the paper, where that is told.

    date: ``YYYY-MM-DD``. href: page of the answer it was about, for one that has lapsed; empty where
    there is none.
    """

    key: Markdown
    label: str
    name: str
    date: str
    held: Look | None
    text: str
    note: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Reviews:
    """The reviews of one answer. disagreement: that they disagree, in a sentence; empty where they do not."""

    given: tuple[ReviewView, ...] = ()
    disagreement: str = ""


NO_REVIEWS = Reviews()


def reviews_of(collection: Collection, answer: Answer) -> Reviews:
    """The reviews of this very answer, whether it stands today or not.

    Of one that a person gave, first the review that gave it, without what the answer says itself.
    """
    known = collection.reviews_of(answer.paper, answer.question)
    gave = [replace(r, note="") if r.note == answer.reason else r for r in known if _gave(r, answer)]
    given = [*gave, *(r for r in known if r.is_of(answer))]
    return Reviews(tuple(_view(r) for r in given), _disagreement(given)) if given else NO_REVIEWS


def lapsed_reviews(collection: Collection, paper: str, question: str, links: Links) -> tuple[ReviewView, ...]:
    """Reviews of answers to this question that are not today's, the latest first.

    Of an answer that the ledger does not know, there is no page to link to.
    """
    given = collection.reviews_of(paper, question)
    if not given:
        return ()
    answers = collection.answers_to(paper, question)
    current = {n for a in answers for n in a.names}
    former = collection.former.get((paper, question), frozenset())
    found = []
    for review in reversed(given):
        if any(_gave(review, answer) for answer in answers):
            continue  # what it says of the paper stands
        standing = review.standing(current, former)
        if standing != "current":
            href = links.to_file(answer_page(review.answer)) if standing == "lapsed" else ""
            found.append(_view(review, href))
    return tuple(found)


def mark_of(collection: Collection, paper: str, question: str) -> Mark | None:
    """What people say of the answer that is shown; None where nobody reviewed it."""
    given = collection.reviews_of(paper, question)
    answers = collection.answers_to(paper, question) if given else ()
    if not answers:
        return None
    own = [r for r in given if r.is_of(answers[0]) or _gave(r, answers[0])]
    sign = _sign(own)
    if sign is None:
        return None
    by = ": " if sign == "split" else " by "
    return Mark(Markdown(sign), f"{translated(SIGNS[sign])}{by}{_names(own)}")


def _names(given: Sequence[Review]) -> str:
    """Who reviewed, in a few words."""
    names = list(dict.fromkeys(clean(r.name) for r in given))
    if len(names) <= _NAMED:
        return " and ".join(names)
    return f"{', '.join(names[: _NAMED - 1])} and {len(names) - _NAMED + 1} others"


def _gave(review: Review, answer: Answer) -> bool:
    """Whether ``answer`` is what ``review`` says in place of another."""
    given = answer.provenance
    return answer.by_people and (given.get("corrects"), given.get("by")) == (review.answer, review.name)


def _sign(given: Sequence[Review]) -> Sign | None:
    if not given:
        return None
    if _disagreement(given):
        return "split"
    verdicts: set[Verdict] = {r.verdict for r in given}
    return "corrected" if "corrected" in verdicts else "disputed" if "disputed" in verdicts else "confirmed"


def _disagreement(given: Sequence[Review]) -> str:
    """Whether one person finds right what another finds wrong, or two hold different things to be true."""
    right = {r.name for r in given if r.verdict == "confirmed"}
    wrong = {r.name for r in given if r.verdict != "confirmed"}
    held = {r.status for r in given if r.status is not None}
    if not (right and wrong) and len(held) < 2:
        return ""
    return said(
        "%(people)s reviewed this answer and disagree.",
        people=counted(len(right | wrong), "person", "people"),
    )


def _view(review: Review, href: str = "") -> ReviewView:
    return ReviewView(
        key=Markdown(review.verdict),
        label=translated(_VERDICTS[review.verdict]),
        name=clean(review.name),
        date=review.date.isoformat(),
        held=None if review.status is None else look(review.status),
        text=clean(review.text),
        note=clean(review.note),
        href=href,
    )

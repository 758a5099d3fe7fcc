"""Verdicts of reviewers as pages show them, with the answers that they are about or that they gave."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from generator.core import Answer, Review, Verdict
from generator.site.content.collection import Collection
from generator.site.content.encoding import Markdown, clean
from generator.site.content.language import format_message, message, pluralize, translated
from generator.site.content.page_links import Links, answer_page
from generator.site.content.status_styles import StatusStyle, style_of
from generator.site.views.figures import NOWHERE

Sign = Literal["confirmed", "corrected", "disputed", "split"]
_MAX_NAMED = 2  # reviewers named; the others are counted
# The meaning of each sign, for readers who do not see it.
SIGNS: dict[Sign, str] = {
    "confirmed": message("reviewed: confirmed"),
    "corrected": message("reviewed: corrected"),
    "disputed": message("reviewed: disputed"),
    "split": message("reviewed: reviewers disagree"),
}
_VERDICTS: dict[Verdict, str] = {
    "confirmed": message("Confirmed"),
    "corrected": message("Corrected"),
    "disputed": message("Disputed"),
}


@dataclass(frozen=True, slots=True)
class ReviewMark:
    """The verdict of all reviews of an answer, for a sign. key: of the sign. words: verdict and reviewers."""

    key: Markdown
    words: str


@dataclass(frozen=True, slots=True)
class ReviewView:
    """One reviewer's verdict. held: the status that the reviewer found, if it is given.

    date: ``YYYY-MM-DD``. href: for a lapsed review, page of the answer it was about; empty if there is none.
    """

    key: Markdown
    label: str
    name: str
    date: str
    held: StatusStyle | None
    text: str
    note: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Reviews:
    """The reviews of one answer. disagreement: a sentence saying that reviewers disagree, or empty.

    sign, names: the verdict that all reviewers share and who they are, if the reviews add nothing that a
    reader must see at once: all confirm the answer, or it is itself the correction. Else both are empty.
    """

    given: tuple[ReviewView, ...] = ()
    disagreement: str = ""
    sign: Markdown = NOWHERE
    names: str = ""

    @property
    def is_first(self) -> bool:
        """True if a reader must see them before the answer: somebody corrected or disputed it."""
        return any(review.key != "confirmed" for review in self.given)


NO_REVIEWS = Reviews()


def reviews_of(collection: Collection, answer: Answer) -> Reviews:
    """Return the reviews of exactly this answer, whether or not it is current.

    For an answer that a reviewer gave, the review that gave it comes first, without a note that the answer
    repeats.
    """
    known = collection.reviews_of(answer.paper, answer.question)
    gave = [replace(r, note="") if r.note == answer.reason else r for r in known if _gave(r, answer)]
    given = [*gave, *(r for r in known if r.is_of(answer))]
    if not given:
        return NO_REVIEWS
    views, disagreement = tuple(_view(r) for r in given), _disagreement(given)
    if disagreement or not all(r in gave or r.verdict == "confirmed" for r in given):
        return Reviews(views, disagreement)
    return Reviews(views, "", Markdown(_sign(given)), _names(given))


def lapsed_reviews(collection: Collection, paper: str, question: str, links: Links) -> tuple[ReviewView, ...]:
    """Return the reviews of answers to this question that are no longer current, the latest first.

    An answer that the ledger does not know has no page to link to.
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
            continue  # its correction is the current answer
        standing = review.state(current, former)
        if standing != "current":
            href = links.to_file(answer_page(review.answer)) if standing == "lapsed" else ""
            found.append(_view(review, href))
    return tuple(found)


def mark_of(collection: Collection, paper: str, question: str) -> ReviewMark | None:
    """Return the verdict of reviewers on the answer that is shown; None if nobody reviewed it."""
    given = collection.reviews_of(paper, question)
    answers = collection.answers_to(paper, question) if given else ()
    if not answers:
        return None
    own = [r for r in given if r.is_of(answers[0]) or _gave(r, answers[0])]
    sign = _sign(own)
    if sign is None:
        return None
    by = ": " if sign == "split" else " by "
    return ReviewMark(Markdown(sign), f"{translated(SIGNS[sign])}{by}{_names(own)}")


def _names(given: Sequence[Review]) -> str:
    """Return the names of the reviewers, in a few words."""
    names = list(dict.fromkeys(clean(r.name) for r in given))
    if len(names) <= _MAX_NAMED:
        return " and ".join(names)
    return f"{', '.join(names[: _MAX_NAMED - 1])} and {len(names) - _MAX_NAMED + 1} others"


def _gave(review: Review, answer: Answer) -> bool:
    """Return True if ``answer`` is the correction that ``review`` gave."""
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
    """Return a sentence if reviewers disagree, else an empty string.

    They disagree if one confirms what another does not, or if they found different statuses.
    """
    right = {r.name for r in given if r.verdict == "confirmed"}
    wrong = {r.name for r in given if r.verdict != "confirmed"}
    held = {r.status for r in given if r.status is not None}
    if not (right and wrong) and len(held) < 2:
        return ""
    return format_message(
        "%(reviewers)s disagree about this answer.",
        reviewers=pluralize(len(right | wrong), "reviewer"),
    )


def _view(review: Review, href: str = "") -> ReviewView:
    return ReviewView(
        key=Markdown(review.verdict),
        label=translated(_VERDICTS[review.verdict]),
        name=clean(review.name),
        date=review.date.isoformat(),
        held=None if review.status is None else style_of(review.status),
        text=clean(review.text),
        note=clean(review.note),
        href=href,
    )

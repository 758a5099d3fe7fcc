"""`answerbook reviews list`: which reviews are about current answers, former answers, or unknown ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from generator.commands.reviews.review_rows import ReviewableAnswers
from generator.core import Answer, Review
from generator.core.review import REVIEW_STATES, ReviewState
from generator.ledger import Ledger
from generator.project import Project
from generator.project.review_files import load_reviews
from generator.run.project_scope import ProjectScope

__all__ = ["ReviewStatus", "known_answers", "review_statuses", "review_statuses_json", "review_statuses_text"]


@dataclass(frozen=True, slots=True)
class ReviewStatus:
    """The state of a review. why: the reason if the review does not count."""

    review: Review
    state: ReviewState
    why: str = ""


def review_statuses(project: Project) -> tuple[ReviewStatus, ...]:
    """Return the state of all reviews of ``project``, by paper, in the order of their files.

    Raises InvalidFile for reviews with problems, and LedgerError.
    """
    reviews = load_reviews(project.reviews_dir)
    belonging, ledger = ProjectScope.of(project), Ledger(project.answers_dir)
    known = {paper: known_answers(paper, ledger, belonging) for paper in {r.paper for r in reviews}}
    return tuple(_review_status(review, known[review.paper], belonging) for review in reviews)


def _review_status(review: Review, known: ReviewableAnswers, belonging: ProjectScope) -> ReviewStatus:
    def ids(answers: Mapping[str, Answer]) -> set[str]:
        return {n for a in answers.values() if a.question == review.question for n in a.names}

    state = review.state(ids(known.current), ids(known.former))
    if state == "current":
        return ReviewStatus(review, state)
    if state == "lapsed":
        what = "its paper is gone" if review.paper not in belonging.papers else "the answer has changed"
        if review.paper in belonging.papers and review.question not in belonging.questions:
            what = "its question is no longer asked"
        return ReviewStatus(review, state, what)
    other = known.find(review.answer)
    if other is not None:
        return ReviewStatus(
            review, state, f"the answer with this id belongs to {other.question}; correct the question"
        )
    return ReviewStatus(review, state, "no answer has ever had this id; correct the id, or delete the review")


def known_answers(paper: str, ledger: Ledger, belonging: ProjectScope) -> ReviewableAnswers:
    """Return the answers about a paper by all their ids; orphaned answers count as former ones."""
    current: dict[str, Answer] = {}
    former = {name: entry.answer for entry in ledger.history(paper) for name in entry.answer.names}
    for model in ledger.models(paper):
        for answer in ledger.read(paper, model).values():
            kept = former if belonging.missing(answer) else current
            for name in answer.names:
                kept.setdefault(name, answer)
    return ReviewableAnswers(current, former)


def review_statuses_text(found: Sequence[ReviewStatus]) -> str:
    """Return a line for each paper, and one for each review that does not count, with the reason."""
    if not found:
        return "No reviews in content/reviews yet."
    papers: dict[str, Counter[ReviewState]] = {}
    for item in found:
        papers.setdefault(item.review.paper, Counter())[item.state] += 1
    lines = [f"{paper}: {_counted(counts)}" for paper, counts in papers.items()]
    for item in found:
        if item.why:
            r = item.review
            place = f"{r.paper} / {r.question}, {r.answer}, {r.verdict} by {r.name} on {r.date}"
            lines.append(f"{item.state}: {place}: {item.why}")
    total = Counter(item.state for item in found)
    return "\n".join([*lines, f"{len(found)} reviews: {_counted(total)}."])


def _counted(counts: Counter[ReviewState]) -> str:
    return ", ".join(f"{counts[s]} {s}" for s in REVIEW_STATES if counts[s])


def review_statuses_json(found: Sequence[ReviewStatus]) -> dict[str, Any]:
    """Return the states of reviews as plain data."""
    papers: dict[str, Counter[ReviewState]] = {}
    for item in found:
        papers.setdefault(item.review.paper, Counter())[item.state] += 1
    return {
        **{s: sum(item.state == s for item in found) for s in REVIEW_STATES},
        "papers": [{"paper": p, **{s: counts[s] for s in REVIEW_STATES}} for p, counts in papers.items()],
        "reviews": [
            {
                "paper": i.review.paper,
                "question": i.review.question,
                "answer": i.review.answer,
                "verdict": i.review.verdict,
                "name": i.review.name,
                "date": i.review.date.isoformat(),
                "standing": i.state,
                "why": i.why,
            }
            for i in found
        ],
    }

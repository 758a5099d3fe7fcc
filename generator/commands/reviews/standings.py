"""How people's reviews stand: of today's answers, of earlier ones, or of none that is known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from generator.commands.reviews.rows import Known
from generator.core import Answer, Review
from generator.core.review import STANDINGS, Standing
from generator.ledger import Ledger
from generator.project import Project
from generator.project.reviews import load_reviews
from generator.run.scope import Belonging

__all__ = ["Stood", "known_answers", "standings", "standings_json", "standings_text"]


@dataclass(frozen=True, slots=True)
class Stood:
    """How a review stands. why: of one that does not count."""

    review: Review
    standing: Standing
    why: str = ""


def standings(project: Project) -> tuple[Stood, ...]:
    """How all reviews of ``project`` stand, by paper, in the order of their files.

    Raises InvalidFile for reviews with problems, and LedgerError.
    """
    reviews = load_reviews(project.reviews_dir)
    belonging, ledger = Belonging.of(project), Ledger(project.answers_dir)
    known = {paper: known_answers(paper, ledger, belonging) for paper in {r.paper for r in reviews}}
    return tuple(_stood(review, known[review.paper], belonging) for review in reviews)


def _stood(review: Review, known: Known, belonging: Belonging) -> Stood:
    def ids(answers: Mapping[str, Answer]) -> set[str]:
        return {n for a in answers.values() if a.question == review.question for n in a.names}

    standing = review.standing(ids(known.current), ids(known.former))
    if standing == "current":
        return Stood(review, standing)
    if standing == "lapsed":
        what = "its paper is not here" if review.paper not in belonging.papers else "the answer has changed"
        if review.paper in belonging.papers and review.question not in belonging.questions:
            what = "its question is not asked any more"
        return Stood(review, standing, what)
    other = known.find(review.answer)
    if other is not None:
        return Stood(review, standing, f"the answer with this id is to {other.question}; mend the question")
    return Stood(review, standing, "no answer has had this id; look for a slip, or delete the review")


def known_answers(paper: str, ledger: Ledger, belonging: Belonging) -> Known:
    """The answers about a paper by all their ids; those that belong to the project no more gave way too."""
    current: dict[str, Answer] = {}
    former = {name: entry.answer for entry in ledger.history(paper) for name in entry.answer.names}
    for model in ledger.models(paper):
        for answer in ledger.read(paper, model).values():
            kept = former if belonging.missing(answer) else current
            for name in answer.names:
                kept.setdefault(name, answer)
    return Known(current, former)


def standings_text(found: Sequence[Stood]) -> str:
    """A line a paper, and one for each review that does not count, with the reason."""
    if not found:
        return "There are no reviews in content/reviews yet."
    papers: dict[str, Counter[Standing]] = {}
    for item in found:
        papers.setdefault(item.review.paper, Counter())[item.standing] += 1
    lines = [f"{paper}: {_counted(counts)}" for paper, counts in papers.items()]
    for item in found:
        if item.why:
            r = item.review
            said = f"{r.paper} / {r.question}, {r.answer}, {r.verdict} by {r.name} on {r.date}"
            lines.append(f"{item.standing}: {said}: {item.why}")
    total = Counter(item.standing for item in found)
    return "\n".join([*lines, f"{len(found)} reviews: {_counted(total)}."])


def _counted(counts: Counter[Standing]) -> str:
    return ", ".join(f"{counts[s]} {s}" for s in STANDINGS if counts[s])


def standings_json(found: Sequence[Stood]) -> dict[str, Any]:
    """The same as plain data."""
    papers: dict[str, Counter[Standing]] = {}
    for item in found:
        papers.setdefault(item.review.paper, Counter())[item.standing] += 1
    return {
        **{s: sum(item.standing == s for item in found) for s in STANDINGS},
        "papers": [{"paper": p, **{s: counts[s] for s in STANDINGS}} for p, counts in papers.items()],
        "reviews": [
            {
                "paper": i.review.paper,
                "question": i.review.question,
                "answer": i.review.answer,
                "verdict": i.review.verdict,
                "name": i.review.name,
                "date": i.review.date.isoformat(),
                "standing": i.standing,
                "why": i.why,
            }
            for i in found
        ],
    }

"""`answerbook evaluate reviews`: a project's answers against its people's reviews."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from generator.core import Answer, Review
from generator.evaluation.reviews import review_figures
from generator.ledger import Ledger
from generator.project import Project
from generator.project.reviews import load_reviews


def evaluate_reviews(project: Project) -> dict[str, Any]:
    """The figures of `generator.evaluation.reviews` on ``content/reviews`` and the ledger.

    Raises InvalidFile for reviews with problems, and LedgerError where the ledger cannot be read.
    """
    reviews = load_reviews(project.reviews_dir)
    return review_figures(answers_reviewed(project, reviews), reviews)


def answers_reviewed(project: Project, reviews: Iterable[Review]) -> list[Answer]:
    """All answers in the ledger about the papers that have reviews, of whichever model."""
    ledger = Ledger(project.answers_dir)
    return [
        answer
        for paper in sorted({r.paper for r in reviews})
        for model in ledger.models(paper)
        for answer in ledger.read(paper, model).values()
    ]

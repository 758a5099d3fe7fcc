"""`answerbook evaluate reviews`: compare a project's answers with people's reviews."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from generator.core import Answer, Review
from generator.evaluation.review_figures import review_figures
from generator.ledger import Ledger
from generator.project import Project
from generator.project.review_files import load_reviews


def evaluate_reviews(project: Project) -> dict[str, Any]:
    """Measure the figures of `generator.evaluation.review_figures` on ``content/reviews`` and the ledger.

    Raises InvalidFile for reviews with problems, and LedgerError if the ledger cannot be read.
    """
    reviews = load_reviews(project.reviews_dir)
    return review_figures(answers_reviewed(project, reviews), reviews)


def answers_reviewed(project: Project, reviews: Iterable[Review]) -> list[Answer]:
    """Return all answers in the ledger, of any model, about the papers that have reviews."""
    ledger = Ledger(project.answers_dir)
    return [
        answer
        for paper in sorted({r.paper for r in reviews})
        for model in ledger.models(paper)
        for answer in ledger.read(paper, model).values()
    ]

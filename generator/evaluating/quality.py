"""`quality.json` of a build: its answers, the project's reviews and its gold, joined into a scorecard."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from generator.evaluating.reviews import answers_reviewed
from generator.evaluation.scorecard import Effort, scorecard
from generator.machine import machine
from generator.project import Project
from generator.reviews import load_reviews
from generator.site import Collection as Shown


def quality(
    project: Project,
    collection: Shown,
    *,
    gold: Mapping[str, Mapping[str, Any]] | None = None,
    effort: Mapping[str, Effort] | None = None,
    private: Collection[str] = frozenset(),
) -> dict[str, Any]:
    """The scorecard of what the site shows, as plain data for `site.write_pages`.

    Papers that are private, their reviews included, do not count: not a figure of theirs is
    published. gold: by model, what `gold_figures` gives. effort: by model, of this build. private:
    ids of papers that ``collection`` does not even name. Raises InvalidFile for reviews with problems.
    """
    public = {paper.id for paper in collection.public}
    hidden = ({paper.id for paper in collection.papers} - public) | set(private)
    reviews = [r for r in load_reviews(project.reviews_dir) if r.paper not in hidden]
    return scorecard(
        [a for a in collection.answers if a.paper in public],
        collection.questions,
        models=[m.name for m in collection.models],
        reviews=reviews,
        reviewed=answers_reviewed(project, reviews),
        gold=gold,
        effort=effort,
        build={
            "made": collection.built.isoformat(),
            "answerbook": collection.version,
            "machine": machine(),
        },
    ).to_json()

"""`quality.json` of a build: its answers, the project's reviews and its gold, combined into a scorecard."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from generator.core import Review
from generator.core.answer import PEOPLE
from generator.evaluation.scorecard import BuildFacts, ModelUsage, scorecard
from generator.project import Project
from generator.project.review_files import load_reviews
from generator.run.machine import machine
from generator.site import Collection as Shown


def quality(
    project: Project,
    collection: Shown,
    *,
    gold: Mapping[str, Mapping[str, Any]] | None = None,
    usage: Mapping[str, ModelUsage] | None = None,
    reviews: Iterable[Review] | None = None,
) -> dict[str, Any]:
    """Return the scorecard of what the site shows, as plain data for `site.write_pages`.

    Private and absent papers and their reviews do not count: no figure of theirs is published. Nor do answers
    of people, with which models are compared. gold: by model, from `gold_figures`. usage: by model, of all
    recorded answers. reviews: those of the project, if they were read already. Raises InvalidFile for reviews
    with problems.
    """
    public = {paper.id for paper in collection.public}
    # Of an absent paper nothing here tells whether it may be shown.
    all_reviews = load_reviews(project.reviews_dir) if reviews is None else reviews
    return scorecard(
        [a for a in collection.answers if a.paper in public and not a.by_people],
        collection.questions,
        models=[m.name for m in collection.models if m.name != PEOPLE],
        reviews=[r for r in all_reviews if r.paper in public],
        facts=BuildFacts(
            gold=gold or {},
            usage=usage or {},
            build={
                "made": collection.built.isoformat(),
                "answerbook": collection.version,
                "machine": machine(),
            },
        ),
    ).to_json()

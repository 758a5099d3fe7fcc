"""`quality.json` of a build: its answers, the project's reviews and its gold, joined into a scorecard."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from generator.core import Review
from generator.core.answer import PEOPLE
from generator.evaluation.scorecard import BuildFacts, ModelUsage, scorecard
from generator.project import Project
from generator.project.reviews import load_reviews
from generator.run.machine import machine
from generator.site import Collection as Shown


def quality(
    project: Project,
    collection: Shown,
    *,
    gold: Mapping[str, Mapping[str, Any]] | None = None,
    effort: Mapping[str, ModelUsage] | None = None,
    reviews: Iterable[Review] | None = None,
) -> dict[str, Any]:
    """The scorecard of what the site shows, as plain data for `site.write_pages`.

    Papers that are private or not here, their reviews included, do not count: not a figure of theirs is
    published. Nor does what people answered, which models are held against. gold: by model, what
    `gold_figures` gives. effort: by model, of this build. reviews: those of the project, where they were
    read already. Raises InvalidFile for reviews with problems.
    """
    public = {paper.id for paper in collection.public}
    # Of a paper whose file is not here nothing tells whether it may be shown.
    given = load_reviews(project.reviews_dir) if reviews is None else reviews
    return scorecard(
        [a for a in collection.answers if a.paper in public and not a.by_people],
        collection.questions,
        models=[m.name for m in collection.models if m.name != PEOPLE],
        reviews=[r for r in given if r.paper in public],
        facts=BuildFacts(
            gold=gold or {},
            usage=effort or {},
            build={
                "made": collection.built.isoformat(),
                "answerbook": collection.version,
                "machine": machine(),
            },
        ),
    ).to_json()

"""Whether an answer in the ledger belongs to the project as it is today: its paper, question and model."""

from __future__ import annotations

from dataclasses import dataclass

from generator.core import Answer
from generator.core.formats import is_passages
from generator.project import Project
from generator.run.config import RunConfig

__all__ = ["Belonging"]


@dataclass(frozen=True)
class Belonging:
    """papers: ids of those whose file is here, readable or not. excerpts: those of which only passages are.

    models: those that the settings name; answers of others belong where they were imported.
    """

    papers: frozenset[str]
    excerpts: frozenset[str]
    questions: frozenset[str]
    models: frozenset[str]

    @classmethod
    def of(cls, project: Project) -> Belonging:
        """What belongs to ``project``. Raises InvalidFile for settings or question sets with problems."""
        wanted = RunConfig.of(project)
        ids = project.paper_ids()
        return cls(
            papers=frozenset(ids.values()),
            excerpts=frozenset(name for path, name in ids.items() if is_passages(path.name)),
            questions=frozenset(q.id for q in wanted.questions),
            models=frozenset(spec.name for spec in wanted.specs),
        )

    def missing(self, answer: Answer) -> str:
        """What the project lacks of an answer: its ``paper``, ``model`` or ``question``; nothing if none."""
        imported = answer.provenance.get("kind") == "imported"
        if answer.paper not in self.papers:
            return "paper"
        # The project's own models are never asked about excerpts: such an answer is of the paper itself.
        if answer.paper in self.excerpts and answer.model in self.models and not imported:
            return "paper"
        if answer.model not in self.models and not imported:
            return "model"
        return "" if answer.question in self.questions else "question"

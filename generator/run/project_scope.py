"""Whether an answer in the ledger still belongs to the project: its paper, question and model."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass

from generator.core import Answer
from generator.core.formats import is_passages
from generator.ledger import Ledger
from generator.project import Project
from generator.project.absent import absent_papers
from generator.run.config import RunConfig

__all__ = ["OrphanedAnswer", "ProjectScope", "orphans_in"]


@dataclass(frozen=True)
class ProjectScope:
    """The papers, questions and models of a project.

    papers: ids of the papers with a file, readable or not, and of absent papers that the ledger keeps enough
    of. excerpts: those of which only passages exist. models: those named in the settings; answers of other
    models belong if they were imported.
    """

    papers: frozenset[str]
    excerpts: frozenset[str]
    questions: frozenset[str]
    models: frozenset[str]

    @classmethod
    def of(cls, project: Project) -> ProjectScope:
        """Return the scope of ``project``. Raises InvalidFile for settings or question sets with problems."""
        wanted = RunConfig.of(project)
        ids = project.paper_ids()
        absent = absent_papers(project, ids.values())
        files = {name: path.name for path, name in ids.items()} | {p.id: p.file for p in absent.values()}
        return cls(
            papers=frozenset(files),
            excerpts=frozenset(name for name, file in files.items() if is_passages(file)),
            questions=frozenset(q.id for q in wanted.questions),
            models=frozenset(spec.name for spec in wanted.specs),
        )

    def missing(self, answer: Answer) -> str:
        """Return what an answer lacks here: ``paper``, ``model`` or ``question``; empty if nothing."""
        if answer.paper not in self.papers:
            return "paper"
        # The project's own models are never asked about excerpts: such an answer is of the paper itself.
        if answer.paper in self.excerpts and answer.model in self.models and not answer.is_external:
            return "paper"
        if answer.model not in self.models and not answer.is_external:
            return "model"
        return "" if answer.question in self.questions else "question"


@dataclass(frozen=True, slots=True)
class OrphanedAnswer:
    """An answer whose paper, question or model is gone. missing: ``paper``, ``model`` or ``question``."""

    paper: str
    question: str
    model: str
    missing: str

    @property
    def cause(self) -> str:
        """What is missing; a paper with its id."""
        return f"paper {self.paper!r}" if self.missing == "paper" else self.missing


def orphans_in(
    ledger: Ledger, scope: ProjectScope, answers: Iterable[Answer], *, without: Container[str] = ()
) -> Iterator[OrphanedAnswer]:
    """Yield the orphaned answers in ``ledger``, by paper, model and question.

    answers: all that belong; only files that hold more than those are read. without: papers to skip.
    """
    counts = Counter((answer.paper, answer.model) for answer in answers)
    for paper in ledger.papers():
        for model in ledger.models(paper) if paper not in without else ():
            if ledger.lines(paper, model) == counts[paper, model]:
                continue
            for question, answer in sorted(ledger.read(paper, model).items()):
                if missing := scope.missing(answer):
                    yield OrphanedAnswer(paper, question, model, missing)

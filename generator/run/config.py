"""What a project wants answered: its questions, its models, and how to run them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator import answering
from generator.core import Metadata, Paper, Question, digest
from generator.core.cluster_settings import Cluster
from generator.core.fingerprint import paper_hash, question_hash
from generator.ledger import ExpectedAnswer, Freshness, Ledger, freshness
from generator.project import Project
from generator.run import jobs as work
from generator.run.applicability import closed_reason, levels, record_closed
from generator.run.fingerprints import CheckOptions, Fingerprints, RetrievalOptions


@dataclass(frozen=True)
class RunConfig:
    """The part of a project's settings that answers depend on. cache: see `generator.answering.load`."""

    questions: tuple[Question, ...]
    specs: tuple[answering.ModelSpec, ...]
    options: RetrievalOptions
    check: CheckOptions
    cache: Path

    @classmethod
    def of(cls, project: Project) -> RunConfig:
        """Return the configuration of ``project``. Raises AnswerbookError if it is invalid."""
        settings = project.settings
        return cls(
            questions=tuple(q for s in project.question_sets() for q in s.questions),
            specs=tuple(m.spec(project.located(getattr(m, "file", ""))) for m in settings.models),
            options=RetrievalOptions(
                settings.retrieval.budget,
                project.located(settings.retrieval.encoder),
                project.located(settings.retrieval.scorer),
                project.located(settings.retrieval.calibration),
            ),
            check=CheckOptions(
                project.located(settings.checking.second_opinion), settings.checking.threshold
            ),
            cache=project.cache_dir,
        )

    def prepare(self, to_do: Sequence[Freshness]) -> bool:
        """Fetch and convert the model files that ``to_do`` needs. Raises ModelError.

        Returns True if fingerprints have changed: they include the hash of a file that was fetched.
        """
        needed = [spec for spec in self.specs if spec.name in {item.expected.model for item in to_do}]
        before = [answering.fingerprint(spec, self.cache) for spec in needed]
        for spec in needed:
            answering.prepare(spec, self.cache)
        return before != [answering.fingerprint(spec, self.cache) for spec in needed]

    def fingerprints(self, *, query_servers: bool = True) -> Fingerprints:
        """Return today's fingerprints. query_servers: see `generator.answering.fingerprint`."""
        asked = digest(sorted(question_hash(q) for q in self.questions))
        described = {
            s.name: answering.fingerprint(s, self.cache, asked, query_servers=query_servers)
            for s in self.specs
        }
        return Fingerprints.today(self.options, described, self.check)

    def freshness(
        self, papers: Sequence[Paper], ledger: Ledger, *, query_servers: bool = True
    ) -> list[Freshness]:
        """Return the freshness of every expected answer in the ledger, by paper, model and question."""
        facts = ((p.id, paper_hash(p), p.metadata) for p in papers)
        return self.freshness_of(facts, ledger, query_servers=query_servers)

    def freshness_of(
        self, papers: Iterable[tuple[str, str, Metadata]], ledger: Ledger, *, query_servers: bool = True
    ) -> list[Freshness]:
        """Return the same for papers given as id, hash of the text and metadata."""
        fingerprints = self.fingerprints(query_servers=query_servers)
        found: list[Freshness] = []
        for paper, text, metadata in papers:
            for spec in self.specs:
                known = ledger.read(paper, spec.name)
                for question in self.questions:
                    why = closed_reason(question, metadata, known)
                    parts = fingerprints.of(text, question, spec.name, applies=not why)
                    found.append(freshness(ExpectedAnswer(paper, question.id, spec.name, parts, why), known))
        return found

    def levels(self) -> tuple[frozenset[str], ...]:
        """Return the ids of the questions, in the order in which they must be answered."""
        return levels(self.questions)

    def record_closed(self, items: Sequence[Freshness], papers: Sequence[Paper], ledger: Ledger) -> None:
        """Record ``items``, whose gates are closed, as answers that do not apply to their paper."""
        by_id, asked = {p.id: p for p in papers}, {q.id: q for q in self.questions}
        record_closed(items, by_id, asked, {s.name: s for s in self.specs}, ledger)

    def jobs(
        self,
        papers: Sequence[Paper],
        to_do: Sequence[Freshness],
        ledger: Ledger,
        *,
        workers: int,
        cluster: Cluster | None = None,
    ) -> list[work.PaperJob]:
        """Return ``to_do`` as jobs for ``workers`` on this machine, or for the workers of ``cluster``."""
        settings = work.WorkerSettings(
            self.options,
            self.check,
            ledger.folder,
            workers=1 if cluster else workers,
            cache=self.cache,
            threads=cluster.cpus if cluster else 0,
        )
        return work.paper_jobs(papers, self.questions, self.specs, to_do, settings)

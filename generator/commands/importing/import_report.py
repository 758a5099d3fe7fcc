"""The report of an import."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from generator.commands.importing.saved import Unread
from generator.core import Answer
from generator.core.counting import pluralize
from generator.core.status import STATUSES


@dataclass
class ImportReport:
    """What an import did.

    answers: number of answers in the source. recorded: those that were new or had changed. papers: number of
    papers. new_papers: ids of papers that the project does not have, whose passages were written. unread:
    what was left out. unplaced: number of sentences in contexts that are not in the project's papers.
    statuses: by (model, status). sentences, withheld: by model.
    """

    answers: int = 0
    recorded: int = 0
    papers: int = 0
    new_papers: list[str] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    unplaced: int = 0
    statuses: Counter[tuple[str, str]] = field(default_factory=Counter)
    sentences: Counter[str] = field(default_factory=Counter)
    withheld: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0

    @property
    def models(self) -> tuple[str, ...]:
        return tuple(sorted({model for model, _ in self.statuses}))

    def summary(self) -> str:
        """Return a summary in a few lines: counts, the statuses of each model, and what was left out."""
        kept = self.answers - self.recorded
        lines = [
            f"{pluralize(self.answers, 'answer')} about {pluralize(self.papers, 'paper')}: "
            f"{self.recorded} recorded, {kept} unchanged ({self.seconds:.1f} s)"
        ]
        if self.new_papers:
            lines.append(f"papers not in the project: {len(self.new_papers)}; excerpts recorded")
        if self.unplaced:
            lines.append(f"sentences in contexts that are not in the project's papers: {self.unplaced}")
        for model in self.models:
            counts = [
                f"{self.statuses[model, status]} {status.replace('_', ' ')}"
                for status in STATUSES
                if self.statuses[model, status]
            ]
            lines.append(
                f"  {model}: {', '.join(counts)}; {self.withheld[model]} of {self.sentences[model]} "
                "sentences withheld"
            )
        if self.unread:
            lines.append(f"left out: {len(self.unread)}")
            lines += [f"  {item}" for item in self.unread]
        return "\n".join(lines)

    def count(self, answer: Answer) -> None:
        """Add one answer to the numbers."""
        self.answers += 1
        self.statuses[answer.model, answer.status] += 1
        self.sentences[answer.model] += len(answer.sentences)
        self.withheld[answer.model] += len(answer.withheld)

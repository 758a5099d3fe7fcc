"""The middle of a build: how the answers in the ledger compare with today, and those that are computed."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from generator.core import Answer, Paper
from generator.core.counting import counted
from generator.errors import Problem
from generator.ledger import Ledger, Standing, standing
from generator.project.papers import Collected
from generator.project.privacy import hidden
from generator.run import jobs
from generator.run.context import BuildContext
from generator.run.energy import EnergyMeter
from generator.run.imported import Recorded, recorded
from generator.run.report import BuildReport
from generator.run.scope import Belonging, Orphan, orphans_in

__all__ = ["BuildAnswers", "compare", "compute"]

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class BuildAnswers:
    """The answers of a build. standings: of all that the project asks for. to_do: those to be computed.

    imported: answers of other systems. papers: all that were read; passages among them are not asked about.
    orphans: answers that belong to nothing, but for those about private papers.
    """

    papers: Collected
    standings: Sequence[Standing]
    imported: Sequence[Recorded]
    to_do: Sequence[Standing]
    orphans: Sequence[Orphan] = ()

    @property
    def is_fresh(self) -> bool:
        """Whether every answer that the project asks for is fresh."""
        return all(item.state == "fresh" for item in self.standings)

    @property
    def answers(self) -> list[Answer]:
        """All answers that there are, imported ones last."""
        return [
            *(item.answer for item in self.standings if item.answer is not None),
            *(item.answer for item in self.imported),
        ]

    @property
    def stale(self) -> Mapping[tuple[str, str, str], tuple[str, ...]]:
        """The parts that changed, by paper, question and model; stale answers only."""
        own = {
            (item.wanted.paper, item.wanted.question, item.wanted.model): item.changed
            for item in self.standings
            if item.changed
        }
        others = {
            (item.answer.paper, item.answer.question, item.answer.model): item.changed
            for item in self.imported
            if item.changed
        }
        return own | others

    def count(self, report: BuildReport) -> None:
        """Count in ``report`` what there is, what is stale by its first cause, and what is missing."""
        report.imported = len(self.imported)
        report.missing = sum(item.state == "missing" for item in self.standings)
        report.stale = Counter(changed[0] for changed in self.stale.values())
        report.orphaned = Counter(orphan.lack for orphan in self.orphans)
        report.count(self.answers)


def compare(context: BuildContext, papers: Collected) -> BuildAnswers:
    """Compare the ledger with what would be asked today, for `generator.run.refusals` to judge."""
    options, ledger, report = context.options, context.ledger, context.report
    with report.timed("compare"):
        # Passages are not the paper: to put questions to them would find "not reported" where it is.
        asked = [p for p in papers.papers if p.format != "passages"]
        config = context.config
        standings = config.standings(asked, ledger, query_servers=options.query_servers)
        own = {spec.name for spec in config.specs}
        imported = list(recorded(papers.papers, config.questions, own, ledger))
        for paper in ledger.papers():
            ledger.history(paper)  # for what is wrong with it
        to_do = options.selection.of(standings)
        report.reused = sum(s.state == "fresh" for s in standings)
        answers = BuildAnswers(papers, standings, imported, to_do)
        if options.shard is None:
            private = hidden(context.project, papers.private)
            found = orphans_in(ledger, Belonging.of(context.project), answers.answers, without=private)
            answers = replace(answers, orphans=tuple(found))
        report.warnings += _damaged(ledger.problems, papers.private)
    return answers


def _damaged(problems: Sequence[Problem], private: Container[str]) -> list[str]:
    """Return what is wrong with the ledger; of private papers without their names, which the log has."""
    secret = [problem for problem in problems if Path(problem.file).parent.name in private]
    for problem in secret:
        log.info("%s", problem)
    lines = [f"{counted(len(secret), 'line')} about private papers damaged; --verbose names them"]
    return [*(str(p) for p in problems if p not in secret), *(lines if secret else ())]


def compute(context: BuildContext, answers: BuildAnswers) -> BuildAnswers:
    """Compute what is to do, each answer recorded as it is made, and compare again. Raises ModelError."""
    config, ledger, report = context.config, context.ledger, context.report
    standings, to_do = answers.standings, list(answers.to_do)
    if to_do:
        asked = [p for p in answers.papers.papers if p.format != "passages"]
        with report.timed("answer"):
            if config.prepare(to_do):
                standings = config.standings(asked, ledger)
                to_do = context.options.selection.of(standings)
            standings, to_do = _in_turn(context, asked, standings, to_do)
            report.warnings += report.effort.warnings
    report.computed = sum(report.effort.answers.values())
    computed = {str(s.wanted) for s in to_do}
    report.reused = sum(s.state == "fresh" and str(s.wanted) not in computed for s in standings)
    if report.computed < len(to_do) and not report.effort.warnings:
        undone = counted(len(to_do) - report.computed, "answer was", "answers were")
        report.warnings.append(f"{undone} not computed; run this again")
    context.inputs = context.inputs.after(context.project.answers_dir, {item.wanted.paper for item in to_do})
    return replace(answers, standings=_afterwards(standings, to_do, ledger), to_do=())


def _in_turn(
    context: BuildContext, asked: Sequence[Paper], standings: Sequence[Standing], to_do: list[Standing]
) -> tuple[Sequence[Standing], list[Standing]]:
    """Answer ``to_do``, each question after those that its gates wait for; what was done, in the end.

    An answer may open or shut the gates of others, which are compared anew.
    """
    config, selection = context.config, context.options.selection
    done: list[Standing] = []
    for number, level in enumerate(config.levels()):
        if number:
            standings = config.standings(asked, context.ledger)
            to_do = selection.of(standings)
        left = None if selection.limit is None else max(0, selection.limit - len(done))
        now = [item for item in to_do if item.wanted.question in level][:left]
        if now:
            context.report.effort.include(_answered(context, asked, now))
            done += now
    return standings, done


def _answered(context: BuildContext, asked: Sequence[Paper], to_do: Sequence[Standing]) -> jobs.Effort:
    """Run the jobs, with progress for each answer and the energy that it took."""
    cluster = context.options.cluster
    shut = [item for item in to_do if item.wanted.closed]
    context.config.record_closed(shut, context.ledger)
    waiting = [item for item in to_do if not item.wanted.closed]
    pending = context.config.jobs(asked, waiting, context.ledger, workers=context.jobs, cluster=cluster)
    done = len(shut)

    def step(count: int, item: str) -> None:
        nonlocal done
        done += count
        context.on_progress("Answering", done, len(to_do), item)

    step(0, "")
    meter = EnergyMeter()
    meter.start()
    effort = jobs.answer(pending, context.ledger, workers=context.jobs, step=step, cluster=cluster)
    effort.joules = meter.stop()
    for item in shut:
        effort.add(item.wanted.model, "not_applicable", jobs.Cost())
    return effort


def _afterwards(standings: Sequence[Standing], to_do: Sequence[Standing], ledger: Ledger) -> list[Standing]:
    """Compare again what was worked on; the rest is as it was."""
    touched = {(item.wanted.paper, item.wanted.model) for item in to_do}
    known = {key: ledger.read(*key) for key in sorted(touched)}
    return [
        standing(item.wanted, known[key])
        if (key := (item.wanted.paper, item.wanted.model)) in touched
        else item
        for item in standings
    ]

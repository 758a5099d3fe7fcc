"""The middle of a build: how the answers in the ledger compare with today, and those that are computed."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from generator.core import Answer, Paper
from generator.core.counting import counted
from generator.core.pace import Pace
from generator.errors import AnswerbookError, Problem
from generator.ledger import Ledger, Standing, standing
from generator.project.papers import Collected
from generator.project.privacy import hidden
from generator.run import jobs
from generator.run.context import BuildContext
from generator.run.due import due
from generator.run.effort import Cost, Effort
from generator.run.energy import EnergyMeter
from generator.run.imported import Recorded, recorded
from generator.run.renewing import adopt, renew, restore
from generator.run.report import BuildReport
from generator.run.scope import Belonging, Orphan, orphans_in
from generator.run.selection import Selection
from generator.run.speeds import keep_speeds

__all__ = ["BuildAnswers", "compare", "compute"]

log = logging.getLogger(__name__)

_NAMED = 20  # answers that a sentence names


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
        given = [item.answer for item in self.imported]
        report.imported = sum(not (answer.by_people or answer.by_authors) for answer in given)
        report.missing = sum(item.state == "missing" for item in self.standings)
        report.stale = Counter(changed[0] for changed in self.stale.values())
        report.orphaned = Counter(orphan.lack for orphan in self.orphans)
        report.count(self.answers)


def compare(context: BuildContext, papers: Collected) -> BuildAnswers:
    """Compare the ledger with what would be asked today, for `generator.run.refusals` to judge."""
    options, ledger, report = context.options, context.ledger, context.report
    with report.timed("compare"):
        config = context.config
        standings = config.standings_of(papers.asked, ledger, query_servers=options.query_servers)
        own = {spec.name for spec in config.specs}
        imported = list(recorded(papers, config.questions, own, ledger))
        for paper in ledger.papers():
            ledger.history(paper)  # for what is wrong with it
        if options.compute and ledger.outdated:
            _bring_up_to_date(context, BuildAnswers(papers, standings, imported, ()))
            standings = config.standings_of(papers.asked, ledger, query_servers=options.query_servers)
            imported = list(recorded(papers, config.questions, own, ledger))
        if options.compute:
            report.warnings += _out_of_reach(standings, papers)
        to_do = _to_do(context, standings, papers)
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
    papers = answers.papers
    touched = {item.wanted.paper for item in to_do}
    for paper, model in sorted({(item.wanted.paper, item.wanted.model) for item in to_do}):
        ledger.refuse_marks(paper, model)  # before anything is computed that could not be written
    if to_do and not context.options.selection.fresh:
        with report.timed("renew"):
            standings, to_do = _renewed(context, papers, standings, to_do)
    if to_do:
        to_do = _agreed(context, to_do)
    if to_do:
        with report.timed("answer"):
            if config.prepare(to_do):
                standings = config.standings_of(papers.asked, ledger)
                to_do = _agreed(context, _to_do(context, standings, papers))
            standings, to_do = _in_turn(context, papers, standings, to_do)
            report.warnings += report.effort.warnings
    report.computed = sum(report.effort.answers.values())
    computed = {str(s.wanted) for s in to_do}
    report.reused = sum(s.state == "fresh" and str(s.wanted) not in computed for s in standings)
    report.warnings += _away(report.effort)
    if report.computed < len(to_do) and not report.effort.warnings and not report.effort.left:
        undone = counted(len(to_do) - report.computed, "answer was", "answers were")
        report.warnings.append(f"{undone} not computed; run this again")
    touched |= {item.wanted.paper for item in to_do}
    context.inputs = context.inputs.after(context.project.answers_dir, touched)
    return replace(answers, standings=_afterwards(standings, to_do, ledger), to_do=())


def _bring_up_to_date(context: BuildContext, build: BuildAnswers) -> None:
    """Write a ledger of before in the form of today; no answer is computed for it."""
    ledger = context.ledger
    papers = ledger.bring_up_to_date()
    questions = {question.id: question for question in context.config.questions}
    answers = [answer for answer in build.answers if answer.paper in papers]
    papers |= adopt(answers, questions, build.papers.papers, ledger)
    context.inputs = context.inputs.after(context.project.answers_dir, papers)


def _to_do(context: BuildContext, standings: Sequence[Standing], papers: Collected) -> list[Standing]:
    """What a build is to compute, or would have to; no model can be asked about a paper that is not here."""
    if context.options.compute:
        standings = [item for item in standings if item.wanted.paper not in papers.known]
    return context.options.selection.of(standings)


def _out_of_reach(standings: Sequence[Standing], papers: Collected) -> list[str]:
    """Say which papers would have to be here for their answers to be computed."""
    waiting = Counter(
        i.wanted.paper for i in standings if i.wanted.paper in papers.known and i.state != "fresh"
    )
    if not waiting:
        return []
    names = ", ".join(f"{paper} {count}" for paper, count in list(waiting.items())[:_NAMED])
    more = f" and {len(waiting) - _NAMED} more" if len(waiting) > _NAMED else ""
    answers = counted(waiting.total(), "answer is", "answers are")
    return [
        f"{answers} stale, missing or failed and cannot be computed, for the files of their papers are not "
        f"here: {names}{more}"
    ]


def _renewed(
    context: BuildContext, papers: Collected, standings: Sequence[Standing], to_do: list[Standing]
) -> tuple[Sequence[Standing], list[Standing]]:
    """Make fresh again what needs no model; how all stands then, and what is left to do."""
    config, ledger = context.config, context.ledger
    done = restore(to_do, ledger)
    if done:
        standings = config.standings_of(papers.asked, ledger)
        to_do = _to_do(context, standings, papers)
    more = renew(config, papers.papers, to_do, ledger, context.jobs)
    if more:
        standings = config.standings_of(papers.asked, ledger)
        to_do = _to_do(context, standings, papers)
    context.report.renewed = done + more
    return standings, to_do


def _agreed(context: BuildContext, to_do: list[Standing]) -> list[Standing]:
    """What of ``to_do`` is computed: not what a model has answered before, unless a person agrees."""
    options = context.options
    if options.agreed is None or options.selection != Selection():
        return to_do
    quoting = {spec.name for spec in context.config.specs if spec.kind == "quotes"}
    again, rest = due(to_do, quoting, context.project.answers_dir)
    if not again.models:
        return to_do
    if context.agreed is None:
        context.agreed = options.agreed(again)
        if not context.agreed:
            told = (
                f"stale answers are left as they are: {again}; `answerbook build --recompute` makes them anew"
            )
            if options.strict:
                raise AnswerbookError(told)
            context.report.warnings.append(told)
    return to_do if context.agreed else rest


def _in_turn(
    context: BuildContext, papers: Collected, standings: Sequence[Standing], to_do: list[Standing]
) -> tuple[Sequence[Standing], list[Standing]]:
    """Answer ``to_do``, each question after those that its gates wait for; what was done, in the end.

    An answer may open or shut the gates of others, which are compared anew.
    """
    config, selection = context.config, context.options.selection
    done: list[Standing] = []
    for number, level in enumerate(config.levels()):
        if number:
            standings = config.standings_of(papers.asked, context.ledger)
            to_do = _agreed(context, _to_do(context, standings, papers))
        left = None if selection.limit is None else max(0, selection.limit - len(done))
        now = [item for item in to_do if item.wanted.question in level][:left]
        if now:
            context.report.effort.include(_answered(context, papers.papers, now))
            done += now
    return standings, done


def _answered(context: BuildContext, asked: Sequence[Paper], to_do: Sequence[Standing]) -> Effort:
    """Run the jobs, with progress for each answer and the energy that it took."""
    cluster = context.options.cluster
    shut = [item for item in to_do if item.wanted.closed]
    context.config.record_closed(shut, asked, context.ledger)
    waiting = [item for item in to_do if not item.wanted.closed]
    pending = context.config.jobs(asked, waiting, context.ledger, workers=context.jobs, cluster=cluster)
    done, pace = len(shut), Pace()

    def step(count: int, item: str) -> None:
        nonlocal done
        done += count
        if not count and not item:
            pace.finished(done)
        context.on_progress("Answering", done, len(to_do), item, pace)

    context.on_progress("Answering", done, len(to_do), "starting the models" if pending else "", pace)
    meter = EnergyMeter()
    meter.start()
    effort = jobs.answer(pending, context.ledger, workers=context.jobs, step=step, cluster=cluster)
    effort.joules = meter.stop()
    if cluster is None:
        workers = min(context.jobs, len(pending)) or 1
        keep_speeds(context.config.cache, replace(effort.speeds, workers=workers))
    for item in shut:
        effort.add(item.wanted.model, "not_applicable", Cost())
    return effort


def _away(effort: Effort) -> list[str]:
    """Say of each model that was away what it was not asked, the first by name, and why."""
    sentences = []
    for (model, why), cells in sorted(effort.left.items()):
        names = ", ".join(f"{paper} / {question}" for paper, question in sorted(cells)[:_NAMED])
        more = f" and {len(cells) - _NAMED} more" if len(cells) > _NAMED else ""
        undone = counted(len(cells), "answer was", "answers were")
        sentences.append(f"{model}: {undone} left for the next build, for {why}: {names}{more}")
    return sentences


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

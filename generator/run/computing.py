"""The middle of a build: comparing the ledger with the current state, and computing answers."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from generator.core import Answer, Paper
from generator.core.counting import pluralize
from generator.core.time_left import Pace
from generator.errors import AnswerbookError, Problem
from generator.ledger import Freshness, Ledger, freshness
from generator.ledger.known import known_papers
from generator.ledger.usage_file import unreadable_usage
from generator.project.paper_loading import CollectedPapers
from generator.project.privacy import hidden_papers
from generator.run import jobs
from generator.run.build_context import BuildContext
from generator.run.build_report import BuildReport
from generator.run.due import needed_recomputation
from generator.run.energy import EnergyMeter
from generator.run.imported import ExternalAnswer, external_answers
from generator.run.project_scope import OrphanedAnswer, ProjectScope, orphans_in
from generator.run.renewing import adopt, renew, restore
from generator.run.selection import Selection
from generator.run.speeds import save_speeds
from generator.run.usage import AnswerUsage, BuildUsage

__all__ = ["BuildAnswers", "compare", "compute"]

log = logging.getLogger(__name__)

_MAX_NAMED = 20  # answers or papers that one warning names


@dataclass(frozen=True)
class BuildAnswers:
    """The answers of a build. states: of all answers that the project expects. to_do: those to compute.

    imported: answers of other systems, people and authors. papers: all that were read; passages among them
    are not asked about. orphans: answers whose paper, question or model is gone, except about hidden papers.
    """

    papers: CollectedPapers
    states: Sequence[Freshness]
    imported: Sequence[ExternalAnswer]
    to_do: Sequence[Freshness]
    orphans: Sequence[OrphanedAnswer] = ()

    @property
    def is_fresh(self) -> bool:
        """True if every expected answer is fresh."""
        return all(item.state == "fresh" for item in self.states)

    @property
    def answers(self) -> list[Answer]:
        """All existing answers, imported ones last."""
        return [
            *(item.answer for item in self.states if item.answer is not None),
            *(item.answer for item in self.imported),
        ]

    @property
    def stale(self) -> Mapping[tuple[str, str, str], tuple[str, ...]]:
        """The parts that changed of each stale answer, by paper, question and model."""
        own = {
            (item.expected.paper, item.expected.question, item.expected.model): item.changed
            for item in self.states
            if item.changed
        }
        others = {
            (item.answer.paper, item.answer.question, item.answer.model): item.changed
            for item in self.imported
            if item.changed
        }
        return own | others

    def count(self, report: BuildReport) -> None:
        """Count in ``report`` the answers, the stale ones by first cause, and the missing ones."""
        external = [item.answer for item in self.imported]
        report.imported = sum(not (answer.by_people or answer.by_authors) for answer in external)
        report.missing = sum(item.state == "missing" for item in self.states)
        report.stale = Counter(changed[0] for changed in self.stale.values())
        report.orphaned = Counter(orphan.cause for orphan in self.orphans)
        report.count(self.answers)


def compare(context: BuildContext, papers: CollectedPapers) -> BuildAnswers:
    """Compare the ledger with what would be computed today, for `generator.run.refusals` to judge."""
    options, ledger, report = context.options, context.ledger, context.report
    with report.timed("compare"):
        config = context.config
        states = config.freshness_of(papers.asked_papers, ledger, query_servers=options.query_servers)
        own = {spec.name for spec in config.specs}
        imported = list(external_answers(papers, config.questions, own, ledger))
        for paper in ledger.papers():
            ledger.history(paper)  # collects its problems in ``ledger.problems``
        if options.compute and ledger.outdated:
            _bring_up_to_date(context, BuildAnswers(papers, states, imported, ()))
            states = config.freshness_of(papers.asked_papers, ledger, query_servers=options.query_servers)
            imported = list(external_answers(papers, config.questions, own, ledger))
        if options.compute:
            report.warnings += _out_of_reach(states, papers)
        to_do = _to_do(context, states, papers)
        report.reused = sum(s.state == "fresh" for s in states)
        answers = BuildAnswers(papers, states, imported, to_do)
        if options.shard is None:
            private = hidden_papers(context.project, papers.private)
            found = orphans_in(ledger, ProjectScope.of(context.project), answers.answers, without=private)
            answers = replace(answers, orphans=tuple(found))
        facts: list[Problem] = []
        known_papers(ledger.folder, facts.append)
        facts += unreadable_usage(ledger.folder)
        report.warnings += _damaged([*ledger.problems, *facts], papers.private)
    return answers


def _damaged(problems: Sequence[Problem], private: Container[str]) -> list[str]:
    """Return the problems of the ledger; those of private papers without names, which only the log has."""
    secret = [problem for problem in problems if Path(problem.file).parent.name in private]
    for problem in secret:
        log.info("%s", problem)
    lines = [f"{pluralize(len(secret), 'line')} about private papers damaged; --verbose names them"]
    return [*(str(p) for p in problems if p not in secret), *(lines if secret else ())]


def compute(context: BuildContext, answers: BuildAnswers) -> BuildAnswers:
    """Compute the missing answers, recording each at once, and compare again. Raises ModelError."""
    config, ledger, report = context.config, context.ledger, context.report
    states, to_do = answers.states, list(answers.to_do)
    papers = answers.papers
    touched = {item.expected.paper for item in to_do}
    for paper, model in sorted({(item.expected.paper, item.expected.model) for item in to_do}):
        ledger.refuse_marks(paper, model)  # before anything is computed that could not be written
    if to_do and not context.options.selection.fresh:
        with report.timed("renew"):
            states, to_do = _renewed(context, papers, states, to_do)
    if to_do:
        to_do = _confirmed(context, to_do)
    if to_do:
        with report.timed("answer"):
            if config.prepare(to_do):
                states = config.freshness_of(papers.asked_papers, ledger)
                to_do = _confirmed(context, _to_do(context, states, papers))
            states, to_do = _in_order(context, papers, states, to_do)
            report.warnings += report.usage.warnings
    report.computed = sum(report.usage.answers.values())
    computed = {str(s.expected) for s in to_do}
    report.reused = sum(s.state == "fresh" and str(s.expected) not in computed for s in states)
    report.warnings += _unavailable(report.usage)
    if report.computed < len(to_do) and not report.usage.warnings and not report.usage.unasked:
        undone = pluralize(len(to_do) - report.computed, "answer was", "answers were")
        report.warnings.append(f"{undone} not computed; run the command again")
    touched |= {item.expected.paper for item in to_do}
    context.inputs = context.inputs.after(context.project.answers_dir, touched)
    return replace(answers, states=_updated(states, to_do, ledger), to_do=())


def _bring_up_to_date(context: BuildContext, build: BuildAnswers) -> None:
    """Rewrite a ledger of an older version in today's form; no answer is computed."""
    ledger = context.ledger
    papers = ledger.bring_up_to_date()
    questions = {question.id: question for question in context.config.questions}
    answers = [answer for answer in build.answers if answer.paper in papers]
    papers |= adopt(answers, questions, build.papers.papers, ledger)
    context.inputs = context.inputs.after(context.project.answers_dir, papers)


def _to_do(context: BuildContext, states: Sequence[Freshness], papers: CollectedPapers) -> list[Freshness]:
    """Return the answers to compute; none about absent papers, since no model can be asked about them."""
    if context.options.compute:
        states = [item for item in states if item.expected.paper not in papers.known]
    return context.options.selection.of(states)


def _out_of_reach(states: Sequence[Freshness], papers: CollectedPapers) -> list[str]:
    """Return a warning that names the absent papers whose answers cannot be computed."""
    waiting = Counter(
        i.expected.paper for i in states if i.expected.paper in papers.known and i.state != "fresh"
    )
    if not waiting:
        return []
    names = ", ".join(f"{paper} {count}" for paper, count in list(waiting.items())[:_MAX_NAMED])
    more = f" and {len(waiting) - _MAX_NAMED} more" if len(waiting) > _MAX_NAMED else ""
    answers = pluralize(waiting.total(), "answer is", "answers are")
    return [
        f"{answers} stale, missing or failed and cannot be computed because their papers' files are not "
        f"here: {names}{more}"
    ]


def _renewed(
    context: BuildContext, papers: CollectedPapers, states: Sequence[Freshness], to_do: list[Freshness]
) -> tuple[Sequence[Freshness], list[Freshness]]:
    """Renew answers that need no model; return all states afterwards, and what is left to do."""
    config, ledger = context.config, context.ledger
    done = restore(to_do, ledger)
    if done:
        states = config.freshness_of(papers.asked_papers, ledger)
        to_do = _to_do(context, states, papers)
    more = renew(config, papers.papers, to_do, ledger, context.jobs)
    if more:
        states = config.freshness_of(papers.asked_papers, ledger)
        to_do = _to_do(context, states, papers)
    context.report.renewed = done + more
    return states, to_do


def _confirmed(context: BuildContext, to_do: list[Freshness]) -> list[Freshness]:
    """Return the part of ``to_do`` to compute.

    Answers that a model has given before are recomputed only if a person agrees.
    """
    options = context.options
    if options.confirm is None or options.selection != Selection():
        return to_do
    quoting = {spec.name for spec in context.config.specs if spec.kind == "quotes"}
    again, rest = needed_recomputation(to_do, quoting, context.project.answers_dir)
    if not again.models:
        return to_do
    if context.confirmed is None:
        context.confirmed = options.confirm(again)
        if not context.confirmed:
            sentence = (
                f"stale answers are left as they are: {again}; `answerbook build --recompute` recomputes them"
            )
            if options.strict:
                raise AnswerbookError(sentence)
            context.report.warnings.append(sentence)
    return to_do if context.confirmed else rest


def _in_order(
    context: BuildContext, papers: CollectedPapers, states: Sequence[Freshness], to_do: list[Freshness]
) -> tuple[Sequence[Freshness], list[Freshness]]:
    """Answer ``to_do`` in the order of gates; return all states and what was done.

    Each question comes after those that its gates depend on. An answer may open or close the gates of others,
    so states are compared again for each level.
    """
    config, selection = context.config, context.options.selection
    done: list[Freshness] = []
    for number, level in enumerate(config.levels()):
        if number:
            states = config.freshness_of(papers.asked_papers, context.ledger)
            to_do = _confirmed(context, _to_do(context, states, papers))
        left = None if selection.limit is None else max(0, selection.limit - len(done))
        now = [item for item in to_do if item.expected.question in level][:left]
        if now:
            context.report.usage.include(_answered(context, papers.papers, now))
            done += now
    return states, done


def _answered(context: BuildContext, asked: Sequence[Paper], to_do: Sequence[Freshness]) -> BuildUsage:
    """Run the jobs, reporting each answer and measuring the energy; return the usage."""
    cluster = context.options.cluster
    closed = [item for item in to_do if item.expected.closed]
    context.config.record_closed(closed, asked, context.ledger)
    waiting = [item for item in to_do if not item.expected.closed]
    pending = context.config.jobs(asked, waiting, context.ledger, workers=context.jobs, cluster=cluster)
    done, pace = len(closed), Pace()

    def on_step(count: int, item: str) -> None:
        nonlocal done
        done += count
        if not count and not item:
            pace.finished(done)
        context.on_progress("Answering", done, len(to_do), item, pace)

    context.on_progress("Answering", done, len(to_do), "starting the models" if pending else "", pace)
    meter = EnergyMeter()
    meter.start()
    usage = jobs.answer(pending, context.ledger, workers=context.jobs, on_step=on_step, cluster=cluster)
    usage.joules = meter.stop()
    if cluster is None:
        workers = min(context.jobs, len(pending)) or 1
        save_speeds(context.config.cache, replace(usage.speeds, workers=workers))
    for item in closed:
        usage.add(item.expected.model, "not_applicable", AnswerUsage())
    return usage


def _unavailable(usage: BuildUsage) -> list[str]:
    """Return a warning for each unavailable model: its unasked questions, the first ones by name, and why."""
    sentences = []
    for (model, why), cells in sorted(usage.unasked.items()):
        names = ", ".join(f"{paper} / {question}" for paper, question in sorted(cells)[:_MAX_NAMED])
        more = f" and {len(cells) - _MAX_NAMED} more" if len(cells) > _MAX_NAMED else ""
        undone = pluralize(len(cells), "answer was", "answers were")
        sentences.append(f"{model}: {undone} left for the next build ({why}): {names}{more}")
    return sentences


def _updated(states: Sequence[Freshness], to_do: Sequence[Freshness], ledger: Ledger) -> list[Freshness]:
    """Return the states with those of ``to_do`` compared again; the others have not changed."""
    touched = {(item.expected.paper, item.expected.model) for item in to_do}
    known = {key: ledger.read(*key) for key in sorted(touched)}
    return [
        freshness(item.expected, known[key])
        if (key := (item.expected.paper, item.expected.model)) in touched
        else item
        for item in states
    ]

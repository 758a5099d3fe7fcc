"""What a build would compute, why, and what that would cost on this machine."""

from __future__ import annotations

import os
import statistics
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from generator import answering
from generator.core import Paper, Question
from generator.core.counting import counted, duration
from generator.errors import ModelError
from generator.ledger import Ledger, Standing
from generator.project import Project
from generator.project.papers import collect
from generator.run import engines
from generator.run import jobs as work
from generator.run.config import RunConfig
from generator.run.pipeline import Pipeline

# Questions asked to learn what a model costs: the first also reads what all questions of a paper share.
SAMPLED = 4
_REMOTE = "it would take a network, which --network allows"
# No further question is begun after so long, but for the second.
SECONDS = 10.0


@dataclass(frozen=True)
class Sample:
    """What answers cost on this machine, in the order asked. seconds: of loading the model.

    share: of the questions for which a model is asked at all, because the paper more likely answers them.
    """

    costs: tuple[work.Cost, ...] = ()
    seconds: float = 0.0
    share: float = 1.0
    problem: str = ""  # why there is none


@dataclass(frozen=True)
class ModelPlan:
    """What one model has to do. causes: answers by state, and stale ones by the part that changed."""

    model: str
    fresh: int
    answers: int
    papers: int
    causes: Counter[str]
    sample: Sample = field(default_factory=Sample)

    @property
    def estimate(self) -> work.Cost | None:
        """Tokens and seconds for all of it, the model loaded once; None without a sample.

        The first answer about a paper costs what the sample's first did, all others that a model is asked
        for what the later ones did in the mean.
        """
        if not self.sample.costs:
            return None
        first, *later = self.sample.costs
        others = later or [first]
        asked = max(self.papers, round(self.answers * self.sample.share))

        def total(part: str) -> float:
            each = statistics.mean(getattr(cost, part) for cost in others)
            return float(self.papers * getattr(first, part) + (asked - self.papers) * each)

        tokens = [round(total(part)) for part in ("prompt", "reused", "new")]
        return work.Cost(total("seconds") + self.sample.seconds, *tokens)


@dataclass(frozen=True)
class SampleJob:
    """Questions about a paper, for a worker that records nothing."""

    paper: Paper
    asked: tuple[Question, ...]
    spec: answering.ModelSpec
    assignment: RunConfig


def plan(project: Project, *, calibrate: bool = True, network: bool = False) -> Iterator[ModelPlan]:
    """What each model has to do, in the order of the settings; a sample is taken where there is anything.

    Reads all papers. network: ask servers and plugins as well, and fetch model files. Raises AnswerbookError
    as a build would. Nothing is recorded.
    """
    wanted = RunConfig.of(project)
    ledger = Ledger(project.answers_dir)
    jobs = work.max_workers(wanted.specs, len(project.papers()), wanted.cache)
    collected = collect(project, strict=False, jobs=jobs, progress=_unheard)
    papers = {p.id: p for p in collected.papers if p.format != "passages"}
    standings = wanted.standings(list(papers.values()), ledger, query_servers=network)
    for spec in wanted.specs:
        of_model = [s for s in standings if s.wanted.model == spec.name]
        to_do = [s for s in of_model if s.state != "fresh"]
        sample = Sample(problem="nothing to do" if not to_do else "not asked for")
        if calibrate and to_do and not network and spec.needs_network(wanted.cache):
            sample = Sample(problem=_REMOTE)
        elif calibrate and (waiting := [s for s in to_do if not s.wanted.closed]):
            sample = sampled(_typical(waiting, papers, spec, wanted))
        yield ModelPlan(
            spec.name,
            fresh=len(of_model) - len(to_do),
            answers=len(to_do),
            papers=len({s.wanted.paper for s in to_do}),
            causes=causes(to_do),
            sample=sample,
        )


def causes(to_do: Sequence[Standing]) -> Counter[str]:
    """How many answers are missing, failed, or stale by the first part of their fingerprint that changed."""
    return Counter(f"{s.changed[0]} changed" if s.state == "stale" else s.state for s in to_do)


def sampled(job: SampleJob) -> Sample:
    """What the answers of ``job`` cost, made in a process of its own: a model may crash."""
    found = Sample(problem="no answer was made in time")
    for event in engines.run(_sample, [job], workers=1):
        if isinstance(event, engines.Message):
            found = event.content
        elif event.error is not None:
            if not isinstance(event.error, ModelError) and not event.died:
                raise event.error
            return Sample(problem=f"the process died ({event.error})" if event.died else str(event.error))
    return found


def _sample(job: SampleJob) -> None:
    """In a worker: answer some questions, and tell after each what they cost so far."""
    wanted = job.assignment
    pipeline = Pipeline(wanted.options, wanted.check, cache=wanted.cache, questions=wanted.questions)
    asked = list(job.asked)
    if job.spec.kind != "quotes":
        asked = [q for q in job.asked if pipeline.retrieved(job.paper, q).answers] or asked[:1]
    share = len(asked) / len(job.asked)
    # From all over the set: questions of one group have answers of one length.
    spread = asked[:: max(1, len(asked) // SAMPLED)][:SAMPLED]
    started = time.monotonic()
    pipeline.answerer(job.spec)
    loading = time.monotonic() - started
    costs: list[work.Cost] = []
    for answer in pipeline.answers(job.paper, spread, job.spec, {}):
        if answer.status == "failed":
            engines.send(Sample(problem=answer.reason))
            return
        costs.append(work.Cost.of(answer))
        engines.send(Sample(tuple(costs), loading, share))
        if len(costs) > 1 and time.monotonic() - started > SECONDS:  # the first says nothing of the others
            return


def _typical(
    to_do: Sequence[Standing],
    papers: Mapping[str, Paper],
    spec: answering.ModelSpec,
    wanted: RunConfig,
) -> SampleJob:
    """Questions about the paper of median length among those that are waiting."""
    waiting = sorted({s.wanted.paper for s in to_do}, key=lambda p: (len(papers[p].text), p))
    paper = papers[waiting[len(waiting) // 2]]
    asked = {s.wanted.question for s in to_do if s.wanted.paper == paper.id}
    questions = tuple(q for q in wanted.questions if q.id in asked)
    return SampleJob(paper, questions, spec.with_threads(os.cpu_count() or 1), wanted)


def _unheard(phase: str, done: int, total: int, item: str = "") -> None:
    """Progress that nobody follows."""


def plan_json(plan: ModelPlan) -> dict[str, Any]:
    """What a model has to do, and what that would cost, as plain data."""
    cost = plan.estimate
    return {
        "model": plan.model,
        "fresh": plan.fresh,
        "to_do": plan.answers,
        "papers": plan.papers,
        "causes": dict(plan.causes.most_common()),
        "sampled": len(plan.sample.costs),
        "problem": plan.sample.problem if cost is None else "",
        "estimate": None
        if cost is None
        else {
            "seconds": round(cost.seconds, 1),
            "prompt_tokens": cost.prompt,
            "reused_tokens": cost.reused,
            "new_tokens": cost.new,
        },
    }


def plan_text(plan: ModelPlan) -> str:
    """The same for a reader: one line, and one for the cost."""
    if not plan.answers:
        return f"{plan.model}: nothing to do, {counted(plan.fresh, 'answer is', 'answers are')} fresh"
    causes = ", ".join(f"{count} {cause}" for cause, count in plan.causes.most_common())
    answers, papers = counted(plan.answers, "answer"), counted(plan.papers, "paper")
    line = f"{plan.model}: {answers} about {papers} ({causes}); fresh: {plan.fresh}"
    cost = plan.estimate
    if cost is None:
        return f"{line}\n  no estimate: {plan.sample.problem}"
    tokens = f"{cost.prompt:,} tokens to read, {cost.new:,} to write" if cost.tokens else "no tokens"
    made = len(plan.sample.costs)
    return f"{line}\n  about {duration(cost.seconds)}, {tokens} (from {counted(made, 'answer')} made here)"

"""`answerbook plan`: what a build would compute, why, and what that would cost on this machine."""

from __future__ import annotations

import os
import statistics
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from generator import answering, retrieval
from generator.core import Paper, Question
from generator.core.counting import duration, pluralize
from generator.errors import ModelError
from generator.ledger import Freshness, Ledger
from generator.project import Project
from generator.project.paper_loading import collect_papers
from generator.retrieval.ranking import MAX_SCORED
from generator.run import engines
from generator.run import jobs as work
from generator.run.build_report import Progress, silent
from generator.run.config import RunConfig
from generator.run.machine import machine
from generator.run.pipeline import Pipeline
from generator.run.speeds import PlannedWork, Speeds, load_speeds, worker_speeds
from generator.run.usage import AnswerUsage

# Questions asked to measure a model. The first also reads what all questions about a paper share.
MAX_SAMPLED = 4
_REMOTE = "this model needs a network; use --network to measure it"
# Seconds after which no further question is begun, except the second.
SAMPLE_SECONDS = 10.0
# Papers for which the cache is inspected; the others are assumed to be like them.
MAX_PAPERS_INSPECTED = 50


@dataclass(frozen=True)
class Sample:
    """What answers cost on this machine, in the order asked.

    seconds: to load the model. share: fraction of the questions for which the model is asked at all, as the
    paper is likely to answer them. problem: why there is no sample. speeds: of all steps for these answers.
    """

    costs: tuple[AnswerUsage, ...] = ()
    seconds: float = 0.0
    share: float = 1.0
    problem: str = ""
    speeds: Speeds | None = None


@dataclass(frozen=True)
class ModelPlan:
    """The answers that one model has to make.

    causes: answers by state, and stale ones by the part that changed. work: what retrieval has to do, without
    what is cached or done for an earlier model. speeds: as measured by builds on this machine.
    """

    model: str
    fresh: int
    answers: int
    papers: int
    causes: Counter[str]
    sample: Sample = field(default_factory=Sample)
    work: PlannedWork = field(default_factory=PlannedWork)
    speeds: Speeds | None = None

    @property
    def seconds(self) -> dict[str, float] | None:
        """Seconds that a build would take for this model, by step; None if that is unknown."""
        cost, speeds = self.estimate, self.sample.speeds or self.speeds
        if not self.answers or speeds is None or not speeds.covers(self.work):
            return None
        # Loading the model is part of the start, if there is one.
        loading = self.sample.seconds if self.work.needs_models else 0.0
        of_model = None if cost is None else cost.seconds - loading
        if of_model is None and (of_model := speeds.of_model(self.model, self.answers)) is None:
            return None
        return {**speeds.seconds(self.work), "model": of_model}

    @property
    def basis(self) -> str:
        """What the estimate of the time is based on."""
        here = machine()
        named = ", ".join(filter(None, (str(here["cpu"]), pluralize(int(here["cores"]), "core"))))
        if self.sample.costs:
            return f"from {pluralize(len(self.sample.costs), 'answer')} just made here: {named}"
        return f"from the speed of the last builds on this machine: {named}"

    @property
    def estimate(self) -> AnswerUsage | None:
        """Tokens and seconds for all answers, with the model loaded once; None without a sample.

        The first answer about each paper is assumed to cost as much as the first in the sample. The others
        for which the model is asked cost the mean of the later ones.
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
        return AnswerUsage(total("seconds") + self.sample.seconds, *tokens)


@dataclass(frozen=True)
class SampleJob:
    """Questions about a paper for a worker that records nothing."""

    paper: Paper
    asked: tuple[Question, ...]
    spec: answering.ModelSpec
    assignment: RunConfig


def plan(
    project: Project,
    *,
    calibrate: bool = True,
    network: bool = False,
    on_progress: Progress = silent,
) -> Iterator[ModelPlan]:
    """Yield what each model has to do, in the order of the settings; models with open questions are sampled.

    Reads all papers and records nothing. calibrate: take samples. network: query servers and plugins too, and
    fetch model files. Raises AnswerbookError as a build would.
    """
    wanted, speeds, seen = RunConfig.of(project), load_speeds(project.cache_dir), set[tuple[str, str]]()
    ledger = Ledger(project.answers_dir)
    jobs = work.max_workers(wanted.specs, len(project.papers()), wanted.cache)
    collected = collect_papers(project, strict=False, jobs=jobs, progress=on_progress)
    papers = {p.id: p for p in collected.papers if p.format != "passages"}
    freshness = wanted.freshness(list(papers.values()), ledger, query_servers=network)
    for spec in wanted.specs:
        of_model = [s for s in freshness if s.expected.model == spec.name]
        to_do = [s for s in of_model if s.state != "fresh"]
        waiting = [s for s in to_do if not s.expected.closed]
        work_left = _work(waiting, papers, wanted, seen)
        known = speeds is not None and speeds.covers(work_left) and spec.name in speeds.models
        # A sample costs time and, at a server, money. So it is taken only where no earlier build has told the
        # speed.
        sample = Sample(problem="nothing to do" if not to_do else "not measured")
        if calibrate and to_do and not network and spec.needs_network(wanted.cache):
            sample = Sample(problem=_REMOTE)
        elif calibrate and waiting and not (known and spec.kind == "quotes"):
            on_progress("Measuring", 0, 1, spec.name)
            sample = take_sample(_typical(waiting, papers, spec, wanted))
            on_progress("Measuring", 1, 1)
        yield ModelPlan(
            spec.name,
            fresh=len(of_model) - len(to_do),
            answers=len(to_do),
            papers=len({s.expected.paper for s in to_do}),
            causes=causes(to_do),
            sample=sample,
            work=work_left,
            speeds=speeds,
        )


def _work(
    waiting: Sequence[Freshness],
    papers: Mapping[str, Paper],
    wanted: RunConfig,
    seen: set[tuple[str, str]],
) -> PlannedWork:
    """Return what retrieval has to do for answers, without what is cached or ``seen`` for another model.

    Inspects some of the papers; the others are assumed to be like them.
    """
    questions = {q.id: q for q in wanted.questions}
    asked: dict[str, list[Question]] = {}
    for item in waiting:
        if (item.expected.paper, item.expected.question) not in seen:
            asked.setdefault(item.expected.paper, []).append(questions[item.expected.question])
            seen.add((item.expected.paper, item.expected.question))
    names = sorted(asked)
    looked_at = names[:: max(1, -(-len(names) // MAX_PAPERS_INSPECTED))]
    options, kept = wanted.options, retrieval.cache_folder(wanted.cache)
    encoder = retrieval.CachingEncoder(options.encoder, kept)
    scorers = retrieval.CachingScorers(options.scorer, kept, retrieval.RetrievalUsage())
    sentences = pairs = 0
    for name in looked_at:
        texts = retrieval.encoded_texts(retrieval.passages(papers[name]))
        sentences += 0 if encoder.holds(texts) else len(texts)
        if scorer := scorers.of(papers[name]):
            for question in asked[name]:
                pairs += 0 if scorer.knows(question.text) else min(MAX_SCORED, len(texts))
    scale = len(names) / max(1, len(looked_at))
    return PlannedWork(len(waiting), round(scale * sentences), round(scale * pairs))


def causes(to_do: Sequence[Freshness]) -> Counter[str]:
    """Count the answers that are missing or failed, and the stale ones by the first part that changed."""
    return Counter(f"{s.changed[0]} changed" if s.state == "stale" else s.state for s in to_do)


def take_sample(job: SampleJob) -> Sample:
    """Measure what the answers of ``job`` cost. A separate process makes them, as a model may crash."""
    found = Sample(problem="no answer was made in time")
    for event in engines.run(_sample, [job], workers=1):
        if isinstance(event, engines.JobMessage):
            found = event.content
        elif event.error is not None:
            if not isinstance(event.error, ModelError) and not event.died:
                raise event.error
            return Sample(problem=f"the process died ({event.error})" if event.died else str(event.error))
    return found


def _sample(job: SampleJob) -> None:
    """Answer some questions in a worker, and send after each what they cost so far.

    The cache of the paper is not used, to measure how long everything takes without it.
    """
    with TemporaryDirectory() as nothing:
        _answered_in(job, Path(nothing))


def _answered_in(job: SampleJob, kept: Path) -> None:
    wanted = job.assignment
    pipeline = Pipeline(
        wanted.options, wanted.check, cache=wanted.cache, questions=wanted.questions, kept=kept
    )
    before = pipeline.indexer.usage.copy()
    asked = list(job.asked)
    if job.spec.kind != "quotes":
        asked = [q for q in job.asked if pipeline.retrieved(job.paper, q).answers] or asked[:1]
    share = len(asked) / len(job.asked)
    # From all over the set, as answers to questions of one group have similar lengths.
    spread = asked[:: max(1, len(asked) // MAX_SAMPLED)][:MAX_SAMPLED]
    started = time.monotonic()
    pipeline.answerer(job.spec)
    loading = time.monotonic() - started
    costs: list[AnswerUsage] = []
    for answer in pipeline.answers(job.paper, spread, job.spec, {}):
        if answer.status == "failed":
            engines.send(Sample(problem=answer.reason))
            return
        costs.append(AnswerUsage.of(answer))
        spent = {job.spec.name: [cost.seconds for cost in costs]}
        did = worker_speeds(pipeline.indexer.usage.since(before), spent)
        engines.send(Sample(tuple(costs), loading, share, speeds=did))
        # The first answer alone does not show what the others cost.
        if len(costs) > 1 and time.monotonic() - started > SAMPLE_SECONDS:
            return


def _typical(
    to_do: Sequence[Freshness],
    papers: Mapping[str, Paper],
    spec: answering.ModelSpec,
    wanted: RunConfig,
) -> SampleJob:
    """Return a job with questions about the paper of median length among those with open questions."""
    waiting = sorted({s.expected.paper for s in to_do}, key=lambda p: (len(papers[p].text), p))
    paper = papers[waiting[len(waiting) // 2]]
    asked = {s.expected.question for s in to_do if s.expected.paper == paper.id}
    questions = tuple(q for q in wanted.questions if q.id in asked)
    return SampleJob(paper, questions, spec.with_threads(os.cpu_count() or 1), wanted)


def plan_json(plan: ModelPlan) -> dict[str, Any]:
    """Return what a model has to do, and what that would cost, as plain data."""
    cost, seconds = plan.estimate, plan.seconds
    return {
        "model": plan.model,
        "fresh": plan.fresh,
        "to_do": plan.answers,
        "papers": plan.papers,
        "causes": dict(plan.causes.most_common()),
        "sampled": len(plan.sample.costs),
        "problem": plan.sample.problem if seconds is None else "",
        "estimate": None
        if seconds is None
        else {
            "seconds": round(sum(seconds.values()), 1),
            "of_it": {part: round(took, 1) for part, took in seconds.items()},
            "basis": plan.basis,
            "prompt_tokens": None if cost is None else cost.prompt,
            "reused_tokens": None if cost is None else cost.reused,
            "new_tokens": None if cost is None else cost.new,
        },
    }


def plan_text(plan: ModelPlan) -> str:
    """Return what a model has to do as text: one line, and one for the cost."""
    if not plan.answers:
        return f"{plan.model}: nothing to do, {pluralize(plan.fresh, 'answer is', 'answers are')} fresh"
    causes = ", ".join(f"{count} {cause}" for cause, count in plan.causes.most_common())
    answers, papers = pluralize(plan.answers, "answer"), pluralize(plan.papers, "paper")
    line = f"{plan.model}: {answers} about {papers} ({causes}); fresh: {plan.fresh}"
    cost, seconds = plan.estimate, plan.seconds
    if seconds is None:
        return f"{line}\n  no estimate: {plan.sample.problem}"
    of_it = ", ".join(f"{_PARTS[part]} {_time(took)}" for part, took in seconds.items() if took >= 0.5)
    tokens = (
        f"; {cost.prompt:,} tokens to read, {cost.new:,} to write" if cost is not None and cost.tokens else ""
    )
    whole = f"about {_time(sum(seconds.values()))}"
    return f"{line}\n  {whole}{f': {of_it}' if of_it else ''}{tokens}\n  ({plan.basis})"


_PARTS = {
    "start": "starting the models",
    "encoding": "encoding",
    "finding": "finding passages",
    "model": "the model",
}


def _time(seconds: float) -> str:
    """Return a duration as text: at least one second."""
    return duration(max(1.0, seconds))

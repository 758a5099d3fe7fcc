"""What a build would compute, why, and what that would cost on this machine."""

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
from generator.core.counting import counted, duration
from generator.errors import ModelError
from generator.ledger import Ledger, Standing
from generator.project import Project
from generator.project.papers import collect
from generator.retrieval.parts import PART_SCORED
from generator.retrieval.ranking import SCORED
from generator.run import engines
from generator.run import jobs as work
from generator.run.config import RunConfig
from generator.run.effort import Cost
from generator.run.machine import machine
from generator.run.pipeline import Pipeline
from generator.run.report import Progress, silent
from generator.run.speeds import Speeds, Work, kept_speeds, measured

# Questions asked to learn what a model costs: the first also reads what all questions of a paper share.
SAMPLED = 4
_REMOTE = "it would take a network, which --network allows"
# No further question is begun after so long, but for the second.
SECONDS = 10.0
# So many papers are looked at for what is kept of them; the rest will be like them.
LOOKED_AT = 50


@dataclass(frozen=True)
class Sample:
    """What answers cost on this machine, in the order asked. seconds: of loading the model.

    share: of the questions for which a model is asked at all, because the paper more likely answers them.
    speeds: of all that was done for them.
    """

    costs: tuple[Cost, ...] = ()
    seconds: float = 0.0
    share: float = 1.0
    problem: str = ""  # why there is none
    speeds: Speeds | None = None


@dataclass(frozen=True)
class ModelPlan:
    """What one model has to do. causes: answers by state, and stale ones by the part that changed.

    work: what retrieval has to do for it, without what is kept or done for a model before. speeds: what
    builds have measured on this machine.
    """

    model: str
    fresh: int
    answers: int
    papers: int
    causes: Counter[str]
    sample: Sample = field(default_factory=Sample)
    work: Work = field(default_factory=Work)
    speeds: Speeds | None = None

    @property
    def seconds(self) -> dict[str, float] | None:
        """How long a build would take for it, by what that goes into; None where nothing tells."""
        cost, speeds = self.estimate, self.sample.speeds or self.speeds
        if not self.answers or speeds is None or not speeds.tell(self.work):
            return None
        # Its loading is part of the start, where there is one.
        loading = self.sample.seconds if self.work.needs_models else 0.0
        of_model = None if cost is None else cost.seconds - loading
        if of_model is None and (of_model := speeds.of_model(self.model, self.answers)) is None:
            return None
        return {**speeds.seconds(self.work), "model": of_model}

    @property
    def basis(self) -> str:
        """What the time is told by."""
        here = machine()
        named = ", ".join(filter(None, (str(here["cpu"]), counted(int(here["cores"]), "core"))))
        if self.sample.costs:
            return f"from {counted(len(self.sample.costs), 'answer')} made here just now: {named}"
        return f"as fast as the last builds on this machine: {named}"

    @property
    def estimate(self) -> Cost | None:
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
        return Cost(total("seconds") + self.sample.seconds, *tokens)


@dataclass(frozen=True)
class SampleJob:
    """Questions about a paper, for a worker that records nothing."""

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
    """What each model has to do, in the order of the settings; a sample is taken where there is anything.

    Reads all papers. network: ask servers and plugins as well, and fetch model files. Raises AnswerbookError
    as a build would. Nothing is recorded.
    """
    wanted, speeds, seen = RunConfig.of(project), kept_speeds(project.cache_dir), set[tuple[str, str]]()
    ledger = Ledger(project.answers_dir)
    jobs = work.max_workers(wanted.specs, len(project.papers()), wanted.cache)
    collected = collect(project, strict=False, jobs=jobs, progress=on_progress)
    papers = {p.id: p for p in collected.papers if p.format != "passages"}
    standings = wanted.standings(list(papers.values()), ledger, query_servers=network)
    for spec in wanted.specs:
        of_model = [s for s in standings if s.wanted.model == spec.name]
        to_do = [s for s in of_model if s.state != "fresh"]
        waiting = [s for s in to_do if not s.wanted.closed]
        work_left = _work(waiting, papers, wanted, seen)
        known = speeds is not None and speeds.tell(work_left) and spec.name in speeds.models
        sample = Sample(problem="nothing to do" if not to_do else "not asked for")
        if calibrate and to_do and not network and spec.needs_network(wanted.cache):
            sample = Sample(problem=_REMOTE)
        elif calibrate and waiting and not (known and spec.kind == "quotes"):
            on_progress("Measuring", 0, 1, spec.name)
            sample = sampled(_typical(waiting, papers, spec, wanted))
            on_progress("Measuring", 1, 1)
        yield ModelPlan(
            spec.name,
            fresh=len(of_model) - len(to_do),
            answers=len(to_do),
            papers=len({s.wanted.paper for s in to_do}),
            causes=causes(to_do),
            sample=sample,
            work=work_left,
            speeds=speeds,
        )


def _work(
    waiting: Sequence[Standing],
    papers: Mapping[str, Paper],
    wanted: RunConfig,
    seen: set[tuple[str, str]],
) -> Work:
    """What retrieval has to do for answers, without what is kept, and what was ``seen`` for another model.

    Looks at some of the papers; the others are taken to be like them.
    """
    questions = {q.id: q for q in wanted.questions}
    asked: dict[str, list[Question]] = {}
    for item in waiting:
        if (item.wanted.paper, item.wanted.question) not in seen:
            asked.setdefault(item.wanted.paper, []).append(questions[item.wanted.question])
            seen.add((item.wanted.paper, item.wanted.question))
    names = sorted(asked)
    looked_at = names[:: max(1, -(-len(names) // LOOKED_AT))]
    options, kept = wanted.options, retrieval.kept_within(wanted.cache)
    encoder = retrieval.KeptEncoder(options.encoder, kept)
    scorers = retrieval.KeptScorers(options.scorer, kept, retrieval.Usage())
    sentences = pairs = 0
    for name in looked_at:
        texts = retrieval.encoded_texts(retrieval.passages(papers[name]))
        sentences += 0 if encoder.holds(texts) else len(texts)
        if scorer := scorers.of(papers[name]):
            for question in asked[name]:
                pairs += 0 if scorer.knows(question.text) else min(SCORED, len(texts))
                pairs += sum(PART_SCORED for p in question.parts[1:] if not scorer.knows(p.text))
    scale = len(names) / max(1, len(looked_at))
    return Work(len(waiting), round(scale * sentences), round(scale * pairs))


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
    """In a worker: answer some questions, and tell after each what they cost so far.

    What is kept of the paper is left aside, to learn how long it takes where nothing is.
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
    # From all over the set: questions of one group have answers of one length.
    spread = asked[:: max(1, len(asked) // SAMPLED)][:SAMPLED]
    started = time.monotonic()
    pipeline.answerer(job.spec)
    loading = time.monotonic() - started
    costs: list[Cost] = []
    for answer in pipeline.answers(job.paper, spread, job.spec, {}):
        if answer.status == "failed":
            engines.send(Sample(problem=answer.reason))
            return
        costs.append(Cost.of(answer))
        spent = {job.spec.name: [cost.seconds for cost in costs]}
        did = measured(pipeline.indexer.usage.since(before), spent)
        engines.send(Sample(tuple(costs), loading, share, speeds=did))
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


def plan_json(plan: ModelPlan) -> dict[str, Any]:
    """What a model has to do, and what that would cost, as plain data."""
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
    """The same for a reader: one line, and one for the cost."""
    if not plan.answers:
        return f"{plan.model}: nothing to do, {counted(plan.fresh, 'answer is', 'answers are')} fresh"
    causes = ", ".join(f"{count} {cause}" for cause, count in plan.causes.most_common())
    answers, papers = counted(plan.answers, "answer"), counted(plan.papers, "paper")
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
    """A time that something takes: never none at all."""
    return duration(max(1.0, seconds))

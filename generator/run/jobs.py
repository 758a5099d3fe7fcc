"""The expensive part of a build: unanswered questions, as jobs for worker processes."""

from __future__ import annotations

import dataclasses
import logging
import math
import os
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from generator import __version__, answering
from generator.core import Paper, Question
from generator.core.clock import today
from generator.core.cluster_settings import Cluster
from generator.errors import ModelUnavailable
from generator.ledger import Freshness, Ledger, RecordedUsage, add_usage
from generator.run import engines
from generator.run.fingerprints import CheckOptions, RetrievalOptions
from generator.run.made_answers import failed_answer
from generator.run.pipeline import Pipeline
from generator.run.proof import BuildEnvironment, environment_differences
from generator.run.speeds import worker_speeds
from generator.run.usage import AnswerUsage, BuildUsage

log = logging.getLogger(__name__)

# A question at which a worker died is recorded as failed and skipped. A paper may lose a few questions in
# this way, but one whose workers keep dying is given up for this build.
MAX_DEATHS = 3


@dataclass(frozen=True, slots=True)
class PaperJob:
    """Unanswered questions of one paper, for a worker. fingerprints: by model name, then question id.

    ledger: where the worker records its answers; None if it sends them to the driver to record. questions:
    all questions of the project, for the context that they share. cache: see `Pipeline`.
    """

    paper: Paper
    tasks: tuple[tuple[answering.ModelSpec, tuple[Question, ...]], ...]
    fingerprints: Mapping[str, Mapping[str, Mapping[str, str | None]]]
    options: RetrievalOptions
    ledger: Path | None
    check: CheckOptions = field(default_factory=CheckOptions)
    questions: tuple[Question, ...] = ()
    cache: Path | None = None

    @property
    def name(self) -> str:
        """Name of the paper in progress and warnings; private papers are not named in logs."""
        return "a private paper" if self.paper.metadata.visibility == "private" else self.paper.source


def answer(
    pending: list[PaperJob],
    ledger: Ledger,
    *,
    workers: int,
    on_step: Callable[[int, str], None],
    work: Callable[[PaperJob], None] | None = None,
    cluster: Cluster | None = None,
) -> BuildUsage:
    """Run the jobs in worker processes, recording each answer as it is made, and return the usage of models.

    on_step: called with the number of further answers done and a text about the current work; with (0, "")
    when a job ends. work: what a worker does with a job, `work_on_paper` if None. cluster: where to run
    instead of on this machine.

    If a worker dies, the question that it worked on is recorded as failed, and the rest of its paper is tried
    again. On a cluster, where nodes come and go, that question is tried once more first. Raises what a job
    raised; answers recorded until then are kept.
    """
    usage = BuildUsage()
    deaths: Counter[str] = Counter()
    unlucky: set[tuple[str, str, str]] = set()  # paper, model and question at which one worker died
    spent: dict[str, dict[str, RecordedUsage]] = {}  # by paper, then model: not yet recorded
    models = {spec.name for job in pending for spec, _ in job.tasks}
    while pending:
        # Events of all workers come mixed; what each kind does to the books is in one place, so that none is
        # counted twice.
        again: list[PaperJob] = []
        begun: dict[int, tuple[str, str]] = {}
        left = Counter(job.paper.id for job in pending)
        for event in _events(work or work_on_paper, pending, workers, cluster):
            if isinstance(event, engines.EngineNotice):
                if event.lasting:
                    usage.warnings.append(event.text)
                on_step(0, event.text)
                continue
            job = pending[event.job]
            if isinstance(event, engines.JobMessage):
                if event.content[0] == "begun":
                    begun[event.job] = event.content[1:]
                    on_step(0, f"{job.name}, {' on '.join(reversed(event.content[1:]))}")
                    continue
                if event.content[0] == "left":
                    _, model, questions, away = event.content
                    usage.unasked.setdefault((model, away), []).extend((job.paper.id, q) for q in questions)
                    on_step(len(questions), f"{model} is away: {away}")
                    continue
                if event.content[0] == "measured":
                    usage.speeds += event.content[1]
                    continue
                _, model, status, cost, *sent = event.content
                for made in sent:
                    ledger.append(made)
                usage.add(model, status, cost)
                of_paper = spent.setdefault(job.paper.id, {})
                of_paper[model] = of_paper.get(model, RecordedUsage()) + RecordedUsage(
                    1, cost.seconds, cost.tokens
                )
                on_step(1, "")
                continue
            if event.died:
                deaths[job.paper.id] += 1
                at = begun.get(event.job)
                if cluster is not None and at is not None and (job.paper.id, *at) not in unlucky:
                    unlucky.add((job.paper.id, *at))
                elif _record_death(job, at, ledger, event.error):
                    usage.add(begun[event.job][0], "failed", AnswerUsage())
                    on_step(1, "")
                rest = _remaining(job, ledger)
                if rest.tasks and deaths[job.paper.id] < MAX_DEATHS:
                    again.append(rest)
                elif rest.tasks:
                    usage.warnings.append(
                        f"{job.name}: its worker died {MAX_DEATHS} times, and the rest of its "
                        "questions is left for the next build; see -v for the cause"
                    )
            elif event.error is not None:
                raise event.error
            on_step(0, "")
            left[job.paper.id] -= 1
            if not left[job.paper.id]:  # no other worker appends to this paper's answers now
                for name in models:
                    ledger.settle(job.paper.id, name)
                if costs := spent.pop(job.paper.id, None):
                    add_usage(ledger.folder, job.paper.id, costs)
        pending = again
    return usage


def _events(
    work: Callable[[PaperJob], None],
    jobs: Sequence[PaperJob],
    workers: int,
    cluster: Cluster | None,
) -> Iterator[engines.Event | engines.EngineNotice]:
    if cluster is None:
        return engines.run(work, jobs, workers=workers)
    # The nodes do not see our disk: they send their answers, and the driver records them.
    sent = [dataclasses.replace(job, ledger=None) for job in jobs]
    return engines.run_on_cluster(
        work, sent, cluster, partial(environment_differences, BuildEnvironment.of(jobs))
    )


def work_on_paper(job: PaperJob) -> None:
    """Answer one paper's questions in a worker, recording or sending each answer as it is made."""
    pipeline = pipeline_of(job)
    ledger = None if job.ledger is None else Ledger(job.ledger)
    before, costs = pipeline.indexer.usage.copy(), dict[str, list[float]]()
    for spec, questions in job.tasks:
        engines.send(("begun", spec.name, questions[0].id))
        left = {question.id: None for question in questions}
        try:
            for answer in pipeline.answers(job.paper, questions, spec, job.fingerprints[spec.name]):
                if ledger is not None:
                    ledger.append(answer)
                sent = () if ledger is not None else (answer,)
                cost = AnswerUsage.of(answer)
                costs.setdefault(spec.name, []).append(cost.seconds)
                engines.send(("answered", spec.name, answer.status, cost, *sent))
                left.pop(answer.question, None)
                if left:
                    engines.send(("begun", spec.name, next(iter(left))))
        except ModelUnavailable as error:  # the other models, and other papers, go on
            engines.send(("left", spec.name, tuple(left), str(error)))
    engines.send(("measured", worker_speeds(pipeline.indexer.usage.since(before), costs)))


# Memory of a worker without model files: the encoder with its library, and the states of the models
# (measured together: 1.4 GB).
_WORKER_BYTES = 1_400_000_000
# Workers that wait for a server leave their core to others. Each takes seconds to start, so only for many
# papers; and each keeps the server at work while another one prepares its next paper.
_WAITING_WORKERS_PER_CORE, _PAPERS_PER_WAITING_WORKER = 4, 8

_pipelines: dict[tuple[object, ...], Pipeline] = {}  # in a worker: models stay loaded from paper to paper


def pipeline_of(job: PaperJob) -> Pipeline:
    """Return the pipeline of a job in a worker, with the models loaded for earlier jobs."""
    key = job.options, job.check, job.questions
    if key not in _pipelines:
        _pipelines[key] = Pipeline(job.options, job.check, cache=job.cache, questions=job.questions)
    return _pipelines[key]


@dataclass(frozen=True, slots=True)
class WorkerSettings:
    """How workers answer. ledger: folder of the answers. workers: their number. cache: see `Pipeline`.

    threads: of a model in a worker; 0 for an equal share of the cores.
    """

    options: RetrievalOptions
    check: CheckOptions
    ledger: Path
    workers: int
    cache: Path | None = None
    threads: int = 0


def paper_jobs(
    papers: Sequence[Paper],
    questions: Sequence[Question],
    specs: Sequence[answering.ModelSpec],
    to_do: Sequence[Freshness],
    settings: WorkerSettings,
) -> list[PaperJob]:
    """Return ``to_do`` as jobs, in the order of ``papers``."""
    workers = settings.workers
    wanted: dict[tuple[str, str], dict[str, Mapping[str, str | None]]] = {}
    for item in to_do:
        w = item.expected
        wanted.setdefault((w.paper, w.model), {})[w.question] = w.fingerprint.parts
    unanswered = [p for p in papers if any((p.id, s.name) in wanted for s in specs)]
    # A small number of papers is split into parts, so that no worker idles long while another finishes. Not
    # for `quotes` alone: starting a worker and its encoder takes longer than the answers.
    slow = any(s.kind != "quotes" for s in specs if any((p.id, s.name) in wanted for p in unanswered))
    parts = math.ceil(2 * workers / max(1, len(unanswered))) if workers > 1 and slow else 1
    threads = settings.threads or max(1, (os.cpu_count() or 1) // workers)
    found = []
    for paper in unanswered:
        for part in range(parts):
            tasks = []
            for spec in specs:
                asked = [q for q in questions if q.id in wanted.get((paper.id, spec.name), {})][part::parts]
                if asked:
                    tasks.append((spec.with_threads(threads), tuple(asked)))
            if tasks:
                fingerprints = {spec.name: wanted[paper.id, spec.name] for spec, _ in tasks}
                found.append(
                    PaperJob(
                        paper,
                        tuple(tasks),
                        fingerprints,
                        settings.options,
                        settings.ledger,
                        settings.check,
                        tuple(questions),
                        settings.cache,
                    )
                )
    return found


def max_workers(specs: Sequence[answering.ModelSpec], papers: int, cache: Path | None = None) -> int:
    """Return one worker per core, as many as half of the memory holds, at least one.

    More per core if all that is asked are servers, because those workers wait most of the time.

    papers: number of papers to answer; there are at most two workers for each.
    """
    each = _WORKER_BYTES + sum(spec.size(cache) for spec in specs)
    cores = os.cpu_count() or 1
    asked = [spec for spec in specs if spec.kind != "quotes"]
    if asked and all(spec.kind == "server" for spec in asked):
        cores = max(cores, min(_WAITING_WORKERS_PER_CORE * cores, papers // _PAPERS_PER_WAITING_WORKER))
    try:
        memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (ValueError, OSError, AttributeError):  # not available on this platform
        return 1
    return max(1, min(cores, memory // 2 // each, 2 * papers))


def _record_death(
    job: PaperJob, begun: tuple[str, str] | None, ledger: Ledger, error: BaseException | None
) -> bool:
    """Record the question at which a worker died as failed; return False if none had begun."""
    log.info("%s: a worker died: %s", job.paper.source, error)
    if begun is None:
        return False
    model, question = begun
    known = ledger.read(job.paper.id, model).get(question)
    if known is not None and dict(known.fingerprint) == dict(job.fingerprints[model][question]):
        return False  # it died after this answer, before it came to the next
    provenance = {"answerbook": __version__, "made": today().isoformat()}
    ledger.append(
        failed_answer(
            job.paper.id,
            question,
            model,
            f"the process that ran the model died ({error})",
            job.fingerprints[model][question],
            provenance,
        )
    )
    return True


def _remaining(job: PaperJob, ledger: Ledger) -> PaperJob:
    """Return ``job`` without the questions that now have an answer, or a failure, of this build."""
    tasks = []
    for spec, questions in job.tasks:
        known = ledger.read(job.paper.id, spec.name)
        parts = job.fingerprints[spec.name]
        left = tuple(
            q for q in questions if q.id not in known or dict(known[q.id].fingerprint) != dict(parts[q.id])
        )
        if left:
            tasks.append((spec, left))
    return dataclasses.replace(job, tasks=tuple(tasks))

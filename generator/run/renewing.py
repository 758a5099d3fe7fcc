"""Answers that become fresh again without a model: from the history, or because it would be shown the same.

An answer is stale by what its model was shown. Where a new reader, another retrieval or a new package gives
the same prompt, what the model said then is read and checked again; where all is as it was when an earlier
answer was made, say because an old wording was put back, that answer stands again.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace

from generator.core import Answer, Fingerprint, Paper, Question, QuestionWording
from generator.core.clock import today
from generator.core.fingerprint import question_hash
from generator.core.snippet import with_closest_text
from generator.core.status import REPORTED_STATUSES
from generator.ledger import Freshness, Ledger
from generator.run import engines
from generator.run.config import RunConfig
from generator.run.jobs import PaperJob, pipeline_of

__all__ = ["adopt", "renew", "restore"]

log = logging.getLogger(__name__)

# Another model, or another way to draw from it, would not say the same to the same prompt.
_OWN_WORDS = ("model", "sampling")


def restore(to_do: Sequence[Freshness], ledger: Ledger) -> int:
    """Let answers stand again that were made from just what would be used today; how many."""
    found: dict[tuple[str, str], list[Answer]] = {}
    past: dict[str, dict[tuple[str, str], list[Answer]]] = {}
    for item in to_do:
        wanted = item.expected
        if wanted.paper not in past:
            past[wanted.paper] = _by_question(ledger, wanted.paper)
        earlier = past[wanted.paper].get((wanted.question, wanted.model), [])
        fresh = next((a for a in earlier if not wanted.fingerprint.changed_since(a.fingerprint)), None)
        if fresh is not None:
            again = replace(fresh, provenance={**fresh.provenance, "renewed": today().isoformat()})
            found.setdefault((wanted.paper, wanted.model), []).append(again)
    for answers in found.values():
        ledger.record(answers)
    return sum(map(len, found.values()))


def renew(
    config: RunConfig, papers: Sequence[Paper], to_do: Sequence[Freshness], ledger: Ledger, workers: int
) -> int:
    """Check answers again whose model would be shown what it was shown; how many. No model is loaded."""
    models = {s.name for s in config.specs if s.kind != "quotes"}
    items = [
        i
        for i in to_do
        if i.state == "stale"
        and i.expected.model in models
        and not i.expected.closed
        and not set(_OWN_WORDS) & set(i.changed)
    ]
    done = 0
    for event in engines.run(
        renew_on_paper, config.jobs(papers, items, ledger, workers=workers), workers=workers
    ):
        if isinstance(event, engines.JobMessage):
            done += event.content
        elif event.died:
            log.warning("a process that renews answers died (%s); they are left as they are", event.error)
        elif event.error is not None:
            raise event.error
    for paper, model in sorted({(i.expected.paper, i.expected.model) for i in items}):
        ledger.settle(paper, model)
    return done


def renew_on_paper(job: PaperJob) -> None:
    """In a worker: renew what can be of the answers of a job, recording each."""
    assert job.ledger is not None  # renewing happens where the ledger is
    pipeline, ledger = pipeline_of(job), Ledger(job.ledger)
    past = _by_question(ledger, job.paper.id)
    for spec, questions in job.tasks:
        known = ledger.read(job.paper.id, spec.name)
        today_of = job.fingerprints[spec.name]
        earlier = {}
        for question in questions:
            given = [known[question.id]] if question.id in known else []
            given += past.get((question.id, spec.name), [])
            own = Fingerprint({part: today_of[question.id].get(part) for part in _OWN_WORDS})
            earlier[question.id] = [
                a for a in given if a.status != "failed" and not own.changed_since(_parts(a))
            ]
        for answer in pipeline.renewed(job.paper, questions, spec, today_of, earlier):
            ledger.append(answer)
            engines.send(1)
    pipeline.indexer.save()


def adopt(
    answers: Sequence[Answer], questions: Mapping[str, Question], papers: Sequence[Paper], ledger: Ledger
) -> frozenset[str]:
    """Write into answers of a ledger from before what their pages need; the papers that they are about.

    How they were asked is known where the question is just what it was, as the fingerprint says; their ids
    then become aliases. The words of passages that were searched in vain are taken from the paper.
    """
    texts = {paper.id: paper.text for paper in papers}
    found: dict[tuple[str, str], list[Answer]] = {}
    for answer in answers:
        question, told = questions.get(answer.question), answer
        if question is not None and answer.fingerprint.get("question") == question_hash(question):
            told = replace(told, asked=QuestionWording.of(question))
        if told.id != answer.id:
            told = replace(told, aliases=(*answer.aliases, answer.id))
        if answer.status not in REPORTED_STATUSES:
            told = replace(told, searched=with_closest_text(answer.searched, texts.get(answer.paper, "")))
        if told != answer:
            found.setdefault((answer.paper, answer.model), []).append(told)
    for group in found.values():
        ledger.restate(group)
    return frozenset(paper for paper, _ in found)


def _by_question(ledger: Ledger, paper: str) -> dict[tuple[str, str], list[Answer]]:
    """Earlier answers about a paper by question and model, the latest first."""
    found: dict[tuple[str, str], list[Answer]] = {}
    for entry in reversed(ledger.history(paper)):
        found.setdefault((entry.answer.question, entry.answer.model), []).append(entry.answer)
    return found


def _parts(answer: Answer) -> Mapping[str, str | None]:
    return {part: answer.fingerprint.get(part) for part in _OWN_WORDS}

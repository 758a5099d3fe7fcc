"""Answers that become fresh again without a model: from the history, or because the prompt is the same.

An answer is stale by what its model was shown. If a new reader, retrieval or package gives the same prompt,
the model's earlier reply is parsed and checked again. If everything is as it was for an earlier answer, for
example because an old wording was restored, that answer becomes current again.
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
_MODEL_PARTS = ("model", "sampling")


def restore(to_do: Sequence[Freshness], ledger: Ledger) -> int:
    """Restore earlier answers that were made from exactly today's inputs; return how many."""
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
    """Check stale answers again if their model would see the same prompt; return how many.

    No model is loaded.
    """
    models = {s.name for s in config.specs if s.kind != "quotes"}
    items = [
        i
        for i in to_do
        if i.state == "stale"
        and i.expected.model in models
        and not i.expected.closed
        and not set(_MODEL_PARTS) & set(i.changed)
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
    """Renew the answers of a job where that is possible, recording each; runs in a worker."""
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
            own = Fingerprint({part: today_of[question.id].get(part) for part in _MODEL_PARTS})
            earlier[question.id] = [
                a for a in given if a.status != "failed" and not own.changed_since(_parts(a))
            ]
        for answer in pipeline.renewed_answers(job.paper, questions, spec, today_of, earlier):
            ledger.append(answer)
            engines.send(1)
    pipeline.indexer.save()


def adopt(
    answers: Sequence[Answer], questions: Mapping[str, Question], papers: Sequence[Paper], ledger: Ledger
) -> frozenset[str]:
    """Add to answers of an older ledger what their pages need; return the ids of the papers concerned.

    The wording of a question is known only if its fingerprint is unchanged; the answer's old id then becomes
    an alias. The words of passages that were searched without success are taken from the paper.
    """
    texts = {paper.id: paper.text for paper in papers}
    found: dict[tuple[str, str], list[Answer]] = {}
    for answer in answers:
        question, adopted = questions.get(answer.question), answer
        if question is not None and answer.fingerprint.get("question") == question_hash(question):
            adopted = replace(adopted, asked=QuestionWording.of(question))
        if adopted.id != answer.id:
            adopted = replace(adopted, aliases=(*answer.aliases, answer.id))
        if answer.status not in REPORTED_STATUSES:
            adopted = replace(
                adopted, searched=with_closest_text(answer.searched, texts.get(answer.paper, ""))
            )
        if adopted != answer:
            found.setdefault((answer.paper, answer.model), []).append(adopted)
    for group in found.values():
        ledger.restate(group)
    return frozenset(paper for paper, _ in found)


def _by_question(ledger: Ledger, paper: str) -> dict[tuple[str, str], list[Answer]]:
    """Return earlier answers about a paper by question and model, the latest first."""
    found: dict[tuple[str, str], list[Answer]] = {}
    for entry in reversed(ledger.history(paper)):
        found.setdefault((entry.answer.question, entry.answer.model), []).append(entry.answer)
    return found


def _parts(answer: Answer) -> Mapping[str, str | None]:
    return {part: answer.fingerprint.get(part) for part in _MODEL_PARTS}

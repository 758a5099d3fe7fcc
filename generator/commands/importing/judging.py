"""Check saved replies: what a worker does with the answers of one model about one paper."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from generator import __version__, answering, checking, retrieval
from generator.commands.importing.chunk_places import may_support
from generator.commands.importing.relevance import RELEVANT, Relevance
from generator.commands.importing.saved import Saved
from generator.core import Answer, AnswerSentence, Draft, Paper, Question, QuestionWording, Snippet
from generator.core.answer import SearchedPassage
from generator.core.clock import today
from generator.core.known_paper import record_name, record_of
from generator.core.status import REPORTED_STATUSES, Status
from generator.ledger import Ledger
from generator.run import engines

_NO_INFORMATION = "The answer says nothing specific from the paper."
_WITHHELD_REASON = "the answer as a whole says nothing specific from the paper"


class Decide(Protocol):
    """A function that decides whether a reply holds information from the paper, with the probability.

    It must be a module-level function, as workers import it: `checking.judges.decision.contains_information`.
    """

    def __call__(
        self, question_text: str, draft: Draft, context: Sequence[str], *, cues: Sequence[str] = ()
    ) -> tuple[bool, float]: ...


@dataclass(frozen=True, slots=True)
class Task:
    """One reply with the sentences of the paper that were shown to its model."""

    question: Question
    saved: Saved
    snippets: tuple[Snippet, ...]
    fingerprint: Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class ImportJob:
    """The replies of one model about one paper. ledger: folder of the ledger that records them."""

    paper: Paper
    model: str
    tasks: tuple[Task, ...]
    ledger: Path
    decide: Decide | None = None


def judge(job: ImportJob) -> None:
    """Check the replies of a job and record them, all at once; in a worker or in this process."""
    weights = checking.TermWeights.of(s.text for s in job.paper.sentences)
    Ledger(job.ledger).record([judge_task(task, job, weights) for task in job.tasks])
    engines.send(len(job.tasks))


def judge_task(task: Task, job: ImportJob, weights: checking.TermWeights) -> Answer:
    """Return one reply as a checked answer."""
    relevance = Relevance(task.question, weights)
    snippets = [dataclasses.replace(s, score=relevance.score(s.text)) for s in task.snippets]
    draft = answering.parse_reply(task.saved.reply)
    # Best first, as from retrieval: of two snippets that support a claim, the check takes the first.
    admitted = sorted((s for s in snippets if may_support(s, task.question)), key=lambda s: -s.score)
    # Numbers in the reply are the model's own, and refer to no snippet.
    uncited = dataclasses.replace(
        draft, sentences=tuple(dataclasses.replace(s, cites=()) for s in draft.sentences)
    )
    checked = checking.check(uncited, admitted, weights, relevant=RELEVANT)
    status, reason, sentences, evidence = checked.status, checked.reason, checked.sentences, checked.evidence
    if job.decide is not None:
        shown = [s.text for s in snippets]
        is_informative, _ = job.decide(task.question.text, draft, shown, cues=task.question.cues)
        if not is_informative:
            status, reason, sentences, evidence = _withhold_all(status, reason, sentences, evidence)
    return Answer(
        paper=job.paper.id,
        question=task.question.id,
        model=job.model,
        status=status,
        reason=reason,
        sentences=sentences,
        evidence=tuple(retrieval.with_neighbours(s, job.paper) if _is_placed(s) else s for s in evidence),
        searched=tuple(
            SearchedPassage(s.id, s.place, s.score, "" if _is_placed(s) else s.text) for s in snippets
        ),
        raw=task.saved.reply,
        fingerprint=dict(task.fingerprint),
        provenance={
            "answerbook": __version__,
            "kind": "imported",
            "imported": today().isoformat(),
            "source": task.saved.place,
            "sha256": task.saved.sha256,
        },
        asked=QuestionWording.of(task.question),
        version=job.paper.version,
        record=record_name(record_of(job.paper.metadata)),
    )


def _withhold_all(
    status: Status, reason: str, sentences: tuple[AnswerSentence, ...], evidence: tuple[Snippet, ...]
) -> tuple[Status, str, tuple[AnswerSentence, ...], tuple[Snippet, ...]]:
    """Withhold all sentences of an answer without information, even those that the paper supports."""
    if status not in REPORTED_STATUSES:
        return status, reason, sentences, evidence
    withheld = tuple(
        s
        if s.support == "unsupported"
        else dataclasses.replace(s, support="unsupported", reason=_WITHHELD_REASON)
        for s in sentences
    )
    return "not_reported", _NO_INFORMATION, withheld, evidence


def _is_placed(snippet: Snippet) -> bool:
    return snippet.place.end > 0

"""Authors' claims in a reporting checklist, recorded as answers of the model ``authors``.

A checklist names items of a guideline, and so does the ``source`` of a question. If both name the same item,
the claim is an answer to the question, with the authors' reason as its quote. Claims are shown next to the
answers that rest on the paper and have no vote on its status: a checklist claims, the paper proves.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence

from generator import __version__
from generator.core import Answer, AnswerSentence, Paper, Question, QuestionWording
from generator.core.answer import AUTHORS
from generator.core.clock import today
from generator.core.fingerprint import question_hash
from generator.core.guideline import GuidelineItem, items_of
from generator.core.known_paper import record_name, record_of
from generator.core.status import REPORTED_STATUSES, PaperStatus
from generator.reading.checklists import Claim, claims_of
from generator.run.build_context import BuildContext
from generator.run.computing import BuildAnswers
from generator.run.given import StatedAnswers, record_stated

__all__ = ["claimed_answers", "with_authors"]

_NOUNS = ("claim of a checklist", "claims of checklists")


def with_authors(context: BuildContext, answers: BuildAnswers) -> BuildAnswers:
    """Return ``answers`` with the authors' current claims, recording them if the build writes the ledger.

    Raises LedgerError if the ledger cannot be written.
    """
    return record_stated(context, answers, AUTHORS, _stated(context, answers), _NOUNS)


def _stated(context: BuildContext, answers: BuildAnswers) -> Iterator[StatedAnswers]:
    asked = {question.id for question in context.config.questions}
    for paper in answers.papers.papers:
        before = context.ledger.read(paper.id, AUTHORS)
        now = {a.question: _as_recorded(a, before) for a in claimed_answers(paper, context.config.questions)}
        if before or now:
            yield StatedAnswers(paper.id, now, before, asked)


def claimed_answers(paper: Paper, questions: Sequence[Question]) -> Iterator[Answer]:
    """Yield the answers to ``questions``, in their order, that the checklists of ``paper`` claim."""
    if not any(kind == "checklist" for kind, _, _ in paper.heads):
        return
    claims = claims_of(paper)
    found: dict[GuidelineItem, Claim] = {claim.item: claim for claim in claims}
    for question in questions:
        of_question = [found[item] for item in sorted(items_of(question.source)) if item in found]
        if of_question:
            yield _answer(paper, question, of_question)


def _answer(paper: Paper, question: Question, claims: Sequence[Claim]) -> Answer:
    status = _combined([claim.status for claim in claims])
    quotes = tuple({claim.quote.place.start: claim.quote for claim in claims}.values())
    claimed = "; ".join(f"{claim.item.guideline}, item {claim.item.number}: {claim.word}" for claim in claims)
    shown = tuple(AnswerSentence(q.text, "supported", "", (n,), 1.0) for n, q in enumerate(quotes))
    return Answer(
        paper=paper.id,
        question=question.id,
        model=AUTHORS,
        status=status,
        reason=f"The authors say in their checklist: {claimed}.",
        sentences=shown if status in REPORTED_STATUSES else (),
        evidence=quotes,
        fingerprint={"question": question_hash(question)},
        provenance={
            "answerbook": __version__,
            "kind": AUTHORS,
            "made": today().isoformat(),
            "said": claimed,
        },
        asked=QuestionWording.of(question),
        version=paper.version,
        record=record_name(record_of(paper.metadata)),
    )


def _combined(statuses: Sequence[PaperStatus]) -> PaperStatus:
    """Return one status for several items: their common one; partly reported if only some are claimed."""
    if len(set(statuses)) == 1:
        return statuses[0]
    return "partly_reported" if any(s in REPORTED_STATUSES for s in statuses) else "not_reported"


def _as_recorded(answer: Answer, before: Mapping[str, Answer]) -> Answer:
    """Return the answer with the day when it was first recorded, if its content has not changed since."""
    known = before.get(answer.question)
    if known is None or (known.id, known.reason) != (answer.id, answer.reason):
        return answer
    made = known.provenance.get("made", answer.provenance["made"])
    return dataclasses.replace(answer, provenance={**answer.provenance, "made": made})

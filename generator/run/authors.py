"""What authors claim of their paper in a checklist, recorded as answers of the model ``authors``.

A checklist names items of a guideline, and so do questions by their ``source``: where both name the same, the
claim is an answer to the question, with the authors' reason as its quote. It is another voice beside the
answers that rest on the paper, and has no vote on what that reports: a checklist claims, the paper proves.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence

from generator import __version__
from generator.core import Answer, AnswerSentence, Paper, Question, Wording
from generator.core.answer import AUTHORS
from generator.core.clock import today
from generator.core.fingerprint import question_hash
from generator.core.guideline import Item, items_of
from generator.core.known_paper import record_name, record_of
from generator.core.status import TOLD, Held
from generator.reading.checklists import Claim, claims_of
from generator.run.answers import BuildAnswers
from generator.run.context import BuildContext
from generator.run.given import Told, settled

__all__ = ["claimed", "with_authors"]

_NOUNS = ("claim of a checklist", "claims of checklists")


def with_authors(context: BuildContext, answers: BuildAnswers) -> BuildAnswers:
    """``answers`` with what authors claim today; recorded where the build records anything.

    Raises LedgerError where the ledger cannot be written.
    """
    return settled(context, answers, AUTHORS, _told(context, answers), _NOUNS)


def _told(context: BuildContext, answers: BuildAnswers) -> Iterator[Told]:
    asked = {question.id for question in context.config.questions}
    for paper in answers.papers.papers:
        before = context.ledger.read(paper.id, AUTHORS)
        now = {a.question: _as_recorded(a, before) for a in claimed(paper, context.config.questions)}
        if before or now:
            yield Told(paper.id, now, before, asked)


def claimed(paper: Paper, questions: Sequence[Question]) -> Iterator[Answer]:
    """The answers to ``questions`` that the checklists of ``paper`` claim, in the order of the questions."""
    claims = claims_of(paper)
    if not claims:
        return
    found: dict[Item, Claim] = {claim.item: claim for claim in claims}
    for question in questions:
        of_question = [found[item] for item in sorted(items_of(question.source)) if item in found]
        if of_question:
            yield _answer(paper, question, of_question)


def _answer(paper: Paper, question: Question, claims: Sequence[Claim]) -> Answer:
    status = _together([claim.status for claim in claims])
    quotes = tuple({claim.quote.place.start: claim.quote for claim in claims}.values())
    said = "; ".join(f"{claim.item.guideline}, item {claim.item.number}: {claim.said}" for claim in claims)
    shown = tuple(AnswerSentence(q.text, "supported", "", (n,), 1.0) for n, q in enumerate(quotes))
    return Answer(
        paper=paper.id,
        question=question.id,
        model=AUTHORS,
        status=status,
        reason=f"The authors say in their checklist: {said}.",
        sentences=shown if status in TOLD else (),
        evidence=quotes,
        fingerprint={"question": question_hash(question)},
        provenance={
            "answerbook": __version__,
            "kind": AUTHORS,
            "made": today().isoformat(),
            "said": said,
        },
        asked=Wording.of(question),
        version=paper.version,
        record=record_name(record_of(paper.metadata)),
    )


def _together(statuses: Sequence[Held]) -> Held:
    """One status for several items: what all say; some of what was asked, where any is claimed."""
    if len(set(statuses)) == 1:
        return statuses[0]
    return "partly_reported" if any(s in TOLD for s in statuses) else "not_reported"


def _as_recorded(answer: Answer, before: Mapping[str, Answer]) -> Answer:
    """The answer with the day on which it was first recorded, where it says the same today."""
    known = before.get(answer.question)
    if known is None or (known.id, known.reason) != (answer.id, answer.reason):
        return answer
    made = known.provenance.get("made", answer.provenance["made"])
    return dataclasses.replace(answer, provenance={**answer.provenance, "made": made})

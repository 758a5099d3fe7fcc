"""Answers of others in a ledger, imported or given by people: those shown, and which of them are stale."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator import checking
from generator.core import Answer, Paper, Question
from generator.core.fingerprint import Fingerprint, question_hash
from generator.core.known_paper import KnownPaper
from generator.ledger import Ledger
from generator.project.papers import CollectedPapers

# Raised by hand whenever the same import would be judged otherwise, the check itself aside.
IMPORTING = "1"


@dataclass(frozen=True, slots=True)
class ExternalAnswer:
    """An answer of others, and the names of the parts that changed since; none where it is fresh."""

    answer: Answer
    changed: tuple[str, ...] = ()


def external_answers(
    papers: CollectedPapers, questions: Sequence[Question], asked: Collection[str], ledger: Ledger
) -> Iterator[ExternalAnswer]:
    """The answers of others to ``questions`` about ``papers``.

    asked: models that the project asks itself, whose answers are none of these. An answer is
    stale where its question or the check has changed, or where its evidence no longer stands in
    the paper; only another import, or the person, can make it fresh.
    """
    hashes = {q.id: question_hash(q) for q in questions}
    for paper in papers.all:
        known = papers.known.get(paper.id)
        for model in ledger.models(paper.id):
            if model in asked:
                continue
            for answer in ledger.read(paper.id, model).values():
                if answer.is_external and answer.question in hashes:
                    yield ExternalAnswer(answer, _changed(answer, paper, hashes, known))


def _changed(
    answer: Answer, paper: Paper, hashes: Mapping[str, str], known: KnownPaper | None
) -> tuple[str, ...]:
    changed = changed_parts(answer.fingerprint, hashes[answer.question])
    if known is None or known.kept is None:
        moved = quotes_moved(answer, paper)
    else:
        moved = answer.id in known.kept.moved
    return ("paper_text", *changed) if moved else changed


def changed_parts(fingerprint: Mapping[str, str | None], question: str) -> tuple[str, ...]:
    """The parts but for the paper that changed since an import. question: the hash of the question today."""
    decided = str(fingerprint.get("checking", "")).endswith(", decided")
    today: dict[str, str | None] = {"question": question}
    if "checking" in fingerprint:  # people quote, and claim nothing that would have to be checked
        today["checking"] = checking_version(decided=decided)
    return Fingerprint(today).changed_since(fingerprint)


def quotes_moved(answer: Answer, paper: Paper) -> bool:
    """Whether a quote of ``answer`` no longer stands in ``paper`` where it stood."""
    return any(e.place.end > 0 and paper.text[e.place.start : e.place.end] != e.text for e in answer.evidence)


def checking_version(*, decided: bool) -> str:
    """Part ``checking`` of the fingerprint that an imported answer would get today."""
    return f"{checking.CHECKING}, imported by {IMPORTING}" + (", decided" if decided else "")

"""External answers in a ledger, imported or given by people: which are shown, and which are stale."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator import checking
from generator.core import Answer, Paper, Question
from generator.core.fingerprint import Fingerprint, question_hash
from generator.core.known_paper import KnownPaper
from generator.ledger import Ledger
from generator.project.paper_loading import CollectedPapers

# Increased by hand whenever the same import would be judged differently, apart from the check itself.
IMPORTING = "1"


@dataclass(frozen=True, slots=True)
class ExternalAnswer:
    """An external answer, and the names of the parts that have changed since; none if it is fresh."""

    answer: Answer
    changed: tuple[str, ...] = ()


def external_answers(
    papers: CollectedPapers, questions: Sequence[Question], asked: Collection[str], ledger: Ledger
) -> Iterator[ExternalAnswer]:
    """Yield the external answers to ``questions`` about ``papers``.

    asked: names of the project's own models, whose answers are skipped. An external answer is stale if its
    question or the check has changed, or if its evidence is no longer at its place in the paper. Only another
    import, or the person, can make it fresh.
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
    """Return the parts, except the paper, that changed since an import.

    question: the current hash of the question.
    """
    decided = str(fingerprint.get("checking", "")).endswith(", decided")
    today: dict[str, str | None] = {"question": question}
    if "checking" in fingerprint:  # absent from answers of people, who quote and make no claims to check
        today["checking"] = checking_version(decided=decided)
    return Fingerprint(today).changed_since(fingerprint)


def quotes_moved(answer: Answer, paper: Paper) -> bool:
    """Return True if a quote of ``answer`` is no longer at its recorded place in ``paper``."""
    return any(e.place.end > 0 and paper.text[e.place.start : e.place.end] != e.text for e in answer.evidence)


def checking_version(*, decided: bool) -> str:
    """Return the part ``checking`` of the fingerprint that an imported answer would get today."""
    return f"{checking.CHECKING}, imported by {IMPORTING}" + (", decided" if decided else "")

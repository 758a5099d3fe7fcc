"""Which questions apply to a paper: gates compared with its tags and kinds, and with its other answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from generator import __version__
from generator.answering import ModelSpec
from generator.core import Answer, Bands, Gate, Metadata, Paper, Question
from generator.core.clock import today
from generator.core.status import STATUS_WORDS
from generator.ledger import Freshness, Ledger
from generator.run.made_answers import started_answer

__all__ = ["closed_reason", "levels", "record_closed"]


def closed_reason(question: Question, metadata: Metadata, answers: Mapping[str, Answer]) -> str:
    """Return one sentence on why ``question`` does not apply to a paper; empty if it does.

    metadata: of the paper. answers: of one model about it, by question id. A gate stays open if its question
    has no answer yet, a failed one, or one that is too unsure to rely on: asking in vain does less harm than
    leaving an omission out of the count.
    """
    for gate in question.applies_to:
        if gate.tags and not _shared(gate.tags, metadata.tags):
            return f"It is asked of papers that are tagged {_either(gate.tags)}; this one is not."
        if gate.kinds and not _shared(gate.kinds, metadata.kinds):
            return f"It is asked of studies of the kind {_either(gate.kinds)}; this one is not called so."
        if gate.not_kinds and _shared(gate.not_kinds, metadata.kinds):
            return f"It is not asked of studies of the kind {_either(gate.not_kinds)}; this one is called so."
        if gate.question and (answer := answers.get(gate.question)) is not None and _closes(gate, answer):
            wanted = _either([STATUS_WORDS[s] for s in gate.status])
            name = gate.question.replace("-", " ")
            return f"It is asked where “{name}” is {wanted}; here: {STATUS_WORDS[answer.status]}."
    return ""


def levels(questions: Sequence[Question]) -> tuple[frozenset[str], ...]:
    """Return the ids of questions by level: each question comes after those of its gates.

    Gates on questions that are not in the list stay open and delay nothing.
    """
    known = {q.id: q for q in questions}
    depths: dict[str, int] = {}

    def depth(name: str) -> int:
        if name not in depths:
            before = [g.question for g in known[name].applies_to if g.question in known]
            depths[name] = 1 + max((depth(other) for other in before), default=-1)
        return depths[name]

    deepest = max((depth(q.id) for q in questions), default=-1)
    return tuple(frozenset(n for n, d in depths.items() if d == level) for level in range(deepest + 1))


def record_closed(
    items: Sequence[Freshness],
    papers: Mapping[str, Paper],
    questions: Mapping[str, Question],
    specs: Mapping[str, ModelSpec],
    ledger: Ledger,
) -> None:
    """Record for each of ``items``, whose gate is closed, that its question does not apply."""
    groups: dict[tuple[str, str], list[Answer]] = {}
    for item in items:
        wanted = item.expected
        provenance = {
            "answerbook": __version__,
            "kind": specs[wanted.model].kind,
            "made": today().isoformat(),
        }
        asked, parts = questions[wanted.question], wanted.fingerprint.parts
        answer = started_answer(papers[wanted.paper], asked, wanted.model, parts, provenance)
        answer = replace(answer, status="not_applicable", reason=wanted.closed)
        groups.setdefault((wanted.paper, wanted.model), []).append(answer)
    for answers in groups.values():
        ledger.record(answers)


def _closes(gate: Gate, answer: Answer) -> bool:
    if answer.status == "failed" or answer.status in gate.status:
        return False
    return Bands().of_answer(answer) != "unsure"


def _shared(wanted: Sequence[str], found: Sequence[str]) -> bool:
    return not {w.casefold() for w in wanted}.isdisjoint(f.casefold() for f in found)


def _either(words: Sequence[str]) -> str:
    return " or ".join(words)

"""Answers that no model computes: collected again at each build, and recorded if they have changed."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from generator.core import Answer
from generator.core.clock import today
from generator.core.counting import pluralize
from generator.run.build_context import BuildContext
from generator.run.computing import BuildAnswers
from generator.run.imported import external_answers

__all__ = ["StatedAnswers", "record_stated"]


@dataclass(frozen=True, slots=True)
class StatedAnswers:
    """What people or authors state about a paper today, by question, and what is recorded of it.

    asked: ids of the project's questions. kept: questions whose record stays, whatever is stated. waiting:
    number of statements that cannot be recorded now, because the paper's file is absent.
    """

    paper: str
    now: Mapping[str, Answer]
    before: Mapping[str, Answer]
    asked: Collection[str]
    kept: Collection[str] = ()
    waiting: int = 0


def record_stated(
    context: BuildContext,
    answers: BuildAnswers,
    name: str,
    stated: Iterable[StatedAnswers],
    nouns: tuple[str, str],
) -> BuildAnswers:
    """Return ``answers`` with what is ``stated`` today.

    It is recorded under ``name`` if the build writes the ledger. nouns: singular and plural for the warning
    of a build that records nothing. Raises LedgerError if the ledger cannot be written.
    """
    ledger, due = context.ledger, 0
    touched: set[str] = set()
    for one in stated:
        due += one.waiting
        new = [a for q, a in one.now.items() if q not in one.before or not _same(a, one.before[q])]
        gone = [a for q, a in one.before.items() if q in one.asked and q not in one.now and q not in one.kept]
        if not new and not gone:
            continue
        due += len(new) + len(gone)
        if context.options.compute:
            ledger.record(new)
            ledger.withdraw(one.paper, gone, today().isoformat())
            if gone:
                ledger.remove(one.paper, name, {a.question for a in gone})
            touched.add(one.paper)
    if not touched:
        if due:
            waiting = f"{pluralize(due, *nouns)} not recorded yet; run `answerbook build`"
            context.report.warnings.append(waiting)
        return answers
    context.inputs = context.inputs.after(context.project.answers_dir, touched)
    own = {spec.name for spec in context.config.specs}
    others = external_answers(answers.papers, context.config.questions, own, ledger)
    return dataclasses.replace(answers, imported=list(others))


def _same(one: Answer, other: Answer) -> bool:
    """Return True if two answers agree in content, author and day, whatever the version."""
    version = {"answerbook": ""}
    return (one.id, one.reason, one.fingerprint, {**one.provenance, **version}) == (
        other.id,
        other.reason,
        other.fingerprint,
        {**other.provenance, **version},
    )

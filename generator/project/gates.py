"""Gates between questions: each must name an existing question, and no question may wait for itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from graphlib import CycleError, TopologicalSorter

from generator.core import Question, QuestionSet
from generator.project.problems import did_you_mean

__all__ = ["gate_findings", "resolve_aliases"]

Place = tuple[int, int]  # number of the set, and of the question in it, from 0


def resolve_aliases(sets: Sequence[QuestionSet]) -> tuple[QuestionSet, ...]:
    """Return the sets with each alias in a gate replaced by the id of its question."""
    names = _names(sets)
    return tuple(
        replace(s, questions=tuple(_resolved(q, names) for q in s.questions)) if _gated(s) else s
        for s in sets
    )


def gate_findings(sets: Sequence[QuestionSet]) -> Iterator[tuple[Place, str]]:
    """Yield the problems of gates, each with the place of its question.

    Cycles are looked for only if every gate names an existing question.
    """
    names = _names(sets)
    places = {q.id: (n, m) for n, s in enumerate(sets) for m, q in enumerate(s.questions)}
    unknown = False
    waits: dict[str, set[str]] = {}
    for name, place in places.items():
        question = sets[place[0]].questions[place[1]]
        for gate in question.applies_to:
            wanted = gate.question.casefold()
            if not wanted:
                continue
            if wanted not in names:
                unknown = True
                yield (
                    place,
                    f"applies_to: no question {gate.question!r}; {did_you_mean(gate.question, places)}",
                )
            else:
                waits.setdefault(name, set()).add(names[wanted])
    if unknown:
        return
    try:
        TopologicalSorter(waits).prepare()
    except CycleError as error:
        # graphlib lists each question before the one that waits for it; the message reads the other way.
        circle = list(error.args[1])[::-1]
        yield (
            places[circle[0]],
            f"applies_to: {' waits for '.join(circle)}; remove one of these gates",
        )


def _names(sets: Sequence[QuestionSet]) -> dict[str, str]:
    """Return a map from every id and alias, case-folded, to the id of its question."""
    return {name.casefold(): q.id for s in sets for q in s.questions for name in (*q.aliases, q.id)}


def _gated(questions: QuestionSet) -> bool:
    return any(gate.question for q in questions.questions for gate in q.applies_to)


def _resolved(question: Question, names: dict[str, str]) -> Question:
    gates = tuple(
        replace(gate, question=names.get(gate.question.casefold(), gate.question)) if gate.question else gate
        for gate in question.applies_to
    )
    return replace(question, applies_to=gates)

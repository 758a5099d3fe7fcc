"""Every version of an answer, and its state: current, superseded or withdrawn.

A version is named by its id, which depends on paper, question and content. Several models may give the same
version; it is current as long as one of them does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from generator.core import Answer, Paper, SupersededAnswer
from generator.site.content.answer_changes import day
from generator.site.content.collection import Collection

State = Literal["current", "superseded", "withdrawn"]


@dataclass(frozen=True, slots=True)
class Transition:
    """How a model stopped giving this answer.

    until: the day, or empty if no record has it. causes: names of the fingerprint parts that had changed. to:
    id of the newest version that replaced it; empty if none did, or if that one is gone.
    """

    model: str
    until: str
    causes: tuple[str, ...]
    to: str
    withdrawn: bool


@dataclass(frozen=True, slots=True)
class Version:
    """One version of an answer to one question about one paper.

    answer: as its first model gives it. answers: as each model gives it today, in order of preference, or
    gave it last. steps: the transitions of the models that no longer give it, latest first.
    """

    id: str
    state: State
    answer: Answer
    answers: tuple[Answer, ...]
    steps: tuple[Transition, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """All ids by which it may be cited: its own first, then earlier ones."""
        return tuple(dict.fromkeys(name for answer in self.answers for name in (self.id, *answer.aliases)))

    @property
    def successor(self) -> str:
        """Id of the newest version that replaced it; empty if it is current, withdrawn, or none is known."""
        return "" if self.state == "current" else next((s.to for s in self.steps if s.to), "")


def versions(collection: Collection) -> Iterator[tuple[Paper, Iterator[Version]]]:
    """Yield each public paper with all versions of all answers about it, by question, lazily."""
    past: dict[tuple[str, str], list[SupersededAnswer]] = {}
    for entry in collection.history:
        # If a question took over the id of another, answers under that id are versions of its answers.
        past.setdefault((entry.answer.paper, collection.today(entry.answer.question)), []).append(entry)
    gone = sorted({question for _, question in past} - {q.id for q in collection.questions})

    def of_paper(paper: Paper) -> Iterator[Version]:
        for question in collection.questions:
            key = paper.id, question.id
            yield from versions_of(collection.answers_to(*key), past.get(key, ()))
        for name in gone:
            yield from versions_of((), past.get((paper.id, name), ()))

    for paper in (*collection.public, *collection.former_papers):
        yield paper, of_paper(paper)


def versions_of(current: Sequence[Answer], past: Sequence[SupersededAnswer]) -> Iterator[Version]:
    """Yield the versions of answers to one question about one paper.

    current: today's answers of all models. past: their earlier answers, in the order in which they were
    superseded.
    """
    by_id: dict[str, list[Answer]] = {}
    by_model = {}
    for answer in current:
        name = answer.id
        by_id.setdefault(name, []).append(answer)
        by_model[answer.model] = (name, answer.status)
    former: dict[str, dict[str, SupersededAnswer]] = {}
    for entry in past:
        # The last entry for an answer of a model counts; an answer given again moves to the end.
        of_one = former.setdefault(entry.answer.id, {})
        of_one.pop(entry.answer.model, None)
        of_one[entry.answer.model] = entry
    # Older records name the successor by its earlier, shorter id.
    ids = {n: e.answer.id for e in past for n in e.answer.names}
    ids |= {n: answer.id for answer in current for n in answer.names}
    for of_one in former.values():
        of_one |= {model: replace(entry, by=ids.get(entry.by, entry.by)) for model, entry in of_one.items()}
    for name, answers in by_id.items():
        kept = [e for m, e in former.get(name, {}).items() if m not in {a.model for a in answers}]
        steps = _steps(name, kept, former, by_model)
        yield Version(name, "current", answers[0], tuple(answers), steps)
    for name, entries in former.items():
        if name not in by_id:
            steps = _steps(name, list(entries.values()), former, by_model)
            given = tuple(e.answer for e in reversed(entries.values()))
            state: State = "withdrawn" if all(s.withdrawn for s in steps) else "superseded"
            yield Version(name, state, given[0], given, steps)


def _steps(
    name: str,
    entries: Sequence[SupersededAnswer],
    former: Mapping[str, Mapping[str, SupersededAnswer]],
    current: Mapping[str, tuple[str, str]],
) -> tuple[Transition, ...]:
    found = []
    for entry in entries:
        model = entry.answer.model
        to = _newest(entry, former, {n for n, _ in current.values()})
        if not to and current.get(model, ("", "failed"))[1] != "failed":
            to = current[model][0]  # the versions in between were lost
        to = "" if to == name else to
        found.append(Transition(model, day(entry.until), entry.causes, to, entry.withdrawn and not to))
    return tuple(sorted(found, key=lambda s: s.until, reverse=True))


def _newest(
    entry: SupersededAnswer, former: Mapping[str, Mapping[str, SupersededAnswer]], current_ids: set[str]
) -> str:
    """Return the last version to which the successors of an answer lead; empty if none of them has a page."""
    model, seen, to = entry.answer.model, {entry.answer.id}, entry.by
    while to not in current_ids:
        following = former.get(to, {}).get(model)
        if following is None:  # also if `to` is empty or names an answer that is gone
            return to if to in former else ""
        if not following.by or following.by in seen or to in seen:
            return to
        seen.add(to)
        to = following.by
    return to

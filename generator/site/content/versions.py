"""What became of every version of an answer: whether it stands, gave way to another, or was withdrawn.

A version is named by its id, which depends on paper, question and content. Several models may give the
same one; it stands as long as one of them does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from generator.core import Answer, Paper, Superseded
from generator.site.content.changes import day
from generator.site.content.collection import Collection

State = Literal["current", "superseded", "withdrawn"]


@dataclass(frozen=True, slots=True)
class Step:
    """How a model came to give this answer no more.

    until: the day, empty where no record tells it. causes: names of fingerprint parts that had changed.
    to: id of the newest version that took its place; empty where none did, or where it is gone.
    """

    model: str
    until: str
    causes: tuple[str, ...]
    to: str
    withdrawn: bool


@dataclass(frozen=True, slots=True)
class Version:
    """One version of an answer to one question about one paper.

    answer: as the first of its models gives it. answers: as each model gives it today, in order of
    preference, or gave it last. steps: what became of it with the models that give it no more, the
    latest first.
    """

    id: str
    state: State
    answer: Answer
    answers: tuple[Answer, ...]
    steps: tuple[Step, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """All ids by which it may be cited: its own first, then those that it had before."""
        return tuple(dict.fromkeys(name for answer in self.answers for name in (self.id, *answer.aliases)))

    @property
    def successor(self) -> str:
        """Id of the newest version in its place; empty where it stands, was withdrawn, or none is known."""
        return "" if self.state == "current" else next((s.to for s in self.steps if s.to), "")


def versions(collection: Collection) -> Iterator[tuple[Paper, Iterator[Version]]]:
    """Each public paper with all versions of all answers about it, by question; made when asked for."""
    past: dict[tuple[str, str], list[Superseded]] = {}
    for entry in collection.history:
        # Answers under a name that another question has taken over are versions of that one's.
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


def versions_of(current: Sequence[Answer], past: Sequence[Superseded]) -> Iterator[Version]:
    """The versions of answers to one question about one paper.

    current: today's answers of all models. past: what they gave before, in the order in which it gave way.
    """
    standing: dict[str, list[Answer]] = {}
    by_model = {}
    for answer in current:
        name = answer.id
        standing.setdefault(name, []).append(answer)
        by_model[answer.model] = (name, answer.status)
    former: dict[str, dict[str, Superseded]] = {}
    for entry in past:
        # The last word on an answer of a model counts; said again, it comes last.
        of_one = former.setdefault(entry.answer.id, {})
        of_one.pop(entry.answer.model, None)
        of_one[entry.answer.model] = entry
    # Records of before ids became longer name what came after by its old id.
    ids = {n: e.answer.id for e in past for n in e.answer.names}
    ids |= {n: answer.id for answer in current for n in answer.names}
    for of_one in former.values():
        of_one |= {model: replace(entry, by=ids.get(entry.by, entry.by)) for model, entry in of_one.items()}
    for name, answers in standing.items():
        kept = [e for m, e in former.get(name, {}).items() if m not in {a.model for a in answers}]
        steps = _steps(name, kept, former, by_model)
        yield Version(name, "current", answers[0], tuple(answers), steps)
    for name, entries in former.items():
        if name not in standing:
            steps = _steps(name, list(entries.values()), former, by_model)
            given = tuple(e.answer for e in reversed(entries.values()))
            state: State = "withdrawn" if all(s.withdrawn for s in steps) else "superseded"
            yield Version(name, state, given[0], given, steps)


def _steps(
    name: str,
    entries: Sequence[Superseded],
    former: Mapping[str, Mapping[str, Superseded]],
    current: Mapping[str, tuple[str, str]],
) -> tuple[Step, ...]:
    found = []
    for entry in entries:
        model = entry.answer.model
        to = _newest(entry, former, {n for n, _ in current.values()})
        if not to and current.get(model, ("", "failed"))[1] != "failed":
            to = current[model][0]  # what lies between was lost
        to = "" if to == name else to
        found.append(Step(model, day(entry.until), entry.causes, to, entry.withdrawn and not to))
    return tuple(sorted(found, key=lambda s: s.until, reverse=True))


def _newest(entry: Superseded, former: Mapping[str, Mapping[str, Superseded]], standing: set[str]) -> str:
    """The last version that the successors of an answer lead to; empty where there is none with a page."""
    model, seen, to = entry.answer.model, {entry.answer.id}, entry.by
    while to not in standing:
        following = former.get(to, {}).get(model)
        if following is None:  # also where `to` is empty or of an answer that is gone
            return to if to in former else ""
        if not following.by or following.by in seen or to in seen:
            return to
        seen.add(to)
        to = following.by
    return to

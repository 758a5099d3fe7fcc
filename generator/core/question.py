"""A question that is put to every paper, and the sets in which questions are published."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from generator.core.paper import SectionKind
from generator.core.status import TOLD, Status

AnswerKind = Literal["text", "link", "list", "number", "yes_no"]
ANSWER_KINDS: tuple[AnswerKind, ...] = get_args(AnswerKind)


@dataclass(frozen=True, slots=True)
class Part:
    """One of several things that a question asks. queries: as those of a question, for this part alone."""

    id: str
    text: str
    queries: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Gate:
    """When a question applies to a paper; every condition that is stated must hold.

    question, status: the id of another question, and what its answer must be. tags, kinds: the paper
    carries one of these tags, or is of one of these kinds of study. not_kinds: it is of none of these.
    """

    question: str = ""
    status: tuple[Status, ...] = TOLD
    tags: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    not_kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """One question.

    id: readable, used in links (``random-seeds``). aliases: ids under which other sources know it
    (``cq24``). text: as shown to readers and models. queries: bare sentences in the manner in
    which authors write, for retrieval; never the prompt. cues: words and phrases that mark an
    answer. sections: kinds of section to prefer. references: whether the list of references may
    hold the answer (repository links may stand only there). parts: what it asks, where that is more than one
    thing; the main one comes first. applies_to: gates that must all be open; empty: it applies to all papers.
    source: the items of guidelines that it goes back to (``PRISMA 2020, item 13d``), see
    `generator.core.guideline`.
    """

    id: str
    text: str
    group: str
    aliases: tuple[str, ...] = ()
    queries: tuple[str, ...] = ()
    cues: tuple[str, ...] = ()
    sections: tuple[SectionKind, ...] = ()
    references: bool = False
    kind: AnswerKind = "text"
    parts: tuple[Part, ...] = ()
    applies_to: tuple[Gate, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True)
class Wording:
    """A question as it was asked: its text, and id and text of each part; empty where none was recorded."""

    text: str = ""
    parts: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, question: Question) -> Wording:
        """As it is asked today."""
        return cls(question.text, tuple((part.id, part.text) for part in question.parts))

    def __bool__(self) -> bool:
        return bool(self.text)


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """A named, ordered set of questions with the source that it goes back to.

    licence: of its wording. measured: on what the accuracy of answers to it was measured, and how well they
    did; empty where it was not.
    """

    id: str
    title: str
    description: str
    source: str
    questions: tuple[Question, ...]
    licence: str = ""
    measured: str = ""

    def find(self, name: str) -> Question | None:
        """The question with this id or alias (case does not matter), or None."""
        wanted = name.casefold()
        for question in self.questions:
            if wanted in (question.id, *(a.casefold() for a in question.aliases)):
                return question
        return None

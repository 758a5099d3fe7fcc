"""A question that is asked of every paper, and the sets in which questions are published."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from generator.core.paper import SectionKind
from generator.core.status import REPORTED_STATUSES, Status

AnswerKind = Literal["text", "link", "list", "number", "yes_no"]
ANSWER_KINDS: tuple[AnswerKind, ...] = get_args(AnswerKind)


@dataclass(frozen=True, slots=True)
class PartOfQuestion:
    """One of several things that a question asks.

    queries: as those of a question, for this part alone. cues: a sentence that reports this part has at least
    one of them, with all of its words; ``<number>``, ``<year>``, ``<version>`` and ``<identifier>`` stand for
    any such thing. Without cues, the search alone decides.
    """

    id: str
    text: str
    queries: tuple[str, ...] = ()
    cues: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Gate:
    """A condition for a question to apply to a paper; everything that is stated must be true.

    question, status: the id of another question, and the status that its answer must have. tags, kinds: the
    paper has one of these tags, or is one of these kinds of study. not_kinds: it is none of these kinds.
    """

    question: str = ""
    status: tuple[Status, ...] = REPORTED_STATUSES
    tags: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    not_kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """One question.

    id: readable, used in links (``random-seeds``). aliases: ids by which other sources know it (``cq24``).
    text: as shown to readers and models. queries: bare sentences as authors would write them, for retrieval;
    never for the prompt. cues: words and phrases that mark an answer. sections: kinds of section to prefer.
    references: whether the list of references may contain the answer (repository links may be only there).
    parts: the several things that it asks; the main one comes first. applies_to: gates that must all be open;
    empty: it applies to all papers. source: items of guidelines that it is derived from (``PRISMA 2020, item
    13d``), see `generator.core.guideline`.
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
    parts: tuple[PartOfQuestion, ...] = ()
    applies_to: tuple[Gate, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True)
class QuestionWording:
    """A question as it was asked: its text, and id and text of each part; empty if not recorded."""

    text: str = ""
    parts: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, question: Question) -> QuestionWording:
        """Return the wording of today."""
        return cls(question.text, tuple((part.id, part.text) for part in question.parts))

    def __bool__(self) -> bool:
        return bool(self.text)


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """A named, ordered set of questions, with its source.

    licence: of its wording. measured: data on which the accuracy of its answers was measured, and the result;
    empty if it was not measured.
    """

    id: str
    title: str
    description: str
    source: str
    questions: tuple[Question, ...]
    licence: str = ""
    measured: str = ""

    def find(self, name: str) -> Question | None:
        """Return the question with this id or alias (case does not matter), or None."""
        wanted = name.casefold()
        for question in self.questions:
            if wanted in (question.id, *(a.casefold() for a in question.aliases)):
                return question
        return None

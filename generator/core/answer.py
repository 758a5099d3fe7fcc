"""From snippets to a checked answer: what was searched, what a model wrote, and what is supported."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from generator.core.fingerprint import digest
from generator.core.question import QuestionWording
from generator.core.snippet import (
    Place,
    SearchedPassage,
    Snippet,
    searched_data,
    searched_of,
    snippet_data,
    snippet_of,
)
from generator.core.status import STATUSES, Status

__all__ = [
    "AUTHORS",
    "EXTERNAL_KINDS",
    "ID_LENGTH",
    "PEOPLE",
    "Answer",
    "AnswerFacts",
    "AnswerSentence",
    "PartStatus",
    "Place",
    "SearchedPassage",
    "Snippet",
    "Support",
]

# Hex digits of an id: 96 bits.
ID_LENGTH = 24
# Raised when an id covers other content; earlier ids then become aliases: `generator.ledger.line_migration`.
ID_SCHEMA = 2

# Name of the ledger file with a paper's answers by people; no model may have this name.
PEOPLE = "people"
# The same for what a paper's authors claim in a checklist: see `generator.run.authors`.
AUTHORS = "authors"
# Kinds of answers that no model of a project computes.
EXTERNAL_KINDS = ("imported", PEOPLE, AUTHORS)

Support = Literal["supported", "unsupported"]


@dataclass(frozen=True, slots=True)
class PartStatus:
    """Whether a paper reports one part of a question.

    id: of the part. probability: that the paper reports it, 0 to 1; None if unknown.
    """

    id: str
    reported: bool
    probability: float | None = None


@dataclass(frozen=True, slots=True)
class AnswerSentence:
    """A checked sentence. Unsupported ones carry the reason and are never shown as the answer.

    evidence: indices (from 0) into ``Answer.evidence``. coverage: share of the sentence's content words,
    weighted by rarity, that its evidence contains.
    """

    text: str
    support: Support
    reason: str = ""
    evidence: tuple[int, ...] = ()
    coverage: float = 0.0


@dataclass(frozen=True, slots=True)
class AnswerFacts:
    """The numbers of an answer that are summed over many answers.

    supported, withheld: sentences. coverage: mean of the supported sentences, 0 to 1; 0 without any. reasons:
    of the withheld ones. passages, characters: of its evidence.
    """

    supported: int = 0
    withheld: int = 0
    coverage: float = 0.0
    reasons: tuple[str, ...] = ()
    passages: int = 0
    characters: int = 0

    @classmethod
    def of(cls, answer: Answer) -> AnswerFacts:
        """Count the sentences and the evidence of an answer."""
        covered = [s.coverage for s in answer.sentences if s.support == "supported"]
        return cls(
            supported=len(covered),
            withheld=len(answer.sentences) - len(covered),
            coverage=sum(covered) / len(covered) if covered else 0.0,
            reasons=tuple(s.reason for s in answer.sentences if s.support == "unsupported"),
            passages=len(answer.evidence),
            characters=sum(len(e.text) for e in answer.evidence),
        )

    @property
    def sentences(self) -> int:
        """All sentences that were drafted."""
        return self.supported + self.withheld


@dataclass(frozen=True)
class Answer:
    """The answer of one model to one question about one paper, with its evidence and its origin.

    reason: one sentence that explains a status other than ``reported``. provenance: plain data about how the
    answer was made (fingerprint parts, model, version, sampling). measured: time and tokens, which are not
    part of its identity. probability: that the paper reports what was asked, 0 to 1, by the calibrated model
    and whatever the answer says; None if that model was not used. parts: which parts of the question the
    paper reports; empty if the question has no parts, or they were not decided. asked: the question as it was
    worded. version: of the paper, from 1. record: hash of the paper's bibliographic record at that time, see
    `generator.core.known_paper`; empty if it was not recorded. aliases: former ids, oldest first. shown: hash
    of the prompt that the model was shown; empty if it was not recorded.
    """

    paper: str
    question: str
    model: str
    status: Status
    reason: str = ""
    sentences: tuple[AnswerSentence, ...] = ()
    evidence: tuple[Snippet, ...] = ()
    searched: tuple[SearchedPassage, ...] = ()
    raw: str = ""
    fingerprint: Mapping[str, str | None] = field(default_factory=dict)
    provenance: Mapping[str, Any] = field(default_factory=dict)
    measured: Mapping[str, Any] = field(default_factory=dict)
    probability: float | None = None
    parts: tuple[PartStatus, ...] = ()
    asked: QuestionWording = field(default_factory=QuestionWording)
    version: int = 1
    record: str = ""
    aliases: tuple[str, ...] = ()
    shown: str = ""

    @property
    def kind(self) -> str:
        """The kind of its model, ``imported``, ``people`` or ``authors``; empty if unknown."""
        return str(self.provenance.get("kind", ""))

    @property
    def made(self) -> str:
        """When a model, a person or an author gave it, as recorded; empty if that was not recorded."""
        return str(self.provenance.get("made") or "")

    @property
    def imported(self) -> str:
        """When it was imported, as recorded; empty if it was not."""
        return str(self.provenance.get("imported") or "")

    @property
    def made_with(self) -> str:
        """The version of Answerbook that recorded it; empty if unknown."""
        return str(self.provenance.get("answerbook") or "")

    @property
    def facts(self) -> AnswerFacts:
        """The numbers that are summed over many answers."""
        return AnswerFacts.of(self)

    @property
    def whole(self) -> Answer:
        """The answer with everything in memory, see `generator.core.recorded_answer`."""
        return self

    @property
    def by_people(self) -> bool:
        """True if a person gave it, not a model: see `generator.run.answers_of_people`."""
        return self.kind == PEOPLE

    @property
    def by_authors(self) -> bool:
        """True if the paper's authors claim it in a checklist: see `generator.run.authors`."""
        return self.kind == AUTHORS

    @property
    def maker(self) -> str:
        """The name of who gave it, as shown to readers: a person's, or the model's."""
        return str(self.provenance.get("by", "")) if self.by_people else self.model

    @property
    def is_external(self) -> bool:
        """True if it came from elsewhere, so that no model of the project can compute it again."""
        return self.kind in EXTERNAL_KINDS

    @property
    def text(self) -> str:
        """The published text: the supported sentences."""
        return " ".join(s.text for s in self.sentences if s.support == "supported")

    @property
    def withheld(self) -> tuple[AnswerSentence, ...]:
        """The sentences that the paper does not support."""
        return tuple(s for s in self.sentences if s.support == "unsupported")

    @cached_property
    def id(self) -> str:
        """Content id, used in links. It covers the paper, the question and all that the answer says.

        It covers neither model nor time. It does not cover the paper's text or offsets into it either: a
        better reader of papers must not change addresses.
        """
        return digest(
            {
                "schema": ID_SCHEMA,
                "paper": [self.paper, self.version],
                "question": [self.question, self.asked.text, [list(part) for part in self.asked.parts]],
                "status": self.status,
                "parts": [[part.id, part.reported] for part in self.parts],
                "text": [[s.text, list(s.evidence)] for s in self.sentences if s.support == "supported"],
                "evidence": [e.named for e in self.evidence],
            },
            ID_LENGTH,
        )

    @property
    def names(self) -> tuple[str, ...]:
        """All ids under which it may be cited: its own, and its former ones."""
        return (self.id, *self.aliases)

    def to_json(self) -> dict[str, Any]:
        """Return plain data for JSON, with the id; empty fields of places and snippets are left out."""
        parts = [{"id": p.id, "reported": p.reported, "probability": p.probability} for p in self.parts]
        return {
            "paper": self.paper,
            "question": self.question,
            "model": self.model,
            "status": self.status,
            "reason": self.reason,
            "sentences": [
                {
                    "text": s.text,
                    "support": s.support,
                    "reason": s.reason,
                    "evidence": s.evidence,
                    "coverage": s.coverage,
                }
                for s in self.sentences
            ],
            "evidence": [snippet_data(e) for e in self.evidence],
            "searched": [searched_data(s) for s in self.searched],
            "raw": self.raw,
            "fingerprint": dict(self.fingerprint),
            "provenance": copy.deepcopy(dict(self.provenance)),
            "measured": copy.deepcopy(dict(self.measured)),
            # Written only if set, so that lines of older ledgers stay the same.
            **({} if self.probability is None else {"probability": self.probability}),
            **({"parts": parts} if parts else {}),
            **({"asked": _wording_data(self.asked)} if self.asked else {}),
            **({"version": self.version} if self.version != 1 else {}),
            **{name: value for name in ("record", "shown") if (value := getattr(self, name))},
            **({"aliases": list(self.aliases)} if self.aliases else {}),
            "id": self.id,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Answer:
        """Return the answer that ``to_json`` described. Raises KeyError, TypeError or ValueError."""
        if data["status"] not in STATUSES:
            raise ValueError(f"unknown status {data['status']!r}")
        answer = cls(
            paper=data["paper"],
            question=data["question"],
            model=data["model"],
            status=data["status"],
            reason=data["reason"],
            sentences=tuple(
                AnswerSentence(
                    text=s["text"],
                    support=s["support"],
                    reason=s["reason"],
                    evidence=tuple(s["evidence"]),
                    coverage=s["coverage"],
                )
                for s in data["sentences"]
            ),
            evidence=tuple(snippet_of(e) for e in data["evidence"]),
            searched=tuple(searched_of(s) for s in data["searched"]),
            raw=data["raw"],
            fingerprint=dict(data["fingerprint"]),
            provenance=dict(data["provenance"]),
            measured=dict(data.get("measured", {})),
            probability=_probability(data.get("probability")),
            parts=tuple(
                PartStatus(str(p["id"]), bool(p["reported"]), _probability(p.get("probability")))
                for p in data.get("parts", ())
            ),
            asked=_wording(data.get("asked")),
            version=_version(data.get("version", 1)),
            record=str(data.get("record", "")),
            aliases=tuple(map(str, data.get("aliases", ()))),
            shown=str(data.get("shown", "")),
        )
        if "id" in data and data["id"] != answer.id:
            raise ValueError(f"the id {data['id']} does not belong to this content ({answer.id})")
        return answer


def _probability(value: Any) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value <= 1:
        raise ValueError(f"the probability {value!r} is no number from 0 to 1")
    return float(value)


def _wording_data(asked: QuestionWording) -> dict[str, Any]:
    return {"text": asked.text, **({"parts": [list(part) for part in asked.parts]} if asked.parts else {})}


def _wording(data: Mapping[str, Any] | None) -> QuestionWording:
    if data is None:
        return QuestionWording()
    return QuestionWording(
        str(data["text"]), tuple((str(name), str(text)) for name, text in data.get("parts", ()))
    )


def _version(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise ValueError(f"the version {value!r} of the paper is no number from 1 on")
    return value

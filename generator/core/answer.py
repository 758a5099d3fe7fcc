"""From snippets to a checked answer: what was searched, what a model said, what is supported."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from generator.core.fingerprint import digest
from generator.core.question import Wording
from generator.core.snippet import (
    Place,
    Searched,
    Snippet,
    searched_data,
    searched_of,
    snippet_data,
    snippet_of,
)
from generator.core.status import STATUSES, Status

__all__ = [
    "AUTHORS",
    "GIVEN",
    "ID_LENGTH",
    "PEOPLE",
    "Answer",
    "AnswerSentence",
    "Draft",
    "DraftSentence",
    "PartFound",
    "Place",
    "Searched",
    "Snippet",
    "Support",
]

# Hex digits of an id: 96 bits.
ID_LENGTH = 24
# Raised when an id covers something else; ids of before then become aliases, see `generator.ledger.schema`.
ID_SCHEMA = 2

# The file in which a paper's answers by people stand in a ledger; no model may bear this name.
PEOPLE = "people"
# Likewise what a paper's authors say of it in a checklist: see `generator.run.authors`.
AUTHORS = "authors"
# Kinds of answers that no model of a project makes.
GIVEN = ("imported", PEOPLE, AUTHORS)

Support = Literal["supported", "unsupported"]


@dataclass(frozen=True, slots=True)
class PartFound:
    """Whether a paper tells a part of a question.

    id: of the part. probability: that it does, 0 to 1; None where that is not known.
    """

    id: str
    reported: bool
    probability: float | None = None


@dataclass(frozen=True, slots=True)
class DraftSentence:
    """A sentence as a model wrote it, with the numbers (from 1) of the snippets that it cites.

    abstains: it says that the paper, or a part of it, does not tell.
    """

    text: str
    cites: tuple[int, ...] = ()
    abstains: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """What a model said. ``abstained``: it said that the paper does not tell, and claimed nothing.

    partial: it claimed something, and said that a part of the question stays open.
    seconds: wall time in the model. prompt_tokens: tokens evaluated, without reused_tokens, whose state
    was kept. left_out: snippets that were found and not shown to the model, for want of room. asked: False
    where the paper was plainly silent, so that no model was asked. shown: names the prompt, if there was one.
    """

    raw: str
    sentences: tuple[DraftSentence, ...]
    abstained: bool = False
    partial: bool = False
    seconds: float = 0.0
    prompt_tokens: int = 0
    new_tokens: int = 0
    reused_tokens: int = 0
    left_out: int = 0
    asked: bool = True
    shown: str = ""


@dataclass(frozen=True, slots=True)
class AnswerSentence:
    """A checked sentence. Unsupported ones carry the reason and are never shown as the answer.

    evidence: indices (from 0) into ``Answer.evidence``. coverage: share of the sentence's content
    words, weighted by rarity, that its evidence holds.
    """

    text: str
    support: Support
    reason: str = ""
    evidence: tuple[int, ...] = ()
    coverage: float = 0.0


@dataclass(frozen=True)
class Answer:
    """The answer of one model to one question about one paper, with its evidence and its origin.

    reason: for a status other than ``reported``, one sentence that says why. provenance: plain
    data about how it was made (fingerprint parts, model, version, sampling); measured: time and
    tokens, which never count towards identity. probability: that the paper reports what was asked, 0 to 1,
    by the calibrated model, whatever the answer says; None where none was asked. parts: which parts of the
    question the paper tells; empty where it has none, or nothing was decided on them. asked: the question as
    it was asked. version: of the paper, from 1. record: names the paper's bibliographic record of then, see
    `generator.core.known_paper`; empty where that was not recorded. aliases: ids that it had before, oldest
    first. shown: names what its model was shown; empty where that was not recorded.
    """

    paper: str
    question: str
    model: str
    status: Status
    reason: str = ""
    sentences: tuple[AnswerSentence, ...] = ()
    evidence: tuple[Snippet, ...] = ()
    searched: tuple[Searched, ...] = ()
    raw: str = ""
    fingerprint: Mapping[str, str | None] = field(default_factory=dict)
    provenance: Mapping[str, Any] = field(default_factory=dict)
    measured: Mapping[str, Any] = field(default_factory=dict)
    probability: float | None = None
    parts: tuple[PartFound, ...] = ()
    asked: Wording = field(default_factory=Wording)
    version: int = 1
    record: str = ""
    aliases: tuple[str, ...] = ()
    shown: str = ""

    @property
    def kind(self) -> str:
        """How it came to be: the kind of its model, ``imported`` or ``people``; empty where nothing tells."""
        return str(self.provenance.get("kind", ""))

    @property
    def by_people(self) -> bool:
        """Whether a person gave it, not a model: see `generator.run.people`."""
        return self.kind == PEOPLE

    @property
    def by_authors(self) -> bool:
        """Whether the paper's authors claim it in a checklist: see `generator.run.authors`."""
        return self.kind == AUTHORS

    @property
    def maker(self) -> str:
        """Who gave it, as readers are told: a person's name, or that of the model."""
        return str(self.provenance.get("by", "")) if self.by_people else self.model

    @property
    def is_given(self) -> bool:
        """Whether it came from elsewhere, so that no model of the project can make it anew."""
        return self.kind in GIVEN

    @property
    def text(self) -> str:
        """What is published: the supported sentences."""
        return " ".join(s.text for s in self.sentences if s.support == "supported")

    @property
    def withheld(self) -> tuple[AnswerSentence, ...]:
        """Sentences that the paper does not support."""
        return tuple(s for s in self.sentences if s.support == "unsupported")

    @cached_property
    def id(self) -> str:
        """Content id, for links: what was asked of which paper, and all that is said; neither model nor time.

        Not the paper's text, nor places in it by offsets: a better reader must not move addresses.
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
        """All ids by which it may be cited: its own, and those that it had before."""
        return (self.id, *self.aliases)

    def to_json(self) -> dict[str, Any]:
        """Plain data for JSON, with the id; empty fields are left out of places and snippets."""
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
            # Only where there are any: lines of older ledgers stay as they are.
            **({} if self.probability is None else {"probability": self.probability}),
            **({"parts": [_part_data(p) for p in self.parts]} if self.parts else {}),
            **({"asked": _wording_data(self.asked)} if self.asked else {}),
            **({"version": self.version} if self.version != 1 else {}),
            **{name: value for name in ("record", "shown") if (value := getattr(self, name))},
            **({"aliases": list(self.aliases)} if self.aliases else {}),
            "id": self.id,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Answer:
        """The answer that ``to_json`` described. Raises KeyError, TypeError or ValueError otherwise."""
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
                PartFound(str(p["id"]), bool(p["reported"]), _probability(p.get("probability")))
                for p in data.get("parts", ())
            ),
            asked=_wording(data.get("asked")),
            version=_counted(data.get("version", 1)),
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


def _part_data(part: PartFound) -> dict[str, Any]:
    return {"id": part.id, "reported": part.reported, "probability": part.probability}


def _wording_data(asked: Wording) -> dict[str, Any]:
    return {"text": asked.text, **({"parts": [list(part) for part in asked.parts]} if asked.parts else {})}


def _wording(data: Mapping[str, Any] | None) -> Wording:
    if data is None:
        return Wording()
    return Wording(str(data["text"]), tuple((str(name), str(text)) for name, text in data.get("parts", ())))


def _counted(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise ValueError(f"the version {value!r} of the paper is no number from 1 on")
    return value

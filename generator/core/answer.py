"""From snippets to a checked answer: what was searched, what a model said, what is supported."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from generator.core.fingerprint import digest
from generator.core.paper import SectionKind
from generator.core.status import STATUSES, Status
from generator.core.tables import TableRow

Support = Literal["supported", "unsupported"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a piece of a paper stands: offsets into its canonical text, section, page, box."""

    start: int
    end: int
    section: str = ""  # title of the section
    kind: SectionKind = "other"
    page: int | None = None
    box: tuple[float, float, float, float] | None = None
    element: str | None = None


@dataclass(frozen=True, slots=True)
class Snippet:
    """A verbatim piece of a paper. ``id``: hash of its text; ``score``: has meaning within one search only.

    focus: offsets (start, end) into the paper's text of the sentences that were found; what
    stands around them in ``text`` are their neighbours. row: of a row of a table, what the table says
    with it; shown beside the text, and part of the evidence.
    """

    text: str
    place: Place
    score: float = 0.0
    links: tuple[str, ...] = ()
    focus: tuple[tuple[int, int], ...] = ()
    row: TableRow | None = None

    @property
    def id(self) -> str:
        return digest(self.text)

    @property
    def evidence(self) -> str:
        """All that is evidence here: the text, and beside a row of a table what heads it."""
        beside = (self.row.caption, self.row.in_words) if self.row else ()
        return "\n".join(filter(None, (self.text, *beside)))


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
    where the paper was plainly silent, so that no model was asked.
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


@dataclass(frozen=True, slots=True)
class Searched:
    """A snippet that was searched, by place and content id; its text stands in the paper."""

    id: str
    place: Place
    score: float
    text: str = ""  # kept only where no paper holds it (imported answers)


@dataclass(frozen=True)
class Answer:
    """The answer of one model to one question about one paper, with its evidence and its origin.

    reason: for a status other than ``reported``, one sentence that says why. provenance: plain
    data about how it was made (fingerprint parts, model, version, sampling); measured: time and
    tokens, which never count towards identity. probability: that the paper reports what was asked, 0 to 1,
    by the calibrated model, whatever the answer says; None where none was asked. parts: which parts of the
    question the paper tells; empty where it has none, or nothing was decided on them.
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
        """Content id, for links: paper, question, status, text and evidence; neither model nor time."""
        return digest(
            {
                "paper": self.paper,
                "question": self.question,
                "status": self.status,
                "text": self.text,
                "evidence": [[e.text, e.place.start, e.place.end] for e in self.evidence],
            }
        )

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
            "evidence": [_snippet_data(e) for e in self.evidence],
            "searched": [_searched_data(s) for s in self.searched],
            "raw": self.raw,
            "fingerprint": dict(self.fingerprint),
            "provenance": copy.deepcopy(dict(self.provenance)),
            "measured": copy.deepcopy(dict(self.measured)),
            # Only where there are any: lines of older ledgers stay as they are.
            **({} if self.probability is None else {"probability": self.probability}),
            **({"parts": [_part_data(p) for p in self.parts]} if self.parts else {}),
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
            evidence=tuple(
                Snippet(
                    text=e["text"],
                    place=_place(e["place"]),
                    score=e.get("score", 0.0),
                    links=tuple(e.get("links", ())),
                    focus=tuple((a, b) for a, b in e.get("focus", ())),
                    row=_table_row(e.get("row")),
                )
                for e in data["evidence"]
            ),
            searched=tuple(
                Searched(s["id"], _place(s["place"]), s.get("score", 0.0), s.get("text", ""))
                for s in data["searched"]
            ),
            raw=data["raw"],
            fingerprint=dict(data["fingerprint"]),
            provenance=dict(data["provenance"]),
            measured=dict(data.get("measured", {})),
            probability=_probability(data.get("probability")),
            parts=tuple(
                PartFound(str(p["id"]), bool(p["reported"]), _probability(p.get("probability")))
                for p in data.get("parts", ())
            ),
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


def _snippet_data(snippet: Snippet) -> dict[str, Any]:
    data: dict[str, Any] = {
        "text": snippet.text,
        "place": _place_data(snippet.place),
        "score": snippet.score,
    }
    if snippet.links:
        data["links"] = snippet.links
    if snippet.focus:
        data["focus"] = snippet.focus
    if snippet.row:
        data["row"] = {"caption": snippet.row.caption, "cells": snippet.row.cells}
    return data


def _table_row(data: Mapping[str, Any] | None) -> TableRow | None:
    return TableRow(data["caption"], tuple((h, c) for h, c in data["cells"])) if data else None


def _searched_data(searched: Searched) -> dict[str, Any]:
    data: dict[str, Any] = {
        "id": searched.id,
        "place": _place_data(searched.place),
        "score": searched.score,
    }
    if searched.text:
        data["text"] = searched.text
    return data


def _place_data(place: Place) -> dict[str, Any]:
    # By name, not by `dataclasses.asdict`, which took nine tenths of the time to read a ledger.
    data: dict[str, Any] = {"start": place.start, "end": place.end}
    for name in ("section", "kind", "page", "box", "element"):
        value = getattr(place, name)
        if value is not None and value != "":
            data[name] = value
    return data


def _place(data: Mapping[str, Any]) -> Place:
    box = data.get("box")
    return Place(
        start=data["start"],
        end=data["end"],
        section=data.get("section", ""),
        kind=data.get("kind", "other"),
        page=data.get("page"),
        box=None if box is None else (box[0], box[1], box[2], box[3]),
        element=data.get("element"),
    )

"""Hashes that name content, and the fingerprint that says what an answer was made from."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from generator.core.paper import Paper
from generator.core.question import Question

# The parts in the order in which a reader should learn that one of them changed.
PARTS = (
    "paper_text",
    "reader",
    "retrieval",
    "encoder",
    "question",
    "applies",
    "prompt",
    "model",
    "sampling",
    "engine",
    "checking",
)

# What a part is where nothing is said of it: a question without gates applies to every paper.
_SILENT = {"applies": "yes"}


def canonical_json(value: Any) -> str:
    """JSON with sorted keys, no white space and no escapes beyond those needed: same value, same text."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def digest(value: Any, length: int = 16) -> str:
    """First ``length`` hex digits of the SHA-256 of a text, of bytes, or of a value's canonical JSON."""
    if isinstance(value, str):
        value = value.encode("utf-8", "surrogatepass")
    elif not isinstance(value, bytes):
        value = canonical_json(value).encode("utf-8", "surrogatepass")
    return hashlib.sha256(value).hexdigest()[:length]


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What an answer was made from: named hashes. None stands for a part that cannot be known here.

    A part is unknown, say, where a frozen build has no model file to hash; an unknown part never
    makes an answer stale.
    """

    parts: Mapping[str, str | None]

    def changed_since(self, recorded: Mapping[str, str | None]) -> tuple[str, ...]:
        """Names of the parts that are known now and differ from the recorded ones, in the order of PARTS."""
        names = [*PARTS, *sorted(set(self.parts) - set(PARTS))]
        today = {name: self.parts.get(name, _SILENT.get(name)) for name in names}
        return tuple(
            name
            for name in names
            if today[name] is not None and today[name] != recorded.get(name, _SILENT.get(name))
        )


def paper_hash(paper: Paper) -> str:
    """Hash of all of a paper that retrieval and answers depend on: text and structure, not metadata."""
    return digest(
        [
            paper.text,
            [
                [
                    s.kind,
                    s.title,
                    [
                        [
                            p.role,
                            [[x.start, x.end, x.links] for x in p.sentences],
                            *([p.header.rows, p.header.columns] if p.header else ()),
                        ]
                        for p in s.paragraphs
                    ],
                ]
                for s in paper.sections
            ],
        ]
    )


def question_hash(question: Question) -> str:
    """Hash of all of a question that answers depend on: not its group, nor its aliases or gates.

    Parts count only where there are any: a question without has the hash that it had before there were parts.
    """
    asked: list[object] = [
        question.text,
        question.queries,
        question.cues,
        question.sections,
        question.references,
        question.kind,
    ]
    if question.parts:
        asked.append([[part.id, part.text, part.queries] for part in question.parts])
    return digest(asked)

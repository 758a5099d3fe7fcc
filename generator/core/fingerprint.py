"""Hashes that identify content, and the fingerprint of what an answer was made from."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from generator.core.paper import Paper
from generator.core.question import Question

# The parts in the order in which changes are reported.
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

# Values of parts that are not recorded: a question without gates applies to every paper.
_DEFAULTS = {"applies": "yes"}


def canonical_json(value: Any) -> str:
    """Return JSON with sorted keys, no white space and minimal escapes: equal values give equal text."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def digest(value: Any, length: int = 16) -> str:
    """Return the first ``length`` hex digits of the SHA-256 of a text, bytes, or a value's canonical JSON."""
    if isinstance(value, str):
        value = value.encode("utf-8", "surrogatepass")
    elif not isinstance(value, bytes):
        value = canonical_json(value).encode("utf-8", "surrogatepass")
    return hashlib.sha256(value).hexdigest()[:length]


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What an answer was made from: hashes by name. None marks a part that cannot be known here.

    For example, a frozen build has no model file to hash. An unknown part never makes an answer stale.
    """

    parts: Mapping[str, str | None]

    def changed_since(self, recorded: Mapping[str, str | None]) -> tuple[str, ...]:
        """Return the names of known parts that differ from the recorded ones, in the order of PARTS."""
        if self.parts == recorded:
            return ()
        names = [*PARTS, *sorted(set(self.parts) - set(PARTS))]
        today = {name: self.parts.get(name, _DEFAULTS.get(name)) for name in names}
        return tuple(
            name
            for name in names
            if today[name] is not None and today[name] != recorded.get(name, _DEFAULTS.get(name))
        )


def paper_hash(paper: Paper) -> str:
    """Hash all of a paper that retrieval and answers depend on: text and structure, not metadata."""
    return paper.text_hash or digest(
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


def layout_hash(paper: Paper) -> str:
    """Hash all of a paper that a page with its text shows: words, layout, links and page numbers."""
    if paper.layout_hash:
        return paper.layout_hash
    sections = [
        [s.kind, s.title, s.level, [[p.role, len(p.sentences), repr(p.header)] for p in s.paragraphs]]
        for s in paper.sections
    ]
    sentences = [[s.start, s.end, s.page, list(s.links)] for s in paper.sentences]
    return digest([paper.text, sections, sentences])


@lru_cache(maxsize=4096)
def question_hash(question: Question) -> str:
    """Hash all of a question that answers depend on: not its group, aliases or gates.

    Parts, and cues of parts, are hashed only if there are any. So a question without them keeps the hash that
    it had before they were introduced.
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
        asked.append(
            [
                [part.id, part.text, part.queries, *([part.cues] if part.cues else [])]
                for part in question.parts
            ]
        )
    return digest(asked)

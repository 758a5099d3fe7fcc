"""Invented sentences: what a paper may print that answers a question, and near misses that do not.

A line of `tests/benchmarks/labels/invented/sentences.jsonl` is one sentence: the ``question`` (``set/id`` of
a shipped set, or the text of a free one), the ``section`` under which it stands, its ``text``, and whether it
``answers``. All are made up, from many fields; half of those that answer have none of the question's words,
and the near misses share words and topic with it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from generator.commands.ask import typed_question
from generator.commands.evaluate.cases import shipped_sets
from generator.core import Question
from generator.retrieval import ScoredText
from tests.benchmarks.own_labels import FREE, LABELS

FILE = LABELS / "invented" / "sentences.jsonl"


@dataclass(frozen=True)
class Invented:
    """One sentence. asked: the id of the question's set, or `FREE`."""

    asked: str
    question: Question
    text: ScoredText
    answers: bool


def read_invented() -> list[Invented]:
    """All invented sentences, in order."""
    known = {f"{s.id}/{q.id}": (s.id, q) for s in shipped_sets() for q in s.questions}
    found = []
    for line in FILE.read_text("utf-8").splitlines():
        row = json.loads(line)
        asked, question = known.get(row["question"]) or (FREE, typed_question(row["question"]))
        found.append(Invented(asked, question, ScoredText(row["section"], row["text"]), row["answers"]))
    return found

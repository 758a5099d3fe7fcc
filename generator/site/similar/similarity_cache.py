"""Papers with similar answers, question by question, cached from build to build.

Compared is what the site shows: the first answer to each question about each public paper, if it reports
anything. The cache holds the stems of each answer, by its id, and the neighbours found. It saves time and
changes nothing: without it all answers are compared again, with the same result.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from generator.core import Question
from generator.core.status import REPORTED_STATUSES
from generator.site import Collection
from generator.site.similar.duplicates import duplicates, sketches
from generator.site.similar.shared_words import (
    MAX_NEIGHBOURS,
    MIN_SIMILARITY,
    AnswerStems,
    Neighbour,
    answer_stems,
    nearest,
    question_stems,
)
from generator.storage.work_records import Record

__all__ = ["add_similar", "similar_answers"]

_Near = Mapping[str, tuple[Neighbour, ...]]


def add_similar(
    collection: Collection, cache: Path, sketched: Mapping[str, Sequence[int]] | None = None
) -> Collection:
    """Return ``collection`` with its similar answers and likely duplicates. cache: of the project.

    sketched: those that are known, see `sketches`.
    """
    kept = cache / "similar"
    return dataclasses.replace(
        collection,
        similar=similar_answers(collection, kept),
        similar_from=MIN_SIMILARITY,
        duplicates=duplicates(
            collection.public, sketches(collection.public, kept / ".papers.json", sketched)
        ),
    )


def similar_answers(collection: Collection, cache: Path) -> dict[str, dict[str, tuple[tuple[str, int], ...]]]:
    """Return question -> paper -> the papers with the most similar answers and the similarity in percent.

    cache: folder for the results; if it cannot be written, nothing is kept.
    """
    found = {}
    for question in collection.questions:
        near = _similar_to_question(collection, question, cache / f"{question.id}.json")
        if near:
            found[question.id] = {
                paper: tuple((n.paper, 100 - n.distance) for n in others) for paper, others in near.items()
            }
    return found


def _similar_to_question(collection: Collection, question: Question, file: Path) -> _Near:
    ignored = question_stems(question)
    known, near = _read(file, ignored)
    answers: dict[str, AnswerStems] = {}
    for paper in collection.public:
        shown = collection.answers_to(paper.id, question.id)
        if shown and shown[0].status in REPORTED_STATUSES:
            before, name = known.get(paper.id), shown[0].id
            unchanged = before if before is not None and before.answer == name else None
            answers[paper.id] = unchanged or answer_stems(name, shown[0].text, ignored)
    if answers == known:
        return near
    near = nearest(answers, known, near)
    _write(file, ignored, answers, near)
    return near


def _record(file: Path, ignored: frozenset[str]) -> Record:
    return Record(file, "answerbook similar answers", 2, [MIN_SIMILARITY, MAX_NEIGHBOURS, sorted(ignored)])


def _read(file: Path, ignored: frozenset[str]) -> tuple[dict[str, AnswerStems], _Near]:
    """Return the stems and neighbours of the last comparison, if it had the same rules; else nothing."""
    return _record(file, ignored).read(_parsed) or ({}, {})


def _parsed(data: Any) -> tuple[dict[str, AnswerStems], _Near]:
    known = {str(p): AnswerStems(str(name), int(bits, 16)) for p, (name, bits) in data["answers"].items()}
    near = {str(p): tuple(Neighbour(int(u), str(o)) for u, o in others) for p, others in data["near"].items()}
    return known, near


def _write(file: Path, ignored: frozenset[str], answers: Mapping[str, AnswerStems], near: _Near) -> None:
    content = {
        "answers": {paper: [stems.answer, f"{stems.bits:x}"] for paper, stems in answers.items()},
        "near": {paper: [[n.distance, n.paper] for n in others] for paper, others in near.items()},
    }
    _record(file, ignored).write(content)

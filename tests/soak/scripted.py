"""In worker processes: the work of a build, with answers that are made up where a model would be asked.

Each question that is asked is noted in a file, on the disk before the answer is made.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import generator.run.jobs
from generator import answering
from generator.core import Answer, AnswerSentence, Paper, Place, Question, SearchedPassage, Snippet
from generator.retrieval.model_results import RetrievalUsage

CALLS = "SOAK_CALLS"  # environment: the file of calls
PAUSE = "SOAK_PAUSE"  # environment: seconds that an answer takes
HOLD = "SOAK_HOLD"  # environment: a file; while it is there, no answer is finished


def work(job: generator.run.jobs.PaperJob) -> None:
    """Do what a worker does with a job, with scripted retrieval, model and check."""
    vars(generator.run.jobs).update(Pipeline=Scripted)
    generator.run.jobs.work_on_paper(job)


def call(paper: str, question: str, fingerprint: Mapping[str, str | None]) -> str:
    """One asking of one question, in the wording that it had."""
    return f"{paper} {question} {fingerprint['question']}"


class Scripted:
    """In the place of `generator.run.pipeline.Pipeline`."""

    def __init__(self, *_: Any, **__: Any) -> None:
        """Nothing is loaded."""
        self.indexer = self
        self.usage = RetrievalUsage()

    def answers(
        self,
        paper: Paper,
        questions: Sequence[Question],
        spec: answering.ModelSpec,
        fingerprints: Mapping[str, Mapping[str, str | None]],
    ) -> Iterator[Answer]:
        for question in questions:
            parts = fingerprints[question.id]
            _note(call(paper.id, question.id, parts))
            time.sleep(float(os.environ[PAUSE]))
            while Path(os.environ[HOLD]).exists():
                time.sleep(0.02)
            yield _answer(paper, question, spec, parts)


def _note(line: str) -> None:
    file = os.open(os.environ[CALLS], os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
    os.write(file, f"{line}\n".encode())
    os.fsync(file)
    os.close(file)


def _answer(
    paper: Paper, question: Question, spec: answering.ModelSpec, parts: Mapping[str, str | None]
) -> Answer:
    """Return the same for the same question: a sentence of the paper, with a long reply."""
    sentences = [s for s in paper.sentences if len(s.text) > 20]
    number = int(hashlib.sha256(f"{paper.id}{question.text}".encode()).hexdigest(), 16)
    found = sentences[number % len(sentences)]
    place = Place(found.start, found.end, "Methods", "methods")
    return Answer(
        paper=paper.id,
        question=question.id,
        model=spec.name,
        status="reported",
        sentences=(AnswerSentence(found.text, "supported", "", (0,), 1.0),),
        evidence=(Snippet(found.text, place, 0.9, (), ((found.start, found.end),)),),
        searched=(SearchedPassage("0123456789abcdef", place, 0.9),),
        raw=f"[1] {found.text} " + "x" * (number % 60_000),
        fingerprint=dict(parts),
        provenance={"answerbook": "0.1", "kind": spec.kind, "made": "2026-11-01", "asked": question.text},
    )

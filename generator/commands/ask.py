"""One paper, without a project: what may answer questions about it, and the answers.

Questions and models are named as people write them.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.answering import BUILT_IN, ModelSpec
from generator.core import Answer, Paper, Question, Retrieved
from generator.errors import AnswerbookError
from generator.project import shipped
from generator.project.papers import read_one
from generator.project.problems import did_you_mean
from generator.project.questions import load_question_set
from generator.run.pipeline import Pipeline, RetrievalOptions

__all__ = ["Asked", "ask", "choose_model", "choose_questions", "retrieve"]

DEFAULT_SET = "deep-learning"


@dataclass(frozen=True, slots=True)
class Asked:
    """Questions put to one paper, each with its answer, in order."""

    paper: Paper
    model: ModelSpec
    questions: tuple[Question, ...]
    answers: tuple[Answer, ...]


def retrieve(file: Path, names: Sequence[str], budget: int) -> tuple[Paper, list[tuple[Question, Retrieved]]]:
    """Return the paper in ``file``, and for each question the snippets that may answer it, best first.

    names: see `choose_questions`. budget: characters of snippets a question. Raises AnswerbookError.
    """
    questions = choose_questions(names)
    paper = read_one(file)
    pipeline = Pipeline(RetrievalOptions(budget=budget))
    return paper, [(question, pipeline.retrieved(paper, question)) for question in questions]


def ask(
    file: Path, names: Sequence[str], model: str, budget: int, *, on_step: Callable[[int, int], None]
) -> Asked:
    """Answer questions about the paper in ``file``; nothing is recorded.

    names, model: see `choose_questions` and `choose_model`. budget: characters of snippets a question.
    on_step: called with how many answers are made and how many there will be. Raises AnswerbookError.
    """
    questions, spec = choose_questions(names), choose_model(model)
    paper = read_one(file)
    answers: list[Answer] = []
    with contextlib.closing(Pipeline(RetrievalOptions(budget=budget))) as pipeline:
        on_step(0, len(questions))
        for answer in pipeline.answers(paper, questions, spec, {}):
            answers.append(answer)
            on_step(len(answers), len(questions))
    return Asked(paper, spec, questions, tuple(answers))


def choose_questions(names: Sequence[str]) -> tuple[Question, ...]:
    """The questions that ``names`` stand for: ids or aliases of the shipped sets, else a text with a blank.

    Without names, all of the set `deep-learning`. Raises AnswerbookError for what is neither.
    """
    sets = [load_question_set(file) for file in sorted(shipped("content/questions").glob("*.yml"))]
    if not names:
        return next(s.questions for s in sets if s.id == DEFAULT_SET)
    found: list[Question] = []
    for name in names:
        known = next((q for s in sets if (q := s.find(name)) is not None), None)
        if known is None and len(name.split()) >= 3:
            known = Question(id=_slug(name), text=name.strip(), group="asked", queries=(name.strip(),))
        if known is None:
            ids = {q.id for s in sets for q in s.questions}
            raise AnswerbookError(f"no question {name!r}; {did_you_mean(name, ids)}")
        if known not in found:
            found.append(known)
    return tuple(found)


def choose_model(name: str) -> ModelSpec:
    """The built-in model of this name, or the GGUF file at this path. Raises AnswerbookError."""
    if name in BUILT_IN:
        return BUILT_IN[name]
    if Path(name).suffix.lower() == ".gguf":
        return ModelSpec(name=_slug(Path(name).stem), kind="llama", file=name)
    raise AnswerbookError(f"no model {name!r}; name {', '.join(BUILT_IN)}, or the path of a .gguf file.")


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:60].rstrip("-") or "question"

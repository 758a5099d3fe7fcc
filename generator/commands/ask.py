"""Questions and models named on the command line, outside of a project."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from generator.answering import BUILT_IN, ModelSpec
from generator.core import Question
from generator.errors import AnswerbookError
from generator.project import shipped
from generator.project.problems import did_you_mean
from generator.project.questions import load_question_set

DEFAULT_SET = "deep-learning"


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

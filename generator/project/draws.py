"""The file ``content/review-sample.yml``: papers drawn at random for review, to estimate shares.

`answerbook reviews sample` writes it. It is committed with the reviews: a reader of an estimate can verify
that its sample was drawn at random and not picked.
"""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, RootModel

from generator.core.draw import Draw, drawn_order
from generator.errors import InvalidFile, Problem
from generator.project.question_files import Slug
from generator.project.yaml_file import FileModel, load_model
from generator.storage.files import write_whole

__all__ = ["load_draws", "write_draws"]

_HEAD = """\
# Papers drawn at random, question by question, whose answers people review so that the share of papers that
# report can be estimated. Written by `answerbook reviews sample`; commit this file, and change nothing in it:
# the order follows from the seed, SHA-256 of the seed, a line break and the paper's id.
"""


def _seed(value: str) -> str:
    if not re.fullmatch(r"[0-9a-f]{16,64}", value):
        raise ValueError(f"{value!r} is not a seed; restore the file")
    return value


class _DrawEntry(FileModel):
    question: Slug
    seed: Annotated[str, AfterValidator(_seed)]
    date: datetime.date
    papers: list[str]


class _Draws(RootModel[list[_DrawEntry]]):
    """The content of the whole file."""


def load_draws(file: Path) -> tuple[Draw, ...]:
    """Return the draws in ``file``, one per question; none if there is no file.

    Raises InvalidFile, also if the papers are not in the order that follows from the seed.
    """
    if not file.exists():
        return ()
    entries = load_model(file, _Draws).root
    found = tuple(Draw(e.question, e.seed, e.date, tuple(e.papers)) for e in entries)
    problems = []
    for number, draw in enumerate(found):
        if draw.papers != drawn_order(draw.seed, set(draw.papers)):
            message = f"{draw.question}: the papers are not in the order that follows from the seed"
            problems.append(Problem(str(file), None, f"{message}; restore the file"))
        if draw.question in {other.question for other in found[:number]}:
            problems.append(Problem(str(file), None, f"{draw.question} is listed twice; restore the file"))
    if problems:
        raise InvalidFile(problems)
    return found


def write_draws(file: Path, draws: Iterable[Draw]) -> None:
    """Write ``draws`` to ``file``, replacing its content. Raises OSError."""
    blocks = []
    for draw in draws:
        lines = [
            f"- question: {draw.question}",
            f'seed: "{draw.seed}"',  # quoted, for it may look like a number
            f"date: {draw.date.isoformat()}",
            "papers:",
            *(f"  - {json.dumps(name)}" for name in draw.papers),
        ]
        blocks.append("\n  ".join(lines))
    write_whole(file, _HEAD + "".join(f"\n{block}\n" for block in blocks))

"""`answerbook reviews sample`: draw random samples of answers to review next, question by question."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from generator.commands.reviews.exporting import Exporting, write_rows
from generator.core.clock import now
from generator.core.counting import pluralize
from generator.core.draw import Draw, drawn_order
from generator.errors import AnswerbookError
from generator.project import Project
from generator.project.draws import load_draws, write_draws
from generator.project.lookup import choose_question

__all__ = ["DrawnSample", "draw_sample", "drawn_text"]

_SEED_BYTES = 8


@dataclass(frozen=True, slots=True)
class DrawnSample:
    """A sample that was drawn.

    new: questions, each with the papers added to its sample. left: questions with no paper left to add.
    """

    new: tuple[tuple[str, tuple[str, ...]], ...]
    left: tuple[str, ...]

    @property
    def cells(self) -> tuple[tuple[str, str], ...]:
        """(paper, question) of all additions."""
        return tuple((paper, question) for question, papers in self.new for paper in papers)


def draw_sample(
    project: Project, size: int, questions: Sequence[str] = (), sheet: Path | None = None
) -> DrawnSample:
    """Draw up to ``size`` more papers for each question, and record them.

    Only public papers count that have an answer which did not fail, and to which the question applies.
    questions: names as typed; empty for all. sheet: file for a table of the additions, as from
    `export_reviews`. Raises AnswerbookError for unknown names and for an existing sheet, InvalidFile for a
    damaged record of samples.
    """
    exporting = Exporting.of(project)
    sets = project.question_sets()
    chosen = {choose_question(name, sets).id for name in questions}
    draws = {draw.question: draw for draw in load_draws(project.draws_file)}
    new, left = [], []
    for question in (q for s in sets for q in s.questions if not chosen or q.id in chosen):
        known = next((draws[n] for n in (question.id, *question.aliases) if n in draws), None)
        draw = known or Draw(question.id, secrets.token_hex(_SEED_BYTES), now().date(), ())
        papers = exporting.papers_with(question)
        added = [name for name in drawn_order(draw.seed, papers) if name not in draw.papers][:size]
        if not added:
            left.append(question.id)
            continue
        whole = drawn_order(draw.seed, {*draw.papers, *added})
        draws[draw.question] = replace(draw, date=now().date(), papers=whole)
        new.append((question.id, tuple(added)))
    found = DrawnSample(tuple(new), tuple(left))
    if sheet is not None:  # first, as it may be refused
        write_rows(sheet, exporting.rows_of(found.cells))
    if new:
        try:
            write_draws(project.draws_file, draws.values())
        except OSError as error:
            raise AnswerbookError(
                f"{project.draws_file}: cannot be written ({error.strerror}); make the folder writable"
            ) from error
    return found


def drawn_text(drawn: DrawnSample, file: Path) -> str:
    """Return the papers that were drawn, a line for each question, and what to do with them, as text."""
    if not drawn.new:
        return "Nothing was drawn: no paper has an answer, or all papers are in the sample already."
    lines = [f"{question}: {', '.join(papers)}" for question, papers in drawn.new]
    lines.append(
        f"{pluralize(len(drawn.cells), 'answer')} drawn at random and recorded in {file.name}. Review all "
        "of them, in this order; the next build counts them."
    )
    return "\n".join(lines)

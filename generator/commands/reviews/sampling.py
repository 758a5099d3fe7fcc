"""`answerbook reviews sample`: answers drawn at random that people review next, question by question."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from generator.commands.reviews.exporting import Exporting, write_rows
from generator.core.clock import now
from generator.core.counting import counted
from generator.core.draw import Draw, drawn_order
from generator.errors import AnswerbookError
from generator.project import Project
from generator.project.draws import load_draws, write_draws
from generator.project.lookup import choose_question

__all__ = ["Drawn", "draw_sample", "drawn_text"]

_SEED_BYTES = 8


@dataclass(frozen=True, slots=True)
class Drawn:
    """What was drawn: question, and the papers new in its sample. left: questions with no paper left."""

    new: tuple[tuple[str, tuple[str, ...]], ...]
    left: tuple[str, ...]

    @property
    def cells(self) -> tuple[tuple[str, str], ...]:
        """(paper, question) of all that is new."""
        return tuple((paper, question) for question, papers in self.new for paper in papers)


def draw_sample(
    project: Project, size: int, questions: Sequence[str] = (), sheet: Path | None = None
) -> Drawn:
    """Draw up to ``size`` more papers for each question, and write down which.

    Only public papers with an answer that did not fail, to which the question applies. questions: names, as
    people write them; all if empty. sheet: a file for a table of what is new, as `export_reviews` writes it.
    Raises AnswerbookError for names that nothing bears and for a sheet that is there already, InvalidFile for
    a damaged file of draws.
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
    found = Drawn(tuple(new), tuple(left))
    if sheet is not None:  # first: it may be refused
        write_rows(sheet, exporting.rows_of(found.cells))
    if new:
        try:
            write_draws(project.draws_file, draws.values())
        except OSError as error:
            raise AnswerbookError(
                f"{project.draws_file}: cannot be written ({error.strerror}); make the folder writable"
            ) from error
    return found


def drawn_text(drawn: Drawn, file: Path) -> str:
    """Which papers were drawn, a line a question, and what to do with them."""
    if not drawn.new:
        return "Nothing was drawn: all papers are in the sample already, or none has an answer."
    lines = [f"{question}: {', '.join(papers)}" for question, papers in drawn.new]
    lines.append(
        f"{counted(len(drawn.cells), 'answer')} drawn at random, written to {file.name}. Review all of them, "
        "in this order; the next build counts them."
    )
    return "\n".join(lines)

"""`answerbook reviews import`: bring what reviewers filled in into ``content/reviews``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from generator.commands.reviews.exporting import review_cells
from generator.commands.reviews.review_list import known_answers
from generator.commands.reviews.review_merging import Merged, merge_reviews
from generator.commands.reviews.review_rows import reviews_of_rows
from generator.commands.reviews.sheet import SheetRow, read_sheet
from generator.core import Review
from generator.core.counting import pluralize
from generator.errors import AnswerbookError
from generator.ledger import Ledger
from generator.project import Project
from generator.project.review_files import load_reviews_of
from generator.run.project_scope import ProjectScope

# Files from the form on a site, or written by hand.
_YAML = (".yml", ".yaml")

__all__ = ["Imported", "import_reviews", "imported_text"]


@dataclass(frozen=True)
class Imported:
    """What an import did.

    silent: number of rows without a review. lapsed: reviews of answers that have changed since, each with its
    line.
    """

    merged: Merged
    silent: int
    lapsed: tuple[tuple[int, Review], ...]


def import_reviews(project: Project, file: Path) -> Imported:
    """Import the reviews of a table or a YAML file into ``content/reviews``: all of them, or none.

    Raises InvalidFile with all errors, AnswerbookError if a file cannot be read or written.
    """
    try:
        data = file.read_bytes()
    except FileNotFoundError as error:
        raise AnswerbookError(f"{file}: no such file; check the name") from error
    except OSError as error:
        raise AnswerbookError(f"{file}: cannot be read ({error.strerror}); check its permissions") from error
    belonging, ledger = ProjectScope.of(project), Ledger(project.answers_dir)
    known = cache(lambda paper: known_answers(paper, ledger, belonging))
    lines = lines_of(file) if file.suffix.lower() in _YAML else read_sheet(data, str(file))
    found, silent = reviews_of_rows(lines, str(file), ledger.papers(), known)
    answers = ((r.answer, known(r.paper).find(r.answer)) for _, r in found)
    aliases = {name: answer.names for name, answer in answers if answer is not None}
    merged = merge_reviews(project.reviews_dir, [review for _, review in found], aliases)
    kept = {*merged.same}
    lapsed = tuple(
        (number, r) for number, r in found if r not in kept and r.answer not in known(r.paper).current
    )
    return Imported(merged, silent, lapsed)


def lines_of(file: Path) -> tuple[SheetRow, ...]:
    """Return the reviews of a YAML file as rows of a table; the number of a review stands for its line.

    Raises InvalidFile with all problems of the file.
    """
    return tuple(
        SheetRow(
            number,
            {"paper": r.paper, "question": r.question, "answer_id": r.answer, **review_cells(r)},
        )
        for number, r in enumerate(load_reviews_of(file), 1)
    )


def imported_text(done: Imported) -> str:
    """Return which reviews were added, replaced, or about answers that have changed, as text."""
    merged = done.merged
    lines = [
        f"replaced: {now.name} on {now.paper} / {now.question}: {now.verdict} ({now.date}) instead of "
        f"{before.verdict} ({before.date})"
        for now, before in merged.replaced
    ]
    lines += [
        f"lapsed: line {number}: the answer to {r.paper} / {r.question} has changed since the export; the "
        "review stays with the earlier answer"
        for number, r in done.lapsed
    ]
    added, replaced, same = (len(part) for part in (merged.added, merged.replaced, merged.same))
    lines.append(
        f"{pluralize(added, 'review')} added, {replaced} replaced, {same} unchanged; "
        f"{pluralize(done.silent, 'row')} without a verdict. Files written: {len(merged.files)}."
    )
    return "\n".join(lines)

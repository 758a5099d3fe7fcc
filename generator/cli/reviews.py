"""`answerbook reviews`: the state of people's verdicts, and the table that goes to reviewers and back."""

from __future__ import annotations

from pathlib import Path

import click

from generator.cli.printing import print_json, say, warn
from generator.cli.shared import FILE, JSON, PROJECT, CommandGroup, as_one
from generator.commands.reviews.filtering import ReviewFilter
from generator.core.counting import pluralize


@click.group(cls=CommandGroup)
def reviews() -> None:
    """List, sample, export and import people's reviews."""


@reviews.command("list")
@PROJECT
@JSON
def list_(folder: Path, as_json: bool) -> None:
    """Count current, lapsed and unknown reviews by paper."""
    from generator.commands.reviews.review_list import (
        review_statuses,
        review_statuses_json,
        review_statuses_text,
    )
    from generator.project import Project

    statuses = review_statuses(Project.find(folder))
    for item in statuses:
        if item.state == "unknown" and not as_json:
            r = item.review
            warn(f"content/reviews/{r.paper}.yml: {r.answer} by {r.name}: {item.why}")
    if as_json:
        print_json(review_statuses_json(statuses))
    else:
        say(review_statuses_text(statuses))


@reviews.command()
@click.option(
    "--size",
    default=12,
    show_default=True,
    type=click.IntRange(1),
    help="Papers to add to the sample of each question.",
)
@click.option("-q", "--question", "questions", multiple=True, help="Only this question; may be repeated.")
@click.option("--sheet", metavar="FILE.csv", type=FILE, help="Also write a table of the sample to fill in.")
@PROJECT
def sample(size: int, questions: tuple[str, ...], sheet: Path | None, folder: Path) -> None:
    """Draw a random sample of answers to review next.

    With random samples, the reviews allow estimates for all papers.
    """
    from generator.commands.reviews.review_sample import draw_sample, drawn_text
    from generator.project import Project
    from generator.project.project_lock import project_lock

    project = Project.find(folder)
    with project_lock(project, "answerbook reviews sample"):
        drawn = draw_sample(project, size, questions, sheet)
    say(drawn_text(drawn, project.draws_file))


@reviews.command()
@click.argument("file", metavar="FILE.csv", type=FILE)
@click.option("--paper", "papers", multiple=True, help="Only answers about this paper; may be repeated.")
@click.option(
    "-q", "--question", "questions", multiple=True, help="Only answers to this question; may be repeated."
)
@click.option("--reviewer", default="", metavar="NAME", help="Include only this person's reviews.")
@click.option("--with-private", "private", is_flag=True, help="Include answers about private papers.")
@click.option("--semicolons", is_flag=True, help="Separate cells with semicolons instead of commas.")
@PROJECT
@as_one(ReviewFilter, "only")
def export(file: Path, folder: Path, only: ReviewFilter, semicolons: bool) -> None:
    """Write a table of answers for reviewers to fill in."""
    from generator.commands.reviews.exporting import export_reviews
    from generator.project import Project

    separator = ";" if semicolons else ","
    count = export_reviews(Project.find(folder), file, only, separator=separator)
    say(f"Wrote {pluralize(count, 'row')} to {file}; fill it in, then run: answerbook reviews import {file}")


@reviews.command("import")
@click.argument("file", metavar="FILE", type=FILE)
@PROJECT
def import_(file: Path, folder: Path) -> None:
    """Import reviews from a table, or a file made on the site.

    All reviews are added to content/reviews, or none if one of them has a problem.
    """
    from generator.commands.reviews.import_reviews import import_reviews, imported_text
    from generator.project import Project
    from generator.project.project_lock import project_lock

    project = Project.find(folder)
    with project_lock(project, "answerbook reviews import"):
        done = import_reviews(project, file)
    say(imported_text(done))

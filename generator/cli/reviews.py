"""`answerbook reviews`: how people's verdicts stand, and the sheet that goes to reviewers and back."""

from __future__ import annotations

from pathlib import Path

import click

from generator.cli.printing import print_json, say, warn
from generator.cli.shared import FILE, JSON, PROJECT, Group, as_one
from generator.commands.reviews.filtering import ReviewFilter
from generator.core.counting import counted


@click.group(cls=Group)
def reviews() -> None:
    """People's verdicts on answers: how they stand, and as a table for spreadsheets."""


@reviews.command("list")
@PROJECT
@JSON
def list_(folder: Path, as_json: bool) -> None:
    """Count reviews that are current, that have lapsed, and that name an unknown answer, by paper."""
    from generator.commands.reviews.standings import standings, standings_json, standings_text
    from generator.project import Project

    found = standings(Project.find(folder))
    for item in found:
        if item.standing == "unknown" and not as_json:
            r = item.review
            warn(f"content/reviews/{r.paper}.yml: {r.answer} by {r.name}: {item.why}")
    if as_json:
        print_json(standings_json(found))
    else:
        say(standings_text(found))


@reviews.command()
@click.argument("file", metavar="FILE.csv", type=FILE)
@click.option("--paper", "papers", multiple=True, help="Answers about this paper; may be repeated.")
@click.option("-q", "--question", "questions", multiple=True, help="Answers to this question.")
@click.option("--reviewer", default="", metavar="NAME", help="Only this person's reviews stand in it.")
@click.option("--semicolons", is_flag=True, help="Semicolons between cells, where a comma marks decimals.")
@click.option("--with-private", "private", is_flag=True, help="Also answers about private papers.")
@PROJECT
@as_one(ReviewFilter, "only")
def export(file: Path, folder: Path, only: ReviewFilter, semicolons: bool) -> None:
    """Write a table of all answers, with columns for a reviewer to fill in."""
    from generator.commands.reviews.exporting import export_reviews
    from generator.project import Project

    separator = ";" if semicolons else ","
    count = export_reviews(Project.find(folder), file, only, separator=separator)
    say(f"Wrote {counted(count, 'row')} to {file}; fill it in, then: answerbook reviews import {file}")


@reviews.command()
@click.option("--size", default=12, show_default=True, type=click.IntRange(1), help="Papers more a question.")
@click.option("-q", "--question", "questions", multiple=True, help="For this question; may be repeated.")
@click.option("--sheet", metavar="FILE.csv", type=FILE, help="Also write a table of them to fill in.")
@PROJECT
def sample(size: int, questions: tuple[str, ...], sheet: Path | None, folder: Path) -> None:
    """Draw at random which answers to review next, so that shares of papers can be estimated."""
    from generator.commands.reviews.sampling import draw_sample, drawn_text
    from generator.project import Project
    from generator.project.lock import project_lock

    project = Project.find(folder)
    with project_lock(project, "answerbook reviews sample"):
        drawn = draw_sample(project, size, questions, sheet)
    say(drawn_text(drawn, project.draws_file))


@reviews.command("import")
@click.argument("file", metavar="FILE", type=FILE)
@PROJECT
def import_(file: Path, folder: Path) -> None:
    """Bring reviews of a table, or of a file made on the site, into content/reviews: all of them, or none."""
    from generator.commands.reviews.taking import import_reviews, imported_text
    from generator.project import Project
    from generator.project.lock import project_lock

    project = Project.find(folder)
    with project_lock(project, "answerbook reviews import"):
        done = import_reviews(project, file)
    say(imported_text(done))

"""The command line: each command says what it does and calls one function."""

from __future__ import annotations

import gc
import logging
import sys
from pathlib import Path

import click

from generator import __version__
from generator.cli.building import build, publish
from generator.cli.doctor import doctor
from generator.cli.evaluate import evaluate
from generator.cli.finding import find
from generator.cli.importing import import_
from generator.cli.ledger import prune, refresh, status, verify, why
from generator.cli.merging import diff, merge, merge_driver
from generator.cli.models import models
from generator.cli.planning import plan
from generator.cli.reviews import reviews
from generator.cli.shared import FILE, INCOMPLETE, STOPPED, Bar, Group, print_json

__all__ = ["INCOMPLETE", "STOPPED", "main"]


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="answerbook")
def main() -> None:
    """Put one set of questions to many papers; publish checked answers with their evidence."""
    # Answers by the ten thousand hold each other in no circles: to look for some takes an eighth of a build.
    gc.set_threshold(100_000, 50, 50)
    logging.basicConfig(
        level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s", stream=sys.stderr
    )


@main.command()
@click.argument("file", type=FILE)
@click.option("--json", "as_json", is_flag=True, help="Print the whole paper as JSON.")
def read(file: Path, as_json: bool) -> None:
    """Read FILE and print the paper: its metadata, sections and sentences."""
    from generator.project.papers import read_one

    paper = read_one(file)
    if as_json:
        print_json(paper.to_json())
        return
    from generator.cli.printing import outline

    click.echo(outline(paper))


@main.command()
@click.argument("file", type=FILE)
@click.option("-q", "--question", "questions", multiple=True, help="A question's id or alias, or a text.")
@click.option("--budget", default=3600, show_default=True, type=click.IntRange(min=1), help="Characters.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def retrieve(file: Path, questions: tuple[str, ...], budget: int, as_json: bool) -> None:
    """Print the snippets of FILE that may answer each question, best first.

    Without --question, all questions of the set `deep-learning`.
    """
    from generator.cli.printing import snippets_json, snippets_text
    from generator.commands.ask import choose_questions
    from generator.project.papers import read_one
    from generator.run.pipeline import Pipeline, RetrievalOptions

    asked = choose_questions(questions)
    paper = read_one(file)
    pipeline = Pipeline(RetrievalOptions(budget=budget))
    found = [(question, pipeline.retrieved(paper, question)) for question in asked]
    if as_json:
        print_json(snippets_json(paper, found))
    else:
        click.echo(snippets_text(found))


@main.command()
@click.argument("file", type=FILE)
@click.option("-q", "--question", "questions", multiple=True, help="A question's id or alias, or a text.")
@click.option("-m", "--model", default="quotes", show_default=True, help="quotes, smollm2, or a GGUF file.")
@click.option("--budget", default=3600, show_default=True, type=click.IntRange(min=1), help="Characters.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def ask(file: Path, questions: tuple[str, ...], model: str, budget: int, as_json: bool) -> None:
    """Answer questions about FILE without a project, with evidence.

    Without --question, all questions of the set `deep-learning`.
    """
    from generator.cli.printing import answer_text, answers_json
    from generator.commands.ask import choose_model, choose_questions
    from generator.project.papers import read_one
    from generator.run.pipeline import Pipeline, RetrievalOptions

    asked = choose_questions(questions)
    spec = choose_model(model)
    paper = read_one(file)
    pipeline = Pipeline(RetrievalOptions(budget=budget))
    made = []
    with Bar("Answering", len(asked)) as step:
        for answer in pipeline.answers(paper, asked, spec, {}):
            made.append(answer)
            step(1)
    pipeline.close()
    if as_json:
        print_json(answers_json(paper, spec, asked, made))
    else:
        for question, answer in zip(asked, made, strict=True):
            click.echo(answer_text(question, answer))
    if any(answer.status == "failed" for answer in made):
        click.get_current_context().exit(INCOMPLETE)


@main.command()
@click.argument("folder", metavar="DIR", type=FILE)
@click.option("--title", default=None, help="Title of the site.")
def init(folder: Path, title: str | None) -> None:
    """Make a new project in DIR: settings, questions, templates, and a workflow that publishes it."""
    from generator.commands.init import create_project

    files = create_project(folder, title)
    click.echo(f"Made a project of {len(files)} files in {folder}.")
    click.echo(
        f"Next: put papers into {folder / 'content' / 'papers'}, then run `answerbook build` in {folder}."
    )


@main.command()
@click.option(
    "--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Port to serve on."
)
@click.option("--project", "folder", default=".", type=FILE, help="The project's folder.  [default: here]")
def serve(port: int, folder: Path) -> None:
    """Show the site that was last built, at http://127.0.0.1:8000/."""
    from generator.commands.serve import serve_folder
    from generator.project import Project

    site = Project.find(folder).site_dir
    serve_folder(site, port, lambda address: click.echo(f"The site is at {address} (Ctrl-C stops)."))


main.add_command(build)
main.add_command(diff)
main.add_command(doctor)
main.add_command(evaluate)
main.add_command(find)
main.add_command(import_)
main.add_command(merge)
main.add_command(merge_driver)
main.add_command(models)
main.add_command(plan)
main.add_command(prune)
main.add_command(publish)
main.add_command(refresh)
main.add_command(reviews)
main.add_command(status)
main.add_command(verify)
main.add_command(why)

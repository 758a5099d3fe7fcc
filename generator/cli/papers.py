"""`answerbook read`, `retrieve`, `ask`: one paper, without a project; `rename`: which one a file holds."""

from __future__ import annotations

import functools
from pathlib import Path

import click

from generator.cli.printing import print_json, say
from generator.cli.shared import FILE, INCOMPLETE, JSON, PROJECT, Bars, Command

_QUESTIONS = click.option(
    "-q", "--question", "questions", multiple=True, help="A question's id or alias, or a text."
)
_BUDGET = click.option(
    "--budget", default=3600, show_default=True, type=click.IntRange(min=1), help="Characters."
)


@click.command(cls=Command)
@click.argument("file", type=FILE)
@click.option("--json", "as_json", is_flag=True, help="Print the whole paper as JSON.")
def read(file: Path, as_json: bool) -> None:
    """Read FILE and print the paper: its metadata, sections and sentences."""
    from generator.commands.read import outline, read_one

    paper = read_one(file)
    if as_json:
        print_json(paper.to_json())
    else:
        say(outline(paper))


@click.command(cls=Command)
@click.argument("names", metavar="[PAPER] FILE", nargs=-1, required=True)
@click.option("--new", is_flag=True, help="FILE holds a paper of its own, whatever its name held before.")
@PROJECT
def rename(names: tuple[str, ...], new: bool, folder: Path) -> None:
    """Say that FILE holds the paper with the id PAPER: under another name, or in a new version.

    A build knows a renamed file by its bytes. Where it cannot tell, or where a text is another altogether, it
    asks for this. Answers and their pages stay.
    """
    from generator.commands.rename import rename as renamed
    from generator.commands.rename import renamed_text
    from generator.project import Project

    if len(names) != (1 if new else 2):
        raise click.UsageError("write `rename PAPER FILE`, or `rename --new FILE`")
    paper = None if new else names[0]
    say(renamed_text(renamed(Project.find(folder), names[-1], paper)))


@click.command(cls=Command)
@click.argument("file", type=FILE)
@_QUESTIONS
@_BUDGET
@JSON
def retrieve(file: Path, questions: tuple[str, ...], budget: int, as_json: bool) -> None:
    """Print the snippets of FILE that may answer each question, best first.

    Without --question, all questions of the set `deep-learning`.
    """
    from generator.commands.ask import retrieve as found_for
    from generator.commands.ask import snippets_json, snippets_text

    paper, found = found_for(file, questions, budget)
    if as_json:
        print_json(snippets_json(paper, found))
    else:
        say(snippets_text(found))


@click.command(cls=Command)
@click.argument("file", type=FILE)
@_QUESTIONS
@click.option("-m", "--model", default="quotes", show_default=True, help="quotes, smollm2, or a GGUF file.")
@_BUDGET
@JSON
def ask(file: Path, questions: tuple[str, ...], model: str, budget: int, as_json: bool) -> None:
    """Answer questions about FILE without a project, with evidence.

    Without --question, all questions of the set `deep-learning`.
    """
    from generator.commands.ask import answer_text, answers_json
    from generator.commands.ask import ask as asked

    with Bars() as bars:
        found = asked(file, questions, model, budget, on_step=functools.partial(bars, "Answering"))
    if as_json:
        print_json(answers_json(found))
    else:
        for question, answer in zip(found.questions, found.answers, strict=True):
            say(answer_text(question, answer))
    if any(answer.status == "failed" for answer in found.answers):
        click.get_current_context().exit(INCOMPLETE)

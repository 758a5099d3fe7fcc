"""`answerbook read`, `retrieve`, `ask`: one paper, without a project; `rename`: which paper a file holds."""

from __future__ import annotations

import functools
from pathlib import Path

import click

from generator.cli.printing import print_json, say
from generator.cli.shared import FILE, INCOMPLETE, JSON, PROJECT, Bars, Command
from generator.commands.named import DEFAULT_BUDGET

_QUESTIONS = click.option(
    "-q",
    "--question",
    "questions",
    multiple=True,
    help="Id or text of a question, or a whole set: its id or file; may be repeated.",
)
_BUDGET = click.option(
    "--budget",
    default=DEFAULT_BUDGET,
    show_default=True,
    type=click.IntRange(min=1),
    help="Characters of snippets per question.",
)


@click.command(cls=Command)
@click.argument("file", type=FILE)
@click.option("--json", "as_json", is_flag=True, help="Print the whole paper as JSON.")
def read(file: Path, as_json: bool) -> None:
    """Show one paper as Answerbook reads it.

    Prints metadata and sections of the paper in FILE; with --json, every sentence.
    """
    from generator.commands.read import outline, read_one

    paper = read_one(file)
    if as_json:
        print_json(paper.to_json())
    else:
        say(outline(paper))


@click.command(cls=Command)
@click.argument("names", metavar="[PAPER] FILE", nargs=-1, required=True)
@click.option("--new", is_flag=True, help="FILE is a new paper, whatever this file name held before.")
@PROJECT
def rename(names: tuple[str, ...], new: bool, folder: Path) -> None:
    """Record which paper a renamed or changed file holds.

    From now on, FILE holds the paper with the id PAPER, under a new name or in a new version. A build
    recognises a renamed file by its bytes. If it cannot, or if the text is entirely different, it asks you to
    run this command. Answers and their pages stay.
    """
    from generator.commands.rename import rename as rename_paper
    from generator.commands.rename import renamed_text
    from generator.project import Project

    if len(names) != (1 if new else 2):
        raise click.UsageError("give `PAPER FILE`, or `--new FILE`")
    paper = None if new else names[0]
    say(renamed_text(rename_paper(Project.find(folder), names[-1], paper)))


@click.command(cls=Command)
@click.argument("file", type=FILE)
@_QUESTIONS
@_BUDGET
@JSON
def retrieve(file: Path, questions: tuple[str, ...], budget: int, as_json: bool) -> None:
    """Show the snippets of one paper that may answer a question.

    Prints the best snippets first. Without --question, all questions of the set `deep-learning` are used.
    """
    _start_reading_processes()
    from generator.commands.ask import retrieve as retrieve_snippets
    from generator.commands.ask import snippets_json, snippets_text

    paper, retrieved = retrieve_snippets(file, questions, budget)
    if as_json:
        print_json(snippets_json(paper, retrieved))
    else:
        say(snippets_text(retrieved))


@click.command(cls=Command)
@click.argument("file", type=FILE)
@_QUESTIONS
@click.option("-m", "--model", default="quotes", show_default=True, help="quotes, smollm2, or a GGUF file.")
@_BUDGET
@JSON
def ask(file: Path, questions: tuple[str, ...], model: str, budget: int, as_json: bool) -> None:
    """Answer questions about one paper, without a project.

    Prints each answer with its evidence. Without --question, all questions of the set `deep-learning` are
    asked.
    """
    _start_reading_processes()
    from generator.commands.ask import answer_text, answers_json
    from generator.commands.ask import ask as ask_questions

    with Bars() as bars:
        result = ask_questions(file, questions, model, budget, on_step=functools.partial(bars, "Answering"))
    if as_json:
        print_json(answers_json(result))
    else:
        for question, answer in zip(result.questions, result.answers, strict=True):
            say(answer_text(question, answer))
    if any(answer.status == "failed" for answer in result.answers):
        click.get_current_context().exit(INCOMPLETE)


def _start_reading_processes() -> None:
    """Let the process that will read the paper start while this one imports the rest."""
    from generator.reading.processes import start_ahead

    start_ahead()

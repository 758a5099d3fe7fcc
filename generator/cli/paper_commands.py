"""`answerbook read`, `retrieve`, `ask`: one paper; `rename`: which paper a file holds."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path

import click

from generator.cli.printing import print_json, say
from generator.cli.shared import FILE, INCOMPLETE, JSON, PROJECT, Bars, Command, as_one
from generator.commands.named import DEFAULT_BUDGET

_QUESTIONS = click.option(
    "-q",
    "--question",
    "questions",
    multiple=True,
    help="Id or text of a question, or a whole set: its id or file; may be repeated.",
)
_PAPER = click.argument("paper", metavar="PAPER", type=FILE)
_BUDGET = click.option(
    "--budget",
    default=None,
    type=click.IntRange(min=1),
    help=f"Characters of snippets per question.  [default: the project's, else {DEFAULT_BUDGET}]",
)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What to ask, as typed."""

    paper: Path
    questions: tuple[str, ...]
    model: str
    budget: int | None


@click.command(cls=Command)
@_PAPER
@click.option("--json", "as_json", is_flag=True, help="Print the whole paper as JSON.")
@PROJECT
def read(paper: Path, as_json: bool, folder: Path) -> None:
    """Show one paper as Answerbook reads it.

    Prints metadata and sections; with --json, every sentence. PAPER is a file or, in a project, the id or DOI
    of one of its papers.
    """
    from generator.commands.asked_paper import find_paper
    from generator.commands.read import outline, read_one

    found = read_one(find_paper(paper, folder).file)
    if as_json:
        print_json(found.to_json())
    else:
        say(outline(found))


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
@_PAPER
@_QUESTIONS
@_BUDGET
@PROJECT
@JSON
def retrieve(
    paper: Path, questions: tuple[str, ...], budget: int | None, folder: Path, as_json: bool
) -> None:
    """Show the snippets of one paper that may answer a question.

    Prints the best snippets first. PAPER is a file or, in a project, the id or DOI of one of its papers.
    Without --question, all questions of the project are used, or those of the set `deep-learning`.
    """
    _start_reading_processes()
    from generator.commands.ask import retrieve as retrieve_snippets
    from generator.commands.ask import snippets_json, snippets_text
    from generator.commands.asked_paper import find_paper

    found, retrieved = retrieve_snippets(find_paper(paper, folder), questions, budget)
    if as_json:
        print_json(snippets_json(found, retrieved))
    else:
        say(snippets_text(retrieved))


@click.command(cls=Command)
@_PAPER
@_QUESTIONS
@click.option(
    "-m",
    "--model",
    default="quotes",
    show_default=True,
    help="quotes, smollm2, a model of the project, or a GGUF file.",
)
@_BUDGET
@PROJECT
@JSON
@as_one(_Asked, "asked")
def ask(asked: _Asked, folder: Path, as_json: bool) -> None:
    """Answer questions about one paper, and record nothing.

    Prints each answer with its evidence. PAPER is a file or, in a project, the id or DOI of one of its
    papers. Without --question, all questions of the project are asked, or those of the set `deep-learning`.
    """
    _start_reading_processes()
    from generator.commands.ask import answer_text, answers_json
    from generator.commands.ask import ask as ask_questions
    from generator.commands.asked_paper import find_paper

    about = find_paper(asked.paper, folder)
    with Bars() as bars:
        on_step = functools.partial(bars, "Answering")
        result = ask_questions(about, asked.questions, asked.model, asked.budget, on_step=on_step)
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

"""`answerbook find`: sentences of all papers of a project, by their meaning."""

from __future__ import annotations

from pathlib import Path

import click

from generator.cli.printing import print_json, say, warn
from generator.cli.shared import INCOMPLETE, JSON, PROJECT, Bars, Command


@click.command(cls=Command)
@click.argument("words", nargs=-1, required=True)
@click.option(
    "-n", "--number", default=10, show_default=True, type=click.IntRange(min=1), help="Sentences to find."
)
@click.option("--paper", "papers", multiple=True, help="Search this paper only; may be repeated.")
@click.option("--with-private", is_flag=True, help="Search private papers too.")
@PROJECT
@JSON
def find(
    words: tuple[str, ...],
    number: int,
    papers: tuple[str, ...],
    with_private: bool,
    folder: Path,
    as_json: bool,
) -> None:
    """Print the sentences of all papers that are nearest in meaning to WORDS, best first.

    At most three of a paper, unless --paper says which to search. The first search encodes all papers
    that no build has encoded; later ones only those that are new or have changed.
    """
    from generator.commands.find import FindOptions, found_json, found_text
    from generator.commands.find import find as found_for
    from generator.project import Project

    asked = " ".join(" ".join(words).split())
    if not asked:
        raise click.UsageError("say in some words what is to be found")
    with Bars() as bars:
        search = found_for(
            Project.find(folder),
            asked,
            FindOptions(number=number, papers=papers, private=with_private),
            progress=bars,
            said=warn,
        )
    for problem in search.unreadable:
        warn(problem)
    if as_json:
        print_json(found_json(search.found))
    else:
        say(found_text(search.found))
    if search.unreadable:
        click.get_current_context().exit(INCOMPLETE)

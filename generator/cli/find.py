"""`answerbook find`: search the sentences of all papers by meaning."""

from __future__ import annotations

from pathlib import Path

import click

from generator.cli.printing import print_json, say, warn
from generator.cli.shared import INCOMPLETE, JSON, PROJECT, Bars, Command


@click.command(cls=Command)
@click.argument("words", nargs=-1, required=True)
@click.option(
    "-n", "--number", default=10, show_default=True, type=click.IntRange(min=1), help="Sentences to show."
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
    """Search the sentences of all papers by meaning.

    Prints the sentences closest to WORDS, best first: at most three from each paper, unless --paper names the
    papers to search. The first search encodes every paper that no build has encoded; later searches encode
    only new and changed papers.
    """
    from generator.commands.find import FindOptions, hits_json, hits_text
    from generator.commands.find import find as search
    from generator.project import Project

    text = " ".join(" ".join(words).split())
    if not text:
        raise click.UsageError("WORDS are blank; give some words to search for")
    with Bars() as bars:
        result = search(
            Project.find(folder),
            text,
            FindOptions(number=number, papers=papers, private=with_private),
            progress=bars,
            on_warning=warn,
        )
    for problem in result.unreadable:
        warn(problem)
    if as_json:
        print_json(hits_json(result.hits))
    else:
        say(hits_text(result.hits))
    if result.unreadable:
        click.get_current_context().exit(INCOMPLETE)

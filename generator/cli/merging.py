"""`answerbook merge`, `merge-driver`, `diff`: the ledger on its way from machine to machine."""

from __future__ import annotations

from pathlib import Path

import click

from generator.cli.printing import say, warn
from generator.cli.shared import FILE, INCOMPLETE, PROJECT, Command


@click.command(cls=Command)
@click.argument("into", type=FILE)
@click.argument("sources", metavar="FROM...", nargs=-1, required=True, type=FILE)
@click.option("--dry-run", is_flag=True, help="Say what would be taken, and stop.")
def merge(into: Path, sources: tuple[Path, ...], dry_run: bool) -> None:
    """Bring the answers of other ledgers INTO one: of shards, or of a colleague.

    Each is a project's folder, or its content/answers. Of two answers to one question the fresh one is
    kept, then the one that did not fail, then the one made later.
    """
    from generator.commands.merge import merge as merged
    from generator.commands.merge import merge_text

    report = merged(into, sources, dry_run=dry_run)
    problems = [problem for taken in report for problem in taken.problems]
    for problem in problems:
        warn(problem)
    say(merge_text(into, report, dry_run=dry_run))
    if problems:
        click.get_current_context().exit(INCOMPLETE)


@click.command("merge-driver", cls=Command)
@click.argument("base", type=FILE)
@click.argument("ours", type=FILE)
@click.argument("theirs", type=FILE)
@click.argument("name")
def merge_driver(base: Path, ours: Path, theirs: Path, name: str) -> None:
    """Merge a file of the ledger for git, which calls it with %O %A %B %P.

    Ends with exit code 1 where a person must decide.
    """
    from generator.commands.merge import drive

    conflicts = drive(base, ours, theirs, name)
    if conflicts:
        for question in conflicts:
            say(f"{name}: edited by hand and changed on both sides: {question!r}", err=True)
        click.get_current_context().exit(1)


@click.command(cls=Command)
@click.argument("old")
@click.argument("new")
@click.option("--html", "page", default=None, type=FILE, help="Write a page instead, into this file.")
@click.option("--with-private", is_flag=True, help="In a page, also answers about private papers.")
@PROJECT
def diff(old: str, new: str, page: Path | None, with_private: bool, folder: Path) -> None:
    """Show which answers changed from OLD to NEW, and why: folders, or git revisions such as HEAD~1."""
    from generator.commands.diff import (
        comparison_html,
        comparison_text,
        private_papers,
        within_licences,
        without_papers,
        write_page,
    )
    from generator.commands.revisions import root_of, side
    from generator.core.counting import counted
    from generator.ledger.comparing import compared

    root = root_of(folder)
    found = compared(side(old, root), side(new, root))
    if page is None:
        say(comparison_text(found))
        return
    if not with_private:
        hidden = private_papers(root)
        left_out = sum(c.paper in hidden for c in found.changes)
        found = without_papers(found, hidden)
        if left_out:
            what = counted(left_out, "change is", "changes are")
            say(f"{what} left out, of private papers; --with-private shows them")
    write_page(page, comparison_html(within_licences(found, root), old, new))
    say(f"Wrote {page}.")

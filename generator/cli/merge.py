"""`answerbook merge`, `merge-driver`, `diff`: bring together and compare ledgers of several machines."""

from __future__ import annotations

from pathlib import Path

import click

from generator.cli.printing import say, warn
from generator.cli.shared import FILE, INCOMPLETE, PROJECT, Command


@click.command(cls=Command)
@click.argument("into", type=FILE)
@click.argument("sources", metavar="FROM...", nargs=-1, required=True, type=FILE)
@click.option("--dry-run", is_flag=True, help="Show what would be merged, and stop.")
def merge(into: Path, sources: tuple[Path, ...], dry_run: bool) -> None:
    """Merge answers from other ledgers, such as shards, into one.

    INTO and FROM are projects, or their content/answers. Of two answers to the same question, the fresh one
    is kept, then the one that did not fail, then the later one.
    """
    from generator.commands.merge import merge as merge_all
    from generator.commands.merge import merge_text

    report = merge_all(into, sources, dry_run=dry_run)
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
    """Merge one file of the ledger on behalf of git.

    Git calls this command with %O %A %B %P. Exits with 1 if a person must decide.
    """
    from generator.commands.merge import drive

    conflicts = drive(base, ours, theirs, name)
    if conflicts:
        for question in conflicts:
            say(f"{name}: the answer to {question!r} was edited by hand and changed on both sides", err=True)
        click.get_current_context().exit(1)


@click.command(cls=Command)
@click.argument("old")
@click.argument("new")
@click.option("--html", "page", default=None, type=FILE, help="Write a web page into this file instead.")
@click.option("--with-private", is_flag=True, help="Include answers about private papers in the page.")
@PROJECT
def diff(old: str, new: str, page: Path | None, with_private: bool, folder: Path) -> None:
    """Show which answers changed between two ledgers, and why.

    OLD and NEW are folders, or git revisions such as HEAD~1.
    """
    from generator.commands.diff import (
        comparison_html,
        comparison_text,
        private_papers,
        within_licences,
        without_papers,
        write_page,
    )
    from generator.commands.revisions import root_of, side
    from generator.core.counting import pluralize
    from generator.ledger.ledger_diff import compare_ledgers

    root = root_of(folder)
    comparison = compare_ledgers(side(old, root), side(new, root))
    if page is None:
        say(comparison_text(comparison))
        return
    if not with_private:
        hidden = private_papers(root)
        left_out = sum(c.paper in hidden for c in comparison.changes)
        comparison = without_papers(comparison, hidden)
        if left_out:
            what = pluralize(left_out, "change is", "changes are")
            say(f"{what} left out: the papers are private; use --with-private to include them")
    write_page(page, comparison_html(within_licences(comparison, root), old, new))
    say(f"Wrote {page}.")

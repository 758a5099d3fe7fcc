"""`answerbook status`, `why`, `verify`, `refresh`, `prune`: the state of the ledger, and its upkeep."""

from __future__ import annotations

from pathlib import Path

import click

from generator.cli.printing import print_json, say
from generator.cli.shared import FILE, JSON, NETWORK, PROJECT, TRUST, Bars, Command, as_one, show_build
from generator.commands.named import RefreshFilter


@click.command(cls=Command)
@click.option("--strict", is_flag=True, help="Exit with 1 if anything is not fresh.")
@PROJECT
@NETWORK
@JSON
def status(folder: Path, strict: bool, network: bool, as_json: bool) -> None:
    """Show which answers are fresh, stale, missing or failed.

    Stale answers are listed with the cause, and orphaned ones with what is gone. Loads no model, queries no
    server, and reads only papers that have changed.
    """
    from generator.commands.status_command import report_json, report_text, status_report
    from generator.project import Project

    report = status_report(Project.find(folder), network=network)
    if as_json:
        print_json(report_json(report))
    else:
        say(report_text(report))
    if strict and not report.is_fresh:
        click.get_current_context().exit(1)


@click.command(cls=Command)
@click.argument("paper")
@click.argument("question")
@click.option("-m", "--model", default=None, help="Explain the answer of this model only.")
@PROJECT
@NETWORK
@JSON
def why(paper: str, question: str, model: str | None, network: bool, folder: Path, as_json: bool) -> None:
    """Explain whether an answer is up to date, and what changed.

    PAPER is an id, file name or DOI, or the beginning of one. QUESTION is an id, the beginning
    of one, an alias, a number or a text.
    """
    from generator.commands.why import explain, explanation_json, explanation_text
    from generator.project import Project

    explanations = explain(Project.find(folder), paper, question, model, network=network)
    if as_json:
        print_json([explanation_json(e) for e in explanations])
    else:
        say("\n".join(explanation_text(e) for e in explanations))


@click.command(cls=Command)
@click.option(
    "--repair",
    is_flag=True,
    help="Restore the proper form of files: order, no duplicates, no lines cut from the list.",
)
@click.option("--mend", is_flag=True, hidden=True, help="The former name of --repair.")
@click.option("--strict", is_flag=True, help="Exit with 1 for a warning too.")
@click.option("--release", "archive", type=FILE, help="Check this release archive, not the ledger.")
@PROJECT
@JSON
def verify(folder: Path, repair: bool, mend: bool, strict: bool, archive: Path | None, as_json: bool) -> None:
    """Check every line of the ledger, and quotes against papers.

    Needs no model. Prints a line for each problem: file, line number, what is wrong, and how to fix it. Exits
    with 1 if there are problems. In a git repository, the list of what was published is compared with earlier
    commits.

    With --release FILE, that archive is checked instead, which needs no project. In a project, the archive is
    also compared with what was released.
    """
    from generator.commands.verify import verification_json, verification_text, verify_ledger
    from generator.project import Project

    if archive is not None:
        if repair or mend or strict:
            raise click.UsageError(
                "a release never changes, and has no warnings; leave out --repair and --strict"
            )
        _verify_release(archive, folder, as_json)
        return
    with Bars() as bars:
        verification = verify_ledger(Project.find(folder), repair=repair or mend, progress=bars)
    if as_json:
        print_json(verification_json(verification))
    else:
        say(verification_text(verification))
    if verification.problems or (strict and verification.warnings):
        click.get_current_context().exit(1)


def _verify_release(archive: Path, folder: Path, as_json: bool) -> None:
    from generator.commands.release.verify_release import check_release, checked_json, checked_text
    from generator.project import Project
    from generator.project.project import SETTINGS_FILE
    from generator.project.releases import load_releases

    start = folder.resolve()
    within = any((place / SETTINGS_FILE).is_file() for place in (start, *start.parents))
    known = load_releases(Project.find(folder).releases_file) if within else ()
    checked = check_release(archive, known)
    if as_json:
        print_json(checked_json(checked))
    else:
        say(checked_text(checked))
    if checked.problems:
        click.get_current_context().exit(1)


@click.command(cls=Command)
@click.option("--paper", "papers", multiple=True, help="Select answers about this paper.")
@click.option("-q", "--question", "questions", multiple=True, help="Select answers to this question.")
@click.option("-m", "--model", "models", multiple=True, help="Select answers of this model.")
@click.option(
    "--cause", "causes", multiple=True, metavar="NAME", help="Select answers that are stale for this cause."
)
@click.option("--failed", is_flag=True, help="Select answers that failed.")
@click.option("--all", "fresh", is_flag=True, help="Recompute fresh answers too.")
@click.option("--dry-run", is_flag=True, help="Show what would be recomputed, and stop.")
@click.option("-j", "--jobs", type=click.IntRange(min=1), help="Worker processes.")
@PROJECT
@TRUST
@as_one(RefreshFilter, "only")
def refresh(only: RefreshFilter, dry_run: bool, jobs: int | None, trusted: bool, folder: Path) -> None:
    """Recompute selected answers, then rebuild the site.

    Fresh answers are left alone unless --all is given.
    """
    from generator.build import BuildOptions, build
    from generator.commands.refresh import plan_refresh, refresh_text, selection_of
    from generator.project import Project

    if only == RefreshFilter():
        raise click.UsageError(
            "nothing is selected; give --paper, --question, --model, --cause, --failed or --all"
        )
    if only.fresh and (only.causes or only.failed):
        raise click.UsageError("--all includes fresh answers; leave out --cause and --failed")
    project = Project.find(folder)
    selection = selection_of(project, only)
    to_do, selected = plan_refresh(project, selection)
    say(refresh_text(to_do, selected))
    if dry_run:
        return
    # Even if nothing is left to compute: a refresh that was killed may not have built the site.
    with Bars() as bars:
        report = build(project, BuildOptions(jobs=jobs, trusted=trusted, selection=selection), bars)
    show_build(report)


@click.command(cls=Command)
@click.option("--yes", is_flag=True, help="Remove the answers. Without this option, they are only listed.")
@click.option(
    "--paper",
    "papers",
    multiple=True,
    metavar="ID",
    help="Remove this paper, whose file is gone, from the collection; may be repeated.",
)
@click.option("--with-reviewed", is_flag=True, help="Include answers that people have reviewed.")
@PROJECT
@JSON
def prune(yes: bool, with_reviewed: bool, papers: tuple[str, ...], folder: Path, as_json: bool) -> None:
    """Remove answers whose paper, question or model is gone.

    Lists the answers first; --yes removes them.
    """
    from generator.commands.prune import prune as prune_answers
    from generator.commands.prune import pruned_json, pruned_text
    from generator.project import Project
    from generator.project.project_lock import project_lock

    project = Project.find(folder)
    if yes:
        with project_lock(project, "answerbook prune"):
            result = prune_answers(project, really=True, with_reviewed=with_reviewed, papers=papers)
    else:
        result = prune_answers(project, with_reviewed=with_reviewed, papers=papers)
    if as_json:
        print_json(pruned_json(result))
    else:
        say(pruned_text(result, really=yes))

"""`answerbook status`, `why`, `verify`, `refresh`, `prune`: how the ledger stands, and its upkeep."""

from __future__ import annotations

from pathlib import Path

import click

from generator.cli.printing import print_json, say
from generator.cli.shared import FILE, JSON, NETWORK, PROJECT, TRUST, Bars, Command, as_one, show_build
from generator.commands.named import Named


@click.command(cls=Command)
@PROJECT
@click.option("--strict", is_flag=True, help="End with exit code 1 if anything is not fresh.")
@NETWORK
@JSON
def status(folder: Path, strict: bool, network: bool, as_json: bool) -> None:
    """Say which answers are fresh, stale and why, missing, failed, or belong to nothing.

    No model is loaded, no server is asked, and papers that have not changed are not read again.
    """
    from generator.commands.status import report_json, report_text, standing_report
    from generator.project import Project

    report = standing_report(Project.find(folder), network=network)
    if as_json:
        print_json(report_json(report))
    else:
        say(report_text(report))
    if strict and not report.is_fresh:
        click.get_current_context().exit(1)


@click.command(cls=Command)
@click.argument("paper")
@click.argument("question")
@click.option("-m", "--model", default=None, help="Of this model only.")
@NETWORK
@PROJECT
@JSON
def why(paper: str, question: str, model: str | None, network: bool, folder: Path, as_json: bool) -> None:
    """Say how the answer to QUESTION about PAPER stands, and what changed since it was made.

    PAPER: id, file name, DOI, or the beginning of one; QUESTION: id, alias, number, text, or the beginning
    of an id.
    """
    from generator.commands.why import explain, explanation_json, explanation_text
    from generator.project import Project

    found = explain(Project.find(folder), paper, question, model, network=network)
    if as_json:
        print_json([explanation_json(e) for e in found])
    else:
        say("\n".join(explanation_text(e) for e in found))


@click.command(cls=Command)
@PROJECT
@click.option("--mend", is_flag=True, help="Put files in the form that they should have: order, duplicates.")
@click.option("--release", "archive", type=FILE, help="Check this archive of a release, not the ledger.")
@JSON
def verify(folder: Path, mend: bool, archive: Path | None, as_json: bool) -> None:
    """Check every line of the ledger: ids, order, quotes against the papers. Needs no model.

    With --release FILE: that archive, which needs no project; in one, also whether it is what was released.

    Ends with exit code 1 where there is a problem; each is one line: file, line, what, and the mend.
    """
    from generator.commands.verify import verification_json, verification_text, verified
    from generator.project import Project

    if archive is not None:
        if mend:
            raise click.UsageError("a release does not change; leave --mend out")
        _verify_release(archive, folder, as_json)
        return
    with Bars() as bars:
        found = verified(Project.find(folder), mend=mend, progress=bars)
    if as_json:
        print_json(verification_json(found))
    else:
        say(verification_text(found))
    if found.problems:
        click.get_current_context().exit(1)


def _verify_release(archive: Path, folder: Path, as_json: bool) -> None:
    from generator.commands.release.reading import check_release, checked_json, checked_text
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
@click.option("--cause", "causes", multiple=True, metavar="NAME", help="What is stale because this changed.")
@click.option("--paper", "papers", multiple=True, help="Answers about this paper.")
@click.option("-q", "--question", "questions", multiple=True, help="Answers to this question.")
@click.option("-m", "--model", "models", multiple=True, help="Answers of this model.")
@click.option("--failed", is_flag=True, help="Answers that failed.")
@click.option("--all", "fresh", is_flag=True, help="Also what is fresh.")
@click.option("--dry-run", is_flag=True, help="Say what would be done, and stop.")
@click.option("-j", "--jobs", type=click.IntRange(min=1), help="Worker processes.")
@TRUST
@PROJECT
@as_one(Named, "named")
def refresh(named: Named, dry_run: bool, jobs: int | None, trusted: bool, folder: Path) -> None:
    """Compute named answers anew, then build the site. What is fresh stays, unless --all is given."""
    from generator.build import BuildOptions, build
    from generator.commands.refresh import planned, planned_text, selection_of
    from generator.project import Project

    if named == Named():
        raise click.UsageError(
            "say what is to be computed anew: --cause, --paper, --question, --model, --failed or --all"
        )
    if named.fresh and (named.causes or named.failed):
        raise click.UsageError("--all takes what is fresh too; leave --cause and --failed out")
    project = Project.find(folder)
    selection = selection_of(project, named)
    to_do, of = planned(project, selection)
    say(planned_text(to_do, of))
    if dry_run:
        return
    # Also where nothing is left to compute: one that was killed may not have come to the site.
    with Bars() as bars:
        report = build(project, BuildOptions(jobs=jobs, trusted=trusted, selection=selection), bars)
    show_build(report)


@click.command(cls=Command)
@click.option("--yes", is_flag=True, help="Remove them; without it, they are only shown.")
@click.option("--with-reviewed", is_flag=True, help="Also those that people's reviews refer to.")
@click.option(
    "--paper",
    "papers",
    multiple=True,
    metavar="ID",
    help="Take this paper, whose file is not here, out of the collection; may be repeated.",
)
@PROJECT
@JSON
def prune(yes: bool, with_reviewed: bool, papers: tuple[str, ...], folder: Path, as_json: bool) -> None:
    """Show answers of papers, questions and models that are no longer there; with --yes, remove them."""
    from generator.commands.prune import prune as pruned
    from generator.commands.prune import pruned_json, pruned_text
    from generator.project import Project
    from generator.project.lock import project_lock

    project = Project.find(folder)
    if yes:
        with project_lock(project, "answerbook prune"):
            found = pruned(project, really=True, with_reviewed=with_reviewed, papers=papers)
    else:
        found = pruned(project, with_reviewed=with_reviewed, papers=papers)
    if as_json:
        print_json(pruned_json(found))
    else:
        say(pruned_text(found, really=yes))

"""The build: papers and questions in, a ledger of checked answers and a site out."""

from __future__ import annotations

import logging
import sys
from collections import Counter
from collections.abc import Sequence

from generator import site
from generator.core import Answer
from generator.core.cluster import Cluster
from generator.core.counting import counted
from generator.errors import AnswerbookError, MissingAnswers
from generator.ledger import Ledger, Standing, standing
from generator.project import Project
from generator.project.catalogue import remember
from generator.project.lock import project_lock
from generator.project.papers import Collected, collect
from generator.project.privacy import hidden
from generator.run import jobs as work
from generator.run import unchanged as last_build
from generator.run.config import Assignment
from generator.run.energy import EnergyMeter
from generator.run.imported import Recorded, recorded
from generator.run.report import BuildReport, Progress, silent
from generator.run.selection import Choice, Shard
from generator.run.site_data import figures, gathered
from generator.site.similar.similar import compared

log = logging.getLogger(__name__)


def build(
    project: Project,
    *,
    frozen: bool = False,
    strict: bool = False,
    jobs: int | None = None,
    progress: Progress | None = None,
    cluster: Cluster | None = None,
    choice: Choice | None = None,
    shard: Shard | None = None,
) -> BuildReport:
    """Run the main job on ``project``, which is locked meanwhile.

    frozen: compute nothing, and raise MissingAnswers where the ledger lacks a fresh answer.
    strict: raise at the first paper that cannot be read, the first line of the ledger that is none,
    and the first warning of the site. jobs: worker processes; None takes as many
    as there are cores and memory for. cluster: where answers are computed instead of here.
    choice: what is computed, where it is not all that is not fresh; the rest is shown as it stands. shard:
    of the papers, the part that is read and answered; no site is made of a part.
    Raises AnswerbookError; what was recorded until then stays recorded.
    """
    progress = progress or silent
    report = BuildReport()
    choice = choice or Choice()
    with project_lock(project, "a build", report.warnings.append):
        _build(project, report, frozen, strict, jobs, progress, cluster, choice, shard)
    report.peak_memory = _peak_memory()
    return report


def _build(
    project: Project,
    report: BuildReport,
    frozen: bool,
    strict: bool,
    jobs: int | None,
    progress: Progress,
    cluster: Cluster | None,
    choice: Choice,
    shard: Shard | None,
) -> None:
    with report.timed("gather"):
        wanted = Assignment.of(project)
        report.left_out = project.paper_files().left_out
        ledger = Ledger(project.answers_dir)
        if not frozen:
            ledger.settle_all()
        jobs = jobs or work.most_workers(wanted.specs, len(project.papers()), wanted.cache)
        seen = last_build.seen(project, wanted)
        whole = shard is None and choice == Choice()
        if whole and last_build.recall(project, seen, report, strict=strict, jobs=jobs, progress=progress):
            return

    with report.timed("read"):
        among = shard.holds if shard else None
        collected = collect(project, strict=strict, jobs=jobs, progress=progress, among=among)
        remember(project, collected.papers)
        report.papers, report.unreadable = len(collected.papers), collected.unreadable
        if not collected.papers and not collected.unreadable and shard is None:
            report.warnings.append(
                f"{project.papers_dir}: no papers here; put PDF, XML, HTML or Markdown files there"
            )

    with report.timed("compare"):
        # Passages are not the paper: to put questions to them would find "not reported" where it is.
        asked = [p for p in collected.papers if p.format != "passages"]
        standings = wanted.standings(asked, ledger)
        own = {spec.name for spec in wanted.specs}
        imported = list(recorded(collected.papers, wanted.questions, own, ledger))
        to_do = choice.of(standings)
        for paper in ledger.papers():
            ledger.history(paper)  # for what is wrong with it
        report.warnings += [str(p) for p in ledger.problems]
        if strict and ledger.problems:
            raise AnswerbookError(str(ledger.problems[0]))
        if frozen and to_do:
            raise MissingAnswers([_named(s) for s in to_do])

    if to_do:
        with report.timed("answer"):
            if wanted.prepare(to_do):
                standings = wanted.standings(asked, ledger)
                to_do = choice.of(standings)
            pending = wanted.jobs(asked, to_do, ledger, workers=jobs, cluster=cluster)
            report.effort = _answered(pending, ledger, jobs, len(to_do), progress, cluster)
            report.warnings += report.effort.warnings

    report.computed = sum(report.effort.answers.values())
    report.reused = sum(s.state == "fresh" for s in standings) - sum(s.state == "fresh" for s in to_do)
    if report.computed < len(to_do) and not report.effort.warnings:
        undone = counted(len(to_do) - report.computed, "answer was", "answers were")
        report.warnings.append(f"{undone} not computed; run this again")
    seen = seen.after(project.answers_dir, {item.wanted.paper for item in to_do})
    standings = _afterwards(standings, to_do, ledger)
    if shard is None:
        publish_site(project, report, wanted, collected, standings, imported, strict=strict)
        fresh = all(item.state == "fresh" for item in standings)
        last_build.keep(project, wanted, seen, report, strict=strict, complete=fresh)
    else:
        count_standings(report, standings, imported)


def publish_site(
    project: Project,
    report: BuildReport,
    wanted: Assignment,
    collected: Collected,
    standings: Sequence[Standing],
    imported: Sequence[Recorded],
    *,
    strict: bool,
    ask: bool = True,
) -> None:
    """Pages and site from what stands in the ledger: stale answers marked so, missing ones left out.

    ask: whether servers may be asked which model they run. Raises SiteError, InvalidFile.
    """
    with report.timed("pages"):
        answers, stale = count_standings(report, standings, imported)
        collection = gathered(project, wanted.specs, collected, answers, stale, ask=ask)
        collection = compared(collection, project.cache_dir)
        settings = project.settings.site
        shown = site.within_licences(collection, settings.quote_length, settings.open_licences)
        report.pages = site.write_pages(
            shown,
            project.docs_dir,
            templates=project.templates_dir,
            hand_written=project.pages_dir,
            # Figures, not words: they rest on whole quotes.
            quality=figures(project, collection, hidden(project, collected.private)),
        )

    def answer_pages() -> None:
        report.answer_pages = site.write_answer_pages(
            shown, project.answer_pages_dir, templates=project.answer_templates_dir
        )

    with report.timed("site"):
        site.publish(
            project.root,
            project.docs_dir,
            project.site_dir,
            strict=strict,
            extra=project.answer_pages_dir,
            meanwhile=answer_pages,
            site_url=project.settings.site_url,
        )
        report.site = project.site_dir


def count_standings(
    report: BuildReport, standings: Sequence[Standing], imported: Sequence[Recorded]
) -> tuple[list[Answer], dict[tuple[str, str, str], tuple[str, ...]]]:
    """The answers that there are, and which of them are stale by which parts; all counted in ``report``."""
    answers = [s.answer for s in standings if s.answer is not None]
    answers += [item.answer for item in imported]
    stale = {(s.wanted.paper, s.wanted.question, s.wanted.model): s.changed for s in standings if s.changed}
    stale |= {(i.answer.paper, i.answer.question, i.answer.model): i.changed for i in imported if i.changed}
    report.imported = len(imported)
    report.missing = sum(s.state == "missing" for s in standings)
    report.stale = Counter(changed[0] for changed in stale.values())
    report.count(answers)
    return answers, stale


def _afterwards(standings: Sequence[Standing], to_do: Sequence[Standing], ledger: Ledger) -> list[Standing]:
    """How all stand now that ``to_do`` was worked on."""
    touched = {(item.wanted.paper, item.wanted.model) for item in to_do}
    known = {key: ledger.read(*key) for key in sorted(touched)}
    return [
        standing(item.wanted, known[key])
        if (key := (item.wanted.paper, item.wanted.model)) in touched
        else item
        for item in standings
    ]


def _answered(
    pending: list[work.PaperJob],
    ledger: Ledger,
    jobs: int,
    total: int,
    progress: Progress,
    cluster: Cluster | None,
) -> work.Effort:
    done = 0

    def step(count: int, item: str) -> None:
        nonlocal done
        done += count
        progress("Answering", done, total, item)

    step(0, "")
    meter = EnergyMeter()
    meter.start()
    effort = work.answer(pending, ledger, workers=jobs, step=step, cluster=cluster)
    effort.joules = meter.stop()
    return effort


def _peak_memory() -> int:
    """The most memory that this process or one of its workers has held, in bytes; 0 where not told."""
    try:
        import resource
    except ImportError:  # Windows
        return 0
    largest = max(
        resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return largest if sys.platform == "darwin" else largest * 1024


def _named(item: Standing) -> str:
    if item.state == "stale":
        return f"{item.wanted}: stale ({', '.join(item.changed)} changed)"
    return f"{item.wanted}: {item.state}"

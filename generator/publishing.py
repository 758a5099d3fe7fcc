"""Pages and site from the ledger alone: no model, no encoder, no network, and nothing is computed."""

from __future__ import annotations

from generator.build import publish_site
from generator.core.counting import counted
from generator.errors import AnswerbookError
from generator.ledger import Ledger, Standing
from generator.project import Project
from generator.project.lock import project_lock
from generator.project.papers import collect
from generator.run import unchanged as last_build
from generator.run.config import Assignment
from generator.run.imported import Recorded, recorded
from generator.run.report import BuildReport, Progress, silent

__all__ = ["publish"]

_NAMED = 20  # answers that an error names


def publish(
    project: Project, *, strict: bool = False, jobs: int = 1, progress: Progress | None = None
) -> BuildReport:
    """Publish what the ledger of ``project`` holds: stale answers with a mark, missing ones as not asked.

    strict: raise where an answer is stale, missing or failed, a paper cannot be read, a line of the ledger is
    none, or the site has a warning. Raises AnswerbookError. The ledger is not written.
    """
    report = BuildReport()
    heard = progress or silent
    with project_lock(project, "answerbook publish", report.warnings.append):
        with report.timed("gather"):
            wanted = Assignment.of(project)
            report.left_out = project.paper_files().left_out
            ledger = Ledger(project.answers_dir)
            seen = last_build.seen(project, wanted, ask=False)
            if last_build.recall(project, seen, report, strict=strict, jobs=jobs, progress=heard):
                return report
        with report.timed("read"):
            collected = collect(project, strict=strict, jobs=jobs, progress=heard)
            report.papers, report.unreadable = len(collected.papers), collected.unreadable
        with report.timed("compare"):
            asked = [p for p in collected.papers if p.format != "passages"]
            standings = wanted.standings(asked, ledger, ask=False)
            own = {spec.name for spec in wanted.specs}
            imported = list(recorded(collected.papers, wanted.questions, own, ledger))
            report.reused = sum(s.state == "fresh" for s in standings)
            report.warnings += [str(p) for p in ledger.problems]
            if strict:
                _refuse(standings, imported, ledger)
        publish_site(project, report, wanted, collected, standings, imported, strict=strict, ask=False)
        fresh = all(item.state == "fresh" for item in standings)
        last_build.keep(project, wanted, seen, report, strict=strict, complete=fresh, ask=False)
    return report


def _refuse(standings: list[Standing], imported: list[Recorded], ledger: Ledger) -> None:
    if ledger.problems:
        raise AnswerbookError(str(ledger.problems[0]))
    lines = [
        f"  {s.wanted}: {s.state}" + (f" ({', '.join(s.changed)} changed)" if s.changed else "")
        for s in standings
        if s.state != "fresh"
    ]
    lines += [
        f"  {i.answer.paper} / {i.answer.question} / {i.answer.model}: stale "
        f"({', '.join(i.changed)} changed; imported)"
        for i in imported
        if i.changed
    ]
    if lines:
        more = [f"  and {len(lines) - _NAMED} more"] if len(lines) > _NAMED else []
        raise AnswerbookError(
            "\n".join(
                [
                    f"{counted(len(lines), 'answer is', 'answers are')} stale, missing or failed, and "
                    "--strict publishes none of them; run `answerbook build` where the models are, or "
                    "publish without --strict:",
                    *lines[:_NAMED],
                    *more,
                ]
            )
        )

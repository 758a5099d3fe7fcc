"""`answerbook build` and `publish`: what they compute, as people name it, and what they did, in words."""

from __future__ import annotations

from collections.abc import Sequence

from generator.core.cluster import Cluster
from generator.core.counting import counted
from generator.core.status import STATUS_WORDS
from generator.errors import AnswerbookError
from generator.project import Project
from generator.project.catalogue import catalogue
from generator.project.lookup import choose_paper, choose_question
from generator.run.effort import Effort
from generator.run.report import BuildReport
from generator.run.selection import Selection

__all__ = ["build_summary", "chosen", "cluster_of"]

_OWN_CLUSTERS = ("", "auto", "local")  # made here, or found by what this machine says

_SHOWN = 8  # causes of orphaned answers that the summary names


def chosen(project: Project, *, only: Sequence[str] = (), limit: int | None = None) -> Selection:
    """The selection of a build: ``only`` holds names like PAPER/QUESTION. Raises AnswerbookError."""
    if not only:
        return Selection(limit=limit)
    known = catalogue(project)
    pairs = set()
    for name in only:
        paper, slash, question = name.rpartition("/")  # a DOI has slashes of its own
        if not slash:
            raise AnswerbookError(f"{name!r}: write the paper, a slash and the question")
        pairs.add((choose_paper(paper, known.names), choose_question(question, project.question_sets()).id))
    return Selection(only=frozenset(pairs), limit=limit)


def cluster_of(project: Project, *, trusted: bool) -> Cluster:
    """The Ray cluster of the settings. Raises AnswerbookError where it is one that only they name.

    Who runs a cluster can run code on each machine that joins it.
    """
    cluster = project.settings.cluster.cluster
    if not trusted and cluster.address not in _OWN_CLUSTERS:
        raise AnswerbookError(
            f"{project.settings_file}: the cluster at {cluster.address!r} could run code on this machine; "
            "write `address: auto` and put the address into the environment variable RAY_ADDRESS, or, if you "
            "trust whoever wrote the settings, say so with --trust-project."
        )
    return cluster


def build_summary(report: BuildReport) -> str:
    """What a build did, in a few lines."""
    lines = ["nothing has changed since the last build"] if report.unchanged else []
    papers = counted(report.papers, "paper")
    if report.unreadable:
        papers += f" ({len(report.unreadable)} could not be read)"
    renewed = f" ({report.renewed} renewed without a model)" if report.renewed else ""
    imported = f", {report.imported} imported" if report.imported else ""
    if report.absent:
        papers += f", {report.absent} of them as last read, for their files are not here"
    if report.private:
        papers += f", {report.private} of them private"
    lines.append(
        f"{papers}: {counted(report.computed, 'answer')} computed, {report.reused} reused{renewed}{imported}"
    )
    for model in dict.fromkeys(model for model, _ in report.statuses):
        counts = [
            f"{report.statuses[model, status]} {words}"
            for status, words in STATUS_WORDS.items()
            if report.statuses[model, status]
        ]
        line = f"  {model}: {', '.join(counts)}"
        if sentences := report.sentences[model]:
            line += f"; {report.withheld[model]} of {counted(sentences, 'sentence')} withheld"
        lines.append(line)
        if cost := _cost(report.effort, model):
            lines.append(f"    {cost}")
    if report.stale:
        causes = ", ".join(f"{part} {count}" for part, count in report.stale.most_common())
        lines.append(f"stale: {counted(report.stale.total(), 'answer')}, shown with a mark ({causes})")
    if report.missing:
        lines.append(f"missing: {counted(report.missing, 'answer')}, shown as not asked")
    if report.orphaned:
        lacking = ", ".join(f"{what} {count}" for what, count in report.orphaned.most_common(_SHOWN))
        more = f" and {len(report.orphaned) - _SHOWN} more" if len(report.orphaned) > _SHOWN else ""
        lines.append(
            f"orphaned: {counted(report.orphaned.total(), 'answer')}, shown as gone or withdrawn; not here: "
            f"{lacking}{more}; bring that back, or see `answerbook prune`"
        )
    if report.pages is not None:
        lines.append(f"pages: {report.pages.written} written, {report.pages.unchanged} unchanged")
    phases = ", ".join(f"{phase} {seconds:.1f} s" for phase, seconds in report.seconds.items())
    lines.append(f"time: {phases}; {sum(report.seconds.values()):.1f} s in all")
    if report.effort.joules is not None:
        lines.append(f"energy: {report.effort.joules / 3600:.1f} Wh while answering, all of the processor's")
    if report.peak_memory:
        lines.append(f"memory: {report.peak_memory / 1e9:.2f} GB in the largest process")
    if report.site is not None:
        lines.append(f"site: {report.site / 'index.html'}")
    return "\n".join(lines)


def _cost(effort: Effort, model: str) -> str:
    """Tokens and time of a model in a build; empty where it needed none."""
    seconds, read, new = effort.seconds.get(model, 0.0), effort.prompt[model], effort.new[model]
    if not seconds or not read + new:
        return ""
    reused = f" ({effort.reused[model]} more reused)" if effort.reused[model] else ""
    return (
        f"{counted(effort.answers[model], 'answer')}: {read} tokens read{reused}, {new} written in "
        f"{seconds:.1f} s ({(read + new) / seconds:.0f} tokens/s)"
    )

"""`answerbook build` and `publish`: which answers to compute, and a summary of what was done."""

from __future__ import annotations

from collections.abc import Sequence

from generator.core.cluster_settings import Cluster
from generator.core.counting import pluralize
from generator.core.status import STATUS_WORDS
from generator.errors import AnswerbookError
from generator.project import Project
from generator.project.catalogue import catalogue
from generator.project.lookup import choose_paper, choose_question
from generator.run.build_report import BuildReport
from generator.run.selection import Selection
from generator.run.usage import BuildUsage

__all__ = ["build_selection", "build_summary", "cluster_of"]

_OWN_CLUSTERS = ("", "auto", "local")  # started here, or found through this machine's own environment

_MAX_CAUSES = 8  # causes of orphaned answers that the summary names


def build_selection(project: Project, *, only: Sequence[str] = (), limit: int | None = None) -> Selection:
    """Return which answers a build computes. only: names like PAPER/QUESTION. Raises AnswerbookError."""
    if not only:
        return Selection(limit=limit)
    known = catalogue(project)
    pairs = set()
    for name in only:
        paper, slash, question = name.rpartition("/")  # a DOI has slashes of its own
        if not slash:
            raise AnswerbookError(f"--only {name!r}: has no slash; write PAPER/QUESTION")
        pairs.add((choose_paper(paper, known.names), choose_question(question, project.question_sets()).id))
    return Selection(only=frozenset(pairs), limit=limit)


def cluster_of(project: Project, *, trusted: bool) -> Cluster:
    """Return the Ray cluster in the settings.

    Raises AnswerbookError if the settings alone name its address: whoever runs a cluster can run code on each
    machine that joins it.
    """
    cluster = project.settings.cluster.cluster
    if not trusted and cluster.address not in _OWN_CLUSTERS:
        raise AnswerbookError(
            f"{project.settings_file}: the cluster at {cluster.address!r} could run code on this machine; "
            "set `address: auto` and put the address into the environment variable RAY_ADDRESS, or use "
            "--trust-project if you trust whoever wrote the settings"
        )
    return cluster


def build_summary(report: BuildReport) -> str:
    """Return a summary of a build in a few lines."""
    lines = ["nothing has changed since the last build"] if report.unchanged else []
    papers = pluralize(report.papers, "paper")
    if report.unreadable:
        papers += f" ({len(report.unreadable)} could not be read)"
    renewed = f" ({report.renewed} renewed without a model)" if report.renewed else ""
    imported = f", {report.imported} imported" if report.imported else ""
    if report.absent:
        papers += f", {report.absent} of them as last read because their files are missing"
    if report.private:
        papers += f", {report.private} of them private"
    lines.append(
        f"{papers}: {pluralize(report.computed, 'answer')} computed, {report.reused} "
        f"reused{renewed}{imported}"
    )
    for model in dict.fromkeys(model for model, _ in report.statuses):
        counts = [
            f"{report.statuses[model, status]} {words}"
            for status, words in STATUS_WORDS.items()
            if report.statuses[model, status]
        ]
        line = f"  {model}: {', '.join(counts)}"
        if sentences := report.sentences[model]:
            line += f"; {report.withheld[model]} of {pluralize(sentences, 'sentence')} withheld"
        lines.append(line)
        if cost := _cost(report.usage, model):
            lines.append(f"    {cost}")
    if report.stale:
        causes = ", ".join(f"{part} {count}" for part, count in report.stale.most_common())
        lines.append(f"stale: {pluralize(report.stale.total(), 'answer')}, shown with a mark ({causes})")
    if report.missing:
        lines.append(f"missing: {pluralize(report.missing, 'answer')}, shown as not asked")
    if report.orphaned:
        lacking = ", ".join(f"{what} {count}" for what, count in report.orphaned.most_common(_MAX_CAUSES))
        more = f" and {len(report.orphaned) - _MAX_CAUSES} more" if len(report.orphaned) > _MAX_CAUSES else ""
        lines.append(
            f"orphaned: {pluralize(report.orphaned.total(), 'answer')}, shown as gone or withdrawn; "
            f"missing: {lacking}{more}; restore what is missing, or run `answerbook prune`"
        )
    if report.pages is not None:
        lines.append(f"pages: {report.pages.written} written, {report.pages.unchanged} unchanged")
    phases = ", ".join(f"{phase} {seconds:.1f} s" for phase, seconds in report.seconds.items())
    lines.append(f"time: {phases}; {sum(report.seconds.values()):.1f} s in total")
    if report.usage.joules is not None:
        lines.append(
            f"energy: {report.usage.joules / 3600:.1f} Wh used by the whole processor while answering"
        )
    if report.peak_memory:
        lines.append(f"memory: {report.peak_memory / 1e9:.2f} GB in the largest process")
    if report.site is not None:
        lines.append(f"site: {report.site / 'index.html'}")
    return "\n".join(lines)


def _cost(effort: BuildUsage, model: str) -> str:
    """Return the tokens and time of a model in a build; empty if it needed none."""
    seconds, read, new = effort.seconds.get(model, 0.0), effort.prompt[model], effort.new[model]
    if not seconds or not read + new:
        return ""
    reused = f" ({effort.reused[model]} more reused)" if effort.reused[model] else ""
    return (
        f"{pluralize(effort.answers[model], 'answer')}: {read} tokens read{reused}, {new} written in "
        f"{seconds:.1f} s ({(read + new) / seconds:.0f} tokens/s)"
    )

"""The record of the last build: if nothing has changed since, there is nothing to do.

Reading 20,000 papers and 560,000 answers takes minutes, checking names, sizes and times of their files takes
seconds. A record in the cache holds a digest of those of everything that a build reads (settings, questions,
papers, ledger, reviews, gold, pages, templates, this code) and of everything that it wrote. It is only kept
if no file can have changed while it was read, and if the build left nothing to do. If the record is damaged
or foreign, or a single file is newer, everything is compared in full.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.core import digest
from generator.errors import UnreadablePaper
from generator.project import Project
from generator.project.paper_loading import collect_papers
from generator.run.build_context import BuildContext
from generator.run.build_report import BuildReport
from generator.run.computing import BuildAnswers
from generator.run.input_state import InputState, input_state, recent_files, state_of
from generator.run.read_phase import masked
from generator.run.selection import Selection
from generator.site import WriteReport
from generator.storage.files import hash_of
from generator.storage.work_records import Record

__all__ = ["restore", "save"]

_MAX_RECENT = 100  # files: each is hashed before a build says that nothing has changed
_COUNTS = ("papers", "absent", "private", "reused", "imported", "missing")


@dataclass(frozen=True, slots=True)
class _LastBuild:
    """strict: True if a strict build would have done the same. made: state of what it wrote.

    figures: fields of its report. unreadable: problem, file name and fix of papers that could not be read.
    recent: hash of each file that was so new that it could change without its time changing.
    """

    strict: bool
    made: str
    figures: Mapping[str, Any]
    unreadable: frozenset[tuple[str, str, str]]
    recent: Mapping[str, str]

    @classmethod
    def of(cls, data: Any) -> _LastBuild:
        """Return the last build in a record. Raises KeyError, TypeError or ValueError for others."""
        facts = data["report"]
        unread = frozenset((str(what), str(name), str(hint)) for what, name, hint in facts["unreadable"])
        recent = {str(path): str(sha256) for path, sha256 in data["recent"].items()}
        return cls(bool(data["strict"]), str(data["made"]), _restored(facts), unread, recent)


def _record(project: Project, inputs: InputState) -> Record:
    return Record(project.cache_dir / "last-build.json", "answerbook last build", 5, inputs.key)


def restore(context: BuildContext) -> bool:
    """Return True if nothing changed since the last build, and copy its figures into the report.

    Always False for a build of a part of the papers or answers. Papers that could not be read are tried
    again: a time limit may have stopped their reader. Raises UnreadablePaper if the options are strict, as a
    full build would.
    """
    project, options, report = context.project, context.options, context.report
    if options.shard is not None or options.selection != Selection():
        return False
    with report.timed("gather"):
        last = _record(project, context.inputs).read(_LastBuild.of)
        if last is None or (options.strict and not last.strict) or last.made != _made(project):
            return False
        if any(_hash(project.root / path) != sha256 for path, sha256 in last.recent.items()):
            return False
        if options.complete and last.figures["orphaned"]:
            return False
        if last.unreadable and not _still_unreadable(context, last.unreadable):
            return False
        for name, value in last.figures.items():
            setattr(report, name, value)
        report.unchanged = True
        report.site = project.site_dir
    return True


def _still_unreadable(context: BuildContext, unread: frozenset[tuple[str, str, str]]) -> bool:
    """Read the unreadable papers again, and return True if they still fail for the same reasons."""
    names = {name for _, name, _ in unread}
    project = context.project
    ids = {id for path, id in project.paper_ids().items() if project.source(path) in names}
    again = collect_papers(
        project,
        strict=context.options.strict,
        jobs=context.jobs,
        progress=context.on_progress,
        among=ids.__contains__,
    )
    context.report.unreadable, context.report.masked = again.unreadable, masked(project, again)
    return not again.papers and {_unreadable(project, error) for error in again.unreadable} == unread


def save(context: BuildContext, answers: BuildAnswers) -> bool:
    """Record what a build read and wrote.

    Returns False if it left something to do, or a file changed meanwhile.
    """
    project, options, report = context.project, context.options, context.report
    before = context.inputs
    may = answers.is_fresh and not report.warnings and before.settled
    now = input_state(project, context.config, query_servers=options.query_servers) if may else None
    # What the build itself has just written, such as the list of what is published.
    recent = {} if now is None or now.settled else recent_files(project, now.at)
    if now is None or now.key != before.key or len(recent) > _MAX_RECENT:
        _record(project, before).file.unlink(missing_ok=True)
        return False
    content = {
        "recent": recent,
        "strict": options.strict and not report.stale,  # `publish --strict` refuses stale imported answers
        "made": _made(project),
        "report": _facts(project, report),
    }
    return _record(project, now).write(content)


def _facts(project: Project, report: BuildReport) -> dict[str, Any]:
    facts: dict[str, Any] = {name: getattr(report, name) for name in _COUNTS}
    facts["reused"] += report.computed
    facts["stale"], facts["orphaned"] = dict(report.stale), dict(report.orphaned)
    facts["statuses"] = [[model, status, n] for (model, status), n in report.statuses.items()]
    facts["sentences"], facts["withheld"] = dict(report.sentences), dict(report.withheld)
    facts["unreadable"] = [list(_unreadable(project, error)) for error in report.unreadable]
    for name in ("pages", "answer_pages"):
        written: WriteReport | None = getattr(report, name)
        facts[name] = 0 if written is None else written.written + written.unchanged
    return facts


def _restored(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of a report. Raises KeyError, TypeError or ValueError for any other content."""
    return {
        **{name: int(facts[name]) for name in _COUNTS},
        **{key: Counter({str(k): int(n) for k, n in facts[key].items()}) for key in ("stale", "orphaned")},
        "statuses": Counter({(str(m), str(s)): int(n) for m, s, n in facts["statuses"]}),
        "sentences": Counter({str(k): int(n) for k, n in facts["sentences"].items()}),
        "withheld": Counter({str(k): int(n) for k, n in facts["withheld"].items()}),
        **{name: WriteReport(0, int(facts[name]), 0) for name in ("pages", "answer_pages")},
    }


def _unreadable(project: Project, error: UnreadablePaper) -> tuple[str, str, str]:
    return error.what, project.source(error.where), error.hint


def _hash(file: Path) -> str:
    try:
        return hash_of(file)
    except OSError:
        return ""


def _made(project: Project) -> str:
    """Return a digest of what a build wrote: names, sizes and times of pages, and that the site exists."""
    site = project.site_dir
    paths = (
        project.docs_dir,
        project.answer_pages_dir,
        site / "index.html",
        site.with_name(f".{site.name}.json"),
    )
    return digest([state_of(path)[0] for path in paths])

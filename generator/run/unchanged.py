"""What the last build saw, and made: where nothing has changed since, there is nothing to do.

To read 20,000 papers and 560,000 answers takes minutes, to look at their names, sizes and times seconds. A
record in the cache holds a digest of those of all that a build reads (settings, questions, papers, ledger,
reviews, gold, pages, templates, this code) and of all that it wrote. It is kept only where no file can
have changed while it was read, and only of a build that left nothing to do. A record that is damaged or
foreign, or a single file that is newer, means that all is compared in full.
"""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import importlib.metadata
import json
import os
import re
import stat
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generator import __version__
from generator.core import digest
from generator.errors import UnreadablePaper
from generator.project import SETTINGS_FILE, Project
from generator.project.papers import collect
from generator.run.config import Assignment
from generator.site import WriteReport
from generator.storage.code import code_of
from generator.storage.folders import files_within
from generator.storage.record import write_memory

if TYPE_CHECKING:
    from generator.run.report import BuildReport

__all__ = ["Seen", "keep", "recall", "seen"]

_FILE = "last-build.json"
_MAGIC = "answerbook last build"
_VERSION = 1
# A file that changed less long ago may change again within one tick of the file system's clock.
_RACY = 2_000_000_000  # nanoseconds
_REQUIREMENT = re.compile(r"[A-Za-z0-9._-]+")
_COUNTS = ("papers", "reused", "imported", "missing")


@dataclass(frozen=True, slots=True)
class Seen:
    """What a build reads, by names, sizes and times. ledger: by paper. newest: the latest time, at: when it
    was looked at, both in nanoseconds."""

    rest: str
    ledger: Mapping[str, str]
    newest: int
    at: int

    @property
    def key(self) -> str:
        return digest([self.rest, dict(self.ledger)])

    @property
    def settled(self) -> bool:
        """Whether no file is so new that it could change without being noticed."""
        return self.newest < self.at - _RACY

    def after(self, folder: Path, papers: Collection[str]) -> Seen:
        """The same with what the ledger ``folder`` now holds of ``papers``, which we wrote ourselves."""
        ledger = dict(self.ledger)
        for paper in papers:
            ledger[paper] = _digest_of(folder / paper)[0]
        return dataclasses.replace(self, ledger=ledger)


def seen(project: Project, wanted: Assignment, *, ask: bool = True) -> Seen:
    """What a build of ``project`` would read. ask: see `Assignment.fingerprints`."""
    at, newest = time.time_ns(), 0
    parts: list[object] = [
        _FILE,
        _VERSION,
        __version__,
        code_of("generator"),
        _installed(),
        os.environ.get("SOURCE_DATE_EPOCH"),
    ]
    fingerprints = wanted.fingerprints(ask=ask)
    parts += [fingerprints.of("", q, s.name).parts for q in wanted.questions for s in wanted.specs]
    folders = (
        project.questions_dir,
        project.papers_dir,
        project.reviews_dir,
        project.gold_dir,
        project.pages_dir,
        project.templates_dir,
        project.answer_templates_dir,
        project.overrides_dir,
    )
    for path in (project.root / SETTINGS_FILE, project.root / "mkdocs.yml", *folders):
        found, latest = _digest_of(path)
        parts.append(found)
        newest = max(newest, latest)
    ledger = {}
    for name in sorted(_names(project.answers_dir)):
        ledger[name], latest = _digest_of(project.answers_dir / name)
        newest = max(newest, latest)
    return Seen(digest(parts), ledger, newest, at)


def recall(
    project: Project,
    now: Seen,
    report: BuildReport,
    *,
    strict: bool,
    jobs: int,
    progress: Callable[[str, int, int], None],
) -> bool:
    """Whether all is as the last build left it; what that one found is then in ``report``.

    Papers that could not be read are tried again: a limit of time may have stopped their reader. Where
    ``strict``, raises UnreadablePaper as a build in full would.
    """
    try:
        data: Any = json.loads((project.cache_dir / _FILE).read_text(encoding="utf-8"))
        facts = data["report"]
        same = (data["magic"], data["version"], data["key"]) == (_MAGIC, _VERSION, now.key)
        if not same or (strict and not data["strict"]) or data["made"] != _made(project):
            return False
        unread = {(str(what), str(name), str(mend)) for what, name, mend in facts["unreadable"]}
        restored = _restored(facts)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return False
    if unread:
        names = {name for _, name, _ in unread}
        from generator.reading import paper_ids

        ids = {name for path, name in paper_ids(project.papers()).items() if path.name in names}
        again = collect(project, strict=strict, jobs=jobs, progress=progress, among=ids.__contains__)
        if again.papers or {_unreadable(e) for e in again.unreadable} != unread:
            return False
        report.unreadable = again.unreadable
    for name, value in restored.items():
        setattr(report, name, value)
    report.unchanged = True
    report.site = project.site_dir
    return True


def keep(
    project: Project,
    wanted: Assignment,
    before: Seen,
    report: BuildReport,
    *,
    strict: bool,
    complete: bool,
    ask: bool = True,
) -> bool:
    """Record what a build saw and made; False where it left something to do, or something moved meanwhile.

    before: what was there when it was read. complete: whether every answer that is wanted is fresh.
    """
    file = project.cache_dir / _FILE
    now = seen(project, wanted, ask=ask) if complete and not report.warnings and before.settled else None
    if now is None or now.key != before.key or not now.settled:
        file.unlink(missing_ok=True)
        return False
    data = {
        "magic": _MAGIC,
        "version": _VERSION,
        "key": now.key,
        "strict": strict and not report.stale,  # stale imported answers: publish --strict refuses them
        "made": _made(project),
        "report": _facts(report),
    }
    return write_memory(file, data)


def _facts(report: BuildReport) -> dict[str, Any]:
    facts: dict[str, Any] = {name: getattr(report, name) for name in _COUNTS}
    facts["reused"] += report.computed
    facts["stale"] = dict(report.stale)
    facts["statuses"] = [[model, status, n] for (model, status), n in report.statuses.items()]
    facts["sentences"], facts["withheld"] = dict(report.sentences), dict(report.withheld)
    facts["unreadable"] = [list(_unreadable(error)) for error in report.unreadable]
    for name in ("pages", "answer_pages"):
        written: WriteReport | None = getattr(report, name)
        facts[name] = 0 if written is None else written.written + written.unchanged
    return facts


def _restored(facts: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a report. Raises KeyError, TypeError or ValueError where they are none."""
    return {
        **{name: int(facts[name]) for name in _COUNTS},
        "stale": Counter({str(k): int(n) for k, n in facts["stale"].items()}),
        "statuses": Counter({(str(m), str(s)): int(n) for m, s, n in facts["statuses"]}),
        "sentences": Counter({str(k): int(n) for k, n in facts["sentences"].items()}),
        "withheld": Counter({str(k): int(n) for k, n in facts["withheld"].items()}),
        **{name: WriteReport(0, int(facts[name]), 0) for name in ("pages", "answer_pages")},
    }


def _unreadable(error: UnreadablePaper) -> tuple[str, str, str]:
    return error.what, Path(error.where).name, error.mend


def _made(project: Project) -> str:
    """What a build has made, by names, sizes and times: pages, answers' pages, and that the site is there."""
    site = project.site_dir
    paths = (
        project.docs_dir,
        project.answer_pages_dir,
        site / "index.html",
        site.with_name(f".{site.name}.json"),
    )
    return digest([_digest_of(path)[0] for path in paths])


def _digest_of(path: Path) -> tuple[str, int]:
    """A digest of a file's, or a whole folder's names, sizes and times, and the latest time (nanoseconds)."""
    sha, newest = hashlib.sha256(), 0
    for name, told in _files(path):
        size, changed = (told.st_size, told.st_mtime_ns) if told else (-1, -1)
        sha.update(f"{name}\0{size}\0{changed}\n".encode("utf-8", "surrogateescape"))
        newest = max(newest, changed)
    return sha.hexdigest()[:16], newest


def _files(top: Path) -> Iterator[tuple[str, os.stat_result | None]]:
    """The files below ``top``, or itself if it is one."""
    with contextlib.suppress(OSError):
        told = top.stat()
        if not stat.S_ISDIR(told.st_mode):
            yield "", told
            return
    yield from files_within(top)


def _names(folder: Path) -> list[str]:
    try:
        return [entry.name for entry in os.scandir(folder)]
    except OSError:
        return []


@cache
def _installed() -> list[list[str]]:
    """The packages that Answerbook names, with their versions here; none where it is not installed."""
    try:
        wanted = importlib.metadata.requires("answerbook") or []
    except importlib.metadata.PackageNotFoundError:
        return []
    found = []
    for requirement in wanted:
        match = _REQUIREMENT.match(requirement)
        name = match.group() if match else requirement
        try:
            found.append([name, importlib.metadata.version(name)])
        except importlib.metadata.PackageNotFoundError:
            found.append([name, ""])
    return found

"""What a build reads, by names, sizes and times of files: quick to compute, different after any change."""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import importlib.metadata
import os
import re
import stat
import time
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from generator import __version__
from generator.core import digest
from generator.project import SETTINGS_FILE, Project
from generator.run.config import RunConfig
from generator.storage.code_version import code_of
from generator.storage.files import files_within, hash_of
from generator.storage.shipped import shipped
from generator.storage.site_config import CONFIG, CONFIG_NAMES
from generator.storage.work_records import RACY

__all__ = ["InputState", "input_state", "recent_files", "state_of"]

_VERSION = 1
_REQUIREMENT = re.compile(r"[A-Za-z0-9._-]+")


@dataclass(frozen=True, slots=True)
class InputState:
    """What a build reads, by names, sizes and times of files.

    rest: digest of everything but the ledger. ledger: digests by paper. newest: latest modification time. at:
    when the files were listed. Both in nanoseconds.
    """

    rest: str
    ledger: Mapping[str, str]
    newest: int
    at: int

    @property
    def key(self) -> str:
        return digest([self.rest, dict(self.ledger)])

    @property
    def settled(self) -> bool:
        """True if no file is so new that it could change without its time changing."""
        return self.newest < self.at - RACY

    def after(self, folder: Path, papers: Collection[str]) -> InputState:
        """Return the same with the current state of ``papers`` in the ledger, which this build wrote."""
        ledger = dict(self.ledger)
        for paper in papers:
            ledger[paper] = state_of(folder / paper)[0]
        return dataclasses.replace(self, ledger=ledger)


def input_state(project: Project, config: RunConfig, *, query_servers: bool = True) -> InputState:
    """Hash the names, sizes and times of all files that a build of ``project`` reads, and our code.

    query_servers: see `RunConfig.fingerprints`.
    """
    at, newest = time.time_ns(), 0
    parts: list[object] = [
        _VERSION,
        __version__,
        code_of("generator"),
        _installed(),
        os.environ.get("SOURCE_DATE_EPOCH"),
    ]
    fingerprints = config.fingerprints(query_servers=query_servers)
    parts += [fingerprints.of("", q, s.name).parts for q in config.questions for s in config.specs]
    for path in _read_by_builds(project):
        found, latest = state_of(path)
        parts.append(found)
        newest = max(newest, latest)
    ledger = {}
    for name in sorted(_names(project.answers_dir)):
        ledger[name], latest = state_of(project.answers_dir / name)
        newest = max(newest, latest)
    return InputState(digest(parts), ledger, newest, at)


def recent_files(project: Project, at: int) -> dict[str, str]:
    """Return the SHA-256 of each file that a build reads and that changed within `RACY` of a time.

    By path from the project's root, or absolute. at: in nanoseconds.
    """
    found = {}
    for top in (*_read_by_builds(project), project.answers_dir):
        for name, stated in _files(top):
            if stated is not None and stated.st_mtime_ns >= at - RACY:
                path = top / name if name else top
                within = path.relative_to(project.root) if path.is_relative_to(project.root) else path
                with contextlib.suppress(OSError):
                    found[str(within)] = hash_of(path)
    return found


def _read_by_builds(project: Project) -> tuple[Path, ...]:
    """Return the files and folders that a build of ``project`` reads, apart from the ledger."""
    folders = (
        project.questions_dir,
        project.papers_dir,
        project.reviews_dir,
        project.gold_dir,
        project.pages_dir,
        project.root / "site_templates",
        shipped("site_templates"),
        shipped(CONFIG),
    )
    files = (
        project.root / SETTINGS_FILE,
        *(project.root / name for name in CONFIG_NAMES),
        project.notices_file,
        project.releases_file,
        project.draws_file,
    )
    return (*files, *folders)


def state_of(path: Path) -> tuple[str, int]:
    """Return a digest of the names, sizes and times of a file or folder, and the latest time.

    The time is in nanoseconds.
    """
    sha, newest = hashlib.sha256(), 0
    for name, stated in _files(path):
        size, changed = (stated.st_size, stated.st_mtime_ns) if stated else (-1, -1)
        sha.update(f"{name}\0{size}\0{changed}\n".encode("utf-8", "surrogateescape"))
        newest = max(newest, changed)
    return sha.hexdigest()[:16], newest


def _files(top: Path) -> Iterator[tuple[str, os.stat_result | None]]:
    """Yield the files below ``top``, or ``top`` itself if it is a file."""
    with contextlib.suppress(OSError):
        status = top.stat()
        if not stat.S_ISDIR(status.st_mode):
            yield "", status
            return
    yield from files_within(top)


def _names(folder: Path) -> list[str]:
    try:
        return [entry.name for entry in os.scandir(folder)]
    except OSError:
        return []


@cache
def _installed() -> list[list[str]]:
    """Return the packages that Answerbook requires, with their installed versions."""
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

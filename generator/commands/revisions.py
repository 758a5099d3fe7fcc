"""Ledgers to compare: a folder, or what a git revision holds of one; the work tree is not touched."""

from __future__ import annotations

import hashlib
import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from generator.errors import AnswerbookError, InvalidFile
from generator.ledger.comparing import Side
from generator.ledger.rows import answer_files
from generator.project import Project

# A repository that came in an archive has settings of its own, which may name programs to fetch with: nothing
# is fetched, from nowhere.
_ALONE = {"GIT_ALLOW_PROTOCOL": "none", "GIT_NO_LAZY_FETCH": "1", "GIT_TERMINAL_PROMPT": "0"}
ANSWERS = Path("content") / "answers"


def ledger_folder(folder: Path) -> Path:
    """The ledger that a folder holds, or is. Raises AnswerbookError where it is no folder."""
    if not folder.is_dir():
        raise AnswerbookError(f"{folder}: is no folder; name a project, or its content/answers")
    return folder / ANSWERS if (folder / "content").is_dir() else folder


def side(name: str, root: Path) -> Side:
    """The ledger in the folder ``name`` or, where there is none, in that git revision of ``root``.

    Raises AnswerbookError where it is neither.
    """
    if Path(name).is_dir():
        return FolderSide(ledger_folder(Path(name)))
    if not name or name.startswith("-"):
        raise AnswerbookError(f"{name!r}: is neither a folder nor a git revision")
    try:
        commit = _git(root, "rev-parse", "--verify", "--quiet", f"{name}^{{commit}}").decode().strip()
    except _GitError as error:
        why = f" ({error})" if str(error) else ""
        raise AnswerbookError(f"{name!r}: is neither a folder nor a git revision of {root}{why}") from error
    return RevisionSide(root, commit)


@dataclass(frozen=True)
class FolderSide:
    """A ledger on disk, what a build has not settled yet left aside."""

    folder: Path

    @cached_property
    def files(self) -> Mapping[str, str]:
        found = {}
        for paper, model, file in answer_files(self.folder):
            if file.is_file():
                data = self.read(f"{paper}/{model}.jsonl")
                # As git names its blobs, so that a folder and a revision can be compared unread.
                found[f"{paper}/{model}.jsonl"] = hashlib.sha1(
                    b"blob %d\0" % len(data) + data, usedforsecurity=False
                ).hexdigest()
        return found

    def read(self, name: str) -> bytes:
        try:
            return (self.folder / name).read_bytes()
        except OSError as error:
            raise AnswerbookError(
                f"{self.folder / name}: cannot be read ({error.strerror}); make it readable"
            ) from error


@dataclass(frozen=True)
class RevisionSide:
    """The ledger of a project in a commit."""

    root: Path
    commit: str

    @cached_property
    def files(self) -> Mapping[str, str]:
        found = {}
        # From `root` on: the project may be a folder of the repository.
        listing = self._asked("ls-tree", "-r", "-z", self.commit, "--", f"{ANSWERS.as_posix()}/")
        for entry in filter(None, listing.split(b"\0")):
            about, _, path = entry.partition(b"\t")
            name = path.decode("utf-8", "surrogateescape").removeprefix(f"{ANSWERS.as_posix()}/")
            found[name] = about.split()[2].decode()
        return found

    def read(self, name: str) -> bytes:
        return self._asked("cat-file", "blob", self.files[name])

    def _asked(self, *words: str) -> bytes:
        try:
            return _git(self.root, *words)
        except _GitError as error:
            raise AnswerbookError(f"git could not read {self.commit[:12]}: {error}") from error


class _GitError(Exception):
    """What git said."""


def _git(root: Path, *words: str) -> bytes:
    command = ["git", "-C", str(root), "-c", "core.fsmonitor=false", *words]
    try:
        done = subprocess.run(command, capture_output=True, env={**os.environ, **_ALONE}, check=False)
    except FileNotFoundError as error:
        raise _GitError("git is not installed") from error
    if done.returncode != 0:
        raise _GitError(" ".join(done.stderr.decode("utf-8", "replace").split())[:200])
    return done.stdout


def root_of(folder: Path) -> Path:
    """The project's folder that ``folder`` lies in, or else ``folder`` itself."""
    try:
        return Project.find(folder).root
    except InvalidFile:
        raise
    except AnswerbookError:  # outside of a project, two folders can still be compared
        return folder

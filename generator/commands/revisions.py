"""Ledgers to compare: in a folder, or in a git revision; the work tree is not touched."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from generator.errors import AnswerbookError, InvalidFile
from generator.ledger.ledger_diff import LedgerSide
from generator.ledger.ledger_rows import answer_files
from generator.project import Project
from generator.storage.git import GitError, git_bytes

ANSWERS = Path("content") / "answers"


def ledger_folder(folder: Path) -> Path:
    """Return the ledger that a folder holds, or is. Raises AnswerbookError if it is not a folder."""
    if not folder.is_dir():
        raise AnswerbookError(f"{folder}: not a folder; give a project, or its content/answers")
    return folder / ANSWERS if (folder / "content").is_dir() else folder


def side(name: str, root: Path) -> LedgerSide:
    """Return the ledger in the folder ``name``, or else in the git revision ``name`` of ``root``.

    Raises AnswerbookError if ``name`` is neither.
    """
    if Path(name).is_dir():
        return FolderSide(ledger_folder(Path(name)))
    if not name or name.startswith("-"):
        raise AnswerbookError(f"{name!r}: neither a folder nor a git revision; check the name")
    try:
        commit = git_bytes(root, "rev-parse", "--verify", "--quiet", f"{name}^{{commit}}").decode().strip()
    except GitError as error:
        why = f" ({error})" if str(error) else ""
        raise AnswerbookError(
            f"{name!r}: neither a folder nor a git revision of {root}{why}; check the name"
        ) from error
    return RevisionSide(root, commit)


@dataclass(frozen=True)
class FolderSide:
    """A ledger on disk, without what a build has not settled yet."""

    folder: Path

    @cached_property
    def files(self) -> Mapping[str, str]:
        found = {}
        for paper, model, file in answer_files(self.folder):
            if file.is_file():
                data = self.read(f"{paper}/{model}.jsonl")
                # As git names its blobs, so that a folder and a revision can be compared without reading
                # both.
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
    """The ledger of a project in a git commit."""

    root: Path
    commit: str

    @cached_property
    def files(self) -> Mapping[str, str]:
        found = {}
        # Relative to `root`: the project may be a folder within the repository.
        listing = self._git_output("ls-tree", "-r", "-z", self.commit, "--", f"{ANSWERS.as_posix()}/")
        for entry in filter(None, listing.split(b"\0")):
            about, _, path = entry.partition(b"\t")
            name = path.decode("utf-8", "surrogateescape").removeprefix(f"{ANSWERS.as_posix()}/")
            found[name] = about.split()[2].decode()
        return found

    def read(self, name: str) -> bytes:
        return self._git_output("cat-file", "blob", self.files[name])

    def _git_output(self, *words: str) -> bytes:
        try:
            return git_bytes(self.root, *words)
        except GitError as error:
            raise AnswerbookError(
                f"{self.commit[:12]}: git cannot read this commit ({error}); "
                "check the repository with `git fsck`"
            ) from error


def root_of(folder: Path) -> Path:
    """Return the root of the project that contains ``folder``, or else ``folder`` itself."""
    try:
        return Project.find(folder).root
    except InvalidFile:
        raise
    except AnswerbookError:  # outside a project, two folders can still be compared
        return folder

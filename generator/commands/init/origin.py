"""What a publishing machine installs: the very Answerbook that made the project, wherever it came from.

An installation comes from an index, an address, a repository with its commit, a file or a folder. A file is
taken along. Of a folder only its
repository can be named; where there is none, a person must say from where others can install it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from generator import __version__
from generator.commands.init.git import git_says
from generator.commands.init.remote import Remote
from generator.storage.installed import origin

__all__ = ["Requirement", "requirement"]

_MAX_BYTES = 20_000_000  # of a wheel that is taken along
_HEAD = "# The Answerbook that made this project. What it stands on is listed beside it, with hashes.\n"


@dataclass(frozen=True, slots=True)
class Requirement:
    """text: of the file of requirements. files: to stand beside it. notes: what a person has to do."""

    text: str
    files: Mapping[str, bytes] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def requirement() -> Requirement:
    """What stands for the installation that runs."""
    found = origin()
    if found is None:
        return _unknown()
    if not found.url:
        return Requirement(f"{_HEAD}answerbook=={__version__}\n")
    if found.url.startswith(("https://", "ssh://")):
        if found.vcs:
            return _of_repository(f"{found.vcs}+{found.url}", found.commit)
        return Requirement(f"{_HEAD}answerbook @ {found.url}\n")
    place = found.path
    if place is None:
        return _unknown()
    if place.is_file() and place.stat().st_size <= _MAX_BYTES:
        return _of_file(place)
    return _of_folder(place) if place.is_dir() else _unknown()


def _of_file(file: Path) -> Requirement:
    data = file.read_bytes()
    line = f"./requirements/{file.name} --hash=sha256:{hashlib.sha256(data).hexdigest()}"
    return Requirement(f"{_HEAD}{line}\n", {file.name: data})


def _of_folder(folder: Path) -> Requirement:
    """By the commit of a checkout that holds nothing else."""
    remote = Remote.of(_git(folder, "remote", "get-url", "origin"))
    commit = _git(folder, "rev-parse", "HEAD")
    if remote is None or not commit or _git(folder, "status", "--porcelain") != "":
        return _unknown()
    found = _of_repository(f"git+{remote.repository}.git", commit)
    note = (
        f"requirements/answerbook.txt names commit {commit[:12]} of {remote.repository}; push it, if it is "
        "not there yet"
    )
    return Requirement(found.text, notes=(note,))


def _of_repository(address: str, commit: str) -> Requirement:
    return Requirement(f"{_HEAD}answerbook @ {address}@{commit}\n")


def _unknown() -> Requirement:
    return Requirement(
        "# This project was made by an Answerbook that was installed from a folder of one machine.\n"
        "# Write here from where others can install it: a wheel that you put beside this file, or a commit.\n"
        f"# ./requirements/answerbook-{__version__}-py3-none-any.whl\n"
        f"# answerbook @ git+https://ADDRESS/OF/THE/REPOSITORY.git@COMMIT\n",
        notes=(
            "write into requirements/answerbook.txt from where the publishing machine installs Answerbook; "
            "the workflows stop until it says so",
        ),
    )


def _git(folder: Path, *arguments: str) -> str:
    """What git says; a question mark where it cannot be run, so that nothing passes for clean or known."""
    said = git_says(folder, *arguments)
    return "?" if said is None else said

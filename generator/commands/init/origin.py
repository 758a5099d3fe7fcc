"""What a publishing machine installs: the same Answerbook that created the project, wherever it came from.

An installation comes from a package index, an address, a repository at a commit, a file or a folder. A file
is copied into the project. A folder can only be replaced by its repository; without one, a person must write
down where others can install it from.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from generator import __version__
from generator.commands.init.git import git_output
from generator.commands.init.remote import Remote
from generator.storage.files import hash_of
from generator.storage.installed import origin

__all__ = ["Requirement", "requirement"]

_MAX_BYTES = 20_000_000  # of a wheel that is copied
_HEAD = (
    "# The Answerbook that created this project. The files next to this one list its dependencies by hash.\n"
)


@dataclass(frozen=True, slots=True)
class Requirement:
    """A requirements file. text: its content. files: to put next to it. notes: what a person has to do."""

    text: str
    files: Mapping[str, bytes] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def requirement() -> Requirement:
    """Return the requirement that installs the running Answerbook elsewhere."""
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
        line = f"./requirements/{place.name} --hash=sha256:{hash_of(place)}"
        return Requirement(f"{_HEAD}{line}\n", {place.name: place.read_bytes()})
    return _of_folder(place) if place.is_dir() else _unknown()


def _of_folder(folder: Path) -> Requirement:
    """Return a requirement by commit, if the folder is a clean checkout of a repository."""
    remote = Remote.of(_git(folder, "remote", "get-url", "origin"))
    commit = _git(folder, "rev-parse", "HEAD")
    if remote is None or not commit or _git(folder, "status", "--porcelain") != "":
        return _unknown()
    found = _of_repository(f"git+{remote.repository}.git", commit)
    note = (
        f"requirements/answerbook.txt names commit {commit[:12]} of {remote.repository}; push it if it is "
        "not there yet"
    )
    return Requirement(found.text, notes=(note,))


def _of_repository(address: str, commit: str) -> Requirement:
    return Requirement(f"{_HEAD}answerbook @ {address}@{commit}\n")


def _unknown() -> Requirement:
    return Requirement(
        "# The Answerbook that created this project was installed from a folder on one machine.\n"
        "# Write here where others can install it from: a wheel that you put next to it, or a commit.\n"
        f"# ./requirements/answerbook-{__version__}-py3-none-any.whl\n"
        f"# answerbook @ git+https://ADDRESS/OF/THE/REPOSITORY.git@COMMIT\n",
        notes=(
            "write into requirements/answerbook.txt where the publishing machine can install Answerbook "
            "from; until then, the workflows stop",
        ),
    )


def _git(folder: Path, *arguments: str) -> str:
    """Return what git prints; a question mark if it cannot be run, so that no folder passes as clean."""
    output = git_output(folder, *arguments)
    return "?" if output is None else output

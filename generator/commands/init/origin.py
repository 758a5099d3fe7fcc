"""What a publishing machine installs: the same Answerbook that created the project, wherever it came from.

An installation comes from a package index, an address, a repository at a commit, a file or a folder. A file
is copied into the project. A folder is replaced by the commit of its repository, else by a wheel of what is
installed. An editable installation without a commit has neither: a person must make its wheel.
"""

from __future__ import annotations

import hashlib
import shlex
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from generator import __version__
from generator.commands.init.git import git_output
from generator.commands.init.installed_wheel import installed_wheel
from generator.commands.init.remote import Remote
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
        digest = f" --hash=sha256:{found.sha256}" if found.sha256 else ""
        return Requirement(f"{_HEAD}answerbook @ {found.url}{digest}\n")
    place = found.path
    if place is not None and place.is_file() and place.stat().st_size <= _MAX_BYTES:
        return _of_wheel(place.name, place.read_bytes())
    named = _of_checkout(place) if place is not None and place.is_dir() else None
    if named is not None:
        return named
    packed = installed_wheel()
    if packed is not None and len(packed[1]) <= _MAX_BYTES:
        return _of_wheel(*packed)
    return _unknown(place)


def _of_wheel(name: str, data: bytes) -> Requirement:
    line = f"./requirements/{name} --hash=sha256:{hashlib.sha256(data).hexdigest()}"
    return Requirement(f"{_HEAD}{line}\n", {name: data})


def _of_checkout(folder: Path) -> Requirement | None:
    """Return a requirement by commit, if the folder is a clean checkout of a repository."""
    remote = Remote.of(_git(folder, "remote", "get-url", "origin"))
    commit = _git(folder, "rev-parse", "HEAD")
    if remote is None or not commit or _git(folder, "status", "--porcelain") != "":
        return None
    found = _of_repository(f"git+{remote.repository}.git", commit)
    note = (
        f"requirements/answerbook.txt names commit {commit[:12]} of {remote.repository}; push it if it is "
        "not there yet"
    )
    return Requirement(found.text, notes=(note,))


def _of_repository(address: str, commit: str) -> Requirement:
    return Requirement(f"{_HEAD}answerbook @ {address}@{commit}\n")


def _unknown(folder: Path | None = None) -> Requirement:
    """Return a requirement for a person to complete. folder: from which a wheel can be made."""
    wheel = f"answerbook-{__version__}-py3-none-any.whl"
    source = shlex.quote(str(folder)) if folder is not None and folder.is_dir() else "FOLDER_OF_ANSWERBOOK"
    return Requirement(
        "# The Answerbook that created this project runs from a folder of one machine, which others cannot\n"
        "# install. Make a wheel of it next to this file, and remove the # before its line:\n"
        "#   python -m pip wheel --no-deps --wheel-dir requirements FOLDER_OF_ANSWERBOOK\n"
        f"# ./requirements/{wheel}\n"
        "# Or name a commit that others can fetch:\n"
        "# answerbook @ git+https://ADDRESS/OF/THE/REPOSITORY.git@COMMIT\n",
        notes=(
            "the publishing machine cannot install Answerbook from a folder of this one; before you publish, "
            f"run `python -m pip wheel --no-deps --wheel-dir requirements {source}` in the project, and "
            f"remove the # before `./requirements/{wheel}` in requirements/answerbook.txt; until then, the "
            "workflows stop",
        ),
    )


def _git(folder: Path, *arguments: str) -> str:
    """Return what git prints; a question mark if it cannot be run, so that no folder passes as clean."""
    output = git_output(folder, *arguments)
    return "?" if output is None else output

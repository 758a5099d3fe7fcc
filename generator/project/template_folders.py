"""Templates of the site: those shipped with Answerbook, and those with which a project replaces them.

A project holds only the files that it wants to change, in ``site_templates/``; all others come from the
installed version. A build merges both into one folder. ``site_templates/ORIGINALS`` records the hash of each
original when it was copied, so a newer original is noticed.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from generator.core import digest
from generator.errors import AnswerbookError, SiteError
from generator.project.problems import did_you_mean
from generator.project.project import Project
from generator.storage.files import bytes_of, files_within, hash_of, lies_within, write_whole
from generator.storage.shipped import shipped

__all__ = [
    "FOLDER",
    "ORIGINALS",
    "Override",
    "answer_templates_hash",
    "copy_template",
    "merge_templates",
    "naming_own_templates",
    "originals",
    "overrides",
    "remove_overrides",
]

FOLDER = "site_templates"
ORIGINALS = "ORIGINALS"
_OF_ANSWERS = ("answers/", "overrides/assets/answer.")  # what lays out pages of answers
_HEAD = "# The SHA-256 of each original when `answerbook templates copy` copied it here.\n"
# same: equal to today's original. copy: equal to the original when it was copied, which has changed since.
# newer: changed here, and the original has changed too. changed: changed here only, or not recorded.
# own: there is no original of that name.
State = Literal["same", "copy", "newer", "changed", "own"]


@dataclass(frozen=True, slots=True)
class Override:
    """A file of a project that replaces a template. name: its path within ``site_templates``."""

    name: str
    state: State

    @property
    def needless(self) -> bool:
        """True if the override can be deleted without losing a change."""
        return self.state in ("same", "copy")


def originals() -> dict[str, Path]:
    """Return the templates shipped with Answerbook, by name."""
    top = shipped(FOLDER)
    return {name: top / name for name, _ in files_within(top) if _counts(name)}


def overrides(project: Project) -> list[Override]:
    """Return the templates that ``project`` replaces, by name; none in Answerbook's own repository."""
    own = _own(project)
    if own is None:
        return []
    known, copied = originals(), _copied(own)
    return [
        Override(name, _state(own / name, known.get(name), copied.get(name, "")))
        for name, stat in files_within(own)
        if stat is not None and _counts(name)
    ]


def answer_templates_hash(project: Project) -> str:
    """Return a hash of the templates with which ``project`` lays out pages of answers; empty without any."""
    changed = [
        (override.name, hash_of(project.root / FOLDER / override.name))
        for override in overrides(project)
        if override.name.startswith(_OF_ANSWERS) and not override.needless
    ]
    return digest(changed) if changed else ""


def copy_template(project: Project, name: str) -> Path:
    """Copy a template into ``project`` to be changed there, and return the copy. Raises AnswerbookError."""
    known = originals()
    if name not in known:
        fitting = sorted(n for n in known if n.endswith(f"/{name}"))
        if len(fitting) != 1:
            raise AnswerbookError(f"no template {name!r}; {did_you_mean(name, fitting or known)}")
        (name,) = fitting
    own = project.root / FOLDER
    if _is_source(own):
        raise AnswerbookError(f"{own}: this is the original folder; change {own / name} itself.")
    target = own / name
    if target.exists():
        raise AnswerbookError(f"{target}: already exists; delete it first to get the original again.")
    try:
        data = bytes_of(known[name])
        write_whole(target, data)
        copied = {**_copied(own), name: hashlib.sha256(data).hexdigest()}
        _write_copied(own, copied)
    except OSError as error:
        raise AnswerbookError(
            f"{target}: cannot be written ({error.strerror}); make the folder writable."
        ) from error
    return target


def remove_overrides(project: Project, names: list[str]) -> None:
    """Delete overrides and their recorded hashes. Raises AnswerbookError if a file cannot be changed."""
    own = project.root / FOLDER
    try:
        for name in names:
            (own / name).unlink()
            folder = (own / name).parent
            while folder != own and not any(folder.iterdir()):
                folder.rmdir()
                folder = folder.parent
        left = {name: hashed for name, hashed in _copied(own).items() if name not in names}
        if left or (own / ORIGINALS).exists():
            _write_copied(own, left)
        if own.is_dir() and not any(own.iterdir()):
            own.rmdir()
    except OSError as error:
        raise AnswerbookError(
            f"{own}: cannot be changed ({error.strerror}); make the folder writable."
        ) from error


def merge_templates(project: Project) -> None:
    """Write the merged folder of templates that a build reads, if ``project`` has templates of its own.

    Raises AnswerbookError if it cannot be written.
    """
    target = project.merged_templates_dir
    own = _own(project)
    if own is None:
        return
    wanted = originals() | {name: own / name for name, stat in files_within(own) if stat and _counts(name)}
    try:
        for name in [name for name, _ in files_within(target)]:
            if name not in wanted:
                (target / name).unlink()
        for name, source in wanted.items():
            if not _is_same(source, target / name):
                (target / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(source, target / name)
    except OSError as error:
        raise AnswerbookError(
            f"{target}: the templates cannot be written ({error.strerror}); make the folder writable, or "
            "delete it."
        ) from error


@contextmanager
def naming_own_templates(project: Project) -> Iterator[None]:
    """Have errors in the block name the project's own template instead of its copy in the build."""
    try:
        yield
    except SiteError as error:
        merged, message = f"{project.merged_templates_dir}/", str(error)
        for override in overrides(project) if merged in message else ():
            message = message.replace(f"{merged}{override.name}", str(project.root / FOLDER / override.name))
        if message == str(error):
            raise
        raise SiteError(message) from error


def _own(project: Project) -> Path | None:
    own = project.root / FOLDER
    return own if own.is_dir() and not _is_source(own) else None


def _is_source(own: Path) -> bool:
    return own.resolve() == shipped(FOLDER).resolve()


def _state(file: Path, original: Path | None, copied: str) -> State:
    if original is None:
        return "own"
    here, today = hash_of(file), hash_of(original)
    if here == today:
        return "same"
    if here == copied:
        return "copy"
    return "newer" if copied and copied != today else "changed"


def _counts(name: str) -> bool:
    return name != ORIGINALS and not any(part.startswith((".", "__")) for part in name.split("/"))


def _is_same(source: Path, target: Path) -> bool:
    try:
        return source.stat().st_size == target.stat().st_size and hash_of(source) == hash_of(target)
    except FileNotFoundError:
        return False


def _copied(own: Path) -> dict[str, str]:
    """Return the recorded hash of each original by name; malformed lines are skipped."""
    try:
        lines = bytes_of(own / ORIGINALS).decode("utf-8", "replace").replace("\r\n", "\n").split("\n")
    except OSError:
        return {}
    pairs = (line.split("  ", 1) for line in lines if not line.startswith("#"))
    return {pair[1]: pair[0] for pair in pairs if len(pair) == 2 and lies_within(pair[1])}


def _write_copied(own: Path, copied: Mapping[str, str]) -> None:
    if not copied:
        (own / ORIGINALS).unlink(missing_ok=True)
        return
    lines = "".join(f"{hashed}  {name}\n" for name, hashed in sorted(copied.items()))
    write_whole(own / ORIGINALS, _HEAD + lines)

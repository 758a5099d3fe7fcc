"""Templates of the site: those that come with Answerbook, and those that a project has in their place.

A project holds only what it wants otherwise, file by file, in ``site_templates/``; all else is that of the
version of Answerbook that builds. A build lays both out as one folder. ``site_templates/ORIGINALS`` tells of
each file that was copied what its original was then: so a newer original is noticed.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from generator.errors import AnswerbookError, SiteError
from generator.project.problems import did_you_mean
from generator.project.project import Project
from generator.storage.files import bytes_of, files_within, hash_of, lies_within, write_whole
from generator.storage.shipped import shipped

__all__ = [
    "FOLDER",
    "ORIGINALS",
    "Override",
    "copy_template",
    "lay_out",
    "named_as_own",
    "originals",
    "overrides",
    "remove",
]

FOLDER = "site_templates"
ORIGINALS = "ORIGINALS"
_HEAD = "# Of each file that `answerbook templates copy` made here: the SHA-256 of what was copied.\n"
# same: as the original is today. copy: as the original was when it was copied; it has changed since.
# newer: changed here, and the original has changed since too. changed: changed here alone, or nothing tells.
# own: there is no original of that name.
State = Literal["same", "copy", "newer", "changed", "own"]


@dataclass(frozen=True, slots=True)
class Override:
    """A file of a project that takes the place of a template. name: its path within ``site_templates``."""

    name: str
    state: State

    @property
    def needless(self) -> bool:
        """Whether nothing is lost without it."""
        return self.state in ("same", "copy")


def originals() -> dict[str, Path]:
    """The templates that come with Answerbook, by name."""
    top = shipped(FOLDER)
    return {name: top / name for name, _ in files_within(top) if _counts(name)}


def overrides(project: Project) -> list[Override]:
    """What ``project`` has in place of templates, by name; nothing where it is where they come from."""
    own = _own(project)
    if own is None:
        return []
    known, copied = originals(), _copied(own)
    return [
        Override(name, _state(own / name, known.get(name), copied.get(name, "")))
        for name, told in files_within(own)
        if told is not None and _counts(name)
    ]


def copy_template(project: Project, name: str) -> Path:
    """Copy a template into ``project``, to be changed there; the file. Raises AnswerbookError."""
    known = originals()
    if name not in known:
        fitting = sorted(n for n in known if n.endswith(f"/{name}"))
        if len(fitting) != 1:
            raise AnswerbookError(f"no template {name!r}; {did_you_mean(name, fitting or known)}")
        (name,) = fitting
    own = project.root / FOLDER
    if _is_source(own):
        raise AnswerbookError(f"{own}: the templates come from here; change {own / name} itself.")
    target = own / name
    if target.exists():
        raise AnswerbookError(f"{target}: is there already; delete it first to have the original again.")
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


def remove(project: Project, names: list[str]) -> None:
    """Delete overrides, and what is told of them. Raises AnswerbookError where that cannot be done."""
    own = project.root / FOLDER
    try:
        for name in names:
            (own / name).unlink()
            folder = (own / name).parent
            while folder != own and not any(folder.iterdir()):
                folder.rmdir()
                folder = folder.parent
        left = {name: told for name, told in _copied(own).items() if name not in names}
        if left or (own / ORIGINALS).exists():
            _write_copied(own, left)
        if own.is_dir() and not any(own.iterdir()):
            own.rmdir()
    except OSError as error:
        raise AnswerbookError(
            f"{own}: cannot be changed ({error.strerror}); make the folder writable."
        ) from error


def lay_out(project: Project) -> None:
    """Make the folder of templates that a build of ``project`` reads, where it has any of its own.

    Raises AnswerbookError where it cannot be written.
    """
    target = project.laid_out_templates
    own = _own(project)
    if own is None:
        return
    wanted = originals() | {name: own / name for name, told in files_within(own) if told and _counts(name)}
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
            f"{target}: the templates cannot be laid out ({error.strerror}); make the folder writable, or "
            "delete it."
        ) from error


@contextmanager
def named_as_own(project: Project) -> Iterator[None]:
    """Have errors in the block name a file of the project itself, and not its copy in the build."""
    try:
        yield
    except SiteError as error:
        laid_out, said = f"{project.laid_out_templates}/", str(error)
        for override in overrides(project) if laid_out in said else ():
            said = said.replace(f"{laid_out}{override.name}", str(project.root / FOLDER / override.name))
        if said == str(error):
            raise
        raise SiteError(said) from error


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
    """What is told of copies; lines that tell nothing are passed over."""
    try:
        lines = bytes_of(own / ORIGINALS).decode("utf-8", "replace").splitlines()
    except OSError:
        return {}
    pairs = (line.split("  ", 1) for line in lines if not line.startswith("#"))
    return {pair[1]: pair[0] for pair in pairs if len(pair) == 2 and lies_within(pair[1])}


def _write_copied(own: Path, copied: Mapping[str, str]) -> None:
    if not copied:
        (own / ORIGINALS).unlink(missing_ok=True)
        return
    lines = "".join(f"{told}  {name}\n" for name, told in sorted(copied.items()))
    write_whole(own / ORIGINALS, _HEAD + lines)

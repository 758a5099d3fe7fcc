"""The site into a folder: what a web server shows, a mounted disk, a folder that is synchronised.

Readers see no page before what it needs is there: new files are written first, then changed ones, pages after
what they are made of, the front page last. Only what an earlier deployment wrote is ever removed.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from generator.commands.deploy.changes import Changes, Deployment
from generator.core.counting import counted
from generator.errors import AnswerbookError
from generator.project import Project
from generator.storage.files import files_within, hash_of, lies_within, replacing, strays
from generator.storage.record import Record

__all__ = ["FolderPlan", "copy_site", "planned"]

_RECORD = ".answerbook-deployed.json"
_NAMED = 5


@dataclass(frozen=True, slots=True)
class FolderPlan:
    """site, target: folders. files: path -> hash. ours: paths that an earlier deployment wrote."""

    site: Path
    target: Path
    files: Mapping[str, str]
    ours: frozenset[str]
    deployment: Deployment


def planned(project: Project, target: Path) -> FolderPlan:
    """What is to be done to have the site in ``target``. Raises AnswerbookError for a place that is none."""
    site, target = project.site_dir, target.absolute()
    _refuse(project, target)
    files = {path: hash_of(site / path) for path, told in files_within(site) if told is not None}
    before = _record(target).read(lambda data: {str(path): str(told) for path, told in data.items()}) or {}
    ours = frozenset(path for path in before if lies_within(path))
    there = {path for path in files if (target / path).is_file()}
    changed = {path for path in there if hash_of(target / path) != files[path]}
    foreign = sorted(changed - ours)
    if foreign:
        raise AnswerbookError(
            f"{target}: holds {counted(len(foreign), 'file')} that no deployment wrote and the site would "
            f"replace ({', '.join(foreign[:_NAMED])}); choose an empty folder, or move them away."
        )
    removed = sorted(path for path in ours - files.keys() if (target / path).is_file())
    changes = Changes(tuple(sorted(files.keys() - there)), tuple(sorted(changed)), tuple(removed))
    deployment = Deployment(f"the folder {target}", len(files), changes)
    return FolderPlan(site, target, files, ours, deployment)


def copy_site(plan: FolderPlan) -> None:
    """Do it. Raises AnswerbookError where something cannot be written; the next try goes on from there."""
    changes = plan.deployment.changes
    try:
        plan.target.mkdir(parents=True, exist_ok=True)
        # Both, until all is done: what a killed deployment wrote is known to be ours.
        _keep(plan, {**dict.fromkeys(plan.ours, ""), **plan.files})
        for path in (*_in_order(changes.added), *_in_order(changes.changed)):
            with (
                replacing(plan.target / path, flush=False) as stream,
                (plan.site / path).open("rb") as source,
            ):
                shutil.copyfileobj(source, stream)
        for path in changes.removed:
            (plan.target / path).unlink(missing_ok=True)
            folder = (plan.target / path).parent
            while folder != plan.target and not any(folder.iterdir()):
                folder.rmdir()
                folder = folder.parent
        _keep(plan, plan.files)
    except OSError as error:
        raise AnswerbookError(
            f"{error.filename or plan.target}: cannot be written ({error.strerror}); make it writable, or "
            "free some space, and deploy again."
        ) from error


def _in_order(paths: Iterable[str]) -> list[str]:
    """What pages are made of, then pages, then the front page."""
    return sorted(paths, key=lambda path: (path == "index.html", path.endswith(".html"), path))


def _refuse(project: Project, target: Path) -> None:
    if target.exists() and not target.is_dir():
        raise AnswerbookError(f"{target}: a file, not a folder; name another place for the site.")
    place, root = target.resolve(), project.root.resolve()
    outside = not place.is_relative_to(root) and not root.is_relative_to(place)
    free = place.is_relative_to(root) and place.relative_to(root).parts[:1] not in [
        (name,) for name in ("build", "content", "site_templates", ".git", ".github")
    ]
    if place == root or not (outside or free):
        raise AnswerbookError(
            f"{target}: holds the project, or a part of it; name another place for the site."
        )
    for path, what in strays(target, target):
        raise AnswerbookError(f"{path}: {what.replace('the project', 'that folder')}; remove it first.")


def _record(target: Path) -> Record:
    return Record(target / _RECORD, "answerbook deployment", 1)


def _keep(plan: FolderPlan, files: Mapping[str, str]) -> None:
    if not _record(plan.target).write(dict(files)):
        raise AnswerbookError(
            f"{plan.target / _RECORD}: cannot be written; without it, nothing would be known to be ours; "
            "make the folder writable."
        )

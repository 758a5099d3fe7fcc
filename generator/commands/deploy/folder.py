"""Deploy the site into a folder: of a web server, on a mounted disk, or one that is synchronised.

Readers never see a page before the files that it needs: new files are written first, then changed ones, pages
after the files that they use, and the front page last. Only files of an earlier deployment are ever removed.
"""

from __future__ import annotations

import shutil
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from generator.commands.deploy.deployment_changes import Changes, Deployment
from generator.core.counting import pluralize
from generator.errors import AnswerbookError
from generator.project import Project
from generator.storage.files import files_within, hash_of, lies_within, replacing, strays
from generator.storage.work_records import Record

__all__ = ["RECORD", "FolderPlan", "copy_site", "in_order", "plan_folder", "record", "refuse_foreign"]

RECORD = ".answerbook-deployed.json"
_MAX_NAMES = 5  # files that a message names


@dataclass(frozen=True, slots=True)
class FolderPlan:
    """A deployment into a folder, ready to copy.

    site, target: folders. files: path -> hash. ours: paths that an earlier deployment wrote.
    """

    site: Path
    target: Path
    files: Mapping[str, str]
    ours: frozenset[str]
    deployment: Deployment


def plan_folder(project: Project, target: Path) -> FolderPlan:
    """Return what to copy and remove in ``target``. Raises AnswerbookError for an unsuitable folder."""
    site, target = project.site_dir, target.absolute()
    _refuse(project, target)
    files = {path: hash_of(site / path) for path, status in files_within(site) if status is not None}
    before = record(target).read(lambda data: {str(path): str(hash) for path, hash in data.items()}) or {}
    ours = frozenset(path for path in before if lies_within(path))
    there = {path for path in files if (target / path).is_file()}
    changed = {path for path in there if hash_of(target / path) != files[path]}
    refuse_foreign(str(target), changed - ours)
    removed = sorted(path for path in ours - files.keys() if (target / path).is_file())
    changes = Changes(tuple(sorted(files.keys() - there)), tuple(sorted(changed)), tuple(removed))
    deployment = Deployment(f"the folder {target}", len(files), changes)
    return FolderPlan(site, target, files, ours, deployment)


def copy_site(plan: FolderPlan) -> None:
    """Copy the site. Raises AnswerbookError if something cannot be written; the next deployment continues."""
    changes = plan.deployment.changes
    try:
        plan.target.mkdir(parents=True, exist_ok=True)
        # Old and new paths until all is done: if the process dies, its files are known to be ours.
        _keep(plan, {**dict.fromkeys(plan.ours, ""), **plan.files})
        for path in (*in_order(changes.added), *in_order(changes.changed)):
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
            f"{error.filename or plan.target}: cannot be written ({error.strerror}); make it writable or "
            "free some space, then deploy again"
        ) from error


def refuse_foreign(target: str, names: Collection[str]) -> None:
    """Raise AnswerbookError if the site would replace files, ``names``, that no deployment wrote."""
    if names:
        raise AnswerbookError(
            f"{target}: the site would replace {pluralize(len(names), 'file')} that no deployment wrote "
            f"({', '.join(sorted(names)[:_MAX_NAMES])}); choose an empty folder, or move these files"
        )


def in_order(paths: Iterable[str]) -> list[str]:
    """Return the files that pages use, then pages, then the front page."""
    return sorted(paths, key=lambda path: (path == "index.html", path.endswith(".html"), path))


def _refuse(project: Project, target: Path) -> None:
    if target.exists() and not target.is_dir():
        raise AnswerbookError(f"{target}: a file, not a folder; choose a folder for the site")
    place, root = target.resolve(), project.root.resolve()
    outside = not place.is_relative_to(root) and not root.is_relative_to(place)
    free = place.is_relative_to(root) and place.relative_to(root).parts[:1] not in [
        (name,) for name in ("build", "content", "site_templates", ".git", ".github")
    ]
    if place == root or not (outside or free):
        raise AnswerbookError(
            f"{target}: contains the project or a part of it; choose another folder for the site"
        )
    for path, what in strays(target, target):
        raise AnswerbookError(f"{path}: {what.replace('the project', 'that folder')}; remove it first")


def record(target: Path) -> Record:
    """Return the record in ``target`` of what was deployed: path -> hash."""
    return Record(target / RECORD, "answerbook deployment", 1)


def _keep(plan: FolderPlan, files: Mapping[str, str]) -> None:
    if not record(plan.target).write(dict(files)):
        raise AnswerbookError(
            f"{plan.target / RECORD}: the record of deployed files cannot be written; make the folder "
            "writable"
        )

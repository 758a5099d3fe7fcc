"""Deploy the site into a folder of another machine, by rsync through ssh, as into one of this machine.

Files are compared by their content. The order is that of `folder`: what pages need first, the front page
last. Only files of an earlier deployment are ever replaced or removed.

Example: `ada@web.example.org:/srv/www` is the folder /srv/www of web.example.org, as its user ada.
"""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.commands.deploy.deployment_changes import Changes, Deployment
from generator.commands.deploy.folder import RECORD, in_order, record, refuse_foreign
from generator.core.visible import visible
from generator.errors import AnswerbookError
from generator.project import Project
from generator.storage.files import files_within, hash_of, lies_within

__all__ = ["HostPlan", "copy_to_host", "names_host", "plan_host"]

# [user@]host:path, as ssh and rsync write it. A single letter is a drive of Windows.
_ON_HOST = re.compile(r"(?:[\w.-]{1,64}@)?\w[\w.-]{1,253}:[^:].*", re.ASCII)
# By checksum: a build gives all files new times. Arguments are protected from the shell of the host.
_RSYNC = ("rsync", "--recursive", "--checksum", "--protect-args", "--8-bit-output")
_CREATED, _SENT = re.compile(r"[<c]f\+{5,}"), re.compile(r"[<c]f")
_MISSING = (3, 23)  # exit codes of rsync if a file or folder of the host does not exist


@dataclass(frozen=True, slots=True)
class HostPlan:
    """A deployment to another machine, ready to copy.

    target: as rsync names it, with a slash at its end. files: path -> hash. ours: paths that an earlier
    deployment wrote.
    """

    site: Path
    target: str
    files: Mapping[str, str]
    ours: frozenset[str]
    deployment: Deployment


def names_host(target: Path) -> bool:
    """Return True if ``target`` is a folder of another machine, such as ``ada@example.org:/srv/www``."""
    return _ON_HOST.fullmatch(str(target)) is not None and not target.exists()


def plan_host(project: Project, target: Path) -> HostPlan:
    """Return what to copy and remove.

    Raises AnswerbookError if the host cannot be asked, and for files there that no deployment wrote.
    """
    site, place = project.site_dir, f"{str(target).rstrip('/')}/"
    files = {path: hash_of(site / path) for path, status in files_within(site) if status is not None}
    ours = _deployed(place)
    sent = _rsync("--dry-run", "--out-format=%i %n", f"{site}/", place, allowed=(0, *_MISSING))
    words = [line.partition(" ")[::2] for line in sent.splitlines()]
    added = {name for kind, name in words if _CREATED.match(kind) and name in files}
    changed = {name for kind, name in words if _SENT.match(kind) and name in files} - added
    if not sent and not ours:
        added = set(files)  # the folder does not exist yet
    refuse_foreign(str(target), changed - ours)
    changes = Changes(tuple(sorted(added)), tuple(sorted(changed)), tuple(sorted(ours - files.keys())))
    return HostPlan(site, place, files, ours, Deployment(str(target), len(files), changes))


def copy_to_host(plan: HostPlan) -> None:
    """Copy the site. Raises AnswerbookError if something cannot be written; the next deployment continues."""
    changes = plan.deployment.changes
    # Old and new paths until all is done: if the process dies, its files are known to be ours.
    _keep(plan, {**dict.fromkeys(plan.ours, ""), **plan.files})
    for paths in _in_turns((*changes.added, *changes.changed)):
        _of_list(plan, paths)
    if changes.removed:
        _of_list(plan, changes.removed, "--delete-missing-args")
    _keep(plan, plan.files)


def _in_turns(paths: Iterable[str]) -> list[list[str]]:
    """Return the files that pages use, then pages, then the front page, without empty turns."""
    ordered = in_order(paths)
    turns = (
        [path for path in ordered if not path.endswith(".html")],
        [path for path in ordered if path.endswith(".html") and path != "index.html"],
        [path for path in ordered if path == "index.html"],
    )
    return [turn for turn in turns if turn]


def _of_list(plan: HostPlan, paths: Sequence[str], *options: str) -> None:
    with tempfile.NamedTemporaryFile(prefix="answerbook-") as listed:
        listed.write(b"".join(os.fsencode(path) + b"\0" for path in paths))
        listed.flush()
        _rsync(*options, "--from0", f"--files-from={listed.name}", f"{plan.site}/", plan.target)


def _deployed(place: str) -> frozenset[str]:
    """Return the paths that an earlier deployment wrote."""
    with tempfile.TemporaryDirectory(prefix="answerbook-") as folder:
        _rsync(f"{place}{RECORD}", f"{folder}/", allowed=(0, *_MISSING))
        found = record(Path(folder)).read(lambda data: [str(path) for path in data]) or []
        return frozenset(path for path in found if lies_within(path))


def _keep(plan: HostPlan, files: Mapping[str, str]) -> None:
    with tempfile.TemporaryDirectory(prefix="answerbook-") as folder:
        if not record(Path(folder)).write(dict(files)):
            raise AnswerbookError(f"{folder}: cannot be written; free some space, then deploy again")
        _rsync(f"{folder}/{RECORD}", plan.target)


def _rsync(*arguments: str, allowed: Sequence[int] = (0,)) -> str:
    """Run rsync and return what it prints. Raises AnswerbookError with its own error message."""
    try:
        done = subprocess.run(
            [*_RSYNC, *arguments], capture_output=True, check=False, stdin=subprocess.DEVNULL
        )
    except OSError as error:
        raise AnswerbookError(
            f"rsync cannot be started ({error.strerror}); install it on both machines, or deploy into a "
            "folder of this one"
        ) from error
    if done.returncode not in allowed:
        lines = [line for line in done.stderr.decode("utf-8", "replace").splitlines() if line.strip()]
        reason = visible(lines[0] if lines else f"exit code {done.returncode}", one_line=True)
        raise AnswerbookError(
            f"{arguments[-1]}: rsync failed ({reason}); check that `ssh` reaches the host and that its "
            "folder can be written"
        )
    return done.stdout.decode("utf-8", "surrogateescape")

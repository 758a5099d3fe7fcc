"""The site as a commit of its own branch, which GitHub Pages, Codeberg Pages and others show.

Only git's plumbing is used: neither the work tree nor the index of the project is touched, nothing is checked
out. Each deployment is a commit upon the last one; history is never rewritten, and a push is never forced.
"""

from __future__ import annotations

import contextlib
import os
import re
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from generator.commands.deploy.changes import Changes, Deployment
from generator.core.visible import visible
from generator.errors import AnswerbookError
from generator.project import SETTINGS_FILE, Project

__all__ = ["BranchPlan", "planned", "push"]

_EMPTY_TREE = "4b825dc642cb6eb9a060e54bf8d69288fbee4904"
# A user name and a password, or a token, in an address.
_SECRET = re.compile(r"(?<=://)[^/@\s]+@")
_NO_BRANCH = re.compile(r"^[-/.]|\.\.|[\x00-\x20~^:?*\[\\]|//|@\{|[/.]$|\.lock$")


@dataclass(frozen=True, slots=True)
class BranchPlan:
    """root: of the project. commit: what is pushed; empty where nothing is new. parent: what is there now."""

    root: Path
    remote: str
    branch: str
    commit: str
    parent: str
    deployment: Deployment


def planned(project: Project, remote: str, branch: str) -> BranchPlan:
    """The commit that would be pushed; it is made, and nothing leads to it. Raises AnswerbookError."""
    root = project.root
    if _NO_BRANCH.search(branch) or not branch:
        raise AnswerbookError(f"{branch!r}: is no name of a branch; gh-pages is the usual one.")
    address = _address(root, remote)
    ref = f"refs/heads/{branch}"
    parent = _git(root, "ls-remote", "--", remote, ref).decode().partition("\t")[0].strip()
    if parent:
        _git(root, "fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--", remote, ref)
        if _git(root, "ls-tree", parent, "--", SETTINGS_FILE.as_posix()):
            raise AnswerbookError(
                f"the branch {branch!r} of {remote} holds a project, and no site; name another with --branch."
            )
    tree = _tree(root, project.site_dir, parent)
    before = _git(root, "rev-parse", f"{parent}^{{tree}}").decode().strip() if parent else _EMPTY_TREE
    changes = _changes(root, before, tree)
    files = len(_git(root, "ls-tree", "-r", "-z", "--name-only", tree).split(b"\0")) - 1
    commit = _commit(root, tree, parent) if changes else ""
    place = f"{address}, branch {branch}{'' if parent else ', which is new'}"
    return BranchPlan(root, remote, branch, commit, parent, Deployment(place, files, changes))


def push(plan: BranchPlan) -> None:
    """Push the commit. Raises AnswerbookError, also where somebody else has deployed meanwhile."""
    if plan.commit:
        _git(plan.root, "push", "--quiet", "--", plan.remote, f"{plan.commit}:refs/heads/{plan.branch}")


def _address(root: Path, remote: str) -> str:
    if not remote or remote.startswith("-"):
        raise AnswerbookError(f"{remote!r}: is no name of a remote; `git remote -v` lists them.")
    try:
        address = _git(root, "remote", "get-url", "--push", "--", remote).decode("utf-8", "replace").strip()
    except AnswerbookError as error:
        raise AnswerbookError(
            f"{root}: no repository with a remote {remote!r} ({error}); make one with `git init` and "
            f"`git remote add {remote} ADDRESS`, or deploy with --folder."
        ) from error
    return _SECRET.sub("", address)


def _tree(root: Path, site: Path, parent: str) -> str:
    """The site as a tree, with what a host wants beside it."""
    with tempfile.TemporaryDirectory(prefix="answerbook-") as folder:
        index = {"GIT_INDEX_FILE": str(Path(folder) / "index")}
        # Bytes as they are, whatever the repository's attributes and settings say of line ends and filters.
        plain = ("-c", "core.autocrlf=false", "-c", "core.safecrlf=false", "-c", "core.excludesFile=")
        where = ("--git-dir", _git_dir(root), "--work-tree", str(site))
        _git(site, *plain, *where, "add", "--all", "--force", "--", ".", env=index)
        empty = _git(root, "hash-object", "-w", "--stdin").decode().strip()
        # Else GitHub leaves out what begins with an underscore.
        extra = [f"100644,{empty},.nojekyll"]
        if parent and not (site / "CNAME").exists():
            # The domain that the host was told by a commit of its own.
            for line in _git(root, "ls-tree", parent, "--", "CNAME").decode().splitlines():
                extra.append(f"100644,{line.split()[2]},CNAME")
        for info in extra:
            _git(root, "update-index", "--add", "--cacheinfo", info, env=index)
        return _git(root, "write-tree", env=index).decode().strip()


def _git_dir(root: Path) -> str:
    return _git(root, "rev-parse", "--absolute-git-dir").decode().strip()


def _changes(root: Path, before: str, after: str) -> Changes:
    told = _git(root, "diff-tree", "-r", "-z", "--no-renames", "--name-status", before, after)
    words = told.decode("utf-8", "surrogateescape").split("\0")
    found: dict[str, list[str]] = {"A": [], "M": [], "D": []}
    for kind, path in zip(words[::2], words[1::2], strict=False):
        found["M" if kind == "T" else kind].append(path)
    return Changes(tuple(found["A"]), tuple(found["M"]), tuple(found["D"]))


def _commit(root: Path, tree: str, parent: str) -> str:
    head = ""
    with contextlib.suppress(AnswerbookError):  # a repository without a commit yet
        head = _git(root, "rev-parse", "--short", "--verify", "--quiet", "HEAD").decode().strip()
    words = f"Site of {head}" if head else "Site"
    parents = ("-p", parent) if parent else ()
    return _git(root, "commit-tree", tree, *parents, "-m", words).decode().strip()


def _git(root: Path, *arguments: str, env: dict[str, str] | None = None) -> bytes:
    """What git prints. Raises AnswerbookError with what it says is wrong."""
    try:
        done = subprocess.run(
            ["git", *arguments],
            cwd=root,
            env={**os.environ, **(env or {}), "LC_ALL": "C"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )
    except OSError as error:
        raise AnswerbookError(
            f"git cannot be started ({error.strerror}); install it, or use --folder."
        ) from error
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace")
        lines = [line.strip() for line in _SECRET.sub("", said).splitlines() if line.strip()]
        if arguments[0] == "push" and any("rejected" in line for line in lines):
            raise AnswerbookError(
                "the remote took nothing: something else was pushed there meanwhile, or it refuses this "
                f"branch; deploy again ({visible(lines[-1], one_line=True)})"
            )
        told = next((line for line in lines if line.startswith(("fatal:", "error:", "remote:"))), "")
        raise AnswerbookError(
            f"git {arguments[0]}: {visible(told or (lines or ['it failed'])[-1], one_line=True)}"
        )
    return done.stdout

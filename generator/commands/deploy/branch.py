"""Deploy the site as a commit on a branch of its own, which GitHub Pages, Codeberg Pages and others publish.

Only plumbing commands of git are used: the project's work tree and index are not touched, and nothing is
checked out. Each deployment is a commit on top of the last one; history is never rewritten, and a push is
never forced.
"""

from __future__ import annotations

import contextlib
import os
import re
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from generator.commands.deploy.deployment_changes import Changes, Deployment
from generator.core.counting import pluralize
from generator.core.visible import visible
from generator.errors import AnswerbookError
from generator.project import SETTINGS_FILE, Project
from generator.site.exports.data_file_list import INDEX

__all__ = ["BranchPlan", "plan_branch", "push"]

# What a new branch for a site may hold: files that hosts and people put there first.
_OF_HOSTS = (".nojekyll", "CNAME", "README.md", "LICENSE", ".gitignore")
_EMPTY_TREE = "4b825dc642cb6eb9a060e54bf8d69288fbee4904"
# A user name and a password, or a token, in an address.
_SECRET = re.compile(r"(?<=://)[^/@\s]+@")
_NO_BRANCH = re.compile(r"^[-/.]|\.\.|[\x00-\x20~^:?*\[\\]|//|@\{|[/.]$|\.lock$")


@dataclass(frozen=True, slots=True)
class BranchPlan:
    """A deployment to a branch, ready to push.

    root: of the project. commit: to push; empty if nothing is new. parent: the present commit of the branch.
    """

    root: Path
    remote: str
    branch: str
    commit: str
    parent: str
    deployment: Deployment


def plan_branch(project: Project, remote: str, branch: str) -> BranchPlan:
    """Create the commit to push, without any reference to it. Raises AnswerbookError."""
    root = project.root
    if _NO_BRANCH.search(branch) or not branch:
        raise AnswerbookError(f"--branch {branch!r}: not a valid branch name; the usual one is gh-pages")
    address = _address(root, remote)
    ref = f"refs/heads/{branch}"
    parent = _git(root, "ls-remote", "--", remote, ref).decode().partition("\t")[0].strip()
    if parent:
        _git(root, "fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--", remote, ref)
        if _git(root, "ls-tree", parent, "--", SETTINGS_FILE.as_posix()):
            raise AnswerbookError(
                f"the branch {branch!r} of {remote} holds a project, not a site; choose another with --branch"
            )
        _refuse_other_site(root, parent, f"the branch {branch!r} of {remote}")
    tree = _tree(root, project.site_dir, parent)
    before = _git(root, "rev-parse", f"{parent}^{{tree}}").decode().strip() if parent else _EMPTY_TREE
    changes = _changes(root, before, tree)
    files = len(_git(root, "ls-tree", "-r", "-z", "--name-only", tree).split(b"\0")) - 1
    commit = _commit(root, tree, parent) if changes else ""
    place = f"{address}, branch {branch}{'' if parent else ', which is new'}"
    return BranchPlan(root, remote, branch, commit, parent, Deployment(place, files, changes))


def _refuse_other_site(root: Path, parent: str, branch: str) -> None:
    """Raise AnswerbookError if a branch holds files, but no site of Answerbook: they would be removed."""
    if _git(root, "ls-tree", parent, "--", INDEX):
        return
    names = _git(root, "ls-tree", "-r", "-z", "--name-only", parent).decode("utf-8", "replace").split("\0")
    other = [name for name in names if name and name not in _OF_HOSTS]
    if other:
        raise AnswerbookError(
            f"{branch} holds something else ({pluralize(len(other), 'file')}, such as "
            f"{visible(other[0], one_line=True)}), which the site would replace; choose another with "
            "--branch, or deploy into a folder of that site with --folder"
        )


def push(plan: BranchPlan) -> None:
    """Push the commit. Raises AnswerbookError if that fails, for example because of another deployment."""
    if plan.commit:
        _git(plan.root, "push", "--quiet", "--", plan.remote, f"{plan.commit}:refs/heads/{plan.branch}")


def _address(root: Path, remote: str) -> str:
    if not remote or remote.startswith("-"):
        raise AnswerbookError(f"--remote {remote!r}: not a valid remote name; `git remote -v` lists them")
    try:
        address = _git(root, "remote", "get-url", "--push", "--", remote).decode("utf-8", "replace").strip()
    except AnswerbookError as error:
        raise AnswerbookError(
            f"{root}: not a repository with a remote {remote!r} ({error}); create one with `git init` and "
            f"`git remote add {remote} ADDRESS`, or deploy into a folder with --folder"
        ) from error
    return _SECRET.sub("", address)


def _tree(root: Path, site: Path, parent: str) -> str:
    """Write the site as a tree object, with the extra files that hosts need, and return its hash."""
    with tempfile.TemporaryDirectory(prefix="answerbook-") as folder:
        index = {"GIT_INDEX_FILE": str(Path(folder) / "index")}
        # Files are added byte for byte, whatever the repository's settings for line ends and filters are.
        plain = ("-c", "core.autocrlf=false", "-c", "core.safecrlf=false", "-c", "core.excludesFile=")
        git_dir = _git(root, "rev-parse", "--absolute-git-dir").decode().strip()
        where = ("--git-dir", git_dir, "--work-tree", str(site))
        _git(site, *plain, *where, "add", "--all", "--force", "--", ".", env=index)
        empty = _git(root, "hash-object", "-w", "--stdin").decode().strip()
        # Without it, GitHub leaves out files that begin with an underscore.
        extra = [f"100644,{empty},.nojekyll"]
        if parent and not (site / "CNAME").exists():
            # The custom domain, which the host recorded in a commit of its own.
            for line in _git(root, "ls-tree", parent, "--", "CNAME").decode().splitlines():
                extra.append(f"100644,{line.split()[2]},CNAME")
        for info in extra:
            _git(root, "update-index", "--add", "--cacheinfo", info, env=index)
        return _git(root, "write-tree", env=index).decode().strip()


def _changes(root: Path, before: str, after: str) -> Changes:
    output = _git(root, "diff-tree", "-r", "-z", "--no-renames", "--name-status", before, after)
    words = output.decode("utf-8", "surrogateescape").split("\0")
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
    """Run git and return what it prints. Raises AnswerbookError with git's own error message."""
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
            f"git cannot be started ({error.strerror}); install it, or deploy into a folder with --folder"
        ) from error
    if done.returncode:
        errors = done.stderr.decode("utf-8", "replace")
        lines = [line.strip() for line in _SECRET.sub("", errors).splitlines() if line.strip()]
        if arguments[0] == "push" and any("rejected" in line for line in lines):
            raise AnswerbookError(
                "the remote rejected the push: somebody else has pushed to the branch meanwhile, or the "
                f"branch is protected; deploy again ({visible(lines[-1], one_line=True)})"
            )
        reason = next((line for line in lines if line.startswith(("fatal:", "error:", "remote:"))), "")
        raise AnswerbookError(
            f"git {arguments[0]}: {visible(reason or (lines or ['it failed'])[-1], one_line=True)}"
        )
    return done.stdout

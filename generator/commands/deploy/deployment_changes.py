"""What a deployment would change, in words, and the checks that come first."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from generator.commands.verify import verify_ledger
from generator.core.counting import pluralize
from generator.core.visible import visible
from generator.errors import AnswerbookError
from generator.project import Project

__all__ = ["Changes", "Deployment", "built_site", "deployment_text"]

_MAX_NAMES = 10  # files or problems that a message names
# Pages that may have been cited or linked to.
_CITED = re.compile(r"(a/[^/]+/index|papers/.+|questions/.+)\.html")


@dataclass(frozen=True, slots=True)
class Changes:
    """Paths within the site. removed: files of an earlier deployment that this site no longer has."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed)

    @property
    def vanishing(self) -> tuple[str, ...]:
        """Pages of papers, questions and answers that readers would no longer find."""
        return tuple(path for path in self.removed if _CITED.fullmatch(path))


@dataclass(frozen=True, slots=True)
class Deployment:
    """A planned deployment.

    place: the target in words, without secrets. files: number of files of the site.
    """

    place: str
    files: int
    changes: Changes


def built_site(project: Project) -> None:
    """Raise AnswerbookError if there is no site to deploy, or if the ledger that it shows has problems."""
    if not (project.site_dir / "index.html").is_file():
        raise AnswerbookError(f"{project.site_dir}: no site yet; run `answerbook build` first")
    found = verify_ledger(project)
    if found.problems:
        more = len(found.problems) - _MAX_NAMES
        lines = [f"  {problem}" for problem in found.problems[:_MAX_NAMES]]
        raise AnswerbookError(
            "\n".join(
                [
                    f"`answerbook verify` finds {pluralize(len(found.problems), 'problem')}, so nothing was "
                    "deployed; fix the ledger and build again:",
                    *lines,
                    *([f"  and {more} more"] if more > 0 else []),
                ]
            )
        )


def deployment_text(found: Deployment) -> str:
    """Return what would change and where, as text, with the names of pages that would vanish."""
    changes = found.changes
    lines = [f"to: {visible(found.place, one_line=True)}", f"site: {pluralize(found.files, 'file')}"]
    if not changes:
        return "\n".join([*lines, "Nothing to deploy: the site is already there."])
    groups = {"new": changes.added, "changed": changes.changed, "removed": changes.removed}
    for word, paths in groups.items():
        if paths:
            lines.append(f"{word}: {pluralize(len(paths), 'file')} ({_some(paths)})")
    if gone := changes.vanishing:
        lines.append(
            f"Warning: {pluralize(len(gone), 'page')} of papers, questions or answers would vanish, which "
            f"breaks links to them: {_some(gone)}"
        )
    return "\n".join(lines)


def _some(paths: Sequence[str]) -> str:
    more = f" and {len(paths) - _MAX_NAMES} more" if len(paths) > _MAX_NAMES else ""
    return ", ".join(visible(path, one_line=True) for path in paths[:_MAX_NAMES]) + more

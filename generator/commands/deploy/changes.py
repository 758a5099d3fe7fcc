"""What a deployment would change, in words, and what stops it before anything is looked at elsewhere."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from generator.commands.verify import verified
from generator.core.counting import counted
from generator.core.visible import visible
from generator.errors import AnswerbookError
from generator.project import Project

__all__ = ["Changes", "Deployment", "built_site", "deployment_text"]

_SHOWN = 10
# Pages that may have been cited, or linked to.
_CITED = re.compile(r"(a/[^/]+/index|papers/.+|questions/.+)\.html")


@dataclass(frozen=True, slots=True)
class Changes:
    """Paths within the site. removed: what an earlier deployment wrote and this site has no more."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed)

    @property
    def vanishing(self) -> tuple[str, ...]:
        """Pages of papers, questions and answers that readers would not find any more."""
        return tuple(path for path in self.removed if _CITED.fullmatch(path))


@dataclass(frozen=True, slots=True)
class Deployment:
    """What would go where. place: in words, without secrets. files: of the site, in all."""

    place: str
    files: int
    changes: Changes


def built_site(project: Project) -> None:
    """Raise AnswerbookError where there is no site to deploy, or the ledger that it shows is not sound."""
    if not (project.site_dir / "index.html").is_file():
        raise AnswerbookError(f"{project.site_dir}: no site here; run `answerbook build` first.")
    found = verified(project)
    if found.problems:
        more = len(found.problems) - _SHOWN
        lines = [f"  {problem}" for problem in found.problems[:_SHOWN]]
        raise AnswerbookError(
            "\n".join(
                [
                    f"`answerbook verify` finds {counted(len(found.problems), 'problem')}; nothing was "
                    "deployed; mend the ledger and build again:",
                    *lines,
                    *([f"  and {more} more"] if more > 0 else []),
                ]
            )
        )


def deployment_text(found: Deployment) -> str:
    """What would change where, a line each, with the pages that would vanish by name."""
    changes = found.changes
    lines = [f"to: {visible(found.place, one_line=True)}", f"site: {counted(found.files, 'file')}"]
    if not changes:
        return "\n".join([*lines, "Nothing to deploy: the site is there as it is."])
    told = {"new": changes.added, "changed": changes.changed, "removed": changes.removed}
    for word, paths in told.items():
        if paths:
            lines.append(f"{word}: {counted(len(paths), 'file')} ({_some(paths)})")
    if gone := changes.vanishing:
        lines.append(
            f"Warning: {counted(len(gone), 'page')} of papers, questions or answers would vanish, and links "
            f"to them lead nowhere: {_some(gone)}"
        )
    return "\n".join(lines)


def _some(paths: Sequence[str]) -> str:
    more = f" and {len(paths) - _SHOWN} more" if len(paths) > _SHOWN else ""
    return ", ".join(visible(path, one_line=True) for path in paths[:_SHOWN]) + more

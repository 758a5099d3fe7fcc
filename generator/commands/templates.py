"""`answerbook templates`: a project's own copies of templates, compared with the originals."""

from __future__ import annotations

from collections.abc import Sequence

from generator.core.counting import pluralize
from generator.project import Project
from generator.project.template_folders import Override, originals, overrides, remove_overrides

__all__ = ["list_text", "prune_templates", "pruned_text"]

_WORDS = {
    "same": "same as the original: can be deleted",
    "copy": "same as an earlier original: can be deleted",
    "newer": "changed here; the original has also changed since it was copied",
    "changed": "changed here",
    "own": "your own",
}


def list_text(project: Project) -> str:
    """Return the templates by name, as text; those that the project has a copy of with its state."""
    found = {override.name: override for override in overrides(project)}
    names = sorted({*originals(), *found})
    width = max(map(len, names))
    lines = [
        f"{name:<{width}}  {_WORDS[found[name].state]}" if name in found else name
        for name in names
        if name in found or "/vendor/" not in name
    ]
    lines.append(f"{pluralize(len(names), 'template')}, {len(found)} of them in this project")
    return "\n".join(lines)


def prune_templates(project: Project, *, really: bool) -> list[Override]:
    """Return the copies that differ from no original; delete them if ``really``."""
    going = [override for override in overrides(project) if override.needless]
    if really and going:
        remove_overrides(project, [override.name for override in going])
    return going


def pruned_text(going: Sequence[Override], *, really: bool) -> str:
    """Return which copies were or would be deleted, as text."""
    if not going:
        return "Nothing to delete: the project has no unchanged copies of templates."
    lines = [f"{override.name}: {_WORDS[override.state].partition(':')[0]}" for override in going]
    count = pluralize(len(going), "file")
    lines.append(f"Deleted {count}." if really else f"{count} would be deleted. Add --yes to delete.")
    return "\n".join(lines)

"""`answerbook templates`: a project's own templates, and how they compare with the originals."""

from __future__ import annotations

from collections.abc import Sequence

from generator.core.counting import counted
from generator.project import Project
from generator.project.templates import Override, originals, overrides, remove

__all__ = ["list_text", "prune_templates", "pruned_text"]

_WORDS = {
    "same": "as the original: can go",
    "copy": "a copy of an earlier original: can go",
    "newer": "changed here; the original has changed since it was copied",
    "changed": "changed here",
    "own": "of your own",
}


def list_text(project: Project) -> str:
    """Each template by name; beside those that the project has itself, what they are."""
    found = {override.name: override for override in overrides(project)}
    names = sorted({*originals(), *found})
    width = max(map(len, names))
    lines = [
        f"{name:<{width}}  {_WORDS[found[name].state]}" if name in found else name
        for name in names
        if name in found or "/vendor/" not in name
    ]
    lines.append(f"{counted(len(names), 'template')}, {len(found)} of them in this project")
    return "\n".join(lines)


def prune_templates(project: Project, *, really: bool) -> list[Override]:
    """Delete copies without which nothing is lost, where ``really``; those that go."""
    going = [override for override in overrides(project) if override.needless]
    if really and going:
        remove(project, [override.name for override in going])
    return going


def pruned_text(going: Sequence[Override], *, really: bool) -> str:
    """What was deleted, or would be."""
    if not going:
        return "Nothing to delete: each template of the project was changed there."
    lines = [f"{override.name}: {_WORDS[override.state].partition(':')[0]}" for override in going]
    count = counted(len(going), "file")
    lines.append(
        f"Deleted {count}." if really else f"{count} would be deleted; nothing was. Add --yes to delete."
    )
    return "\n".join(lines)

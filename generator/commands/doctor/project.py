"""The project: its files, and whether a build may write where it must."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from generator.commands.doctor.finding import Finding
from generator.core.counting import counted
from generator.errors import AnswerbookError, InvalidFile
from generator.project import SETTINGS_FILE, Project
from generator.project.templates import overrides

_NAMED = 5


def find_project(folder: Path) -> tuple[Project | None, Finding]:
    """The project that ``folder`` lies in, if any, and the line about it."""
    start = folder.resolve()
    if not any((above / SETTINGS_FILE).is_file() for above in (start, *start.parents)):
        return None, Finding(
            "project", "ok", "none here; the built-in models are looked at", "make one: answerbook init DIR"
        )
    try:
        project = Project.find(folder)
        questions = sum(len(found.questions) for found in project.question_sets())
        papers = len(project.papers())
    except InvalidFile as error:
        more = f" (and {len(error.problems) - 1} more)" if len(error.problems) > 1 else ""
        return None, Finding("project", "failing", f"{error.problems[0]}{more}", "mend the file")
    except AnswerbookError as error:
        what, _, mend = str(error).rstrip(".").rpartition("; ")
        return None, Finding("project", "failing", what or mend, mend if what else "")
    counts = f"{counted(papers, 'paper')}, {counted(questions, 'question')}"
    if not papers:
        return project, Finding(
            "project",
            "warning",
            f"{project.settings.title}: {counts}",
            f"put papers into {project.papers_dir}",
        )
    return project, Finding("project", "ok", f"{project.settings.title}: {counts}")


def own_templates(project: Project) -> Finding:
    """Whether a template that was changed here has an original that was changed too since."""
    found = overrides(project)
    newer = [override.name for override in found if override.state == "newer"]
    needless = sum(override.needless for override in found)
    told = f"{len(found)} of this project in place of those that come with Answerbook"
    if newer:
        what = f"{told}; of {', '.join(newer[:_NAMED])} the original has changed since it was copied"
        more = f" and {len(newer) - _NAMED} more" if len(newer) > _NAMED else ""
        return Finding("templates", "warning", what + more, "compare them: answerbook templates list")
    if needless:
        mend = "delete them: answerbook templates prune"
        return Finding("templates", "warning", f"{told}; {needless} changed nothing", mend)
    return Finding("templates", "ok", told if found else "those that come with Answerbook")


def write_access(name: str, folder: Path) -> Finding:
    """Whether files can be made in ``folder``, or in what it will be made in."""
    there = folder
    while not there.exists() and there != there.parent:
        there = there.parent
    trouble = ""
    if not there.is_dir():
        trouble = f"{there} is no folder"
    elif there == folder:
        try:
            with tempfile.TemporaryFile(dir=folder):
                pass
        except OSError as error:
            trouble = f"{folder} cannot be written ({error.strerror})"
    elif not os.access(there, os.W_OK | os.X_OK):
        trouble = f"{folder} cannot be made, for {there} cannot be written"
    if trouble:
        return Finding(f"write {name}", "failing", trouble, "make it writable, or move the project")
    return Finding(f"write {name}", "ok", str(folder))

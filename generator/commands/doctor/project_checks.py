"""Check the project: its files, its templates, and write access."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from generator.commands.doctor.check_result import Finding
from generator.commands.named import WITHOUT_ADDRESS
from generator.core.counting import pluralize
from generator.errors import AnswerbookError, InvalidFile
from generator.project import SETTINGS_FILE, Project
from generator.project.template_folders import overrides

_MAX_NAMES = 5  # templates that a line names


def find_project(folder: Path) -> tuple[Project | None, Finding]:
    """Return the project that contains ``folder``, if any, and the finding about it."""
    start = folder.resolve()
    if not any((above / SETTINGS_FILE).is_file() for above in (start, *start.parents)):
        return None, Finding(
            "project", "ok", "none here; checking the built-in models", "create one: answerbook init DIR"
        )
    try:
        project = Project.find(folder)
        questions = sum(len(found.questions) for found in project.question_sets())
        papers = len(project.papers())
    except InvalidFile as error:
        more = f" (and {len(error.problems) - 1} more)" if len(error.problems) > 1 else ""
        return None, Finding("project", "failing", f"{error.problems[0]}{more}", "fix the file")
    except AnswerbookError as error:
        what, _, hint = str(error).rstrip(".").rpartition("; ")
        return None, Finding("project", "failing", what or hint, hint if what else "")
    counts = f"{pluralize(papers, 'paper')}, {pluralize(questions, 'question')}"
    if not papers:
        return project, Finding(
            "project",
            "warning",
            f"{project.settings.title}: {counts}",
            f"add papers with `answerbook add`, or put them into {project.papers_dir}",
        )
    return project, Finding("project", "ok", f"{project.settings.title}: {counts}")


def site_address(project: Project) -> Finding:
    """Check whether the site's address is set, without which parts of it cannot link to their pages."""
    address = project.settings.site_url
    if address:
        return Finding("site address", "ok", address)
    return Finding("site address", "warning", f"not set: {WITHOUT_ADDRESS}", "set `site_url` in the settings")


def own_templates(project: Project) -> Finding:
    """Check whether the original of a template that was changed here has changed since, too."""
    found = overrides(project)
    newer = [override.name for override in found if override.state == "newer"]
    needless = sum(override.needless for override in found)
    summary = f"{len(found)} changed or added by this project"
    if newer:
        more = f" and {len(newer) - _MAX_NAMES} more" if len(newer) > _MAX_NAMES else ""
        what = (
            f"{summary}; the original has changed since it was copied: {', '.join(newer[:_MAX_NAMES])}{more}"
        )
        return Finding("templates", "warning", what, "compare them: answerbook templates list")
    if needless:
        what = f"{len(found)} in this project; {needless} identical to an original"
        return Finding("templates", "warning", what, "delete identical copies: answerbook templates prune")
    return Finding("templates", "ok", summary if found else "those that come with Answerbook")


def write_access(name: str, folder: Path) -> Finding:
    """Check whether files can be created in ``folder``, which need not exist yet."""
    there = folder
    while not there.exists() and there != there.parent:
        there = there.parent
    problem = ""
    if not there.is_dir():
        problem = f"{there} is not a folder"
    elif there == folder:
        try:
            with tempfile.TemporaryFile(dir=folder):
                pass
        except OSError as error:
            problem = f"{folder} is not writable ({error.strerror})"
    elif not os.access(there, os.W_OK | os.X_OK):
        problem = f"{folder} cannot be created, because {there} is not writable"
    if problem:
        return Finding(f"write {name}", "failing", problem, "make it writable, or move the project")
    return Finding(f"write {name}", "ok", str(folder))

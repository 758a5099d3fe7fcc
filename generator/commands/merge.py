"""`answerbook merge` and the merge driver for git: which answers are fresh, and a summary of a merge."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from generator.commands.revisions import ledger_folder
from generator.core import Answer
from generator.core.counting import pluralize
from generator.errors import AnswerbookError, LedgerError
from generator.ledger.ledger_merging import Fresh, MergeReport, merge_files, merge_ledgers
from generator.project import Project
from generator.project.catalogue import catalogue
from generator.project.project_lock import project_lock
from generator.run.config import RunConfig

__all__ = ["drive", "freshness", "merge", "merge_text"]


def merge(into: Path, sources: Sequence[Path], *, dry_run: bool = False) -> list[MergeReport]:
    """Merge the ledgers ``sources`` into ``into``; each is a project or its ``content/answers``.

    If ``into`` belongs to a project, the project's current fingerprints decide which answers are fresh.
    Raises AnswerbookError.
    """
    target = ledger_folder(into)
    folders = [ledger_folder(source) for source in sources]
    for folder in folders:
        if folder.resolve() == target.resolve():
            raise AnswerbookError(f"{folder}: cannot be merged into itself; choose another ledger")
    project = _project_of(target)
    if project is None:
        return merge_ledgers(target, folders, dry_run=dry_run)
    with project_lock(project, "answerbook merge"):
        return merge_ledgers(target, folders, freshness(project), dry_run=dry_run)


def freshness(project: Project) -> Fresh:
    """Return a function that tells whether an answer is fresh; None if the project does not ask for it."""
    wanted = RunConfig.of(project)
    fingerprints = wanted.fingerprints(query_servers=False)
    texts = {entry.id: entry.text_hash for entry in catalogue(project).entries}
    questions = {q.id: q for q in wanted.questions}
    models = {spec.name for spec in wanted.specs}

    def fresh(answer: Answer) -> bool | None:
        if answer.paper not in texts or answer.question not in questions or answer.model not in models:
            return None
        today = fingerprints.of(texts[answer.paper], questions[answer.question], answer.model)
        return not today.changed_since(answer.fingerprint)

    return fresh


def drive(base: Path, ours: Path, theirs: Path, name: str) -> list[str]:
    """Merge three versions of a file as git requests it, and write the result into ``ours``.

    Returns the questions that a person must decide. Raises LedgerError for files that cannot be used.
    """
    try:
        merged, conflicts = merge_files(base.read_bytes(), ours.read_bytes(), theirs.read_bytes(), name)
        ours.write_bytes(merged)
    except OSError as error:
        raise LedgerError(
            f"{error.filename}: cannot be merged ({error.strerror}); make it readable"
        ) from error
    return conflicts


def merge_text(into: Path, report: Sequence[MergeReport], *, dry_run: bool = False) -> str:
    """Return a summary with one line for each ledger, and what decided between two answers."""
    lines = []
    for taken in report:
        why = ", ".join(f"{count} {what}" for what, count in sorted(taken.why.items()))
        history = f", {pluralize(taken.history, 'line')} of history" if taken.history else ""
        lines.append(
            f"{taken.source}: {taken.new} new, {taken.replaced} replaced{f' ({why})' if why else ''}, "
            f"{taken.kept} left unchanged, {taken.same} identical{history}"
        )
    lines.append(f"{'Would be merged' if dry_run else 'Merged'} into {ledger_folder(into)}.")
    return "\n".join(lines)


def _project_of(ledger: Path) -> Project | None:
    """Return the project that owns this ledger, or None. Raises InvalidFile for settings with problems."""
    root = ledger.resolve().parent.parent
    if not (root / "content" / "answerbook.yml").is_file():
        return None
    project = Project.find(root)
    return project if project.answers_dir == ledger.resolve() else None

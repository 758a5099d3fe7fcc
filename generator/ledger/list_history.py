"""Whether the list of everything ever published has become shorter, by earlier commits and by the ledger."""

from __future__ import annotations

from pathlib import Path

from generator.core.counting import pluralize
from generator.ledger.columns import ColumnStore
from generator.ledger.published_list import (
    PUBLISHED_FILE,
    ListedName,
    listed_name,
    read_list,
    unlisted_answers,
    wanted_names,
)
from generator.storage.git import GitError, git_bytes

__all__ = ["cut_message", "cut_names", "uncompared_reason", "unlisted_message"]

_NO_REPOSITORY = "not a git repository"
_MAX_SECONDS = 30.0  # for git to go through all commits
# All commits, also of branches that a merge took nothing from; no program that a repository names.
_ADDED_LINES = (
    "log", "--full-history", "--no-ext-diff", "--no-textconv", "--no-renames", "--no-color", "--format=",
    "--patch", "--unified=0",
)  # fmt: skip


def cut_names(folder: Path) -> set[ListedName]:
    """Return the entries that the list of the ledger ``folder`` had in a commit and has no longer.

    Empty without a repository or without git. Of a shallow clone only the commits that it has are compared.
    Raises LedgerError if the list cannot be read.
    """
    try:
        added = git_bytes(folder, *_ADDED_LINES, "--", PUBLISHED_FILE, seconds=_MAX_SECONDS)
    except GitError:
        return set()
    lines = (line[1:] for line in added.split(b"\n") if line[:1] == b"+")
    known = {name for line in lines if (name := listed_name(line)) is not None}
    now = read_list(folder)
    return wanted_names({*known, *now}) - set(now)


def uncompared_reason(folder: Path) -> str:
    """Return why earlier commits were not compared, or not all; empty if they were, or if there are none."""
    try:
        shallow = git_bytes(folder, "rev-parse", "--is-shallow-repository", seconds=_MAX_SECONDS)
    except GitError as error:
        why = str(error)
        return "" if _NO_REPOSITORY in why or not why else why
    return "the clone is shallow, see `git fetch --unshallow`" if shallow.strip() == b"true" else ""


def cut_message(folder: Path) -> str:
    """Return what is wrong with a list that earlier commits had more of, and the remedy; empty if nothing."""
    if not (cut := cut_names(folder)):
        return ""
    first = " ".join(min(cut))
    return (
        f"lacks {pluralize(len(cut), 'line')} that an earlier commit has (the first: {first}); put them back "
        "with `answerbook verify --repair`"
    )


def unlisted_message(folder: Path, columns: ColumnStore | None = None) -> str:
    """Return what is wrong with a list that lacks answers of the ledger, and the remedy; empty if nothing.

    Answers that were not published yet are not on it: what is missing may be as it should. columns: see
    `recorded_names`.
    """
    if not (unlisted := unlisted_answers(folder, columns)):
        return ""
    missing = pluralize(len(unlisted), "answer")
    if not read_list(folder):
        state = "empty" if (folder / PUBLISHED_FILE).is_file() else "missing"
        return (
            f"is {state}, and the ledger has {missing}; restore it from version control, or begin it with "
            "`answerbook publish` if none was ever published"
        )
    return (
        f"lacks {missing} of the ledger; restore it from version control, or add them with "
        "`answerbook publish` if they are new, and commit it"
    )

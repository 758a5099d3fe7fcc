"""``private`` in a paper's folder of the ledger: the paper is not shown, even if its file is gone.

A statement about a paper is next to its file, and is deleted or renamed with it; its answers stay. From then
on the mark keeps them from being shown. It is committed with them.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from generator.errors import LedgerError
from generator.storage.files import bytes_of, write_whole

__all__ = ["PRIVATE_FILE", "PrivacyMark", "merge_marks", "read_marks", "set_marks"]

PRIVATE_FILE = "private"

# stated: next to the paper, or in it; the mark is removed with the statement. kept: nothing is stated, but
# the paper has the text of one that was private; only a person removes this mark.
PrivacyMark = Literal["stated", "kept"]

_WORDS: dict[PrivacyMark, str] = {
    "stated": "stated\nNothing of this paper is published.\n",
    "kept": "kept\nNothing of this paper is published, for it has the text of a private one. To publish it, "
    "delete this file.\n",
}


def read_marks(folder: Path) -> dict[str, PrivacyMark]:
    """Return the marked papers of the ledger ``folder``; a mark that cannot be read counts as kept."""
    try:
        names = [entry.name for entry in os.scandir(folder)]
    except (FileNotFoundError, NotADirectoryError):
        return {}
    found: dict[str, PrivacyMark] = {}
    for name in names:
        if (folder / name / PRIVATE_FILE).is_file():
            try:
                stated = bytes_of(folder / name / PRIVATE_FILE).startswith(b"stated")
            except OSError:
                stated = False
            found[name] = "stated" if stated else "kept"
    return found


def set_marks(folder: Path, wanted: Mapping[str, PrivacyMark | None]) -> list[str]:
    """Set or remove (None) the mark of each paper of ``wanted``; return the papers whose mark changed.

    Papers without a folder in the ledger are marked only if ``kept``. Raises LedgerError.
    """
    now, changed = read_marks(folder), []
    for paper, how in wanted.items():
        file = folder / paper / PRIVATE_FILE
        if now.get(paper) == how or (how == "stated" and not file.parent.is_dir()):
            continue
        _write(file, how)
        changed.append(paper)
    return changed


def merge_marks(source: Path, into: Path) -> None:
    """Copy marks of the ledger ``source`` to ``into``; existing marks stay as they are.

    Papers are marked even before anything about them is there, so that they are private from the first answer
    on. Raises LedgerError.
    """
    there = read_marks(into)
    for paper, how in read_marks(source).items():
        if paper not in there:
            _write(into / paper / PRIVATE_FILE, how)


def _write(file: Path, how: PrivacyMark | None) -> None:
    try:
        if how is None:
            file.unlink(missing_ok=True)
        else:
            write_whole(file, _WORDS[how])
    except OSError as error:
        raise LedgerError(
            f"{file}: cannot be written ({error.strerror}); make the folder writable, or free some space"
        ) from error

"""``private`` in a paper's folder of the ledger: it is not shown, even when the paper's file is here no more.

What is said of a paper stands beside its file, and goes or is renamed with it; its answers stay. The mark
says from then on that nothing of them is shown. It is committed with them.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from generator.errors import LedgerError
from generator.storage.files import bytes_of, write_whole

__all__ = ["FILE", "Mark", "mark", "marks", "unite_marks"]

FILE = "private"

# stated: beside the paper, or in it; the mark goes with the statement. kept: nothing is stated, but the paper
# has the text of one that was private; only a person takes this mark away.
Mark = Literal["stated", "kept"]

_WORDS: dict[Mark, str] = {
    "stated": "stated\nNothing of this paper is published.\n",
    "kept": "kept\nNothing of this paper is published, for it has the text of a private one. To publish it, "
    "delete this file.\n",
}


def marks(folder: Path) -> dict[str, Mark]:
    """Return the papers that are marked in the ledger ``folder``; one that cannot be read counts as kept."""
    try:
        names = [entry.name for entry in os.scandir(folder)]
    except (FileNotFoundError, NotADirectoryError):
        return {}
    found: dict[str, Mark] = {}
    for name in names:
        if (folder / name / FILE).is_file():
            try:
                stated = bytes_of(folder / name / FILE).startswith(b"stated")
            except OSError:
                stated = False
            found[name] = "stated" if stated else "kept"
    return found


def mark(folder: Path, wanted: Mapping[str, Mark | None]) -> list[str]:
    """Have each paper of ``wanted`` marked so, or not at all (None); return those of which that changed.

    Papers of which the ledger holds nothing are marked only where they are ``kept``. Raises LedgerError.
    """
    now, changed = marks(folder), []
    for paper, how in wanted.items():
        file = folder / paper / FILE
        if now.get(paper) == how or (how == "stated" and not file.parent.is_dir()):
            continue
        _write(file, how)
        changed.append(paper)
    return changed


def unite_marks(source: Path, into: Path) -> None:
    """Mark in the ledger ``into`` what is marked in ``source``; a mark that is there stays as it is.

    Also where nothing of a paper is there yet: so it is private from its first answer on. Raises LedgerError.
    """
    there = marks(into)
    for paper, how in marks(source).items():
        if paper not in there:
            _write(into / paper / FILE, how)


def _write(file: Path, how: Mark | None) -> None:
    try:
        if how is None:
            file.unlink(missing_ok=True)
        else:
            write_whole(file, _WORDS[how])
    except OSError as error:
        raise LedgerError(
            f"{file}: cannot be written ({error.strerror}); make the folder writable, or free some space"
        ) from error

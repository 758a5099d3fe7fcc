"""A disk that is full or may not be written, said in one sentence; and a finished site put in its place."""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import re
import shutil
from pathlib import Path

from generator.errors import SiteError

# What the system says where a file cannot be written, in the log of a program in Python or in Rust.
_OS_ERROR = re.compile(r"\[Errno (\d+)\] ([^:\n]+)|([A-Z][\w ,-]{1,200}) \(os error (\d+)\)")
_FULL = frozenset({errno.ENOSPC, errno.EFBIG, errno.EROFS, getattr(errno, "EDQUOT", errno.ENOSPC)})
_HINT = "free some space, or make the folder writable, and build again"
# renameat2 of Linux: from where relative paths are meant, and that both names are to change places.
_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


def unwritable(where: Path, what: str, error: OSError) -> SiteError:
    """``what`` (``the pages``) cannot be written at ``where``."""
    told = ": ".join(str(part) for part in (error.strerror or error, error.filename) if part)
    return SiteError(f"{where}: {what} cannot be written ({told}); {_HINT}.")


def full_disk(where: Path, log: str) -> SiteError | None:
    """The error to raise where a program's log says that the disk is full or read-only; else None."""
    for code, words, other_words, other_code in _OS_ERROR.findall(log):
        if int(code or other_code) in _FULL:
            return SiteError(f"{where}: the site cannot be written ({words or other_words}); {_HINT}.")
    return None


def recover(site: Path) -> None:
    """After a kill: the last site back in its place if it stands beside it, and nothing else left beside."""
    old = _old(site)
    if old.exists() and not site.exists():
        old.rename(site)
    remove(old)
    for left in site.parent.glob(f".{site.name}.building*"):
        # A program of the killed build may be writing there still; what cannot go now goes the next time.
        shutil.rmtree(left, ignore_errors=True)


def swap_in(new: Path, site: Path) -> None:
    """``new`` at the place of ``site``: at once where the system can, so that there is always a whole one.

    Elsewhere there is none for a moment; `recover` mends a kill in it. Raises OSError.
    """
    if not site.exists():
        new.rename(site)
    elif exchange(new, site):
        # What a network file system keeps of it while somebody has it open goes before the next build.
        shutil.rmtree(new, ignore_errors=True)
    else:
        remove(_old(site))
        site.rename(_old(site))
        new.rename(site)
        remove(_old(site))


def remove(folder: Path) -> None:
    """Take a folder away, if it is there. Raises OSError."""
    with contextlib.suppress(FileNotFoundError):
        shutil.rmtree(folder)


def _old(site: Path) -> Path:
    return site.with_name(f".{site.name}.old")


def exchange(one: Path, other: Path) -> bool:
    """Let two files or folders change names in one step; False where one is missing, or the system cannot."""
    try:
        call = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError, TypeError):  # another system, or one before 2018
        return False
    return int(call(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE)) == 0

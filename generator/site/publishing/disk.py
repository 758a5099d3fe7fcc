"""Report a full or read-only disk in one sentence; swap a finished site into its place."""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import re
import shutil
from pathlib import Path

from generator.errors import SiteError

# A failed write in the log of a program in Python, or in Rust.
_OS_ERROR = re.compile(r"\[Errno (\d+)\] ([^:\n]+)|([A-Z][\w ,-]{1,200}) \(os error (\d+)\)")
_FULL = frozenset({errno.ENOSPC, errno.EFBIG, errno.EROFS, getattr(errno, "EDQUOT", errno.ENOSPC)})
_HINT = "free some space, or make the folder writable, and build again"
# Arguments of Linux' renameat2: relative paths start at the working folder; exchange both names.
_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


def unwritable(where: Path, what: str, error: OSError) -> SiteError:
    """Return the error for ``what`` (such as ``the pages``) that cannot be written at ``where``."""
    cause = ": ".join(str(part) for part in (error.strerror or error, error.filename) if part)
    return SiteError(f"{where}: {what} cannot be written ({cause}); {_HINT}.")


def full_disk(where: Path, log: str) -> SiteError | None:
    """Return the error to raise if a program's log says that the disk is full or read-only; else None."""
    for code, words, other_words, other_code in _OS_ERROR.findall(log):
        if int(code or other_code) in _FULL:
            return SiteError(f"{where}: the site cannot be written ({words or other_words}); {_HINT}.")
    return None


def recover(site: Path) -> None:
    """Undo a killed build: move the last site back if its place is empty, and remove all temporary
    folders.
    """
    old = _old(site)
    if old.exists() and not site.exists():
        old.rename(site)
    remove(old)
    for left in site.parent.glob(f".{site.name}.building*"):
        # A program of the killed build may still be writing there; the rest is deleted by the next build.
        shutil.rmtree(left, ignore_errors=True)


def swap_in(new: Path, site: Path) -> None:
    """Move ``new`` to the place of ``site``, atomically if the system can exchange two folders.

    Otherwise there is no site for a moment; if the process is killed then, `recover` repairs it. Raises
    OSError.
    """
    if not site.exists():
        new.rename(site)
    elif exchange(new, site):
        # A network file system keeps files that are open elsewhere; the next build deletes them.
        shutil.rmtree(new, ignore_errors=True)
    else:
        remove(_old(site))
        site.rename(_old(site))
        new.rename(site)
        remove(_old(site))


def remove(folder: Path) -> None:
    """Delete a folder, if it exists. Raises OSError."""
    with contextlib.suppress(FileNotFoundError):
        shutil.rmtree(folder)


def _old(site: Path) -> Path:
    return site.with_name(f".{site.name}.old")


def exchange(one: Path, other: Path) -> bool:
    """Exchange the names of two files or folders atomically; return False if that is impossible."""
    try:
        call = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError, TypeError):  # not Linux, or glibc older than 2018
        return False
    return int(call(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE)) == 0

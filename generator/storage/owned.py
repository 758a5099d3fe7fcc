"""Names of temporary files that say which process owns them, so that those of dead ones can be removed."""

from __future__ import annotations

import os
import re
import socket
import sys
import time
from pathlib import Path

from generator.core.fingerprint import digest

__all__ = ["is_left_behind", "owned"]

# Seconds without a change after which a file is left behind, if we cannot see whether its process is alive.
_MAX_AGE = 600.0
_OWNER = re.compile(r"([0-9a-f]{8})-(\d+)-")


def owned(prefix: str) -> str:
    """Return the start of a name for this process: ``prefix``, host and process id."""
    return f"{prefix}{_host()}-{os.getpid()}-"


def is_left_behind(path: Path, prefix: str) -> bool:
    """Return True if nobody needs ``path`` any longer, whose name begins with ``prefix``.

    A file of a process of this host is left behind if that process is dead. A file of another host, or
    without an owner in its name, is left behind if nobody has touched it for ten minutes.
    """
    owner = _OWNER.match(path.name.removeprefix(prefix))
    if owner is not None and owner[1] == _host() and sys.platform != "win32":  # there, signal 0 kills
        return not _lives(int(owner[2]))
    try:
        return time.time() - path.lstat().st_mtime > _MAX_AGE
    except OSError:  # its owner has just removed it
        return False


def _host() -> str:
    return digest(socket.gethostname(), 8)


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:  # it belongs to another user
        return True
    return True

"""Names of what a process makes for a while: they say whose it is, so that what a dead one left can go."""

from __future__ import annotations

import os
import re
import socket
import sys
import time
from pathlib import Path

from generator.core.fingerprint import digest

__all__ = ["is_left_behind", "owned"]

# Seconds: what a process of another host, of which we cannot know whether it lives, does not need any more.
_OLD = 600.0
_OWNER = re.compile(r"([0-9a-f]{8})-(\d+)-")


def owned(prefix: str) -> str:
    """Return the beginning of a name of this process: ``prefix``, the host and the process."""
    return f"{prefix}{_host()}-{os.getpid()}-"


def is_left_behind(path: Path, prefix: str) -> bool:
    """Return True if nobody needs ``path`` any more, whose name begins with ``prefix``.

    That is so where its process is dead; of a process of another host, and where the name tells none, where
    nobody has touched it for ten minutes.
    """
    owner = _OWNER.match(path.name.removeprefix(prefix))
    if owner is not None and owner[1] == _host() and sys.platform != "win32":  # where signal 0 is a kill
        return not _lives(int(owner[2]))
    try:
        return time.time() - path.lstat().st_mtime > _OLD
    except OSError:  # its owner took it away meanwhile
        return False


def _host() -> str:
    return digest(socket.gethostname(), 8)


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:  # it is another user's
        return True
    return True

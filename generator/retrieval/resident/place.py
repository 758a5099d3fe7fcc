"""Where commands and the worker of one user meet: a Unix socket that no other user can open."""

from __future__ import annotations

import os
import socket
import stat
import struct
import tempfile
from pathlib import Path

from generator.errors import AnswerbookError

__all__ = ["is_offered", "is_own_peer", "own_folder", "socket_path"]

# A name of a socket may have 104 bytes on macOS and 108 on Linux, with the zero at its end.
_MAX_NAME_BYTES = 103


def is_offered() -> bool:
    """Return True if this platform has what the worker needs; Windows has not."""
    return hasattr(socket, "AF_UNIX") and hasattr(os, "getuid")


def socket_path() -> Path:
    """Return the socket of this user's worker, whether there is one or not.

    It is in ``XDG_RUNTIME_DIR``, which the system gives each user, or else in a folder for temporary files.
    """
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    if runtime and Path(runtime).is_dir():
        return Path(runtime) / "answerbook" / "models.sock"
    return Path(tempfile.gettempdir()) / f"answerbook-{os.getuid()}" / "models.sock"


def own_folder(socket_file: Path) -> None:
    """Make the folder of a socket. Raises AnswerbookError if others could put something there."""
    folder = socket_file.parent
    if len(os.fsencode(socket_file)) > _MAX_NAME_BYTES:
        raise AnswerbookError(
            f"{socket_file}: is too long for a socket; set XDG_RUNTIME_DIR to a shorter path"
        )
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise AnswerbookError(
            f"{folder}: cannot be made ({error.strerror}); set XDG_RUNTIME_DIR to a folder of yours"
        ) from error
    if not is_own(folder):
        raise AnswerbookError(
            f"{folder}: can be used by others; remove it, or set XDG_RUNTIME_DIR to a folder of yours"
        )


def is_own(path: Path) -> bool:
    """Return True if ``path`` belongs to this user, and no other user may use it; links do not count."""
    try:
        state = path.lstat()
    except OSError:
        return False
    return state.st_uid == os.getuid() and not stat.S_ISLNK(state.st_mode) and not state.st_mode & 0o077


def is_own_peer(connection: socket.socket) -> bool:
    """Return True if a process of this user is at the other end, as far as the system tells."""
    option = getattr(socket, "SO_PEERCRED", None)
    if option is None:  # macOS: there, the rights of folder and socket decide alone
        return True
    size = struct.calcsize("3i")
    _, user, _ = struct.unpack("3i", connection.getsockopt(socket.SOL_SOCKET, option, size))
    return bool(user == os.getuid())

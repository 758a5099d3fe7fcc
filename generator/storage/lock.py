"""One writer at a time: a lock file that says who holds it, and since when.

The hold is `flock` where the platform has it, so that it ends with the process however that ends. What the
file says counts besides: another host may share the folder over a network that carries no such holds.
Whoever holds the lock touches the file every minute; a file that nobody has touched for `STALE` seconds,
or whose process is gone from this host, holds nothing.
"""

from __future__ import annotations

import contextlib
import datetime
import json
import os
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.errors import LedgerError

if sys.platform != "win32":
    import fcntl

FILE = "lock"
TOUCHED = 60.0  # seconds from touch to touch
# A holder on another host that has not touched the file for so long is gone: five touches missed, and
# as much again for clocks that differ.
STALE = 600.0


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a lock. since: UTC, as written. doing: the command."""

    pid: int
    host: str
    since: str
    doing: str

    def __str__(self) -> str:
        return f"{self.doing} of process {self.pid} on {self.host}, since {self.since}"


@contextlib.contextmanager
def locked(
    file: Path, doing: str, taken_over: Callable[[str], None] = lambda sentence: None
) -> Iterator[None]:
    """Hold the lock ``file`` for the block. taken_over: hears a sentence where a dead one's is taken.

    Raises LedgerError, in one sentence with the holder, where another process holds it, and where the
    file cannot be made.
    """
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        stream, before = _taken(file)
    except OSError as error:
        raise LedgerError(
            f"{file}: cannot be locked ({error.strerror or error}); make the folder writable, "
            "or free some space, and try again"
        ) from error
    done = threading.Event()
    try:
        if before is not None:
            taken_over(f"{file}: {before} ended without letting go; its lock is taken over")
        with _writing(file):
            _say(stream, Holder(os.getpid(), socket.gethostname(), _now(), doing))
        beat = threading.Thread(target=_touch, args=(file, done), daemon=True)
        beat.start()
        yield
    finally:
        done.set()
        if sys.platform == "win32":  # it takes no file away that is open
            os.close(stream)
        with contextlib.suppress(OSError):  # on a disk that may not be written; our process is gone soon
            file.unlink(missing_ok=True)
        if sys.platform != "win32":
            os.close(stream)


@contextlib.contextmanager
def _writing(file: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise LedgerError(
            f"{file}: cannot be written ({error.strerror or error}); free some space, and try again"
        ) from error


def _taken(file: Path) -> tuple[int, Holder | None]:
    """The open file, held, and the dead holder that it names, if any. Raises LedgerError, OSError."""
    if sys.platform == "win32":
        return _made(file)
    while True:
        stream = os.open(file, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            try:
                fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise _refusal(file, _holder(file)) from None
            holder = _holder(file)
            if holder is not None and _lives(holder, file):
                raise _refusal(file, holder)
            # Whoever held it may have taken the file away while this one waited to open it.
            if os.fstat(stream).st_nlink:
                return stream, holder
        except BaseException:
            os.close(stream)
            raise
        os.close(stream)


def _made(file: Path) -> tuple[int, Holder | None]:
    """The same where there is no flock: the making of the file is the hold."""
    holder = _holder(file)
    if holder is not None and not _lives(holder, file):
        file.unlink(missing_ok=True)
    try:
        return os.open(file, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o644), holder
    except FileExistsError:
        raise _refusal(file, _holder(file)) from None


def _refusal(file: Path, holder: Holder | None) -> LedgerError:
    who = str(holder) if holder else "another process"
    return LedgerError(f"{file}: held by {who}; wait until it is done, or stop it")


def _lives(holder: Holder, file: Path) -> bool:
    """Whether the process that a lock names is still at work, as far as can be told from here."""
    if holder.host != socket.gethostname():
        try:
            # A clock that was put back makes this negative: then the file is taken for touched just now.
            return time.time() - file.stat().st_mtime < STALE
        except FileNotFoundError:
            return False
    if holder.pid == os.getpid():
        return sys.platform == "win32"  # with flock, one of this process would have held the file itself
    if sys.platform != "win32":
        return False  # the kernel gave us what a living process of this host would hold
    try:
        os.kill(holder.pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _holder(file: Path) -> Holder | None:
    """Whom the file names; None where it says nothing that can be read."""
    try:
        data: Any = json.loads(file.read_text(encoding="utf-8"))
        return Holder(int(data["pid"]), str(data["host"]), str(data["since"]), str(data["doing"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _say(stream: int, holder: Holder) -> None:
    text = json.dumps({"pid": holder.pid, "host": holder.host, "since": holder.since, "doing": holder.doing})
    os.ftruncate(stream, 0)
    os.lseek(stream, 0, os.SEEK_SET)
    os.write(stream, text.encode() + b"\n")


def _touch(file: Path, done: threading.Event) -> None:
    while not done.wait(TOUCHED):
        with contextlib.suppress(OSError):
            os.utime(file)


def _now() -> str:
    return datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%d %H:%M:%S UTC")

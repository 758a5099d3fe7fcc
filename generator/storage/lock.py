"""One writer at a time: a lock that ends with its process, and a note that says who holds it, since when.

The hold is `filelock`'s: it ends with the process, however that ends. The note lies beside it and counts
besides, for another host may share the folder over a network that carries no such holds. Whoever holds the
lock touches the note every minute; one of another host that nobody has touched for `STALE` seconds, or of a
process of this host that does not have the hold, is what a dead one left.

A lock can be taken in parts (2 of 8) by writers that keep out of each other's way: each part is a lock of its
own beside the whole, whose hold is had for a moment while a part is taken. The whole is refused while anybody
has a part, and a part while anybody has the whole, or a part that shares something with it.
"""

from __future__ import annotations

import contextlib
import datetime
import errno
import json
import math
import os
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from generator.errors import LedgerError
from generator.storage.files import write_whole

__all__ = ["FILE", "STALE", "Holder", "cannot_be_locked", "locked", "locked_part", "note_of", "part_of"]

FILE = "lock"
TOUCHED = 60.0  # seconds from touch to touch
# A holder on another host that has not touched its note for so long is gone: five touches missed, and
# as much again for clocks that differ.
STALE = 600.0
# A hold without a note is had for a moment only, by whoever takes a part; hundreds may queue for theirs.
_MOMENT = 60.0
_SECONDS_BETWEEN_TRIES = 0.05
# What a file system says that knows no locks.
_NO_LOCKS = frozenset({errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP})


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
    """Hold the lock ``file`` for the block. taken_over: called with one sentence if a dead one's is taken.

    Raises LedgerError, in one sentence with the holder, if another process holds it, and if the file or its
    note cannot be written.
    """
    note = note_of(file)
    with _hold(file, note):
        before = _holder(note)
        if before is not None and _is_alive(before, note):
            raise _refusal(file, before)
        if before is not None:
            taken_over(_heir(file, before))
        try:
            since = datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
            holder = Holder(os.getpid(), socket.gethostname(), since, doing)
            write_whole(note, json.dumps(asdict(holder)) + "\n", flush=False)
        except OSError as error:
            raise LedgerError(
                f"{file}: cannot be written ({error.strerror or error}); free some space, and try again"
            ) from error
        try:
            _refuse_parts(file, lambda other: True)
        except LedgerError:
            _take_away(note)
            raise
        done = threading.Event()
        try:
            threading.Thread(target=_touch, args=(note, done), daemon=True).start()
            yield
        finally:
            done.set()
            _take_away(note)


@contextlib.contextmanager
def locked_part(
    file: Path,
    part: tuple[int, int],
    doing: str,
    taken_over: Callable[[str], None] = lambda sentence: None,
) -> Iterator[None]:
    """Hold a part of the lock ``file`` for the block: ``(2, 8)`` is the second of eight. See `locked`."""

    def shares(other: Path) -> bool:
        number, of = _numbers(other)
        return other != own and (number - part[0]) % math.gcd(of, part[1]) == 0

    def refuse() -> None:
        note = note_of(file)
        whole = _holder(note)
        if whole is not None:
            if _is_alive(whole, note):
                raise _refusal(file, whole)
            taken_over(_heir(file, whole))
            _take_away(note)  # or who queues for a part would take it for one that is had
        _refuse_parts(file, shares)

    own = part_of(file, part)
    with contextlib.ExitStack() as held:
        with _hold(file, note_of(file)):
            refuse()
            held.enter_context(locked(own, doing, taken_over))
            refuse()  # on another host, where our hold may not be seen, somebody may have come meanwhile
        yield


def part_of(file: Path, part: tuple[int, int]) -> Path:
    """Return the file that is the lock of a part of ``file``."""
    return file.with_name(f"{file.name}-{part[0]}-of-{part[1]}")


def note_of(file: Path) -> Path:
    """Return the file that says who holds the lock ``file``; there is none while nobody does."""
    return file.with_name(f"{file.name}.json")


@contextlib.contextmanager
def _hold(file: Path, note: Path) -> Iterator[None]:
    """Have the hold for the block. Raises LedgerError if another has it, or the file cannot be made."""
    until = time.monotonic() + _MOMENT
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        lock = FileLock(file, thread_local=False)
        while not lock.is_locked:
            try:
                lock.acquire(blocking=False)
            except Timeout:
                if (holder := _holder(note)) is not None or time.monotonic() > until:
                    raise _refusal(file, holder) from None
                time.sleep(_SECONDS_BETWEEN_TRIES)
    except OSError as error:
        raise LedgerError(f"{file}: {cannot_be_locked(error)}") from error
    try:
        yield
    finally:
        lock.release()


def _heir(file: Path, dead: Holder) -> str:
    return f"{file}: {dead} ended without letting go; its lock is taken over"


def cannot_be_locked(error: OSError) -> str:
    """Say why a file cannot be locked, and what to do about it."""
    if error.errno in _NO_LOCKS:
        mend = "mount its file system with locks (for NFS: lockd, or `local_lock=flock`), or use a local disk"
    else:
        mend = "make the folder writable, or free some space, and try again"
    return f"cannot be locked ({error.strerror or error}); {mend}"


def _refuse_parts(file: Path, shares: Callable[[Path], bool]) -> None:
    """Raise LedgerError if somebody has a part of ``file`` that ``shares`` what is wanted."""
    found = file.parent.glob(f"{file.name}-*-of-*")
    for other in sorted({path.with_name(path.name.removesuffix(".json")) for path in found}):
        if not shares(other):
            continue
        holder = _holder(note_of(other))
        lock = FileLock(other, thread_local=False)
        try:
            lock.acquire(blocking=False)
        except Timeout:
            raise _refusal(other, holder) from None
        except OSError:  # it may be read, and no more: its note is what there is to go by
            pass
        lock.release()
        if holder is not None and _is_alive(holder, note_of(other)):
            raise _refusal(other, holder)


def _numbers(part: Path) -> tuple[int, int]:
    """Return number and count of a part, by the name of its lock; those of the whole for another name."""
    *_, number, _, of = part.name.split("-")
    return (int(number), int(of)) if number.isdigit() and of.isdigit() and int(of) else (1, 1)


def _take_away(note: Path) -> None:
    with contextlib.suppress(OSError):  # on a disk that may not be written; our process is gone soon
        note.unlink(missing_ok=True)


def _refusal(file: Path, holder: Holder | None) -> LedgerError:
    who = str(holder) if holder else "another process"
    return LedgerError(f"{file}: held by {who}; wait until it is done, or stop it")


def _is_alive(holder: Holder, note: Path) -> bool:
    """Return True if a process of another host may still be at work; one of this host would have the hold."""
    if holder.host == socket.gethostname():
        return False
    try:
        # A clock that was put back makes this negative: then the note counts as touched just now.
        return time.time() - note.stat().st_mtime < STALE
    except FileNotFoundError:
        return False


def _holder(note: Path) -> Holder | None:
    """Return whom the note names; None if it says nothing that can be read."""
    try:
        data: Any = json.loads(note.read_text(encoding="utf-8"))
        return Holder(int(data["pid"]), str(data["host"]), str(data["since"]), str(data["doing"]))
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None


def _touch(note: Path, done: threading.Event) -> None:
    while not done.wait(TOUCHED):
        with contextlib.suppress(OSError):
            os.utime(note)

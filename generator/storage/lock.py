"""One writer at a time: a lock that ends with its process, and a note that says who holds it since when.

The lock itself is `filelock`'s: it ends with the process, however the process ends. The note is a file next
to it. It also counts, because another host may share the folder over a network that does not carry such
locks. The holder touches the note every minute. A note is left over from a dead process if it names a process
of this host that does not hold the lock, or one of another host that has not touched it for `STALE` seconds.

A lock can be taken in parts (2 of 8) by writers that do not get in each other's way. Each part has a lock of
its own next to the whole one, and the whole lock is held briefly while a part is taken. The whole lock is
refused while anybody holds a part. A part is refused while anybody holds the whole, or a part that overlaps
with it.
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
TOUCH_INTERVAL = 60.0  # seconds
# Seconds without a touch after which a holder on another host counts as dead: five missed touches, and the
# same again for clocks that differ.
STALE = 600.0
# Seconds to wait for a lock without a note. Whoever takes a part holds it only briefly, but hundreds of
# processes may be waiting for their parts.
_MAX_WAIT = 60.0
_SECONDS_BETWEEN_TRIES = 0.05
# Errors of file systems without locks.
_NO_LOCKS = frozenset({errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP})


@dataclass(frozen=True, slots=True)
class Holder:
    """The process that holds a lock. since: UTC, as written in the note. doing: its command."""

    pid: int
    host: str
    since: str
    doing: str

    def __str__(self) -> str:
        return f"{self.doing} of process {self.pid} on {self.host}, since {self.since}"


@contextlib.contextmanager
def locked(
    file: Path, doing: str, on_takeover: Callable[[str], None] = lambda sentence: None
) -> Iterator[None]:
    """Hold the lock ``file`` for the block. on_takeover: called with one sentence if a dead process held it.

    Raises LedgerError with a sentence that names the holder if another process holds it, and if the file or
    its note cannot be written.
    """
    note = note_of(file)
    with _hold(file, note):
        previous = _read_holder(note)
        if previous is not None and _is_alive(previous, note):
            raise _refusal(file, previous)
        if previous is not None:
            on_takeover(_takeover_message(file, previous))
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
            _remove_note(note)
            raise
        done = threading.Event()
        try:
            threading.Thread(target=_touch, args=(note, done), daemon=True).start()
            yield
        finally:
            done.set()
            _remove_note(note)


@contextlib.contextmanager
def locked_part(
    file: Path,
    part: tuple[int, int],
    doing: str,
    on_takeover: Callable[[str], None] = lambda sentence: None,
) -> Iterator[None]:
    """Hold one part of the lock ``file`` for the block, as `locked` does.

    part: ``(2, 8)`` is the second of eight parts.
    """

    def overlaps(other: Path) -> bool:
        other_number, other_count = _part_numbers(other)
        return other != own and (other_number - part[0]) % math.gcd(other_count, part[1]) == 0

    def refuse() -> None:
        note = note_of(file)
        whole = _read_holder(note)
        if whole is not None:
            if _is_alive(whole, note):
                raise _refusal(file, whole)
            on_takeover(_takeover_message(file, whole))
            _remove_note(note)  # otherwise processes waiting for a part would think the lock is held
        _refuse_parts(file, overlaps)

    own = part_of(file, part)
    with contextlib.ExitStack() as held:
        with _hold(file, note_of(file)):
            refuse()
            held.enter_context(locked(own, doing, on_takeover))
            refuse()  # a process on another host, which may not see our lock, may have taken one meanwhile
        yield


def part_of(file: Path, part: tuple[int, int]) -> Path:
    """Return the lock file of a part of ``file``."""
    return file.with_name(f"{file.name}-{part[0]}-of-{part[1]}")


def note_of(file: Path) -> Path:
    """Return the file that says who holds the lock ``file``; it does not exist while nobody does."""
    return file.with_name(f"{file.name}.json")


@contextlib.contextmanager
def _hold(file: Path, note: Path) -> Iterator[None]:
    """Hold the bare lock for the block. Raises LedgerError if another process has it, or on a disk error."""
    until = time.monotonic() + _MAX_WAIT
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        lock = FileLock(file, thread_local=False)
        while not lock.is_locked:
            try:
                lock.acquire(blocking=False)
            except Timeout:
                if (holder := _read_holder(note)) is not None or time.monotonic() > until:
                    raise _refusal(file, holder) from None
                time.sleep(_SECONDS_BETWEEN_TRIES)
    except OSError as error:
        raise LedgerError(f"{file}: {cannot_be_locked(error)}") from error
    try:
        yield
    finally:
        lock.release()


def _takeover_message(file: Path, dead: Holder) -> str:
    return f"{file}: {dead} ended without letting go; its lock is taken over"


def cannot_be_locked(error: OSError) -> str:
    """Return why a file cannot be locked, and what to do about it."""
    if error.errno in _NO_LOCKS:
        hint = "mount its file system with locks (for NFS: lockd, or `local_lock=flock`), or use a local disk"
    else:
        hint = "make the folder writable, or free some space, and try again"
    return f"cannot be locked ({error.strerror or error}); {hint}"


def _refuse_parts(file: Path, overlaps: Callable[[Path], bool]) -> None:
    """Raise LedgerError if somebody holds a part of ``file`` for which ``overlaps`` is true."""
    files = file.parent.glob(f"{file.name}-*-of-*")
    for other in sorted({path.with_name(path.name.removesuffix(".json")) for path in files}):
        if not overlaps(other):
            continue
        holder = _read_holder(note_of(other))
        lock = FileLock(other, thread_local=False)
        try:
            lock.acquire(blocking=False)
        except Timeout:
            raise _refusal(other, holder) from None
        except OSError:  # we may only read it, so its note has to decide
            pass
        lock.release()
        if holder is not None and _is_alive(holder, note_of(other)):
            raise _refusal(other, holder)


def _part_numbers(part: Path) -> tuple[int, int]:
    """Return number and count of a part from its lock's name; ``(1, 1)`` for any other name."""
    *_, number, _, count = part.name.split("-")
    return (int(number), int(count)) if number.isdigit() and count.isdigit() and int(count) else (1, 1)


def _remove_note(note: Path) -> None:
    with contextlib.suppress(OSError):  # the disk is read-only by now; the note soon counts as stale
        note.unlink(missing_ok=True)


def _refusal(file: Path, holder: Holder | None) -> LedgerError:
    who = str(holder) if holder else "another process"
    return LedgerError(f"{file}: held by {who}; wait until it is done, or stop it")


def _is_alive(holder: Holder, note: Path) -> bool:
    """Return True if a process of another host may still be running; one of this host would hold the lock."""
    if holder.host == socket.gethostname():
        return False
    try:
        # Negative if the clock was put back: the note then counts as just touched.
        return time.time() - note.stat().st_mtime < STALE
    except FileNotFoundError:
        return False


def _read_holder(note: Path) -> Holder | None:
    """Return the holder that the note names; None if the note is missing or cannot be read."""
    try:
        data: Any = json.loads(note.read_text(encoding="utf-8"))
        return Holder(int(data["pid"]), str(data["host"]), str(data["since"]), str(data["doing"]))
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None


def _touch(note: Path, done: threading.Event) -> None:
    while not done.wait(TOUCH_INTERVAL):
        with contextlib.suppress(OSError):
            os.utime(note)

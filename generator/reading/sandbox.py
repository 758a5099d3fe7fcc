"""Reading papers safely: untrusted PDFs in processes of their own, with limits of time and memory.

A parser that hangs, crashes or eats memory costs its own paper and no other.
"""

from __future__ import annotations

import logging
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generator.core.formats import Format
from generator.core.paper import Metadata, Paper
from generator.core.parent import end_with_parent, spawning
from generator.core.visible import log_visibly_in_worker
from generator.errors import UnreadablePaper
from generator.reading.dispatch import Limits, checked_format, read_file
from generator.reading.metadata.identifiers import paper_ids
from generator.reading.recognition import Scanned, can_recognise

if TYPE_CHECKING:
    from pebble import ProcessPool

log = logging.getLogger(__name__)

# Bytes up to which a file is read in this process, which takes less than the start of another one
# (0.2 s). JATS is read in linear time; hostile Markdown of this size takes the parser 10 s.
_HERE: dict[Format, int] = {
    "pdf": 0,
    "jats": 2_000_000,
    "tei": 2_000_000,
    "docx": 0,  # a small archive may hold much
    "latex": 0,  # a small file may read others
    "html": 300_000,
    "markdown": 300_000,
    "text": 300_000,
    "passages": 50_000_000,
}


# What the system sends a process that has used up its processor time, and which ends it; 0 on Windows.
_CLOCK: int = getattr(signal, "SIGPROF", 0)


def read_papers(
    paths: Iterable[Path],
    *,
    ids: Mapping[Path, str] | None = None,
    limits: Limits | None = None,
    jobs: int = 1,
    reader: Callable[..., Paper] = read_file,
) -> Iterator[tuple[Path, Paper | UnreadablePaper]]:
    """Each file with the paper in it, or with the error that says why there is none, in the order given.

    ids: the papers' ids by file; without it ``paper_ids(paths)``. Give it where ``paths`` is only a
    part of a collection, for ids depend on which names collide. jobs: reading processes; none is
    started where no file needs one. reader: what reads one file (``path, *, id, format``); it must
    be importable, for the processes import it by its name.
    """
    wanted = list(paths)
    known = paper_ids(wanted) if ids is None else ids
    limits = limits or Limits()
    jobs = max(1, jobs)
    pool: ProcessPool | None = None
    recognition = _Recognition(limits)
    ahead: deque[tuple[Path, Callable[[], Paper | UnreadablePaper]]] = deque()
    finished = False
    try:
        for path in wanted:
            try:
                format, size = checked_format(path, limits)
            except UnreadablePaper as error:
                ahead.append((path, _given(error)))
            else:
                if size > _HERE[format]:
                    pool = pool or _pool(jobs, limits.memory_megabytes)
                    task = (_read, reader, str(path), known[path], format)
                    first = _scheduled(pool, path, limits.seconds, limits.patience, *task)
                    ahead.append((path, recognition.after(first, known[path])))
                else:
                    ahead.append((path, _later(reader, path, known[path], format)))
            # Far enough ahead to keep every process busy, not so far that unread papers pile up.
            while len(ahead) > 4 * jobs:
                yield _resolved(ahead)
        while ahead:
            yield _resolved(ahead)
        finished = True
    finally:
        for used in filter(None, (pool, recognition.pool)):
            used.close() if finished else used.stop()
            used.join()


def read_paper(
    path: Path,
    *,
    id: str | None = None,
    limits: Limits | None = None,
    metadata: Metadata | None = None,
) -> Paper:
    """The paper in one file, its own metadata overlaid with ``metadata``. Raises UnreadablePaper.

    id: without it, the one that the file's name makes.
    """
    import dataclasses

    ids = None if id is None else {path: id}
    for _, paper in read_papers([path], ids=ids, limits=limits):
        if isinstance(paper, UnreadablePaper):
            raise paper
        if metadata is None:
            return paper
        return dataclasses.replace(paper, metadata=paper.metadata.overlaid(metadata))
    raise AssertionError("one file makes one result")


def _resolved(
    ahead: deque[tuple[Path, Callable[[], Paper | UnreadablePaper]]],
) -> tuple[Path, Paper | UnreadablePaper]:
    path, result = ahead.popleft()
    return path, result()


def _given(error: UnreadablePaper) -> Callable[[], UnreadablePaper]:
    return lambda: error


def _later(
    reader: Callable[..., Paper], path: Path, id: str, format: Format
) -> Callable[[], Paper | UnreadablePaper]:
    return lambda: _read(reader, str(path), id, format)


def _scheduled(
    pool: ProcessPool, path: Path, seconds: float, patience: float, *task: Any
) -> Callable[[], Paper | UnreadablePaper]:
    """Have ``task`` done, a function and its arguments, and return what waits for its result.

    seconds: of processor time. patience: times as much wall time ends it too.
    """
    from concurrent.futures.process import BrokenProcessPool

    from pebble import ProcessExpired

    wall = seconds * patience if _CLOCK else seconds
    future = pool.schedule(_within, args=(seconds, *task), timeout=wall)

    def too_long(limit: float) -> UnreadablePaper:
        return UnreadablePaper(
            f"took more than {limit:g} s to read", path, "save it anew from a viewer, or raise the limit"
        )

    def wait() -> Paper | UnreadablePaper:
        try:
            result: Paper | UnreadablePaper = future.result()
        except TimeoutError:
            return too_long(wall)
        except BrokenProcessPool:
            return UnreadablePaper(
                "could not be read, for no reading process could be started",
                path,
                "in a script of your own, call from below `if __name__ == '__main__':`",
            )
        except ProcessExpired as error:
            if _CLOCK and error.exitcode == -_CLOCK:
                return too_long(seconds)
            return UnreadablePaper(
                f"made its reading process stop (exit code {error.exitcode})",
                path,
                "save it anew from a viewer, or give another format of the paper",
            )
        return result

    return wait


class _Recognition:
    """Reads again what turns out to be scanned, if it can be done here, in a process with its own limits."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.pool: ProcessPool | None = None

    def after(
        self, first: Callable[[], Paper | UnreadablePaper], id: str
    ) -> Callable[[], Paper | UnreadablePaper]:
        """Return what gives the result of ``first``, or the paper that recognition makes of a scan."""

        def wait() -> Paper | UnreadablePaper:
            result = first()
            if not isinstance(result, Scanned) or not can_recognise():
                return result
            limits = self.limits
            self.pool = self.pool or _pool(1, limits.recognition_megabytes)
            seconds = limits.seconds + result.pages * limits.page_seconds
            task = (_recognise, result.where, id, limits.page_seconds)
            return _scheduled(self.pool, Path(result.where), seconds, limits.patience, *task)()

        return wait


def _within(seconds: float, task: Callable[..., Paper | UnreadablePaper], *given: Any) -> Any:
    """Do ``task`` in a reading process; the system ends the process after so much processor time."""
    if not _CLOCK:  # Windows
        return task(*given)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        return task(*given)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def _recognise(path: str, id: str, seconds: float) -> Paper | UnreadablePaper:
    """Read a scanned PDF, in a process of its own."""

    def read(path: Path, *, id: str, format: Format) -> Paper:
        from generator.reading.pdf.ocr import Recogniser
        from generator.reading.pdf.reader import read_pdf

        return read_pdf(path, id=id, recogniser=Recogniser(path, seconds))

    return _read(read, path, id, "pdf")


def _pool(jobs: int, memory_megabytes: int) -> ProcessPool:
    from pebble import ProcessPool

    return ProcessPool(
        max_workers=jobs,
        initializer=_limit,
        initargs=(memory_megabytes,),
        context=spawning(),
    )


def _limit(memory_megabytes: int) -> None:
    """Set up a reading process: its memory, no core dumps, and Ctrl-C left to the parent."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    end_with_parent()
    log_visibly_in_worker()
    try:
        import resource
    except ImportError:  # Windows
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    wanted = memory_megabytes * 1_000_000
    if most != resource.RLIM_INFINITY:
        wanted = min(wanted, most)
    try:
        resource.setrlimit(resource.RLIMIT_AS, (wanted, most))
    except (ValueError, OSError) as error:  # macOS refuses; the limit of time still holds
        log.debug("no limit of memory on this platform: %s", error)


def _read(reader: Callable[..., Paper], path: str, id: str, format: Format) -> Paper | UnreadablePaper:
    """Read one file, in whichever process this is; every failure is a value."""
    try:
        return reader(Path(path), id=id, format=format)
    except UnreadablePaper as error:
        return error
    except MemoryError:
        return UnreadablePaper(
            "needs more memory than a paper may take", path, "save it anew from a viewer, or raise the limit"
        )
    except ImportError:
        raise  # a broken installation is no property of the file
    except Exception as error:
        # A defect of ours, met on one file: it is named, and the other papers go on.
        log.debug("reading %s failed", path, exc_info=True)
        return UnreadablePaper(
            f"could not be read ({type(error).__name__}: {error})",
            path,
            "report it with this file as a defect",
        )

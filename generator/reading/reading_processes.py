"""Reading papers safely: files, which may come from strangers, are read in processes with limits.

A parser that hangs, crashes or uses too much memory makes its own paper unreadable, and no other.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from generator.core.formats import Format
from generator.core.paper import Metadata, Paper
from generator.errors import UnreadablePaper
from generator.reading.dispatch import ReadingLimits, checked_format, read_file
from generator.reading.metadata.paper_id import paper_ids
from generator.reading.processes import (
    TASKS_PER_PROCESS,
    Allowance,
    Pending,
    new_pool,
    schedule,
    shared_pool,
    too_much_memory,
)
from generator.reading.recognition import ScannedPaper, can_recognise

if TYPE_CHECKING:
    from pebble import ProcessPool

log = logging.getLogger(__name__)

_T = TypeVar("_T")
_MAX_REASON_CHARS = 300  # of an error's message, which may quote the whole file


def read_papers(
    paths: Iterable[Path],
    *,
    ids: Mapping[Path, str] | None = None,
    limits: ReadingLimits | None = None,
    jobs: int = 1,
    reader: Callable[..., Paper] = read_file,
) -> Iterator[tuple[Path, Paper | UnreadablePaper]]:
    """Yield each file with its paper, or with the error that says why it has none, in the order given.

    ids: the papers' ids by file; by default ``paper_ids(paths)``. Pass it if ``paths`` is only a part of a
    collection, because ids depend on which names collide. jobs: number of reading processes; none is started
    if no file can be read. reader: function that reads one file (``path, *, id, format``); it must be
    importable, because the processes import it by its name.
    """
    files = list(paths)
    ids = paper_ids(files) if ids is None else ids
    limits = limits or ReadingLimits()
    jobs = max(1, min(jobs, len(files)))
    allowance = Allowance(limits.seconds, limits.patience, limits.memory_megabytes)
    pools = _Pools(jobs, shared=reader is read_file)
    recognition = _Recognition(limits, pools)
    pending: deque[tuple[Path, Pending]] = deque()
    try:
        for path in files:
            try:
                format = checked_format(path, limits)
            except UnreadablePaper as error:
                pending.append((path, Pending(_always(error))))
            else:
                task = schedule(pools.reading(), path, allowance, _read, reader, str(path), ids[path], format)
                pending.append((path, Pending(recognition.after(task, ids[path]), task.cancel)))
            while len(pending) > TASKS_PER_PROCESS * jobs:
                yield _next_result(pending)
        while pending:
            yield _next_result(pending)
    finally:
        for _, task in pending:
            task.cancel()
        pools.stop()


def read_paper(
    path: Path,
    *,
    id: str | None = None,
    limits: ReadingLimits | None = None,
    metadata: Metadata | None = None,
) -> Paper:
    """Return the paper in one file; ``metadata`` overrides the file's own. Raises UnreadablePaper.

    id: by default made from the file's name.
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


def _next_result(pending: deque[tuple[Path, Pending]]) -> tuple[Path, Paper | UnreadablePaper]:
    path, task = pending[0]
    result = task.wait()
    pending.popleft()  # only now: if the wait is interrupted, this task is cancelled with the others
    return path, result


def _always(error: UnreadablePaper) -> Callable[[], UnreadablePaper]:
    return lambda: error


class _Pools:
    """The processes of one call: shared ones for the readers of this package, its own for other readers."""

    def __init__(self, jobs: int, *, shared: bool) -> None:
        self._jobs, self._shared = jobs, shared
        self._own: list[ProcessPool] = []
        self._reading: ProcessPool | None = None

    def reading(self) -> ProcessPool:
        """Return the processes that read papers, started on first use."""
        if self._reading is None:
            self._reading = shared_pool(self._jobs) if self._shared else self.new(self._jobs)
        return self._reading

    def new(self, jobs: int) -> ProcessPool:
        """Start further processes, which `stop` ends."""
        self._own.append(new_pool(jobs))
        return self._own[-1]

    def stop(self) -> None:
        for pool in self._own:
            pool.stop()
            pool.join()


class _Recognition:
    """Reads scanned papers again with text recognition, if installed, in a process with its own limits."""

    def __init__(self, limits: ReadingLimits, pools: _Pools) -> None:
        self.limits, self.pools = limits, pools
        self.pool: ProcessPool | None = None

    def after(self, first: Pending, id: str) -> Callable[[], Paper | UnreadablePaper]:
        """Return a function that waits for ``first`` and, if that is a scanned paper, recognises its text."""

        def wait() -> Paper | UnreadablePaper:
            result: Paper | UnreadablePaper = first.wait()
            if not isinstance(result, ScannedPaper) or not can_recognise():
                return result
            limits = self.limits
            self.pool = self.pool or self.pools.new(1)
            seconds = limits.seconds + result.pages * limits.page_seconds
            allowance = Allowance(seconds, limits.patience, limits.recognition_megabytes)
            task = (_recognise, result.where, id, limits.page_seconds)
            result = schedule(self.pool, Path(result.where), allowance, *task).wait()
            return result

        return wait


def _recognise(path: str, id: str, seconds: float) -> Paper | UnreadablePaper:
    """Read a scanned PDF. seconds: processor time for one page."""

    def read(path: Path, *, id: str, format: Format) -> Paper:
        from generator.reading.pdf.ocr import Recogniser
        from generator.reading.pdf.reader import read_pdf

        return read_pdf(path, id=id, recogniser=Recogniser(path, seconds))

    return _read(read, path, id, "pdf")


def _read(reader: Callable[..., Paper], path: str, id: str, format: Format) -> Paper | UnreadablePaper:
    """Read one file, and return failures as values."""
    return result_or_error(path, lambda: reader(Path(path), id=id, format=format))


def result_or_error(path: str, task: Callable[[], _T]) -> _T | UnreadablePaper:
    """Return the result of ``task``, which reads the file ``path``, or an UnreadablePaper if it fails."""
    try:
        return task()
    except UnreadablePaper as error:
        return error
    except MemoryError:
        return too_much_memory(path)
    except ImportError:
        raise  # the installation is broken, not the file
    except Exception as error:
        # A bug in a reader is reported for this file, and the other papers are still read.
        log.debug("reading %s failed", path, exc_info=True)
        return UnreadablePaper(
            f"could not be read ({type(error).__name__}: {str(error)[:_MAX_REASON_CHARS]})",
            path,
            "report it as a bug, with this file",
        )

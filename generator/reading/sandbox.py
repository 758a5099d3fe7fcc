"""Reading papers safely: whatever a stranger may have made is read in processes with limits.

A parser that hangs, crashes or eats memory costs its own paper and no other.
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
from generator.reading.dispatch import Limits, checked_format, read_file
from generator.reading.metadata.identifiers import paper_ids
from generator.reading.processes import Allowance, Pending, kept_pool, new_pool, scheduled, too_much_memory
from generator.reading.recognition import Scanned, can_recognise

if TYPE_CHECKING:
    from pebble import ProcessPool

log = logging.getLogger(__name__)

_T = TypeVar("_T")
_MAX_REASON_CHARS = 300  # characters of an error's own words; they may quote all of the file


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
    started where no file can be read. reader: what reads one file (``path, *, id, format``); it must
    be importable, for the processes import it by its name.
    """
    wanted = list(paths)
    known = paper_ids(wanted) if ids is None else ids
    limits = limits or Limits()
    jobs = max(1, min(jobs, len(wanted)))
    allowance = Allowance(limits.seconds, limits.patience, limits.memory_megabytes)
    pools = _Pools(jobs, kept=reader is read_file)
    recognition = _Recognition(limits, pools)
    ahead: deque[tuple[Path, Pending]] = deque()
    try:
        for path in wanted:
            try:
                format = checked_format(path, limits)
            except UnreadablePaper as error:
                ahead.append((path, Pending(_given(error))))
            else:
                first = scheduled(
                    pools.reading(), path, allowance, _read, reader, str(path), known[path], format
                )
                ahead.append((path, Pending(recognition.after(first, known[path]), first.cancel)))
            # Far enough ahead to keep every process busy, not so far that unread papers pile up.
            while len(ahead) > 4 * jobs:
                yield _resolved(ahead)
        while ahead:
            yield _resolved(ahead)
    finally:
        for _, left in ahead:
            left.cancel()
        pools.stop()


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
    ahead: deque[tuple[Path, Pending]],
) -> tuple[Path, Paper | UnreadablePaper]:
    path, result = ahead[0]
    found = path, result.wait()
    ahead.popleft()  # only now: where the wait was broken off, it is given up with the others
    return found


def _given(error: UnreadablePaper) -> Callable[[], UnreadablePaper]:
    return lambda: error


class _Pools:
    """The processes of one call: kept ones for the readers of this package, else its own."""

    def __init__(self, jobs: int, *, kept: bool) -> None:
        self._jobs, self._kept = jobs, kept
        self._own: list[ProcessPool] = []
        self._reading: ProcessPool | None = None

    def reading(self) -> ProcessPool:
        """Return those that read papers, started now where they are wanted for the first time."""
        if self._reading is None:
            self._reading = kept_pool(self._jobs) if self._kept else self.new(self._jobs)
        return self._reading

    def new(self, jobs: int) -> ProcessPool:
        """Start others, which `stop` ends."""
        self._own.append(new_pool(jobs))
        return self._own[-1]

    def stop(self) -> None:
        for pool in self._own:
            pool.stop()
            pool.join()


class _Recognition:
    """Reads again what turns out to be scanned, if it can be done here, in a process with its own limits."""

    def __init__(self, limits: Limits, pools: _Pools) -> None:
        self.limits, self.pools = limits, pools
        self.pool: ProcessPool | None = None

    def after(self, first: Pending, id: str) -> Callable[[], Paper | UnreadablePaper]:
        """Return what gives the result of ``first``, or the paper that recognition makes of a scan."""

        def wait() -> Paper | UnreadablePaper:
            result: Paper | UnreadablePaper = first.wait()
            if not isinstance(result, Scanned) or not can_recognise():
                return result
            limits = self.limits
            self.pool = self.pool or self.pools.new(1)
            seconds = limits.seconds + result.pages * limits.page_seconds
            allowance = Allowance(seconds, limits.patience, limits.recognition_megabytes)
            task = (_recognise, result.where, id, limits.page_seconds)
            result = scheduled(self.pool, Path(result.where), allowance, *task).wait()
            return result

        return wait


def _recognise(path: str, id: str, seconds: float) -> Paper | UnreadablePaper:
    """Read a scanned PDF, in a process of its own."""

    def read(path: Path, *, id: str, format: Format) -> Paper:
        from generator.reading.pdf.ocr import Recogniser
        from generator.reading.pdf.reader import read_pdf

        return read_pdf(path, id=id, recogniser=Recogniser(path, seconds))

    return _read(read, path, id, "pdf")


def _read(reader: Callable[..., Paper], path: str, id: str, format: Format) -> Paper | UnreadablePaper:
    """Read one file; every failure is a value."""
    return contained(path, lambda: reader(Path(path), id=id, format=format))


def contained(path: str, task: Callable[[], _T]) -> _T | UnreadablePaper:
    """Return what ``task`` makes of a stranger's file; every failure is a value."""
    try:
        return task()
    except UnreadablePaper as error:
        return error
    except MemoryError:
        return too_much_memory(path)
    except ImportError:
        raise  # a broken installation is no property of the file
    except Exception as error:
        # A defect of ours, met on one file: it is named, and the other papers go on.
        log.debug("reading %s failed", path, exc_info=True)
        return UnreadablePaper(
            f"could not be read ({type(error).__name__}: {str(error)[:_MAX_REASON_CHARS]})",
            path,
            "report it with this file as a defect",
        )

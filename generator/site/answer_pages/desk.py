"""The laying out of pages: paper by paper, here or, when there are many, in processes beside."""

from __future__ import annotations

import os
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass
from pathlib import Path

from generator.core.parent import end_with_parent, spawning
from generator.site.answer_pages.embedding import beside, embedded
from generator.site.answer_pages.parts import LINKS, SitePart
from generator.site.answer_pages.rendering import render
from generator.site.answer_pages.shelf import write
from generator.site.answer_pages.view import Sheet, page_view
from generator.site.content.collection import Collection
from generator.site.content.language import speaking
from generator.site.content.links import REVIEWING
from generator.site.content.reviewing import Reviewing, form_query

# The site, as seen from a page of an answer.
ROOT = "../../"
# Pages after which it pays to start processes: each takes about a second to begin.
_WORTH_PROCESSES = 2000


@dataclass(frozen=True, slots=True)
class Job:
    """The pages of one paper. collection: as much of it as they show."""

    collection: Collection
    sheets: tuple[Sheet, ...]
    templates: Path


def lay_out(job: Job) -> None:
    """Write the pages of a job. Raises SiteError or OSError."""
    with speaking(job.collection.language):
        _lay_out(job)


def _lay_out(job: Job) -> None:
    site = SitePart.of(job.collection)
    names = beside(site, job.templates)
    reviewing = Reviewing.of(job.collection)
    for sheet in job.sheets:
        page = page_view(job.collection, site, sheet)
        answer = sheet.version.answer
        values = {
            "proposals": reviewing.proposals(answer),
            "form": f"{LINKS.to(REVIEWING)}{form_query(answer)}",
        }
        text = render(
            job.templates, "answer.html.j2", site=site, root=ROOT, page=page, beside=names, **values
        )
        others = [(name, embedded(name, site, page, job.templates)) for name in names]
        for file in sheet.files:
            write(file, text)
            for name, content in others:
                write(f"{file.rpartition('/')[0]}/{name}", content)


class Desk:
    """Takes jobs; ``close`` waits until they are done. jobs: processes; one for each processor if None."""

    def __init__(self, jobs: int | None = None) -> None:
        self._jobs = jobs or os.cpu_count() or 1
        self._done = 0
        self._pool: ProcessPoolExecutor | None = None
        self._pending: set[Future[None]] = set()

    def take(self, job: Job) -> None:
        """Do a job, or have it done. Raises what an earlier one raised."""
        if not job.sheets:
            return
        if self._jobs == 1 or self._done < _WORTH_PROCESSES:
            lay_out(job)
        else:
            self._wait(2 * self._jobs)  # no more than these stand in memory
            self._pending.add(self._processes().submit(lay_out, job))
        self._done += len(job.sheets)

    def close(self) -> None:
        """Wait for all jobs. Raises what one of them raised."""
        try:
            self._wait(1)
        finally:
            if self._pool is not None:
                self._pool.shutdown(cancel_futures=True)

    def _processes(self) -> ProcessPoolExecutor:
        if self._pool is None:
            self._pool = ProcessPoolExecutor(self._jobs, spawning(), end_with_parent)
        return self._pool

    def _wait(self, most: int) -> None:
        """Until fewer than ``most`` jobs are under way."""
        while len(self._pending) >= most:
            done, self._pending = wait(self._pending, return_when=FIRST_COMPLETED)
            for future in done:
                future.result()

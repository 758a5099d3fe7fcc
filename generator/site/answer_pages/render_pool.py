"""Render pages paper by paper: in this process, or in several if there are many pages."""

from __future__ import annotations

import os
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass
from pathlib import Path

from generator.core.parent import end_with_parent, spawning
from generator.site.answer_pages.answer_rendering import render
from generator.site.answer_pages.embedding import embed_names, embed_text
from generator.site.answer_pages.manifest import write_file
from generator.site.answer_pages.shared_parts import LINKS, SitePart
from generator.site.answer_pages.version_view import PageJob, page_view
from generator.site.content.collection import Collection
from generator.site.content.language import use_language
from generator.site.content.page_links import REVIEWING
from generator.site.content.reviewing import Reviewing, form_query

# The site, as seen from a page of an answer.
ROOT = "../../"
# Pages from which processes are worth starting: each takes about a second to start.
_WORTH_PROCESSES = 2000


@dataclass(frozen=True, slots=True)
class PaperJob:
    """The pages of one paper. collection: only the part of it that they show."""

    collection: Collection
    page_jobs: tuple[PageJob, ...]
    templates: Path


def render_pages(job: PaperJob) -> None:
    """Write the pages of a job. Raises SiteError or OSError."""
    with use_language(job.collection.language):
        _render_pages(job)


def _render_pages(job: PaperJob) -> None:
    site = SitePart.of(job.collection)
    names = embed_names(site, job.templates)
    reviewing = Reviewing.of(job.collection)
    for page_job in job.page_jobs:
        page = page_view(job.collection, site, page_job)
        answer = page_job.version.answer
        values = {
            "proposals": reviewing.proposals(answer),
            "form": f"{LINKS.to(REVIEWING)}{form_query(answer)}",
        }
        text = render(
            job.templates, "answer.html.j2", site=site, root=ROOT, page=page, beside=names, **values
        )
        others = [(name, embed_text(name, site, page, job.templates)) for name in names]
        for file in page_job.files:
            write_file(file, text)
            for name, content in others:
                write_file(f"{file.rpartition('/')[0]}/{name}", content)


class RenderPool:
    """Runs jobs; ``close`` waits until all are done. jobs: number of processes; None: one per processor."""

    def __init__(self, jobs: int | None = None) -> None:
        self._jobs = jobs or os.cpu_count() or 1
        self._done = 0
        self._pool: ProcessPoolExecutor | None = None
        self._pending: set[Future[None]] = set()

    def take(self, job: PaperJob) -> None:
        """Run a job, or submit it to a process. Raises the error of an earlier job, if any."""
        if not job.page_jobs:
            return
        if self._jobs == 1 or self._done < _WORTH_PROCESSES:
            render_pages(job)
        else:
            self._wait(2 * self._jobs)  # bounds the jobs held in memory
            self._pending.add(self._processes().submit(render_pages, job))
        self._done += len(job.page_jobs)

    def close(self) -> None:
        """Wait for all jobs. Raises the error of a job, if any."""
        try:
            self._wait(1)
        finally:
            if self._pool is not None:
                self._pool.shutdown(cancel_futures=True)

    def _processes(self) -> ProcessPoolExecutor:
        if self._pool is None:
            self._pool = ProcessPoolExecutor(self._jobs, spawning(), end_with_parent)
        return self._pool

    def _wait(self, limit: int) -> None:
        """Wait until fewer than ``limit`` jobs are unfinished."""
        while len(self._pending) >= limit:
            done, self._pending = wait(self._pending, return_when=FIRST_COMPLETED)
            for future in done:
                future.result()

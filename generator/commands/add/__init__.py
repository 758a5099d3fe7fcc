"""`answerbook add`: add papers to a project by id, from bibliographies, from Zotero, or from this machine.

Each paper becomes a file in ``content/papers`` with a sidecar that records its metadata and where it came
from. Papers that the project already has are left alone. After an interruption, the same command continues.
"""

from __future__ import annotations

import os
import queue
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext

from generator import reading
from generator.commands.add.add_report import AddOutcome, AddReport, State
from generator.commands.add.fetched import Fetcher
from generator.commands.add.local_papers import copy_paper
from generator.commands.add.placer import PaperPlacer
from generator.commands.add.project_papers import load_project_papers
from generator.commands.add.request import AddRequest
from generator.commands.add.typed_inputs import read_requests
from generator.commands.add.zotero_items import add_item
from generator.commands.add.zotero_papers import ZoteroRequest, expand_collections
from generator.commands.named import AddOptions
from generator.core.counting import pluralize
from generator.core.visible import visible
from generator.errors import AnswerbookError
from generator.fetching import Client, RequestLimits, Services
from generator.project import Project
from generator.project.project_lock import project_lock

__all__ = ["AddOutcome", "AddReport", "add", "client_of"]

Progress = Callable[[str, int, int, str], None]


def client_of(
    project: Project,
    *,
    keep: bool = True,
    services: Services | None = None,
    limits: RequestLimits | None = None,
) -> Client:
    """Return the client that queries services for ``project``.

    keep: whether replies are stored in the project's cache. services: addresses of the services; None to take
    them from the environment. Raises FetchError if the environment names addresses that are not valid.
    """
    return Client(
        services or Services.from_environment(),
        project.cache_dir / "fetching" if keep else None,
        project.settings.fetching.contact,
        limits=limits,
    )


def add(
    project: Project,
    names: Sequence[str],
    options: AddOptions,
    progress: Progress,
    client: Client | None = None,
) -> AddReport:
    """Add papers to ``project``, and return what happened to each.

    names: ids, files, folders or collections, as typed. Raises AnswerbookError if nothing can be added at
    all: another command is running, or metadata files have problems.
    """
    found = list(expand_collections(project, read_requests(names, project.root)))
    held = nullcontext() if options.dry_run else project_lock(project, "answerbook add")
    with held:
        client = client or client_of(project, keep=not options.dry_run)
        settings = project.settings.reading
        project_papers = load_project_papers(
            project,
            keep=not options.dry_run,
            progress=lambda phase, done, total: progress(phase, done, total, ""),
        )
        limits = reading.ReadingLimits(
            settings.max_megabytes, settings.seconds, memory_megabytes=settings.memory_megabytes
        )
        fetcher = Fetcher(
            client,
            project_papers,
            PaperPlacer(project),
            limits,
            options.prefer,
            options.replace,
            options.dry_run,
        )

        def add_one(what: AddRequest) -> AddOutcome:
            if isinstance(what, ZoteroRequest):
                return add_item(what, fetcher)
            if what.why:
                there = what.file is not None or os.path.lexists(what.named)
                state: State = "left" if what.left else "unusable" if there else "invalid"
                return AddOutcome(what.named, state, why=what.why)
            return fetcher.add(what) if what.file is None else copy_paper(what, fetcher)

        done: dict[int, AddOutcome] = {}
        for place, added in _add_concurrently(found, add_one, options.jobs):
            done[place] = added
            progress("Adding", len(done), len(found), added.named)
        client.close()
    papers = tuple(done[place] for place in sorted(done))
    return AddReport(papers, (*_not_taken(found, papers), *_notes(papers, client, options)))


def _not_taken(found: Sequence[AddRequest], papers: Sequence[AddOutcome]) -> list[str]:
    """Return a note about files that entries name and that did not come with their bibliography, if any."""
    pairs = zip(found, papers, strict=True)
    names = [what.elsewhere for what, done in pairs if what.elsewhere and done.state != "present"]
    if not names:
        return []
    return [
        f"{pluralize(len(names), 'entry names a file', 'entries name files')} that did not come with the "
        f"bibliography, such as {visible(names[0], one_line=True)}: export it together with its files, or "
        "name the files themselves. Until then, texts are fetched by the entries' ids."
    ]


def _notes(papers: Sequence[AddOutcome], client: Client, options: AddOptions) -> Iterator[str]:
    if not client.contact and any(one.state == "missing" and one.landing for one in papers):
        yield (
            "Unpaywall, which knows most open copies, was not queried because it requires your email "
            "address; set it as `contact` under `fetching` in content/answerbook.yml, then run the command "
            "again."
        )
    if options.dry_run:
        yield "This was a dry run: no text was fetched and nothing was written."


def _add_concurrently(
    found: Sequence[AddRequest], do: Callable[[AddRequest], AddOutcome], jobs: int
) -> Iterator[tuple[int, AddOutcome]]:
    """Yield each outcome, with the position of its request in ``found``, as soon as it is done.

    jobs: number of threads. An unexpected error of one of them ends all. The threads end with the process, so
    that Ctrl-C does not wait for a slow server.
    """
    waiting: queue.SimpleQueue[tuple[int, AddRequest]] = queue.SimpleQueue()
    results: queue.Queue[tuple[int, AddOutcome | BaseException]] = queue.Queue()
    for item in enumerate(found):
        waiting.put(item)

    def work() -> None:
        while True:
            try:
                place, what = waiting.get_nowait()
            except queue.Empty:
                return
            try:
                results.put((place, do(what)))
            except AnswerbookError as error:
                results.put((place, AddOutcome(what.named, "missing", why=str(error))))
            except BaseException as error:
                results.put((place, error))
                return

    for _ in range(min(jobs, len(found))):
        threading.Thread(target=work, daemon=True).start()
    for _ in found:
        place, result = results.get()
        if isinstance(result, BaseException):
            raise result
        yield place, result

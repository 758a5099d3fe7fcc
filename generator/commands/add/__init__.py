"""`answerbook add`: papers by id, from bibliographies, Zotero, or this machine, into a project.

What is named becomes a file in `content/papers` with a sidecar that says what it is and where it came from.
Papers that the project has are left alone; what was interrupted is finished by the same command.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext

from generator import reading
from generator.commands.add.fetched import Fetcher
from generator.commands.add.inputs import Wanted, wanted
from generator.commands.add.local import copied
from generator.commands.add.placing import Placing
from generator.commands.add.report import Added, AddReport
from generator.commands.add.shelf import shelf_of
from generator.commands.add.zotero import FromZotero, expanded
from generator.commands.add.zotero_items import add_item
from generator.commands.named import Adding
from generator.errors import AnswerbookError
from generator.fetching import Client, Limits, Services
from generator.project import Project
from generator.project.lock import project_lock

__all__ = ["AddReport", "Added", "add", "client_of"]

Progress = Callable[[str, int, int, str], None]


def client_of(
    project: Project, *, keep: bool = True, services: Services | None = None, limits: Limits | None = None
) -> Client:
    """Return what asks services for ``project``. keep: whether replies are kept in its cache.

    services: where they are; None: as the environment says. Raises FetchError for an environment that names
    none.
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
    options: Adding,
    progress: Progress,
    client: Client | None = None,
) -> AddReport:
    """Add the papers that ``names`` name to ``project``, and say what became of each.

    Raises AnswerbookError where nothing can be added at all: another command is at work, or metadata files
    have problems.
    """
    found = list(expanded(project, wanted(names)))
    held = nullcontext() if options.dry_run else project_lock(project, "answerbook add")
    with held:
        client = client or client_of(project, keep=not options.dry_run)
        settings = project.settings.reading
        shelf = shelf_of(
            project,
            keep=not options.dry_run,
            progress=lambda phase, done, total: progress(phase, done, total, ""),
        )
        limits = reading.Limits(settings.max_megabytes, settings.seconds, 10, settings.memory_megabytes)
        fetcher = Fetcher(
            client, shelf, Placing(project), limits, options.prefer, options.replace, options.dry_run
        )

        def one(what: Wanted) -> Added:
            if isinstance(what, FromZotero):
                return add_item(what, fetcher)
            if what.why:
                return Added(what.named, "invalid", why=what.why)
            if what.file is None:
                return fetcher.add(what)
            return copied(what, shelf, fetcher.placing, fetcher.max_bytes, options)

        done: dict[int, Added] = {}
        for place, added in _at_once(found, one, options.jobs):
            done[place] = added
            progress("Adding", len(done), len(found), added.named)
        client.close()
    papers = tuple(done[place] for place in sorted(done))
    return AddReport(papers, tuple(_notes(papers, client, options)))


def _notes(papers: Sequence[Added], client: Client, options: Adding) -> Iterator[str]:
    if not client.contact and any(one.state == "missing" and one.landing for one in papers):
        yield (
            "Unpaywall, which knows most open copies, was not asked, for it wants your address: write "
            "it as `contact` of `fetching` into content/answerbook.yml, and run the command again."
        )
    if options.dry_run:
        yield "This was a dry run: no text was fetched, and nothing was written."


def _at_once(
    found: Sequence[Wanted], do: Callable[[Wanted], Added], jobs: int
) -> Iterator[tuple[int, Added]]:
    """Each of ``found`` with its place, as it is done, by so many threads; an error of one ends all.

    Threads that end with the process, so that Ctrl-C need not wait for a slow server.
    """
    waiting: queue.SimpleQueue[tuple[int, Wanted]] = queue.SimpleQueue()
    results: queue.Queue[tuple[int, Added | BaseException]] = queue.Queue()
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
                results.put((place, Added(what.named, "missing", why=str(error))))
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

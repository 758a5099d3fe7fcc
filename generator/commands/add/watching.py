"""`answerbook add --watch`: add papers repeatedly, as a Zotero library receives them."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence

from generator.commands.add import Progress, add
from generator.commands.add.add_report import AddReport
from generator.commands.add.zotero_papers import is_zotero, library_of
from generator.commands.named import AddOptions
from generator.errors import AnswerbookError
from generator.project import Project

__all__ = ["rounds"]

log = logging.getLogger(__name__)


def rounds(
    project: Project,
    names: Sequence[str],
    options: AddOptions,
    progress: Progress,
    wait: Callable[[], None],
) -> Iterator[AddReport]:
    """Add the papers that ``names`` mean; after each ``wait``, add what is new in the collections among them.

    Each round first asks zotero.org for the version of the library, and for nothing else if that is
    unchanged. Ends after the first round if a collection could not be queried: its name is wrong, or Zotero
    is not running.
    """
    collections = [name for name in names if is_zotero(name)]
    before = _versions(project, collections)
    report = add(project, names, options, progress)
    yield report
    if any(_unasked(report, collections)):
        return
    again = _may_pass(report)
    while True:
        wait()
        now = _versions(project, collections)
        changed = [name for name in collections if again or not now[name] or now[name] != before[name]]
        if not changed:
            continue
        try:
            report = add(project, changed, options, progress)
        except AnswerbookError as error:  # for example, another command is running
            log.warning("%s; the next check tries again", error)
            continue
        yield report
        again = _may_pass(report) or any(_unasked(report, collections))
        before = now


def _unasked(report: AddReport, collections: Sequence[str]) -> Iterator[bool]:
    """Yield for each paper whether it stands for a collection that could not be queried."""
    return (one.state == "invalid" and one.named in collections for one in report.papers)


def _may_pass(report: AddReport) -> bool:
    """Return True if a file could not be fetched now but may be later, without a change in the library."""
    return any(
        one.state == "unreached" or (one.state == "missing" and "gave no answer" in one.why)
        for one in report.papers
    )


def _versions(project: Project, names: Sequence[str]) -> dict[str, int]:
    """Return the version of each collection's library; 0 if unknown, so that the whole library is checked."""
    found = {}
    for name in names:
        try:
            asked = library_of(project, name)
            found[name] = asked.version()
            asked.client.close()
        except AnswerbookError:
            found[name] = 0  # the next round reports why
    return found

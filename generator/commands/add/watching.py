"""Papers added again and again, as a library of Zotero gets them."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence

from generator.commands.add import Progress, add
from generator.commands.add.report import AddReport
from generator.commands.add.zotero import is_zotero, library_of
from generator.commands.named import Adding
from generator.errors import AnswerbookError
from generator.project import Project

__all__ = ["rounds"]

log = logging.getLogger(__name__)


def rounds(
    project: Project,
    names: Sequence[str],
    options: Adding,
    progress: Progress,
    wait: Callable[[], None],
) -> Iterator[AddReport]:
    """Add what ``names`` name, then after each ``wait`` what is new of the collections among them.

    zotero.org is asked for the version of the library first, and for no more where that is the same. Ends
    where the first round cannot ask for a collection: its name is wrong, or Zotero is not there.
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
        except AnswerbookError as error:  # as another command is at work
            log.warning("%s; this is tried again at the next look", error)
            continue
        yield report
        again = _may_pass(report) or any(_unasked(report, collections))
        before = now


def _unasked(report: AddReport, collections: Sequence[str]) -> Iterator[bool]:
    """Whether each is a collection that could not be asked for."""
    return (one.state == "invalid" and one.named in collections for one in report.papers)


def _may_pass(report: AddReport) -> bool:
    """Whether a file did not come that may come another time, though nothing changes in the library."""
    return any(one.state == "missing" and "gave no answer" in one.why for one in report.papers)


def _versions(project: Project, names: Sequence[str]) -> dict[str, int]:
    """The version of the library of each; 0 where it is not known, so that all is looked at."""
    found = {}
    for name in names:
        try:
            asked = library_of(project, name)
            found[name] = asked.version()
            asked.client.close()
        except AnswerbookError:
            found[name] = 0  # why, the round that follows says
    return found

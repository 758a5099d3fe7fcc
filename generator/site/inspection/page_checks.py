"""Checks of earlier inspections, kept next to the site: an unchanged page need not be read again.

A page is unchanged if its inode, size and time of change are: such pages are taken over as hard links, which
keep all three. Only pages without problems are kept. A record that cannot be read counts as missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from generator.site.inspection.page_rules import PageCheck
from generator.storage.code_version import code_of
from generator.storage.work_records import Record


@dataclass(frozen=True, slots=True)
class CheckedPage:
    """What links of other pages need of a page without problems.

    ids: checksums of its anchors. links: the targets of its links, as positions in `CheckedPages.targets`.
    """

    stamp: str
    ids: Sequence[int]
    links: Sequence[int]


@dataclass(slots=True)
class CheckedPages:
    """Pages by path within the site, and the targets of their links.

    targets: (page, anchor), anchor empty for none. Most pages link to the same few places: each is kept once.
    """

    pages: dict[str, CheckedPage] = field(default_factory=dict)
    targets: list[tuple[str, str]] = field(default_factory=list)
    _numbers: dict[tuple[str, str], int] = field(default_factory=dict)

    def add(self, stamp: str, check: PageCheck) -> None:
        """Add a page that was checked."""
        if not self._numbers:
            self._numbers.update({target: n for n, target in enumerate(self.targets)})
        links = []
        for target in check.links:
            number = self._numbers.setdefault(target, len(self.targets))
            if number == len(self.targets):
                self.targets.append(target)
            links.append(number)
        self.pages[check.path] = CheckedPage(stamp, check.ids, links)

    def of(self, stamps: Mapping[str, str]) -> CheckedPages:
        """Return only the pages (path -> stamp) whose files have not changed."""
        pages = {path: page for path, page in self.pages.items() if stamps.get(path) == page.stamp}
        return CheckedPages(pages, list(self.targets))

    def linked_targets(self) -> set[int]:
        """Return the positions of all targets that a page links to."""
        found: set[int] = set()
        for page in self.pages.values():
            found.update(page.links)
        return found


def read_checked_pages(file: Path, theme: frozenset[str]) -> CheckedPages:
    """Return the pages of the last inspection, if it had the same rules and theme scripts; else none."""

    def parsed(data: Any) -> CheckedPages:
        targets = [(str(page), str(anchor)) for page, anchor in data["targets"]]
        pages = {path: CheckedPage(stamp, ids, links) for path, (stamp, ids, links) in data["pages"].items()}
        known = range(len(targets))
        if not all(page.stamp and all(n in known for n in page.links) for page in pages.values()):
            raise ValueError("a link without a target")
        for page in pages.values():
            frozenset(page.ids)  # raises TypeError where they cannot be checksums
        return CheckedPages(pages, targets)

    return _record(file, theme).read(parsed) or CheckedPages()


def write_checked_pages(
    file: Path, theme: frozenset[str], checked: CheckedPages, without: Iterable[str]
) -> None:
    """Record the checked pages atomically. without: paths of pages with problems."""
    problems = frozenset(without)
    # Targets that no page links to any longer are left out.
    used = sorted(checked.linked_targets())
    place = {number: n for n, number in enumerate(used)}
    _record(file, theme).write(
        {
            "targets": [checked.targets[number] for number in used],
            "pages": {
                path: [page.stamp, list(page.ids), [place[n] for n in page.links]]
                for path, page in checked.pages.items()
                if path not in problems
            },
        }
    )


def _record(file: Path, theme: frozenset[str]) -> Record:
    """Return the record; it is valid only for the same rules and theme scripts."""
    return Record(file, "answerbook inspections", 3, [code_of("generator.site"), sorted(theme)])

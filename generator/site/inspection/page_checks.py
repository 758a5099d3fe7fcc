"""What inspections saw of pages, kept beside the site: what is the same file need not be looked at again.

A page is the same when its inode, size and time of change are: pages that did not change are taken over as
links, and keep all three. Only pages without problems are kept. A record that cannot be read is as if it
were not there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from generator.site.inspection.rules import PageCheck
from generator.storage.code import code_of
from generator.storage.record import Record


@dataclass(frozen=True, slots=True)
class CheckedPage:
    """What a page without problems needs of the others. ids: checksums of its anchors. links: numbers of
    what it leads to, in `Seen.targets`."""

    stamp: str
    ids: Sequence[int]
    links: Sequence[int]


@dataclass(slots=True)
class CheckedPages:
    """pages: by path within the site. targets: (page, anchor) that pages lead to, anchor empty for none.

    Most pages lead to the same few places: each is kept once.
    """

    pages: dict[str, CheckedPage] = field(default_factory=dict)
    targets: list[tuple[str, str]] = field(default_factory=list)
    _numbers: dict[tuple[str, str], int] = field(default_factory=dict)

    def add(self, stamp: str, look: PageCheck) -> None:
        """Take note of a page that was looked at."""
        if not self._numbers:
            self._numbers.update({target: n for n, target in enumerate(self.targets)})
        links = []
        for target in look.links:
            number = self._numbers.setdefault(target, len(self.targets))
            if number == len(self.targets):
                self.targets.append(target)
            links.append(number)
        self.pages[look.path] = CheckedPage(stamp, look.ids, links)

    def of(self, stamps: Mapping[str, str]) -> CheckedPages:
        """What was seen of those pages (path -> stamp) that are still the same files."""
        pages = {path: page for path, page in self.pages.items() if stamps.get(path) == page.stamp}
        return CheckedPages(pages, list(self.targets))

    def targets_led_to(self) -> set[int]:
        """Numbers of all targets that any page leads to."""
        found: set[int] = set()
        for page in self.pages.values():
            found.update(page.links)
        return found


def read_checked_pages(file: Path, theme: frozenset[str]) -> CheckedPages:
    """What was seen last, by the same rules and with the same scripts of the theme."""

    def parsed(data: Any) -> CheckedPages:
        targets = [(str(page), str(anchor)) for page, anchor in data["targets"]]
        pages = {path: CheckedPage(stamp, ids, links) for path, (stamp, ids, links) in data["pages"].items()}
        known = range(len(targets))
        if not all(page.stamp and all(n in known for n in page.links) for page in pages.values()):
            raise ValueError("a page that leads nowhere known")
        for page in pages.values():
            frozenset(page.ids)  # raises TypeError where they cannot be checksums
        return CheckedPages(pages, targets)

    return _record(file, theme).read(parsed) or CheckedPages()


def write_checked_pages(file: Path, theme: frozenset[str], seen: CheckedPages, without: Iterable[str]) -> None:
    """Keep what was seen, whole or not at all. without: pages with problems."""
    problems = frozenset(without)
    # Targets that no page leads to any more are left out.
    used = sorted(seen.targets_led_to())
    place = {number: n for n, number in enumerate(used)}
    _record(file, theme).write(
        {
            "targets": [seen.targets[number] for number in used],
            "pages": {
                path: [page.stamp, list(page.ids), [place[n] for n in page.links]]
                for path, page in seen.pages.items()
                if path not in problems
            },
        }
    )


def _record(file: Path, theme: frozenset[str]) -> Record:
    """By the same rules and with the same scripts of the theme, a look would find the same."""
    return Record(file, "answerbook inspections", 3, [code_of("generator.site"), sorted(theme)])

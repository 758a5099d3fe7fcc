"""What papers can be filtered and grouped by: years, venues and tags."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from generator.core import Paper
from generator.site.content.encoding import clean

# Entries of a menu; readers find rarer ones by typing.
_MAX_ENTRIES = 150


@dataclass(frozen=True)
class Choices:
    """The years, latest first; the most frequent venues and tags, in alphabetical order."""

    years: tuple[str, ...] = ()
    venues: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()

    def venue_place(self, venue: str) -> str:
        """Return the position of a venue among the choices, from 0; empty if it is not one."""
        return str(self._venues.get(venue, ""))

    def tag_places(self, tags: Sequence[str]) -> str:
        """Return the positions of tags among the choices, separated by blanks."""
        return " ".join(str(self._tags[tag]) for tag in tags if tag in self._tags)

    @cached_property
    def _venues(self) -> dict[str, int]:
        return {venue: n for n, venue in enumerate(self.venues)}

    @cached_property
    def _tags(self) -> dict[str, int]:
        return {tag: n for n, tag in enumerate(self.tags)}


def choices(papers: Iterable[Paper]) -> Choices:
    """Return all years, the venues if there are two, and the tags that not all papers have."""
    years: Counter[str] = Counter()
    venues: Counter[str] = Counter()
    tags: Counter[str] = Counter()
    papers = tuple(papers)
    for paper in papers:
        years.update([str(paper.metadata.year or "")])
        venues.update([clean(paper.metadata.venue)])
        tags.update(tags_of(paper))
    everywhere = {tag for tag, n in tags.items() if n == len(papers)}
    named = tuple(sorted(filter(None, years), reverse=True))
    return Choices(
        named,
        frequent(venues) if len(+venues) > 1 else (),
        tuple(tag for tag in frequent(tags) if tag not in everywhere),
    )


def tags_of(paper: Paper) -> tuple[str, ...]:
    """Return a paper's tags as they are shown, each once."""
    return tuple(dict.fromkeys(filter(None, map(clean, paper.metadata.tags))))


def frequent(names: Counter[str], limit: int = _MAX_ENTRIES) -> tuple[str, ...]:
    """Return the ``limit`` most frequent names in alphabetical order, without the empty one."""
    by_count = sorted((name for name in names if name), key=lambda name: (-names[name], name))
    return tuple(sorted(by_count[:limit], key=lambda name: (name.casefold(), name)))

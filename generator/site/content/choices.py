"""What papers can be filtered and grouped by: years, venues and tags."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from generator.core import Paper
from generator.site.content.encoding import clean

# Entries of a menu; what is rarer is found by its words.
_MAX_COUNT = 150


@dataclass(frozen=True)
class Choices:
    """Years, the latest first; venues and tags, the most frequent ones, by name."""

    years: tuple[str, ...] = ()
    venues: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()

    def venue_place(self, venue: str) -> str:
        """The place of a venue among the choices, from 0; empty for none."""
        return str(self._venues.get(venue, ""))

    def tag_places(self, tags: Sequence[str]) -> str:
        """The places of tags among the choices, with blanks between them."""
        return " ".join(str(self._tags[tag]) for tag in tags if tag in self._tags)

    @cached_property
    def _venues(self) -> dict[str, int]:
        return {venue: n for n, venue in enumerate(self.venues)}

    @cached_property
    def _tags(self) -> dict[str, int]:
        return {tag: n for n, tag in enumerate(self.tags)}


def choices(papers: Iterable[Paper]) -> Choices:
    """What papers can be told apart by: all years, venues if there are two, tags that not all papers have."""
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
    """A paper's tags as they are shown, each once."""
    return tuple(dict.fromkeys(filter(None, map(clean, paper.metadata.tags))))


def frequent(names: Counter[str], most: int = _MAX_COUNT) -> tuple[str, ...]:
    """The most frequent of names, in the order of the alphabet; not the empty one."""
    by_count = sorted((name for name in names if name), key=lambda name: (-names[name], name))
    return tuple(sorted(by_count[:most], key=lambda name: (name.casefold(), name)))

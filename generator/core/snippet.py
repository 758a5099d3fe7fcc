"""Pieces of a paper: where they stand, what they say, and both as plain data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from generator.core.fingerprint import digest
from generator.core.paper import SectionKind
from generator.core.tables import TableRow


@dataclass(frozen=True, slots=True)
class Place:
    """Where a piece of a paper stands: offsets into its canonical text, section, page, box."""

    start: int
    end: int
    section: str = ""  # title of the section
    kind: SectionKind = "other"
    page: int | None = None
    box: tuple[float, float, float, float] | None = None
    element: str | None = None


@dataclass(frozen=True, slots=True)
class Snippet:
    """A verbatim piece of a paper. ``id``: hash of its text; ``score``: has meaning within one search only.

    focus: offsets (start, end) into the paper's text of the sentences that were found; what
    stands around them in ``text`` are their neighbours. row: of a row of a table, what the table says
    with it; shown beside the text, and part of the evidence. marks: offsets likewise, of the words within the
    focus that answer; empty where all of it does, or nobody knows.
    """

    text: str
    place: Place
    score: float = 0.0
    links: tuple[str, ...] = ()
    focus: tuple[tuple[int, int], ...] = ()
    row: TableRow | None = None
    marks: tuple[tuple[int, int], ...] = ()

    @property
    def id(self) -> str:
        return digest(self.text)

    @property
    def evidence(self) -> str:
        """All that is evidence here: the text, and beside a row of a table what heads it."""
        beside = (self.row.caption, self.row.in_words) if self.row else ()
        return "\n".join(filter(None, (self.text, *beside)))

    @property
    def named(self) -> list[Any]:
        """What an answer's id covers of it: all that a page shows, and no offset into the paper's text.

        A better reader moves offsets without changing a word; marked words count from where the text begins.
        """
        place, origin = self.place, self.place.start
        return [
            self.text,
            [place.section or place.kind, place.page],
            list(self.links),
            [[start - origin, end - origin] for start, end in self.focus],
            [self.row.caption, [list(cell) for cell in self.row.cells]] if self.row else [],
            # Evidence without marks keeps the name that it had before there were any.
            *([[[start - origin, end - origin] for start, end in self.marks]] if self.marks else []),
        ]


@dataclass(frozen=True, slots=True)
class Searched:
    """A snippet that was searched, by place and content id; its text stands in the paper."""

    id: str
    place: Place
    score: float
    text: str = ""  # kept where no paper holds it (imported answers), and of what pages show, see `kept`


# Passages that a page shows of those that were searched in vain: enough to judge the search by.
CLOSEST = 3


def kept(searched: Sequence[Searched], text: str) -> tuple[Searched, ...]:
    """What was searched in vain, with the words of the closest passages: a page is to show them for good.

    text: of the paper; a passage of which it does not hold the words is left as it is.
    """
    closest = {s.place for s in sorted(searched, key=lambda s: -s.score)[:CLOSEST]}

    def told(item: Searched) -> Searched:
        words = text[item.place.start : item.place.end]
        shown = item.place in closest and not item.text and words and digest(words) == item.id
        return replace(item, text=words) if shown else item

    return tuple(map(told, searched))


def snippet_data(snippet: Snippet) -> dict[str, Any]:
    """Plain data, which `snippet_of` takes; empty fields are left out."""
    data: dict[str, Any] = {
        "text": snippet.text,
        "place": _place_data(snippet.place),
        "score": snippet.score,
    }
    if snippet.links:
        data["links"] = snippet.links
    if snippet.focus:
        data["focus"] = snippet.focus
    if snippet.marks:
        data["marks"] = snippet.marks
    if snippet.row:
        data["row"] = {"caption": snippet.row.caption, "cells": snippet.row.cells}
    return data


def snippet_of(data: Mapping[str, Any]) -> Snippet:
    """The snippet that `snippet_data` described. Raises KeyError, TypeError or IndexError otherwise."""
    return Snippet(
        text=data["text"],
        place=_place_of(data["place"]),
        score=data.get("score", 0.0),
        links=tuple(data.get("links", ())),
        focus=tuple((a, b) for a, b in data.get("focus", ())),
        row=_table_row(data.get("row")),
        marks=tuple((a, b) for a, b in data.get("marks", ())),
    )


def searched_data(searched: Searched) -> dict[str, Any]:
    """Plain data, which `searched_of` takes."""
    data: dict[str, Any] = {
        "id": searched.id,
        "place": _place_data(searched.place),
        "score": searched.score,
    }
    if searched.text:
        data["text"] = searched.text
    return data


def searched_of(data: Mapping[str, Any]) -> Searched:
    """What `searched_data` described. Raises KeyError, TypeError or IndexError otherwise."""
    return Searched(data["id"], _place_of(data["place"]), data.get("score", 0.0), data.get("text", ""))


def _place_data(place: Place) -> dict[str, Any]:
    # By name, not by `dataclasses.asdict`, which took nine tenths of the time to read a ledger.
    data: dict[str, Any] = {"start": place.start, "end": place.end}
    for name in ("section", "kind", "page", "box", "element"):
        value = getattr(place, name)
        if value is not None and value != "":
            data[name] = value
    return data


def _place_of(data: Mapping[str, Any]) -> Place:
    box = data.get("box")
    return Place(
        start=data["start"],
        end=data["end"],
        section=data.get("section", ""),
        kind=data.get("kind", "other"),
        page=data.get("page"),
        box=None if box is None else (box[0], box[1], box[2], box[3]),
        element=data.get("element"),
    )


def _table_row(data: Mapping[str, Any] | None) -> TableRow | None:
    return TableRow(data["caption"], tuple((h, c) for h, c in data["cells"])) if data else None

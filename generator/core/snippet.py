"""Pieces of a paper: their place, their text, and both as plain data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from generator.core.fingerprint import digest
from generator.core.paper import SectionKind
from generator.core.table_sentences import TableRow


@dataclass(frozen=True, slots=True)
class Place:
    """The place of a piece of a paper: offsets into its canonical text, section, page and box."""

    start: int
    end: int
    section: str = ""  # title of the section
    kind: SectionKind = "other"
    page: int | None = None
    box: tuple[float, float, float, float] | None = None
    element: str | None = None


@dataclass(frozen=True, slots=True)
class Snippet:
    """A verbatim piece of a paper.

    score: comparable within one search only. focus: offsets (start, end) into the paper's text of the
    sentences that were found; the rest of ``text`` is their neighbours. row: for a row of a table, its
    caption and headings; shown next to the text, and part of the evidence. marks: offsets of the words within
    the focus that answer; empty if all of it does, or if that is unknown.
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
        """Hash of its text."""
        return digest(self.text)

    @property
    def evidence(self) -> str:
        """All of its evidence: the text, and for a row of a table its caption and headings."""
        of_row = (self.row.caption, self.row.in_words) if self.row else ()
        return "\n".join(filter(None, (self.text, *of_row)))

    @property
    def named(self) -> list[Any]:
        """The content that an answer's id covers: all that a page shows, without offsets into the paper.

        A better reader moves offsets without changing a word. Offsets of marked words count from the
        beginning of the snippet.
        """
        place, origin = self.place, self.place.start
        return [
            self.text,
            [place.section or place.kind, place.page],
            list(self.links),
            [[start - origin, end - origin] for start, end in self.focus],
            [self.row.caption, [list(cell) for cell in self.row.cells]] if self.row else [],
            # Evidence without marks keeps the id that it had before marks were introduced.
            *([[[start - origin, end - origin] for start, end in self.marks]] if self.marks else []),
        ]


@dataclass(frozen=True, slots=True)
class SearchedPassage:
    """A passage that was searched, by place and content id; its text is in the paper."""

    id: str
    place: Place
    score: float
    text: str = ""  # set if no paper contains it (imported answers), and by `with_closest_text`


# How many passages a page shows of an unsuccessful search: enough to judge the search.
CLOSEST = 3


def with_closest_text(searched: Sequence[SearchedPassage], text: str) -> tuple[SearchedPassage, ...]:
    """Return the searched passages, the closest ones with their words, so that a page can always show them.

    text: of the paper. A passage whose hash does not match its words in ``text`` is left as it is.
    """
    closest = {s.place for s in sorted(searched, key=lambda s: -s.score)[:CLOSEST]}

    def with_words(item: SearchedPassage) -> SearchedPassage:
        words = text[item.place.start : item.place.end]
        shown = item.place in closest and not item.text and words and digest(words) == item.id
        return replace(item, text=words) if shown else item

    return tuple(map(with_words, searched))


def has_closest_text(searched: Sequence[SearchedPassage]) -> bool:
    """Return True if `with_closest_text` has nothing to add, whatever the text of the paper."""
    closest = {s.place for s in sorted(searched, key=lambda s: -s.score)[:CLOSEST]}
    return all(item.text for item in searched if item.place in closest)


def snippet_data(snippet: Snippet) -> dict[str, Any]:
    """Return plain data, which `snippet_of` takes; empty fields are left out."""
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
    """Return the snippet that `snippet_data` described. Raises KeyError, TypeError or IndexError."""
    row = data.get("row")
    return Snippet(
        text=data["text"],
        place=_place_of(data["place"]),
        score=data.get("score", 0.0),
        links=tuple(data.get("links", ())),
        focus=tuple((a, b) for a, b in data.get("focus", ())),
        row=TableRow(row["caption"], tuple((h, c) for h, c in row["cells"])) if row else None,
        marks=tuple((a, b) for a, b in data.get("marks", ())),
    )


def searched_data(searched: SearchedPassage) -> dict[str, Any]:
    """Return plain data, which `searched_of` takes."""
    data: dict[str, Any] = {
        "id": searched.id,
        "place": _place_data(searched.place),
        "score": searched.score,
    }
    if searched.text:
        data["text"] = searched.text
    return data


def searched_of(data: Mapping[str, Any]) -> SearchedPassage:
    """Return what `searched_data` described. Raises KeyError, TypeError or IndexError."""
    return SearchedPassage(data["id"], _place_of(data["place"]), data.get("score", 0.0), data.get("text", ""))


def _place_data(place: Place) -> dict[str, Any]:
    # By name, because `dataclasses.asdict` took nine tenths of the time to read a ledger.
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

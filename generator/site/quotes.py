"""Evidence as a reader sees it: the passage, the words that answer, the place, the way to the source."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.core import Paper, Place, Searched, Snippet, digest
from generator.site.encoding import Markdown, clean, web_link
from generator.site.links import anchor, at_place

# Passages shown of those that were searched in vain: enough to judge the search by.
_CLOSEST = 3


@dataclass(frozen=True, slots=True)
class Part:
    """A run of a quote's text. ``focus``: the words that answer, as against their neighbours."""

    text: str
    focus: bool


@dataclass(frozen=True, slots=True)
class Link:
    """A link that the paper shows: its text, and where it may be followed to (empty: nowhere)."""

    text: str
    href: str


@dataclass(frozen=True, slots=True)
class Quote:
    """A piece of evidence. number: from 1, as cited. place: ``Methods, p. 4``; href: opens the source there."""

    number: int
    anchor: Markdown
    parts: tuple[Part, ...]
    place: str
    href: str
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Looked:
    """A section that was searched: its title, its pages as text (may be empty), how many passages."""

    section: str
    pages: str
    passages: int


def quote_of(snippet: Snippet, number: int, name: Markdown, source: str) -> Quote:
    """A snippet made ready for a page; ``source``: link to the paper, without a place."""
    parts = tuple(parts_of(snippet))
    words = next((p.text for p in parts if p.focus), snippet.text)
    links = {clean(link): web_link(link) for link in snippet.links if clean(link)}
    return Quote(
        number=number,
        anchor=name,
        parts=parts,
        place=place_of(snippet.place),
        href=at_place(source, snippet.place.page, words),
        links=tuple(Link(text, href) for text, href in links.items()),
    )


def parts_of(snippet: Snippet) -> Iterator[Part]:
    """The snippet's text, cut where the words that answer begin and end.

    Without a known focus, or where the text is no plain slice of the paper (so that offsets into
    the paper say nothing of it), all of it counts as focus.
    """
    text, origin = snippet.text, snippet.place.start
    if not snippet.focus or len(text) != snippet.place.end - origin:
        yield Part(text, True)
        return
    done = 0
    for start, end in _merged(snippet, origin):
        if text[done:start].strip():
            yield Part(text[done:start], False)
        yield Part(text[start:end], True)
        done = end
    if text[done:].strip():
        yield Part(text[done:], False)


def _merged(snippet: Snippet, origin: int) -> list[tuple[int, int]]:
    """The focus as offsets into the snippet's text; stretches with only white space between them are one."""
    text = snippet.text
    merged: list[tuple[int, int]] = []
    for a, b in sorted(snippet.focus):
        start, end = max(a - origin, 0), min(b - origin, len(text))
        if start >= end or not text[start:end].strip():
            continue
        if merged and not text[merged[-1][1] : start].strip():
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged or [(0, len(text))]


def place_of(place: Place) -> str:
    """Where something stands, in words: section title and page, as far as they are known."""
    section = clean(place.section) or _KINDS.get(place.kind, "")
    page = f"p. {place.page}" if place.page is not None else ""
    return ", ".join(part for part in (section, page) if part)


def sections_searched(searched: tuple[Searched, ...]) -> tuple[Looked, ...]:
    """The sections in which a search looked, in the order of the paper, with pages and counts."""
    sections: dict[str, list[Searched]] = {}
    for item in sorted(searched, key=lambda s: s.place.start):
        name = clean(item.place.section) or _KINDS.get(item.place.kind, "") or "Untitled section"
        sections.setdefault(name, []).append(item)
    return tuple(
        Looked(name, page_range([s.place.page for s in items if s.place.page is not None]), len(items))
        for name, items in sections.items()
    )


def page_range(pages: list[int]) -> str:
    """Pages as text: ``p. 3``, ``pp. 3–5, 9``; empty for none."""
    runs: list[list[int]] = []
    for page in sorted(set(pages)):
        if runs and page == runs[-1][-1] + 1:
            runs[-1].append(page)
        else:
            runs.append([page])
    if not runs:
        return ""
    text = ", ".join(str(r[0]) if len(r) == 1 else f"{r[0]}–{r[-1]}" for r in runs)
    return f"p. {text}" if text.isdecimal() else f"pp. {text}"


def closest(searched: tuple[Searched, ...], paper: Paper, name: str, source: str) -> tuple[Quote, ...]:
    """The passages that came nearest to an answer, best first, as far as their text is at hand.

    The text is taken from the paper only where it is still the text that was searched.
    """
    found: list[Quote] = []
    for item in sorted(searched, key=lambda s: -s.score):
        text = item.text or paper.text[item.place.start : item.place.end]
        if clean(text) and (item.text or digest(text) == item.id):
            number = len(found) + 1
            found.append(quote_of(Snippet(text, item.place), number, anchor(name, f"s{number}"), source))
        if len(found) == _CLOSEST:
            break
    return tuple(found)


_KINDS = {
    "front": "Front matter",
    "abstract": "Abstract",
    "introduction": "Introduction",
    "methods": "Methods",
    "results": "Results",
    "discussion": "Discussion",
    "availability": "Availability",
    "back": "Back matter",
    "references": "References",
}

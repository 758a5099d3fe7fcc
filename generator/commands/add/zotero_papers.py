"""Zotero collections by name, and their items as papers to add."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.commands.add.request import AddRequest
from generator.core.counting import pluralize
from generator.errors import AnswerbookError, FetchError
from generator.fetching import Client, RequestLimits, Services
from generator.fetching.zotero import Library, Where, ZoteroCollection, ZoteroItem, asks_this_machine, library
from generator.project import Project
from generator.project.problems import did_you_mean

__all__ = [
    "ZoteroRequest",
    "collections_json",
    "collections_text",
    "expand_collections",
    "find_collections",
    "is_listing",
    "is_zotero",
    "item_requests",
    "library_of",
    "split_name",
]

_PLACES: Mapping[str, Where] = {"zotero": "auto", "zotero-local": "local", "zotero-web": "web"}
_MAX_TITLE_CHARS = 60  # in a line


@dataclass(frozen=True, slots=True)
class ZoteroRequest(AddRequest):
    """A Zotero item to add. tags: for its paper, including the names of collections."""

    library: Library | None = None
    item: ZoteroItem | None = None
    tags: tuple[str, ...] = ()


def is_zotero(name: str) -> bool:
    """Return True if ``name`` means a Zotero collection, or the list of all collections."""
    return name.partition(":")[0].lower() in _PLACES and ":" in name


def is_listing(names: Sequence[str]) -> bool:
    """Return True if ``names`` means the list of collections: ``zotero:`` alone."""
    return len(names) == 1 and is_zotero(names[0]) and not split_name(names[0])[1]


def split_name(name: str) -> tuple[Where, str]:
    """Return where to look for a collection, and its name or key, which is empty for the list of all."""
    place, _, rest = name.partition(":")
    return _PLACES[place.lower()], rest.strip().strip("/")


def library_of(project: Project, name: str) -> Library:
    """Return the library in which ``name`` is looked up. Raises FetchError.

    Its replies are not stored on disk, as a library is private.
    """
    where, _ = split_name(name)
    # One try: the program on this machine is running, or it is not.
    limits = dataclasses.replace(RequestLimits(), tries=1) if asks_this_machine(where) else None
    contact = project.settings.fetching.contact
    return library(Client(Services.from_environment(), None, contact, limits=limits), where)


def item_requests(asked: Library, name: str) -> Iterator[AddRequest]:
    """Yield the items of the collection ``name`` and of those within it, each once. Raises FetchError."""
    every = {collection.key: collection for collection in asked.collections()}
    chosen = find_collections(asked, every, split_name(name)[1])
    items: dict[str, ZoteroItem] = {}
    others = {"note": 0, "annotation": 0}
    for collection in chosen:
        listing = asked.items(collection)
        others["note"] += listing.notes
        others["annotation"] += listing.annotations
        items.update({item.key: item for item in listing.items})
    within = {collection.key: collection.name for collection in chosen}
    for item in items.values():
        named = [within[key] for key in item.collections if key in within]
        tags = tuple(dict.fromkeys([*item.tags, *named]))
        title = f" ({item.title[:_MAX_TITLE_CHARS]})" if item.title else ""
        yield ZoteroRequest(f"Zotero {item.key}{title}", library=asked, item=item, tags=tags)
    if not items:
        yield AddRequest(name, why="the collection is empty; add papers to it in Zotero")
    if any(others.values()):
        what = " and ".join(pluralize(number, kind) for kind, number in others.items() if number)
        yield ZoteroRequest(name, why=f"{what}, not papers")


def find_collections(
    asked: Library, every: Mapping[str, ZoteroCollection], named: str
) -> list[ZoteroCollection]:
    """Return the collection with this key, name or path (``Trials/2024``), and all collections within it.

    Raises FetchError if there are none or several.
    """
    found = [every[named]] if named in every else [c for c in every.values() if _matches(c, every, named)]
    if not found:
        known = sorted({collection.name for collection in every.values()})
        raise FetchError(f"{asked.title} has no collection {named!r}; {did_you_mean(named, known)}", 404)
    if len(found) > 1:
        keys = ", ".join(f"{_path(c, every)} ({c.key})" for c in found)
        raise FetchError(f"{asked.title} has {len(found)} collections {named!r}: {keys}; use the key of one")
    chosen = {found[0].key: found[0]}
    while more := {c.key: c for c in every.values() if c.parent in chosen and c.key not in chosen}:
        chosen |= more
    return list(chosen.values())


def _matches(collection: ZoteroCollection, every: Mapping[str, ZoteroCollection], named: str) -> bool:
    path = _path(collection, every).casefold()
    return collection.name.casefold() == named.casefold() or path == named.casefold()


def _path(collection: ZoteroCollection, every: Mapping[str, ZoteroCollection]) -> str:
    names, seen = [collection.name], {collection.key}
    while collection.parent in every and collection.parent not in seen:
        collection = every[collection.parent]
        seen.add(collection.key)
        names.append(collection.name)
    return "/".join(reversed(names))


def collections_text(asked: Library, found: Sequence[ZoteroCollection]) -> str:
    """Return the collections as text, a line each, and how to add one."""
    every = {collection.key: collection for collection in found}
    rows = sorted((_path(c, every), c) for c in found)
    lines = [f"{c.key}  {path}  ({pluralize(c.items, 'item')})" for path, c in rows]
    end = "add one with: answerbook add zotero:NAME, or zotero:KEY" if found else "create one in Zotero"
    lines.append(f"{asked.title}: {pluralize(len(found), 'collection')}; {end}")
    return "\n".join(lines)


def collections_json(found: Sequence[ZoteroCollection]) -> list[dict[str, object]]:
    """Return the collections as plain data."""
    every = {collection.key: collection for collection in found}
    return [{"key": c.key, "name": c.name, "path": _path(c, every), "items": c.items} for c in found]


def expand_collections(project: Project, found: Sequence[AddRequest]) -> Iterator[AddRequest]:
    """Yield the requests with collections replaced by their items, or by the reason why they have none."""
    for what in found:
        if not is_zotero(what.named) or what.id is not None or what.file is not None:
            yield what
            continue
        if not split_name(what.named)[1]:
            yield AddRequest(what.named, why="lists collections only on its own; name one collection")
            continue
        try:
            yield from list(item_requests(library_of(project, what.named), what.named))
        except AnswerbookError as error:
            yield AddRequest(what.named, why=str(error))

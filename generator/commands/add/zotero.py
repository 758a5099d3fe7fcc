"""Collections of Zotero by name: what is in them, as papers that are to be added."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.commands.add.inputs import Wanted
from generator.core.counting import counted
from generator.errors import AnswerbookError, FetchError
from generator.fetching import Client, Limits, Services
from generator.fetching.zotero import Collection, Item, Library, Where, is_near, library
from generator.project import Project
from generator.project.problems import did_you_mean

__all__ = [
    "FromZotero",
    "collections_json",
    "collections_text",
    "expanded",
    "is_listing",
    "is_zotero",
    "items_wanted",
    "library_of",
    "members",
    "splits",
]

_PLACES: Mapping[str, Where] = {"zotero": "auto", "zotero-local": "local", "zotero-web": "web"}


@dataclass(frozen=True, slots=True)
class FromZotero(Wanted):
    """An item that is to be added. tags: that its paper gets, names of collections among them."""

    library: Library | None = None
    item: Item | None = None
    tags: tuple[str, ...] = ()


def is_zotero(name: str) -> bool:
    """Return whether ``name`` names a collection, or the list of all."""
    return name.partition(":")[0].lower() in _PLACES and ":" in name


def is_listing(names: Sequence[str]) -> bool:
    """Return whether what is named is the list of collections: ``zotero:`` alone."""
    return len(names) == 1 and is_zotero(names[0]) and not splits(names[0])[1]


def splits(name: str) -> tuple[Where, str]:
    """Return where a collection is asked for, and its name or key; that is empty for the list of all."""
    place, _, rest = name.partition(":")
    return _PLACES[place.lower()], rest.strip().strip("/")


def library_of(project: Project, name: str) -> Library:
    """Return the library that ``name`` is asked of. Raises FetchError.

    Nothing that it says is kept on disk: a library is private.
    """
    where, _ = splits(name)
    # The program on this machine is there, or is not.
    limits = dataclasses.replace(Limits(), tries=1) if is_near(where) else None
    contact = project.settings.fetching.contact
    return library(Client(Services.from_environment(), None, contact, limits=limits), where)


def items_wanted(asked: Library, name: str) -> Iterator[Wanted]:
    """Give all in the collection ``name``, and in those within it, each item once. Raises FetchError."""
    every = {collection.key: collection for collection in asked.collections()}
    chosen = members(asked, every, splits(name)[1])
    items: dict[str, Item] = {}
    beside = {"note": 0, "annotation": 0}
    for collection in chosen:
        listing = asked.items(collection)
        beside["note"] += listing.notes
        beside["annotation"] += listing.annotations
        items.update({item.key: item for item in listing.items})
    within = {collection.key: collection.name for collection in chosen}
    for item in items.values():
        named = [within[key] for key in item.collections if key in within]
        tags = tuple(dict.fromkeys([*item.tags, *named]))
        title = f" ({item.title[:60]})" if item.title else ""
        yield FromZotero(f"Zotero {item.key}{title}", library=asked, item=item, tags=tags)
    if not items:
        yield Wanted(name, why="the collection is empty; drag papers into it")
    if any(beside.values()):
        what = " and ".join(counted(number, kind) for kind, number in beside.items() if number)
        yield FromZotero(name, why=f"{what}, which are no papers")


def members(asked: Library, every: Mapping[str, Collection], named: str) -> list[Collection]:
    """Return the collection that is named by key, name or path (``Trials/2024``), and all within it.

    Raises FetchError where there is none, or several.
    """
    found = [every[named]] if named in every else [c for c in every.values() if _matches(c, every, named)]
    if not found:
        known = sorted({collection.name for collection in every.values()})
        raise FetchError(f"{asked.title} has no collection {named!r}; {did_you_mean(named, known)}", 404)
    if len(found) > 1:
        keys = ", ".join(f"{_path(c, every)} ({c.key})" for c in found)
        raise FetchError(f"{asked.title} has {len(found)} collections {named!r}: {keys}; name one by its key")
    chosen = {found[0].key: found[0]}
    while more := {c.key: c for c in every.values() if c.parent in chosen and c.key not in chosen}:
        chosen |= more
    return list(chosen.values())


def _matches(collection: Collection, every: Mapping[str, Collection], named: str) -> bool:
    path = _path(collection, every).casefold()
    return collection.name.casefold() == named.casefold() or path == named.casefold()


def _path(collection: Collection, every: Mapping[str, Collection]) -> str:
    names, seen = [collection.name], {collection.key}
    while collection.parent in every and collection.parent not in seen:
        collection = every[collection.parent]
        seen.add(collection.key)
        names.append(collection.name)
    return "/".join(reversed(names))


def collections_text(asked: Library, found: Sequence[Collection]) -> str:
    """Return the collections, a line each, and how to add one."""
    every = {collection.key: collection for collection in found}
    rows = sorted((_path(c, every), c) for c in found)
    lines = [f"{c.key}  {path}  ({counted(c.items, 'item')})" for path, c in rows]
    end = "add one with: answerbook add zotero:NAME, or zotero:KEY" if found else "make one there"
    lines.append(f"{asked.title}: {counted(len(found), 'collection')}; {end}")
    return "\n".join(lines)


def collections_json(found: Sequence[Collection]) -> list[dict[str, object]]:
    """Return the same as plain data."""
    every = {collection.key: collection for collection in found}
    return [{"key": c.key, "name": c.name, "path": _path(c, every), "items": c.items} for c in found]


def expanded(project: Project, found: Sequence[Wanted]) -> Iterator[Wanted]:
    """Give what is wanted, collections as their items; what is wrong with one is said in its place."""
    for what in found:
        if not is_zotero(what.named) or what.id is not None or what.file is not None:
            yield what
            continue
        if not splits(what.named)[1]:
            yield Wanted(what.named, why="lists collections where it stands alone; name one of them")
            continue
        try:
            yield from list(items_wanted(library_of(project, what.named), what.named))
        except AnswerbookError as error:
            yield Wanted(what.named, why=str(error))

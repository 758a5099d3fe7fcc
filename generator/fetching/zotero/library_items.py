"""What a library says about collections and items, taken from its JSON; data of another form are left out.

>>> is_key("AB12CD34"), is_key("../etc")
(True, False)
>>> _IN_EXTRA.findall("Citation Key: ada\\nDOI: 10.1234/bees")
[('DOI', '10.1234/bees')]
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from operator import attrgetter
from typing import Any

from generator.core.doi_and_arxiv import arxiv_id, stated_doi
from generator.core.formats import SUFFIXES, named_format, without_suffix
from generator.fetching.work import text_at

__all__ = [
    "Attachment",
    "Listing",
    "ZoteroCollection",
    "ZoteroItem",
    "collections_in",
    "csl_item",
    "is_key",
    "listing_of",
]

_KEY = re.compile(r"[A-Z0-9]{8}")
_YEAR = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d)(?!\d)")
_IN_EXTRA = re.compile(r"^\s{0,9}(doi|arxiv)\s{0,9}:\s{0,9}(\S{5,300})", re.IGNORECASE | re.MULTILINE)
_SUFFIX_OF = {
    "application/pdf": ".pdf",
    "application/xml": ".xml",
    "text/xml": ".xml",
    "text/html": ".html",
    "application/xhtml+xml": ".xhtml",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/x-tex": ".tex",
    "text/x-tex": ".tex",
    "text/markdown": ".md",
    "text/plain": ".txt",
}
# Formats by how well our readers read them, best first.
_FORMATS = ("jats", "tei", "latex", "pdf", "docx", "html", "markdown", "text", "passages")
_SUPPLEMENT = re.compile(
    r"suppl|append|support(?:ing)? ?info|\bs[1-9]\b|\besm\b|\bmoesm|slides|poster", re.IGNORECASE
)
_MAX_TAG_CHARS = 255
# https://www.zotero.org/support/dev/web_api/v3/types_and_fields, and what CSL calls each type
_TYPES = {
    "journalArticle": "article-journal",
    "preprint": "article",
    "conferencePaper": "paper-conference",
    "book": "book",
    "bookSection": "chapter",
    "thesis": "thesis",
    "report": "report",
    "magazineArticle": "article-magazine",
    "newspaperArticle": "article-newspaper",
    "manuscript": "manuscript",
    "webpage": "webpage",
    "blogPost": "post-weblog",
    "dataset": "dataset",
}
_VENUES = ("publicationTitle", "proceedingsTitle", "bookTitle", "repository", "university", "institution")


@dataclass(frozen=True, slots=True)
class ZoteroCollection:
    """A collection. parent: the key of the collection around it, or empty. items: how many are in it."""

    key: str
    name: str
    parent: str = ""
    items: int = 0


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file of an item.

    name: of the file. mode: how it is attached, in Zotero's words. place: the ``file:`` address on this
    machine, if the program gives it.
    """

    key: str
    name: str
    kind: str = ""
    mode: str = ""
    added: str = ""
    place: str = ""

    @property
    def suffix(self) -> str:
        """The suffix of a paper's file, in lower case; empty for a file that no reader reads."""
        if named_format(self.name):
            return self.name[len(without_suffix(self.name)) :].lower()
        return _SUFFIX_OF.get(self.kind, "")

    @property
    def order(self) -> tuple[bool, int, str, str]:
        """A sort key: papers before supplements, then the formats that we read best, then the oldest file.

        Of several files in one format the oldest is the paper: later additions are mostly supplements.
        """
        stem = without_suffix(self.name).replace("_", " ")
        rank = _FORMATS.index(SUFFIXES[self.suffix]) if self.suffix in SUFFIXES else len(_FORMATS)
        return _SUPPLEMENT.search(stem) is not None, rank, self.added, self.key


@dataclass(frozen=True, slots=True)
class ZoteroItem:
    """A top-level item of a library. data: as the library gives it. attachments: without trashed ones.

    A file that is in a library by itself is an item with itself as its attachment. collections: their keys.
    """

    key: str
    type: str
    data: Mapping[str, Any] = field(default_factory=dict)
    attachments: tuple[Attachment, ...] = ()
    trashed: bool = False

    @property
    def title(self) -> str:
        """The title on one line; empty if there is none."""
        return " ".join(text_at(self.data, "title").split())

    @property
    def collections(self) -> tuple[str, ...]:
        """The keys of the collections that it is in."""
        keys = self.data.get("collections")
        return tuple(key for key in keys if is_key(key)) if isinstance(keys, list) else ()

    @property
    def tags(self) -> tuple[str, ...]:
        """The tags that people gave, without those of the record, which are mostly a publisher's keywords."""
        listed = self.data.get("tags")
        tags = [one for one in listed if isinstance(one, Mapping)] if isinstance(listed, list) else []
        names = (text_at(one, "tag") for one in tags if one.get("type") in (None, 0))
        return tuple(dict.fromkeys(" ".join(name.split())[:_MAX_TAG_CHARS] for name in names if name))

    @property
    def doi(self) -> str:
        """The DOI, from its own field or from `extra`; empty if there is none."""
        return stated_doi(text_at(self.data, "DOI")) or stated_doi(self._extra("doi"))

    @property
    def arxiv(self) -> str:
        """The arXiv id as it is written, perhaps with a version; empty if there is none."""
        named = (text_at(self.data, "archiveID"), self._extra("arxiv"), text_at(self.data, "url"))
        return next((name for name in named if arxiv_id(name)), "")

    def _extra(self, name: str) -> str:
        """Return a field from `extra`, where people and importers write fields that the item's type lacks."""
        extra = text_at(self.data, "extra")
        return next((m[2] for m in _IN_EXTRA.finditer(extra) if m[1].lower() == name), "")


@dataclass(frozen=True, slots=True)
class Listing:
    """The items of a collection.

    version: of the library. notes, annotations: how many of each it has besides.
    """

    items: tuple[ZoteroItem, ...]
    version: int = 0
    notes: int = 0
    annotations: int = 0


def is_key(value: object) -> bool:
    """Return True if ``value`` is a key of an item or a collection."""
    return isinstance(value, str) and _KEY.fullmatch(value) is not None


def collections_in(records: Iterable[Any]) -> tuple[ZoteroCollection, ...]:
    """Return the collections in the records of a library."""
    collections = []
    for record in records:
        key = text_at(record, "key")
        if is_key(key):
            parent = text_at(record, "data", "parentCollection")
            count = text_at(record, "meta", "numItems")
            collections.append(
                ZoteroCollection(
                    key,
                    " ".join(text_at(record, "data", "name").split()),
                    parent if is_key(parent) else "",
                    int(count) if count.isdigit() else 0,
                )
            )
    return tuple(collections)


def listing_of(records: Sequence[Any], version: int = 0) -> tuple[Listing, tuple[str, ...]]:
    """Return the items in the records of a library, and the keys of items whose children are not in them."""
    tops: list[tuple[ZoteroItem, int]] = []
    children: defaultdict[str, list[Attachment]] = defaultdict(list)
    with_children: set[str] = set()
    kinds = {"note": 0, "annotation": 0}
    for record in records:
        key, data = text_at(record, "key"), record.get("data") if isinstance(record, Mapping) else None
        if not is_key(key) or not isinstance(data, Mapping):
            continue
        type, parent = text_at(data, "itemType"), text_at(data, "parentItem")
        trashed = data.get("deleted") in (1, True)
        with_children.add(parent)
        if type in kinds:
            kinds[type] += 1
        elif parent and not trashed and type == "attachment":
            children[parent].append(_attachment(key, record, data))
        elif not parent:
            own = (_attachment(key, record, data),) if type == "attachment" else ()
            count = text_at(record, "meta", "numChildren")
            tops.append((ZoteroItem(key, type, data, own, trashed), int(count) if count.isdigit() else 0))
    items = tuple(
        replace(
            item, attachments=tuple(sorted((*item.attachments, *children[item.key]), key=attrgetter("order")))
        )
        for item, _ in tops
    )
    childless = tuple(
        item.key for item, expected in tops if expected and not item.trashed and item.key not in with_children
    )
    return Listing(items, version, kinds["note"], kinds["annotation"]), childless


def csl_item(item: ZoteroItem) -> dict[str, Any]:
    """Return an item as CSL JSON."""
    data = item.data
    creators = data.get("creators")
    people = [one for one in creators if isinstance(one, Mapping)] if isinstance(creators, list) else []
    authors = [one for one in people if one.get("creatorType") == "author"] or [
        one
        for one in people
        if one.get("creatorType") in ("editor", "presenter", "contributor", "programmer")
    ]
    year = _YEAR.search(text_at(data, "date"))
    arxiv = item.arxiv
    return {
        "id": item.key,
        "type": _TYPES.get(item.type, "document"),
        "title": item.title,
        "author": [
            {"family": family, "given": text_at(one, "firstName")}
            if (family := text_at(one, "lastName"))
            else {"literal": text_at(one, "name")}
            for one in authors
        ],
        "issued": {"date-parts": [[int(year[1])]]} if year else {},
        "container-title": next((name for field in _VENUES if (name := text_at(data, field))), ""),
        "DOI": item.doi,
        "URL": text_at(data, "url"),
        "arxiv": arxiv,
        "license": text_at(data, "rights"),
        # People write here that a paper is private.
        "note": text_at(data, "extra"),
    }


def _attachment(key: str, record: Any, data: Mapping[str, Any]) -> Attachment:
    path = text_at(data, "path").removeprefix("attachments:").replace("\\", "/")
    return Attachment(
        key,
        text_at(data, "filename") or path.rpartition("/")[2] or text_at(data, "title"),
        text_at(data, "contentType").partition(";")[0].strip().lower(),
        text_at(data, "linkMode"),
        text_at(data, "dateAdded"),
        text_at(record, "links", "enclosure", "href"),
    )

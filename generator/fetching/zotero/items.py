"""What a library says of collections and items, taken out of its JSON; what has another shape is left out."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from generator.core.formats import SUFFIXES, named_format, without_suffix
from generator.core.identifiers import arxiv_id, stated_doi
from generator.fetching.work import text_at

__all__ = ["Attachment", "Collection", "Item", "Listing", "collections_in", "csl", "is_key", "listing_of"]

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
_BEST = ("jats", "tei", "latex", "pdf", "docx", "html", "markdown", "text", "passages")
_FURTHER = re.compile(
    r"suppl|append|support(?:ing)? ?info|\bs[1-9]\b|\besm\b|\bmoesm|slides|poster", re.IGNORECASE
)
# https://www.zotero.org/support/dev/web_api/v3/types_and_fields, with their namesakes in CSL
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
class Collection:
    """A collection. parent: the key of the one that it lies in, or empty. items: at the top of it."""

    key: str
    name: str
    parent: str = ""
    items: int = 0


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file of an item. name: of the file. mode: how it is attached, in Zotero's words. place: a file of
    this machine, as an address, where the program tells it."""

    key: str
    name: str
    kind: str = ""
    mode: str = ""
    added: str = ""
    place: str = ""

    @property
    def suffix(self) -> str:
        """The ending of a paper's file; empty for a file that holds none."""
        if named_format(self.name):
            return self.name[len(without_suffix(self.name)) :].lower()
        return _SUFFIX_OF.get(self.kind, "")

    @property
    def order(self) -> tuple[bool, int, str, str]:
        """Papers before what comes with them, formats as readers read them best, then what came first.

        Of several files of a format, the oldest is the paper: what is added later is most often beside it.
        """
        stem = without_suffix(self.name).replace("_", " ")
        rank = _BEST.index(SUFFIXES[self.suffix]) if self.suffix in SUFFIXES else len(_BEST)
        return _FURTHER.search(stem) is not None, rank, self.added, self.key


@dataclass(frozen=True, slots=True)
class Item:
    """An item at the top of a library. data: as the library tells it. attachments: none that is trashed.

    A file that lies in a library by itself is an item, with itself as its attachment. collections: keys.
    """

    key: str
    type: str
    data: Mapping[str, Any] = field(default_factory=dict)
    attachments: tuple[Attachment, ...] = ()
    trashed: bool = False

    @property
    def title(self) -> str:
        return " ".join(text_at(self.data, "title").split())

    @property
    def collections(self) -> tuple[str, ...]:
        found = self.data.get("collections")
        return tuple(key for key in found if is_key(key)) if isinstance(found, list) else ()

    @property
    def tags(self) -> tuple[str, ...]:
        """Tags that people gave; not those that came with a record, keywords of a publisher mostly."""
        found = self.data.get("tags")
        tags = [one for one in found if isinstance(one, Mapping)] if isinstance(found, list) else []
        names = (text_at(one, "tag") for one in tags if one.get("type") in (None, 0))
        return tuple(dict.fromkeys(" ".join(name.split())[:255] for name in names if name))

    @property
    def doi(self) -> str:
        return stated_doi(text_at(self.data, "DOI")) or stated_doi(self._extra("doi"))

    @property
    def arxiv(self) -> str:
        """As it is named, perhaps with a version."""
        named = (text_at(self.data, "archiveID"), self._extra("arxiv"), text_at(self.data, "url"))
        return next((name for name in named if arxiv_id(name)), "")

    def _extra(self, name: str) -> str:
        """A field that this type of item does not have: people and translators write it into `extra`."""
        extra = text_at(self.data, "extra")
        return next((m[2] for m in _IN_EXTRA.finditer(extra) if m[1].lower() == name), "")


@dataclass(frozen=True, slots=True)
class Listing:
    """Items of a collection. version: of the library. notes, annotations: how many there are beside them."""

    items: tuple[Item, ...]
    version: int = 0
    notes: int = 0
    annotations: int = 0


def is_key(value: object) -> bool:
    """Return whether ``value`` is a key of an item or a collection."""
    return isinstance(value, str) and _KEY.fullmatch(value) is not None


def collections_in(records: Iterable[Any]) -> tuple[Collection, ...]:
    """Return the collections in records of a library."""
    found = []
    for record in records:
        key = text_at(record, "key")
        if is_key(key):
            parent = text_at(record, "data", "parentCollection")
            count = text_at(record, "meta", "numItems")
            found.append(
                Collection(
                    key,
                    " ".join(text_at(record, "data", "name").split()),
                    parent if is_key(parent) else "",
                    int(count) if count.isdigit() else 0,
                )
            )
    return tuple(found)


def listing_of(records: Sequence[Any], version: int = 0) -> tuple[Listing, tuple[str, ...]]:
    """Return the items in records of a library, and keys of those whose children are not among them."""
    tops: list[tuple[Item, int]] = []
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
            tops.append((Item(key, type, data, own, trashed), int(count) if count.isdigit() else 0))
    items = tuple(
        replace(item, attachments=tuple(sorted((*item.attachments, *children[item.key]), key=_order)))
        for item, _ in tops
    )
    alone = tuple(item.key for item, n in tops if n and not item.trashed and item.key not in with_children)
    return Listing(items, version, kinds["note"], kinds["annotation"]), alone


def csl(item: Item) -> dict[str, Any]:
    """Return an item as CSL JSON has it; its type and its fields alone tell how."""
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
        # Where people write that a paper is private.
        "note": text_at(data, "extra"),
    }


def _order(attachment: Attachment) -> tuple[bool, int, str, str]:
    return attachment.order


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

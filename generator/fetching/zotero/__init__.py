"""Libraries of Zotero: those of the program on this machine, and those on zotero.org.

The environment says which library to read. Out come collections, items with their attachments, and files;
notes are written back. https://www.zotero.org/support/dev/web_api/v3/start describes the protocol. The
program speaks it too, without keys and for reading only.

We ask with our own `Client`, not with pyzotero. Our client guards redirects, limits sizes and times, paces,
and keeps keys out of errors; pyzotero is about collections and items, and leaves that to others. What it
would save us is in this folder.
"""

from generator.fetching.zotero.library import Library, Where, asks_this_machine, library
from generator.fetching.zotero.library_items import Attachment, Listing, ZoteroCollection, ZoteroItem

__all__ = [
    "Attachment",
    "Library",
    "Listing",
    "Where",
    "ZoteroCollection",
    "ZoteroItem",
    "asks_this_machine",
    "library",
]

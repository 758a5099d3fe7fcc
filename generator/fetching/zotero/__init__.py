"""Libraries of Zotero: of the program on this machine, and of zotero.org.

In comes what the environment says of a library, out come collections, items with their attachments, and
files; notes go back. https://www.zotero.org/support/dev/web_api/v3/start describes the protocol, which the
program speaks as well, without keys and for reading alone.

Our own `Client` asks, not pyzotero: it guards redirects, limits sizes and times, paces, and keeps keys out of
errors, which that library, being about collections and items, leaves to others; what it would save is below.
"""

from generator.fetching.zotero.items import Attachment, Collection, Item, Listing
from generator.fetching.zotero.library import Library, Where, is_near, library

__all__ = ["Attachment", "Collection", "Item", "Library", "Listing", "Where", "is_near", "library"]

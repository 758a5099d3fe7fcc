"""What the search of the site finds, and the two engines that find it.

In: with ``write_entries`` a ``Collection``, whose papers, questions and answers are laid beside the
pages as plain entries; with ``index_site`` a site that mkdocs has built from those pages. Out: the
index of the engine that ``engine_of`` names: the theme's own (lunr, read whole by the browser) for
small collections, Pagefind (read in small pieces) for large ones. Both indexes are made from the
entries, never from the looks of a page.
"""

from __future__ import annotations

from pathlib import Path

from generator.site.search.builtin import write_builtin
from generator.site.search.choosing import PAGES_OF_BUILTIN, Engine, engine_of
from generator.site.search.entries import SearchEntry, SearchPage, folded, search_pages
from generator.site.search.pagefind import write_pagefind
from generator.site.search.storing import ENTRIES, read_entries, write_entries

__all__ = [
    "ENTRIES",
    "PAGES_OF_BUILTIN",
    "Engine",
    "SearchEntry",
    "SearchPage",
    "engine_of",
    "folded",
    "index_site",
    "read_entries",
    "search_pages",
    "write_entries",
]


def index_site(docs: Path, site: Path, engine: Engine | None) -> None:
    """Write the index of ``engine`` into a site built from ``docs``; None leaves what mkdocs wrote.

    Raises SiteError where Pagefind stops with an error, and OSError where a file cannot be written.
    """
    if engine == "builtin":
        write_builtin(docs, site)
    elif engine == "pagefind":
        write_pagefind(docs, site)

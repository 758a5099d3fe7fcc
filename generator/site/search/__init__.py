"""What the search of the site finds, and the two engines that find it.

In: ``write_entries`` takes a ``Collection`` and writes its papers, questions and answers next to the pages as
plain entries; ``index_site`` takes a site that mkdocs has built from those pages. Out: the index of the
engine that ``engine_of`` names. Small collections use the theme's own engine (lunr, whose index the browser
reads whole); large ones use Pagefind (read in small pieces). Both indexes are made from the entries, never
from the rendered pages.
"""

from __future__ import annotations

from pathlib import Path

from generator.site.search.builtin import write_builtin
from generator.site.search.choosing import PAGES_OF_BUILTIN, Engine, engine_of
from generator.site.search.pagefind import write_pagefind
from generator.site.search.search_entries import SearchEntry, SearchPage, folded, search_pages
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


def index_site(docs: Path, site: Path, engine: Engine | None, last: Path | None = None) -> None:
    """Write the index of ``engine`` into a site built from ``docs``; None leaves what mkdocs wrote.

    last: the site of the build before, from which unchanged parts of an index may be taken. Raises SiteError
    if Pagefind fails, and OSError if a file cannot be written.
    """
    if engine == "builtin":
        write_builtin(docs, site)
    elif engine == "pagefind":
        write_pagefind(docs, site, last)

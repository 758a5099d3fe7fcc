"""The built-in search: the theme's index, made of our entries.

mkdocs' plugin indexes a page by its headings. Pages of papers and questions get the entries that we wrote
next to them instead: one for each paper, question and answer. Evidence and everything else on a page is left
out. Hand-written pages keep what the plugin found.

An entry has the fields of the theme's index (``location``, ``title``, ``text``, ``tags``, ``boost``) and our
own (``kind``, ``note``, ``question``, ``status``, ``year``), so the theme's own client could read the file
too.
"""

from __future__ import annotations

import html
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from generator.errors import SiteError
from generator.site.search.search_entries import SearchPage, folded, unaccented
from generator.site.search.storing import read_entries

INDEX = Path("search", "search_index.json")
SCRIPT = Path("search", "search_index.js")

# The worker multiplies the scores of whole pages by up to 5 and of parts by up to 2 (share of the words
# found, squared, plus one). These boosts were chosen on the queries of tests/benchmarks/search.py.
_FIELDS = {"title": {"boost": 8}, "text": {"boost": 1}, "tags": {"boost": 4}}
_BOOSTS = {"question": 6, "paper": 2}
_ANSWER_BOOST = {"reported": 1.0, "partly_reported": 0.9, "not_reported": 0.6, "not_applicable": 0.3}
_OTHER_BOOST = 0.2


def write_builtin(docs: Path, site: Path) -> None:
    """Write the entries into mkdocs' index, as data and as a script for ``file:`` pages.

    Raises SiteError if mkdocs wrote no index: the plugin is missing from mkdocs.yml.
    """
    pages = list(read_entries(docs))
    index = {
        "config": {**mkdocs_index(site)["config"], "fields": _FIELDS, "pipeline": []},
        "docs": [*(d for page in pages for d in documents(page)), *other_documents(site, pages)],
        "facets": facets(pages),
    }
    # ASCII only: characters that end a line in JavaScript but not in JSON are escaped.
    text = json.dumps(index, separators=(",", ":"))
    (site / INDEX).write_text(text, encoding="ascii")
    (site / SCRIPT).write_text(f"var __index = {text};\n", encoding="ascii")


def mkdocs_index(site: Path) -> dict[str, Any]:
    """Return the index as the plugin wrote it. Raises SiteError if there is none."""
    try:
        index: dict[str, Any] = json.loads((site / INDEX).read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise SiteError("mkdocs wrote no search index; name the plugin `search` in mkdocs.yml.") from error
    return index


def other_documents(site: Path, pages: Iterable[SearchPage]) -> Iterator[dict[str, Any]]:
    """Yield the plugin's documents of pages without entries, ranked below the rest; empty pages are left
    out.
    """
    ours = {page.location for page in pages}
    for document in mkdocs_index(site)["docs"]:
        path, _, fragment = document["location"].partition("#")
        if path not in ours and (document["text"] or fragment or path == "index.html"):
            yield {**document, "boost": _OTHER_BOOST, "kind": "page"}


def facets(pages: Iterable[SearchPage]) -> dict[str, Any]:
    """Return the filters of results: questions (id and name) in their order, and years, newest first."""
    listed = list(pages)
    return {
        "questions": [
            [page.location.removeprefix("questions/").removesuffix(".html"), page.title]
            for page in listed
            if page.kind == "question"
        ],
        "years": sorted({page.year for page in listed if page.year}, reverse=True),
    }


def documents(page: SearchPage) -> Iterator[dict[str, Any]]:
    """Yield a page's documents: first the page itself, as the theme requires, then one for each answer."""
    yield {
        "location": page.location,
        "title": _escaped(page.title),
        "text": _escaped(page.text),
        "tags": [_escaped(name) for name in page.names],
        "boost": _BOOSTS[page.kind],
        "kind": page.kind,
        "note": page.note,
        **({"year": page.year} if page.year else {}),
    }
    # So that an author's name together with a question's leads to the answer.
    named = (folded(page.short),) if page.short else ()
    for entry in page.entries:
        yield {
            "location": f"{page.location}#{entry.anchor}",
            "title": _escaped(entry.title),
            "text": _escaped(entry.text),
            "tags": [_escaped(name) for name in (*named, *unaccented(entry.text))],
            "boost": _ANSWER_BOOST[entry.status],
            "kind": "answer",
            "question": entry.question,
            "status": entry.status,
        }


def _escaped(text: str) -> str:
    # The theme's worker reads every field as mark-up, and ours are plain text.
    return html.escape(text, quote=False)

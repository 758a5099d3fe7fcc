"""The pages of papers' texts -> files that the site takes over, next to the answer pages."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path

from generator.site.answer_pages.answer_rendering import render
from generator.site.answer_pages.manifest import Manifest
from generator.site.answer_pages.shared_parts import SitePart
from generator.site.content.collection import Collection
from generator.site.content.page_links import text_page
from generator.site.texts.text_view import text_view

TEMPLATE = "text.html.j2"


def write_texts(manifest: Manifest, collection: Collection, templates: Path, keys: Mapping[str, str]) -> None:
    """Write the page of the text of each public paper that may be shown whole; unchanged pages stay.

    keys: paper id -> key, see `generator.site.pages.page_keys`. Raises SiteError or OSError.
    """
    site = SitePart.of(collection)
    for paper in collection.public:
        shown = collection.texts.get(paper.id)
        if shown is None:
            continue
        path, group, key = text_page(paper.id), f"text {paper.id}", keys.get(paper.id, "")
        if key and manifest.reuse(group, key):
            continue
        view = text_view(collection, shown)
        values = {"site": site, "root": "../", "page": view}
        manifest.write(path, repr(view), partial(render, templates, TEMPLATE, **values))
        if key:
            manifest.add_group(group, key, (path,), None)

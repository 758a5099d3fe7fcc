"""``CITATION.cff``: how to cite the collection as a whole (Citation File Format 1.2.0)."""

from __future__ import annotations

import json
import re
from typing import Any

from generator.site.content.collection import Collection
from generator.site.content.encoding import clean, web_link

_SPDX = re.compile(r"[A-Za-z0-9][A-Za-z0-9.+-]*")


def citation_cff(collection: Collection) -> str:
    """Return the file's text: YAML whose scalars are JSON strings, so that no reader converts them."""
    title = clean(collection.title) or "Answerbook"
    release = collection.release
    values: dict[str, Any] = {
        "cff-version": "1.2.0",
        "message": "If you use these data, cite them as below, and the papers that the answers rest on.",
        "type": "dataset",
        "title": title,
        "authors": [{"name": title}],
        "date-released": (release.date if release else collection.built.date()).isoformat(),
        "version": release.tag if release else collection.built.date().isoformat(),
    }
    if description := clean(collection.description):
        values["abstract"] = description
    if url := web_link(collection.site_url):
        values["url"] = url
    if repository := web_link(collection.repository):
        values["repository"] = repository
    licence = clean(collection.licence)
    if href := web_link(licence):
        values["license-url"] = href
    elif _SPDX.fullmatch(licence):
        values["license"] = licence
    return "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in values.items())

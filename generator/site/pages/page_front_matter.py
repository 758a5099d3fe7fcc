"""Front matter: the lines of YAML at the head of a page."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping

from generator.site.content.encoding import Markdown, clean

# Theme templates do not escape these values in <title> and <meta content="...">.
_SHOWN_RAW = frozenset({"title", "description"})
# What each kind of page loads beside what every page loads.
ASSETS = {
    "paper": ("assets/paper.css", "assets/paper.js"),
    "question": ("assets/paper.css", "assets/lists.js"),
    "papers": ("assets/lists.js",),
    "tool": ("assets/paper.css", "assets/tools.css"),
    "data": ("assets/data.css",),
    "numbers": ("assets/data.css",),
    "reviewing": ("assets/data.css", "assets/handed.js", "assets/review.js"),
    "checklists": ("assets/paper.css",),
}
_KEY = re.compile(r"[a-z][a-z_]*")


def front_matter(values: Mapping[str, object]) -> Markdown:
    """Return a YAML header with one JSON value a line.

    JSON, because YAML reads 2401.00010 as a number and ``yes`` as true. Not escaped to ASCII, because YAML
    would read the escapes of a surrogate pair as two characters. Raises ValueError for a key that is not a
    plain lower-case word: keys are ours, never from a paper.
    """
    lines = ["---", "# Written by the build: changes made here are lost."]
    for key, value in values.items():
        if not _KEY.fullmatch(key):
            raise ValueError(f"{key!r} cannot be a key of front matter")
        value = _cleaned(value)
        if key in _SHOWN_RAW:
            value = html.escape(str(value))
        lines.append(f"{key}: {json.dumps(value, ensure_ascii=False)}")
    return Markdown("\n".join([*lines, "---", ""]))


def _cleaned(value: object) -> object:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, Mapping):
        return {str(k): _cleaned(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [_cleaned(v) for v in value]
    return value

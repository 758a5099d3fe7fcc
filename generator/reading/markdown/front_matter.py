"""The YAML front matter of a Markdown file, in the dialects of Pandoc, Quarto and Jekyll."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import yaml

from generator.core.paper import Metadata
from generator.reading.links import target
from generator.reading.metadata.identifiers import arxiv_id, doi
from generator.reading.metadata.licences import licence_id
from generator.reading.metadata.people import people

_FENCED = re.compile(r"\A---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)


def split(text: str) -> tuple[dict[str, Any], str, tuple[str, ...]]:
    """The front matter as a mapping, the text after it, and a warning where it cannot be read."""
    found = _FENCED.match(text)
    if found is None:
        return {}, text, ()
    rest = text[found.end() :]
    try:
        data = yaml.safe_load(found[1])
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        line = f" (line {mark.line + 2})" if mark is not None else ""
        return {}, rest, (f"the front matter is not valid YAML{line}, so title and authors are unknown",)
    if data is None:
        return {}, rest, ()
    if not isinstance(data, Mapping):
        # Two rules around a paragraph, not front matter.
        return {}, text, ()
    return {str(k): v for k, v in data.items()}, rest, ()


def metadata(data: Mapping[str, Any]) -> Metadata:
    """What front matter says about a paper; what it does not say stays empty."""
    raw = data.get("citation")
    citation: Mapping[str, Any] = raw if isinstance(raw, Mapping) else {}

    def first(*names: str) -> str:
        for name in names:
            for source in (data, citation):
                value = source.get(name)
                if (
                    isinstance(value, (str, int, float))
                    and not isinstance(value, bool)
                    and str(value).strip()
                ):
                    return " ".join(str(value).split())
        return ""

    authors = next((found for key in ("author", "authors") if (found := people(data.get(key)))), ())
    date = " ".join(
        str(data.get(k) or citation.get(k) or "") for k in ("date", "issued", "published", "year")
    )
    year = re.search(r"\b(?:1[5-9]|20)[0-9]{2}\b", date)
    stated = (
        data.get("license") or data.get("licence") or data.get("copyright") or citation.get("license") or ""
    )
    if isinstance(stated, Mapping):
        stated = stated.get("type") or stated.get("text") or stated.get("url") or ""
    if isinstance(stated, list):
        stated = " ".join(map(str, stated))
    return Metadata(
        title=first("title"),
        authors=authors,
        year=int(year.group()) if year else None,
        venue=first("container-title", "journal", "venue", "booktitle"),
        doi=doi(first("doi", "DOI")),
        arxiv=arxiv_id(first("arxiv", "eprint")),
        url=target(first("url", "URL", "canonical-url")) or "",
        licence=licence_id(str(stated)) or " ".join(str(stated).split()),
        abstract=first("abstract"),
    )


def keywords(data: Mapping[str, Any]) -> str:
    """The keywords on one line, or nothing."""
    value = data.get("keywords") or data.get("tags") or ""
    words = value if isinstance(value, list) else [value]
    return "; ".join(str(w).strip() for w in words if isinstance(w, (str, int, float)) and str(w).strip())

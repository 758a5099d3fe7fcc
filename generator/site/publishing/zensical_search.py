"""Make the search of a site built by Zensical the same as that of one built by mkdocs.

Zensical has a search of its own, with another index and without the styles of the old one. Our search uses
the worker and the dialog of Material for MkDocs, so these are copied from there.
"""

from __future__ import annotations

import importlib.util
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import tinycss2

from generator.errors import SiteError

_INDEX = Path("search", "search_index.json")
_OURS = Path("assets", "search.css")
# Selectors of the search in the theme's style sheet.
_SEARCH_MARKERS = ("md-search", "data-md-toggle=search", "data-md-toggle='search'", 'data-md-toggle="search"')


def match_mkdocs_search(site: Path) -> None:
    """Give a site the index, worker and styles of the search. Raises SiteError if those are missing."""
    _rewrite_index(site)
    for file in (site / "assets" / "javascripts" / "workers").glob("search.*.js"):
        shutil.copyfile(_of_material("javascripts/workers/search.*.js"), file)  # pages name this file
    style = site / _OURS
    if style.is_file():  # else the project has overrides of its own, without our search
        theme = _of_material("stylesheets/main.*.css").read_text(encoding="utf-8")
        rules = "".join(search_rules(theme))
        style.write_text(f"{rules}\n{style.read_text(encoding='utf-8')}", encoding="utf-8")


def search_rules(style: str) -> Iterator[str]:
    """Yield the rules of a style sheet for the search, within their media and support conditions."""
    yield from _search_rules(tinycss2.parse_stylesheet(style, skip_comments=True, skip_whitespace=True))


def _search_rules(rules: Any) -> Iterator[str]:
    for rule in rules:
        if rule.type == "at-rule" and rule.content and rule.lower_at_keyword in ("media", "supports"):
            inner = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
            if kept := "".join(_search_rules(inner)):
                yield f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}{{{kept}}}"
        elif rule.type == "qualified-rule":
            named = tinycss2.serialize(rule.prelude)
            if any(word in named for word in _SEARCH_MARKERS) or "--md-search" in tinycss2.serialize(
                rule.content
            ):
                yield rule.serialize()


def _rewrite_index(site: Path) -> None:
    """Rewrite ``search.json`` as ``search/search_index.json``."""
    file = site / "search.json"
    if not file.is_file():
        return
    found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    documents = [{key: item[key] for key in ("location", "title", "text")} for item in found["items"]]
    (site / _INDEX).parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps({"config": {**found["config"], "pipeline": []}, "docs": documents}, ensure_ascii=False)
    (site / _INDEX).write_text(text, encoding="utf-8")
    file.unlink()


def _of_material(name: str) -> Path:
    """Return a file among the assets of Material for MkDocs. Raises SiteError if it is missing."""
    spec = importlib.util.find_spec("material")
    folder = Path(next(iter(spec.submodule_search_locations or ()))) if spec else Path()
    found = sorted((folder / "templates" / "assets").glob(name))
    if not found:
        raise SiteError("mkdocs-material is missing, which the search needs; install Answerbook again")
    return found[0]

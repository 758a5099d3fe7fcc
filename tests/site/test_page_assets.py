"""Styles and scripts: every page loads those that it needs, and the first page no others."""

from __future__ import annotations

import json
import re

import pytest
import yaml

from generator.site.pages.rendering import pages
from tests.site.small_collection import ROOT, small_collection
from tests.site.test_numbers import with_shares

TEMPLATES = ROOT / "site_templates"
ASSETS = TEMPLATES / "overrides" / "assets"
# Script -> the class of the part of a page that it serves.
SERVED = {"lists.js": "ab-sortable", "paper.js": "ab-item", "review.js": "ab-review-form"}
PAGES = {
    path: text or ""
    for collection in (small_collection(), with_shares())
    for path, text, _ in pages(collection, TEMPLATES / "pages")
    if path.endswith(".md")
}


def classes_of(sheet: str) -> set[str]:
    text = re.sub(r'url\("[^"]*"\)', "", (ASSETS / sheet).read_text(encoding="utf-8"))
    return set(re.findall(r"\.(ab-[\w-]+)", text))


def on_every_page(key: str) -> list[str]:
    config = re.search(rf"(?m)^{key}:\n((?:  - .*\n)+)", (ROOT / "mkdocs.yml").read_text(encoding="utf-8"))
    assert config
    return [str(name) for name in yaml.safe_load(config[1])]


def loaded(page: str) -> list[str]:
    line = re.search(r"(?m)^assets: (.*)$", PAGES[page].split("\n---\n")[0])
    return json.loads(line[1]) if line else []


@pytest.mark.parametrize("page", PAGES)
def test_a_page_loads_the_styles_and_scripts_of_what_it_shows(page: str) -> None:
    used = {name for names in re.findall(r'class="([^"]*)"', PAGES[page]) for name in names.split()}
    common = set().union(*(classes_of(name.removeprefix("assets/")) for name in on_every_page("extra_css")))
    for sheet in ("paper.css", "data.css", "tools.css"):
        if used & (classes_of(sheet) - common):
            assert f"assets/{sheet}" in loaded(page), used & (classes_of(sheet) - common)
    for script, part in SERVED.items():
        # The items of a checklist are read, and nothing is done with them.
        if part in used and not page.startswith("papers/checklists"):
            assert f"assets/{script}" in loaded(page)


@pytest.mark.parametrize("page", PAGES)
def test_what_a_page_loads_is_there_and_no_page_has_it_already(page: str) -> None:
    common = {*on_every_page("extra_css"), *on_every_page("extra_javascript")}
    assert common.isdisjoint(loaded(page))
    assert [name for name in loaded(page) if not (TEMPLATES / "overrides" / name).is_file()] == []


def test_the_first_page_loads_what_every_page_loads() -> None:
    assert loaded("index.md") == []

"""The same site from both builders: addresses, anchors, titles, words, links, policy and head of every page.

Material for MkDocs ends in May 2027; Zensical reads the same configuration. `site.builder` chooses, so what a
link leads to must not depend on it.
"""

from __future__ import annotations

import importlib.util
import json
import logging
import re
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from generator.errors import SiteError
from generator.site import MkdocsOptions
from generator.site.inspection.security import page_paths
from generator.site.publishing import zensical_run
from generator.site.publishing.zensical_search import search_rules
from tests.site.small_collection import ROOT, build, small_collection

INSTALLED = importlib.util.find_spec("zensical") is not None
needs_zensical = pytest.mark.skipif(not INSTALLED, reason="no Zensical: install answerbook[zensical]")

# What the head of a page says to programs; style sheets and scripts are each builder's own.
HEAD = (
    "//head/meta[@property or @name='description' or @name='robots'] | //head/link[not(@rel='stylesheet')]"
    " | //head/script[@type='application/ld+json']"
)
# The theme's own words at the end of a page and above it differ between builders.
SHOWN = "//article"


@pytest.fixture(scope="module")
def zensical(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the site of the small collection as Zensical builds it."""
    return build(small_collection(), tmp_path_factory.mktemp("zensical"), builder="zensical")


def tree(file: Path) -> Any:
    return html.parse(str(file), html.HTMLParser(encoding="utf-8")).getroot()


def words(root: Any) -> str:
    """Return what a page shows; each link to a heading's own place aside."""
    [article] = root.xpath(SHOWN)
    for link in article.xpath(".//a[contains(@class, 'headerlink')]"):
        link.drop_tree()
    return " ".join(article.text_content().split())


def head(root: Any) -> list[list[tuple[str, str]]]:
    found = []
    for element in root.xpath(HEAD):
        if element.get("rel") == "icon" or element.get("name") == "generator":
            continue
        data = {name: value.removeprefix("./") for name, value in element.attrib.items()}
        if element.text:
            data["text"] = json.dumps(json.loads(element.text), sort_keys=True)
        found.append(sorted(data.items()))
    return sorted(found)


@needs_zensical
def test_both_builders_make_the_same_pages(zensical: Path, site: Path) -> None:
    of_mkdocs = set(page_paths(site))
    assert set(page_paths(zensical)) == of_mkdocs
    assert len(of_mkdocs) > 15
    pages = [path for path in of_mkdocs if not path.startswith("a/") and path.count("/") < 2]
    for path in sorted(set(pages) - {"404.html"} - redirects(site, pages)):
        one, other = tree(site / path), tree(zensical / path)
        assert other.findtext("head/title").split() == one.findtext("head/title").split(), path
        assert head(other) == head(one), path
        for what in (f"{SHOWN}//@id", f"{SHOWN}//h1 | {SHOWN}//h2 | {SHOWN}//h3", f"{SHOWN}//a/@href"):
            assert said(other, what) == said(one, what), path
        assert words(other) == words(one), path


def redirects(folder: Path, pages: list[str]) -> set[str]:
    """Pages that neither builder makes: they lead on from addresses of before."""
    return {path for path in pages if not tree(folder / path).xpath(SHOWN)}


def said(root: Any, what: str) -> list[str]:
    found = [
        x.removeprefix("./") if isinstance(x, str) else f"{x.tag} {x.get('id')}" for x in root.xpath(what)
    ]
    return [x for x in found if x != "__skip"]  # where Zensical's link past the navigation leads


@needs_zensical
def test_both_have_a_policy_and_the_same_search(zensical: Path, site: Path) -> None:
    def policy(folder: Path, path: str) -> str:
        [found] = tree(folder / path).xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
        return re.sub(r"'sha256-[^']*'", "'sha256'", str(found))

    def index(folder: Path) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((folder / "search/search_index.json").read_text(encoding="utf-8"))
        return found

    for path in ("index.html", "papers/hedgerow-birds.html"):
        rules = policy(zensical, path)
        assert rules.startswith("default-src 'none'; script-src 'self'")
        assert set(policy(site, path).split("; ")[2:]) == set(rules.split("; ")[2:])

    def entries(folder: Path) -> list[Any]:
        return [d for d in index(folder)["docs"] if d["kind"] != "page"]

    assert entries(zensical) == entries(site)
    assert len(entries(site)) > 20
    [theirs] = (zensical / "assets/javascripts/workers").glob("search.*.js")
    [ours] = (site / "assets/javascripts/workers").glob("search.*.js")
    assert theirs.read_bytes() == ours.read_bytes()
    assert not (zensical / "search.json").exists()


@needs_zensical
def test_the_search_has_its_looks(zensical: Path) -> None:
    style = (zensical / "assets/search.css").read_text(encoding="utf-8")
    for rule in (".md-search__inner{", ".md-search__input{", ".md-search-result__list{", "@media"):
        assert rule in style
    assert style.endswith((ROOT / "site_templates/overrides/assets/search.css").read_text(encoding="utf-8"))


def test_of_a_style_sheet_the_rules_about_the_search_are_taken_with_their_conditions() -> None:
    style = (
        ".md-nav{a:b}.md-search{c:d}@media print{.md-nav{e:f}.x .md-search__icon{g:h}}@media x{p{q:r}}"
        ":root{--md-search-icon:url(data:,)}[data-md-toggle=search]:checked~p{i:j}@font-face{k:l}"
    )
    assert "".join(search_rules(style)) == (
        ".md-search{c:d}@media print{.x .md-search__icon{g:h}}"
        ":root{--md-search-icon:url(data:,)}[data-md-toggle=search]:checked~p{i:j}"
    )


@needs_zensical
def test_it_is_built_without_a_warning_and_leaves_nothing_beside_the_site(
    zensical: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    left = {path.name for path in zensical.parent.iterdir()}
    assert left <= {"docs", "site", "answers", ".site.json", ".site.looks.json"}
    assert not (ROOT / ".cache").exists()
    zensical_run.warn_of_version.cache_clear()
    with caplog.at_level(logging.WARNING):
        zensical_run.warn_of_version()
    assert caplog.messages == []


def test_without_zensical_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zensical_run.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(SiteError, match=r"\[zensical\]"):
        zensical_run.version()


def test_what_it_would_pass_over_in_silence_is_refused(tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_text(
        "site_name: x\ntheme: material\nhooks: [mine.py]\nplugins: [search, gen-files]\n"
    )
    with pytest.raises(SiteError, match="does not run hooks, gen-files"):
        zensical_run.run_zensical(MkdocsOptions(tmp_path), tmp_path / "docs", tmp_path / "site")

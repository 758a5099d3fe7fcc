"""Blocks of HTML are put into pages after these are built, and every page is as if they had been there."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.site import MkdocsOptions
from generator.site.publishing import kept_blocks, sharding
from generator.site.publishing.kept_blocks import PageWithoutBlocks, prints_blocks, without_blocks
from generator.site.publishing.sharding import build_parts
from tests.site.small_collection import ROOT, small_collection, write

LONG = "an answer in so many words " * 10
BLOCK = f'<div class="ab-item" data-search-exclude="1"><p>{LONG}</p></div>'
HEAD = '---\ntitle: "A"\nsearch: {"boost": 2}\n---\n'
THEME = ROOT / "site_templates" / "overrides"


def test_a_page_is_built_without_its_blocks_and_gets_them_back(tmp_path: Path) -> None:
    left = without_blocks(f"{HEAD}\n# A\n\n{BLOCK}\n\n## B\n\n<section><p>{LONG}</p></section>\n")
    assert LONG not in left.text
    assert 'search: {"exclude": true}' in left.text
    assert "boost" not in left.text
    one, other = left.blocks
    built = tmp_path / "a.html"
    built.write_text(f"<h1>A</h1>\n{one}\n<h2>B</h2>\n{other}", encoding="utf-8")
    assert left.fill(built)
    assert built.read_text("utf-8") == (
        f'<h1>A</h1>\n<div class="ab-item"><p>{LONG}</p></div>\n<h2>B</h2>\n<section><p>{LONG}</p></section>'
    )


@pytest.mark.parametrize("built", ["<h1>A</h1>", "{0}{0}", "{0}"[:-1]])
def test_a_page_that_lost_or_doubled_a_block_is_left_as_it_is(built: str, tmp_path: Path) -> None:
    left = without_blocks(f"{HEAD}\n# A\n\n{BLOCK}\n")
    page, text = tmp_path / "a.html", built.replace("{0}", next(iter(left.blocks)))
    page.write_text(text, encoding="utf-8")
    assert not left.fill(page)
    assert page.read_text("utf-8") == text


@pytest.mark.parametrize(
    "body",
    [
        f"{BLOCK}\nwith a line below it",
        f"with a line above it\n{BLOCK}",
        BLOCK.replace("<div ", "<div markdown ", 1),
        BLOCK.replace(LONG, f"{LONG}</div> *emphasis* <div>"),
        BLOCK.replace("<p>", "<h1>").replace("</p>", "</h1>"),
        f"{BLOCK}\n\n[a link](#anchor-in-the-block)",
        f"```\n\n{BLOCK}\n\n```",
        f"- an item\n\n    more of it\n\n{BLOCK}",
        "<div>short</div>",
    ],
)
def test_what_markdown_may_change_or_need_stays_in_the_page(body: str) -> None:
    text = f"{HEAD}\n# A\n\n{body}\n"
    assert without_blocks(text) == PageWithoutBlocks(text, {})


def test_a_page_without_front_matter_stays_whole() -> None:
    text = f"# A\n\n{BLOCK}\n"
    assert without_blocks(text) == PageWithoutBlocks(text, {})


def test_projects_that_change_how_pages_are_printed_build_them_whole(tmp_path: Path) -> None:
    assert prints_blocks(ROOT, THEME)
    (tmp_path / "mkdocs.yml").write_text("markdown_extensions: [toc, pymdownx.striphtml]\n", "utf-8")
    assert not prints_blocks(tmp_path, THEME)
    own = tmp_path / "theme"
    own.mkdir()
    (own / "main.html").write_text("{{ page.content | upper }}", "utf-8")
    assert prints_blocks(ROOT, own / "missing")
    assert not prints_blocks(ROOT, own)


def test_pages_that_lose_their_blocks_are_built_again_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(small_collection(), tmp_path / "docs")
    page = "papers/hedgerow-birds.md"
    runs: list[str] = []
    run = sharding.run_mkdocs

    def forgetful(options: MkdocsOptions, docs: Path, site: Path) -> None:
        run(options, docs, site)
        runs.append((docs / page).read_text("utf-8"))
        built = site / "papers/hedgerow-birds.html"
        built.write_text(kept_blocks._STAND_IN.sub("", built.read_text("utf-8")), "utf-8")

    monkeypatch.setattr(sharding, "run_mkdocs", forgetful)
    build_parts(MkdocsOptions(ROOT), tmp_path / "docs", tmp_path / "site", changed={page}, jobs=1)
    assert [kept_blocks._STAND_IN.search(text) is not None for text in runs] == [True, False]
    assert "Recordings were made between April" in (tmp_path / "site/papers/hedgerow-birds.html").read_text()

"""The pages that their scripts fill."""

from __future__ import annotations

from pathlib import Path

import lxml.html
import pytest

from generator.site.pages.rendering import pages
from generator.site.views.script_data import all_columns
from generator.site.views.tool_views import tool_views
from tests.site.small_collection import ROOT, SET, small_collection

TEMPLATES = ROOT / "site_templates" / "pages"


def shown(path: str) -> str:
    return next(text or "" for name, text, _ in pages(small_collection(), TEMPLATES) if name == path)


@pytest.mark.parametrize(
    ("path", "marks"), [("compare.md", "//tr/@data-id"), ("charts.md", "//input[@type='checkbox']/@value")]
)
def test_questions_stand_in_the_order_of_the_data(path: str, marks: str) -> None:
    page = lxml.html.fromstring(shown(path))
    assert page.xpath(marks) == [q.id for q in all_columns(small_collection())]


@pytest.mark.parametrize("path", ["compare.md", "charts.md"])
def test_without_the_script_a_sentence_says_where_to_look(path: str) -> None:
    (said,) = lxml.html.fromstring(shown(path)).xpath("//p[contains(@class, 'ab-without')]")
    assert "JavaScript. Without it, " in said.text_content()
    assert [a.get("href") for a in said.iter("a")] == [
        "papers/index.html" if path == "compare.md" else "data/matrix.csv"
    ]


def test_only_these_pages_ask_for_their_scripts() -> None:
    asking = {
        path for path, text, _ in pages(small_collection(), TEMPLATES) if "assets/handed.js" in (text or "")
    }
    assert asking == {"compare.md", "charts.md", "papers/reviewing/index.md"}


def test_a_collection_of_nothing_has_neither() -> None:
    assert tool_views(small_collection(papers=(), stale={})) == ()


def test_a_projects_own_older_templates_do_without_them(tmp_path: Path) -> None:
    for file in TEMPLATES.rglob("*.j2"):
        if file.name not in ("compare.md.j2", "charts.md.j2"):
            copy = tmp_path / file.relative_to(TEMPLATES)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(file.read_bytes())
    texts = {path: text or "" for path, text, _ in pages(small_collection(), tmp_path)}
    assert not {"compare.md", "charts.md"} & set(texts)
    assert not [path for path, text in texts.items() if "compare.html" in text or "charts.html" in text]


def test_the_home_page_and_the_list_lead_to_them() -> None:
    assert 'href="compare.html"' in shown("index.md")
    assert 'href="charts.html"' in shown("index.md")
    assert 'data-compare="../compare.html"' in shown("papers/index.md")
    assert SET.questions[0].id in shown("compare.md")

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path

import pytest
from lxml import html

from generator.errors import SiteError
from generator.site.inspection.security import page_paths, policy, secure

PAGE = """<!doctype html><html><head>{before}<meta charset="utf-8"><title>t</title>
<script>scope=new URL("{base}",location)</script></head><body><p>x</p><script>run()</script>{body}
<script type="application/json">{{}}</script></body></html>"""


def make(site: Path, body: str = "", before: str = "") -> Path:
    (site / "papers").mkdir(parents=True)
    (site / "a" / "x").mkdir(parents=True)
    (site / "404.html").write_text(PAGE.format(base="/", body="", before=""))
    (site / "index.html").write_text(PAGE.format(base=".", body=body, before=before))
    (site / "papers" / "p.html").write_text(PAGE.format(base="..", body="", before=""))
    (site / "a" / "x" / "index.html").write_text(PAGE.format(base="../..", body="", before=""))
    return site


def policy_of(file: Path) -> dict[str, list[str]]:
    (found,) = html.parse(str(file)).getroot().xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    return {words[0]: words[1:] for words in (part.split() for part in found.split(";"))}


def digest(script: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


@pytest.mark.parametrize(
    ("path", "base"),
    [("404.html", "/"), ("index.html", "."), ("papers/p.html", ".."), ("a/x/index.html", "../..")],
)
def test_the_scripts_of_the_theme_may_run_on_pages_of_every_depth(
    tmp_path: Path, path: str, base: str
) -> None:
    site = make(tmp_path / "site")
    assert secure(site) == 4
    assert set(policy_of(site / path)["script-src"]) == {
        "'self'",
        digest("run()"),
        digest(f'scope=new URL("{base}",location)'),
    }


def test_a_script_that_text_brought_in_is_not_among_them(tmp_path: Path) -> None:
    site = make(tmp_path / "site", "<script>alert(1)</script>")
    secure(site)
    assert digest("alert(1)") not in policy_of(site / "index.html")["script-src"]


def test_the_policy_comes_before_anything_that_it_is_to_rule(site: Path) -> None:
    for path in page_paths(site):
        text = (site / path).read_text(encoding="utf-8")
        assert text.count("Content-Security-Policy") == 1, path
        at = text.index("Content-Security-Policy")
        assert at < min(
            text.index(tag) for tag in ("<script", "<link", "<style", "<img", "<title") if tag in text
        )


def test_nothing_else_of_a_page_is_changed_and_a_second_time_nothing(tmp_path: Path) -> None:
    site = make(tmp_path / "site")
    before = {path: (site / path).read_text() for path in page_paths(site)}
    secure(site)
    after = {path: (site / path).read_text() for path in page_paths(site)}
    for path, text in after.items():
        assert re.sub(r"\n *<meta http-equiv[^>]*>", "", text) == before[path]
    assert secure(site) == 0
    assert {path: (site / path).read_text() for path in page_paths(site)} == after


def test_nothing_is_allowed_that_is_not_named() -> None:
    rules = policy()
    assert rules.startswith("default-src 'none'; ")
    assert "unsafe" not in rules
    assert "*" not in rules
    assert "http" not in rules
    assert "frame-ancestors" not in rules  # a <meta> cannot say it; browsers complain


def test_webassembly_is_for_pagefind_alone(tmp_path: Path) -> None:
    site = make(tmp_path / "site")
    (site / "pagefind").mkdir()
    secure(site)
    assert "'wasm-unsafe-eval'" in policy_of(site / "index.html")["script-src"]
    assert "'wasm-unsafe-eval'" not in policy()


def test_a_page_without_character_set_is_refused_with_its_name(tmp_path: Path) -> None:
    site = make(tmp_path / "site", before=" " * 2000)
    with pytest.raises(SiteError, match=r"index\.html.*character set"):
        secure(site)

from __future__ import annotations

from pathlib import Path

import pytest

from generator.site import inspect

SHELL = """<!doctype html><html><head><title>t</title>{head}
<script>__md_scope=new URL("{base}",location)</script></head>
<body><main><h1 id="top">T</h1>{body}</main></body></html>"""


def make(site: Path, body: str = "", head: str = "") -> Path:
    (site / "a").mkdir(parents=True)
    (site / "assets").mkdir()
    (site / "assets" / "x.js").write_text("1")
    (site / "assets" / "x.css").write_text("body{background:url('x.png')}")
    (site / "a b.pdf").write_bytes(b"%PDF")
    (site / "404.html").write_text(SHELL.format(base="/", head="", body='<a href="/gone/">x</a>'))
    (site / "index.html").write_text(SHELL.format(base=".", head=head, body=body))
    (site / "a" / "index.html").write_text(SHELL.format(base="..", head="", body='<p id="x">x</p>'))
    return site


@pytest.mark.parametrize(
    "body",
    [
        '<a href="a/">x</a> <a href="a/#x">x</a> <a href="#top">x</a> <a href="./">x</a>',
        '<a href="a%20b.pdf#page=3">x</a> <a href="a/#:~:text=hello">x</a>',
        '<a href="https://example.org/#y">x</a> <a href="mailto:x@example.org">x</a>',
        '<script src="assets/x.js"></script><script type="application/json">{"a": 1}</script>',
        '<svg><symbol id="s"></symbol><use href="#s"></use></svg><img src="assets/x.js" alt="">',
        "<p>onclick= &lt;script&gt; javascript:alert(1)</p>",
    ],
)
def test_what_pages_may_hold(tmp_path: Path, body: str) -> None:
    assert inspect(make(tmp_path / "site", body)) == ()


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ("<script>alert(1)</script>", "not the theme's"),
        ('<script src="https://evil.example/x.js"></script>', "another site"),
        ('<script src="//evil.example/x.js"></script>', "another site"),
        ('<script src="gone.js"></script>', "not there"),
        ('<p onclick="x">x</p>', "onclick"),
        ('<P ONCLICK="x">x</P>', "onclick"),
        ("<svg/onload=alert(1)>", "onload"),
        ('<a href="javascript:alert(1)">x</a>', "runs or carries data"),
        ('<a href=" jAvaScript:alert(1)">x</a>', "runs or carries data"),
        ('<a href="java&#10;script:alert(1)">x</a>', "runs or carries data"),
        ('<a href="data:text/html,x">x</a>', "runs or carries data"),
        ('<form action="vbscript:x"></form>', "runs or carries data"),
        ('<iframe src="a/"></iframe>', "<iframe>"),
        ('<object data="a/"></object>', "<object>"),
        ('<base href="https://evil.example/">', "<base>"),
        ('<meta http-equiv="Refresh" content="0;url=https://evil.example">', "reloads"),
        ('<img src="https://evil.example/x.png">', "another site"),
        ('<img srcset="assets/x.js 1x, https://evil.example/x.png 2x">', "another site"),
        ('<video poster="https://evil.example/x.png"></video>', "another site"),
        ('<link rel="stylesheet" href="https://evil.example/x.css">', "another site"),
        ("<style>@import 'https://evil.example/x.css'</style>", "another site"),
        ('<p style="background:url(//evil.example)">x</p>', "loads something"),
        ('<p id="x">x</p><p id="x">y</p>', "occurs 2 times"),
        ('<a href="gone/">x</a>', "broken link: gone/"),
        ('<a href="../x">x</a>', "broken link"),
        ('<a href="a/#gone">x</a>', "anchor that is not there"),
        ('<a href="#gone">x</a>', "anchor that is not there"),
        ('<svg><use href="#gone"></use></svg>', "anchor that is not there"),
        ('<a href="https://[bad">x</a>', "cannot be read"),
    ],
)
def test_what_pages_may_not_hold(tmp_path: Path, body: str, problem: str) -> None:
    problems = inspect(make(tmp_path / "site", body))
    assert len(problems) >= 1
    assert any(p.startswith("index.html: ") and problem in p for p in problems), problems


def test_style_sheets_load_nothing_from_elsewhere(tmp_path: Path) -> None:
    site = make(tmp_path / "site")
    (site / "assets" / "y.css").write_text("@import url(https://fonts.example/x.css);")
    assert inspect(site) == ("assets/y.css: loads something from another site",)


def test_the_built_site_is_clean(site: Path) -> None:
    assert inspect(site) == ()

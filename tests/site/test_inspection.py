from __future__ import annotations

from pathlib import Path

import pytest

from generator.site import inspect
from generator.site.inspection.page_rules import check_page

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
        # Near misses of what the next test lists.
        '<p data-onclick="x" title="onclick=1">x</p>',
        '<a href="https://example.org/?u=javascript:alert(1)">x</a> <a href="a/?javascript:1#x">x</a>',
        '<form action="a/"><button formaction="a/">x</button></form>',
        '<link rel="canonical" href="https://example.org/x"><link rel="stylesheet" href="assets/x.css">',
        '<link rel="alternate" href="https://example.org/feed.xml">',
        '<meta http-equiv="Content-Security-Policy" content="default-src none">',
        '<meta http-equiv="refresh" content="0; url=random-seeds.html">',
        '<img srcset="assets/x.js 1x, assets/x.css 2x" alt=""><video poster="assets/x.js"></video>',
        "<style>.x{content:'//'} /* https://example.org */ .y{background:url(x.png)}</style>",
        "<style>.x{mask:url('data:image/svg+xml;utf8,<svg xmlns=\"http://www.w3.org/2000/svg\"/>')}</style>",
        '<p style="--ab-share: 50%">curl(1)</p>',
        '<svg><animate attributeName="cx" to="5"></animate><title>foreignObject</title></svg>',
        '<p id="x">x</p><p id="X">x</p><a name="y" href="#x">x</a>',
        '<script type="application/ld+json">{"a": "\\u003cscript>", "b": null}</script>',
        "<!-- a comment --><textarea>text</textarea>",
        "<template><p>x</p></template>",
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
        ('<script src="gone.js"></script>', "missing file"),
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
        ('<meta http-equiv="refresh" content="0; url=//evil.example/a.html">', "reloads"),
        ('<meta http-equiv="refresh" content="9; url=seeds.html">', "reloads"),
        ('<img src="https://evil.example/x.png">', "another site"),
        ('<img srcset="assets/x.js 1x, https://evil.example/x.png 2x">', "another site"),
        ('<video poster="https://evil.example/x.png"></video>', "another site"),
        ('<link rel="stylesheet" href="https://evil.example/x.css">', "another site"),
        ("<style>@import 'https://evil.example/x.css'</style>", "another site"),
        ('<p style="background:url(//evil.example)">x</p>', "loads something"),
        ('<p id="x">x</p><p id="x">y</p>', "occurs 2 times"),
        ('<a href="gone/">x</a>', "gone/index.html"),
        ('<a href="../x">x</a>', "missing file: ../x"),
        ('<a href="a/#gone">x</a>', "missing anchor"),
        ('<a href="#gone">x</a>', "missing anchor"),
        ('<svg><use href="#gone"></use></svg>', "missing anchor"),
        ('<a href="https://[bad">x</a>', "cannot be read"),
        ('<a href="x" ping="https://evil.example/">x</a>', "notifies another site"),
        ('<form action="https://evil.example/"></form>', "sends to another site"),
        ('<button formaction="//evil.example/">x</button>', "sends to another site"),
        ('<form action="\\\\evil.example/x"></form>', "sends to another site"),
        ('<input type="image" src="https://evil.example/x.png">', "another site"),
        ('<link rel="preload" as="image" imagesrcset="https://evil.example/x.png 2x">', "another site"),
        ('<link rel="dns-prefetch" href="//evil.example">', "another site"),
        ('<td background="https://evil.example/x.png">', "another site"),
        ('<body onload="alert(1)">', "a second <html> or <body>"),
        ("<style>.x{background:u\\72l(https://evil.example/x)}</style>", "another site"),
        ("<style>@im/**/port 'https://evil.example/x.css'</style>", "another site"),
        (
            "<style>.x{background:image-set('x.png' 1x, 'https://evil.example/x.png' 2x)}</style>",
            "another site",
        ),
        ("<p style=\"background:image-set('x.png' 1x)\">x</p>", "loads something"),
        ("<p style='background:\\75rl(x.png)'>x</p>", "loads something"),
        ("<svg><foreignObject><p>x</p></foreignObject></svg>", "<foreignobject>"),
        ('<svg><script href="https://evil.example/x.js"></script></svg>', "another site"),
        ('<svg><a><animate attributeName="href" to="x"></animate></a></svg>', "an animation that changes"),
        ('<svg><a><set attributeName="xlink:href" to="javascript:x"></set></a></svg>', "runs or carries"),
        ('<svg><image href="https://evil.example/x.png"></image></svg>', "another site"),
        ("<noscript><p>x</p></noscript>", "<noscript>"),
        ("<plaintext>", "<plaintext>"),
        ("<!-- <script>x</script> -->", "see differently"),
        ("<textarea></textarea><xmp></xmp>", "<xmp>"),
        ('<script type="application/ld+json">{"a": }</script>', "cannot be read"),
        ('<script type="application/json">NaN</script>', "cannot be read"),
        ('<script type="module">alert(1)</script>', "not the theme's"),
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


@pytest.mark.parametrize(
    ("name", "text", "problem"),
    [
        ("x.css", "a{background:url(x.png)}", ""),
        ("x.css", "a{background:url( 'HTTPS://evil.example/x.png' )}", "loads something from another site"),
        ("x.css", "a{background:url(//evil.example/x.png)}", "loads something from another site"),
        ("x.svg", '<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/></svg>', ""),
        ("x.svg", '<svg xmlns="http://www.w3.org/2000/svg"><script>x</script></svg>', "a <script> element"),
        ("x.svg", '<svg xmlns="http://www.w3.org/2000/svg" onload="x"/>', "an attribute that runs"),
        (
            "x.svg",
            '<svg xmlns="http://www.w3.org/2000/svg"><image href="//e.example/x"/></svg>',
            "another site",
        ),
        (
            "x.svg",
            '<svg xmlns="http://www.w3.org/2000/svg"><a href="javascript:x"/></svg>',
            "an address that",
        ),
        ("x.svg", "<svg", "cannot be read"),
        ("x.xml", '<feed><link href="https://example.org/x"/><p>onload= script</p></feed>', ""),
        (
            "x.xml",
            '<feed><script xmlns="http://www.w3.org/1999/xhtml">x</script></feed>',
            "a <script> element",
        ),
        ("x.xml", '<?xml-stylesheet href="x.xsl"?><feed/>', "an instruction"),
        ("x.xml", '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>', "an entity"),
        ("x.xml", "", ""),
        ("x.xhtml", "<html/>", "a file that browsers would run"),
        ("x.txt", "<script>alert(1)</script>", ""),
    ],
)
def test_other_files_run_and_load_nothing_either(tmp_path: Path, name: str, text: str, problem: str) -> None:
    site = make(tmp_path / "site")
    (site / name).write_text(text)
    found = inspect(site)
    assert bool(found) == bool(problem), found
    assert all(f.startswith(f"{name}: ") and problem in f for f in found), found


def test_many_processes_find_what_one_finds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = make(tmp_path / "site", '<a href="a/#gone">x</a><p onclick="x">x</p>')
    alone = inspect(site)
    monkeypatch.setattr("generator.site.inspection.inspect._WORTH_PROCESSES", 0)
    assert inspect(site, jobs=2) == alone
    assert len(alone) == 2


def test_with_a_record_only_what_changed_is_looked_at_and_the_rest_still_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = make(tmp_path / "site", '<a href="a/#x">x</a>')
    record = tmp_path / "looks.json"
    looked: list[str] = []
    monkeypatch.setattr(
        "generator.site.inspection.inspect.check_page",
        lambda path, *more: [looked.append(path), check_page(path, *more)][1],
    )
    assert inspect(site, record=record) == ()
    assert looked == ["404.html", "a/index.html", "index.html"]
    looked.clear()
    assert inspect(site, record=record) == ()
    assert looked == []
    # The page with the anchor changes: the link to it, on a page that did not, is compared anew.
    (site / "a" / "index.html").write_text(SHELL.format(base="..", head="", body='<p onclick="x">x</p>'))
    found = inspect(site, record=record)
    assert looked == ["a/index.html"]
    assert [f.partition(": ")[0] for f in found] == ["a/index.html", "index.html"]
    looked.clear()
    assert inspect(site, record=record) == found  # a page with problems is looked at again
    assert looked == ["a/index.html"]


@pytest.mark.parametrize(
    "damage", ["", "{", '{"made_by": "x"}', "[]", '{"made_by": 1, "pages": {"index.html": 1}}']
)
def test_a_record_that_cannot_be_read_is_as_none(tmp_path: Path, damage: str) -> None:
    site = make(tmp_path / "site", '<p onclick="x">x</p>')
    record = tmp_path / "looks.json"
    record.write_text(damage)
    assert inspect(site, record=record) == inspect(site) != ()

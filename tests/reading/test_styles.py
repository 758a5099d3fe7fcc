"""Styles that hide text from the readers of a page, and styles that only look as if they did."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest

from generator.core.paper import Paper
from generator.reading.css import StyleSheets, style_declarations
from generator.reading.css.lengths import pixels
from generator.reading.css.media import media_query_holds
from generator.reading.html import read_html

SECRET = "The seeds were fixed for all seven runs."
SEEN = "We counted bees at many doors of the town."


def read(folder: Path, markup: str, sheet: str = "", head: str = "") -> Paper:
    file = folder / "page.html"
    style = f"<style>{sheet}</style>" if sheet else ""
    file.write_text(
        f"<html><head><title>On bees</title>{head}{style}</head><body><article><h1>On bees</h1>"
        f"<h2>Methods</h2><p>{SEEN}</p>{markup}<p>It rained on most of the days.</p></article></body></html>",
        encoding="utf-8",
    )
    return read_html(file, id="bees")


# Of one element, by its own style.
HIDING = [
    "display:none",
    "DISPLAY : NONE",
    "dis\\70lay:none",
    "display:none!important;display:block",
    "visibility:collapse",
    "content-visibility:hidden",
    "opacity:.01",
    "opacity:3%",
    "filter:opacity(0)",
    "font-size:1px",
    "font-size:0.5pt",
    "font-size:.1em",
    "font-size:calc(1px * 0.5)",
    "font:italic 1px/1 Times",
    "font-size:min(1px,2em)",
    "zoom:0.01",
    "color:white",
    "color:#fffffe",
    "color:rgb(255 255 255 / 90%)",
    "color:hsl(0 0% 99%)",
    "color:oklch(99% 0 0)",
    "color:transparent",
    "color:rgba(0,0,0,.02)",
    "color:#00000005",
    "background:#123456;color:#123456",
    "-webkit-text-fill-color:transparent",
    "background:linear-gradient(#eee,#eee);color:#efefef",
    "--ink:#fff;color:var(--ink)",
    "color:var(--nothing,white)",
    "position:absolute;left:-9999px",
    "position:fixed;top:-200vh",
    "position:relative;right:9999px;left:-9999px",
    "position:absolute;inset:-9999px auto auto -9999px",
    "position:absolute;left:9999px",
    "margin-left:-9999px",
    "margin:-9999px 0 0 0",
    "text-indent:-200em",
    "text-indent:100%;white-space:nowrap;overflow:hidden",
    "position:absolute;clip:rect(1px,1px,1px,1px)",
    "clip-path:inset(50%)",
    "clip-path:circle(0)",
    "clip-path:polygon(0 0, 0 0, 0 0)",
    "height:0;overflow:hidden",
    "max-height:0;overflow:clip",
    "width:1px;height:1px;overflow:hidden",
    "block-size:0;overflow-y:hidden",
    "transform:scale(0)",
    "transform:translateX(-9999px)",
    "scale:0.01",
    "transform:matrix(0.01,0,0,0.01,0,0)",
    "transform:rotateX(90deg)",
    "translate:-9999px",
]


@pytest.mark.parametrize("style", HIDING)
def test_styles_that_hide(tmp_path: Path, style: str) -> None:
    paper = read(tmp_path, f'<p style="{style}">{SECRET}</p>')
    assert SECRET not in paper.text
    assert paper.warnings == ("1 passage that the page hides from its readers (8 words) left out",)


@pytest.mark.parametrize(
    "style",
    [
        "display:block",
        "visibility:visible",
        "opacity:.5",
        "font-size:6px",
        "font-size:.8em",
        "color:#777",
        "background:black;color:white",
        "background:linear-gradient(#000,#222);color:#fff",
        "color:currentcolor",
        "background:url(dark.png);color:#fff",
        "color:lab(20 40 30)",
        "position:relative;left:-20px",
        "margin:0 -15px",
        "text-indent:-2em;padding-left:2em",
        "clip-path:inset(0)",
        "height:200px;overflow:hidden",
        "width:100%;overflow:hidden",
        "transform:translate(-50%,-50%)",
        "transform:scale(.9)",
        "zoom:1",
        "position:relative;left:50%;width:100vw;margin-left:-50vw",
        "font:bold 12px/1.2 Times",
        "font-size:smaller",
        "background:linear-gradient(red,blue);background-clip:text;color:transparent",
        "font-size:clamp(1rem,2vw,3rem)",
        "overflow:hidden",
        "--ink:#222;color:var(--ink)",
        ":",
        "color",
        "}{;;",
    ],
)
def test_styles_that_do_not_hide(tmp_path: Path, style: str) -> None:
    paper = read(tmp_path, f'<p style="{style}">{SECRET}</p>')
    assert SECRET in paper.text
    assert paper.warnings == ()


# A sheet, and what it is put on.
SHEETS = [
    (".x{display:none}", "<p class=x>{}</p>"),
    ("p[data-role=bot]{display:none}", "<p data-role=bot>{}</p>"),
    ("[class^=x]{display:none}", "<p class=xyz>{}</p>"),
    ("article p:nth-of-type(2){display:none}", "<p>{}</p>"),
    ("h2 + p + p{display:none}", "<p>{}</p>"),
    ("h2 ~ .x{display:none}", "<p class=x>{}</p>"),
    ("p:not(:first-of-type):not(:last-of-type){display:none}", "<p>{}</p>"),
    (":is(.a,.x) > p{display:none}", "<div class=x><p>{}</p></div>"),
    ("div:has(> i){display:none}", "<div><i></i>{}</div>"),
    ("#x{display:none} p{display:block}", "<p id=x>{}</p>"),
    (".x{display:none !important} #y{display:block}", "<p class=x id=y>{}</p>"),
    ("@media screen and (min-width:300px){.x{display:none}}", "<p class=x>{}</p>"),
    ("@media (width > 300px){.x{display:none}}", "<p class=x>{}</p>"),
    ("@media not print{.x{display:none}}", "<p class=x>{}</p>"),
    ("@media (color){.x{display:none}}", "<p class=x>{}</p>"),
    ("@supports (display:grid){@layer a{.x{display:none}}}", "<p class=x>{}</p>"),
    (".a{color:red;.x{display:none}}", "<div class=a><p class=x>{}</p></div>"),
    (".a{&.x{display:none}}", "<p class='a x'>{}</p>"),
    (".a{@media screen{display:none}}", "<p class=a>{}</p>"),
    (":root{--p:white} .x{color:var(--p)}", "<p class=x>{}</p>"),
    ("article{background:#101010;color:#eee} .x{color:#111}", "<p class=x>{}</p>"),
    (".x{font-size:.2em} .x .x{font-size:.2em}", "<div class=x><p class=x>{}</p></div>"),
    (".x{display:none} .x:hover{display:block}", "<p class=x>{}</p>"),
    ("/* { */ .x{display:none}", "<p class=x>{}</p>"),
    ("@import url(x.css); .x{display:none}", "<p class=x>{}</p>"),
]


@pytest.mark.parametrize(("sheet", "markup"), SHEETS)
def test_sheets_that_hide(tmp_path: Path, sheet: str, markup: str) -> None:
    paper = read(tmp_path, markup.format(SECRET), sheet)
    assert SECRET not in paper.text
    assert SEEN in paper.text
    assert paper.warnings == ("1 passage that the page hides from its readers (8 words) left out",)


@pytest.mark.parametrize(
    ("sheet", "markup"),
    [
        ("@media print{.x{display:none}}", "<p class=x>{}</p>"),
        ("@media (max-width:600px){.x{display:none}}", "<p class=x>{}</p>"),
        ("@media (prefers-color-scheme:dark){.x{color:#fff}}", "<p class=x>{}</p>"),
        ("@supports not (display:grid){.x{display:none}}", "<p class=x>{}</p>"),
        (".x::before{display:none}", "<p class=x>{}</p>"),
        (
            ".note .body{display:none} .note:hover .body{display:block}",
            "<div class=note><p class=body>{}</p></div>",
        ),
        (".x{display:none} p.x{display:block}", "<p class=x>{}</p>"),
        (".x{display:none} .y .x{display:block}", "<div class=y><p class=x>{}</p></div>"),
        (".dark{background:#111} .dark p{color:#fff}", "<div class=dark><p>{}</p></div>"),
        ("[hidden]{display:block}", "<p hidden>{}</p>"),
        (".sr{display:none", "<p class=x>{}</p>"),
    ],
)
def test_sheets_that_do_not_hide(tmp_path: Path, sheet: str, markup: str) -> None:
    paper = read(tmp_path, markup.format(SECRET), sheet)
    assert SECRET in paper.text
    assert paper.warnings == ()


@pytest.mark.parametrize("how", ["data:text/css,.x%7Bdisplay:none%7D", "data:text/css;base64,{}"])
def test_a_sheet_that_an_address_holds_counts(tmp_path: Path, how: str) -> None:
    address = how.format(base64.b64encode(b".x{display:none}").decode())
    paper = read(tmp_path, f"<p class=x>{SECRET}</p>", head=f'<link rel=stylesheet href="{address}">')
    assert SECRET not in paper.text


@pytest.mark.parametrize("media", ["print", "(max-width: 100px)", "speech"])
def test_a_sheet_for_other_devices_does_not(tmp_path: Path, media: str) -> None:
    paper = read(
        tmp_path, f"<p class=x>{SECRET}</p>", head=f'<style media="{media}">.x{{display:none}}</style>'
    )
    assert SECRET in paper.text


def test_colours_decide_alone_where_no_sheet_is_missing(tmp_path: Path) -> None:
    # Most of the page in white: a missing sheet may paint the ground black, but nothing else can.
    markup = f"<div style='color:#fff'>{f'<p>{SECRET}</p>' * 9}</div>"
    assert SECRET not in read(tmp_path, markup).text
    paper = read(tmp_path, markup, head="<link rel=stylesheet href=site.css>")
    assert SECRET in paper.text
    assert paper.warnings == (
        "most of its text has the colour of the page, as far as the styles in the file say: "
        "what it hides from its readers may have been read",
    )


def test_what_cannot_be_told_of_the_styles_is_warned_of(tmp_path: Path) -> None:
    many = "".join(f".a{n}{{display:block}}" for n in range(20_010)) + ".x{display:none}"
    paper = read(tmp_path, f"<p class=x>{SECRET}</p>", many)
    assert paper.warnings == (
        "11 rules of its styles not read: what it hides from its readers may have been read",
    )


def test_words_that_only_eyes_meet_stay_in_the_sentence(tmp_path: Path) -> None:
    # The visible page denies what the page without these words would say.
    markup = (
        "<p>The seeds <i class=fa-x aria-hidden=true>x</i> were <span aria-hidden=true>not</span> fixed.</p>"
    )
    assert "The seeds were not fixed." in read(tmp_path, markup).text


def test_important_declarations_of_sheets_outweigh_those_of_elements(tmp_path: Path) -> None:
    sheet = ".x{display:none!important}"
    assert SECRET not in read(tmp_path, f"<p class=x style='display:block'>{SECRET}</p>", sheet).text
    assert SECRET in read(tmp_path, f"<p class=x style='display:block!important'>{SECRET}</p>", sheet).text


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", True),
        ("all", True),
        ("print", False),
        ("screen, print", True),
        ("only screen", True),
        ("not all", False),
        ("(min-width: 40em) and (max-width: 50em)", False),
        ("(orientation:landscape)", True),
        ("(hover: none)", False),
        ("(hover)", True),
        ("(400px <= width <= 700px)", False),
        ("(width >= 400px)", True),
        ("(min-resolution: 2dppx)", False),
        ("(-webkit-min-device-pixel-ratio: 1)", True),
        ("nonsense", False),
        ("(prefers-reduced-motion)", False),
        ("(max-width: 1px) or (color)", True),
    ],
)
def test_media(query: str, shown: bool) -> None:
    assert media_query_holds(query) is shown


@pytest.mark.parametrize(
    ("length", "size"),
    [
        ("0", 0.0),
        ("-9999px", -9999.0),
        ("1e-3px", 0.001),
        ("2em", 40.0),
        ("50%", 640.0),
        ("calc(2px + 3px)", 5.0),
        ("calc(1em * 0)", 0.0),
        ("max(1px, 2px)", 2.0),
        ("calc(1px / 0)", None),
        ("auto", None),
        ("", None),
        ("9" * 400, None),
        ("calc((1px))", None),
    ],
)
def test_lengths(length: str, size: float | None) -> None:
    assert pixels(length, text=20) == size


def test_only_what_bears_on_sight_is_kept() -> None:
    assert style_declarations("border:1px; Color : #FFF ; color: red !important; display:none") == {
        "color": "red",
        "display": "none",
    }


@pytest.mark.parametrize(
    "style", ["color:" + "(" * 15_000, "color:" + "a(" * 9_000, "{" * 19_000, "@" * 19_000]
)
def test_hostile_styles_hide_nothing_else(tmp_path: Path, style: str) -> None:
    sheet = f".x{{{style}}}}} @media {style} {{}}"
    assert SEEN in read(tmp_path, f'<p class=x style="{style}">{SECRET}</p>', sheet).text


def test_hostile_sheets_end_soon() -> None:
    from lxml import etree

    root = etree.fromstring("<html><body>" + "<p class='x'/>" * 3000 + "</body></html>")
    sheet = "*{}" + ":is(" * 300 + "[a]" + ")" * 300 + "{display:none}" + "x ~ y{display:none}" * 50
    sheet += "".join(f"[a{n}]{{display:none}}" for n in range(4000)) + "{" * 500
    sheets = StyleSheets(root, sheet)
    assert sheets.unread_rules > 2000
    assert sheets.of(root[0][0]) == {}


@pytest.mark.parametrize(
    ("sheet", "seen"),
    [
        (".a{display:none} .b{display:block}", True),
        (".a{display:none} .b{display:block} .a{display:none}", False),
        (".b{display:block} .a{display:none} .b{display:block}", True),
        (".a{display:none;color:red} .b{display:block} .a{color:red}", True),
    ],
)
def test_of_a_rule_that_is_repeated_the_last_one_counts(tmp_path: Path, sheet: str, seen: bool) -> None:
    paper = read(tmp_path, f"<p class='a b'>{SECRET}</p>", sheet)
    assert (SECRET in paper.text) == seen

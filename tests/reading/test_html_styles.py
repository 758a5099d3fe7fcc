"""What the styles of a web page do to its words: raise them, strike them out, cover them, move them away."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.core import Paper
from generator.reading.html.reader import read_html

Styled = tuple[str, str]  # a style sheet, and the markup that it applies to


def read(folder: Path, sheet: str, markup: str) -> Paper:
    path = folder / "paper.html"
    path.write_text(
        f"<html><head><style>{sheet}</style></head><body><h2>Results</h2><p>We saw moths at the lamp.</p>"
        f"{markup}</body></html>",
        encoding="utf-8",
    )
    return read_html(path, id="paper")


def texts(paper: Paper) -> list[str]:
    return [s.text for s in paper.sentences if s.text != "We saw moths at the lamp."]


@pytest.mark.parametrize(
    ("sheet", "markup", "expected"),
    [
        ("a {vertical-align: super}", "It was 10<a href='#r6'>6</a> of it.", "It was 10 [6] of it."),
        ("", "It was 10<a href='#x' style='vertical-align: super'>6</a> of it.", "It was 10 [6] of it."),
        (
            ".n {position: relative; top: -.4em; font-size: smaller}",
            "It was 10<span class=n><a href='#x'>6</a></span> of it.",
            "It was 10 [6] of it.",
        ),
        (
            ".n {position: relative; bottom: 5px; font-size: 70%}",
            "It was 10<b class=n>6</b> of it.",
            "It was 10^6 of it.",
        ),
        (
            ".n {vertical-align: .4em; font-size: 70%}",
            "It was 10<em class=n>6</em> of it.",
            "It was 10^6 of it.",
        ),
        (
            ".n {vertical-align: text-top; font-size: 70%}",
            "It was 10<i class=n>6</i> of it.",
            "It was 10^6 of it.",
        ),
        (".n {font-variant-position: super}", "It was 10<span class=n>6</span> of it.", "It was 10^6 of it."),
        (
            ".n {vertical-align: -.3em; font-size: 70%}",
            "It was x<i class=n>i</i> of it.",
            "It was x_i of it.",
        ),
        (".n {vertical-align: middle}", "It was 10<span class=n>6</span> of it.", "It was 106 of it."),
        (".n {vertical-align: 1px}", "It was 10<span class=n>6</span> of it.", "It was 106 of it."),
        (".n {position: relative; top: -60px}", "It was <a class=n id=x>ten</a> of it.", "It was ten of it."),
        (
            "sup a {vertical-align: super}",
            "It was 10<sup><a href='#r6'>6</a></sup> of it.",
            "It was 10 [6] of it.",
        ),
        (".n {text-decoration: line-through}", "It was <span class=n>9</span> 10 of it.", "It was 10 of it."),
        (".n {text-decoration: underline}", "It was <span class=n>9</span> of it.", "It was 9 of it."),
        ("", "It was 10<span class=superscript>6</span> of it.", "It was 10^6 of it."),
        (".sup {vertical-align: baseline}", "It was 10<span class=sup>6</span> of it.", "It was 106 of it."),
        ("", "It was <span class=strikethrough>9</span> 10 of it.", "It was 10 of it."),
        ("", "He said <q>we saw <q>ten</q> moths</q> twice.", "He said “we saw ‘ten’ moths” twice."),
        ("", "He said “<q>we saw ten</q>” twice.", "He said “we saw ten” twice."),
    ],
)  # fmt: skip
def test_words_mean_what_their_style_says(tmp_path: Path, sheet: str, markup: str, expected: str) -> None:
    assert texts(read(tmp_path, sheet, f"<p>{markup}</p>")) == [expected]


_BOX = ".c {position: relative}"
_HIDDEN = [
    (".s {position: absolute; left: 101%}", "<p class=s>Unseen words.</p>"),
    (".s {position: absolute; right: 101%}", "<p class=s>Unseen words.</p>"),
    (".s {clip-path: inset(0 0 100% 0)}", "<p class=s>Unseen words.</p>"),
    (".s {clip-path: inset(50%)}", "<p class=s>Unseen words.</p>"),
    (".s {mask-image: linear-gradient(transparent, transparent)}", "<p class=s>Unseen words.</p>"),
    (".s {filter: blur(20px)}", "<p class=s>Unseen words.</p>"),
    (".s {-webkit-text-security: disc}", "<p class=s>Unseen words.</p>"),
    (f"{_BOX} .o {{position: absolute; inset: 0; background: #fff}}",
     "<div class=c><p>Unseen words.</p><div class=o></div></div>"),
    (f"{_BOX} .o {{position: absolute; top: 0; left: 0; width: 100%; height: 100%; background: white}}",
     "<div class=c><p>Unseen words.</p><div class=o></div></div>"),
    (f"{_BOX} .o {{position: absolute; inset: 0; background: #fff; z-index: 2}} .t {{position: relative}}",
     "<div class=c><div class=o></div><p class=t>Unseen words.</p></div>"),
]  # fmt: skip
_SHOWN = [
    (".c {position: relative} .s {position: absolute; left: 101%}",
     "<div class=c><p class=s>Shown words.</p></div>"),  # a note beside the text
    (".s {clip-path: inset(60% 0 0 0)}", "<p class=s>Shown words.</p>"),
    (".s {mask-image: linear-gradient(#000, transparent)}", "<p class=s>Shown words.</p>"),
    (".s {filter: blur(1px)}", "<p class=s>Shown words.</p>"),
    (f"{_BOX} .o {{position: absolute; inset: 0; background: rgba(255, 255, 255, .1)}}",
     "<div class=c><p>Shown words.</p><div class=o></div></div>"),
    (f"{_BOX} .o {{position: absolute; inset: 0; background: #fff; z-index: -1}}",
     "<div class=c><p>Shown words.</p><div class=o></div></div>"),
    (f"{_BOX} .o {{position: absolute; inset: 0; background: #fff; opacity: 0}}",
     "<div class=c><p>Shown words.</p><div class=o></div></div>"),
    (f"{_BOX} .o {{position: absolute; inset: 0 0 50% 0; background: #fff}}",
     "<div class=c><p>Shown words.</p><div class=o></div></div>"),
    (f"{_BOX} .o {{position: absolute; inset: 0; background: #fff}} .t {{position: relative}}",
     "<div class=c><div class=o></div><p class=t>Shown words.</p></div>"),
    (".o {position: fixed; inset: 0; background: #fff}", "<p>Shown words.</p><div class=o></div>"),
    ("", "<details><summary>More</summary><p>Shown words.</p></details>"),
    ("", "<p aria-hidden=true>Shown words.</p>"),
]  # fmt: skip


@pytest.mark.parametrize(("sheet", "markup"), _HIDDEN)
def test_covered_and_moved_words_are_left_out(tmp_path: Path, sheet: str, markup: str) -> None:
    assert texts(read(tmp_path, sheet, markup)) == []


@pytest.mark.parametrize(("sheet", "markup"), _SHOWN)
def test_what_a_reader_can_see_stays(tmp_path: Path, sheet: str, markup: str) -> None:
    assert "Shown words." in texts(read(tmp_path, sheet, markup))


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("We took 10<sup>1</sup>&frasl;<sub>2</sub> cups.", "We took 10 1⁄2 cups."),
        ("It was 25&nbsp;<sup>o</sup>C and 30<sup>∘</sup>C.", "It was 25 °C and 30°C."),
        ("The ﬁrst eﬀect was signiﬁcant.", "The first effect was significant."),
        ("The <ruby>蛾<rp>(</rp><rt>ga</rt><rp>)</rp></ruby> came.", "The 蛾 came."),
        ("<sup>a</sup>Per night.", "a Per night."),
        ("<sup>13</sup>C spectra.", "13C spectra."),
        ("In lamps<sup><a href='#r1'>1</a></sup>moths turn.", "In lamps [1] moths turn."),
        ("It was 10<sup> -3</sup> m.", "It was 10^-3 m."),
        ("Let β<sub>0</sub><sup>(1)</sup> and x<sup>(2)</sup> be.", "Let β0^(1) and x^(2) be."),
        ("It was 5 mg <s>a day</s>.", "It was 5 mg."),
    ],
)
def test_small_signs_read_as_printed(tmp_path: Path, markup: str, expected: str) -> None:
    assert texts(read(tmp_path, "", f"<p>{markup}</p>")) == [expected]

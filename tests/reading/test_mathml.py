"""Formulas on one line, as a person would read them out, numbers whole."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from generator.reading.mathml import math_text, tex_text


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<mi>p</mi><mo>&lt;</mo><mn>0.05</mn>", "p < 0.05"),
        ("<msup><mn>10</mn><mrow><mo>−</mo><mn>3</mn></mrow></msup>", "10^−3"),
        ("<msub><mi>x</mi><mrow><mi>i</mi><mi>j</mi></mrow></msub>", "x_ij"),
        ("<msubsup><mi>x</mi><mi>i</mi><mn>2</mn></msubsup>", "x_i^2"),
        ("<mfrac><mrow><mi>a</mi><mo>+</mo><mi>b</mi></mrow><mn>2</mn></mfrac>", "(a + b)/2"),
        ("<msqrt><mi>n</mi></msqrt>", "√n"),
        ("<mover><mi>x</mi><mo>¯</mo></mover>", "x\u0304"),
        (
            "<munderover><mo>∑</mo><mrow><mi>i</mi><mo>=</mo><mn>1</mn></mrow><mi>n</mi></munderover>",
            "∑_(i = 1)^n",
        ),
        ("<munderover><mo>∑</mo><mrow/><mrow/></munderover>", "∑"),
        ("<mi>log</mi><mi>x</mi>", "log x"),
        ("<mi>α</mi><mo>=</mo><mo>−</mo><mn>0.3</mn><mo>−</mo><mi>b</mi>", "α = −0.3 − b"),
        ("<mtext>if </mtext><mi>a</mi>", "if a"),
        ("<mfenced><mi>a</mi><mi>b</mi></mfenced>", "(a, b)"),
        ("<mfenced open='[' close=']' separators=''><mi>a</mi></mfenced>", "[a]"),
        (
            "<mtable><mtr><mtd><mi>a</mi></mtd><mtd><mo>=</mo></mtd><mtd><mn>1</mn></mtd></mtr></mtable>",
            "a = 1",
        ),
        ("<mtable><mtr><mtd><mn>1</mn></mtd><mtd><mn>2</mn></mtd></mtr></mtable>", "1, 2"),
        ("<semantics><mi>a</mi><annotation>\\alpha</annotation></semantics>", "a"),
        ("", ""),
    ],
)
def test_mathml_on_one_line(markup: str, text: str) -> None:
    assert math_text(etree.fromstring(f"<math>{markup}</math>")) == text


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (r"2.7 \times 2.7", "2.7 × 2.7"),
        (r"80\%", "80%"),
        (r"p_{\text{roe deer}} = 0.63", "p_{roe deer} = 0.63"),
        (r"$$\documentclass{x}\usepackage{y}\begin{document}$$x \le 3$$\end{document}$$", "x ≤ 3"),
        (r"\begin{align} a &= b \\ c &= 3.5\,\mathrm{cm} \end{align}", "a = b c = 3.5 cm"),
        (r"\sum_{i=1}^n \frac{1}{n}", r"∑_{i=1}^n \frac{1}{n}"),
        (r"\(x\)", "x"),
        ("\\", "\\"),
        ("", ""),
    ],
)
def test_tex_on_one_line(source: str, text: str) -> None:
    assert tex_text(source) == text


@given(st.text(max_size=60) | st.text("\\{}$&^_textrm ", max_size=60))
def test_any_tex_makes_one_line(source: str) -> None:
    assert "\n" not in tex_text(source)


@pytest.mark.parametrize(
    ("tex", "text"),
    [
        (r"x {\color{white} \text{so say}} = 1", "x {} = 1"),
        (r"x = 1 \color{white}\text{so say}", "x = 1"),
        (r"x = 1 \color{white}{\text{so say}} + 2", "x = 1 + 2"),
        (r"x = 1 \color{white}{}\text{so say}", "x = 1"),
        (r"x \textcolor[rgb]{1,1,1}{\text{so say}} = 1", "x = 1"),
        (r"x \textcolor[HTML]{FFFFFF}{\text{so say}} = 1", "x = 1"),
        (r"x \style{display:none}{\text{so say}} = 1", "x = 1"),
    ],
)
def test_what_tex_draws_in_white_is_not_read(tex: str, text: str) -> None:
    assert tex_text(tex) == text


@pytest.mark.parametrize(
    "hiding", ["mathcolor='white'", "mathcolor='#FFF'", "mathsize='1%'", "mathsize='0.5px'", "mathsize='0'"]
)
def test_what_mathml_draws_in_white_or_too_small_is_not_read(hiding: str) -> None:
    math = etree.fromstring(f"<math><mi>x</mi><mrow {hiding}><mtext>so say</mtext></mrow></math>")
    assert math_text(math) == "x"


@pytest.mark.parametrize(
    "look", ["mathcolor='red'", "mathsize='80%'", "mathsize='8pt'", "mathcolor='white' mathbackground='blue'"]
)
def test_what_mathml_shows_is_read(look: str) -> None:
    math = etree.fromstring(f"<math><mi>x</mi><mrow {look}><mtext>so say</mtext></mrow></math>")
    assert "so say" in math_text(math)

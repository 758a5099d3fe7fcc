"""LaTeX: what a space, a box or a drawing takes off the page is left out, and what follows it is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.core import Paper
from generator.reading.latex.reader import read_latex


def read(folder: Path, body: str) -> Paper:
    path = folder / "paper.tex"
    path.write_text(
        f"\\documentclass{{article}}\n\\begin{{document}}\\section{{Results}}\n{body}\n\\end{{document}}\n",
        encoding="utf-8",
    )
    return read_latex(path, id="paper")


@pytest.mark.parametrize(
    "body",
    [
        "We saw.\\hspace*{-20cm}unseen words\n\nThen we slept.",
        "We saw.\\hspace*{-2\\textwidth}unseen words\\par Then we slept.",
        "We saw.\\hspace*{-20cm}unseen words\\hspace*{20cm} Then we slept.",
        "We saw.\\hskip -20cm plus 1fil unseen words\n\nThen we slept.",
        "We saw.\\kern-20cm unseen words\\kern20cm{} Then we slept.",
        "We saw.\n\n\\vspace*{-30cm} unseen words\n\n\\vspace*{30cm} Then we slept.",
        "We saw.\\lower 50cm\\hbox{unseen words} Then we slept.",
        "We saw.\\moveleft 50cm\\hbox to 3cm{unseen words} Then we slept.",
        "We saw.\\setbox0=\\hbox{unseen words} Then we slept.",
        "We saw.\\immediate\\write18{unseen words} Then we slept.",
        "We saw.\\tikz[overlay]\\node[opacity=0]{unseen words}; Then we slept.",
        "We saw. \\begingroup\\color{white} unseen words\\endgroup{} Then we slept.",
        "We saw. \\bgroup\\fontsize{1pt}{1pt}\\selectfont unseen words\\egroup{} Then we slept.",
    ],
)
def test_hidden_text_ends_where_tex_ends_it(tmp_path: Path, body: str) -> None:
    paper = read(tmp_path, body)
    assert [s.text for s in paper.sentences] == ["We saw.", "Then we slept."]
    warned = () if "tikz" in body else ("2 words that no reader sees (white, tiny, off the page) left out",)
    assert paper.warnings == warned


def test_a_page_moved_up_hides_no_more_than_a_page(tmp_path: Path) -> None:
    many = "\n\n".join(
        f"Sentence {n} tells of moths at lamps, and of the nights on which they came." for n in range(200)
    )
    texts = [s.text for s in read(tmp_path, f"We saw.\n\n\\vspace{{-20cm}}{many}").sentences]
    assert texts[0] == "We saw."
    assert not any(text.startswith("Sentence 3 ") for text in texts)
    assert any(text.startswith("Sentence 199 ") for text in texts)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("We saw \\hbox to 3cm{ten} moths.", "We saw ten moths."),
        ("We saw \\raise 2pt\\hbox{ten} moths.", "We saw ten moths."),
        ("We saw ten\\hskip 1em plus 2pt moths.", "We saw ten moths."),
        ("We saw \\framebox[3cm][c]{ten} moths.", "We saw ten moths."),
        (
            "We saw $\\frac12$, $\\frac1{10}$, $\\frac{1}2$ and $1\\tfrac 34$.",
            "We saw 1/2, 1/10, 1/2 and 1 3/4.",
        ),
        (
            "We saw $\\sqrt2$, $10^{-3}$, $\\log_{10}5$ and $1{,}000$.",
            "We saw √2, 10^-3, log_10 5 and 1,000.",
        ),
        ("We saw \\enquote{ten \\enquote{big} moths}.", "We saw “ten ‘big’ moths”."),
        (
            "\\newcommand{\\net}{MothNet\\xspace}We use \\net in \\net, too.",
            "We use MothNet in MothNet, too.",
        ),
        ("We saw 12\\tnote{b} moths.", "We saw 12^b moths."),
    ],
)
def test_what_is_printed_is_read(tmp_path: Path, body: str, expected: str) -> None:
    assert [s.text for s in read(tmp_path, body).sentences] == [expected]

"""Mutations of formats of plain text: what their readers know by name, wherever it stands."""

from __future__ import annotations

import random
from collections.abc import Sequence

_LATEX = (
    "\\begin{table}", "\\end{table}", "\\begin{verbatim}", "\\end{verbatim}",
    "\\begin{tabular}{l*{3}{c}@{}r}", "\\multirow{3}{*}{x}", "\\multicolumn{9}{c}{x}", "\\cline{2-3}",
    "&&&\\\\", "\\hline", "\\footnote{\\footnote{x}}", "\\def\\a#1.#2{\\a#2.#1}\\a x.y",
    "\\def\\a{\\b}\\def\\b{\\a}\\a", "\\newcommand{\\c}[2][\\c]{#1#2}\\c{x}{y}", "\\let\\section\\relax",
    "\\let\\par\\a", "\\renewcommand{\\emph}[1]{\\emph{#1}}", "\\csname x\\endcsname", "\\expandafter\\a\\b",
    "\\catcode`\\%=12", "\\makeatletter\\@for\\x:=a\\do{}", "\\input{paper.tex}", "\\include{../x}",
    "\\iffalse", "\\fi", "\\else", "\\ifnum1<2", "\\newif\\ifx", "\\verb+x+", "\\verb|", "$$", "\\[", "\\]",
    "\\(", "\\left(", "\\frac{\\frac{1}{2}}{", "^{^{^{x}}}", "_", "\\cite[see][]{a,b,,c}", "\\citep*{}",
    "\\ref{}", "\\label{", "\\bibitem[x]{", "\\section*{", "\\paragraph{x}", "\\appendix", "\\item",
    "\\begin{enumerate}", "\\url{http://x/%_#}", "\\href{a}{b}", "\\textcolor{white}{x}", "\\phantom{x}",
    "\\vspace{-1em}", "\\'e\\\"{\\i}\\c c\\v{s}", "\\char\"FFFFFF", "^^M", "^^^^fffe", "\\unicode{0}",
    "\\newenvironment{x}{\\begin{x}}{\\end{x}}", "\\begin{x}", "%\n", "\\\\[2em]", "~",
    "\\SI{1e-3}{\\metre}", "\\num{1.5(2)e3}", "\\begin{comment}", "\\end{comment}", "\\endinput", "\\title{",
    "\\author{A \\and B}", "\\thanks{",
)  # fmt: skip
_MARKDOWN = (
    ":::{note}", ":::", "::::{tab-set}", "```{code-cell} python", "```", "~~~", "{.class #id key=val}",
    "[x]{.smallcaps}", "[@a; -@b, p. 3]", "@a [p. 3]", "[^1]", "[^1]: a\n    b", "^[inline]",
    "![a](b.png){#fig:x width=50%}", "[a](<b c> 'd')", "[a][b]", "[b]: <http://x>", "<!-- x", "-->",
    "<div hidden>", "</div>", "<script>", "<style>", "<details><summary>", "| a | b |\n|---|:-:|\n| c | d |",
    "|---|", ": caption {#tbl:x}", "+---+---+\n| a | b |\n+===+===+", "+---+",
    "  a    b\n  ---  ---\n  1    2\n", "-----", "=====", "# a {-}", "###### ", "1. a", "- [ ] a", "* * *",
    "> > > a", "    code", "$a$", "$$\na\n$$", "\\(a\\)", "\\begin{equation}", "~a~", "^a^", "~~a~~",
    "==a==", "**", "__a__", "*a**b*", "{cite:t}`a`", "{{< include x.qmd >}}", "`r x`", "::: {.callout-note}",
    "```{=html}\n<b>\n```", "---\ntitle: x\n---\n", "---\n", "...\n", "title: [", "&#x202e;", "&nbsp;",
    "&bogus;", "\\", "  \n", "Term\n:   Definition", "*[A]: B", "![](x)" * 40,
)  # fmt: skip
_BIBTEX = (
    "@article{a,", "@string{a = b # a}", "@preamble{\"x\"}", "@comment{", "@", "title = {",
    "title = \"a\" # b # {c},", "author = {A and B and and C, D, E, F},", "author = {{Group}},",
    "year = {20xx},", "crossref = {a},", "doi = {10.1/x}},", "{{{{", "}}}}", "\\\"{o}", "$x$", "\\url{",
    "month = 13,", ",,", "= ", "#", "file = {:x:y;:z},", "url = {javascript:x},",
    "eprint = {hep-th/9901001},", "@Article(a, ", ")", "%", "xdata = {a},", "ids = {a,b},",
    "visibility = {private},",
)  # fmt: skip
_RIS = (
    "TY  - JOUR\n", "ER  - \n", "AU  - \n", "AU  - A, B, C, D\n", "PY  - 9999\n", "Y1  - /////\n",
    "DO  - doi:\n", "SP  -\n", "  - x\n", "ZZ  - x\n", "TI- x\n", "AB  - a\n b\n  c\n", "PMID- 1\n",
    "FAU - A\n", "DP  - 2020 13 99\n", "LID - x [doi]\n", "\n\n", "TY  - \n", "AID - 10.1/x [doi]\n",
    "JT  - \n", "ER  -", "UR  - http://[\n", "\ufeff", "C1  - x" * 50,
)  # fmt: skip
_PLAIN = (
    "ABSTRACT", "1. INTRODUCTION", "1.1.1.1 X", "References", "[1] A. B. C. 2020.", "1.", "- ", "\u2022 a",
    "\f", "\x1b[0m", "Figure 1.", "Table 1. x", "a\tb\tc", "for-\nest", "e.g. i.e. et al. Fig. 1.",
    "10.1234/x", "https://x.org/a.", "...", "\u2026", "(" * 50, "\"" * 50, "A. " * 200, "1 2 3\n" * 50,
    "p < .001", "\u00ad", "\u200b", "\u202e", "\ufb01", "\u2028", "x" * 3000, "Keywords: a; b",
    "Received 1 May", "\u6f22\u5b57\u3002" * 20, "\u0e01\u0e32", "\u0627", "visibility: private",
    "| a | b |",
)  # fmt: skip
_WORDS = {"latex": _LATEX, "markdown": _MARKDOWN, "bibtex": _BIBTEX, "ris": _RIS, "text": _PLAIN}


def changed_text(kind: str, data: bytes, chance: random.Random, others: Sequence[bytes]) -> bytes | None:
    """Move lines of ``data``, take some from others, insert words of its format; None for other kinds."""
    words = _WORDS.get(kind)
    if words is None:
        return None
    lines = data.decode("utf-8", "replace").split("\n")
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(lines))
        end = min(len(lines), at + 1 + int(chance.expovariate(0.3)))
        way = chance.randrange(7)
        if way == 0:
            lines.insert(at, chance.choice(words))
        elif way in (1, 2):
            place = chance.randint(0, len(lines[at]))
            word = chance.choice(words) * chance.choice((1, 1, 1, 1, 2, 40))
            lines[at] = lines[at][:place] + word + lines[at][place:]
        elif way == 3:
            piece = lines[at:end]
            del lines[at:end]
            to = chance.randint(0, len(lines))
            lines[to:to] = piece
        elif way == 4 and others:
            theirs = chance.choice(others).decode("utf-8", "replace").split("\n")
            start = chance.randrange(len(theirs))
            lines[at:end] = theirs[start : start + chance.choice((1, 3, 10))]
        elif way == 5:
            lines[at:at] = lines[at:end] * chance.choice((1, 1, 3, 30))
        else:
            lines[at] = chance.choice(("", " ", "    ", "\t", "> ", "- ", "  ")) + lines[at].lstrip()
        lines = lines or [""]
    return "\n".join(lines).encode("utf-8", "replace")

"""LaTeX source becomes papers: what is printed, without the commands that print it; nothing is executed."""

from __future__ import annotations

import gzip
import io
import re
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.core import Paper, Person
from generator.errors import UnreadablePaper
from generator.reading import ReadingLimits, read_papers
from generator.reading.latex.reader import read_latex
from tests.reading.seen import roles, shape, text

Read = Callable[..., Paper]
Outcome = Callable[..., Paper | UnreadablePaper]


def document(body: str, head: str = "") -> str:
    return f"\\documentclass{{article}}\n{head}\n\\begin{{document}}\n{body}\n\\end{{document}}\n"


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def reader(body: str, head: str = "") -> Paper:
        path = tmp_path / "paper.tex"
        path.write_text(document(body, head), encoding="utf-8")
        return read_latex(path, id="paper")

    return reader


@pytest.mark.parametrize(
    ("authors", "people"),
    [
        (r"\author{Ada Okoye\textsuperscript{1,2} \and Ben van Dijk\thanks{Lamp Fund.}}", 2),
        ("\\author{Ada Okoye$^{1}$, Ben van Dijk$^{2,*}$ \\\\ Institute of Lamps, Nowhere 12 Road}", 2),
        ("\\author[1]{Ada Okoye}\\author[2]{Ben van Dijk}\\affil[1]{Institute of Lamps}", 2),
        (r"\author{\IEEEauthorblockN{Ada Okoye}\IEEEauthorblockA{X}\and \IEEEauthorblockN{Ben van Dijk}}", 2),
    ],
)  # fmt: skip
def test_title_and_authors_become_metadata(read: Read, authors: str, people: int) -> None:
    metadata = read(
        r"\maketitle Text.", "\\title{Moths at\\\\ \\textbf{lamps}\\thanks{Thanks.}}" + authors
    ).metadata
    assert metadata.title == "Moths at lamps"
    assert metadata.authors[:people] == (Person("Okoye", "Ada"), Person("van Dijk", "Ben"))


def test_sections_whatever_the_class_calls_them(read: Read) -> None:
    paper = read(r"""\begin{abstract}We counted.\end{abstract}
    \section{Introduction}\label{sec:a} A. \subsection[short]{Lamps \& nets} B.
    \section*{Methods} C. \paragraph{Nets.} D. \begin{acknowledgments}Thanks.\end{acknowledgments}""")
    assert shape(paper) == [
        ("abstract", "", 1),
        ("introduction", "Introduction", 1),
        ("introduction", "Lamps & nets", 2),
        ("methods", "Methods", 1),
        ("methods", "Nets.", 4),
        ("back", "Acknowledgements", 1),
    ]
    assert paper.metadata.abstract == "We counted."
    assert shape(read(r"\chapter{Methods} A. \section{Nets} B."))[1][2] == 2


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("One % gone\ntwo.", "One two."),
        ("5\\% of lamps.%\n", "5% of lamps."),
        ("caf\\'e, \\\"{u}ber, \\c{c}a, stra{\\ss}e, \\v{s}, na\\\"{\\i}ve, \\o, \\aa",
         "café, über, ça, straße, š, naïve, ø, å"),
        ("``quoted'' --- 3--4~m", "“quoted” — 3–4 m"),
        ("\\emph{Noctua \\textbf{exempla}}", "Noctua exempla"),
        ("{\\bf bold} and {\\it slanted}", "bold and slanted"),
        ("10$^{-3}$ mol, CO$_2$, m$^2$, 20$^\\circ$C", "10^-3 mol, CO2, m2, 20°C"),
        ("$\\alpha \\leq \\frac{1}{n+1}$", "α ≤ 1/(n+1)"),
        ("\\(x_{i}\\) and \\[y = \\sqrt{n}\\] too", "x_i and y = √n too"),
        ("\\begin{align*} a &= b \\label{e} \\\\ c &= d \\end{align*}", "a = b c = d"),
        ("\\SI{5}{\\square\\metre} of \\SI{3}{\\cubic\\centi\\metre}", "5 m^2 of 3 cm^3"),
        ("\\qty{9}{\\kilo\\gram\\per\\metre\\squared} at \\SI{2}{\\newton\\metre}", "9 kg/m^2 at 2 N m"),
        ("\\qtyrange{1}{2}{\\metre} or \\numlist{1;2;3}", "1–2 m or 1, 2, 3"),
        ("\\SIlist{1;2}{\\gram} of it", "1, 2 g of it"),
        ("\\nicefrac{1}{2} of it", "1/2 of it"),
        ("\\texorpdfstring{$x$}{x} rules", "x rules"),
        ("\\replaced{new}{old} \\deleted{gone }\\DIFdel{old }\\DIFadd{lamps}", "new lamps"),
        ("12\\textsuperscript{b} and x\\textsubscript{max}", "12^b and x_max"),
        ("\\SI{5.2}{\\kilo\\metre} and \\SIrange{1}{2}{\\second}", "5.2 km and 1–2 s"),
        ("\\textcolor{red}{red} \\textcolor{white}{unseen} text", "red text"),
        ("{\\color{white}unseen} text", "text"),
        ("see \\verb|a_b%c|", "see a_b%c"),
        ("\\colorbox{black}{\\textcolor{white}{seen}} text", "seen text"),
        ("\\fontsize{9}{11}\\selectfont seen {\\tiny seen} \\scalebox{0.8}{seen}", "seen seen seen"),
        ("\\raisebox{2pt}{seen}\\hspace{-2em} \\textcolor[gray]{0.4}{seen}", "seen seen"),
        ("\\textcolor{white!20!black}{seen} \\textcolor{blue!40}{seen}", "seen seen"),
        ("\\pdftooltip{seen}{unseen text}", "seen"),
        ("\\unknown[option]{kept}", "kept"),
        ("\\vspace{2cm}A\\label{x} lamp\\index{lamp}", "A lamp"),
        ("line one\\\\[2ex] line two", "line one line two"),
        ("Fig.~\\ref{fig:a}", "Fig. [fig:a]"),
        ("[in brackets] stays", "[in brackets] stays"),
        ("\\textbf[odd stays", "[odd stays"),
        ("costs 5\\$ and {unclosed", "costs 5$ and unclosed"),
        ("A\u00e9 \\LaTeX{} x", "Aé LaTeX x"),
    ],
)  # fmt: skip
def test_running_text_reads_as_printed(read: Read, source: str, expected: str) -> None:
    assert text(read(source)) == expected


HIDING = [
    "\\textcolor{white}{%s}", "{\\color{white}%s}", "{\\color{white} a \n\n %s}",
    "\\textcolor[rgb]{1,1,1}{%s}",
    "\\textcolor[HTML]{FEFEFE}{%s}", "\\textcolor[gray]{.99}{%s}", "\\textcolor[cmyk]{0,0,0,0}{%s}",
    "\\textcolor[RGB]{255,254,255}{%s}", "\\textcolor{white!98!black}{%s}", "\\textcolor{blue!2}{%s}",
    "\\textcolor{paper}{%s}", "\\textcolor{sheet}{%s}", "{\\fontsize{0.1}{0.1}\\selectfont %s}",
    "\\begin{center}\\fontsize{1pt}{1pt}\\selectfont %s\\end{center}", "\\scalebox{0.01}{%s}",
    "\\resizebox{0.1pt}{!}{%s}", "\\raisebox{-900cm}[0pt][0pt]{%s}", "{\\transparent{0}%s}",
    "\\texttransparent{0.0}{%s}", "{\\hspace*{-999cm}%s}", "{\\kern-9999pt %s}", "\\phantom{%s}",
    "\\invisible{%s}", "\\sbox{\\mine}{%s}", "\\begin{lrbox}{\\mine}%s\\end{lrbox}", "\\typeout{%s}",
    "\\special{%s}", "\\begin{secret}%s\\end{secret}", "\\hide{%s}", "\\pdftooltip{It}{%s}",
    "\\colorbox{red}{\\textcolor{red}{%s}}", "\\color{white} a \\footnote{%s} \\color{black}",
]  # fmt: skip
UNPRINTED = ["%% %s", "\\iffalse %s\\fi", "\\ifdraft{%s}{}", "\\begin{comment}%s\\end{comment}",
             "\\ifdefined\\x %s\\fi", "\\drop{%s}"]  # fmt: skip


@pytest.mark.parametrize("source", [*HIDING, *UNPRINTED])
def test_what_the_typeset_page_does_not_show_is_no_text(read: Read, source: str) -> None:
    head = (
        r"\definecolor{paper}{rgb}{1,1,.99}\colorlet{sheet}{white}\excludecomment{secret}"
        r"\newcommand{\hide}[1]{\textcolor{white}{#1}}\newcommand{\drop}[1]{}"
    )
    body = f"Bees flew.\n\n{source.replace('%s', 'The seeds were fixed').replace('%%', '%')}\n\nIt rained."
    paper = read(body, head)
    assert "seeds" not in paper.text
    assert paper.text.startswith("Bees flew.")
    assert paper.text.endswith("It rained.")
    warned = any("that no reader sees (white, tiny, off the page) left out" in w for w in paper.warnings)
    assert warned == (source in HIDING)


def test_white_on_a_dark_page_or_in_a_painted_table_is_seen(read: Read) -> None:
    assert "seen" in read(r"\textcolor{white}{seen}", r"\pagecolor{black}").text
    rows = r"\begin{tabular}{ll}\rowcolor{blue}\textcolor{white}{Lamp} & Moths \\ a & 7\end{tabular}"
    assert "Lamp | Moths" in read(rows).text


@pytest.mark.parametrize(
    ("head", "body", "expected"),
    [
        (r"\newcommand{\moth}{\emph{Noctua}}", r"A \moth{} flew.", "A Noctua flew."),
        (r"\def\moth{Noctua}", r"A \moth\ flew.", "A Noctua flew."),
        (r"\newcommand{\rev}[1]{\textcolor{blue}{#1}}", r"A \rev{new} moth.", "A new moth."),
        (r"\newcommand{\todo}[1]{}", r"A \todo{check} moth.", "A moth."),
        (r"\newcommand{\two}[2][bright]{#1 #2}", r"A \two{lamp}, a \two[dim]{lamp}.",
         "A bright lamp, a dim lamp."),
        (r"\newcommand{\N}{\mathbb{N}}", r"In $\N$.", "In N."),
        (r"\newif\ifdraft \draftfalse", r"A \ifdraft draft\else moth\fi.", "A moth."),
        (r"\newif\ifdraft \drafttrue", r"A \ifdraft draft\else moth\fi.", "A draft."),
        ("", r"A \iffalse never \iftrue x\fi\fi moth.", "A moth."),
        ("", "A moth.\n\\begin{comment}\nnever\n\\end{comment}", "A moth."),
        ("Never in the head.", r"A moth.", "A moth."),
        (r"\newcommand{\section}{gone}", r"\section{Methods} A moth.", "A moth."),
    ],
)  # fmt: skip
def test_commands_of_the_author_and_conditions(read: Read, head: str, body: str, expected: str) -> None:
    assert text(read(body, head)) == expected


def test_what_only_tex_can_decide_is_left_out_with_a_warning(read: Read) -> None:
    paper = read(r"A \ifx\a\b maybe\else perhaps\fi moth.")
    assert text(paper) == "A moth."
    assert "only TeX can decide" in paper.warnings[0]


def test_lists_captions_tables_and_notes(read: Read) -> None:
    paper = read(r"""The seed\footnote{It was 1234.} was
    \begin{figure}[t]\includegraphics{x}\caption[short]{A lamp.}\label{f}\end{figure}
    fixed. \begin{itemize}\item one lamp \item two lamps \begin{enumerate}\item[a] of sodium\end{enumerate}
    \end{itemize}
    \begin{table}\caption{Counts.}\begin{tabular}{l|rr}\toprule Lamp & \multicolumn{2}{c}{Moths} \\ \midrule
    sodium & 31 & 7 \\ mercury & & {8 \& 9}\\ \bottomrule\end{tabular}\end{table}
    \begin{lstlisting}
x = 1  # kept
    \end{lstlisting}""")
    assert roles(paper) == [
        ("prose", ["The seed was fixed."]),
        ("prose", ["1 It was 1234."]),
        ("caption", ["A lamp."]),
        ("list", ["one lamp", "two lamps", "a of sodium"]),
        ("caption", ["Counts."]),
        ("table", ["Lamp | Moths", "sodium | 31 | 7", "mercury | | 8 & 9"]),
        ("list", ["x = 1 # kept"]),
    ]


def test_links_keep_their_targets(read: Read) -> None:
    paper = read(
        r"See \url{https://example.org/a_b%20c} and \href{https://example.org/d\#x}{our \emph{code}}."
    )
    assert text(paper) == "See https://example.org/a_b%20c and our code."
    assert paper.sentences[0].links == ("https://example.org/a_b%20c", "https://example.org/d#x")


LIST = (
    r"\begin{thebibliography}{9}\bibitem{a} A. Okoye.\newblock Bats. 1999.\bibitem{b}B\end{thebibliography}"
)
NATBIB = (
    r"\begin{thebibliography}{9}\bibitem[Okoye et~al.(1999)Okoye, Dijk]{a} Okoye. Bats.\end{thebibliography}"
)


@pytest.mark.parametrize(
    ("source", "first"),
    [
        (rf"Known \cite{{a, b}}. {LIST}", "Known [1, 2]."),
        (rf"Known \cite[p.~3]{{b}}. {LIST}", "Known [2, p. 3]."),
        (rf"Known \citep{{a}}. {NATBIB}", "Known (Okoye et al., 1999)."),
        (rf"\citet{{a}} knew. {NATBIB}", "Okoye et al. (1999) knew."),
        (r"Known \cite{okoye99}.", "Known [okoye99]."),
    ],
)  # fmt: skip
def test_marks_of_citation_read_as_printed(read: Read, source: str, first: str) -> None:
    assert read(source).sentences[0].text == first


def test_references_from_the_text_or_from_the_bbl_beside(tmp_path: Path, read: Read) -> None:
    inside = read(f"Text. {LIST}")
    assert [s.text for s in inside.sections[-1].sentences] == ["A. Okoye. Bats. 1999.", "B"]
    assert inside.sections[-1].kind == "references"
    (tmp_path / "paper.bbl").write_text(LIST)
    beside = read(r"Text \cite{b}. \bibliographystyle{plain}\bibliography{refs}")
    assert [s.text for s in beside.sections[-1].sentences] == ["A. Okoye. Bats. 1999.", "B"]
    assert beside.sentences[0].text == "Text [2]."
    (tmp_path / "paper.bbl").write_text(
        r"\entry{a}{article}{}{}\name{author}{1}{}{{{hash=x}{family={Okoye},given={Ada}}}}"
        r"\field{title}{Bats at {L}amps}\field{year}{1999}\verb{doi}\verb 10.1234/bats \endverb\endentry"
    )
    (line,) = read(r"Text. \printbibliography").sections[-1].sentences
    assert line.text == "Okoye. (1999). Bats at Lamps. doi:10.1234/bats"
    (tmp_path / "paper.bbl").unlink()
    assert "list of references" in read(r"Text. \bibliography{refs}").warnings[0]


def test_parts_come_from_the_folder_and_from_nowhere_else(tmp_path: Path) -> None:
    (tmp_path / "secret.tex").write_text("Secret.")
    home = tmp_path / "home"
    (home / "parts").mkdir(parents=True)
    (home / "parts/methods.tex").write_text("\\section{Methods} Two lamps.")
    (home / "link.tex").symlink_to(tmp_path / "secret.tex")
    path = home / "main.tex"
    path.write_text(
        document(
            "\\input{parts/methods}\\include{missing}\\input{../secret}\\input{link}\\input /etc/hostname\n"
            "\\input{|ls}\\write18{ls}\\openin1=/etc/passwd Text."
        )
    )
    paper = read_latex(path, id="x")
    assert "Two lamps." in paper.text
    assert "Secret" not in paper.text
    assert sum("outside its folder" in w for w in paper.warnings) == 3
    assert sum("is missing" in w for w in paper.warnings) == 2


def archive(kind: str) -> bytes:
    file = io.BytesIO()
    if kind == "zip":
        with zipfile.ZipFile(file, "w") as packed:
            packed.writestr("main.tex", document("Text."))
    else:
        with tarfile.open(fileobj=file, mode="w:gz") as packed_tar:
            info = tarfile.TarInfo("main.tex")
            info.size = len(document("Text."))
            packed_tar.addfile(info, io.BytesIO(document("Text.").encode()))
    return file.getvalue()


@pytest.mark.parametrize("command", ["import", "subimport"])
def test_parts_are_imported_from_the_folder_that_is_named(command: str, read: Read, tmp_path: Path) -> None:
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts/bats.tex").write_text("Bats were counted.")
    paper = read(f"\\{command}{{parts/}}{{bats}} Text.")
    assert [s.text for s in paper.sentences] == ["Bats were counted.", "Text."]
    assert paper.warnings == ()


@pytest.mark.parametrize(
    ("name", "content", "what"),
    [
        ("x.tex", b"\\section{Methods} A part.", "part of a LaTeX document"),
        ("x.tex", b"\\documentclass{article}", "breaks off before"),
        ("x.tex", b"\\begin{document} Text.", "no .end.document"),
        ("x.tex", document("").encode(), "prints no text"),
        ("x.tex", document("\\begin{figure} x").encode(), "has no end"),
        ("x.tex", document("\\footnote{x").encode(), "nothing closes"),
        ("x.tex", document("\\def\\a{\\a\\a}\\a").encode(), "more text than any paper"),
        ("x.tex", document("\\input{x}").encode(), "inputs more files"),
        (
            "x.tex",
            document("\\begin{figure}" * 3000 + "\\end{figure}" * 3000).encode(),
            "more text|too deeply",
        ),
        ("x.tex", bytes(range(256)) * 30, "binary"),
        ("x.tex", b"", "empty"),
        ("2401.00010.tar.gz", archive("tar"), "archive of LaTeX source"),
        ("2401.00010.zip", archive("zip"), "archive of LaTeX source"),
        ("2401.00010.gz", gzip.compress(document("Text.").encode(), mtime=0), "compressed with gzip"),
    ],
)
def test_what_holds_no_paper_is_refused_in_one_sentence(
    tmp_path: Path, name: str, content: bytes, what: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    ((_, error),) = read_papers([path], limits=ReadingLimits(seconds=30))
    assert isinstance(error, UnreadablePaper)
    assert re.search(what, error.what), error.what
    assert "report it" not in str(error)
    assert "\n" not in str(error)


PIECES = st.lists(
    st.sampled_from(
        ["\\section{", "}", "{", "\\begin{itemize}", "\\item", "[", "]", "\\end{itemize}",
         "\\begin{tabular}{ll}",
         "&", "\\\\", "\\end{tabular}", "$", "$$", "\\[", "\\]", "\\begin{equation}", "\\end{equation}",
         "%", "\n",
         "\n\n", "\\footnote{", "\\newcommand{\\a}[1]{#1#1}", "\\a", "\\def\\b", "\\let\\a\\b",
         "\\iffalse", "\\else",
         "\\fi", "\\newif\\ifx", "\\cite{", "\\'", "\\verb|", "\\url{", "\\href{", "lamp ", "7", ".",
         "\\caption{",
         "\\begin{figure}", "\\end{figure}", "\\begin{thebibliography}{", "\\bibitem[",
         "\\end{thebibliography}",
         "\\multicolumn{99999}{c}{", "\\textcolor{white}{", "\\color{white}", "\\SI{", "\\end{document}",
         "\\input{",
         "\\begin{verbatim}", "\\frac{1}{", "\\textsuperscript{", "#", "~", "\\", "\x00", "\u202e"]
    ),
    max_size=40,
).map("".join)  # fmt: skip


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(PIECES)
def test_no_source_breaks_the_reader(tmp_path: Path, outcome: Outcome, body: str) -> None:
    path = tmp_path / "x.tex"
    path.write_text(document(body), encoding="utf-8")
    outcome(read_latex, path)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_no_broken_off_file_is_half_read(tmp_path: Path, outcome: Outcome, data: st.DataObject) -> None:
    path = tmp_path / "x.tex"
    whole = document(f"\\section{{Methods}} Text. {LIST}")
    path.write_text(whole[: data.draw(st.integers(0, len(whole) - 3))])
    assert isinstance(outcome(read_latex, path), UnreadablePaper)

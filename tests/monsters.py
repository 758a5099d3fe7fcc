"""Made-up files of every format that repeat one thing without end: what a reader may take too long for."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

from generator.core.formats import Format

_JATS = (
    b'<article xmlns:xlink="http://www.w3.org/1999/xlink"><front><article-meta><title-group><article-title>T'
    b"</article-title></title-group></article-meta></front><body>%b</body><back>%b</back></article>"
)
_TEI = (
    b'<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>T</title></titleStmt>'
    b"</fileDesc></teiHeader><text><body>%b</body></text></TEI>"
)
_WORD = (
    b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>%b</w:body>'
    b"</w:document>"
)

# Repeated in a file of running text, whatever marks it up.
PROSE = (
    ". ",
    "A. ",
    "e.g. ",
    "...",
    "(a. B ",
    "[1] ",
    "https://a.org/b ",
    "www.",
    "10.1234/a ",
    "a",
    "a-",
    "«“",
    "1. ",
)
SUFFIXES: dict[Format, str] = {
    "markdown": ".md", "html": ".html", "jats": ".xml", "tei": ".tei.xml", "latex": ".tex", "text": ".txt",
    "docx": ".docx", "pdf": ".pdf",
}  # fmt: skip
_UNITS: dict[Format, tuple[str, ...]] = {
    "markdown": (
        "[",
        "![",
        "](",
        "[a](b ",
        "*",
        "**a ",
        "_a",
        "`",
        "``` ",
        "$",
        "$$",
        "<",
        "<a>",
        "<!--",
        "&",
        "&amp;",
        "> ",
        "- a\n",
        "  - a\n",
        "1. a\n",
        "# a\n",
        "a\n\n",
        "| a ",
        "| a | b |\n|---|---|\n",
        "[^1]",
        "[^1]: a\n\n",
        "{{<",
        ":::\n",
        "::: {.a}\n",
        "\\",
        "\\begin{a}\n",
        "^a^",
        "~a~",
        "@a ",
        "[@a; @b] ",
        "---\n",
        "<div>\n",
        "{#a}",
        " ",
    ),
    "html": (
        "<p>",
        "<p>a</p>",
        "<div>",
        "<span>",
        "<b>a",
        "<table><tr><td>a",
        "<tr><td>a</td></tr>",
        "<a href='#x'>1</a>",
        "<a href='https://a.org'>a</a> ",
        "&amp;",
        "&",
        "<",
        "<!--",
        "<sup>1</sup>",
        "<li>a",
        "<h2>a</h2>",
        "<br>",
        "<style>.a{color:red}</style>",
        "<p style='color:#fff'>a</p>",
        "<p class='a'>a</p>",
        "<script>a</script>",
        "<math><mi>x</mi></math>",
        "<figure><img src=a>",
        "\\(x\\) ",
        "<p id='a'>a</p>",
        "<section>",
    ),
    "jats": (
        "<p>a</p>",
        "<sec><title>a</title><p>b</p></sec>",
        "<p>",
        "<p>a <xref rid='r' ref-type='bibr'>1</xref></p>",
        "<p><ext-link xlink:href='https://a.org'>a</ext-link></p>",
        "<table-wrap><table><tr><td>a</td></tr></table></table-wrap>",
        "<p><italic>a</italic></p>",
        "<fig><caption><p>a</p></caption></fig>",
        "<list><list-item><p>a</p></list-item></list>",
        "<p><sup>1</sup></p>",
        "<disp-formula>x</disp-formula>",
        "<!-- a -->",
        "<?a?>",
        "&amp;",
    ),
    "tei": (
        "<p>a</p>",
        "<div><head>a</head><p>b</p></div>",
        "<p><ref target='#b1'>1</ref></p>",
        "<p><s>a.</s></p>",
        "<table><row><cell>a</cell></row></table>",
        "<figure><figDesc>a</figDesc></figure>",
        "<list><item>a</item></list>",
        "<note>a</note>",
        "<p><formula>x</formula></p>",
        "<p coords='1,1,1,1,1'>a</p>",
    ),
    "latex": (
        "{",
        "{a}",
        "\\emph{a} ",
        "\\emph{",
        "$x$ ",
        "$",
        "% a\n",
        "\\begin{x}",
        "\\begin{itemize}\\item a",
        "\\item a\n",
        "\\newcommand{\\a}{b}",
        "\\a",
        "\\cite{a} ",
        "~",
        "&",
        "\\\\",
        "\\section{a}\n",
        "\\label{a}",
        "\\ref{a}",
        "\\footnote{a}",
        "\\verb|a|",
        "a\n\n",
        "\\iffalse ",
        "\\def\\a#1{#1}",
        "\\href{https://a.org}{a} ",
        "\\url{a}",
        "^{",
        "[",
        "]",
        "\\bibitem{a} b\n",
    ),
    "text": (
        "\n\n",
        "a\n",
        "a-\n",
        "1 a\n",
        "1. A\n\n",
        "# ",
        "A\n=\n",
        "\f",
        "  a  b  c\n",
        "A B\n\n",
        "[1] A. B. (2001) C.\n",
        "-\n",
    ),
    "docx": (
        "<w:p><w:r><w:t>a</w:t></w:r></w:p>",
        "<w:r><w:t>a</w:t></w:r>",
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc></w:tr></w:tbl>",
        "<w:p><w:fldSimple w:instr='REF a'><w:r><w:t>1</w:t></w:r></w:fldSimple></w:p>",
        "<w:p><w:ins><w:r><w:t>a</w:t></w:r></w:ins></w:p>",
    ),
    "pdf": (
        "(a) Tj\n",
        "0 -12 Td (a b c) Tj\n",
        "1 0 0 1 72 700 Tm (a) Tj\n",
        "(a b ) Tj 30 0 Td\n",
        "q Q\n",
        "0 0 m 9 9 l S\n",
        "0 0 9 9 re f\n",
    ),
}


def monsters() -> list[tuple[Format, str]]:
    """Each format with each thing that a file of it can repeat."""
    made = [(format, unit) for format, units in _UNITS.items() for unit in units]
    return made + [
        (format, unit) for format in _UNITS if format not in ("docx", "pdf", "latex") for unit in PROSE
    ]


def monster(format: Format, unit: str, size: int) -> bytes:
    """Return a file of about ``size`` bytes that repeats ``unit``."""
    body = (unit * (size // len(unit.encode()) + 1)).encode()
    return _WRAPPED.get(format, _as_it_is)(body, unit)


def _as_it_is(body: bytes, unit: str) -> bytes:
    return b"Title\n\nWords before. " + body + b" x\n"


def _marked_up(body: bytes, unit: str) -> bytes:
    return body if unit.startswith("<") else b"<p>" + body + b"</p>"


def _word(body: bytes, unit: str) -> bytes:
    inner = body if not unit.startswith("<w:r>") else b"<w:p>" + body + b"</w:p>"
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", _WORD % inner)
    return file.getvalue()


def _pdf(body: bytes, unit: str) -> bytes:
    line = b"(Many slow moths fly to the old lamps at night, and some of them stay.) Tj 0 -12 Td\n"
    content = b"BT /F1 10 Tf 72 700 Td\n" + 12 * line + body + b"ET\n"
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%b\nendstream" % (len(content), content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    out = b"%PDF-1.7\n"
    places = []
    for number, part in enumerate(parts, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer<</Root 1 0 R/Size 6>>\nstartxref\n%d\n%%%%EOF\n" % len(out)
    return out + b"xref\n0 6\n0000000000 65535 f \n" + table + end


_WRAPPED: dict[Format, Callable[[bytes, str], bytes]] = {
    "html": lambda body, unit: b"<html><body><h1>T</h1>" + _marked_up(body, unit) + b"</body></html>",
    "jats": lambda body, unit: _JATS % (_marked_up(body, unit), b""),
    "tei": lambda body, unit: _TEI % _marked_up(body, unit),
    "latex": lambda body, unit: b"\\documentclass{article}\\begin{document}a " + body + b"\\end{document}",
    "docx": _word,
    "pdf": _pdf,
}

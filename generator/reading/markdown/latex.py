"""LaTeX inside Markdown, which R Markdown and Quarto pass through: tables, captions, citations.

>>> with_citations("See [@ada]."), is_bare_command("A line of text.")
('See [@ada].', False)
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from generator.reading.markdown.tables import pipe_table
from generator.reading.mathml import tex_text

CAPTION = "\ue000"  # starts a paragraph that is the caption of a figure or table
_FLOAT = re.compile(
    r"\s{0,3}\\begin\{(table|figure|tabular|longtable|tabularx|sidewaystable|wrapfigure)(\*?)\}"
)
_TABULAR = re.compile(r"\\begin\{(?:tabular|longtable|tabularx)\*?\}")
_TABULAR_END = re.compile(r"\\end\{(?:tabular|longtable|tabularx)\*?\}")
_LINES = re.compile(
    r"\\(?:hline|toprule|midrule|bottomrule|addlinespace|endhead|endfirsthead|endfoot|centering|small"
    r"|footnotesize"
    r"|(?:cline|cmidrule|label|vspace|hspace"
    r"|includegraphics)(?:\([a-z]{1,4}\))?(?:\[[^\]]{0,80}\])?\{[^{}]{0,200}\})"
)
_CITE = re.compile(
    r"\\(?P<how>[Cc]ite[a-z]{0,12}\*?|parencite|textcite|autocite"
    r"|footcite)(?:\[[^\]]{0,80}\]){0,2}\{(?P<keys>[^{}]{1,300})\}"
)
_BARE = re.compile(
    r"\s{0,3}\\(?:newpage|clearpage|cleardoublepage|pagebreak|(?:big|med|small)skip|noindent|appendix"
    r"|maketitle"
    r"|tableofcontents|listoffigures|listoftables|centering|hfill|vfill|par|printbibliography"
    r"|(?:vspace|hspace|setcounter|bibliography|bibliographystyle|pagestyle|label|renewcommand|newcommand)\*?"
    r"(?:\{[^{}]{0,200}\}){1,3})\s*"
)
_MAX_FLOAT_LINES = 400
_MAX_BRACED_CHARS = 3000


def float_at(lines: Sequence[str], index: int) -> tuple[list[str], int] | None:
    """Return the table or figure at a line as Markdown, and the index after it; None if there is none."""
    opening = _FLOAT.match(lines[index])
    if opening is None:
        return None
    closing = f"\\end{{{opening[1]}{opening[2]}}}"
    for end in range(index, min(index + _MAX_FLOAT_LINES, len(lines))):
        if closing in lines[end]:
            source = "\n".join(lines[index : end + 1])
            return [*_captions(source), *_table(source)], end + 1
    return None


def is_bare_command(line: str) -> bool:
    """Return True if a line has nothing but a command for the layout of the page."""
    return line.lstrip().startswith("\\") and _BARE.fullmatch(line) is not None


def with_citations(line: str) -> str:
    """Return a line with its citations as Pandoc writes them: ``@key``, ``[@key; @other]``."""
    return _CITE.sub(_citation, line) if "cite" in line.lower() and "\\" in line else line


def _citation(found: re.Match[str]) -> str:
    keys = "; ".join(f"@{key.strip()}" for key in found["keys"].split(",") if key.strip())
    return keys if found["how"].lower().startswith(("citet", "textcite", "citeauthor")) else f"[{keys}]"


def _captions(source: str) -> list[str]:
    captions = []
    for found in re.finditer(r"\\caption(?:\[[^\]]{0,200}\])?\{", source):
        if text := _braced(source, found.end()):
            captions += ["", CAPTION + " ".join(text.split()), ""]
    return captions


def _braced(source: str, start: int) -> str:
    """Return the text from ``start`` to the closing brace; empty if there is none."""
    depth = 1
    for at in range(start, min(start + _MAX_BRACED_CHARS, len(source))):
        depth += {"{": 1, "}": -1}.get(source[at], 0)
        if depth == 0:
            return source[start:at]
    return ""


def _table(source: str) -> list[str]:
    opening = _TABULAR.search(source)
    closing = _TABULAR_END.search(source, opening.end()) if opening else None
    if opening is None or closing is None:
        return []
    inside = source[opening.end() : closing.start()]
    while inside[:1] in ("{", "["):  # columns, width
        end = _braced(inside, 1) if inside[0] == "{" else inside[1:].partition("]")[0]
        inside = inside[len(end) + 2 :]
    inside = _LINES.sub(" ", re.sub(r"\\caption(?:\[[^\]]{0,200}\])?\{[^{}]{0,2000}\}", " ", inside))
    rows = []
    for row in re.split(r"\\\\(?:\[[^\]]{0,20}\])?|\\tabularnewline", inside):
        cells = [tex_text(cell).replace("\\&", "&") for cell in re.split(r"(?<!\\)&", row)]
        if any(cells):
            rows.append(cells)
    return pipe_table(rows)

r"""What Pandoc, Quarto, R Markdown and MyST add to CommonMark, rewritten for a CommonMark parser.

>>> to_commonmark("::: {.note}\nSee [the sites]{.mark}.\n:::")
'\nSee [the sites]{.mark}.\n'
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.reading.markdown.comments import without_comments
from generator.reading.markdown.directives import directive_at, is_myst, part_of, part_title, target_of
from generator.reading.markdown.hiding_styles import MarkdownStyles
from generator.reading.markdown.latex import CAPTION, float_at, is_bare_command, with_citations
from generator.reading.markdown.tables import table_at, without_plus

_FENCE = re.compile(r"^(?P<indent>\s{0,3}|\s*(?:[-*+]|[0-9]+\.)\s+)(?P<fence>`{3,}|~{3,})(?P<info>[^`]*)$")
_DIV = re.compile(r"^\s*:{3,}[^:]*:*\s*$|^\s{0,3}:{3,}\s*\{[^{}]{0,500}\}\s*$")
_DIV_TITLE = re.compile(r"\btitle\s?=\s?(?:\"([^\"]{1,300})\"|'([^']{1,300})')")
_SHORTCODE = re.compile(r"\{\{<\s*+[^<>]{0,300}>\}\}")
_HTML_TABLE = re.compile(r"\s{0,3}<table\b", re.IGNORECASE)
_MAX_TABLE_LINES = 5000
_ENVIRONMENT = re.compile(r"^\s*\\begin\{(equation|align|gather|multline|eqnarray|displaymath|math)(\*?)\}")
_DEFINITION = re.compile(r"[:~]\s{1,3}(?=\S)")
_EXAMPLE = re.compile(r"^(\s{0,3})(?:\(@[\w-]{0,40}\)|#\.)(?=\s)")
_REFERENCE = re.compile(r"\\@ref\(([^()\s]{1,80})\)")
_TEXT_REFERENCE = re.compile(r"\s{0,3}\(ref:[\w-]{1,60}\)\s{1,4}(?=\S)")
_RULED = re.compile(r"\s{0,3}\|?[\s:|+-]{3,}")
_MAX_STATEMENT_CHARS = 300  # of code on one line
_MAX_FORMULA_LINES, _MAX_LINE_BLOCK_LINES = 200, 200
_COMMENT_SIGN = re.compile(r"\s#")
_CONTINUED = re.compile(r"(?:[,(\[{+\-*/|&=<>~]|%>%|\|>|%[^%\s]*%|\\|<-|->|\band|\bor|\bin)\s*$")


def to_commonmark(text: str, part_level: int = 1, styles: MarkdownStyles | None = None) -> str:
    """Return ``text`` with nothing but constructs that a CommonMark parser knows.

    The fences of divs, and comments, are removed. Directives become what they show. A displayed formula
    becomes one line, so that no line of it looks like a list or a heading. Every table becomes a pipe table.
    Parts of the paper between block breaks (data availability, acknowledgements) become sections of
    ``part_level`` at the end. Divs and spans that hide their text are removed with it, and counted in
    ``styles``.
    """
    made = _Expansion(is_myst(text), styles or MarkdownStyles())
    lines = made.expand(without_comments(text), 0)
    for title, part in made.parts:
        lines += ["", f"{'#' * part_level} {title}", "", *part]
    return "\n".join(lines)


def section_level(text: str) -> int:
    """Return the level of a text's section headings: 2 if a single heading of level 1 is its title."""
    top = len(re.findall(r"^# +\S", text, re.MULTILINE))
    return 2 if top == 1 and re.search(r"^## +\S", text, re.MULTILINE) else 1


class _Expansion:
    """Rewrites a text line by line. myst: True if ``%`` opens comments."""

    def __init__(self, myst: bool, styles: MarkdownStyles) -> None:
        self._myst = myst
        self._styles = styles
        self.parts: list[tuple[str, list[str]]] = []

    def expand(self, text: str, depth: int) -> list[str]:
        """Return the lines of ``text`` as CommonMark. depth: number of directives around it."""
        body: list[str] = []
        out = body
        lines = text.split("\n")
        label, index = "", 0
        while index < len(lines):
            line = lines[index]
            if self._myst and depth == 0 and (part := part_of(line)) is not None:
                out, index = body, index + 1
                if part == "abstract":
                    out += ["", "# Abstract", ""]
                elif part:
                    out = []
                    self.parts.append((part_title(part), out))
                continue
            if self._myst and (named := target_of(line)):
                label, index = named, index + 1
                continue
            if label and line.strip():
                if re.match(r"#{1,6}\s", line) and "{" not in line:
                    line = f"{line.rstrip(' #')} {{#{label}}}"
                label = ""
            found = self._block(lines, index, depth)
            if found is not None:
                out += found[0]
                index = found[1]
            else:
                out += _line(self._styles.without_spans(line), lines[index - 1] if index else "")
                index += 1
        return body

    def _block(self, lines: list[str], index: int, depth: int) -> tuple[list[str], int] | None:
        """Return the lines that replace the construct at a line, and the index after it; None for text."""
        line = lines[index]
        bare = line.lstrip()
        if not bare:
            return None
        if bare[0] in "`~:" and (made := directive_at(lines, index, depth, self.expand)):
            return made
        if fence := _FENCE.match(line):
            return _fenced(lines, index, fence)
        if self._myst and line[0] == "%":
            return [], index + 1
        if _DIV.match(line):
            if (after := self._styles.end_of_hidden(lines, index)) is not None:
                return [""], after
            title = _DIV_TITLE.search(line)
            return (["", title[1] or title[2], ""] if title else [""]), index + 1
        if (closing := _display(line)) is not None:
            formula, after = _collected(lines, index + 1, line, closing)
            return [formula], after
        if is_bare_command(line):
            return [""], index + 1
        if _HTML_TABLE.match(line):
            return _html_table(lines, index)
        return float_at(lines, index) or table_at(lines, index) or _line_block(lines, index)


def _fenced(lines: list[str], index: int, opening: re.Match[str]) -> tuple[list[str], int]:
    """Return the lines of a code block unchanged, and the index after it."""
    fence = opening["fence"]
    for at in range(index + 1, len(lines)):
        found = _FENCE.match(lines[at])
        same = found and found["fence"][0] == fence[0] and len(found["fence"]) >= len(fence)
        if found and same and not found["info"].strip():
            return lines[index : at + 1], at + 1
    return lines[index:], len(lines)


def _html_table(lines: list[str], index: int) -> tuple[list[str], int] | None:
    """Return the lines of a table in HTML without blank ones, which would cut it, and the index after it.

    None if there is Markdown between its tags.
    """
    for end in range(index, min(index + _MAX_TABLE_LINES, len(lines))):
        after_blank = end > index and not lines[end - 1].strip()
        if after_blank and lines[end].strip() and not lines[end].lstrip().startswith("<"):
            return None
        if "</table" in lines[end].lower():
            return [*(line for line in lines[index : end + 1] if line.strip()), ""], end + 1
    return None


def _line(line: str, before: str) -> list[str]:
    """Return one line of text as CommonMark. before: the line above it."""
    line = with_citations(_SHORTCODE.sub("", without_plus(line)))
    if "\\@ref" in line:
        line = _REFERENCE.sub(r"\1", line)
    if (found := _DEFINITION.match(line)) and before.strip() and not before.lstrip().startswith("|"):
        return ["", line[found.end() :]]
    if found := _TEXT_REFERENCE.match(line):
        return ["", CAPTION + line[found.end() :], ""]
    return [_EXAMPLE.sub(r"\1-", line)]


def _line_block(lines: list[str], index: int) -> tuple[list[str], int] | None:
    """Return the lines of a poem or an address (``| line``) as text; None for the rows of a table."""
    end = index
    while end < len(lines) and re.match(r"\|(?:\s|$)", lines[end]):
        if (
            end > index + _MAX_LINE_BLOCK_LINES
            or _RULED.fullmatch(lines[end])
            or lines[end].rstrip().endswith("|")
        ):
            return None
        end += 1
    above = lines[index - 1].strip() if index else ""
    if end == index or above.startswith("|"):
        return None
    return ["", *(f"{line[1:].strip()}  " for line in lines[index:end]), ""], end


def _display(line: str) -> str | None:
    """Return what closes the displayed formula that a line begins; None unless it goes on after the line."""
    bare = line.strip()
    if bare.startswith("$$") and bare.count("$$") % 2 == 1:
        return "$$"
    if bare.startswith("\\[") and "\\]" not in bare:
        return "\\]"
    if found := _ENVIRONMENT.match(line):
        closing = f"\\end{{{found[1]}{found[2]}}}"
        return closing if closing not in bare else None
    return None


def _collected(lines: list[str], index: int, first: str, closing: str) -> tuple[str, int]:
    """Return the lines of a formula as one, and the index after it; just ``first`` if nothing closes it."""
    for end in range(index, min(index + _MAX_FORMULA_LINES, len(lines))):
        if closing in lines[end]:
            return " ".join(x.strip() for x in [first, *lines[index : end + 1]]), end + 1
    return first, index


def statements(code: str) -> Iterator[str]:
    """Yield the statements of a code chunk, each on one line, without blank lines and chunk options.

    A line that is indented, or that follows one which cannot end a statement, is joined to the line before,
    up to 300 characters: twelve lines of a pipeline are one thing to read. Nothing is joined to a comment,
    of which it would be a part.
    """
    statement = ""
    commented = False  # the statement so far ends with a comment
    for line in code.split("\n"):
        bare = line.strip()
        if not bare or bare.startswith("#|"):
            if not bare and statement:
                yield statement
                statement = ""
            continue
        comment = bare.startswith(("#", "//"))
        continues = (
            line[0].isspace()
            or bare[0] in ")]}"
            or (_CONTINUED.search(statement) and not statement.startswith("#"))
        )
        fits = len(statement) + len(bare) < _MAX_STATEMENT_CHARS
        if statement and continues and fits and not comment and not commented:
            statement = f"{statement} {bare}"
        else:
            if statement:
                yield statement
            statement = bare
        commented = comment or _ends_with_comment(bare)
    if statement:
        yield statement


def _ends_with_comment(line: str) -> bool:
    """Return True if a line of code has a comment behind it: a "#" that is in no string.

    >>> _ends_with_comment("f(x) # of moths"), _ends_with_comment("f('a # b')")
    (True, False)
    """
    before = (line[: sign.start()] for sign in _COMMENT_SIGN.finditer(line))
    return any(not code.count('"') % 2 and not code.count("'") % 2 for code in before)

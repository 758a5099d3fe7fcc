"""MyST: directives, targets, comments and parts, rewritten as the Markdown that they stand for.

>>> directive_at(["```{note} Sites", "We sampled nine lakes.", "```"], 0, 0, lambda text, depth: [text])
(['', 'Sites', '', 'We sampled nine lakes.', ''], 3)
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from generator.reading.block_text import names
from generator.reading.markdown.latex import CAPTION
from generator.reading.markdown.tables import pipe_table

_OPENING = re.compile(
    r"(?P<fence>`{3,}|~{3,}|:{3,})\s{0,3}\{(?P<name>[A-Za-z][\w:.-]{0,40})\}(?P<argument>.{0,1000})"
)
_OPTION = re.compile(r"\s{0,3}:(?P<name>[A-Za-z][\w-]{0,40}):(?P<value>.*)")
_TARGET = re.compile(r"\(([\w:. -]{1,100})\)=\s*")
_BREAK = re.compile(r"\+\+\+\s{0,3}(\{.{0,2000}\})?\s*")
_MYST = re.compile(
    r"^(?:(?:`{3,}|:{3,})\{(?!(?:r|python|julia|bash|ojs|sql|mermaid|dot|stan)\})[a-z][\w:-]{1,30}\}"
    r"|\([\w:-]{1,60}\)=\s*$|\+\+\+)|\{[a-z:]{2,12}\}`",
    re.MULTILINE,
)
_CODE = names(
    "code code-cell code-block sourcecode python r julia bash sh sql ojs stan rcpp javascript js css"
    " ipython prompt"
    " mermaid graphviz dot octave perl matlab haskell node c cpp fortran console eval py literalinclude"
)
_FIGURES = names("figure image figure-md subfigure video")
_SILENT = names(
    "bibliography toctree contents tableofcontents include index raw iframe embed meta only footbibliography"
    " autosummary automodule autoclass autofunction list-of-figures widget anywidget button"
)
_PICTURE = re.compile(r"!\[[^\]]{0,300}\]\([^)]{0,500}\)|<img\b[^>]{0,500}>")
_MAX_DIRECTIVE_DEPTH = 8  # directives in directives
_MAX_OPTION_LINES = 60  # in a YAML block at the start of a directive

Expand = Callable[[str, int], list[str]]


@dataclass(frozen=True, slots=True)
class _Directive:
    name: str
    argument: str
    options: dict[str, str]
    body: list[str]


def is_myst(text: str) -> bool:
    """Return True if a text uses what MyST adds to Markdown, so that ``%`` opens a comment."""
    return _MYST.search(text) is not None


def directive_at(
    lines: Sequence[str], index: int, depth: int, expand: Expand
) -> tuple[list[str], int] | None:
    """Return the lines that replace the directive at ``lines[index]``, and the index after it.

    None if there is no directive. expand: turns the text inside a directive into Markdown, one level deeper.
    """
    opening = _OPENING.fullmatch(lines[index].rstrip())
    if opening is None or depth >= _MAX_DIRECTIVE_DEPTH:
        return None
    name = opening["name"].lower()
    fence = opening["fence"]
    if fence[0] != ":" and (name in _CODE or re.match(r"\s*[,=]|\s+\w+\s*[,=]", opening["argument"])):
        end = _end(lines, index + 1, fence)
        return _code(lines[index:end], opening), min(end + 1, len(lines))
    end = _end(lines, index + 1, fence)
    made = _directive(name, opening["argument"].strip(), list(lines[index + 1 : end]))
    return ["", *_to_markdown(made, depth, expand), ""], min(end + 1, len(lines))


def target_of(line: str) -> str | None:
    """Return the label that a line sets for what follows it: ``(label)=``; None for any other line."""
    found = _TARGET.fullmatch(line)
    return found[1] if found else None


def part_of(line: str) -> str | None:
    """Return the part that a block break names; "" if it names none, None if the line is no block break."""
    found = _BREAK.fullmatch(line)
    if found is None:
        return None
    try:
        data = json.loads(found[1] or "{}")
    except (ValueError, RecursionError):
        return ""
    part = data.get("part") if isinstance(data, dict) else None
    return part if isinstance(part, str) else ""


def part_title(part: str) -> str:
    """Return a part's key as a title: ``data_availability`` -> ``Data availability``."""
    return " ".join(re.split(r"[_\s-]+", part)).strip().capitalize()


def _end(lines: Sequence[str], start: int, fence: str) -> int:
    """Return the index of the line that closes ``fence``; the number of lines if none does."""
    depth = 1
    for at in range(start, len(lines)):
        bare = lines[at].strip()
        if not bare.startswith(fence):
            continue
        if bare == fence[0] * len(bare):
            depth -= 1
            if depth == 0:
                return at
        elif fence[0] == ":" and bare.startswith(fence + "{"):
            depth += 1
    return len(lines)


def _code(lines: Sequence[str], opening: re.Match[str]) -> list[str]:
    """Return a code cell without its options. A cell of Quarto or R Markdown stays as it is."""
    made = _directive(opening["name"], opening["argument"].strip(), list(lines[1:]))
    caption = made.options.get("caption", "")
    inside = made.body if made.options else list(lines[1:])
    return [*_caption(caption), lines[0], *inside, opening["fence"]]


def _directive(name: str, argument: str, body: list[str]) -> _Directive:
    options: dict[str, str] = {}
    at = 0
    if body and body[0].strip() == "---":
        end = next((i for i in range(1, min(len(body), _MAX_OPTION_LINES)) if body[i].strip() == "---"), 0)
        for line in body[1:end]:
            key, _, value = line.partition(":")
            options[key.strip()] = value.strip().strip("\"'")
        at = end + 1 if end else 0
    else:
        while at < len(body) and (found := _OPTION.fullmatch(body[at])):
            options[found["name"].lower()] = found["value"].strip()
            at += 1
    return _Directive(name, argument, options, body[at:])


def _to_markdown(made: _Directive, depth: int, expand: Expand) -> list[str]:
    """Return the Markdown that a directive stands for."""
    body = "\n".join(made.body)
    if made.name in _SILENT:
        return []
    if made.name in _CODE:
        return ["```", *made.body, "```"]
    if made.name in _FIGURES:
        paragraphs = re.split(r"\n\s*\n", body)
        shown = [" ".join(p.split()) for p in paragraphs]
        return [line for p in shown if not _PICTURE.fullmatch(p) for line in _caption(p)]
    if made.name == "math":
        return [f"$$ {' '.join((made.argument + ' ' + body).split())} $$"]
    if made.name == "list-table":
        return [*_caption(made.argument), *pipe_table(_list_rows(made.body))]
    if made.name == "csv-table":
        return [
            *_caption(made.argument),
            *pipe_table(_csv_rows([made.options.get("header", ""), *made.body])),
        ]
    inside = expand(body, depth + 1)
    if made.name == "table":
        return [*_caption(made.argument), "", *inside]
    # The argument is a title; only that of "seealso" and "margin" may be their text.
    return [*([made.argument, ""] if made.argument else []), *inside]


def _caption(text: str) -> list[str]:
    return ["", CAPTION + text, ""] if text.strip() else []


def _csv_rows(lines: Sequence[str]) -> list[list[str]]:
    """Return the rows of comma-separated lines; none if a field is longer than the csv module allows."""
    try:
        return [row for row in csv.reader(filter(str.strip, lines), skipinitialspace=True) if row]
    except csv.Error:
        return []


def _list_rows(lines: Sequence[str]) -> list[list[str]]:
    """Return the rows of a list of lists: ``* - cell`` starts a row, ``  - cell`` continues it."""
    rows: list[list[str]] = []
    for line in lines:
        row = re.match(r"\s{0,3}[*+-]\s{1,4}[*+-](?:\s{1,4}|$)(?P<cell>.*)", line)
        cell = None if row else re.match(r"\s{1,8}[*+-](?:\s{1,4}|$)(?P<cell>.*)", line)
        if row:
            rows.append([row["cell"].strip()])
        elif cell and rows:
            rows[-1].append(cell["cell"].strip())
        elif line.strip() and rows:
            rows[-1][-1] = f"{rows[-1][-1]} {line.strip()}"
    return rows

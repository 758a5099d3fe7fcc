"""The tokens of a LaTeX paper as blocks, in reading order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import takewhile

from generator.core.paper import SectionKind
from generator.reading.block_text import LONG_ITEM, Inline
from generator.reading.compose import PaperBlock
from generator.reading.grid import GridCell, cell_span, write_grid
from generator.reading.latex import command_names as names
from generator.reading.latex.prose import Prose
from generator.reading.latex.stream import Stream
from generator.reading.latex.tokens import LatexToken, source_of

_FRONT = frozenset(
    ("title", "author", "affil", "institute", "affiliation", "address", "keywords", "IEEEauthorblockA")
)
_ROW_ENDS = frozenset(("\\", "tabularnewline", "cr"))
_RULES = frozenset(("hline", "midrule", "endhead", "endfirsthead"))
_TABLE_PARTS = frozenset(("endhead", "endfirsthead", "endfoot", "endlastfoot"))


class LatexWalker(Prose):
    """Builds the blocks of a paper while tokens come.

    front: what the title page is made of, by the command that holds it.
    """

    def __init__(self, stream: Stream, marks: dict[str, tuple[str, str]], *, started: bool = False) -> None:
        super().__init__(stream, marks)
        self.front: dict[str, list[Inline]] = {}
        self.has_references = False
        self.wants_references = False
        self._environments: list[tuple[str, SectionKind | None]] = []
        self._started = started

    def command(self, name: str) -> None:
        """Write a command, with the arguments that belong to it."""
        if name == "begin":
            self._begin(source_of(self.stream.argument()).strip())
        elif name == "end":
            self._end(source_of(self.stream.argument()).strip())
        elif name in _FRONT:
            self.stream.star()
            self.stream.option()
            people = self.front.setdefault(name, [])
            people += [self.inline(part) for part in _title_page_parts(self.stream.argument())]
        elif self.hides(name):
            return
        elif name in names.LAYOUT:
            self._layout(name)
        elif self._started:
            self._printed(name)

    def _printed(self, name: str) -> None:
        stream, line = self.stream, self.line
        if name in names.HEADINGS:
            self._heading(names.HEADINGS[name])
        elif name in ("caption", "captionof", "subcaption", "subfloat"):
            stream.star()
            if name == "captionof":
                stream.argument()
            option = stream.option()
            self.apart(option or [] if name == "subfloat" else stream.argument(), "caption")
        elif name == "item":
            self._item()
        elif name == "bibitem":
            stream.option()
            stream.argument()
            line.newline()
        elif name in ("bibliography", "printbibliography", "printbibliography"):
            self._bibliography(name)
        elif name in names.ALGORITHM:
            line.newline()
            line.add(names.ALGORITHM[name] + " ")
        elif name in ("and", "And", "AND", "newline", "par"):
            self.flush() if name == "par" and not self._in_one_piece else line.gap()
        elif name in names.STATEMENTS and self._started:
            self._section(*names.STATEMENTS[name])
        else:
            self.words(name)

    def _begin(self, name: str) -> None:
        if name == "document":
            self._started = self.stream.in_text = True
            return
        bare = name.rstrip("*")
        if not self._started or self.skips(name):
            return
        if bare in names.MATHS:
            for _ in range(names.ENVIRONMENT_ARGUMENTS.get(bare, 0)):
                self.stream.argument()
            self.line.gap()
            self.line.add(self._tex(self.stream.environment(name)))
            self.line.gap()
        elif name in names.TABLES:
            self._table(name)
        elif name in names.FLOATING:
            self.stream.option()
            for _ in range(names.ENVIRONMENT_ARGUMENTS.get(bare, 0)):
                self.stream.argument()
            self.apart(self.stream.environment(name), "caption")
        else:
            self._open(name, bare)

    def _open(self, name: str, bare: str) -> None:
        self.stream.option()
        for _ in range(names.ENVIRONMENT_ARGUMENTS.get(name, 0)):
            self.stream.argument()
        if bare in names.LISTS and self._flat:
            self._environments.append((f"{name}//", self.kind))
            return
        if bare in names.LISTS:
            inner, self._items = self._items, self._items if self._items is not None else []
            if inner is None:
                self.flush()
            else:
                self._close_item()
            self._environments.append((name if inner is None else f"{name}/", self.kind))
            return
        if not self._in_one_piece:
            self.flush()
        self._environments.append((name, self.kind))
        if name in names.SECTIONS:
            title, kind = names.SECTIONS[name]
            if title:
                self._section(title, kind)
            else:
                self.kind = kind
        elif name == "thebibliography":
            self.has_references = True
            self._section("References", "references")
            self.kind, self._role, self._flat = "references", "list", True

    def _end(self, name: str) -> None:
        if name == "document":
            self.flush()
            self.ended = True
            return
        if not self._started or not self._environments:
            return
        opened, kind = self._environments[-1]
        if opened.rstrip("/") != name:
            return
        self._environments.pop()
        if opened.endswith("//"):
            self.line.gap()
        elif name.rstrip("*") in names.LISTS:
            self._close_item()
            if not opened.endswith("/"):
                self._listed(self._items or [])
                self._items = None
        elif name == "thebibliography":
            self._flat = False
            self.flush()
            self._role = "prose"
        elif not self._in_one_piece:
            self.flush()
        self.kind = kind

    def _heading(self, level: int) -> None:
        self.stream.star()
        self.stream.option()
        title = self.inline(self.stream.argument())
        if not self._in_one_piece:
            self.flush()
        if title:
            self.blocks.append(title.block("heading", level=level))

    def _section(self, title: str, kind: SectionKind) -> None:
        self.flush()
        self.blocks.append(PaperBlock("heading", title, level=names.HEADINGS["section"], kind=kind))

    def _item(self) -> None:
        label = self.stream.option()
        if self._items is None:
            self.line.gap()
            return
        self._close_item()
        if label:
            self.line.append(self.inline(label))
            self.line.gap()

    def _close_item(self) -> None:
        line, self.line = self.line, Inline()
        if line and self._items is not None:
            self._items.append(line)

    def _listed(self, items: list[Inline]) -> None:
        if any(item.length > LONG_ITEM for item in items):
            self.blocks += [item.block("prose", kind=self.kind) for item in items]
        elif items:
            whole = Inline()
            for item in items:
                whole.newline()
                whole.append(item)
            self.blocks.append(whole.block("list", kind=self.kind))
        self.flush()

    def _table(self, name: str) -> None:
        self.stream.option()
        for _ in range(names.ENVIRONMENT_ARGUMENTS.get(name, 0)):
            self.stream.argument()
        body = self.stream.expanded(self.stream.environment(name))
        rows = Inline()
        ground = self.enter_table(body)
        header = write_grid(self._grid(_rows(body)), rows)
        self.leave_table(ground)
        if self._flat:
            self.line.gap()
            self.line.add(rows.text.replace("\n", " "))
            self.line.gap()
        elif rows:
            self._floats.append(rows.block("table", kind=self.kind, header=header))

    def _grid(self, rows: Sequence[list[list[LatexToken]]]) -> Iterator[list[GridCell]]:
        """Yield the cells of each row. Those above the first rule between rows are column headers."""
        ruled = [
            i for i, row in enumerate(rows) if i and any(t.text in _RULES for t in _leading_commands(row[0]))
        ]
        for number, row in enumerate(rows):
            yield [self._cell(cell, bool(ruled) and number < ruled[0]) for cell in row]

    def _cell(self, found: list[LatexToken], heads: bool) -> GridCell:
        across = 1
        for at, token in enumerate(found):
            if token.kind == "command" and token.text == "multicolumn":
                across = cell_span(source_of(found[at + 1 : at + 4]).partition("}")[0].strip("{ "))
                break
            if token.kind != "space":
                break
        return GridCell(self.inline(found), across, is_header=heads)

    def _bibliography(self, name: str) -> None:
        self.stream.option()
        if name == "bibliography":
            self.stream.argument()
        self.wants_references = True


def _title_page_parts(found: list[LatexToken]) -> list[list[LatexToken]]:
    """Return the tokens of a title page, split at ``\\and``, which separates people, and at line ends."""
    parts: list[list[LatexToken]] = [[]]
    for token in found:
        if token.kind == "command" and token.text in ("and", "And", "AND", "\\"):
            parts.append([])
        else:
            parts[-1].append(token)
    return parts


def _leading_commands(cell: list[LatexToken]) -> Iterator[LatexToken]:
    """Yield the commands at the start of a cell."""
    return takewhile(lambda token: token.kind in ("command", "space"), cell)


def _rows(body: list[LatexToken]) -> list[list[list[LatexToken]]]:
    """Return the cells of a table, row by row; marks in braces or in a nested table separate nothing."""
    rows: list[list[list[LatexToken]]] = [[[]]]
    depth = 0
    for token in body:
        depth += (token.kind == "open") - (token.kind == "close")
        if token.kind == "command" and token.text in ("begin", "end"):
            depth += 1 if token.text == "begin" else -1
        if depth <= 0 and token.kind == "cell":
            rows[-1].append([])
        elif token.kind == "command" and (
            token.text in _TABLE_PARTS or (depth <= 0 and token.text in _ROW_ENDS)
        ):
            rows.append([[]])
        else:
            rows[-1][-1].append(token)
    return rows

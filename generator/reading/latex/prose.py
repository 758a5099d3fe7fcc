"""The running text of LaTeX: words, characters, formulas, marks, and notes that follow the paragraph."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterable

from generator.core.paper import Role, SectionKind
from generator.reading.block_text import Inline, add_quoted
from generator.reading.compose import PaperBlock
from generator.reading.latex import command_names as names
from generator.reading.latex.formulas import ACCENTS, accented, formula_text, sign
from generator.reading.latex.hiding import Hiding
from generator.reading.latex.references import cited
from generator.reading.latex.stream import Stream
from generator.reading.latex.tokens import LatexToken, source_of
from generator.reading.latex.units import unit_text
from generator.reading.raised import add_formula, add_script
from generator.reading.web_addresses import target

_QUOTES = (("``", "“"), ("''", "”"), ("---", "—"), ("--", "–"), ("`", "‘"), ("'", "’"))
_NO_SPACE_BEFORE = frozenset(".,;:?!'\u2019)]}/-–— \n")  # as the package xspace has it
_NOTES = frozenset(("footnote", "footnotetext", "thanks", "endnote", "tnote@", "sidenote"))


class Prose(Hiding):
    """Writes running text while tokens come, and makes paragraphs of it.

    kind: of paragraphs that a command or an environment separates from the text (abstract, keywords,
    references). ended: True after ``\\end{document}``.
    """

    def __init__(self, stream: Stream, marks: dict[str, tuple[str, str]]) -> None:
        super().__init__(stream)
        self.marks = marks
        self.blocks: list[PaperBlock] = []
        self.ended = False
        self.kind: SectionKind | None = None
        self._floats: list[PaperBlock] = []
        self._role: Role = "prose"
        self._notes = 0
        self._quotations = 0  # around the current place
        self._items: list[Inline] | None = None  # of the current list
        self._flat = False  # True while everything is written on one line

    def run(self, until: Callable[[], bool] = lambda: False) -> None:
        """Write everything that comes, up to the end of the document or until ``until()`` is true."""
        while not self.ended and not until() and (token := self.stream.next()) is not None:
            self.write(token)

    def write(self, token: LatexToken) -> None:
        """Write one token, with the arguments that belong to it."""
        kind = token.kind
        if kind == "command":
            self.command(token.text)
        elif not self._started:
            return  # the preamble prints nothing
        elif kind == "text":
            self.line.add(_typeset(token.text))
        elif kind in ("space", "cell"):
            self.line.gap()
        elif kind == "paragraph":
            if not self._in_one_piece:
                self.flush()
            self.line.gap()
        elif kind == "math":
            self._inline_formula(token.text)
        elif kind == "link":
            self._link(token)
        elif kind == "raw":
            self._code(token.text)

    def flush(self) -> None:
        """End the paragraph. Its notes and floats follow it."""
        line, self.line = self.line, Inline()
        if line:
            self.blocks.append(line.block(self._role, kind=self.kind))
        floats, self._floats = self._floats, []
        self.blocks += floats

    def inline(self, found: Iterable[LatexToken]) -> Inline:
        """Return tokens as text on one line; notes in them follow after the paragraph."""
        saved = self.line, self._started, self._items, self._flat
        self.line, self._started, self._items, self._flat = Inline(), True, None, True
        try:
            with self.stream.only(found):
                self.run()
            return self.line
        finally:
            self.line, self._started, self._items, self._flat = saved

    def apart(self, found: Iterable[LatexToken], role: Role = "prose", lead: str = "") -> None:
        """Write tokens as blocks of their own, which follow after the paragraph."""
        saved = self.line, self.blocks, self._floats, self._role, self._items, self._flat
        self.line, self.blocks, self._floats, self._role, self._items, self._flat = (
            Inline(),
            [],
            [],
            role,
            None,
            False,
        )
        try:
            self.line.add(lead)
            with self.stream.only(found):
                self.run()
            self.flush()
            made = self.blocks
        finally:
            self.line, self.blocks, self._floats, self._role, self._items, self._flat = saved
        self._floats += made

    @property
    def _in_one_piece(self) -> bool:
        """True where blank lines separate nothing: in an item, a cell, a caption."""
        return self._flat or self._items is not None

    @abstractmethod
    def command(self, name: str) -> None:
        """Write a command, with the arguments that belong to it."""

    def words(self, name: str) -> None:
        """Write a command of running text."""
        stream, line = self.stream, self.line
        if name in names.WORDS:
            word = names.WORDS[name]
            line.gap() if word == " " else line.add(word)
        elif name in ACCENTS and (len(name) == 1):
            letter = self.inline(stream.argument()).text
            line.add(accented(name, letter) if letter else "")
        elif name == "\\":
            stream.star()
            stream.option()
            line.gap()
        elif name in ("(", "["):
            self._formula({"(": ")", "[": "]"}[name])
        elif name == "enquote":
            stream.star()
            self._quotations += 1
            quoted = self.inline(stream.argument())
            self._quotations -= 1
            add_quoted(line, lambda: line.append(quoted), within=self._quotations > 0)
        elif name == "ensuremath":
            line.add(self._tex(stream.argument()))
        elif name in names.CITES:
            self._cite(name)
        elif name in names.REFERS:
            stream.star()
            line.add(f"[{source_of(stream.argument()).strip()}]")
        elif name in _NOTES:
            stream.option()
            self._notes += name != "thanks"
            self.apart(stream.argument(), lead=f"{self._notes} " if name != "thanks" else "")
        elif name == "footnotemark":
            stream.option()
        elif name in ("textsuperscript", "textsubscript", "up", "tnote"):
            self._script(name, self.inline(stream.argument()))
        elif name == "xspace":
            line.before_next(lambda text: line.gap() if text[0] not in _NO_SPACE_BEFORE else None)
        elif name in names.WRAPPING:
            while stream.option() is not None:
                continue
            for _ in range(names.WRAPPING[name]):
                stream.argument()
                stream.option()
        elif name in names.FIRST_PRINTED:
            first = self.inline(stream.argument())
            stream.argument()
            line.append(first)
        elif name in names.FRACTIONS:
            stream.option()
            line.add("/".join(self.inline(stream.argument()).text for _ in range(2)))
        elif name in names.QUANTITIES:
            self._quantity(name)
        elif name in names.UNITS:
            line.add(names.UNITS[name])
        elif name == "doi":
            doi = source_of(stream.argument()).strip()
            with line.link(target(doi)):
                line.add(doi)
        elif name in names.PARTS_OF_ADDRESS:
            line.gap()
        elif shown := sign(name):
            line.add(shown)
        else:
            stream.option()  # the arguments of a command that we do not know are text

    def _layout(self, name: str) -> None:
        self.stream.star()
        if names.LAYOUT[name]:
            self.stream.option()
        for _ in range(names.LAYOUT[name]):
            self.stream.argument()
            self.stream.option()

    def _tex(self, found: Iterable[LatexToken]) -> str:
        return formula_text(source_of(self.stream.expanded(found)))

    def _inline_formula(self, mark: str) -> None:
        found: list[LatexToken] = []
        while (token := self.stream.raw()) is not None and token.kind not in ("math", "paragraph"):
            found.append(token)
        if token is None or token.kind == "paragraph":
            self.stream.back([*found, *([token] if token else [])])  # not a formula: nothing closes it
            self.line.add(mark)
            return
        if mark == "$$":
            self.line.gap()
        add_formula(self.line, self._tex(found))
        if mark == "$$":
            self.line.gap()

    def _formula(self, closing: str) -> None:
        found: list[LatexToken] = []
        while (token := self.stream.raw()) is not None and token != ("command", closing, f"\\{closing}"):
            found.append(token)
        if closing == "]":
            self.line.gap()
        self.line.add(self._tex(found))
        if closing == "]":
            self.line.gap()

    def _script(self, name: str, inside: Inline) -> None:
        """Append superscript or subscript so that it reads as printed and does not fuse two numbers."""
        add_script(
            self.line,
            inside.text,
            raised=name != "textsubscript",
            write=lambda: self.line.append(inside),
        )

    def _cite(self, name: str) -> None:
        self.stream.star()
        first, second = self.stream.option(), self.stream.option()
        note = second if second is not None else first
        keys = [key.strip() for key in source_of(self.stream.argument()).split(",") if key.strip()]
        shown = self.inline(note).text if note else ""
        if keys:
            self.line.add(cited(name, keys, self.marks, shown))

    def _link(self, token: LatexToken) -> None:
        href = target(token.text)
        with self.line.link(href):
            if token.source == "url":
                self.line.add(token.text)
            else:
                self.line.append(self.inline(self.stream.argument()))

    def _code(self, text: str) -> None:
        lines = "\n".join(filter(None, (" ".join(line.split()) for line in text.splitlines())))
        if not self._in_one_piece:
            self.flush()
        if lines:
            self.blocks.append(PaperBlock("list", lines, kind=self.kind))

    def _quantity(self, name: str) -> None:
        """Append a number with its unit, a range or a list of them."""
        self.stream.option()
        count, has_unit = names.QUANTITIES[name]
        parts = [self.stream.argument() for _ in range(count)]
        unit = ""
        if has_unit:
            found = self.stream.expanded(parts.pop())
            source = source_of(found)
            unit = unit_text(source) if "\\" in source else self.inline(found).text
        numbers = [self.inline(part).text for part in parts]
        if name == "ang":
            numbers = [f"{numbers[0]}°"]
        shown = "–".join(numbers)
        if name.endswith("list"):
            shown = ", ".join(number.strip() for number in shown.split(";"))
        self.line.add(" ".join(filter(None, (shown, unit))))


def _typeset(text: str) -> str:
    for written, shown in _QUOTES:
        if written in text:
            text = text.replace(written, shown)
    return text

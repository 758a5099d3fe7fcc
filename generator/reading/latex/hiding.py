"""Commands that hide text from readers in LaTeX.

They are obeyed while tokens come; hidden words are counted.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from generator.reading.block_text import Inline, names
from generator.reading.latex import primitives, unseen
from generator.reading.latex.stream import Stream
from generator.reading.latex.tokens import LatexToken, source_of

_PAINTING = names("rowcolor cellcolor columncolor rowcolors")
_SIZES = names("tiny scriptsize footnotesize small normalsize large Large LARGE huge Huge fontsize")
_OPENING, _CLOSING = names("begingroup bgroup"), names("endgroup egroup")
_PARAGRAPHS = names("par item section subsection subsubsection paragraph chapter newline")
_PAGE_ENDS = names("newpage clearpage cleardoublepage pagebreak")
_PRIMITIVES = primitives.SHIFTS | primitives.BOXES | names("setbox write tikz")
_PAPER, _UNKNOWN = "white", "?"  # grounds, see `Hiding`


class _Ends(NamedTuple):
    """Where hidden text ends, at the latest with its group.

    undoing: commands that may undo the hiding. more: others that end it. on_line: a paragraph ends it.
    limit: the number of characters after which it ends.
    """

    undoing: frozenset[str]
    more: frozenset[str] = frozenset()
    on_line: bool = False
    limit: int | None = None


class Hiding(ABC):
    """Leaves out what a reader of the typeset page does not see. hidden: number of hidden words.

    ground: the colour below the text, as the source states it; "?" if only TeX knows it.
    """

    def __init__(self, stream: Stream) -> None:
        self.stream = stream
        self.hidden = 0
        self.line = Inline()
        self._started = False
        self._ground = _PAPER
        self._white: dict[str, bool] = {}  # the paper's own colours: whether they look white
        self._offsets: dict[str, float] = {}  # by which spaces have moved the text, by their axis
        self._excluded: set[str] = {"lrbox"}  # environments whose content is not typeset in place

    @abstractmethod
    def inline(self, found: Iterable[LatexToken]) -> Inline:
        """Return tokens as text on one line."""

    def hides(self, name: str) -> bool:
        """Obey a command that hides text, or that defines what does. Return True if it is such a command."""
        if name in unseen.UNSEEN:
            self._leave_out(name)
        elif name in unseen.SWITCHES:
            self._switch(name)
        elif name in unseen.SPACES:
            self._space(name)
        elif name in _PRIMITIVES:
            self._primitive(name)
        elif name in unseen.BOXES and self._started:
            self._box(name)
        elif name in ("colorbox", "fcolorbox") and self._started:
            self._painted(name)
        elif name in ("definecolor", "colorlet", "pagecolor", "excludecomment"):
            self._define_look(name)
        elif name == "pdftooltip" and self._started:
            shown = self.stream.argument()
            self._count(self.stream.argument())
            self.stream.back(shown)
        else:
            return False
        return True

    def skips(self, environment: str) -> bool:
        """Skip an environment that has just begun, if the paper does not typeset it. Return True if so."""
        if environment not in self._excluded:
            return False
        self._count(self.stream.environment(environment))
        return True

    def enter_table(self, body: Sequence[LatexToken]) -> str:
        """Note the ground below the cells of a table. Return the ground around it, for `leave_table`."""
        before = self._ground
        if any(token.kind == "command" and token.text in _PAINTING for token in body):
            self._ground = _UNKNOWN
        return before

    def leave_table(self, ground: str) -> None:
        """Return to the ground around a table."""
        self._ground = ground

    def _count(self, found: Iterable[LatexToken]) -> None:
        self.hidden += sum(token.kind in ("text", "raw") for token in found) if self._started else 0

    def _leave_out(self, name: str) -> None:
        self.stream.star()
        self.stream.option()
        for _ in range(unseen.UNSEEN[name]):
            self.stream.argument()
            self.stream.option()
        self._count(self.stream.argument())

    def _switch(self, name: str) -> None:
        stream = self.stream
        stream.star()
        model = source_of(stream.option() or [])
        stated = source_of(stream.argument())
        if name == "fontsize":
            stream.argument()
        if not self._started:
            return
        gone = {
            "color": self._is_invisible(model, stated),
            "fontsize": unseen.is_tiny(stated),
            "transparent": unseen.is_transparent(stated),
        }[name]
        if gone:
            self._hide_group(_Ends(names(name), _SIZES if name == "fontsize" else frozenset()))

    def _space(self, name: str) -> None:
        """Obey a space; one that is far below zero takes what follows off the page."""
        stream, axis = self.stream, unseen.SPACES[name]
        stream.star()
        stated = primitives.length(stream) if name in primitives.SPACES else source_of(stream.argument())
        if not self._started:
            return
        points = unseen.shift(stated)
        self._offsets[axis] = offset = self._offsets.get(axis, 0.0) + points
        if unseen.is_far(offset) and (axis == "line" or offset < 0):
            same = frozenset(n for n, other in unseen.SPACES.items() if other == axis)
            on_line = axis == "line"
            limit = None if on_line else unseen.covered_characters(offset)
            if not self._hide_group(_Ends(same, _PAGE_ENDS, on_line, limit)):
                self._offsets[axis] = 0.0
            return
        if not unseen.is_far(points - offset):
            self._offsets[axis] = 0.0  # no space before it had moved the text away
        if not stated.lstrip().startswith("-"):
            self.line.gap()

    def _primitive(self, name: str) -> None:
        """Obey a command of TeX that moves a box, keeps it for later, or writes to another file."""
        stream = self.stream
        if name in primitives.SHIFTS:
            gone = unseen.is_away(primitives.length(stream))
            inside = primitives.box(stream)
            if gone:
                self._count(inside)
            else:
                stream.back(inside)
        elif name in primitives.BOXES:
            stream.back(primitives.box(stream))
        elif name == "tikz":
            stream.option()
            stream.statement()
        else:
            primitives.register(stream)
            self._count(primitives.box(stream))

    def _box(self, name: str) -> None:
        stream = self.stream
        model = source_of(stream.option() or [])
        stated = source_of(stream.argument())
        if name == "resizebox":
            height = source_of(stream.argument())
            hidden = unseen.is_tiny(stated) or (height.strip() != "!" and unseen.is_tiny(height))
        elif name == "textcolor":
            hidden = self._is_invisible(model, stated)
        else:
            while stream.option() is not None:
                continue
            hidden = unseen.hides_box(name, stated)
        inside = stream.argument()
        if hidden:
            self._count(inside)
        else:
            stream.back(inside)

    def _painted(self, name: str) -> None:
        stream = self.stream
        model = source_of(stream.option() or [])
        if name == "fcolorbox":
            stream.argument()
            stream.option()
        stated = source_of(stream.argument())
        before, self._ground = self._ground, f"[{model}]{stated}" if model else stated.strip()
        try:
            if unseen.is_white(model, stated, self._white):
                self._ground = _PAPER
            self.line.append(self.inline(stream.argument()))
        finally:
            self._ground = before

    def _define_look(self, name: str) -> None:
        stream = self.stream
        if name == "excludecomment":
            self._excluded.add(source_of(stream.argument()).strip())
        elif name == "pagecolor":
            model = source_of(stream.option() or [])
            stated = source_of(stream.argument()).strip()
            white = unseen.is_white(model, stated, self._white)
            self._ground = _PAPER if white else f"[{model}]{stated}" if model else stated
        else:
            defined = source_of(stream.argument()).strip()
            if name == "definecolor":
                model = source_of(stream.argument())
                self._white[defined] = unseen.is_white(model, source_of(stream.argument()), self._white)
            else:
                self._white[defined] = unseen.is_white("", source_of(stream.argument()), self._white)

    def _is_invisible(self, model: str, stated: str) -> bool:
        if self._ground == _PAPER:
            return unseen.is_white(model, stated, self._white)
        return self._ground == (f"[{model}]{stated}" if model else stated.strip())

    def _hide_group(self, ends: _Ends) -> bool:
        """Leave out what follows, up to the end of its group or to what ``ends`` says.

        Return True if a command that may undo the hiding comes next.
        """
        found: list[LatexToken] = []
        depth = environments = chars = 0
        undone = False
        while (token := self.stream.next()) is not None:
            is_command = token.kind == "command"
            depth += (token.kind == "open" or (is_command and token.text in _OPENING)) - (
                token.kind == "close" or (is_command and token.text in _CLOSING)
            )
            if depth < 0:
                break
            chars += len(token.text) + 1 if token.kind == "text" else 0
            over = ends.limit is not None and chars > ends.limit
            if over or (
                ends.on_line and (token.kind == "paragraph" or (is_command and token.text in _PARAGRAPHS))
            ):
                self.stream.back([token])
                break
            if is_command:
                environments += (token.text == "begin") - (token.text == "end")
                undone = token.text in ends.undoing and depth == 0 and environments == 0
                if environments < 0 or undone or token.text in ends.more or token.text == "normalcolor":
                    self.stream.back([token])
                    break
            found.append(token)
        self._count(found)
        return undone

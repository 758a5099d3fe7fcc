"""The tokens of a paper as they come: files input, the author's own commands expanded, conditions decided."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from generator.errors import UnreadablePaper
from generator.reading.latex.source_files import LatexFiles
from generator.reading.latex.tokens import LatexToken, source_of, tokens

_MAX_TOKENS = 2_000_000  # the source of a thesis has 500,000
_MAX_ARGUMENT_TOKENS = 400_000
_MAX_OPTION_TOKENS = 5000
_DEFINING = frozenset(
    (
        "newcommand",
        "renewcommand",
        "providecommand",
        "DeclareRobustCommand",
        "DeclareMathOperator",
        "def",
        "gdef",
    )
)
_CONDITIONS = frozenset(
    (
        *("ifx", "ifnum", "ifdim", "ifcat", "ifodd", "ifmmode", "ifvmode", "ifhmode", "if", "ifcase"),
        *("ifdefined", "ifcsname", "ifeof", "ifinner", "ifvoid", "ifhbox", "ifvbox"),
    )
)


@dataclass(frozen=True, slots=True)
class Macro:
    """A command that the author defines.

    default: value of the first argument if it is left out; None if it may not be left out.
    """

    body: tuple[LatexToken, ...]
    arguments: int = 0
    default: tuple[LatexToken, ...] | None = None


class Stream:
    """Tokens, one at a time.

    known: commands with a meaning of their own, which no definition changes. in_text: True after the
    preamble.
    """

    def __init__(self, source: str, files: LatexFiles, known: Iterable[str]) -> None:
        self.files = files
        self._pending: list[LatexToken] = list(tokens(source))[::-1]  # the next one last
        self._known = frozenset(known)
        self._macros: dict[str, Macro] = {}
        self._flags: dict[str, bool] = {"true": True, "false": False}
        self._left = _MAX_TOKENS
        self.in_text = False

    @property
    def path(self) -> Path:
        """The main file."""
        return self.files.main

    def raw(self) -> LatexToken | None:
        """Return the next token, unexpanded; None at the end.

        Raises UnreadablePaper for an endless expansion.
        """
        if not self._pending:
            return None
        self._left -= 1
        if self._left < 0 or len(self._pending) > 2 * _MAX_TOKENS:
            raise UnreadablePaper(
                "defines commands that stand for more text than any paper has",
                self.path,
                "check that no command calls itself, or give the PDF",
            )
        return self._pending.pop()

    def back(self, found: Iterable[LatexToken]) -> None:
        """Put tokens back in front of the next one."""
        self._pending.extend(reversed(list(found)))

    def next(self) -> LatexToken | None:
        """Return the next token that is not a definition, a condition or one of the author's commands."""
        while (token := self.raw()) is not None:
            if token.kind != "command":
                return token
            name = token.text
            if name in _DEFINING:
                self._define(name)
            elif name == "let":
                self._alias()
            elif name == "newif":
                if (flag := self.raw()) is not None:
                    self._flags.setdefault(flag.text.removeprefix("if"), False)
            elif name[:2] == "if" and (name[2:] in self._flags or name in _CONDITIONS):
                self._decide(name)
            elif name == "else":
                self._skip(to_else=False)  # the other branch of a condition that is true
            elif name == "fi":
                continue
            elif (
                name.endswith(("true", "false"))
                and name.removesuffix("true").removesuffix("false") in self._flags
            ):
                self._flags[name.removesuffix("true").removesuffix("false")] = name.endswith("true")
            elif name in ("input", "include", "subfile"):
                self.back(self.files.input(self._file_name()))
            elif name in ("import", "subimport"):
                folder = self._file_name()
                self.back(self.files.input(f"{folder.rstrip('/')}/{self._file_name()}"))
            elif name in self._macros and name not in self._known:
                self._expand(self._macros[name])
            else:
                return token
        return None

    def argument(self) -> list[LatexToken]:
        """Return the content of the next braces, or the next token if it is not a brace."""
        token = self.raw()
        while token is not None and token.kind == "space":
            token = self.raw()
        if token is None or token.kind in ("paragraph", "close"):
            self.back([token] if token else [])
            return []
        if token.kind != "open":
            return [token]
        found: list[LatexToken] = []
        depth = 1
        while (token := self.raw()) is not None:
            depth += (token.kind == "open") - (token.kind == "close")
            if not depth:
                return found
            found.append(token)
            if len(found) > _MAX_ARGUMENT_TOKENS:
                break
        raise UnreadablePaper("opens a brace that nothing closes", self.path, "give the source that compiles")

    def option(self) -> list[LatexToken] | None:
        """Return the content of the next square brackets; None if the next token does not open one."""
        token = self.raw()
        if token is None or token.kind != "text" or not token.text.startswith("["):
            self.back([token] if token else [])
            return None
        if len(token.text) > 1:
            self.back([LatexToken("text", token.text[1:], token.text[1:])])
        found: list[LatexToken] = []
        depth = 0
        while (
            (token := self.raw()) is not None
            and len(found) < _MAX_OPTION_TOKENS
            and token.kind != "paragraph"
        ):
            depth += (token.kind == "open") - (token.kind == "close")
            if depth < 0:
                break
            if not depth and token.kind == "text" and "]" in token.text:
                inside, _, rest = token.text.partition("]")
                found += [LatexToken("text", inside, inside)] if inside else []
                self.back([LatexToken("text", rest, rest)] if rest else [])
                return found
            found.append(token)
        # No bracket closes it: it is text.
        self.back([LatexToken("text", "[", "["), *found, *([token] if token else [])])
        return None

    def star(self) -> bool:
        """Take a star if it comes next. Return True if it does."""
        token = self.raw()
        if token is not None and token.kind == "text" and token.text.startswith("*"):
            self.back([LatexToken("text", token.text[1:], token.text[1:])] if token.text[1:] else [])
            return True
        self.back([token] if token else [])
        return False

    def statement(self) -> list[LatexToken]:
        """Return what comes next in braces, or without them up to the next semicolon: a drawing of TikZ."""
        token = self.raw()
        while token is not None and token.kind == "space":
            token = self.raw()
        self.back([token] if token else [])
        if token is None or token.kind == "open":
            return self.argument()
        found: list[LatexToken] = []
        depth = 0
        while (token := self.raw()) is not None and token.kind != "paragraph":
            depth += (token.kind == "open") - (token.kind == "close")
            found.append(token)
            if not depth and token.kind == "text" and token.text.endswith(";"):
                return found
        self.back([token] if token else [])
        return found

    def environment(self, name: str) -> list[LatexToken]:
        """Return everything up to the ``\\end`` of the environment that has just begun.

        Raises UnreadablePaper.
        """
        found: list[LatexToken] = []
        depth = 1
        while (token := self.raw()) is not None:
            found.append(token)
            if token.kind == "command" and token.text in ("begin", "end"):
                inner = self.argument()
                if source_of(inner).strip() == name:
                    depth += 1 if token.text == "begin" else -1
                    if not depth:
                        return found[:-1]
                found += [LatexToken("open", "{", "{"), *inner, LatexToken("close", "}", "}")]
        raise UnreadablePaper(
            f"breaks off: its environment {name[:40]!r} has no end",
            self.path,
            "give the source that compiles",
        )

    def expanded(self, found: Iterable[LatexToken]) -> list[LatexToken]:
        """Return tokens with the author's own commands expanded, as formulas need them."""
        out: list[LatexToken] = []
        with self.only(found):
            while (token := self.next()) is not None:
                out.append(token)
        return out

    @contextmanager
    def only(self, found: Iterable[LatexToken]) -> Iterator[None]:
        """Let only these tokens come within the block."""
        rest, self._pending = self._pending, list(found)[::-1]
        try:
            yield
        finally:
            self._pending = rest

    def _file_name(self) -> str:
        """Return the name of a file: in braces, or up to the next space."""
        inside = self.argument()
        if len(inside) == 1 and inside[0].kind == "text":
            while (token := self.raw()) is not None and token.kind == "text":
                inside.append(token)
            self.back([token] if token else [])
        return source_of(inside)

    def _define(self, how: str) -> None:
        self.star()
        named = [t for t in self.argument() if t.kind == "command"]
        count, default = 0, None
        if how in ("def", "gdef"):
            while (token := self.raw()) is not None and token.kind != "open":
                count += token.kind == "parameter"
            self.back([token] if token else [])
        else:
            written = source_of(self.option() or [])
            count = int(written) if written in tuple("123456789") else 0
            default = self.option() if count else None
        body = self.argument()
        if named:
            macro = Macro(tuple(body), count, None if default is None else tuple(default))
            if how != "providecommand" or named[0].text not in self._macros:
                self._macros[named[0].text] = macro

    def _alias(self) -> None:
        name = self.raw()
        value = self.raw()
        while value is not None and (value.kind == "space" or value.text == "="):
            value = self.raw()
        if name is not None and value is not None and value.text in ("iftrue", "iffalse"):
            self._flags[name.text.removeprefix("if")] = value.text == "iftrue"
        elif name is not None and value is not None and name.text != value.text:
            self._macros[name.text] = self._macros.get(value.text, Macro((value,)))

    def _expand(self, macro: Macro) -> None:
        values: list[list[LatexToken]] = []
        if macro.default is not None:
            option = self.option()
            values.append(list(macro.default) if option is None else option)
        while len(values) < macro.arguments:
            values.append(self.argument())
        if not values:
            self.back(macro.body)
            return
        out: list[LatexToken] = []
        for token in macro.body:
            if token.kind == "parameter" and token.text.isdigit() and 0 < int(token.text) <= len(values):
                out += values[int(token.text) - 1]
            else:
                out.append(token)
        self._left -= len(out)
        self.back(out)

    def _decide(self, name: str) -> None:
        flag = self._flags.get(name[2:])
        if flag is None:
            # Only TeX can decide: neither branch is sure to be printed.
            self._skip(to_else=False)
            if self.in_text:
                self.files.warn(f"text that depends on \\{name}, which only TeX can decide, is left out")
        elif not flag:
            self._skip(to_else=True)

    def _skip(self, *, to_else: bool) -> None:
        """Leave out everything up to the matching ``\\fi``, or to its ``\\else`` if ``to_else`` is set."""
        depth = 1
        while (token := self.raw()) is not None:
            if token.kind != "command":
                continue
            name = token.text
            if name[:2] == "if" and (name[2:] in self._flags or name in _CONDITIONS):
                depth += 1
            elif name == "fi":
                depth -= 1
                if not depth:
                    return
            elif name == "else" and depth == 1 and to_else:
                return
            elif name == "newif":
                self.raw()

"""The tokens of a paper as they come: files input, the author's own commands expanded, conditions decided."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from generator.errors import UnreadablePaper
from generator.reading.latex.files import Files
from generator.reading.latex.tokens import Token, source_of, tokens

_MAX_TOKENS = 2_000_000  # the source of a thesis has 500,000
_MAX_ARGUMENT_LENGTH = 400_000  # tokens
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
    """A command of the author's. default: of the first argument, where it may be left out."""

    body: tuple[Token, ...]
    arguments: int = 0
    default: tuple[Token, ...] | None = None


class Stream:
    """Tokens, one at a time. known: commands with a meaning of their own, which no definition changes."""

    def __init__(self, source: str, files: Files, known: Iterable[str]) -> None:
        self.files = files
        self._coming: list[Token] = list(tokens(source))[::-1]  # the next one last
        self._known = frozenset(known)
        self._macros: dict[str, Macro] = {}
        self._flags: dict[str, bool] = {"true": True, "false": False}
        self._left = _MAX_TOKENS
        self.in_text = False  # behind the preamble

    @property
    def path(self) -> Path:
        """The main file."""
        return self.files.main

    def raw(self) -> Token | None:
        """Return the next token as it stands; None at the end."""
        if not self._coming:
            return None
        self._left -= 1
        if self._left < 0 or len(self._coming) > 2 * _MAX_TOKENS:
            raise UnreadablePaper(
                "defines commands that stand for more text than any paper has",
                self.path,
                "check that no command calls itself, or give the PDF",
            )
        return self._coming.pop()

    def back(self, found: Iterable[Token]) -> None:
        """Put tokens before what comes next."""
        self._coming.extend(reversed(list(found)))

    def next(self) -> Token | None:
        """Return the next token that is no definition, no condition and no command of the author's."""
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
                self._skip(to_else=False)  # the other side of a condition that holds
            elif name == "fi":
                continue
            elif (
                name.endswith(("true", "false"))
                and name.removesuffix("true").removesuffix("false") in self._flags
            ):
                self._flags[name.removesuffix("true").removesuffix("false")] = name.endswith("true")
            elif name in ("input", "include", "subfile"):
                self.back(self.files.input(self._name()))
            elif name in ("import", "subimport"):
                folder = self._name()
                self.back(self.files.input(f"{folder.rstrip('/')}/{self._name()}"))
            elif name in self._macros and name not in self._known:
                self._expand(self._macros[name])
            else:
                return token
        return None

    def argument(self) -> list[Token]:
        """Return what stands in the braces that come next, or the one token that comes next."""
        token = self.raw()
        while token is not None and token.kind == "space":
            token = self.raw()
        if token is None or token.kind in ("paragraph", "close"):
            self.back([token] if token else [])
            return []
        if token.kind != "open":
            return [token]
        found: list[Token] = []
        depth = 1
        while (token := self.raw()) is not None:
            depth += (token.kind == "open") - (token.kind == "close")
            if not depth:
                return found
            found.append(token)
            if len(found) > _MAX_ARGUMENT_LENGTH:
                break
        raise UnreadablePaper("opens a brace that nothing closes", self.path, "give the source that compiles")

    def option(self) -> list[Token] | None:
        """Return what stands in the square brackets that come next; None where none come."""
        token = self.raw()
        if token is None or token.kind != "text" or not token.text.startswith("["):
            self.back([token] if token else [])
            return None
        if len(token.text) > 1:
            self.back([Token("text", token.text[1:], token.text[1:])])
        found: list[Token] = []
        depth = 0
        while (token := self.raw()) is not None and len(found) < 5000 and token.kind != "paragraph":
            depth += (token.kind == "open") - (token.kind == "close")
            if depth < 0:
                break
            if not depth and token.kind == "text" and "]" in token.text:
                inside, _, rest = token.text.partition("]")
                found += [Token("text", inside, inside)] if inside else []
                self.back([Token("text", rest, rest)] if rest else [])
                return found
            found.append(token)
        # No bracket closes it: it is text.
        self.back([Token("text", "[", "["), *found, *([token] if token else [])])
        return None

    def star(self) -> bool:
        """Take a star, if it comes next."""
        token = self.raw()
        if token is not None and token.kind == "text" and token.text.startswith("*"):
            self.back([Token("text", token.text[1:], token.text[1:])] if token.text[1:] else [])
            return True
        self.back([token] if token else [])
        return False

    def environment(self, name: str) -> list[Token]:
        """Return everything up to the ``\\end`` of the environment whose ``\\begin`` was the last token."""
        found: list[Token] = []
        depth = 1
        while (token := self.raw()) is not None:
            found.append(token)
            if token.kind == "command" and token.text in ("begin", "end"):
                inner = self.argument()
                if source_of(inner).strip() == name:
                    depth += 1 if token.text == "begin" else -1
                    if not depth:
                        return found[:-1]
                found += [Token("open", "{", "{"), *inner, Token("close", "}", "}")]
        raise UnreadablePaper(
            f"breaks off: its environment {name[:40]!r} has no end",
            self.path,
            "give the source that compiles",
        )

    def expanded(self, found: Iterable[Token]) -> list[Token]:
        """Return tokens with the author's own commands expanded, as a formula needs them."""
        out: list[Token] = []
        with self.only(found):
            while (token := self.next()) is not None:
                out.append(token)
        return out

    @contextmanager
    def only(self, found: Iterable[Token]) -> Iterator[None]:
        """Let nothing but these tokens come within."""
        rest, self._coming = self._coming, list(found)[::-1]
        try:
            yield
        finally:
            self._coming = rest

    def _name(self) -> str:
        """The name of a file: in braces, or up to the next blank."""
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
        values: list[list[Token]] = []
        if macro.default is not None:
            given = self.option()
            values.append(list(macro.default) if given is None else given)
        while len(values) < macro.arguments:
            values.append(self.argument())
        if not values:
            self.back(macro.body)
            return
        out: list[Token] = []
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
            # What it asks for, only TeX knows: neither side is sure to be printed.
            self._skip(to_else=False)
            if self.in_text:
                self.files.warn(f"text that depends on \\{name}, which only TeX can decide, is left out")
        elif not flag:
            self._skip(to_else=True)

    def _skip(self, *, to_else: bool) -> None:
        """Leave out everything up to the matching ``\\fi``, or up to the ``\\else`` on the way."""
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

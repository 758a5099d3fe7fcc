"""Every regular expression of the package, and the strings on which one of its shape could backtrack."""

from __future__ import annotations

import ast
import functools
import importlib
import itertools
import pkgutil
import re
import time
import warnings
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import generator

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)
    import sre_constants
    import sre_parse

ROOT = Path(generator.__file__).parent
_LARGE = 16  # repeats that a pattern allows, from which on they are worth pumping
_USED = re.compile(r"(?<!\w)(\w+)\.(search|match|fullmatch|finditer|findall|sub|subn|split)\b")
_USED_IN_LOOP = re.compile(
    r"(?<![\w.])(?!re\.)[a-z]\w*\.(search|match|fullmatch|finditer|findall|sub|subn)\("
)
_ANCHORED = {"match", "fullmatch"}
_FLAGS = {
    name: int(getattr(re, name))
    for name in ("I", "M", "S", "X", "A", "IGNORECASE", "MULTILINE", "DOTALL", "VERBOSE", "ASCII")
}


@dataclass(frozen=True)
class Found:
    """A pattern, where it stands, and whether it is only ever tried at one place of a text."""

    where: str
    pattern: re.Pattern[Any]
    anchored: bool

    @property
    def shape(self) -> tuple[object, ...]:
        return self.pattern.pattern, self.pattern.flags, self.anchored


def modules() -> Iterator[ModuleType]:
    """Every module of the package that can be imported here."""
    for info in pkgutil.walk_packages([str(ROOT)], "generator."):
        if info.name.endswith("__main__"):
            continue
        try:
            yield importlib.import_module(info.name)
        except ImportError:  # an optional library
            continue


@functools.cache
def _uses() -> dict[tuple[str, str], set[str]]:
    """By module and name of a variable: the methods called on it there, and of public ones anywhere."""
    found: dict[tuple[str, str], set[str]] = {}
    for file in ROOT.rglob("*.py"):
        for name, method in _USED.findall(file.read_text(encoding="utf-8")):
            found.setdefault((str(file) if name.startswith("_") else "", name), set()).add(method)
    return found


def _uses_of(file: str, name: str) -> set[str]:
    """Return what is called on a pattern; of one in a table, what is called on any loop variable."""
    if found := _uses().get((file if name.startswith("_") else "", name)):
        return found
    return set(_USED_IN_LOOP.findall(Path(file).read_text(encoding="utf-8")))


def patterns() -> list[Found]:
    """Every pattern that a module keeps, and every one that is written out in a call of ``re``."""
    found: dict[tuple[object, ...], Found] = {}
    for module in modules():
        for name, value in vars(module).items():
            for pattern in _within(value):
                uses = _uses_of(str(module.__file__), name)
                one = Found(f"{module.__name__}.{name}", pattern, bool(uses) and uses <= _ANCHORED)
                found.setdefault(one.shape, one)
        if module.__file__:
            for one in _written(module.__name__, Path(module.__file__)):
                found.setdefault(one.shape, one)
    return list(found.values())


def _within(value: Any, depth: int = 0) -> Iterator[re.Pattern[Any]]:
    if isinstance(value, re.Pattern):
        yield value
    elif depth < 4 and isinstance(value, dict):
        for one in [*value.keys(), *value.values()]:
            yield from _within(one, depth + 1)
    elif depth < 4 and isinstance(value, list | tuple | set | frozenset):
        for one in value:
            yield from _within(one, depth + 1)
    elif depth < 4 and isinstance(value, type) and value.__module__.startswith("generator"):
        for one in vars(value).values():
            if isinstance(one, re.Pattern):
                yield one
    elif depth < 4 and hasattr(value, "__dataclass_fields__"):
        for name in value.__dataclass_fields__:
            yield from _within(getattr(value, name, None), depth + 1)


def _written(module: str, file: Path) -> Iterator[Found]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args):
            continue
        of, text = node.func.value, node.args[0]
        if not (isinstance(of, ast.Name) and of.id == "re" and isinstance(text, ast.Constant)):
            continue
        if node.func.attr in ("compile", "escape") or not isinstance(text.value, str | bytes):
            continue
        named = [
            n.attr
            for part in [*node.args[1:], *(k.value for k in node.keywords)]
            for n in ast.walk(part)
            if isinstance(n, ast.Attribute)
        ]
        flags = sum({_FLAGS[name] for name in named if name in _FLAGS})
        yield Found(f"{module}:{node.lineno}", re.compile(text.value, flags), node.func.attr in _ANCHORED)


# Characters: in small steps first, so that time that grows exponentially is seen before it is forever.
_SIZES = [20, *(int(24 * 1.5**k) for k in range(11)), 5600, 22400]
_LONG = 1500  # characters, from which on a limit of repeats ({0,300}) has shown itself
# Seconds that count, and how many times the time of a quarter of the text is too many: 4 where time is
# linear, 16 where it is quadratic, which short texts may be before a limit of repeats.
_SHORT_TEXT, _LONG_TEXT = (0.005, 60.0), (0.02, 8.0)
_FAR_TOO_LONG = 1.0


def growing(found: Found) -> str | None:
    """Return the string on which a pattern takes superlinear time, if there is one."""
    pattern = found.pattern
    tries: list[Callable[[Any], object]] = [lambda text: list(pattern.finditer(text))]
    if found.anchored:
        tries = [pattern.match, pattern.fullmatch]
    for parts, attempt, size in itertools.product(pumps(pattern), tries, _SIZES):
        least, most = _SHORT_TEXT if size < _LONG else _LONG_TEXT
        text = _put_together(found, parts, size)
        # Passed time is never less than the thread's own, whose clock is dear to read.
        if _seconds(attempt, text, time.perf_counter) < least:
            continue
        taken = _seconds(attempt, text)
        shorter = _put_together(found, parts, size // 4)
        # Most patterns show at once that they are linear; only a suspect is tried again, for one pause of the
        # machine is no growth. What takes minutes is not tried five times.
        if taken <= most * min(_seconds(attempt, shorter) for _ in range(2)):
            continue
        taken = min(taken, *(_seconds(attempt, text) for _ in range(4 if taken < _FAR_TOO_LONG else 1)))
        if taken > least and taken > most * min(_seconds(attempt, shorter) for _ in range(5)):
            return f"{text[:100]!r} ... ({len(text)} characters): {taken:.2f} s"
    return None


def _put_together(found: Found, parts: tuple[str, str, str], size: int) -> str | bytes:
    start, pump, end = parts
    text = start + pump * (size // len(pump) + 1) + end
    return text.encode() if isinstance(found.pattern.pattern, bytes) else text


def _seconds(
    attempt: Callable[[Any], object], text: str | bytes, clock: Callable[[], float] = time.thread_time
) -> float:
    begun = clock()
    attempt(text)
    return clock() - begun


def pumps(pattern: re.Pattern[Any], most: int = 40) -> list[tuple[str, str, str]]:
    """Strings to be put together as ``start + n * pump + end``, out of what the pattern repeats."""
    flags = pattern.flags & ~re.UNICODE if isinstance(pattern.pattern, bytes) else pattern.flags
    source = pattern.pattern.decode("latin-1") if isinstance(pattern.pattern, bytes) else pattern.pattern
    tree = sre_parse.parse(source, flags | (0 if flags & re.ASCII else re.UNICODE))
    found: dict[tuple[str, str, str], None] = {}
    for before, bodies, after in _repeats(list(tree), "", ""):
        for body in bodies:
            for start, pump in ((before, body), ("", before + body), ("", before + body + after)):
                if pump:
                    for end in ("", "\0"):
                        found[start, pump, end] = None
        if before:
            found["", before, ""] = None
    return list(found)[:most]


def _repeats(nodes: list[Any], before: str, after: str) -> Iterator[tuple[str, list[str], str]]:
    """Each large repeat of ``nodes``: a text that leads to it, texts that it repeats, what would follow."""
    for place, (op, value) in enumerate(nodes):
        rest = _text(nodes[place + 1 :]) + after
        name = str(op)
        if name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
            _, most, body = value
            if most == sre_constants.MAXREPEAT or most >= _LARGE:
                yield before, _texts(list(body)), rest
            yield from _repeats(list(body), before, rest)
        elif name == "SUBPATTERN":
            yield from _repeats(list(value[3]), before, rest)
        elif name == "ATOMIC_GROUP":
            yield from _repeats(list(value), before, rest)
        elif name == "BRANCH":
            for branch in value[1]:
                yield from _repeats(list(branch), before, rest)
        elif name in ("ASSERT", "ASSERT_NOT"):
            yield from _repeats(list(value[1]), before, rest)
        before += _text([(op, value)])


def _texts(nodes: list[Any]) -> list[str]:
    """Return texts that ``nodes`` match: one for each branch and each kind of character of a class."""
    if len(nodes) == 1:
        op, value = nodes[0]
        name = str(op)
        if name == "SUBPATTERN":
            return _texts(list(value[3]))
        if name == "BRANCH":
            return [text for branch in value[1][:6] for text in _texts(list(branch))[:3]]
        if name == "IN":
            return _members(value)
        if name in ("ANY", "NOT_LITERAL"):
            return ["x", " "] if name == "ANY" or value not in map(ord, "x ") else ["y"]
        if name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
            return _texts(list(value[2]))
    whole = _text(nodes)
    fuller = _text(nodes, optional=True)
    return list(dict.fromkeys(t for t in (whole, fuller) if t))


def _text(nodes: Iterable[Any], *, optional: bool = False) -> str:
    """Return a short text that ``nodes`` match. optional: with one of what may be left out."""
    out = ""
    for op, value in nodes:
        name = str(op)
        if name == "LITERAL":
            out += chr(value)
        elif name == "NOT_LITERAL":
            out += "x" if value != ord("x") else "y"
        elif name == "ANY":
            out += "x"
        elif name == "IN":
            out += (_members(value) or ["x"])[0]
        elif name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
            least, most, body = value
            times = max(least, 1 if optional and most else 0)
            out += times * _text(body, optional=optional)
        elif name == "SUBPATTERN":
            out += _text(value[3], optional=optional)
        elif name == "ATOMIC_GROUP":
            out += _text(value, optional=optional)
        elif name == "BRANCH":
            out += _text(value[1][0], optional=optional)
        elif name == "ASSERT" and value[0] == 1 and optional:
            out += _text(value[1])
    return out


_CANDIDATES = "xA1 .-,_\"'([{<>\n\té\u4e00*#:/;|$\\%&="


def _members(items: list[Any]) -> list[str]:
    """Return a few characters of a class, of different kinds."""
    found = [c for c in _CANDIDATES if _holds(items, ord(c))]
    if not found:
        found = [
            chr(v if str(op) == "LITERAL" else v[0]) for op, v in items if str(op) in ("LITERAL", "RANGE")
        ]
    return found[:7]


def _holds(items: list[Any], code: int) -> bool:
    negated = bool(items) and str(items[0][0]) == "NEGATE"
    sign = chr(code)
    kinds = {
        "CATEGORY_DIGIT": sign.isdigit(),
        "CATEGORY_SPACE": sign.isspace(),
        "CATEGORY_WORD": sign.isalnum() or sign == "_",
    }
    for op, value in items[1:] if negated else items:
        name = str(op)
        if name == "LITERAL":
            hit = code == value
        elif name == "RANGE":
            hit = value[0] <= code <= value[1]
        else:
            kind = str(value)
            hit = not kinds[kind.replace("_NOT_", "_")] if "_NOT_" in kind else kinds[kind]
        if hit:
            return not negated
    return negated

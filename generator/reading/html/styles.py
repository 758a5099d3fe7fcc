"""What the styles of a page say of an element, as far as they decide whether readers see its text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from generator.reading.inline import names

_WANTED = names(
    "display visibility opacity font-size font color background background-color background-image position"
    " left top right bottom text-indent clip clip-path width height max-height overflow margin-left transform"
)
_LONGEST_SHEET = 4_000_000  # characters; a page saved as one file carries a megabyte of styles
_MOST_RULES = 4000
_MOST_FOR_ONE = 100  # rules looked at for one element
_MOST_ANCESTORS = 60
_COMPOUND = re.compile(r"(?P<tag>[a-z][a-z0-9-]{0,30}|\*)?(?P<rest>(?:[.#][\w-]{1,80}){0,8})", re.IGNORECASE)
_SCREEN = re.compile(r"@(?:media\s*+(?:only\s++)?(?:all|screen)?|supports\b.*+|layer\b.*+)\s*", re.IGNORECASE)

Declarations = dict[str, str]


def declarations(style: str) -> Declarations:
    """Return the declarations of a ``style`` attribute that bear on whether text is seen, in lower case."""
    plain: Declarations = {}
    forced: Declarations = {}
    for declaration in style[:20_000].split(";"):
        name, colon, value = declaration.partition(":")
        name = name.strip().lower()
        if colon and name in _WANTED:
            bare, important, _ = value.lower().partition("!")
            (forced if important else plain)[name] = " ".join(bare.split())
    return {**plain, **forced}


@dataclass(frozen=True, slots=True)
class _Compound:
    """Part of a selector that one element must meet. child: its parent must meet the part before it."""

    tag: str
    id: str
    classes: frozenset[str]
    child: bool

    def matches(self, element: Any) -> bool:
        if self.tag and element.tag != self.tag:
            return False
        if self.id and element.get("id") != self.id:
            return False
        return not self.classes or self.classes <= frozenset((element.get("class") or "").split())


@dataclass(frozen=True, slots=True)
class _Rule:
    rank: tuple[int, int]
    selector: tuple[_Compound, ...]
    says: Declarations

    def matches(self, element: Any) -> bool:
        if not self.selector[-1].matches(element):
            return False
        at = element
        for index in range(len(self.selector) - 2, -1, -1):
            direct = self.selector[index + 1].child
            for _ in range(_MOST_ANCESTORS):
                at = at.getparent()
                if at is None or not isinstance(at.tag, str):
                    return False
                if self.selector[index].matches(at):
                    break
                if direct:
                    return False
            else:
                return False
        return True


class Styles:
    """The style sheets that a page holds itself; those that it links are not here to be read.

    Understood are selectors of tags, classes and ids, and what stands within or directly under them.
    """

    def __init__(self, sheets: Iterable[str]) -> None:
        self._rules: dict[str, list[_Rule]] = {}
        count = 0
        for sheet in sheets:
            for selector, says in _rules(sheet[:_LONGEST_SHEET]):
                if count >= _MOST_RULES:
                    return
                ids = sum(bool(c.id) for c in selector)
                weight = 100 * ids + sum(10 * len(c.classes) + bool(c.tag) for c in selector)
                last = selector[-1]
                key = f"#{last.id}" if last.id else f".{min(last.classes)}" if last.classes else last.tag
                self._rules.setdefault(key, []).append(_Rule((weight, count), selector, says))
                count += 1

    def of(self, element: Any) -> Declarations:
        """Return what sheets and the element's own attribute say of it."""
        found: list[_Rule] = []
        if self._rules:
            keys = [element.tag, *(f".{name}" for name in (element.get("class") or "").split()[:20])]
            if element.get("id"):
                keys.append(f"#{element.get('id')}")
            for key in keys:
                found += [r for r in self._rules.get(key, ())[-_MOST_FOR_ONE:] if r.matches(element)]
        says: Declarations = {}
        for rule in sorted(found, key=lambda r: r.rank):
            says.update(rule.says)
        if style := element.get("style"):
            says.update(declarations(style))
        return says


def _rules(sheet: str) -> Iterator[tuple[tuple[_Compound, ...], Declarations]]:
    """Yield the selectors of a sheet with their declarations, without those for print or small screens."""
    open_: list[str] = []
    at = 0
    sheet = _without_comments(sheet)
    for brace in re.finditer(r"[{};]", sheet):
        if brace.group() == ";":
            if not open_ or open_[-1].startswith("@"):
                at = brace.end()  # "@import ...;"
            continue
        piece = sheet[at : brace.start()].strip()
        at = brace.end()
        if brace.group() == "{":
            open_.append(piece[-2000:])
            if len(open_) > 8:
                return
        elif open_:
            prelude = open_.pop()
            if not prelude.startswith("@") and all(_SCREEN.fullmatch(p) for p in open_):
                says = declarations(piece)
                if says:
                    for written in prelude.split(",")[:50]:
                        if selector := _selector(written):
                            yield selector, says


def _without_comments(sheet: str) -> str:
    kept, at = [], 0
    while (start := sheet.find("/*", at)) >= 0:
        kept.append(sheet[at:start])
        end = sheet.find("*/", start + 2)
        if end < 0:
            return "".join(kept)
        at = end + 2
    return "".join(kept) + sheet[at:]


def _selector(written: str) -> tuple[_Compound, ...]:
    """Return the parts of a selector, or nothing for one of another kind (``:hover``, ``a + b``)."""
    parts: list[_Compound] = []
    child = False
    for piece in written.replace(">", " > ").split():
        if piece == ">":
            child = True
            continue
        found = _COMPOUND.fullmatch(piece)
        if found is None or len(parts) == 5:
            return ()
        marks = re.findall(r"[.#][\w-]+", found["rest"])
        tag = (found["tag"] or "").lower()
        parts.append(
            _Compound(
                "" if tag == "*" else tag,
                next((m[1:] for m in marks if m[0] == "#"), ""),
                frozenset(m[1:] for m in marks if m[0] == "."),
                child,
            )
        )
        child = False
    return tuple(parts) if parts and not child and parts[-1] != _Compound("", "", frozenset(), False) else ()

"""What the style sheets that a page holds itself, and the styles of its elements, say of each element."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import unquote_to_bytes

import tinycss2
from cssselect2 import ElementWrapper, Matcher, SelectorError, compile_selector_list

from generator.reading.css.media import is_shown
from generator.reading.inline import names

_WANTED = names(
    "display visibility content-visibility opacity filter font-size font color -webkit-text-fill-color zoom"
    " background background-color background-image background-clip -webkit-background-clip text-shadow"
    " position left top right bottom inset text-indent clip clip-path width height max-width max-height"
    " inline-size block-size max-inline-size max-block-size overflow overflow-x overflow-y margin margin-left"
    " margin-top margin-inline-start transform scale translate white-space"
)
_SHOWS = names("display visibility content-visibility")
_MAX_CHARS = 3_000_000  # characters of all sheets; a page saved as one file carries a megabyte of them
_MAX_RULES = 20_000
_MAX_TESTS = 5_000_000  # of selectors that name no tag, class or id, which are tried on every element
_MAX_SIBLINGS = 500  # "a ~ b" is looked for among the children of one element, each time from the start
_MAX_DEPTH = 8  # blocks within blocks
_MAX_VALUE_LENGTH = 400
_DATA = re.compile(r"\s*data:text/css(?P<how>[^,]{0,60}),(?P<sheet>.*)", re.IGNORECASE | re.DOTALL)
# What a reader does makes these true; a rule for what stands within such an element shows it then.
_TOUCHED = re.compile(r":(?:hover|focus(?:-within|-visible)?|active|checked|target)\b")

Declarations = dict[str, str]


def declarations(style: str) -> Declarations:
    """Return the declarations of a ``style`` attribute that bear on whether text is seen, in lower case."""
    if ":" not in style:
        return {}
    plain, forced = _told(tinycss2.parse_blocks_contents(style[:20_000], True, True))
    return {**plain, **forced}


class Sheets:
    """The style sheets of a page; those that it only links to are not here to be read.

    elsewhere: whether it links to some. unread: how many rules were too many, too long or too costly.
    """

    def __init__(self, root: Any, more: str = "") -> None:
        """Read the sheets in ``root`` and ``more``, another sheet that counts for it."""
        self.elsewhere = False
        self.unread = 0
        self._rules = 0
        self._costly: list[tuple[Any, tuple[Declarations, Declarations]]] = []
        self._says: dict[Any, tuple[Declarations, Declarations]] = {}
        self._matcher = Matcher()
        self._crowded = any(len(element) > _MAX_SIBLINGS for element in root.iter())
        left = _MAX_CHARS
        for sheet in (*self._sheets(root), more):
            if len(sheet) > left:
                self.unread += 1
            self._read(tinycss2.parse_stylesheet(sheet[:left], True, True), "", 0)
            left = max(0, left - len(sheet))
        if self._rules:
            self._match(root)

    def of(self, element: Any) -> Declarations:
        """Return what sheets and the element's own attribute say of it."""
        plain, forced = self._says.get(element, ({}, {}))
        style = element.get("style")
        if not style:
            return {**plain, **forced}
        own, own_forced = _told(tinycss2.parse_blocks_contents(style[:20_000], True, True))
        return {**plain, **own, **forced, **own_forced}

    def _sheets(self, root: Any) -> Iterator[str]:
        for element in root.iter("style", "link"):
            if not is_shown(element.get("media") or ""):
                continue
            if any(above.tag in ("noscript", "template") for above in element.iterancestors()):
                continue
            if element.tag == "style":
                yield element.text or ""
            elif "stylesheet" in (element.get("rel") or "").lower().split():
                href = element.get("href") or ""
                sheet = _sheet_in(href)
                self.elsewhere = self.elsewhere or sheet is None
                yield sheet or ""

    def _read(self, rules: Sequence[Any], around: str, depth: int) -> None:
        for rule in rules:
            if rule.type == "at-rule" and rule.content is not None and _counts(rule):
                if depth < _MAX_DEPTH:
                    self._read(tinycss2.parse_blocks_contents(rule.content, True, True), around, depth + 1)
            elif rule.type == "qualified-rule":
                written = _written(rule.prelude)
                selector = _nested(written, around)
                content = tinycss2.parse_blocks_contents(rule.content, True, True)
                self._add(selector, _told(content))
                inner = [part for part in content if part.type in ("qualified-rule", "at-rule")]
                if inner and depth < _MAX_DEPTH and len(selector) < 2000:
                    self._read(inner, selector, depth + 1)
            elif rule.type == "declaration" and around:
                self._add(around, _told([rule]))

    def _add(self, selector: str, says: tuple[Declarations, Declarations]) -> None:
        if not says[0] and not says[1]:
            return
        touched = [written for written in selector.split(",") if _TOUCHED.search(written)]
        self._compile(selector, says)
        for written in touched:
            above, _, last = re.sub(r" ?([>+~]) ?", r" \1 ", " ".join(written.split())).rpartition(" ")
            shown = {
                k: v for part in says for k, v in part.items() if k in _SHOWS and v not in ("none", "hidden")
            }
            if above and shown and not _TOUCHED.search(last):
                self._compile(_TOUCHED.sub("", written), ({}, shown))

    def _compile(self, selector: str, says: tuple[Declarations, Declarations]) -> None:
        self._rules += 1
        if self._rules > _MAX_RULES or len(selector) > 5000:
            self.unread += 1
            return
        if self._crowded and re.search(r"~(?!=)", selector):
            self.unread += "display" in says[0] or "display" in says[1]
            return
        try:
            compiled = compile_selector_list(selector)
        except (SelectorError, ValueError, RecursionError):
            return  # no browser knows it either, or it is of a kind that no text hangs on
        for one in compiled:
            if one.pseudo_element is not None or one.never_matches:
                continue
            if one.id is None and one.class_name is None and one.local_name is None:
                self._costly.append((one, says))
            else:
                self._matcher.add_selector(one, says)

    def _match(self, root: Any) -> None:
        wrapped = list(ElementWrapper.from_html_root(root).iter_subtree())
        most = _MAX_TESTS // max(1, len(wrapped))
        self.unread += len(self._costly[most:])
        for selector, says in self._costly[:most]:
            self._matcher.add_selector(selector, says)
        for element in wrapped:
            if not isinstance(element.etree_element.tag, str):
                continue
            plain: Declarations = {}
            forced: Declarations = {}
            for _, _, _, (own, own_forced) in _ordered(self._matcher, element):
                plain.update(own)
                forced.update(own_forced)
            if plain or forced:
                self._says[element.etree_element] = (plain, forced)


def _ordered(matcher: Any, element: Any) -> list[Any]:
    """The rules that an element meets, the weightiest last."""
    found: list[Any] = []
    matcher.add_relevant_selectors(element, matcher.other_selectors, found)
    keyed = [(matcher.id_selectors, [element.id]), (matcher.class_selectors, element.classes)]
    keyed.append((matcher.lower_local_name_selectors, [element.local_name.lower()]))
    for selectors, keys in keyed:
        for key in keys:
            if key in selectors:
                matcher.add_relevant_selectors(element, selectors[key], found)
    return sorted(found, key=lambda rule: rule[:2])


def _told(content: Sequence[Any]) -> tuple[Declarations, Declarations]:
    """The declarations that are wanted, and apart those that are marked as important."""
    plain: Declarations = {}
    forced: Declarations = {}
    for part in content:
        if part.type == "declaration" and (part.lower_name in _WANTED or part.name.startswith("--")):
            value = " ".join(_written(part.value).lower().split())
            if len(value) <= _MAX_VALUE_LENGTH or not part.name.startswith("--"):
                key = part.name if part.name.startswith("--") else part.lower_name
                (forced if part.important else plain)[key] = value[:_MAX_VALUE_LENGTH]
    return plain, forced


def _written(tokens: Sequence[Any]) -> str:
    """Tokens as a sheet has them; nothing where they nest more deeply than any style does."""
    try:
        return str(tinycss2.serialize(tokens)).strip()
    except RecursionError:
        return ""


def _counts(rule: Any) -> bool:
    """Return whether what stands in an at-rule counts on a screen of usual size."""
    prelude = _written(rule.prelude).lower()
    if rule.lower_at_keyword == "media":
        return is_shown(prelude)
    return rule.lower_at_keyword in ("layer", "scope") or (
        rule.lower_at_keyword == "supports" and not prelude.startswith("not")
    )


def _nested(written: str, around: str) -> str:
    """A selector as it counts in the block of another one."""
    if not around:
        return written
    above = f":is({around})"
    if "&" in written:
        return written.replace("&", above)
    return ", ".join(f"{above} {part.strip()}" for part in written.split(",")[:50])


def _sheet_in(address: str) -> str | None:
    """The style sheet that an address holds itself; None where it leads to one."""
    found = _DATA.match(address[:_MAX_CHARS])
    if found is None:
        return None
    data = unquote_to_bytes(found["sheet"])
    if "base64" in found["how"].lower():
        try:
            data = base64.b64decode(data)
        except (binascii.Error, ValueError):
            return ""
    return data.decode("utf-8", "replace")


def resolved(value: str, variables: Mapping[str, str]) -> str:
    """Return ``value`` with the custom properties put in that ``var(--name)`` asks for."""
    for _ in range(4):
        if "var(" not in value:
            break
        value = re.sub(
            r"var\(\s*(--[\w-]{1,100})\s*(?:,\s*([^()]{0,100}))?\)",
            lambda found: variables.get(found[1], found[2] or "")[:_MAX_VALUE_LENGTH],
            value,
        )[:_MAX_VALUE_LENGTH]
    return value

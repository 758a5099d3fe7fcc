"""The declarations of each element, from the page's own style sheets and from ``style`` attributes.

Sheets that the page only links to are not available.

>>> style_declarations("Color: RED !important; border: 0")
{'color': 'red'}
>>> resolve_variables("1px solid var(--ink, black)", {"--ink": "#fff"})
'1px solid #fff'
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import unquote_to_bytes

import tinycss2
from cssselect2 import ElementWrapper, Matcher, SelectorError, compile_selector_list

from generator.reading.block_text import names
from generator.reading.css.media import media_query_holds

# The properties that bear on whether text is visible; others are not read.
_PROPERTIES = names(
    "display visibility content-visibility opacity filter font-size font color -webkit-text-fill-color zoom"
    " background background-color background-image background-clip -webkit-background-clip text-shadow"
    " position left top right bottom inset text-indent clip clip-path width height max-width max-height"
    " inline-size block-size max-inline-size max-block-size overflow overflow-x overflow-y margin margin-left"
    " margin-top margin-inline-start transform scale translate white-space"
    " vertical-align letter-spacing text-decoration text-decoration-line font-variant-position baseline-shift"
    " z-index mask mask-image -webkit-mask -webkit-mask-image -webkit-text-security"
)
_HIDING_PROPERTIES = names("display visibility content-visibility")
# Limits for hostile pages; what exceeds them is not read, and counted.
_MAX_SHEET_CHARS = 3_000_000  # of all sheets; those of a page saved as one file have about a million
_MAX_RULES = 20_000
_MAX_COSTLY_TESTS = 5_000_000  # of selectors without tag, class or id, which are tried on every element
_MAX_SIBLINGS = 500  # children of one element; a selector "a ~ b" searches them from the start each time
_MAX_NESTED_BLOCKS = 8
_MAX_VALUE_CHARS = 400
_MAX_STYLE_CHARS = 20_000  # of a ``style`` attribute
_MAX_SELECTOR_CHARS = 5000
_MAX_OUTER_SELECTOR_CHARS = 2000  # of a rule whose nested rules are read
_MAX_NESTED_SELECTORS = 50  # in one nested rule
_MAX_VARIABLE_DEPTH = 4  # custom properties that refer to others
_DATA_ADDRESS = re.compile(r"\s*data:text/css(?P<how>[^,]{0,60}),(?P<sheet>.*)", re.IGNORECASE | re.DOTALL)
# Pseudo-classes that depend on what the reader does. If a rule such as ".menu:hover li {display: block}"
# shows an element then, its text is visible to readers.
_REVEALING = re.compile(r":(?:hover|focus(?:-within|-visible)?|active|checked|target)\b")

_LONG_NUMBER = re.compile(r"(?<!\d)(\d{300})\d+")

Declarations = dict[str, str]


def _shortened(style: str) -> str:
    """Return CSS without the digits of a number that are more than Python takes (4,300) for one."""
    return _LONG_NUMBER.sub(r"\1", style)


def style_declarations(style: str) -> Declarations:
    """Return the declarations of a ``style`` attribute that bear on visibility, in lower case."""
    if ":" not in style:
        return {}
    plain, important = _declared(
        tinycss2.parse_blocks_contents(_shortened(style[:_MAX_STYLE_CHARS]), True, True)
    )
    return {**plain, **important}


class StyleSheets:
    """The style sheets in a page.

    has_linked_sheets: whether the page also links to sheets, which are not read. unread_rules: number of
    rules that exceeded a limit.
    """

    def __init__(self, root: Any, more: str = "") -> None:
        """Read the sheets in ``root``, and ``more``, a further sheet for the same page."""
        self.has_linked_sheets = False
        self.unread_rules = 0
        self._rules = 0
        # A page may repeat a rule word for word thousands of times; the last one decides as all would.
        self._distinct: dict[tuple[str, str], tuple[Declarations, Declarations]] = {}
        # Pairs of declarations are the normal and the important ones, as returned by `_declared`.
        self._costly: list[
            tuple[Any, tuple[Declarations, Declarations]]
        ] = []  # selectors to try on all elements
        self._by_element: dict[Any, tuple[Declarations, Declarations]] = {}  # by element
        self._matcher = Matcher()
        self._crowded = any(len(element) > _MAX_SIBLINGS for element in root.iter())
        left = _MAX_SHEET_CHARS
        for sheet in (*self._sheets(root), more):
            if len(sheet) > left:
                self.unread_rules += 1
            self._read(tinycss2.parse_stylesheet(_shortened(sheet[:left]), True, True), "", 0)
            left = max(0, left - len(sheet))
        for (selector, _), declared in self._distinct.items():
            self._compile(selector, declared)
        if self._rules:
            self._match(root)

    def of(self, element: Any) -> Declarations:
        """Return the declarations for an element, from the sheets and from its own ``style`` attribute."""
        plain, important = self._by_element.get(element, ({}, {}))
        style = element.get("style")
        if not style:
            return {**plain, **important}
        own, own_important = _declared(
            tinycss2.parse_blocks_contents(_shortened(style[:_MAX_STYLE_CHARS]), True, True)
        )
        return {**plain, **own, **important, **own_important}

    def _sheets(self, root: Any) -> Iterator[str]:
        """Yield the style sheets in ``style`` elements and in ``data:`` addresses of links."""
        for element in root.iter("style", "link"):
            if not media_query_holds(element.get("media") or ""):
                continue
            if any(above.tag in ("noscript", "template") for above in element.iterancestors()):
                continue
            if element.tag == "style":
                yield element.text or ""
            elif "stylesheet" in (element.get("rel") or "").lower().split():
                href = element.get("href") or ""
                sheet = _sheet_in(href)
                self.has_linked_sheets = self.has_linked_sheets or sheet is None
                yield sheet or ""

    def _read(self, rules: Sequence[Any], around: str, depth: int) -> None:
        """Add the rules of a sheet, or of a block in it. around: selector of the rule around the block."""
        for rule in rules:
            if rule.type == "at-rule" and rule.content is not None and _applies(rule):
                if depth < _MAX_NESTED_BLOCKS:
                    self._read(tinycss2.parse_blocks_contents(rule.content, True, True), around, depth + 1)
            elif rule.type == "qualified-rule":
                selector = _nested_selector(_serialized(rule.prelude), around)
                content = tinycss2.parse_blocks_contents(rule.content, True, True)
                self._add(selector, _declared(content))
                inner = [part for part in content if part.type in ("qualified-rule", "at-rule")]
                if inner and depth < _MAX_NESTED_BLOCKS and len(selector) < _MAX_OUTER_SELECTOR_CHARS:
                    self._read(inner, selector, depth + 1)
            elif rule.type == "declaration" and around:
                self._add(around, _declared([rule]))

    def _add(self, selector: str, declared: tuple[Declarations, Declarations]) -> None:
        """Add a rule; if it shows an element after an action of the reader, it always applies."""
        if not declared[0] and not declared[1]:
            return
        self._keep(selector, declared)
        showing = {
            name: value
            for part in declared
            for name, value in part.items()
            if name in _HIDING_PROPERTIES and value not in ("none", "hidden")
        }
        for one in selector.split(","):
            if not showing or not _REVEALING.search(one):
                continue
            above, _, last = re.sub(r" ?([>+~]) ?", r" \1 ", " ".join(one.split())).rpartition(" ")
            if above and not _REVEALING.search(last):
                self._keep(_REVEALING.sub("", one), ({}, showing))

    def _keep(self, selector: str, declared: tuple[Declarations, Declarations]) -> None:
        key = selector, repr(declared)
        self._distinct.pop(key, None)
        self._distinct[key] = declared

    def _compile(self, selector: str, declared: tuple[Declarations, Declarations]) -> None:
        self._rules += 1
        if self._rules > _MAX_RULES or len(selector) > _MAX_SELECTOR_CHARS:
            self.unread_rules += 1
            return
        if self._crowded and re.search(r"~(?!=)", selector):
            self.unread_rules += "display" in declared[0] or "display" in declared[1]
            return
        try:
            compiled = compile_selector_list(selector)
        except (SelectorError, ValueError, RecursionError):
            return  # browsers do not know it either, or it does not select elements with text
        for one in compiled:
            if one.pseudo_element is not None or one.never_matches:
                continue
            if one.id is None and one.class_name is None and one.local_name is None:
                self._costly.append((one, declared))
            else:
                self._matcher.add_selector(one, declared)

    def _match(self, root: Any) -> None:
        """Apply all rules to all elements."""
        wrapped = list(ElementWrapper.from_html_root(root).iter_subtree())
        limit = _MAX_COSTLY_TESTS // max(1, len(wrapped))
        self.unread_rules += len(self._costly[limit:])
        for selector, declared in self._costly[:limit]:
            self._matcher.add_selector(selector, declared)
        for element in wrapped:
            if not isinstance(element.etree_element.tag, str):
                continue
            plain: Declarations = {}
            important: Declarations = {}
            for _, _, _, (own, own_important) in _matching_rules(self._matcher, element):
                plain.update(own)
                important.update(own_important)
            if plain or important:
                self._by_element[element.etree_element] = (plain, important)


def _matching_rules(matcher: Any, element: Any) -> list[Any]:
    """Return the rules that match an element, the most specific last."""
    rules: list[Any] = []
    matcher.add_relevant_selectors(element, matcher.other_selectors, rules)
    keyed = [(matcher.id_selectors, [element.id]), (matcher.class_selectors, element.classes)]
    keyed.append((matcher.lower_local_name_selectors, [element.local_name.lower()]))
    for selectors, keys in keyed:
        for key in keys:
            if key in selectors:
                matcher.add_relevant_selectors(element, selectors[key], rules)
    return sorted(rules, key=lambda rule: rule[:2])


def _declared(content: Sequence[Any]) -> tuple[Declarations, Declarations]:
    """Return the declarations of known and custom properties: the normal and the ``!important`` ones."""
    plain: Declarations = {}
    important: Declarations = {}
    for part in content:
        if part.type == "declaration" and (part.lower_name in _PROPERTIES or part.name.startswith("--")):
            value = " ".join(_serialized(part.value).lower().split())
            if len(value) <= _MAX_VALUE_CHARS or not part.name.startswith("--"):
                key = part.name if part.name.startswith("--") else part.lower_name
                (important if part.important else plain)[key] = value[:_MAX_VALUE_CHARS]
    return plain, important


def _serialized(tokens: Sequence[Any]) -> str:
    """Return tokens as CSS text; nothing if they are nested too deeply."""
    try:
        return str(tinycss2.serialize(tokens)).strip()
    except RecursionError:
        return ""


def _applies(rule: Any) -> bool:
    """Return True if the content of an at-rule applies to a screen of usual size."""
    prelude = _serialized(rule.prelude).lower()
    if rule.lower_at_keyword == "media":
        return media_query_holds(prelude)
    return rule.lower_at_keyword in ("layer", "scope") or (
        rule.lower_at_keyword == "supports" and not prelude.startswith("not")
    )


def _nested_selector(selector: str, around: str) -> str:
    """Return the full form of a selector that is nested in the block of the selector ``around``."""
    if not around:
        return selector
    above = f":is({around})"
    if "&" in selector:
        return selector.replace("&", above)
    return ", ".join(f"{above} {part.strip()}" for part in selector.split(",")[:_MAX_NESTED_SELECTORS])


def _sheet_in(address: str) -> str | None:
    """Return the style sheet in a ``data:`` address; None for other addresses."""
    match = _DATA_ADDRESS.match(address[:_MAX_SHEET_CHARS])
    if match is None:
        return None
    data = unquote_to_bytes(match["sheet"])
    if "base64" in match["how"].lower():
        try:
            data = base64.b64decode(data)
        except (binascii.Error, ValueError):
            return ""
    return data.decode("utf-8", "replace")


def resolve_variables(value: str, variables: Mapping[str, str]) -> str:
    """Replace each ``var(--name)`` in ``value`` by that custom property, or by its fallback."""
    for _ in range(_MAX_VARIABLE_DEPTH):
        if "var(" not in value:
            break
        value = re.sub(
            r"var\(\s*(--[\w-]{1,100})\s*(?:,\s*([^()]{0,100}))?\)",
            lambda match: variables.get(match[1], match[2] or "")[:_MAX_VALUE_CHARS],
            value,
        )[:_MAX_VALUE_CHARS]
    return value

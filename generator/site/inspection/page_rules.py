"""What no page may hold: scripts, resources of other sites, mark-up that browsers and parsers read
differently.

Each page is checked by itself, in one pass over its tree; `inspect` puts the pages together.

>>> loads_from_elsewhere("p { background: url(//example.org/a.png) }")
True
>>> runs("JavaScript:alert(1)"), runs("papers.html")
(True, False)
"""

from __future__ import annotations

import json
import posixpath
import re
from array import array
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import unquote, urlsplit
from zlib import crc32

from lxml import etree

from generator.site.inspection.security import ERROR_PAGE, at_depth, inline_scripts

# Elements that load what they name, with the attributes that name it.
_RESOURCES = {
    "script": ("src", "href", "xlink:href"),
    "img": ("src", "srcset"),
    "source": ("src", "srcset"),
    "audio": ("src",),
    "video": ("src", "poster"),
    "track": ("src",),
    "image": ("href", "xlink:href"),
    "feimage": ("href", "xlink:href"),
    "use": ("href", "xlink:href"),
    "input": ("src",),
    "body": ("background",),
    "table": ("background",),
    "td": ("background",),
    "html": ("manifest",),
}
_LINK_RESOURCES = frozenset(
    {
        "stylesheet",
        "icon",
        "apple-touch-icon",
        "mask-icon",
        "preload",
        "prefetch",
        "prerender",
        "modulepreload",
        "preconnect",
        "dns-prefetch",
        "manifest",
    }
)
# Frames and plug-ins, <base>, which redirects all links, and elements whose content browsers read differently
# from the parser used here.
_FORBIDDEN = frozenset(
    {
        "iframe",
        "frame",
        "frameset",
        "object",
        "embed",
        "applet",
        "portal",
        "base",
        "foreignobject",
        "plaintext",
        "xmp",
        "listing",
        "noembed",
        "noframes",
        "noscript",
    }
)
_ANIMATIONS = frozenset({"animate", "set", "animatetransform", "animatemotion"})
_ADDRESSES = frozenset(
    {
        "href",
        "src",
        "action",
        "formaction",
        "poster",
        "xlink:href",
        "data",
        "cite",
        "background",
        "manifest",
        "longdesc",
        "to",
        "from",
        "values",
        "by",
        "ping",
        "srcdoc",
    }
)
_SENT = {"form": "action", "button": "formaction", "input": "formaction"}
_JSON = frozenset({"application/json", "application/ld+json"})
_RUNS = re.compile(r"(?:javascript|vbscript|data):", re.IGNORECASE)
# Browsers ignore these characters within the name of a scheme.
_PASSED_OVER = re.compile(r"[\x00-\x20]")
_STARTS = re.compile(rb"<(script|body|html)[\s/>]", re.IGNORECASE)
_ELEMENTS = etree.XPath("//*[@*]")
_IDS = etree.XPath("//@id", smart_strings=False)
_NAMES = etree.XPath("//a/@name", smart_strings=False)
_BAD_TAGS = etree.XPath("//" + " | //".join(sorted(_FORBIDDEN)))

_CSS_ESCAPE = re.compile(r"\\(?:([0-9a-fA-F]{1,6})\s?|(.))", re.DOTALL)
_CSS_DATA = re.compile(r"url\(\s*(?:\"data:[^\"]*\"|'data:[^']*'|data:[^)\"']*)\s*\)", re.IGNORECASE)
_CSS_FOREIGN = re.compile(
    r"(?:url\(|src\(|@import|image-set\((?:(?!image-set\()[^;{}])*?[\"'(,])\s*(?:[\"']\s*)?"
    r"(?:[a-z][a-z0-9+.-]*:)?//",
    re.IGNORECASE,
)
_CSS_LOADS = re.compile(r"url\(|src\(|image-set\(|@import", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PageCheck:
    """The check of one page. ids: checksums of its anchors, small enough to keep for thousands of pages.

    links: (target, anchor) of each of its links within the site, anchor empty for none.
    """

    path: str
    problems: tuple[str, ...]
    ids: array[int]
    links: frozenset[tuple[str, str]]


def check_page(path: str, data: bytes, theme: frozenset[str]) -> PageCheck:
    """Check a page by itself. theme: inline scripts, as `security.theme_scripts` returns them."""
    page = etree.fromstring(data.strip() or b"<html>", etree.HTMLParser(encoding="utf-8", huge_tree=True))
    links: set[tuple[str, str]] = set()
    problems = [*_scripts(path, data, page, theme), *_elements(page), *_attributes(path, page, links)]
    names = _IDS(page)
    if len(set(names)) < len(names):
        problems += [f"the id {n!r} occurs {c} times" for n, c in Counter(names).items() if c > 1]
    ids = array("L", (checksum(str(name)) for name in (*names, *_NAMES(page))))
    # The links of the error page start at the root of the host, which is unknown here.
    return PageCheck(
        path, tuple(dict.fromkeys(problems)), ids, frozenset(links if path != ERROR_PAGE else ())
    )


def checksum(name: str) -> int:
    """Return the CRC-32 by which anchors are compared."""
    return crc32(name.encode("utf-8", "surrogatepass"))


def loads_from_elsewhere(css: str) -> bool:
    """Return True if a style sheet requests anything from another site, in any spelling."""
    return bool(_CSS_FOREIGN.search(_CSS_DATA.sub("", _plain_css(css))))


def _plain_css(css: str) -> str:
    """Return CSS without comments and escapes, which can hide ``url`` and addresses."""
    css = _without_comments(css)
    return _CSS_ESCAPE.sub(lambda m: chr(min(int(m[1], 16), 0x10FFFF)) if m[1] else m[2], css)


def _without_comments(css: str) -> str:
    """Return CSS without the text between ``/*`` and ``*/``; an unclosed comment stays."""
    kept, at = [], 0
    while (start := css.find("/*", at)) >= 0 and (end := css.find("*/", start + 2)) >= 0:
        kept.append(css[at:start])
        at = end + 2
    return "".join([*kept, css[at:]])


def _scripts(path: str, data: bytes, page: Any, theme: frozenset[str]) -> Iterator[str]:
    allowed = {at_depth(s, path.count("/")) for s in theme}
    for script in inline_scripts(page) if path != ERROR_PAGE else ():
        if script not in allowed:
            yield f"a script that is not the theme's: {script.strip()[:60]!r}"
    found = list(page.iter("script"))
    for script in found:
        if (script.get("type") or "").lower() in _JSON:
            try:
                json.loads(script.text or "", parse_constant=_no_number)
            except ValueError as error:
                yield f"data that cannot be read: {error}"
    starts = Counter(name.lower() for name in _STARTS.findall(data))
    if starts[b"script"] != len(found):
        yield "a script that browsers and parsers may see differently (in a comment or a text field)"
    # Browsers add the attributes of a second one to the first; the parser here drops them.
    if starts[b"body"] > 1 or starts[b"html"] > 1:
        yield "a second <html> or <body> element"


def _no_number(name: str) -> float:
    raise ValueError(f"{name} is not JSON")


def _elements(page: Any) -> Iterator[str]:
    for element in _BAD_TAGS(page):
        yield f"a <{element.tag}> element"
    for style in page.iter("style"):
        if loads_from_elsewhere(style.text or ""):
            yield "a style sheet that loads from another site"


def _attributes(path: str, page: Any, links: set[tuple[str, str]]) -> Iterator[str]:
    for element in _ELEMENTS(page):
        tag = element.tag
        attributes = element.attrib
        for name, value in attributes.items():
            # Skipped for speed: most attributes of a page are class, id and the like.
            if name in _HARMLESS:
                continue
            if name.startswith("on"):
                yield f"an attribute that runs: {name}={value[:60]!r}"
            elif name in _ADDRESSES:
                if runs(value):
                    yield f"an address that runs or carries data: {value[:60]!r}"
                if name == "ping":
                    yield f"a link that notifies another site when it is followed: {value[:60]!r}"
            elif name == "style" and _CSS_LOADS.search(_plain_css(value)):
                yield f"a style that loads something: {value[:60]!r}"
        if tag == "a" or tag == "area":
            yield from _link(path, attributes.get("href"), links)
        elif tag == "link":
            if _LINK_RESOURCES & set(attributes.get("rel", "").lower().split()):
                yield from _resource(path, "href", attributes.get("href"), links)
                yield from _resource(path, "srcset", attributes.get("imagesrcset"), links)
        elif tag in _RESOURCES:
            for name in _RESOURCES[tag]:
                yield from _resource(path, name, attributes.get(name), links)
        elif (
            tag == "meta"
            and attributes.get("http-equiv", "").strip().lower() == "refresh"
            and not _LEADS_ON.fullmatch(attributes.get("content", ""))
        ):
            yield "a <meta> element that reloads the page"
        elif tag in _ANIMATIONS and _is_risky(attributes.get("attributename", "")):
            yield f"an animation that changes {attributes['attributename']!r}"
        if tag in _SENT and is_elsewhere(attributes.get(_SENT[tag], "")):
            yield f"a form that sends to another site: {attributes[_SENT[tag]][:60]!r}"


# An immediate redirect from an old address to a page of the same folder; any other reload is refused.
_LEADS_ON = re.compile(r"0; url=[a-z0-9][a-z0-9._-]*\.html")
_HARMLESS = frozenset({"class", "id", "d", "aria-label", "title", "rel", "viewbox", "hidden"})


def _is_risky(attribute: str) -> bool:
    name = attribute.strip().lower()
    return name.split(":")[-1] == "href" or name.startswith("on")


def runs(address: str) -> bool:
    """Return True if an address runs a script or carries the page that it shows (``data:``)."""
    return bool(_RUNS.match(_PASSED_OVER.sub("", address)))


def is_elsewhere(address: str) -> bool:
    """Return True if an address leads out of the site."""
    try:
        parts = urlsplit(_PASSED_OVER.sub("", address).replace("\\", "/"))
    except ValueError:
        return True
    return bool(parts.scheme or parts.netloc)


def _resource(path: str, name: str, value: str | None, links: set[tuple[str, str]]) -> Iterator[str]:
    if not value:
        return
    for address in _candidates(value) if name == "srcset" else [value.strip()]:
        if is_elsewhere(address):
            yield f"loads from another site: {address[:80]}"
        else:
            yield from _link(path, address, links)


def _candidates(srcset: str) -> list[str]:
    return [part.split()[0] for part in srcset.split(",") if part.split()]


def _link(path: str, address: str | None, links: set[tuple[str, str]]) -> Iterator[str]:
    """Add the target of a link to ``links``, if it is within the site; yield a problem if it cannot be
    read.
    """
    if address is None:
        return
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        yield f"an address that cannot be read: {address[:80]!r}"
        return
    if parts.scheme or parts.netloc:
        return
    target = target_of(posixpath.dirname(path), parts.path) if parts.path else path
    anchor = unquote(parts.fragment.split(":~:")[0])
    # The theme's own anchor for the top of a page.
    links.add((target, anchor if anchor != "__top" else ""))


@lru_cache(maxsize=4096)
def target_of(folder: str, path: str) -> str:
    """Return the file of the site that a link from a page in ``folder`` leads to."""
    path = unquote(path)
    target = posixpath.normpath(posixpath.join("" if path.startswith("/") else folder, path.lstrip("/")))
    if path.endswith("/") or path.rsplit("/", 1)[-1] in (".", ".."):
        return posixpath.join(target, "index.html") if target != "." else "index.html"
    return target

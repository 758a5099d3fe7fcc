"""A look at the built site: nothing foreign, nothing that runs but the theme, no broken link.

The encoder keeps hostile text harmless; this checks that it did, on the pages that are to be
published, whichever program built them.
"""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from lxml import html

# Elements that load what they name, with the attribute that names it.
_RESOURCES = {
    "script": ("src",),
    "img": ("src", "srcset"),
    "source": ("src", "srcset"),
    "audio": ("src",),
    "video": ("src", "poster"),
    "track": ("src",),
    "image": ("href", "xlink:href"),
    "use": ("href", "xlink:href"),
    "input": ("src",),
}
_LINK_RESOURCES = frozenset(
    {"stylesheet", "icon", "preload", "prefetch", "modulepreload", "preconnect", "manifest"}
)
_FORBIDDEN = frozenset({"iframe", "frame", "object", "embed", "applet", "base"})
_ADDRESSES = ("href", "src", "action", "formaction", "poster", "xlink:href", "data", "cite", "background")
_DATA_SCRIPTS = frozenset({"application/json", "application/ld+json"})
_RUNS = re.compile(r"(?:javascript|vbscript|data):", re.IGNORECASE)
# Browsers pass over these within the name of a scheme.
_PASSED_OVER = re.compile(r"[\x00-\x20]")
_DEPTH = re.compile(r'new URL\("[^"]*"')
_CSS_ADDRESS = re.compile(r"(?:url\(|@import)\s*[\"']?\s*(?:https?:)?//", re.IGNORECASE)
_NOT_FOUND = "404.html"


@dataclass(frozen=True)
class _Page:
    path: str  # within the site
    tree: Any

    @property
    def ids(self) -> list[str]:
        return [str(i) for i in self.tree.xpath("//@id")] + [str(n) for n in self.tree.xpath("//a/@name")]


def inspect(site: Path) -> tuple[str, ...]:
    """All problems of the site, each as ``page: what``; empty where there are none.

    Reported: scripts that are not the theme's (inline ones are compared with those of the error
    page, which shows no content), ``on*`` attributes, addresses that run or carry data, resources
    from elsewhere, frames, reloading by ``<meta>``, ids that occur twice, links to pages, files or
    anchors that do not exist.
    """
    pages = {p.path: p for p in _pages(site)}
    files = {p.relative_to(site).as_posix() for p in site.rglob("*") if p.is_file()}
    theme = _inline_scripts(pages[_NOT_FOUND]) if _NOT_FOUND in pages else set()
    anchors = {path: set(page.ids) for path, page in pages.items()}
    problems: list[str] = []
    for path, page in sorted(pages.items()):
        found = [*_active(page, theme), *_foreign(page, files), *_repeated(page)]
        if path != _NOT_FOUND:  # its links start at the root of a host that is not known here
            found.extend(_broken(page, files, anchors))
        problems.extend(f"{path}: {what}" for what in dict.fromkeys(found))
    for style in sorted(site.rglob("*.css")):
        if _CSS_ADDRESS.search(style.read_text(encoding="utf-8", errors="replace")):
            problems.append(f"{style.relative_to(site).as_posix()}: loads something from another site")
    return tuple(problems)


def _pages(site: Path) -> Iterator[_Page]:
    for file in sorted(site.rglob("*.html")):
        parser = html.HTMLParser(encoding="utf-8", huge_tree=True)
        tree = html.document_fromstring(file.read_bytes(), parser=parser)
        yield _Page(file.relative_to(site).as_posix(), tree)


def _inline_scripts(page: _Page) -> set[str]:
    """Inline scripts of a page; what varies with the page's depth is taken out."""
    return {
        _DEPTH.sub("new URL(", script.text or "")
        for script in page.tree.iter("script")
        if script.get("src") is None and script.get("type") not in _DATA_SCRIPTS
    }


def _active(page: _Page, theme: set[str]) -> Iterator[str]:
    for script in sorted(_inline_scripts(page) - theme):
        yield f"a script that is not the theme's: {script.strip()[:60]!r}"
    for element in page.tree.iter():
        if not isinstance(element.tag, str):
            continue
        if element.tag in _FORBIDDEN:
            yield f"a <{element.tag}> element"
        if element.tag == "meta" and (element.get("http-equiv") or "").lower() == "refresh":
            yield "a <meta> element that reloads the page"
        for name, value in element.attrib.items():
            if str(name).lower().startswith("on"):
                yield f"an attribute that runs: {name}={str(value)[:60]!r}"
            if str(name).lower() in _ADDRESSES and _RUNS.match(_PASSED_OVER.sub("", str(value))):
                yield f"an address that runs or carries data: {str(value)[:60]!r}"
            if str(name).lower() == "style" and "url(" in str(value).lower():
                yield f"a style that loads something: {str(value)[:60]!r}"


def _foreign(page: _Page, files: set[str]) -> Iterator[str]:
    """Resources that are loaded from elsewhere, or that do not exist."""
    for element in page.tree.iter():
        names: tuple[str, ...] = _RESOURCES.get(element.tag, ()) if isinstance(element.tag, str) else ()
        if element.tag == "link" and _LINK_RESOURCES & set((element.get("rel") or "").lower().split()):
            names = ("href",)
        for name in names:
            for address in _addresses(name, element.get(name)):
                parts = urlsplit(address)
                if parts.scheme or parts.netloc:
                    yield f"loads from another site: {address[:80]}"
                elif parts.path and page.path != _NOT_FOUND and _target(page.path, parts.path) not in files:
                    yield f"loads a file that is not there: {address[:80]}"
        if element.tag == "style" and _CSS_ADDRESS.search(element.text or ""):
            yield "a style sheet that loads from another site"


def _addresses(name: str, value: str | None) -> list[str]:
    if not value:
        return []
    return (
        [part.split()[0] for part in value.split(",") if part.split()]
        if name == "srcset"
        else [value.strip()]
    )


def _repeated(page: _Page) -> Iterator[str]:
    for name, count in Counter(page.tree.xpath("//@id")).items():
        if count > 1:
            yield f"the id {name!r} occurs {count} times"


def _broken(page: _Page, files: set[str], anchors: dict[str, set[str]]) -> Iterator[str]:
    for address in page.tree.xpath("//a/@href | //area/@href | //use/@href"):
        try:
            parts = urlsplit(str(address).strip())
        except ValueError:
            yield f"an address that cannot be read: {str(address)[:80]!r}"
            continue
        if parts.scheme or parts.netloc:
            continue
        target = _target(page.path, parts.path) if parts.path else page.path
        if target not in files:
            yield f"a broken link: {address}"
            continue
        name = unquote(parts.fragment.split(":~:")[0])
        if name and target in anchors and name not in anchors[target] and name != "__top":
            yield f"a link to an anchor that is not there: {address}"


def _target(page: str, path: str) -> str:
    """The file of the site that a link from a page means."""
    path = unquote(path)
    base = "" if path.startswith("/") else posixpath.dirname(page)
    target = posixpath.normpath(posixpath.join(base, path.lstrip("/")))
    folder = path.endswith("/") or path.rsplit("/", 1)[-1] in (".", "..")
    if folder:
        return posixpath.join(target, "index.html") if target != "." else "index.html"
    return target

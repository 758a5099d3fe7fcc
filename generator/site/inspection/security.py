"""Give the built pages a Content Security Policy, with which browsers enforce what they load and run.

This is the third protection from hostile text. The encoder makes such text harmless; the inspection finds
what the encoder missed; under the policy a browser would not run it.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from lxml import html

from generator.errors import SiteError
from generator.storage.files import files_within

# This page shows no content, so its inline scripts are the theme's own, but for one that no other page has.
ERROR_PAGE = "404.html"
_ONLY_THERE = "data-error-page"
# Pagefind compiles WebAssembly in the browser. This folder exists if Pagefind is the search engine.
_PAGEFIND = "pagefind"
_DATA_SCRIPTS = frozenset({"application/json", "application/ld+json"})
# The only part of the theme's scripts that depends on the page: the path to the site's root.
_ROOT = re.compile(r'new URL\("[^"]*"')
_CHARSET = re.compile(rb"<meta\s+charset=[^<>]*>", re.IGNORECASE)
_POLICY = b'<meta http-equiv="Content-Security-Policy"'
# Bytes within which a page must name its character set (HTML standard, 4.2.5.4).
_MAX_CHARSET_OFFSET = 1024


def secure(site: Path) -> int:
    """Put a policy into the head of every page under ``site`` that has none; return how many got one.

    Works with any site builder: a page need only name its character set in its first 1,024 bytes, as HTML
    requires. Raises SiteError for a page that does not, OSError if a page cannot be read or written.
    """
    scripts, on_error = theme_scripts(site), error_page_scripts(site)
    pagefind = (site / _PAGEFIND).is_dir()
    count = 0
    for path in page_paths(site):
        file = site / path
        with file.open("r+b") as page:
            head = page.read(_MAX_CHARSET_OFFSET)
            if _POLICY in head:
                continue
            named = _CHARSET.search(head)
            if named is None:
                raise SiteError(f"{path}: the page does not name its character set; add <meta charset>.")
            rest = head[named.end() :] + page.read()
            page.seek(named.end())
            if path == ERROR_PAGE:
                page.write(_meta(on_error, None, pagefind) + rest)
            else:
                page.write(_meta(scripts, path.count("/"), pagefind) + rest)
        count += 1
    return count


def page_paths(site: Path) -> Iterator[str]:
    """Yield the paths of all HTML pages within the site, folder by folder."""
    yield from (path for path, _ in files_within(site) if path.endswith(".html"))


def theme_scripts(site: Path) -> frozenset[str]:
    """Return the theme's inline scripts, as they are on the error page."""
    return frozenset(str(s.text or "") for s in _on_error_page(site) if s.get(_ONLY_THERE) is None)


def error_page_scripts(site: Path) -> frozenset[str]:
    """Return the inline scripts of the error page: the theme's, and the one that mends its links."""
    return frozenset(str(s.text or "") for s in _on_error_page(site))


def inline_scripts(page: Any) -> list[str]:
    """Return the texts of a page's inline scripts, without data that browsers do not run."""
    return [str(script.text or "") for script in _inline(page)]


def _on_error_page(site: Path) -> list[Any]:
    file = site / ERROR_PAGE
    if not file.is_file():
        return []
    return _inline(html.document_fromstring(file.read_bytes(), parser=html.HTMLParser(encoding="utf-8")))


def _inline(page: Any) -> list[Any]:
    return [
        script
        for script in page.iter("script")
        if script.get("src") is None and (script.get("type") or "").lower() not in _DATA_SCRIPTS
    ]


def at_depth(script: str, depth: int | None) -> str:
    """Return a theme script as it is on pages ``depth`` folders below the root; None: on the error page."""
    if depth is None:
        return script
    root = "/".join([".."] * depth) or "."
    return _ROOT.sub(f'new URL("{root}"', script)


def policy(scripts: frozenset[str] = frozenset(), depth: int | None = None, *, pagefind: bool = False) -> str:
    """Return the policy of a page ``depth`` folders below the root. scripts: of the theme, allowed by hash.

    It allows no inline styles: the theme sets its own through the DOM, to which a policy does not apply.
    ``data:`` images are the icons within the theme's style sheets.
    """
    hashes = sorted(_hash(at_depth(script, depth)) for script in scripts)
    run = ["'self'", *hashes, *(["'wasm-unsafe-eval'"] if pagefind else [])]
    return "; ".join(
        [
            "default-src 'none'",
            f"script-src {' '.join(run)}",
            "style-src 'self'",
            "img-src 'self' data:",
            "font-src 'self'",
            "connect-src 'self'",
            "worker-src 'self'",
            "manifest-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
        ]
    )


@lru_cache(maxsize=64)
def _meta(scripts: frozenset[str], depth: int | None, pagefind: bool) -> bytes:
    return b'\n      %s content="%s">' % (_POLICY, policy(scripts, depth, pagefind=pagefind).encode())


def _hash(script: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"

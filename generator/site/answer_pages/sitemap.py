"""Sitemaps of the current answers (sitemaps.org, protocol 0.9: at most 50,000 addresses in a file)."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape

SITEMAP = "sitemap-answers.xml"
MAX_ADDRESSES = 50_000


def sitemaps(
    address: str, answers: Sequence[tuple[str, str]], max_addresses: int = MAX_ADDRESSES
) -> dict[str, str]:
    """Return files of the site by path: one sitemap, or an index of several.

    address: of the site, with a slash at its end; without one there is no sitemap. answers: id and day made
    (or empty) of each.
    """
    if not address or not answers:
        return {}
    site = escape(address)
    parts = [answers[first : first + max_addresses] for first in range(0, len(answers), max_addresses)]
    if len(parts) == 1:
        return {SITEMAP: _file("urlset", _urls(site, answers))}
    files = {f"sitemap-answers-{n}.xml": _file("urlset", _urls(site, p)) for n, p in enumerate(parts, 1)}
    listed = "".join(f"<sitemap><loc>{site}{name}</loc></sitemap>\n" for name in files)
    return {SITEMAP: _file("sitemapindex", listed), **files}


def _urls(site: str, answers: Sequence[tuple[str, str]]) -> str:
    return "".join(
        f"<url><loc>{site}a/{name}/</loc>{f'<lastmod>{made}</lastmod>' if made else ''}</url>\n"
        for name, made in answers
    )


def _file(root: str, body: str) -> str:
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<{root} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{body}</{root}>\n'
    )

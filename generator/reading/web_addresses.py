"""Web addresses and DOIs: those written out in a text, and the targets of links in markup.

>>> [link.url for link in written_links("see github.com/ada/lamps (10.5281/zenodo.42).")]
['https://github.com/ada/lamps', 'https://doi.org/10.5281/zenodo.42']
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import accumulate

from generator.reading.compose import BlockLink

# Hosts of data and code whose addresses authors write without a scheme ("github.com/group/tool").
_HOSTS = (
    r"(?:github|gitlab|figshare|codeocean|kaggle)\.com|bitbucket\.org|zenodo\.org|osf\.io|huggingface\.co|"
    r"datadryad\.org|data\.mendeley\.com|openml\.org|softwareheritage\.org"
)
_WRITTEN = re.compile(
    rf"(?P<url>(?:https?|ftp)://[^\s<>\"|{{}}\\^`]+|www\.[a-z0-9-]+\.[^\s<>\"|{{}}\\^`]+|\b(?:{_HOSTS})/[^\s<>\"|{{}}\\^`]+)"
    r"|(?P<doi>\b10\.[0-9]{4,9}/[^\s<>\"|{}\\^`]+)",
    re.IGNORECASE,
)
_URL_HINTS = ("://", "www.", "10.", ".com/", ".org/", ".co/")
_WEB_ADDRESS = re.compile(r"(?:https?|ftp)://[^\s/]", re.IGNORECASE)
_DOI = re.compile(r"(?:(?:info:)?doi[:/]\s*|https?://(?:dx\.)?doi\.org/)?(10\.[0-9]{4,9}/\S+)", re.IGNORECASE)


def target(href: str | None) -> str | None:
    """Return the web address in an attribute such as ``href``: http, https, ftp or a DOI; None for others."""
    href = (href or "").strip()
    if _WEB_ADDRESS.match(href):
        return "".join(href.split())
    if href.startswith("//") and len(href) > 2:
        return "https:" + "".join(href.split())
    if href.lower().startswith("www."):
        return "http://" + "".join(href.split())
    doi = _DOI.fullmatch(href)
    return f"https://doi.org/{doi.group(1)}" if doi else None


def written_links(text: str) -> Iterator[BlockLink]:
    """Yield the links written out in ``text``, in order: addresses, and DOIs as addresses at doi.org."""
    # Most texts contain none of these, and need no search with the regular expression.
    lowered = text.lower()
    if not any(mark in lowered for mark in _URL_HINTS):
        return
    for match in _WRITTEN.finditer(text):
        shown = _without_trailing_punctuation(match.group())
        if not shown:
            continue
        if match["doi"]:
            url = f"https://doi.org/{shown}"
        elif "://" in shown[:8]:
            url = shown
        else:
            url = f"{'http' if shown[:4].lower() == 'www.' else 'https'}://{shown}"
        if re.fullmatch(r"\w+:/*", url):
            continue
        yield BlockLink(match.start(), match.start() + len(shown), url)


def all_links(text: str, marked: Iterable[BlockLink]) -> tuple[BlockLink, ...]:
    """Return the ``marked`` links and those written out elsewhere in ``text``, in order of position."""
    links = sorted(marked, key=lambda link: link.start)
    starts = [link.start for link in links]
    ends = list(accumulate((link.end for link in links), max))  # the largest end up to each link
    for written in written_links(text):
        # Where the words of a marked link are an address, the link is better: its target is complete.
        before = bisect_left(starts, written.end)
        if not before or ends[before - 1] <= written.start:
            links.append(written)
    return tuple(sorted(links, key=lambda link: (link.start, link.end)))


def _without_trailing_punctuation(url: str) -> str:
    """Remove punctuation of the surrounding sentence; a bracket that ``url`` itself opens stays closed."""
    end = len(url)
    surplus = {")": url.count(")") - url.count("("), "]": url.count("]") - url.count("[")}
    while end:
        last = url[end - 1]
        if surplus.get(last, 0) > 0:
            surplus[last] -= 1
        elif last not in ".,;:!?'’”»*":
            break
        end -= 1
    return url[:end]

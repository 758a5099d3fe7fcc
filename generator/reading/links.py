"""Links: those that a text writes out, and the targets that markup names."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import accumulate

from generator.reading.compose import Link

# Hosts of data and code that authors write without a scheme ("github.com/group/tool").
_HOSTS = (
    r"(?:github|gitlab|figshare|codeocean|kaggle)\.com|bitbucket\.org|zenodo\.org|osf\.io|huggingface\.co|"
    r"datadryad\.org|data\.mendeley\.com|openml\.org|softwareheritage\.org"
)
_WRITTEN = re.compile(
    rf"(?P<url>(?:https?|ftp)://[^\s<>\"|{{}}\\^`]+|www\.[a-z0-9-]+\.[^\s<>\"|{{}}\\^`]+|\b(?:{_HOSTS})/[^\s<>\"|{{}}\\^`]+)"
    r"|(?P<doi>\b10\.[0-9]{4,9}/[^\s<>\"|{}\\^`]+)",
    re.IGNORECASE,
)
_MARKS = ("://", "www.", "10.", ".com/", ".org/", ".co/")
_TARGET = re.compile(r"(?:https?|ftp)://[^\s/]", re.IGNORECASE)
_DOI = re.compile(r"(?:(?:info:)?doi[:/]\s*|https?://(?:dx\.)?doi\.org/)?(10\.[0-9]{4,9}/\S+)", re.IGNORECASE)


def target(href: str | None) -> str | None:
    """The address that an attribute names, if a reader can follow it: http, https, ftp, or a DOI."""
    href = (href or "").strip()
    if _TARGET.match(href):
        return "".join(href.split())
    if href.startswith("//") and len(href) > 2:
        return "https:" + "".join(href.split())
    if href.lower().startswith("www."):
        return "http://" + "".join(href.split())
    doi = _DOI.fullmatch(href)
    return f"https://doi.org/{doi.group(1)}" if doi else None


def written_links(text: str) -> Iterator[Link]:
    """The links that ``text`` writes out, in order: addresses, and DOIs as addresses at doi.org."""
    # A few quick searches spare most texts the regular expression.
    lowered = text.lower()
    if not any(mark in lowered for mark in _MARKS):
        return
    for match in _WRITTEN.finditer(text):
        shown = _without_closing(match.group())
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
        yield Link(match.start(), match.start() + len(shown), url)


def all_links(text: str, marked: Iterable[Link]) -> tuple[Link, ...]:
    """The marked links and those that ``text`` writes out besides, in order of their places."""
    links = sorted(marked, key=lambda link: link.start)
    starts = [link.start for link in links]
    ends = list(accumulate((link.end for link in links), max))  # of all up to each
    for written in written_links(text):
        # A marked link whose words are the address itself says it better: its target is whole.
        before = bisect_left(starts, written.end)
        if not before or ends[before - 1] <= written.start:
            links.append(written)
    return tuple(sorted(links, key=lambda link: (link.start, link.end)))


def _without_closing(url: str) -> str:
    """``url`` without the punctuation of the sentence around it; brackets that it opens itself stay."""
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

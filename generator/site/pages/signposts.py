"""Typed links in the head of a page, for programs: what the page is, how to cite it, where its data are.

They follow FAIR Signposting (https://signposting.org/FAIR/), whose relations are those of the IANA registry.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass

from generator.core import Paper
from generator.site.content.collection import Collection
from generator.site.content.page_links import ABOUT, Links, built_page, full_address, licence_link, paper_page
from generator.site.exports.data_file_list import CRATE, PAPERS

_SCHEMA = "https://schema.org"
_JSON = "application/json"


@dataclass(frozen=True, slots=True)
class Sign:
    """A ``<link>`` element. type: media type of its target, or empty."""

    rel: str
    href: str
    type: str = ""


def answer_signs(
    collection: Collection, links: Links, paper: Paper, address: str, *, has_data: bool
) -> tuple[Sign, ...]:
    """Return the links of the page of one version of an answer. has_data: today's data include it."""
    return _signs(collection, links, address, "Answer", paper if has_data else None)


def paper_signs(collection: Collection, paper: Paper) -> list[dict[str, str]]:
    """Return the links of a paper's page, as plain data for its front matter."""
    page = paper_page(paper.id)
    address = full_address(collection.site_url, built_page(page))
    return [asdict(sign) for sign in _signs(collection, Links(page), address, "Dataset", paper)]


def _signs(
    collection: Collection, links: Links, address: str, kind: str, paper: Paper | None
) -> tuple[Sign, ...]:
    licence = licence_link(collection.licence)
    found = [
        *([Sign("cite-as", address)] if address else []),
        Sign("type", f"{_SCHEMA}/AboutPage"),
        Sign("type", f"{_SCHEMA}/{kind}"),
        Sign("author", links.to(ABOUT), "text/html"),
        *([Sign("license", licence)] if licence else []),
    ]
    if paper is not None:
        found += [
            Sign("item", links.to_file(f"{PAPERS}{paper.id}.json"), _JSON),
            Sign("describedby", links.to_file(CRATE), "application/ld+json"),
        ]
    return tuple(found)

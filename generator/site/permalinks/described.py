"""Papers and answers as schema.org data, for programs that read pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator.core import Paper
from generator.site.changes import made_on
from generator.site.encoding import clean, web_link
from generator.site.links import doi_link
from generator.site.versions import Version
from generator.site.wording import title_of


def article(paper: Paper) -> dict[str, Any]:
    """The paper as a ``ScholarlyArticle``; what is not known is left out."""
    data = paper.metadata
    found: dict[str, Any] = {"@type": "ScholarlyArticle", "name": title_of(paper)}
    if authors := [clean(str(a)) for a in data.authors if clean(str(a))]:
        found["author"] = [{"@type": "Person", "name": name} for name in authors]
    if data.year is not None:
        found["datePublished"] = str(data.year)
    if venue := clean(data.venue):
        found["isPartOf"] = {"@type": "Periodical", "name": venue}
    if href := doi_link(data.doi):
        found["sameAs"] = href
    if href := web_link(data.licence):
        found["license"] = href
    return found


def described(version: Version, about: Mapping[str, Any], question: str, address: str) -> dict[str, Any]:
    """A ``Question`` with its answer: accepted while it stands, suggested when it does no more.

    Not a ``QAPage``: nobody can answer here. about: the paper as `article` describes it.
    """
    answer = version.answer
    told: dict[str, Any] = {
        "@type": "Answer",
        "identifier": version.id,
        "text": clean(answer.text or answer.reason),
        "author": {"@type": "SoftwareApplication", "name": clean(answer.model)},
        "citation": dict(about),
    }
    if made := made_on(answer):
        told["dateCreated"] = made
    if address:
        told["url"] = address
    found: dict[str, Any] = {"@context": "https://schema.org", "@type": "Question", "name": question}
    if answer.status != "failed":
        found["acceptedAnswer" if version.state == "current" else "suggestedAnswer"] = told
    return found

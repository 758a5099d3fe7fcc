"""An answer's page as schema.org data, for programs that read pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator.site.content.changes import made_on
from generator.site.content.encoding import clean
from generator.site.content.versions import Version
from generator.site.content.wording import author


def described(version: Version, about: Mapping[str, Any], question: str, address: str) -> dict[str, Any]:
    """A ``Question`` with its answer: accepted while it stands, suggested when it does no more.

    Not a ``QAPage``: nobody can answer here. about: the paper, see `generator.site.pages.jsonld.article`.
    """
    answer = version.answer
    told: dict[str, Any] = {
        "@type": "Answer",
        "identifier": version.id,
        "text": clean(answer.text or answer.reason),
        "author": author(answer),
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

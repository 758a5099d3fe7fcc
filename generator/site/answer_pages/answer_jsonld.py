"""An answer's page as schema.org data, for programs that read pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator.site.content.answer_changes import made_on
from generator.site.content.encoding import clean
from generator.site.content.versions import Version
from generator.site.content.wording import author


def answer_jsonld(version: Version, about: Mapping[str, Any], question: str, address: str) -> dict[str, Any]:
    """Build a ``Question`` with its answer: a current answer is accepted, a superseded one suggested.

    It is not a ``QAPage``, because readers cannot answer here. about: the paper, see
    `generator.site.pages.jsonld.article`.
    """
    answer = version.answer
    accepted: dict[str, Any] = {
        "@type": "Answer",
        "identifier": version.id,
        "text": clean(answer.text or answer.reason),
        "author": author(answer),
        "citation": dict(about),
    }
    if made := made_on(answer):
        accepted["dateCreated"] = made
    if address:
        accepted["url"] = address
    found: dict[str, Any] = {"@context": "https://schema.org", "@type": "Question", "name": question}
    if answer.status != "failed":
        found["acceptedAnswer" if version.state == "current" else "suggestedAnswer"] = accepted
    return found

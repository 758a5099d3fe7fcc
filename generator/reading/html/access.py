"""Pages that hold only the abstract of a paper: the rest lies behind a wall or on another page."""

from __future__ import annotations

from dataclasses import replace

from generator.core.paper import Paper
from generator.reading.html.chrome import PAYWALL

ABSTRACT_ONLY = "holds only an abstract; a question that is not answered there says nothing about the paper"
# Words of a text beside a wall; publishers show the first paragraph of a paper, or snippets of it.
_MIN_WORDS = 250
_OFFERS = 100  # words of a page that holds an abstract and no section of a paper: what else stands there
_BODY = ("introduction", "methods", "results", "discussion", "availability")


def with_access_warning(paper: Paper) -> Paper:
    """Return the paper with a warning where its page shows no more than an abstract."""
    body = other = 0
    shown = walled = False
    for section in paper.sections:
        if section.kind == "references":
            continue
        offer = _is_wall(section.title)
        walled = walled or offer
        shown = shown or (section.kind == "abstract" and any(True for _ in section.sentences))
        for sentence in section.sentences:
            if offer or _is_wall(sentence.text):
                walled = walled or len(sentence.text) < 200
            elif section.kind in _BODY:
                body += len(sentence.text.split())
            elif section.kind == "other":
                other += len(sentence.text.split())
    behind = walled and (shown or bool(paper.metadata.abstract)) and body + other < _MIN_WORDS
    if behind or (shown and not body and other < _OFFERS):
        return replace(paper, warnings=(*paper.warnings, ABSTRACT_ONLY))
    return paper


def _is_wall(text: str) -> bool:
    return PAYWALL.search(text) is not None

"""A warning for pages with only the abstract of a paper; its text is behind a paywall or on another page."""

from __future__ import annotations

from dataclasses import replace

from generator.core.paper import Paper
from generator.reading.html.chrome import PAYWALL

ABSTRACT_ONLY = "holds only an abstract; a question not answered there says nothing about the paper"
# A page with a paywall and less text shows only a preview, such as the first paragraph or snippets.
_MIN_BODY_WORDS = 250
# A page with an abstract and no section of a paper may have so many other words, such as offers.
_MAX_OFFER_WORDS = 100
_MAX_OFFER_CHARS = 200  # of a sentence that is a paywall's offer; a longer one is text of the paper
_BODY_KINDS = ("introduction", "methods", "results", "discussion", "availability")


def with_access_warning(paper: Paper) -> Paper:
    """Return the paper, with a warning if its page shows only the abstract."""
    body = other = 0  # words
    has_abstract = has_wall = False
    for section in paper.sections:
        if section.kind == "references":
            continue
        is_offer = PAYWALL.search(section.title) is not None
        has_wall = has_wall or is_offer
        has_abstract = has_abstract or (section.kind == "abstract" and any(True for _ in section.sentences))
        for sentence in section.sentences:
            if is_offer or PAYWALL.search(sentence.text):
                has_wall = has_wall or len(sentence.text) < _MAX_OFFER_CHARS
            elif section.kind in _BODY_KINDS:
                body += len(sentence.text.split())
            elif section.kind == "other":
                other += len(sentence.text.split())
    knows_abstract = has_abstract or bool(paper.metadata.abstract)
    is_preview = has_wall and knows_abstract and body + other < _MIN_BODY_WORDS
    if is_preview or (has_abstract and not body and other < _MAX_OFFER_WORDS):
        return replace(paper, warnings=(*paper.warnings, ABSTRACT_ONLY))
    return paper

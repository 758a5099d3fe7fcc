"""What front matter looks like: the words that open its paragraphs, affiliations; and running text.

>>> bool(FRONT_MARK.match("Received: 3 May 2021")), bool(AFFILIATION.search("Department of Lamps"))
(True, True)
"""

from __future__ import annotations

import re

from generator.reading.pdf.paragraphs import ParagraphBuilder

FRONT_MARK = re.compile(
    r"^(?:received|accepted|published|revised|editor|academic editor|edited by|reviewed by"
    r"|handling editor|corresponding|\*?\s?correspondence"
    r"|\*|†|‡|citation|cite this|how to cite|copyright|©|\(c\)|publisher|license|licence"
    r"|open access|this (?:is an open|article is|work is)"
    r"|affiliations?|author notes?|e-?mail|orcid|article (?:info|history)|doi\b"
    r"|https?://(?:dx\.)?doi|communicated by|specialty section"
    r"|permission to make|acm reference|\d{4} (?:ieee|acm)|funding:|competing interests|data availability)",
    re.I,
)
REFERENCES_MARK = re.compile(
    r"^(?:\d{1,2}\.?\s)?(?:references|bibliography|literature(?: cited)?|works cited)\W{0,2}$", re.I
)
AFFILIATION = re.compile(
    r"@|universit|institut|department|college|school of|laborator|faculty|centre|center"
    r"|\b[A-Z][a-z]+,\s+[A-Z][A-Za-z]+$",
    re.I,
)
_MIN_RUNNING_CHARS = 250  # characters of a paragraph that is certainly running text
_MIN_LOWER = 0.55  # share of its words that begin in lower case
_SENTENCE_END = re.compile(r"[a-z)]\. [A-Z]")


def is_running_text(paragraph: ParagraphBuilder) -> bool:
    """Return True for a long paragraph of sentences that no mark of front matter opens."""
    text = paragraph.text
    if len(text) < _MIN_RUNNING_CHARS or paragraph.role == "float":
        return False
    words = text.split()
    lower = sum(w[0].islower() for w in words)
    return (
        lower >= _MIN_LOWER * len(words)
        and _SENTENCE_END.search(text) is not None
        and not FRONT_MARK.match(text)
    )

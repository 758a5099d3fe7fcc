"""The journal or conference of a paper, from its running lines and front matter.

>>> venue_of(["Lane et al. Journal of Lamps and Moths (2016) 13:22", "Moth News 2019; 4(1): 7-12"], "A title")
'Journal of Lamps and Moths'
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_YEAR = r"(?:19|20)\d\d"
_NAME = r"([A-Z][A-Za-z&.' -]{2,70}?)"
_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Jan\.?|Feb\.?|Mar\.?|Apr\.?|Aug\.?|Sept?\.?|Oct\.?|Nov\.?|Dec\.?)"
)
_VENUES = tuple(
    re.compile(pattern)
    for pattern in (
        r"([A-Z][\w&.,:' -]{2,70}?)\s*\|\s*(?:\(\d{4}\)|(?i:www\.|https?:|doi|vol))",
        rf"([A-Za-z][A-Za-z&.' -]{{2,70}}?)\s*\|\s*{_YEAR};\s?\d",
        rf"{_NAME},?\s+(?:(?i:vol)\.?\s*)?(?:{_YEAR}[;,.]\s?|\({_YEAR}\)[;,.]?\s?)\d{{1,4}}\b",
        rf"{_NAME},?\s+(?:(?i:vol(?:ume|\.)?)\s*)?\d{{1,4}}\s?\({_YEAR}\)\s*[\w–-]{{1,20}}",
        rf"{_NAME}\s+{_YEAR},\s(?i:vol)\.?\s?\d",
        rf"{_NAME},\s(?i:vol)\.?\s?\d{{1,4}},\s(?i:no|issue)\.?\s?\d",
        rf"{_NAME}\s{_MONTH}\s\d{{1,2}},\s{_YEAR}\s(?i:vol)",
        rf"{_NAME}\s+\d{{1,3}}:\s?e?\d{{3,6}}\b",
        rf"{_NAME}\s\d{{2,4}}\s(?:www\.)?[a-z]{{3,30}}\.(?:org|com)\b",
        r"((?:IEEE|ACM)\s[A-Z][A-Za-z& ]{5,80}),\s?(?i:vol)",
    )
)
_BY = re.compile(r"^.{0,80}?\bet al\.?:?\s")
# Before the name: the number of the page, the address of the journal, whose rights are reserved.
_BEFORE = re.compile(
    r"^(?:\d{1,5}\s+(?=[A-Za-z])|[a-z]{3,30}\.com\s|©[^.©]{2,80}\.\s(?:All rights reserved\.\s)?)"
)


def venue_of(lines: Sequence[str], title: str) -> str:
    """Return the first journal or conference that one of the lines names; empty if none does.

    title: of the paper, which running heads repeat.
    """
    for line in lines:
        text = _BEFORE.sub("", line.strip(), count=1)
        for pattern in _VENUES:
            match = pattern.match(text)
            name = _BY.sub("", match[1]).strip(" .,|") if match else ""
            if name and name.casefold() not in title.casefold():
                return name
    return ""

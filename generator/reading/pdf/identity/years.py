"""The year of a paper's publication, from its first page, its running lines or, last of all, the file.

>>> year_of([], ["Received: 3 May 2019", "Moths 2021, 12, 343"], [], {})
2021
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Mapping, Sequence

_YEAR = r"((?:19|20)\d\d)"
_MONTH = (
    r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|Fev|Abr|Mai|Ago|Set|Out|Dez|M[äa]r|Okt|Ene|Dic)"
    r"[a-zçäû]{0,7}"
)
# In order of trust: the year of the volume first, the day of acceptance and bare dates last.
_DATES = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        # Moths 2021, 12, 343; 2020;11(4):770; (2019) 9:14259
        rf"(?:^|[A-Za-z.,|;)])\s?\(?\b{_YEAR}\)?\s?[;,:]?\s?(?:Vol\.?\s?)?\d{{1,4}}\s?(?:\(\d|:|,\s?(?:e|p\.?\s?|pp\.?\s?)?\d)",
        rf"[A-Za-z,:]\s(?:vol(?:ume|\.)?\s?)?\d{{1,4}}\s\({_YEAR}\)\s?[,:]?\s?[\d–e-]",
        rf"^[A-Z][\w&.' -]{{3,60}}?\s\d{{1,4}}:\s?e?\d{{3,8}},.{{0,30}}\b{_YEAR}$",
        rf"^[A-Z][\w&.' -]{{3,60}}?\s\({_YEAR}\),\s\d{{1,4}}[:,]",
        rf"\bpublished(?:\s+(?:online|on|in))?\b(?! by)[^.]{{0,30}}?\b{_YEAR}\b",
        r"\b(?:publication date|date of publication|first published|available online|posted)\b"
        rf"[^.]{{0,30}}?\b{_YEAR}\b",
        rf"\bto appear\b.{{0,60}}?\b{_YEAR}\b",
        rf"\b(?:proceedings|conference|workshop|symposium|meeting)\b.{{0,120}}?\b{_YEAR}\b",
        rf"^[A-Z][\w&.' -]{{3,70}}?,?\s{_YEAR}[,.]?\svol",
        rf"(?:©|\(c\)|\bcopyright)\D{{0,40}}\b{_YEAR}\b",
        rf"^{_YEAR}\s?,?\s?(?:©|vol)",
        rf"\b[A-Z][a-z]+\s{_YEAR}\s?\|?\s?(?:vol)",
        rf"\barxiv:\S{{4,20}}\s.{{0,20}}?\d{{1,2}}\s{_MONTH}\s{_YEAR}\b",
        rf"\b(?:accepted|revised|submitted|dated?|received|recebido|aprovado)\b[^.]{{0,40}}?\b{_YEAR}\b",
        rf"^\D{{0,60}}\(\s?{_YEAR}\s?\)",
        rf"\b\d{{1,2}}\s{_MONTH}\.?,?\s{_YEAR}\b",
        rf"\b{_MONTH}\.?\s(?:\d{{1,2}},?\s)?{_YEAR}\b",
        rf"^{_YEAR}-\d\d-\d\d$",
    )
)
_LAST = ("accepted", "recebido")  # of several such dates the latest counts
_OF_THE_COPY = re.compile(
    r"\b(?:downloaded|printed|accessed|retrieved|generated|typeset|last (?:updated|modified)|created"
    r"|view publication)\b",
    re.I,
)
_OLD_STAMP = re.compile(r"\b(?:[a-z-]{2,12}(?:\.[A-Z]{2})?)/(\d\d)(?:0[1-9]|1[0-2])\d{3}\b")
_STAMP = re.compile(r"\barxiv:\s?(\d\d)(?:0[1-9]|1[0-2])\.\d{4,5}", re.I)
_CITED = re.compile(r"\b((?:19|20)\d\d)[a-z]?\b")
_MAX_WAIT = 3  # years between the newest cited work and the paper
_FIRST_OF_1900S = 90  # two digits of a year above this are those of the 1990s


def year_of(
    cited: Sequence[str], lines: Sequence[str], references: Sequence[str], info: Mapping[str, str]
) -> int | None:
    """Return the year of publication, or None if neither the text nor the file gives it.

    cited: paragraphs that say how the paper is to be cited. lines: the front matter and the running lines.
    references: the works cited, by which the day on which the file was made is judged.
    """
    for text in cited:
        if years := _plausible(re.findall(rf"\({_YEAR}\)|[.,;]\s{_YEAR}[.,;]", text)):
            return years[0]
    own = [x for x in lines if not _OF_THE_COPY.search(x)]
    for text in ("\n".join(own), info.get("Subject", "")):
        for pattern in _DATES:
            years = _plausible(m for line in text.split("\n") for m in pattern.findall(line))
            if years:
                return max(years) if any(x in pattern.pattern for x in _LAST) else years[0]
    opening = "\n".join(lines)
    if stamp := _STAMP.search(opening):
        return 2000 + int(stamp[1])
    if stamp := _OLD_STAMP.search(opening):
        return (1900 if int(stamp[1]) > _FIRST_OF_1900S else 2000) + int(stamp[1])
    return _of_the_file(references, info)


def _plausible(found: Iterable[str | tuple[str, ...]]) -> list[int]:
    """Return the years that are not in the future."""
    latest = time.gmtime().tm_year + 1
    years = []
    for one in found:
        for text in one if isinstance(one, tuple) else (one,):
            if text and int(text) <= latest:
                years.append(int(text))
    return years


def _of_the_file(references: Sequence[str], info: Mapping[str, str]) -> int | None:
    """Return the year in which the file was made, unless the works cited show another time."""
    created = re.match(r"(?:D:)?((?:19|20)\d\d)", info.get("CreationDate", ""))
    if created is None:
        return None
    year = int(created[1])
    cited = [int(y) for text in references for y in _CITED.findall(text)]
    cited = [y for y in cited if y <= time.gmtime().tm_year + 1]
    if not cited:
        return year
    return year if 0 <= year - max(cited) <= _MAX_WAIT else None

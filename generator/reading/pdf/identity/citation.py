"""How a paper is to be cited, in its own words: a line with its authors, year and DOI.

>>> [person.family for person in authors_cited(["How to cite: Lane A, Best B (2020) Moths at lamps"])]
['Lane', 'Best']
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from generator.core.paper import Person
from generator.reading.pdf.identity.author_names import parts_of, to_persons

_HEAD = re.compile(
    r"^.{0,200}?(?:(?:how )?to cite(?: this (?:article|paper|document))?"
    r"|(?:please )?cite this (?:article|paper|work)?(?: (?:as|in press as))?"
    r"|citation(?: for published version)?(?: \([^()]{1,20}\))?|como citar|acm reference format"
    r"|recommended citation)\s{0,3}[:.]?\s{1,3}",
    re.I | re.S,
)
_MAX_AUTHORS_CHARS = 4000  # characters before the year
_YEAR = re.compile(r"[.,]?\s{0,2}\(?\b(?:19|20)\d\d[a-z]?\b\)?")
# Rodi P; van Baehr V; Bjerge, K.
_SHORT = re.compile(
    r"(?P<family>[^\W\d_][\w'’-]{0,30}(?:\s[^\W\d_][\w'’-]{1,30}){0,3}),?\s(?P<given>(?:[A-Z]\.?[\s-]?){1,4}|[A-Z]{1,4})"
)


def authors_cited(cited: Sequence[str]) -> tuple[Person, ...]:
    """Return all authors of the citation; nothing if it names "et al." or no year behind them."""
    for text in cited:
        head = _HEAD.match(text)
        rest = text[head.end() :] if head else text
        year = _YEAR.search(rest)
        if year is None or year.start() > _MAX_AUTHORS_CHARS:
            continue
        authors = rest[: year.start()].strip(" .,;(")
        if re.search(r"\bet al\b|https?:|\bdoi\b", authors, re.I):
            continue
        if found := _short(authors) or to_persons(parts_of(authors)):
            return found
    return ()


def _short(authors: str) -> tuple[Person, ...]:
    """Return names such as "Rodi P, Obermeyer W" or "Bjerge, K.; Nielsen, J.B."."""
    dotted = re.search(r"\w,\s[A-Z]\.", authors) is not None  # Neves, A.M., Morais, S.M.
    split = r";|&|\band\b" if ";" in authors else r"(?<=\.),|&|\sand\s" if dotted else r",|&|\sand\s"
    parts = [x.strip(" ,;") for x in re.split(split, authors)]
    found = []
    for part in filter(None, parts):
        match = _SHORT.fullmatch(part)
        if match is None:
            return ()
        found.append(Person(match["family"], match["given"].strip()))
    return tuple(found)

"""Sentences of a paper's text, also where no blank stands behind a full stop: "lamps [1,2].With moths".

Some publishers' files lack blanks throughout. Without one most stops are no ends: "list.append", "i.e.The",
"www.lamps.org". So the word before must be a whole one, a citation or a percentage, and that behind one that
opens sentences; behind several citations any word does.

    >>> [text[a:b] for text in ["Two lamps [1].The moths rose."] for a, b in sentences_of(text)]
    ['Two lamps [1].', 'The moths rose.']
    >>> sentences_of("We call lamp.List and moth.fit here.")
    [(0, 36)]
"""

from __future__ import annotations

import re

from generator.core.sentences import sentence_spans

_OPENING_WORDS = (
    "The|This|These|Those|In|It|Its|We|Our|They|Their|There|However|For|An|To|As|At|On|By|Of|With|From|Both"
    "|When|While|Where|Although|Though|Then|Thus|Therefore|Hence|Moreover|Furthermore|Finally|If|Since"
    "|Because|After|Before|During|Among|Between|Most|Some|Many|Otherwise|Another|Other|Several|But|And"
    "|Nevertheless|Additionally|Similarly|Overall|Consequently|Each|Such|Here|Only|Also|Despite"
)
_STOP = re.compile(
    # A citation, a bracket, a percentage, or a word with nothing in it that an address or a program has.
    r"(?P<before>\[\d{1,3}(?:\s?[,;–-]\s?\d{1,3}){0,20}\]|\)|\d%|(?<![\w./@\\_(-])[a-z]{4,30}"
    r"|(?<![\w./@\\-])\w{1,8}\^\w{1,8}[a-z])\."
    rf"(?=(?P<opener>(?:{_OPENING_WORDS})[\s,]\s?\w|A\s[a-z]{{3}})|[A-Z][a-z]{{2,20}}\s[a-z])"
)
_ANY = re.compile(r"[\])%a-z]\.[A-Z]")
_SEVERAL = re.compile(r"\[\d{1,3}\s?[,;–-]")
_ABBREVIATIONS = frozenset(
    ["approx", "suppl", "figs", "refs", "eqns", "tabs", "vols", "incl", "resp", "spec"]
)


def sentences_of(text: str) -> list[tuple[int, int]]:
    """Return the offsets (start, end) of the sentences of a paper's running text, in order."""
    whole = sentence_spans(text)
    if _ANY.search(text) is None:  # most paragraphs
        return whole
    spans: list[tuple[int, int]] = []
    for start, end in whole:
        for stop in _STOP.finditer(text, start, end):
            if _is_end(stop) and text.count("(", start, stop.end()) <= text.count(")", start, stop.end()):
                spans.append((start, stop.end()))
                start = stop.end()
        spans.append((start, end))
    return spans


def _is_end(stop: re.Match[str]) -> bool:
    """Return True if a sentence ends at a stop without a blank behind it."""
    if stop["opener"] is None:
        return _SEVERAL.match(stop["before"]) is not None
    return stop["before"] not in _ABBREVIATIONS

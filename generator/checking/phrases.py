"""Phrases without a claim of their own: frames, advice, general remarks, references and pointers.

>>> without_frame("Based on the provided context, the model was trained for 30 epochs.")
'the model was trained for 30 epochs.'
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Protocol, TypeVar

from generator.core.vocabulary import normalised

# Introductions of a sentence, which say nothing about the paper's content.
_FRAME = re.compile(
    r"^(?:it\s+(?:is|should\s+be)\s+(?:also\s+)?(?:(?:worth|important\s+to)\s*)?(?:noting|note|noted"
    r"|mentioning|stressed|pointing\s+out)(?:\s+here)?\s+that"
    r"|(?:please\s+)?note\s+that|as\s+(?:for|to|regards|concerns)\s+[^,]{3,40},|with\s+(?:regard"
    r"|respect)\s+to\s+[^,]{3,40},|regarding\s+[^,]{3,40},)\s+"
    r"|^(?:based\s+on|according\s+to|as\s+(?:stated|mentioned|described)\s+in|from|in)\s+(?:the\s+)?"
    r"(?:(?:provided|given|above|retrieved)\s*)?"
    r"(?:context|text|information|paper|article|passages?|excerpts?|quotes?),?\s+"
    r"|^(?:it\s+is\s+(?:also\s+)?(?:mentioned|stated|noted|described)|(?:(?:the|this)\s+(?:provided\s+"
    r"|given\s+)?"
    r"(?:context|text|paper|article|passages?|excerpts?|quotes?|stud(?:y|ies)|authors?)|it)\s+(?:also\s+"
    r"|only\s+|explicitly\s+|do(?:es)?\s+){0,2}"
    r"(?:states?|mentions?|says?|reports?|notes?|describes?|indicates?|explains?|specif(?:y"
    r"|ies)))\s+(?:that|the\s+use\s+of)\s+",
    re.IGNORECASE,
)

# Advice is no statement of a paper. A sentence that only sounds general ("often", "may be") can be one.
_ADVICE = re.compile(
    r"\b(?:it\s+is\s+(?:important|worth|crucial|essential|recommended|advisable|common|possible|likely"
    r"|reasonable"
    r"|also\s+\w+)\b|in\s+general\b|likely\b|presumably\b"
    r"|common\s+(?:practices?|strateg(?:y|ies)|techniques?|approach(?:es)?)\b"
    r"|(?:techniques?|metrics|methods|strategies|tools|approaches)\s+(?:like|such\s+as)\b"
    r"|^(?:generally|typically|usually|commonly|often)\b|^this\s+(?:ensures|helps)\b"
    r"|it\s+can\s+be\s+(?:assumed|inferred)|one\s+(?:can|could|should|may)\b|(?:is|are|was|were)\s+assumed\b"
    r"|(?:could|should|would)\s+(?:be\s+)?(?:consider|use|include|help|ensure|involve|explore|benefit)\w*"
    r"|can\s+help\b|best\s+practices?\b|for\s+(?:more|further)\s+(?:information|details?)"
    r"|researchers\s+(?:can|should|may|often)"
    r"|it\s+can\s+be\s+concluded|could\s+potentially|would\s+(?:also\s+)?depend"
    r"|can\s+(?:also\s+)?be\s+considered"
    r"|(?:which|that)\s+(?:is|are)\s+(?:an?\s+)?(?:\w+\s+){0,4}(?:commonly|widely|often|typically)\s+used"
    r"|which\s+implies)",
    re.IGNORECASE,
)
OPENINGS_OF_ADVICE = (
    "in general",
    "it is important",
    "it is recommended",
    "it is advisable",
    "it can be",
    "for more",
)
_GENERAL = re.compile(
    r"\b(?:generally|typically|usually|commonly|often|may|might|assuming|(?:[Tt]his\s+)?(?:suggests|implies)\s+that"
    r"|(?:suggesting|implying)\s+(?:that|an?))\b"
)

# "(Le Bras et al. 2017)", "Younis and Seeland (2020)": such words state nothing.
_CITATION = re.compile(
    r"(?<![\w-])[\w-]+\s+(?:and\s+[\w-]+|et\s+al\.?),?\s*\(?(?:19|20)\d\d"
    r"|\((?=[^()]*\))[^()A-Z]*[A-Z][^()]*\b(?:19|20)\d\d[a-z]?(?:[;,][^()]*)?\)"
)
_CITED = re.compile(
    r"(?:(?<!\s)\s+)?(?:\[\d{1,3}(?:[,;\s-]+\d{1,3})*\]|\((?:e\.g\.,?\s|see\s|cf\.\s)?[A-Z][^()]*\b(?:19|20)\d\d[a-z]?[^()\d]*\))"
)
_LIST_MARK = re.compile(r"^\s*(?:\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]|[•*-])\s+")
# Opening words that say nothing by themselves.
_ASIDE = re.compile(
    r"^\s*(?:however|thus|therefore|hence|moreover|furthermore|additionally|in addition|finally|also"
    r"|consequently|accordingly"
    r"|nevertheless|nonetheless|instead|next|then|here|notably|importantly|interestingly|indeed|overall"
    r"|specifically|in particular"
    r"|in turn|afterwards?|subsequently|similarly|likewise|in contrast|by contrast|on the other hand"
    r"|in summary|in conclusion"
    r"|as a result|second(?:ly)?|first(?:ly)?|third(?:ly)?|lastly|further|besides|meanwhile|again|of note"
    r"|in fact|so|and|but|yet|yes|no(?=,)),?\s+",
    re.IGNORECASE,
)
# "Fig. 2", "Table 4", "Section 2.2", "[12, 13]".
_POINTER = re.compile(
    r"\[\d{1,3}(?:[,;\s-]+\d{1,3})*\]"
    r"|\b(?:fig(?:ure)?s?|tab(?:le)?s?|eqs?|equations?|sections?|sect?|suppl\w*|material|appendix)\.?\s*"
    r"\(?[a-z]?\d[\d.]*",
    re.IGNORECASE,
)

# "224x224", "1200 x 800": sizes are written as one word; blanks part the numbers.
_TIMES_SIGN = re.compile(r"(?<=\d)\s?x\s?(?=\d)")

_ENTRY = re.compile(
    r"^\W*(?:[A-Z][\w'-]+,\s(?:[A-Z]\.[\s-]?){1,3}(?:,|&|and"
    r"|\s)*){1,12}(?:et\s+al\.?,?\s*)?\(?(?:19|20)\d\d[a-z]?\)?\W*"
)

# "However, it does mention ...": after an abstention, no answer.
_ACCOUNT = re.compile(
    r"^(?:(?:however|instead|rather|but|nevertheless),?\s+)?(?:it|they|the\s+(?:provided\s+|given\s+)?"
    r"(?:context|text|paper|article|passages?|excerpts?|study|authors?))\s+(?:(?:do(?:es)?|also|only)\s+)*"
    r"(?:mention|discuss|describe|outline|focus|talk|refer|highlight|touch)\w*\b",
    re.IGNORECASE,
)


class HasOffsets(Protocol):
    """An object with offsets in a normalised text."""

    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...


_Located = TypeVar("_Located", bound=HasOffsets)
Spans = Sequence[tuple[int, int]]


@lru_cache(maxsize=8192)
def plain_text(text: str) -> str:
    """Return ``text`` normalised, with blanks in "224x224": all offsets of the checks refer to this text."""
    return _TIMES_SIGN.sub(" x ", normalised(text))


def without_frame(sentence: str) -> str:
    """Return ``sentence`` without "Based on the provided context," and the like at its beginning."""
    bare = sentence
    while (match := _FRAME.match(bare) or _ASIDE.match(bare)) is not None and match.end() < len(bare):
        bare = bare[match.end() :]
    return bare


def without_references(sentence: str) -> str:
    """Return a normalised sentence without its citations."""
    return _CITED.sub("", sentence)


def without_mark(sentence: str) -> str:
    """Return a normalised sentence without the mark of a list item."""
    return _LIST_MARK.sub("", sentence)


def without_aside(sentence: str) -> str:
    """Return a normalised sentence without an opening word that only joins it to the one before."""
    return _ASIDE.sub("", sentence, count=1)


def advice_in(sentence: str) -> str:
    """Return the words that make a sentence sound like advice, or nothing."""
    match = _ADVICE.search(plain_text(sentence))
    return match.group() if match else ""


def generality_in(sentence: str) -> str:
    """Return the words that make a sentence sound like a general remark, or nothing."""
    match = _GENERAL.search(plain_text(sentence))
    return match.group() if match else ""


def is_reference(sentence: str) -> bool:
    """Return True if a sentence is an entry of a list of references: "Yang, S., Feng, Q., 2018."."""
    return _ENTRY.match(plain_text(sentence)) is not None


def describes_text(sentence: str) -> bool:
    """Return True if a sentence says what else a text is about, which is no answer after an abstention."""
    return _ACCOUNT.match(plain_text(sentence)) is not None


def pointers(text: str) -> Spans:
    """Return the spans of ``text``, normalised, that point to figures, tables, sections and references."""
    return [m.span() for m in _POINTER.finditer(plain_text(text))]


def references(text: str) -> Spans:
    """Return the spans of ``text``, normalised, that cite other works or point to its own parts."""
    return [*(m.span() for m in _CITATION.finditer(plain_text(text))), *pointers(text)]


def outside(items: Sequence[_Located], spans: Spans) -> list[_Located]:
    """Return the items in ``items`` that are within none of ``spans``."""
    return [i for i in items if not any(start <= i.start and i.end <= end for start, end in spans)]

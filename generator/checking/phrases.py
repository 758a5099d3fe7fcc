"""Turns of phrase that carry no claim of their own: frames, general remarks, references and pointers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Protocol, TypeVar

from generator.core.words import normalised

# How a sentence is introduced says nothing about the paper's content.
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

# Advice is no statement of a paper. What only sounds general ("often", "may be") may well be one.
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
_GENERAL = re.compile(
    r"\b(?:generally|typically|usually|commonly|often|may|might|assuming|(?:[Tt]his\s+)?(?:suggests|implies)\s+that"
    r"|(?:suggesting|implying)\s+(?:that|an?))\b"
)

# "(Le Bras et al. 2017)", "Younis and Seeland (2020)": what stands there states nothing.
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
    r"|in fact|so|and|but|yet),?\s+",
    re.IGNORECASE,
)
# "Fig. 2", "Table 4", "Section 2.2", "[12, 13]".
_POINTER = re.compile(
    r"\[\d{1,3}(?:[,;\s-]+\d{1,3})*\]"
    r"|\b(?:fig(?:ure)?s?|tab(?:le)?s?|eqs?|equations?|sections?|sect?|suppl\w*|material|appendix)\.?\s*"
    r"\(?[a-z]?\d[\d.]*",
    re.IGNORECASE,
)

# "224x224", "1200 x 800": sizes are written as one word; the blank sets the numbers free.
_TIMES_SIGN = re.compile(r"(?<=\d)\s?x\s?(?=\d)")


_ENTRY = re.compile(
    r"^\W*(?:[A-Z][\w'-]+,\s(?:[A-Z]\.[\s-]?){1,3}(?:,|&|and"
    r"|\s)*){1,12}(?:et\s+al\.?,?\s*)?\(?(?:19|20)\d\d[a-z]?\)?\W*"
)

# "However, it does mention ...": behind an abstention, no answer.
_ACCOUNT = re.compile(
    r"^(?:(?:however|instead|rather|but|nevertheless),?\s+)?(?:it|they|the\s+(?:provided\s+|given\s+)?"
    r"(?:context|text|paper|article|passages?|excerpts?|study|authors?))\s+(?:(?:do(?:es)?|also|only)\s+)*"
    r"(?:mention|discuss|describe|outline|focus|talk|refer|highlight|touch)\w*\b",
    re.IGNORECASE,
)


class Placed(Protocol):
    """Whatever knows its offsets into a normalised text."""

    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...


_Placed = TypeVar("_Placed", bound=Placed)
Spans = Sequence[tuple[int, int]]


@lru_cache(maxsize=8192)
def plain(text: str) -> str:
    """``text`` normalised, to which all offsets of the checks refer; "224x224" with blanks."""
    return _TIMES_SIGN.sub(" x ", normalised(text))


def without_frame(sentence: str) -> str:
    """``sentence`` without "Based on the provided context," and the like at its beginning."""
    bare = sentence
    while (match := _FRAME.match(bare) or _ASIDE.match(bare)) is not None and match.end() < len(bare):
        bare = bare[match.end() :]
    return bare


def without_references(sentence: str) -> str:
    """A normalised sentence without its citations."""
    return _CITED.sub("", sentence)


def without_mark(sentence: str) -> str:
    """A normalised sentence without the mark of its place in a list."""
    return _LIST_MARK.sub("", sentence)


def without_aside(sentence: str) -> str:
    """A normalised sentence without an opening word that only joins it to what stood before."""
    return _ASIDE.sub("", sentence, count=1)


def advice_in(sentence: str) -> str:
    """The words that make a sentence sound like advice, or nothing."""
    match = _ADVICE.search(plain(sentence))
    return match.group() if match else ""


def generality_in(sentence: str) -> str:
    """The words that make a sentence sound like a general remark, or nothing."""
    match = _GENERAL.search(plain(sentence))
    return match.group() if match else ""


def is_reference(sentence: str) -> bool:
    """Whether a sentence is an entry of a list of references: "Yang, S., Feng, Q., 2018."."""
    return _ENTRY.match(plain(sentence)) is not None


def is_account(sentence: str) -> bool:
    """Whether a sentence tells what else a text is about: no answer where it follows an abstention."""
    return _ACCOUNT.match(plain(sentence)) is not None


def pointers(text: str) -> Spans:
    """Where the normalised ``text`` points to figures, tables, sections and numbered references."""
    return [m.span() for m in _POINTER.finditer(plain(text))]


def references(text: str) -> Spans:
    """Where the normalised ``text`` cites other works, or points to its own parts."""
    return [*(m.span() for m in _CITATION.finditer(plain(text))), *pointers(text)]


def outside(items: Sequence[_Placed], spans: Spans) -> list[_Placed]:
    """Those of ``items`` that lie in none of ``spans``."""
    return [i for i in items if not any(start <= i.start and i.end <= end for start, end in spans)]

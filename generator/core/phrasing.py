"""An id for links, and the kind of answer asked for, from the wording of a question.

>>> kind_of("How many nurses took part?"), id_of("How many nurses took part?")
('number', 'nurses-took-part')
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.core.question import AnswerKind
from generator.core.vocabulary import STOP_WORDS

__all__ = ["id_of", "kind_of"]

_MAX_ID_WORDS, _MAX_ID_CHARS = 6, 60
# Words that most questions contain, so that they distinguish none.
_COMMON_IN_QUESTIONS = re.compile(
    "what|which|who|whom|whose|where|when|why|how|whether|many|much|was|were|is|are|be|been|has|have|had|do|does"
    "|did|used?|given?|study|paper|authors|reported|report"
)
_NUMBER = re.compile(r"how (?:many|much|large|big|long|often|old|far|fast|high|low|small)\b", re.IGNORECASE)
_TRUTH = re.compile(
    r"(?:is|are|was|were|do|does|did|has|have|had|can|could|may|will|would|should)(?:n't|n’t)?\b",
    re.IGNORECASE,
)
_LINK = re.compile(
    r"(?:under |at |by )?(?:which|what)(?: is| are)?(?: the)? (?:links?|urls?|web addresse?s?|dois?)\b",
    re.IGNORECASE,
)
_LIST = re.compile(r"(?:which|what) (?:[\w-]+ ){0,2}\w+[^\Ws]s (?:were|are|do|have)\b", re.IGNORECASE)


def id_of(text: str) -> str:
    """Return an id made of the first distinctive words of a question, such as ``random-seeds-set``."""
    words = list(_distinctive_words(text)) or re.findall(r"[a-z0-9]+", text.lower())
    name = ""
    for word in words[:_MAX_ID_WORDS]:
        longer = f"{name}-{word}" if name else word
        if len(longer) > _MAX_ID_CHARS:
            break
        name = longer
    return name or (words[0][:_MAX_ID_CHARS] if words else "question")


def kind_of(text: str) -> AnswerKind:
    """Return the kind of answer that a question's first words ask for; ``text`` if they do not show it."""
    asked = " ".join(text.split())
    if _NUMBER.match(asked):
        return "number"
    if _LINK.match(asked):
        return "link"
    if _TRUTH.match(asked):
        return "yes_no"
    return "list" if _LIST.match(asked) else "text"


def _distinctive_words(text: str) -> Iterator[str]:
    for word in re.findall(r"[a-z0-9]+", text.lower()):
        if word not in STOP_WORDS and not _COMMON_IN_QUESTIONS.fullmatch(word):
            yield word

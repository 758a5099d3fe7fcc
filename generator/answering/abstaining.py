"""Recognition of sentences that say that the source does not report something.

The patterns are written from the meaning of the phrases, and tested on 2,800 replies of five models. A paper
that denies something ("We did not augment the images") reports it, and abstains from nothing.

>>> abstains("The context does not mention a seed."), abstains("We did not augment the images.")
(True, False)
"""

from __future__ import annotations

import re

from generator.answering.prompt import ABSTENTION

_DOES_NOT = r"(?:do(?:es)?|did|has|have|is|are|was|were|can)\s*(?:not|n['’]t)\s+"
_ADVERBS = r"(?:\w+ly\s+|been\s+|seem\s+to\s+|appear\s+to\s+|directly\s+or\s+indirectly\s+|even\s+){0,2}"

# Verbs of reporting. A paper does not say of itself that it does "not mention" something, but what it did
# "not include" may be children.
_TELL = (
    r"(?:mention|specif|explicitly\s+address|stat(?:e|ing)|report|discuss|disclos|indicat|describ|detail|elaborat|clarif|explicit|delve|tell|say"
    r"|touch\s+(?:up)?on|go\s+into|speak|outline)\w*"
)
_HOLD = (
    r"(?:provid|contain|includ|giv|offer|cover|list|name|answer|address|refer|allow|have|show|present|explain"
    r"|suggest)\w*"
)
_TOLD = (
    r"(?:mentioned|specified|stated|reported|discussed|disclosed|described|indicated|detailed|provided|given"
    r"|clarified|explicit"
    r"|elaborated|outlined|addressed|clear|explained)"
)
# Names for the text that the model was shown; and for the paper and its authors, whose other verbs also
# matter.
_TEXT = (
    r"(?:(?:provided|given|above|retrieved|supplied|available|following)\s+){0,8}"
    r"(?:context|text|passages?|excerpts?|snippets?|quotes?|information|document|content|sections?|references?|pieces)"
)
_PAPER = (
    r"(?:papers?(?:\s+cited)?|article|stud(?:y|ies)|authors?|publication|manuscript|researchers"
    r"|it|they|there)"
)
_SPECIFIC = (
    r"(?:(?:explicit|specific|direct|clear|further|additional|such|detailed|relevant|other|more|definitive"
    r"|concrete|mention)\s+){0,3}"
)

_ABSTAINS = re.compile(
    "|".join(
        (
            rf"\b{ABSTENTION}\b",
            rf"\b{_TEXT}\b[^.;]{{0,80}}?\b{_DOES_NOT}{_ADVERBS}(?:{_TELL}|{_HOLD})",
            rf"\b{_PAPER}\b[^.;,]{{0,40}}?\b{_DOES_NOT}{_ADVERBS}{_TELL}",
            rf"\b{_PAPER}\b[^.;,]{{0,40}}?\b{_DOES_NOT}{_ADVERBS}(?:{_HOLD}|shar(?:e|ing))\b[^.;]{{0,40}}?"
            r"\b(?:information|details?|specifics?|links?|mentions?|indications?|insights?|answers?)\b",
            rf"\b(?:is|are|was|were|has|have)\s*(?:not|n['’]t)\s+{_ADVERBS}{_TOLD}\b",
            r"\b(?:is|are)\s*(?:not|n['’]t)\s+any\s+(?:\w+\s+){0,2}(?:mention|information|indication|details?)\b",
            rf"\bno\s+{_SPECIFIC}(?:information|details?|mentions?|indications?|specifics|reference)\b"
            r"(?!\s+(?:was|were|is|are)\s+(?:used|needed|required|lost|removed|added|exchanged))",
            rf"\bno\b[^.;]{{0,120}}\b(?:is|are|was|were)\s+{_ADVERBS}"
            r"(?:mentioned|specified|stated|reported|discussed|disclosed|described|indicated|detailed|provided|given)\b",
            r"\bi\s+(?:do\s+not|don['’]t|cannot|can['’]t|could\s+not|couldn['’]t|am\s+unable\s+to|am\s+not\s+able\s+to)\s+"
            r"(?:know|have|find|see|(?:\w+ly\s+)?(?:determine|tell|answer|provide|say|infer|give|confirm|identify))\b",
            r"\bwe\s+(?:cannot|can['’]t|are\s+unable\s+to)\s+(?:\w+ly\s+)?(?:determine|tell|answer|say|infer|know|confirm|identify)\b"
            r"(?=[^.;]*\b(?:context|text|information|provided|mention)\b)|\bwithout\s+explicit\s+mention\b",
            r"\b(?:not\s+possible|impossible|difficult|unclear|unknown)\b[^.;]{0,40}"
            r"\b(?:to\s+(?:determine|say|tell|answer|know|infer|provide|identify)|from\s+the|based\s+on|whether|what|which|how)\b",
            r"\bcannot\s+be\s+(?:determined|inferred|answered|known|ascertained|identified)\s*"
            r"(?:$|[.,;]|(?:from|based|with|by|in)\b)",
            rf"\bwithout\s+(?:more|further|additional|explicit|specific|other)\s+{_SPECIFIC}(?:information|details?|context|confirmation)\b",
            rf"\b(?:lacks?|lacking)\s+(?:of\s+)?{_SPECIFIC}(?:information|details?)\b",
            rf"\bnot\s+{_ADVERBS}(?:available|found|mentioned|specified|stated|present|included|provided|contained|covered)\s+"
            rf"(?:in|by|within|from)\s+(?:the|this)\s+{_TEXT}",
            # Describing what else a text is about is a way to say that it does not answer.
            rf"\b{_TEXT}\s+(?:\w+\s+){{0,3}}?(?:focus(?:es)?\s+on|(?:seems?|appears?)\s+to\s+(?:be|focus|discuss|describe)"
            r"|(?:primarily|mainly|mostly)\s+\w+|is\s+(?:primarily|mainly|mostly|about|related)|revolves?\s+around)\b",
        )
    ),
    re.IGNORECASE,
)

_ACCOUNT = re.compile(
    rf"^(?:instead,?\s+|rather,?\s+)?(?:the\s+{_TEXT}|it|they|the\s+(?:sources|papers))\s+(?:(?:also|only|mainly|primarily|mostly)\s+)?"
    r"(?:discuss|describe|cover|explor|examin|outlin|present|deal|concern|appear|seem|highlight|address|review|focus|compar)\w*\b",
    re.IGNORECASE,
)


def abstains(sentence: str) -> bool:
    """Return True if a sentence says that the source does not report something."""
    return _ABSTAINS.search(sentence) is not None


def is_account(sentence: str) -> bool:
    """Return True if a sentence describes what a text is about ("The context discusses ...").

    Such a sentence answers nothing if it follows an abstention.
    """
    return _ACCOUNT.match(sentence) is not None

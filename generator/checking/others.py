"""Findings that a paper cites from other works, stated as its own.

A sentence claims a finding as the study's own if it says so ("In this study", "the authors found"). The
evidence is about others if others are its subject, or if it ends in a citation, has no first person, and is
no method that was done as others describe it.

Example: "In this study, the authors found that pruning raises yield." against "Morva et al. (2009) found
that pruning raises yield." The objection is: the evidence cites it of others, and it tells it as the study's
own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.checking.aligned import Pairing, has_unmatched

_OWN_CLAIM = re.compile(
    r"\b(?:in (?:this|our|the present|the current) (?:study|paper|work|article|trial|analysis|experiment"
    r"|experiments|survey)"
    r"|(?:this|the present|the current|our) (?:study|paper|work|article|trial|analysis|experiment"
    r"|experiments|results?|findings?|data)"
    r"|(?:we|the authors|the researchers|the study|the paper|the team) (?:\w+ly )?(?:find|found|show"
    r"|shows|showed|demonstrate[sd]?|report(?:s|ed)?|discover(?:s|ed)?|observe[sd]?|reveal(?:s|ed)?"
    r"|establish(?:es|ed)?|confirm(?:s|ed)?|prove[sd]?|conclude[sd]?|present(?:s|ed)?|propose[sd]?"
    r"|develop(?:s|ed)?|introduce[sd]?|identif(?:y|ies|ied))"
    r"|the (?:study|paper|work|article)'s (?:results?|findings?)|we|our)\b"
)
_OWN_EVIDENCE = re.compile(
    r"\b(?:we|our|us|in this (?:study|paper|work|article)|this (?:study|paper|work|article|trial"
    r"|analysis)|the present (?:study|work|trial|paper)|the current (?:study|work|trial)|here)\b"
)
# Below this share the evidence may be about another finding.
MIN_SHARE = 0.6
_CITED = r"(?:\[\d[\d,;–\s-]*\]|\([^()]*\b(?:19|20)\d\d[a-z]?[^()]*\))"
_CITED_AT_END = re.compile(rf"{_CITED}\s*[.;]?\s*$|[a-z\])]\.?\d{{1,3}}(?:[,–-]\d{{1,3}})*\.?$")
_TELL = (
    r"(?:show|find|found|report|demonstrat|observ|suggest|describ|propos|not|argu|claim|conclud|establish"
    r"|identif|document|indicat|reveal|discover|develop|introduc|confirm|estimat|hypothes|investigat|stud|us"
    r"|analy|examin|compar|review|publish|mention|highlight|emphasi)\w*"
)
_OTHERS = re.compile(
    rf"\bet al\b\.?,?\s*(?:{_CITED}\s*)?(?:\w+ )?(?:also |previously |recently |have |has |had )*{_TELL}"
    rf"|^[a-z'-]+ (?:and|&) [a-z'-]+ (?:{_CITED}) (?:\w+ )?{_TELL}"
    rf"|\b(?:previous|earlier|other|prior|past|several|recent|many|some|existing|a number of|numerous"
    rf"|these|those|two|three|few) (?:\w+ )?(?:stud(?:y|ies)|works?|reports?|authors?|research\w*"
    rf"|investigators?|groups?|experiments?|trials|meta-analyses|reviews?|papers?|publications?|findings"
    rf"|evidence)\b"
    rf"|\b(?:has|have) (?:\w+ )?been (?:\w+ )?{_TELL}"
    r"|\bcochrane\b|\banother (?:\w+ )?(?:rct|trial|study|review|group|team)\b"
    r"|\bin (?:previous|earlier|other|prior|past) (?:stud(?:y|ies)|works?)\b|\bthe literature\b"
)
_METHOD = re.compile(
    r"\b(?:was|were) (?:\w+ly )?(?:\w+ed|chosen|drawn|taken|made|built|done|run|grown|cut|set|kept|given"
    r"|found using)\b|\busing\b|\baccording to\b|\bas described\b"
)
_ATTRIBUTED = re.compile(
    r"\bet al\b|\baccording to [a-z]+ and\b|\[\d|\([^()]*\b(?:19|20)\d\d[a-z]?\)"
    r"|\bas (?:\w+ ){1,4}(?:show|wr|report|found|describ)\w*"
)
_OF_OTHERS = re.compile(
    r"\bet al\b|\b(?:previous|earlier|prior|past|other|existing)\b|\bliterature\b|\bothers\b|\[\d|\b(?:19"
    r"|20)\d\d\)|\bcit(?:e[sd]?|ing)\b|\bhas been\b|\bhave been\b|\bby [a-z]+ and [a-z]+\b"
    r"|\brelated work\b|\bconsistent with\b|\breview\w*\b"
)


def own_objections(pair: Pairing) -> Iterator[str]:
    """Yield an objection to a sentence that claims as the study's own what the evidence cites."""
    claim, there = pair.claim.text, pair.evidence.text
    if pair.share < MIN_SHARE:
        return
    if not _OWN_CLAIM.search(claim) or _OWN_EVIDENCE.search(there) or _ATTRIBUTED.search(claim):
        return
    if has_unmatched(pair, _OF_OTHERS, ""):
        return
    if _OTHERS.search(there) or (_CITED_AT_END.search(there) and not _METHOD.search(there)):
        yield "the evidence cites it of others, and it tells it as the study's own"

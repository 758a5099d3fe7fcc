"""Differences called significant that were not, and "public" for "on request".

Readers look for both first, and both have words of their own, which are few.

Example: "The data are publicly available." against "The data are available on request." The objection is:
where it says “publicly”, the evidence says “on request”.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.checking.aligned import Pairing

_SIGNIFICANT = re.compile(r"\b(?:statistically )?significan(?:t|tly|ce)\b")
_NOT = re.compile(
    r"\b(?:not?|without|never|neither|nor|none|nothing|hardly|lack\w*|fail\w*|cannot|un\w+)\b[^.;]{0,60}?"
    r"\bsignifican|n't\b[^.;]{0,60}?\bsignifican|\b(?:non-?|in)significan|\bdue to chance\b"
    r"|\bsignifican\w+ (?:was|were) (?:not|lost|no longer)\b"
)
_LEVEL = re.compile(
    r"\bsignifican\w+ (?:level|threshold|test\w*|at|was set|was defined|criterion)\b|\blevels? of signif"
)
_P = re.compile(r"\bp(?:-?values?)?\s?(?P<sign>[=<>≤≥])=?\s?(?P<value>0?\.\d+)")
# Fisher's convention, which papers do not state.
_USUAL_LEVEL = 0.05

_PUBLIC = re.compile(
    r"\b(?:publicly|openly|freely|public (?:repositor\w+|archives?|databases?)|open[ -]access"
    r"|deposited|downloadable|(?:for|to|by) (?:everyone|anyone|all|the public)|without restrictions?)\b"
)
_LIKE_PUBLIC = re.compile(r"\b(?:public|publicly|open|openly|freely|deposit\w*|download\w*|repositor\w+)\b")
_ASKED_FOR = re.compile(
    r"\bon (?:\w+ ){0,2}request\b|\bupon (?:\w+ ){0,2}request\b|\b(?:can|may|will) be requested\b"
    r"|\b(?:from|by) the (?:corresponding |first |last |senior )?authors?\b"
    r"|\b(?:ask|apply|applies|contact|e-?mail|write to)\b|\bto (?:\w+ )?(?:qualified|approved|bona fide)\b"
    r"|\b(?:data )?(?:use|access|sharing) agreement\b|\bupon (?:\w+ )?application\b"
)
# What is not given away, and what can be had.
_REFUSED = re.compile(
    r"\b(?:cannot|can not|could not|may not|will not|not (?:permitted|allowed|able) to|unable to|not)"
    r" (?:be )?(?:publicly |made |freely )?"
    r"(?:shared?|sharing|disclosed?|released?|published?|deposited|made public|public)\b"
)
_HAD = re.compile(
    r"\b(?:is|are|was|were|be|been|made) (?:\w+ly )?(?:available|accessible|provided|supplied)\b"
)
_NOT_HAD = re.compile(r"\b(?:not|never|no|cannot|nor|neither|only|parts?|some|except)\b")


def significance_objections(pair: Pairing) -> Iterator[str]:
    """Yield an objection to a sentence that calls significant what its evidence does not."""
    claim, there = pair.claim.text, pair.evidence.text
    said = _SIGNIFICANT.search(claim)
    if said is None or _NOT.search(claim) or _LEVEL.search(claim):
        return
    values = list(_P.finditer(there))
    chance = [m for m in values if m["sign"] not in "<≤" and float(m["value"]) > _USUAL_LEVEL]
    if _NOT.search(there) and not _SIGNIFICANT.search(_NOT.sub(" ", there)):
        yield "it calls significant what the evidence does not"
    elif values and len(chance) == len(values) and not _SIGNIFICANT.search(there):
        yield f"it says “{said.group()}”, and the evidence has {chance[0].group()}"


def access_objections(pair: Pairing) -> Iterator[str]:
    """Yield an objection to a sentence that calls public what must be asked for, or to be had what is not."""
    claim, there = pair.claim.text, pair.evidence.text
    refused = _REFUSED.search(there)
    if refused and _HAD.search(claim) and not _HAD.search(there) and not _NOT_HAD.search(claim):
        yield f"the evidence says “{refused.group()}”"
    said = _PUBLIC.search(claim)
    if said is None or _ASKED_FOR.search(claim) or _LIKE_PUBLIC.search(there):
        return
    if (asked := _ASKED_FOR.search(there)) is not None:
        yield f"where it says “{said.group()}”, the evidence says “{asked.group()}”"

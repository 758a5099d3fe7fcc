"""Terms of a field that exclude each other: per protocol, by intention to treat; one-sided, two-sided.

A sentence that names one member of such a class, where its evidence names another one and not this one, says
something else, however it is worded. A sentence that also names the member of the evidence compares the two,
and is left to other rules.

Example: "The main analysis was per protocol." against "The main analysis was by intention to treat." The
objection is: where it says “per protocol”, the evidence says “intention to treat”.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from generator.checking.aligned import Pairing, Statement, is_table_row

# Below this share the evidence may be about another thing.
MIN_SHARE = 0.4
# Each line is a class of terms; a bar parts the members, a comma the ways to write one. A blank in a term
# stands for a blank, a hyphen or nothing.
_CLASSES = """
intention to treat, ITT | per protocol | as treated
one sided, one tailed | two sided, two tailed
single blind(ed)?, single masked | double blind(ed)?, double masked | open label, unblinded, unmasked
single dose | (multiple|repeated?|two|three) doses?
in hospital, inpatients? | out of hospital, outpatients?
standard deviations?, SDs?, s\\.d\\. | standard errors?, SEs?, SEM, s\\.e\\.
inter quartile ranges?, IQR | (confidence|credible) intervals?, CIs? | (ranged|ranging) (from|between)
odds ratios?, ORs?, aOR | hazard ratios?, HRs?, aHR | risk ratios?, relative risks?, RRs?
prospective(ly)? | retrospective(ly)?
cross sectional | longitudinal
parallel group | cross over | factorial
single cent(er|re)s?, mono centric | multi cent(er|re)s?, multi centric
oral(ly)?, by mouth | intra venous(ly)?, IV | sub cutaneous(ly)? | intra muscular(ly)? | intra nasal(ly)?
uni varia(te|ble) | multi varia(te|ble)
un adjusted | adjusted
fixed effects? | random effects?
parametric | non parametric
superiority | non inferiority
in vitro | in vivo | in silico
pre operative(ly)? | post operative(ly)?
prenatal, antenatal | postnatal
pre tests? | post tests?
at baseline, at enrolment, at entry | at follow up, at (the )?end of (the )?(study|trial|treatment)
in person, face to face | online, on line, web based | by (tele)?phone | by (post|mail) | by e mail
quantitative | qualitative
dollars?, USD, US\\$ | euros?, EUR, € | pounds sterling, GBP, £
(degrees )?Celsius, °C, ° C | (degrees )?Fahrenheit, °F, ° F
men, males?, boys, fathers, husbands | women, females?, girls, mothers, wives
adults? | children, infants, newborns, neonates
in summer | in winter | in spring | in autumn
convenience sampl(e|ing) | purposive sampl(e|ing) | snowball sampl(e|ing) | random sampl(e|ing)
stratified | minimi[sz]ation | permuted blocks?
systematic review | scoping review | narrative review
the second | the third | the fourth | the fifth | the sixth
per (arm|group|patient|site|cent(er|re)|cluster|animal|plot|school), in each | in total, altogether
(primary|main|principal) (outcomes?|end ?points?|objectives?) | secondary
(was|were) (enrolled|recruited) | completed | (was|were) screened | withdrew, dropped out
dried, dry | wet, moist
in the laboratory | in the field
"""
# A statistic that a sentence names must be named in the evidence, or abbreviated.
_STATISTICS = re.compile(
    r"\b(?:(?P<median>medians?)|(?P<error>standard errors?)|(?P<quartile>interquartile)"
    r"|(?P<odds>odds ratios?)|(?P<hazard>hazard ratios?))\b"
)
_STATISTICS_SAME = {
    "median": re.compile(r"\bmedian|\bmdn\b|\biqr\b|\bquartile"),
    "error": re.compile(r"\bstandard errors?\b|\bse[ms]?\b|\bs\.e"),
    "quartile": re.compile(r"\bquartile|\binter-?quartile|\biqr\b|\bpercentile|\bq1\b"),
    "odds": re.compile(r"\bodds\b|\ba?ors?\b"),
    "hazard": re.compile(r"\bhazards?\b|\ba?hrs?\b"),
}
# Terms in capitals are told from words ("OR", "or") by their capitals.
_CAPITALS = re.compile(r"^[A-Z€£$\\]")


def contrast_objections(pair: Pairing) -> Iterator[str]:
    """Yield an objection to a term of which the evidence has another one of the class."""
    if pair.share < MIN_SHARE or is_table_row(pair.evidence):
        return
    said, there = _members(pair.claim), _members(pair.evidence)
    for statistic in _STATISTICS.finditer(pair.claim.text):
        if not _STATISTICS_SAME[statistic.lastgroup or ""].search(pair.evidence.piece.text.lower()):
            yield f"“{statistic.group()}” does not stand in the evidence"
    for key, mine in said.items():
        theirs = there.get(key)
        if theirs and mine.keys().isdisjoint(theirs):
            yield (
                f"where it says “{next(iter(mine.values()))}”, "
                f"the evidence says “{next(iter(theirs.values()))}”"
            )


@lru_cache(maxsize=8192)
def _members(statement: Statement) -> Mapping[int, Mapping[int, str]]:
    """Return the terms of a sentence: class -> member -> as written."""
    text = statement.piece.text[statement.begin : statement.end]
    found: dict[int, dict[int, str]] = {}
    for number, members in enumerate(_patterns()):
        for member, pattern in enumerate(members):
            if (match := pattern.search(text)) is not None:
                found.setdefault(number, {})[member] = match.group()
    return found


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[re.Pattern[str], ...], ...]:
    """Return a pattern for each member of each class."""
    return tuple(
        tuple(_pattern(member) for member in line.split(" | ")) for line in _CLASSES.strip().split("\n")
    )


def _pattern(member: str) -> re.Pattern[str]:
    """Return a pattern for the ways to write one member."""
    ways = []
    for way in member.split(", "):
        spaced = way.strip().replace(" ", "[- ]?")
        ways.append(spaced if _CAPITALS.match(way.strip()) else f"(?i:{spaced})")
    return re.compile(rf"(?:(?<![\w-])|(?=[°€£$]))(?:{'|'.join(ways)})(?![\w-])")

"""Evidence that does not affirm what the sentence says, and true sentences retold by exact rules.

`STANCES`: the evidence denies, asks, plans, conditions or reports as another's claim what the sentence
affirms; or it cites a work of others, and the sentence calls it the study's own. `RETOLD`: the same
statement in other words by changes that no reader would dispute. See `planted_words` for the conventions.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable

from tests.benchmarks.planted_words import Pair

_DENIALS = (
    "It is not true that {}",
    "There is no evidence that {}",
    "We found no support for the idea that {}",
    "It would be wrong to say that {}",
    "We do not claim that {}",
    "It is not the case that {}",
    "This does not mean that {}",
    "The authors deny that {}",
    "We cannot conclude that {}",
    "It is a myth that {}",
)
_QUESTIONS = (
    "Reviewer 2 asked whether {}",
    "It remains unclear whether {}",
    "We asked whether {}",
    "It is an open question whether {}",
    "Future studies should examine if {}",
    "The editor wanted to know whether {}",
    "It has been debated whether {}",
    "A reader may wonder if {}",
    "Nobody knows whether {}",
)
_PLANS = (
    "In future work, we plan to show that {}",
    "We intend to verify that {}",
    "The next version will ensure that {}",
    "We hope to demonstrate that {}",
    "A follow-up study is planned to test whether {}",
    "The protocol foresees that {}",
)
_CONDITIONS = (
    "If {}, the analysis would have been repeated.",
    "Unless {}, the trial will be stopped.",
    "Suppose that {}.",
    "If it were the case that {}, we would expect other results.",
    "Provided that {}, the model holds.",
    "Assuming that {}, the estimate is valid.",
    "Had we known that {}, we would have changed the design.",
)
_CLAIMS = (
    "Critics claim that {}",
    "Some authors argue that {}",
    "Smith et al. reported that {}",
    "The manufacturer states that {}",
    "Reviewer 1 believed that {}",
    "It has been suggested that {}",
    "Opponents of this view maintain that {}",
    "Jones and Miller (2009) speculated that {}",
    "A common belief is that {}",
    "According to one blogger, {}",
)
_CITED = (
    r"(?:\[\d[\d,;–\s-]*\]|\([A-Z][\w’'-]+(?: (?:and|&) [A-Z][\w’'-]+| et al\.?)?,? (?:19|20)\d\d[^()]*\))"
)
_CITED_AT_END = re.compile(rf"\s*{_CITED}\.$")
_OTHERS = re.compile(
    r"^(?P<who>(?:[A-Z][\w’'-]+ et al\.?|[A-Z][\w’'-]+ and [A-Z][\w’'-]+|(?:Previous|Earlier|Other|Recent"
    r"|Several|Prior|Past|Many|Some) "
    r"(?:studies|work|works|reports|authors|research|investigators|researchers)|It has(?: previously"
    r"| recently| also)? been))"
    rf"\s*(?:{_CITED}\s*)?(?P<have>have |has |had )?(?:also |previously |recently )?(?P<v>shown|found"
    rf"|reported|demonstrated|observed|suggested|showed|described|proposed|noted|argued)"
    r"\s+that\s+(?P<x>.+)$"
)
_OWN_LEADS = (
    "In this study, ",
    "In our study, ",
    "The authors found that ",
    "We found that ",
    "This study showed that ",
    "The present work shows that ",
)
_FIRST_PERSON = re.compile(r"\b(?:we|our|us|this (?:study|paper|work|article)|the present)\b", re.IGNORECASE)
_PROPER = re.compile(r"^(?:[A-Z]{2}|[A-Z]\w*[A-Z0-9]|[A-Z][a-z]+ (?:et al|and [A-Z]))")
_OPENERS = re.compile(
    r"^(?:If|Whether|When|While|Although|Because|Since|However|Thus|Therefore|Moreover|Furthermore|But"
    r"|And|In|To|For|As|On|At|By|With)\b"
)


def _inner(sentence: str) -> str | None:
    """Return the sentence as a clause within another one."""
    if _OPENERS.match(sentence) or "?" in sentence:
        return None
    bare = sentence.rstrip(".")
    first = bare.split()[0]
    keep = _PROPER.match(bare) or (first[0].isupper() and first.lower() not in _LOWERED)
    return bare if keep else bare[0].lower() + bare[1:]


_LOWERED = frozenset(
    [
        "the",
        "this",
        "these",
        "those",
        "we",
        "our",
        "all",
        "each",
        "a",
        "an",
        "it",
        "they",
        "there",
        "participants",
        "patients",
        "data",
        "results",
        "both",
        "two",
        "three",
        "most",
        "many",
        "some",
        "no",
        "several",
        "samples",
        "images",
        "subjects",
        "one",
        "another",
        "such",
        "their",
        "its",
        "children",
        "women",
        "men",
        "mice",
        "animals",
        "cells",
    ]
)


def _wrapped(wrappers: tuple[str, ...], kind: str) -> Callable[[str], Pair | None]:
    def plant(sentence: str) -> Pair | None:
        clause = _inner(sentence)
        if clause is None:
            return None
        evidence = random.Random(f"{kind} {sentence}").choice(wrappers).format(clause)
        return (evidence if evidence.endswith(".") else f"{evidence}."), sentence

    return plant


def cited_told_as_own(sentence: str) -> Pair | None:
    """Others showed X: in this study, X."""
    match = _OTHERS.match(sentence)
    if match is None:
        return None
    claim = re.sub(rf"\s*{_CITED}", "", match["x"])
    return sentence, _own_lead(sentence) + claim


def citation_told_as_own(sentence: str) -> Pair | None:
    """Present a statement that ends in a citation as the study's own finding."""
    match = _CITED_AT_END.search(sentence)
    if match is None or _FIRST_PERSON.search(sentence) or _OTHERS.match(sentence):
        return None
    if re.search(r"\b(?:was|were) (?:\w+ly )?\w+ed\b|\busing\b|\baccording to\b", sentence):
        return None  # a method that was done as others describe it
    clause = _inner(re.sub(rf"\s*{_CITED}", "", sentence))
    return None if clause is None else (sentence, f"{_own_lead(sentence)}{clause}.")


def _own_lead(sentence: str) -> str:
    return random.Random(f"own {sentence}").choice(_OWN_LEADS)


STANCES: dict[str, Callable[[str], Pair | None]] = {
    "evidence denies it": _wrapped(_DENIALS, "denies"),
    "evidence asks it": _wrapped(_QUESTIONS, "asks"),
    "evidence plans it": _wrapped(_PLANS, "plans"),
    "evidence conditions it": _wrapped(_CONDITIONS, "conditions"),
    "evidence reports it as others' claim": _wrapped(_CLAIMS, "claims"),
    "others' finding told as own": cited_told_as_own,
    "cited statement told as own": citation_told_as_own,
}

_LEADS = (
    "Instead, ",
    "Next, ",
    "It is worth noting that ",
    "Notably, ",
    "In particular, ",
    "In the paper, ",
    "Here, ",
    "Then, ",
    "Interestingly, ",
    "As for the methods, ",
    "Note that ",
    "Afterwards, ",
)
_ROUNDABLE = re.compile(r"(?<![\w.,/-])(\d{1,3},\d{3}|\d{4,6})(?![\w/%-]|[.,]\d)")
_HOUR = {
    "60 minutes": "one hour",
    "24 hours": "one day",
    "24 h": "one day",
    "7 days": "one week",
    "30 minutes": "half an hour",
    "30 min": "half an hour",
    "60 min": "one hour",
    "12 months": "one year",
    "48 h": "two days",
    "1 h": "60 minutes",
    "48 hours": "two days",
    "14 days": "two weeks",
    "24 months": "two years",
    "50%": "half",
}
_SAME = {
    "participants": "subjects",
    "performed": "carried out",
    "conducted": "carried out",
    "approximately": "about",
    "obtained": "acquired",
    "utilized": "used",
    "utilised": "used",
    "used": "employed",
    "demonstrated": "showed",
    "collected": "gathered",
    "examined": "investigated",
    "evaluated": "assessed",
    "determined": "established",
    "required": "needed",
    "assessed": "evaluated",
    "significantly": "markedly",
    "large": "big",
    "children": "kids",
    "began": "started",
    "entire": "whole",
    "measured": "recorded",
    "purchased": "bought",
    "selected": "chosen",
    "individuals": "persons",
    "whereas": "while",
    "analysed": "analyzed",
    "chosen": "selected",
    "subjects": "participants",
}
_BRACKETS = re.compile(r"\s*\([^()]*\)|\s*\[[^\[\]]*\]")
_TAIL = re.compile(r", (?:which|where|thereby|thus|suggesting|indicating|resulting)\b[^.]*(?=\.$)")


def led_in(sentence: str) -> Pair | None:
    """With opening words that say nothing."""
    clause = _inner(sentence)
    if clause is None:
        return None
    return sentence, random.Random(f"lead {sentence}").choice(_LEADS) + clause + "."


def rounded(sentence: str) -> Pair | None:
    """13,319: about 13,300."""
    for match in _ROUNDABLE.finditer(sentence):
        value = int(match.group().replace(",", ""))
        if (
            1900 <= value <= 2030
            or value % 100 == 0
            or re.search(r"(?:[A-Za-z#]|No\.?|number)\s?$", sentence[: match.start()][-3:].strip())
        ):
            continue
        near = round(value, 2 - len(str(value)) + 1)
        return sentence, f"{sentence[: match.start()]}about {near:,}{sentence[match.end() :]}"
    return None


def converted(sentence: str) -> Pair | None:
    """60 minutes: one hour."""
    for old, new in _HOUR.items():
        if (match := re.search(rf"(?<![\w.,-]){re.escape(old)}(?!\w)", sentence)) is not None:
            return sentence, sentence[: match.start()] + new + sentence[match.end() :]
    return None


def other_word(sentence: str) -> Pair | None:
    """One word for another that means the same."""
    found = [m for m in re.finditer(r"\b[a-z]+\b", sentence) if m.group() in _SAME]
    if not found:
        return None
    match = random.Random(f"same {sentence}").choice(found)
    return sentence, sentence[: match.start()] + _SAME[match.group()] + sentence[match.end() :]


def shortened(sentence: str) -> Pair | None:
    """Without brackets and a trailing remark."""
    short = _TAIL.sub("", _BRACKETS.sub("", sentence))
    return None if short == sentence or len(short.split()) < 6 else (sentence, short)


def told_of_authors(sentence: str) -> Pair | None:
    """We: the authors."""
    if not re.search(r"\b[Ww]e\b", sentence):
        return None
    told = re.sub(r"\bwe\b", "the authors", re.sub(r"\bWe\b", "The authors", sentence))
    return sentence, re.sub(r"\bour\b", "their", re.sub(r"\bOur\b", "Their", told))


def made_passive(sentence: str) -> Pair | None:
    """We used X in Y: X was used in Y."""
    match = re.match(
        r"^We (?P<v>\w+ed) (?P<x>(?:the |a |an |all )?(?:[\w-]+ ){0,3}[\w-]+?)(?P<rest>(?: in | by "
        r"| from | using | for | at | with |\.).*)$",
        sentence,
    )
    if match is None or match["x"].split()[0] in (
        "that",
        "to",
        "in",
        "on",
        "for",
        "whether",
        "how",
        "at",
        "with",
        "by",
    ):
        return None
    thing = match["x"][0].upper() + match["x"][1:]
    return sentence, f"{thing} {'were' if thing.endswith('s') else 'was'} {match['v']}{match['rest']}"


RETOLD: dict[str, Callable[[str], Pair | None]] = {
    "word for word": lambda sentence: (sentence, sentence),
    "led in": led_in,
    "rounded": rounded,
    "converted": converted,
    "another word": other_word,
    "shortened": shortened,
    "told of the authors": told_of_authors,
    "made passive": made_passive,
}

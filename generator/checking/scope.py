"""Of how much a sentence says something: all, most, some, few, none, a part, only.

"Some of the lakes froze" says nothing of all lakes. A word of scope belongs to the next content word
behind it, its head; scopes are compared where the sentence and the evidence speak of the same head.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from generator.checking.aligned import Pairing, Statement, unexplained

# How much each word says, in steps; a sentence may say less than its evidence, and never more.
NONE, FEW, SOME, MANY, MOST, ALL = range(6)
_SCOPES: tuple[tuple[int, str], ...] = (
    (NONE, r"none of|none|no(?=\s+[a-z]{3,})|neither"),
    (FEW, r"(?<!a )few|hardly any|very few|a minority of|a minority|little|a handful of|rarely|seldom"),
    (
        SOME,
        r"some(?! \d)|a few|several|certain|a subset of|subsets of|part of|parts of|a portion of"
        r"|a fraction of|a sample of|half of|half|a half of"
        r"|one third of|a third of|a quarter of|one quarter of|two thirds of|three quarters of|sometimes"
        r"|occasionally"
        r"|a number of|at times|partly|partially|in part|not all|not every|not always|one of the|one of",
    ),
    (MANY, r"many|numerous|often|frequently|commonly|a large proportion of"),
    (
        MOST,
        r"most(?! (?:of )?(?:likely|common|recent|important|frequent|widely|often|relevant|[a-z]+ive"
        r"|[a-z]+al|[a-z]+ant|[a-z]+ent|[a-z]+ed)\b)"
        r"|a majority of|the majority of|majority|usually|mostly|mainly|typically|generally|nearly all"
        r"|almost all"
        r"|nearly every|almost every|largely|predominantly|primarily",
    ),
    (
        ALL,
        r"(?<!not )(?<!nearly )(?<!almost )(?<!at )(?<!after )(?<!above )all(?<!\bin all(?=[,.:;]))(?! (?:but"
        r"|in all)\b)|every one of|every(?! (?:\d+|other|two|three|four|second|third)\b)"
        r"|(?<!and )each(?! other\b)"
        r"|(?<!not )always|invariably|without exception|everyone|everybody|the entire|entirely"
        r"|universally|in every case",
    ),
)
_WORD = re.compile("|".join(rf"(?P<s{step}>\b(?:{words})\b)" for step, words in _SCOPES))
_ONLY = re.compile(r"\b(?:only|solely|exclusively|nothing but|no other|purely)\b")
_LIKE_ONLY = re.compile(
    r"\b(?:only|solely|exclusively|merely|just|alone|nothing but|no other|purely|sole|single|limited to"
    r"|restricted to|confined"
    r"|unique|uniquely|nothing|never)\b"
)
# What else makes a bare plural mean all.
_LIKE_ALL = re.compile(
    r"\b(?:all|every|each|any|both|whole|entire|entirely|complete|completely|full|fully|total|always"
    r"|throughout|across|none|no|never"
    r"|without exception|100\s?%|the remaining|consistently|invariably|whenever|everyone|everybody"
    r"|in total|overall|altogether)\b"
    r"|\b(?P<n>\d+) (?:of|out of) (?:the )?(?P=n)\b"
)
_PART = re.compile(
    r"\b(?P<part>(?:the )?(?:first|last|initial|final|remaining|other|next)(?= (?:\d|two|three|four|five"
    r"|six|seven|eight|nine|ten|twenty|hundred))"
    r"|up to|at most|no more than|at least|fewer than|less than|more than|only part of|a part of|part of"
    r"|parts? of)\b"
)
_LIKE_PART = re.compile(
    r"\b(?:first|last|initial|final|remaining|rest|other|others|further|next|up to|at most|maximum|max"
    r"|no more|fewer|less|more|over|least|"
    r"minimum|part|parts|partly|partially|some|subset|within|between|exceed\w*|than|portion|not all"
    r"|additional|another|longer|shorter)\b|[<>≤≥]"
)
_HEDGED_COUNT = re.compile(
    r"\d|%|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|half|third|quarter|once|twice"
    r"|percent)\b"
)
_HEAD_WITHIN = 6
# What takes something out of "all" and "none" again.
_EXCEPTED = re.compile(
    r"\b(?:except(?:ing|ions?)?|apart from|other than|aside from|save for|but for|not counting"
    r"|with the exclusion of|excluding"
    r"|(?:al)?though (?:one|two|three|some|a few|several|not)|but (?:one|two|some|a few|not)\b)"
)
_BOTH = re.compile(r"\bboth\b")
_LIKE_BOTH = re.compile(r"\b(?:both|two|all|each|either|every|and|or|pairs?|twice|neither|nor)\b|[,;]")
_UNIVERSAL = re.compile(r"\b(?:all|every|each|none|no|always|never|entire|whole|any)\b")
# Where so much of the sentence stands in the evidence, a word of scope that does not was put in; what is
# told more freely may have it from the sense of the whole.
CLOSE = 0.7
_WORDS = {ALL: "all", MOST: "most", MANY: "many", SOME: "some", FEW: "few", NONE: "none"}


@dataclass(frozen=True, slots=True)
class Scope:
    """A word of scope: how much it says, where it stands, and the index of its head among the tokens."""

    step: int
    text: str
    index: int
    head: int | None


@lru_cache(maxsize=8192)
def scopes(of: Statement) -> tuple[Scope, ...]:
    """The words of scope of a sentence, in order."""
    found = []
    for match in _WORD.finditer(of.text):
        step = int((match.lastgroup or "s0")[1:])
        index = of.index_at(match.end()) - 1
        found.append(Scope(step, match.group(), index, of.head_behind(index, _HEAD_WITHIN)))
    return tuple(found)


def scope_objections(pair: Pairing) -> Iterator[str]:
    """Reasons against a sentence that says of more than its evidence does."""
    said, there = scopes(pair.claim), scopes(pair.there)
    for scope in said:
        yield from _says_more(pair, scope, there)
    only = _ONLY.search(pair.claim.text) if pair.share >= CLOSE else None
    if only is not None and not _LIKE_ONLY.search(pair.there.text):
        yield f"it says “{only.group()}”, which the evidence does not"
    if pair.share >= CLOSE and _BOTH.search(pair.claim.text) and not _LIKE_BOTH.search(pair.there.text):
        yield "it says “both”, which the evidence does not"
    if (
        (but := _EXCEPTED.search(pair.there.text)) is not None
        and _UNIVERSAL.search(pair.claim.text)
        and not _EXCEPTED.search(pair.claim.text)
    ):
        yield f"the evidence says “{but.group()}”, which it leaves out"
    yield from _without_scope(pair, said, there)
    yield from _without_part(pair)


def _says_more(pair: Pairing, scope: Scope, there: tuple[Scope, ...]) -> Iterator[str]:
    heads = pair.places.get(scope.head, ()) if scope.head is not None else ()
    same = [s for s in there if s.head is not None and s.head in heads]
    if scope.step == ALL:
        if any(s.step in (ALL, NONE) for s in same):
            return
        if same:
            yield f"where it says “{scope.text}”, the evidence says “{same[0].text}”"
        elif pair.share >= CLOSE and scope.head is not None and not _LIKE_ALL.search(pair.there.text):
            yield f"it says “{scope.text}”, which the evidence does not"
    elif scope.text.startswith("not ") and same:
        if any(s.step == ALL for s in same):
            yield f"where it says “{scope.text}”, the evidence says “{same[0].text}”"
    elif same and scope.step != NONE:
        if all(_weaker(s.step, scope.step) for s in same):
            yield f"where it says “{scope.text}”, the evidence says “{same[0].text}”"
    elif scope.step == NONE and same and all(s.step > NONE for s in same):
        yield f"where it says “{scope.text}”, the evidence says “{same[0].text}”"


def _weaker(evidence: int, claim: int) -> bool:
    """Whether the evidence does not carry what the sentence says; few is no less than some, but another."""
    if evidence in (NONE, FEW):
        return claim != evidence
    return evidence < claim


def _without_scope(pair: Pairing, said: tuple[Scope, ...], there: tuple[Scope, ...]) -> Iterator[str]:
    """The evidence limits a head that the sentence leaves without any limit."""
    if _HEDGED_COUNT.search(pair.claim.text) and not _HEDGED_COUNT.search(pair.there.text):
        return  # "three of the lakes", from another sentence of the evidence
    limits = [s for s in there if s.step <= MOST]
    for scope in there:
        if scope.step in (MANY, ALL) or scope.head is None or scope.head not in pair.matched:
            continue
        if scope.text in (
            "several",
            "certain",
            "a number of",
            "generally",
            "typically",
            "primarily",
            "mainly",
            "a sample of",
        ):
            continue
        if scope.head in pair.aligned:
            mine = [pair.aligned[scope.head]]
        else:
            mine = [i for i, places in pair.places.items() if scope.head in places]
            if any(not any(s.head == j for s in there) for i in mine for j in pair.places[i]):
                continue  # the evidence says it of the same head without a limit as well
        if any(s.head in mine for s in said) or len([s for s in said if s.step <= MOST]) >= len(limits):
            continue
        if scope.step == NONE:
            continue  # what is denied is the business of `polarity`
        yield f"the evidence says it of “{scope.text}” only"


def _without_part(pair: Pairing) -> Iterator[str]:
    """The evidence tells a part or a bound of a number that the sentence tells as the number."""
    for match in _PART.finditer(pair.there.text):
        if unexplained(pair, _LIKE_PART, match.group()):
            continue
        index = pair.there.index_at(match.end()) - 1
        near = range(index + 1, min(len(pair.there.tokens), index + 3))
        if any(j in pair.aligned and pair.there.tokens[j].content for j in near):
            yield f"the evidence says “{match.group()}”, which it leaves out"

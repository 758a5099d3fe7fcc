"""How much a sentence speaks about: all, most, some, few, none, a part, only.

"Some of the lakes froze" says nothing of all lakes. A word of scope belongs to the next content word after
it, its head. Scopes are compared if the sentence and the evidence speak of the same head.

Example: "All of the lakes froze." against "Some of the lakes froze." The objection is: where it says “all”,
the evidence says “some”.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from generator.checking.aligned import Pairing, Statement, has_unmatched

# How much each word claims, in steps. A sentence may claim less than its evidence, but never more.
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
        r"|in all)\b)|every one of"
        r"|every(?! (?:\d+|other|two|three|four|second|third|hour|day|night|week|month|year)\b)"
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
# Other words that make a bare plural mean all.
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
# Before a count that is a part of the whole.
_AMONG = frozenset(["in", "only", "for", "just"])
_ALL_OF_WHICH = re.compile(r"\ball\b")
_ONLY_SO_MANY = re.compile(
    r"\b(?:only|just|merely) (?P<count>\d[\d,]*|one|two|three|four|five|six|seven|eight|nine|ten|few)\b"
    r"(?! ?%)"
)
MIN_SHARE = 0.5  # below which "only three" may be said of other things
_NOT = re.compile(r"\b(?:not|never|without|cannot)\b|n't\b")
_PARTLY = re.compile(
    r"\b(?:not|some|most|many|few|part|partly|only|except|half|majority|almost|nearly|but|although|other)\b"
)
_HEAD_WITHIN = 6  # tokens after a word of scope
# Exceptions from "all" and "none".
_EXCEPTED = re.compile(
    r"\b(?:except(?:ing|ions?)?|apart from|other than|aside from|save for|but for|not counting"
    r"|with the exclusion of|excluding"
    r"|(?:al)?though (?:one|two|three|some|a few|several|not)|but (?:one|two|some|a few|not)\b)"
)
_BOTH = re.compile(r"\bboth\b")
_LIKE_BOTH = re.compile(r"\b(?:both|two|all|each|either|every|and|or|pairs?|twice|neither|nor)\b|[,;]")
_UNIVERSAL = re.compile(r"\b(?:all|every|each|none|no|always|never|entire|whole|any)\b")
# If the evidence holds this share of the sentence, a word of scope that it lacks was added. A freer sentence
# may have it from the meaning of the whole.
MIN_COPIED_SHARE = 0.7


@dataclass(frozen=True, slots=True)
class ScopeWord:
    """A word of scope: how much it claims, and the indices of its last token and of its head."""

    step: int
    text: str
    index: int
    head: int | None


@lru_cache(maxsize=8192)
def scope_words(statement: Statement) -> tuple[ScopeWord, ...]:
    """Return the words of scope of a sentence, in order."""
    found = []
    for match in _WORD.finditer(statement.text):
        step = int((match.lastgroup or "s0")[1:])
        index = statement.index_at(match.end()) - 1
        found.append(ScopeWord(step, match.group(), index, statement.head_after(index, _HEAD_WITHIN)))
    return tuple(found)


def scope_objections(pair: Pairing) -> Iterator[str]:
    """Yield objections to a sentence that speaks of more than its evidence does."""
    said, there = scope_words(pair.claim), scope_words(pair.evidence)
    for scope in said:
        yield from _says_more(pair, scope, there)
    only = _ONLY.search(pair.claim.text) if pair.share >= MIN_COPIED_SHARE else None
    if only is not None and not _LIKE_ONLY.search(pair.evidence.text):
        yield f"it says “{only.group()}”, which the evidence does not"
    if (
        pair.share >= MIN_COPIED_SHARE
        and _BOTH.search(pair.claim.text)
        and not _LIKE_BOTH.search(pair.evidence.text)
    ):
        yield "it says “both”, which the evidence does not"
    if (
        (but := _EXCEPTED.search(pair.evidence.text)) is not None
        and _UNIVERSAL.search(pair.claim.text)
        and not _EXCEPTED.search(pair.claim.text)
    ):
        yield f"the evidence says “{but.group()}”, which it leaves out"
    few = _ONLY_SO_MANY.search(pair.evidence.text)
    much = next((s.text for s in said if s.step in (MANY, MOST, ALL)), "")
    if (
        few
        and much
        and not _NOT.search(pair.claim.text)
        and few["count"] not in {t.text for t in pair.claim.tokens}
        and pair.share >= MIN_SHARE
    ):
        yield f"where it says “{much}”, the evidence says “{few.group()}”"
    yield from _without_scope(pair, said, there)
    yield from _without_part(pair)


def _says_more(pair: Pairing, scope: ScopeWord, there: tuple[ScopeWord, ...]) -> Iterator[str]:
    """Yield an objection to a word of scope that claims more than the evidence does of the same head."""
    # One chain and no table: each step of the scale (all, most, few, none) has exceptions of its own, and
    # which comes first decides.
    heads = pair.places.get(scope.head, ()) if scope.head is not None else ()
    same = [s for s in there if s.head is not None and s.head in heads]
    if scope.step == ALL:
        if any(s.step in (ALL, NONE) for s in same):
            return
        if same:
            yield f"where it says “{scope.text}”, the evidence says “{same[0].text}”"
        # "All 30 lakes" for "30 lakes" is no more than the evidence says.
        elif (counted := _count_before(pair, heads)) and not any(
            counted == t.text for t in pair.claim.tokens
        ):
            yield f"where it says “{scope.text}”, the evidence says “{counted}”"
        elif (
            pair.share >= MIN_COPIED_SHARE
            and scope.head is not None
            and not _LIKE_ALL.search(pair.evidence.text)
        ):
            yield f"it says “{scope.text}”, which the evidence does not"
    elif scope.text.startswith("not ") and same:
        if any(s.step == ALL for s in same):
            yield f"where it says “{scope.text}”, the evidence says “{same[0].text}”"
    elif scope.text.startswith("not ") and pair.share >= MIN_COPIED_SHARE:
        if _ALL_OF_WHICH.search(pair.evidence.text) and not _PARTLY.search(pair.evidence.text):
            yield f"where it says “{scope.text}”, the evidence says “all”"
    elif scope.step in (MANY, MOST) and any(s.step == FEW for s in same) and _denies_more(pair):
        return  # "most do not" says "few do"
    elif same and scope.step != NONE:
        if all(_weaker(s.step, scope.step) for s in same):
            yield f"where it says “{scope.text}”, the evidence says “{same[0].text}”"
    elif scope.step == NONE and same and all(s.step > NONE for s in (*same, *there)):
        yield f"where it says “{scope.text}”, the evidence says “{same[0].text}”"


def _denies_more(pair: Pairing) -> bool:
    """Return True if the sentence has a "not" that its evidence has not."""
    return len(_NOT.findall(pair.claim.text)) > len(_NOT.findall(pair.evidence.text))


def _count_before(pair: Pairing, heads: Sequence[int]) -> str:
    """Return the number right before the only head of the evidence, as in "in 21 cases"; else nothing."""
    if len(heads) != 1 or heads[0] < 2:
        return ""
    number, before = pair.evidence.tokens[heads[0] - 1].text, pair.evidence.tokens[heads[0] - 2].text
    return number if number.isdigit() and before in _AMONG else ""


def _weaker(evidence: int, claim: int) -> bool:
    """Return True if a scope of the evidence does not support one of the claim.

    "Few" is not less than "some", but another statement.
    """
    if evidence in (NONE, FEW):
        return claim != evidence
    return evidence < claim


def _without_scope(pair: Pairing, said: tuple[ScopeWord, ...], there: tuple[ScopeWord, ...]) -> Iterator[str]:
    """Yield objections to heads that the evidence limits and the sentence does not."""
    if _HEDGED_COUNT.search(pair.claim.text) and not _HEDGED_COUNT.search(pair.evidence.text):
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
                continue  # the evidence also says it of the same head without a limit
        if any(s.head in mine for s in said) or len([s for s in said if s.step <= MOST]) >= len(limits):
            continue
        if scope.step == NONE:
            continue  # negations are left to `polarity`
        if scope.step == MOST and _HEDGED_COUNT.search(pair.claim.text):
            continue  # "four fifths"
        yield f"the evidence says it of “{scope.text}” only"


def _without_part(pair: Pairing) -> Iterator[str]:
    """Yield objections to a number of which the evidence states only a part or a bound."""
    for match in _PART.finditer(pair.evidence.text):
        if has_unmatched(pair, _LIKE_PART, match.group()):
            continue
        index = pair.evidence.index_at(match.end()) - 1
        near = range(index + 1, min(len(pair.evidence.tokens), index + 3))
        if any(j in pair.aligned and pair.evidence.tokens[j].content for j in near):
            yield f"the evidence says “{match.group()}”, which it leaves out"

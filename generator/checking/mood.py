"""What may, could, will or should be, stated as what is or was; and findings stated without their hedge.

A word of mood governs the next content word after it. A sentence that has this word without any word of mood
says more than its evidence.

Example: "The model reduces costs." against "The model may reduce costs." The objection is: the evidence says
“may”, which it leaves out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from generator.checking.aligned import Pairing, Statement, has_unmatched

_FUTURE = (
    r"will|shall|going to|(?:is|are|was|were) to(?= be\b)|(?:plan|plans|planned|planning|intend|intends"
    r"|intended|hope|hopes|expect|expects|expected"
    r"|scheduled|due|propose|proposes|proposed|wish|aim|aims|aimed|need|needs|remain|remains|seek|sought"
    r"|try|tries|tried|attempt|attempts|attempted|yet) to|would"
)
_POSSIBLE = (
    # The month is not followed by a verb.
    r"(?<!in )(?<!of )(?<!by )(?<!since )(?<!until )(?<!from )(?<!during )(?<!\d )may(?! \d)"
    r"|might|could|can|possibly|potentially|perhaps|probably|presumably|likely|conceivably|plausibly"
    r"|arguably|apparently"
    r"|(?:appear|appears|appeared|seem|seems|seemed|tend|tends|tended|thought|believed|assumed"
    r"|hypothesi[sz]ed|suspected|considered|supposed|said|likely) to"
)
_SURE = re.compile(r"\b(?:will|shall|must|have to|has to)\b")
_DUTY = r"should|must|ought to|(?:has|have|had) to|recommended to|supposed to"
_MOOD = re.compile(rf"\b(?:(?P<future>{_FUTURE})|(?P<possible>{_POSSIBLE})|(?P<duty>{_DUTY}))\b")
# Words of a sentence that are as good as a word of mood of the evidence.
_ANY = re.compile(
    rf"\b(?:{_FUTURE}|{_POSSIBLE}|{_DUTY}|plan\w*|intend\w*|aim\w*|future|propos\w+|foresee\w*|foreseen"
    rf"|promis\w+|upon|once|pending|if|whether"
    r"|suggest\w*|hypothes\w+|speculat\w+|possible|possibility|potential|expect\w*|hope\w*|unclear"
    r"|uncertain|suppos\w+|designed|"
    r"indicat\w+|allow\w*|enabl\w+|able|capable|hint\w*|imply|implies|recommend\w*|require\w*|need\w*"
    r"|necessary|goal|objective|purpose|believ\w+|thought|assum\w+|seem\w*|appear\w*|consider\w*)\b"
)
_HEDGING = re.compile(
    r"\b(?P<verb>suggest(?:s|ed|ing)?|hypothesi[sz]ed?|speculate[sd]?|imply|implies|implied|believed?"
    r"|suspect(?:s|ed)?|propose[sd]?|hint(?:s|ed)? at"
    r"|assumed?|expect(?:s|ed)?|postulate[sd]?|conjecture[sd]?|argue[sd]?|presume[sd]?|think|thought"
    r"|estimate[sd]?(?= that))\s+(?:here\s+)?(?:that|the|a|an|to|there|it|no)\b"
)
_SHOWN = re.compile(
    r"\b(?:show(?:s|ed|n|ing)?|demonstrat(?:es?|ed|ing)|prov(?:es?|ed|ing|en)|reveal(?:s|ed|ing)?"
    r"|establish(?:es|ed|ing)?|confirm(?:s|ed|ing)?)\b"
)
_PLANNED = re.compile(
    r"\b(?:is|are|was|were|been|be) (?P<said>planned|scheduled|intended|foreseen|envisaged|anticipated"
    r"|proposed|under way|ongoing)\b(?! to\b)"
)
_PENDING = re.compile(
    r"\b(?:(?:up)?on (?:acceptance|publication|completion)|pending|in preparation|under (?:review"
    r"|development|way|construction)|forthcoming"
    r"|in the (?:near )?future|not yet|yet to be|to be (?:made|released|published|determined|announced"
    r"|completed|shared|added))\b"
)
# Part of the shared content that must be in the hedged clause.
MIN_HEDGED_SHARE = 0.6
_ABLE = frozenset(["can"])
_CAPABLE = frozenset(["can", "could"])
_BETWEEN = frozenset(
    [
        "be",
        "been",
        "have",
        "has",
        "had",
        "not",
        "also",
        "then",
        "only",
        "all",
        "both",
        "therefore",
        "further",
        "to",
        "it",
        "they",
        "is",
        "are",
        "was",
        "were",
        "still",
        "now",
        "in",
        "no",
        "more",
        "so",
        "thus",
        "very",
        "most",
        "being",
        "well",
        "just",
        "too",
    ]
)
_GOVERNED_WITHIN = 7  # tokens after a word of mood
_PENDING_WITHIN = 5  # tokens before "upon acceptance" that say what is pending
_NOT_DONE = re.compile(r"\b(?:(?:was|were|is|are|did|do|does|has|have|had) not|no|never)\b|n't\b")
_DONE = re.compile(r"\b(?:was|were|has been|have been|had)\b")


@dataclass(frozen=True, slots=True)
class Mood:
    """A word of mood, its index among the tokens, and the index of the word that it governs."""

    kind: str
    text: str
    index: int
    governs: int | None


@lru_cache(maxsize=8192)
def moods(statement: Statement) -> tuple[Mood, ...]:
    """Return the words of mood of a sentence."""
    found = []
    for match in _MOOD.finditer(statement.text):
        index = statement.index_at(match.end()) - 1
        found.append(Mood(match.lastgroup or "", match.group(), index, _governed(statement, index)))
    return tuple(found)


def _governed(statement: Statement, index: int) -> int | None:
    """Return the index of the word that the word of mood at ``index`` governs, or None."""
    for i in range(index + 1, min(len(statement.tokens), index + 1 + _GOVERNED_WITHIN)):
        token = statement.tokens[i]
        if token.text in ";:?!":
            return None
        if token.content and not token.text.endswith("ly"):
            return i
        if not token.content and token.text not in _BETWEEN and token.text not in ",(":
            continue
    return None


def _hedged(pair: Pairing, verb: str) -> bool:
    """Return True if the sentence hedges as well; "may" or "could" anywhere in it is enough."""
    return (
        verb in pair.claim.text
        or has_unmatched(pair, _ANY, verb)
        or re.search(rf"\b(?:{_POSSIBLE})\b", pair.claim.text) is not None
    )


def _negated(statement: Statement, index: int) -> bool:
    """Return True if the word at ``index`` is denied."""
    return statement.tokens[index].text == "cannot" or any(
        t.text == "not" for t in statement.tokens[index + 1 : index + 2]
    )


def _is_surer(pair: Pairing, mood: Mood) -> bool:
    """Return True if the sentence says "will" or "must" of what the evidence calls possible, and no more."""
    if mood.kind != "possible":
        return False
    rest = _SURE.sub(" ", pair.claim.text)
    return rest != pair.claim.text and not _ANY.search(rest)


def mood_objections(pair: Pairing) -> Iterator[str]:
    """Yield objections to a sentence that states as fact what its evidence calls possible or planned."""
    # The exceptions come first, each with its reason; a word of mood that passes all of them is missing in
    # the sentence.
    governed = {m.governs for m in moods(pair.evidence)}
    for mood in moods(pair.evidence):
        if mood.governs is None or mood.governs not in pair.matched:
            continue
        if mood.governs not in pair.aligned and any(
            j not in governed for i, js in pair.places.items() if mood.governs in js for j in js
        ):
            continue  # the evidence also says it without a word of mood
        if has_unmatched(pair, _ANY, mood.text) and not _is_surer(pair, mood):
            continue  # it has a word of mood of its own
        if (
            mood.text in _CAPABLE
            and _negated(pair.evidence, mood.index)
            and _NOT_DONE.search(pair.claim.text)
        ):
            continue  # what could not be done was not done
        if mood.text in _ABLE and not _DONE.search(pair.claim.text):
            continue  # "it can detect" is no less than "it detects"
        yield f"the evidence says “{mood.text}”, which it leaves out"
    # A hedge governs all that follows it ("suggests that ..."), so it is compared with the share of that
    # part.
    if (match := _HEDGING.search(pair.evidence.text)) is not None and match["verb"] not in pair.claim.text:
        shown = _SHOWN.search(pair.claim.text)
        begin = pair.evidence.index_at(match.end("verb"))
        if shown is not None and has_unmatched(pair, _SHOWN, ""):
            yield f"where it says “{shown.group()}”, the evidence says “{match['verb']}”"
        elif (
            not _hedged(pair, match["verb"])
            and pair.share_within(begin, len(pair.evidence.tokens)) >= MIN_HEDGED_SHARE
        ):
            yield f"the evidence only says “{match['verb']}”"
    if (
        (match := _PLANNED.search(pair.evidence.text)) is not None
        and _DONE.search(pair.claim.text)
        and not _ANY.search(pair.claim.text)
        and match["said"] not in pair.claim.text
        and any(j < pair.evidence.index_at(match.start()) for j in pair.matched)
    ):
        yield f"the evidence says “{match['said']}”, which it leaves out"
    if (match := _PENDING.search(pair.evidence.text)) is not None and not _PENDING.search(pair.claim.text):
        index = pair.evidence.index_at(match.start())
        if any(index - _PENDING_WITHIN <= j < index for j in pair.matched):
            yield f"the evidence says “{match.group()}”, which it leaves out"

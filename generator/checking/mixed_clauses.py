"""Statements about two things in two clauses of the evidence, mixed into one.

"The weights are released, but the records are not" says nothing of released records. After "but", "whereas"
or a semicolon, a clause with a subject of its own is about another thing. A sentence of one clause that
takes much from both clauses mixes them.

Example: "The records were released on the web page." against "The weights were released on the web page, but
the records stayed in the vault." The objection is: it puts together what the evidence tells apart (“but”).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.checking.aligned import Pairing, Statement, is_table_row
from generator.checking.polarity import denies
from generator.checking.synonyms import canonical
from generator.core.vocabulary import stem

# Below this share the sentence rests on more than this one sentence of the evidence.
MIN_SHARE = 0.6
# Share that each clause must hold alone, by weight, of what the evidence has of the sentence's clause.
MIN_OF_EACH = 0.2
# The same where both clauses have mostly the same words: the few others tell the two things apart.
MIN_OF_EACH_PARALLEL = 0.02
_MIN_COMMON, _MIN_SHARE_COMMON = 3, 0.3  # content words, and their share of the shorter clause
_JOINT = re.compile(
    r";\s{1,9}|,?\s{1,9}(?:but|whereas|while|although|though|unlike|against|compared (?:with|to))\s{1,9}"
    r"|,\s{1,9}(?=(?:the|those) (?:others|\w+ \w+ly)\b)"
)
# A clause that begins like this goes on about the same subject.
_GOES_ON = re.compile(
    r"^(?:also |only |even |then |still )*(?:it|they|this|these|those that|which|who|he|she|that|both|all"
    r"|each|none"
    r"|is|are|was|were|has|have|had|can|could|did|does|may|might|will|would|not|no|in|at|on|for|with|after"
    r"|before|when|if|as|to|by|from|during|only|more|less|\w+ing|\w+ed)\b"
)
# A second clause that relies on the words of the first: "the images are available; the code is not".
_SHORTENED = re.compile(
    r"\b(?:is|are|was|were|did|does|do|has|have|had|will|can|could) (?:not|so)(?: be| have)?\W*$|^\W*not\b"
)
_PART_END = re.compile(r"[,;]\s|\.$")
_DENIAL = re.compile(r"\b(?:not|no|never|none)\b")
_MAX_DENYING_WORDS = 8  # of "while diameter did not"; a longer clause says more than that
# Nouns that the second clause may leave out.
_GENERAL_NOUNS = "outcome data number value result measure sample group level part case study analysis"
_GENERAL = frozenset(canonical(stem(noun)) for noun in _GENERAL_NOUNS.split())
# A clause of the sentence with one of these speaks of two things itself.
_OF_TWO = re.compile(
    r"[;:]|\b(?:but|whereas|while|although|though|unlike|than|against|compared|versus|both|differ\w*|and|or"
    r"|more|less|better|worse|higher|lower|fewer|larger|smaller|outperform\w*|exceed\w*|beat|instead|rather)\b"
)
_RATHER = re.compile(r"\b(?:rather than|instead of|but not|and not|in place of)\b")
_NUMBER_WITHIN = 25  # characters after a participle in which its number is
_CHOSEN_WITHIN = 5  # tokens before "rather than" in which the chosen thing is
_DONE = re.compile(r"(?P<done>\b[a-z]+(?:ed|en|ught|own)) (?:on|in|with|by|for|at|from|to|using) ")


def apart_objections(pair: Pairing) -> Iterator[str]:
    """Yield objections to a sentence that mixes two clauses of its evidence about two things."""
    if pair.share < MIN_SHARE or is_table_row(pair.evidence):
        return
    yield from _mixed(pair)
    yield from _set_aside(pair)
    yield from _done_to_another(pair)


def _mixed(pair: Pairing) -> Iterator[str]:
    """Yield an objection if one clause of the sentence takes much from two clauses of the evidence."""
    text, said = pair.evidence.text, pair.claim.text
    joints = list(_JOINT.finditer(said))
    begins = [0, *(pair.claim.index_at(m.end()) for m in joints)]
    ends = [*(pair.claim.index_at(m.start()) for m in joints), len(pair.claim.tokens)]
    spans = zip(begins, ends, strict=True)
    clauses = [range(a, b) for a, b in spans if not _OF_TWO.search(_text(pair.claim, a, b))]
    for joint in _JOINT.finditer(text):
        if _in_brackets(text, joint.start()):
            continue  # "[90%; 76%]"
        after = text[joint.end() :]
        if (foreign := _denied_behind(pair, joint.end())) and not denies(said):
            yield f"the evidence denies it of “{foreign}”"
            return
        if _SHORTENED.search(after):
            continue
        middle = pair.evidence.index_at(joint.end())
        if _GOES_ON.match(after):
            yield from _done_elsewhere(pair, middle)
            continue
        least = MIN_OF_EACH_PARALLEL if _are_parallel(pair.evidence, middle) else MIN_OF_EACH
        for clause in clauses:
            first = _clause_share(pair, clause, range(middle))
            second = _clause_share(pair, clause, range(middle, len(pair.evidence.tokens)))
            if min(first, second) >= least:
                yield f"it puts together what the evidence tells apart (“{joint.group().strip(' ,')}”)"
                return


def _denied_behind(pair: Pairing, place: int) -> str:
    """Return a word that the sentence has only from a short clause, begun at ``place``, which denies."""
    end = _PART_END.search(pair.evidence.text, place)
    clause = pair.evidence.text[place : end.start() if end else len(pair.evidence.text)]
    if _DENIAL.search(clause) is None or len(clause.split()) > _MAX_DENYING_WORDS:
        return ""
    first = pair.evidence.index_at(place)
    last = pair.evidence.index_at(place + len(clause))
    for i, js in pair.places.items():
        if all(first <= j < last for j in js) and pair.claim.tokens[i].term not in _GENERAL:
            return pair.claim.tokens[i].text
    return ""


def _are_parallel(statement: Statement, middle: int) -> bool:
    """Return True if two clauses, parted at the token ``middle``, say much the same of two things."""
    first, second = (
        {statement.tokens[j].term for j in statement.content if (j < middle) == before}
        for before in (True, False)
    )
    common = len(first & second)
    return common >= _MIN_COMMON and common >= _MIN_SHARE_COMMON * min(len(first), len(second))


def _in_brackets(text: str, place: int) -> bool:
    """Return True if ``place`` is within brackets."""
    before = text[:place]
    return any(before.count(a) > before.count(b) for a, b in ("()", "[]"))


def _done_elsewhere(pair: Pairing, middle: int) -> Iterator[str]:
    """Yield an objection to a participle of the first clause with a number of the second."""
    apart = {i: js for i, js in pair.places.items() if all(j >= middle for j in js)}
    numerals = [i for i in apart if pair.claim.tokens[i].text[0].isdigit()]
    done = [
        i
        for i, js in pair.places.items()
        if pair.claim.tokens[i].text.endswith("ed") and all(j < middle for j in js)
    ]
    if numerals and done and len(numerals) == len(apart):
        said, number = pair.claim.tokens[done[0]].text, pair.claim.tokens[numerals[0]].text
        yield f"the evidence does not say “{said}” of {number}"


def _text(statement: Statement, begin: int, end: int) -> str:
    return " ".join(token.text for token in statement.tokens[begin:end])


def _set_aside(pair: Pairing) -> Iterator[str]:
    """Yield an objection if the sentence claims what the evidence rejects: "wards rather than patients"."""
    if denies(pair.claim.text):
        return
    for match in _RATHER.finditer(pair.evidence.text):
        place = pair.evidence.index_at(match.end())
        chosen = [j for j in range(max(0, place - _CHOSEN_WITHIN), place) if pair.evidence.tokens[j].content]
        aside = pair.evidence.head_after(place - 1)
        if (
            aside is not None
            and chosen
            and aside in pair.matched
            and not any(j in pair.matched for j in chosen[-1:])
        ):
            yield f"the evidence says “{match.group()} {pair.evidence.tokens[aside].text}”"


def _clause_share(pair: Pairing, clause: range, theirs: range) -> float:
    """Return the part of the shared content of ``clause`` that is only among the tokens ``theirs``: 0 to 1.

    General nouns do not count.
    """
    telling = {
        i: js for i, js in pair.places.items() if i in clause and pair.claim.tokens[i].term not in _GENERAL
    }
    whole = sum(pair.worth[i] for i in telling)
    inside = sum(pair.worth[i] for i, js in telling.items() if all(j in theirs for j in js))
    return inside / whole if whole else 0.0


def _done_to_another(pair: Pairing) -> Iterator[str]:
    """Yield an objection to a number that follows another participle in the evidence."""
    said, there = _numbers_by_participle(pair.claim), _numbers_by_participle(pair.evidence)
    if len(there) < 2:
        return
    for done, numbers in said.items():
        if done not in there:
            continue
        for number in numbers - there[done]:
            other = next((d for d, statement in there.items() if number in statement and d != done), None)
            if other is not None:
                yield f"where it says “{done}” of {number}, the evidence says “{other}”"


def _numbers_by_participle(statement: Statement) -> dict[str, frozenset[str]]:
    """Return the numerals after each participle of a sentence, up to the next one."""
    found: dict[str, frozenset[str]] = {}
    matches = list(_DONE.finditer(statement.text))
    ends = [*(m.start() for m in matches[1:]), len(statement.text)]
    for match, end in zip(matches, ends[: len(matches)], strict=True):
        numerals = frozenset(
            re.findall(
                r"\d+(?:[.,]\d+)*", statement.text[match.end() : min(end, match.end() + _NUMBER_WITHIN)]
            )
        )
        found[match["done"]] = found.get(match["done"], frozenset()) | numerals
    return found

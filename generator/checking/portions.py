"""Clauses of a sentence, each of which must be in the evidence in part.

Models add what they know to what they read: "..., which helps to prevent overfitting". The sentence as a
whole may be covered well, and that clause not at all.

Example: "Images were cropped to squares, which helps to prevent overfitting of networks." against "Images
were cropped to squares." The objection is: “helps to prevent overfitting of networks” does not stand in the
evidence.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

from generator.checking.aligned import Pairing, Statement
from generator.checking.synonyms import light_words

_JOINT = re.compile(
    r"[;:]\s|,\s+(?=(?:which|who|where|whereas|while|but|because|since|as|so|thus|thereby|and|or|although"
    r"|though|when|if|with|such as|allowing"
    r"|[a-z]+ing)\b)|\s(?=(?:which|because|while|whereas|in order to|so that|thereby)\s)"
)
_MIN_CLAUSE_WORDS = 3  # content words; shorter clauses are not compared
# Share of a clause, by weight, that must be in the evidence. Of the true sentences about the development
# papers that use other words, fewer than one in a hundred has a clause with less.
MIN_CLAUSE_SHARE = 0.3


def portions(statement: Statement) -> list[tuple[int, ...]]:
    """Return the clauses of a sentence, as the indices of their content words."""
    bounds = [
        0,
        *(statement.index_at(m.end()) for m in _JOINT.finditer(statement.text)),
        len(statement.tokens),
    ]
    return [tuple(i for i in statement.content if a <= i < b) for a, b in itertools.pairwise(bounds)]


def portion_objections(shown: Sequence[Pairing]) -> Iterator[str]:
    """Yield an objection to each clause of which almost nothing is in the evidence.

    shown: the sentence with each sentence that is shown as evidence.
    """
    statement = shown[0].claim
    found = frozenset(i for pair in shown for i in pair.places)
    plain = light_words()
    parts = portions(statement)
    if len(parts) < 2:
        return
    for part in parts:
        telling = [
            i
            for i in part
            if statement.tokens[i].term not in plain and not statement.tokens[i].text[0].isdigit()
        ]
        whole = sum(shown[0].worth[i] for i in telling)
        if (
            len(telling) < _MIN_CLAUSE_WORDS
            or sum(shown[0].worth[i] for i in telling if i in found) >= MIN_CLAUSE_SHARE * whole
        ):
            continue
        text = statement.text[
            statement.tokens[part[0]].start - statement.begin : statement.tokens[part[-1]].end
            - statement.begin
        ]
        yield f"“{text}” does not stand in the evidence"

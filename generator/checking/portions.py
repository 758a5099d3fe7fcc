"""The clauses of a sentence, each of which must stand in the evidence for some part.

Models add to what they read what they know: "..., which helps to prevent overfitting". The whole may be
covered well, and that clause not at all.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

from generator.checking.aligned import Pairing, Statement
from generator.checking.synonyms import light

_JOINT = re.compile(
    r"[;:]\s|,\s+(?=(?:which|who|where|whereas|while|but|because|since|as|so|thus|thereby|and|or|although"
    r"|though|when|if|with|such as|allowing"
    r"|[a-z]+ing)\b)|\s(?=(?:which|because|while|whereas|in order to|so that|thereby)\s)"
)
_MIN_WORDS = 3
# The least share of a clause, by weight, that must stand in the evidence. Of the true sentences of the
# development papers told in other words fewer than one in a hundred has a clause with less.
MIN_WORTH = 0.3


def portions(of: Statement) -> list[tuple[int, ...]]:
    """The clauses of a sentence, as the indices of their content words."""
    bounds = [0, *(of.index_at(m.end()) for m in _JOINT.finditer(of.text)), len(of.tokens)]
    return [tuple(i for i in of.content if a <= i < b) for a, b in itertools.pairwise(bounds)]


def portion_objections(shown: Sequence[Pairing]) -> Iterator[str]:
    """Reasons against a sentence with a clause of which next to nothing stands in what is shown for it."""
    of = shown[0].claim
    found = frozenset(i for pair in shown for i in pair.places)
    plain = light()
    parts = portions(of)
    if len(parts) < 2:
        return
    for part in parts:
        telling = [i for i in part if of.tokens[i].term not in plain and not of.tokens[i].text[0].isdigit()]
        whole = sum(shown[0].worth[i] for i in telling)
        if (
            len(telling) < _MIN_WORDS
            or sum(shown[0].worth[i] for i in telling if i in found) >= MIN_WORTH * whole
        ):
            continue
        text = of.text[of.tokens[part[0]].start - of.begin : of.tokens[part[-1]].end - of.begin]
        yield f"“{text}” does not stand in the evidence"

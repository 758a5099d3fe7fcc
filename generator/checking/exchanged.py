"""One word of a class in the very place of another: the number for the proportion, primary for secondary.

Elsewhere in a sentence these words say many things; in a copy, where all around them is the same, the one
is not the other.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checking.aligned import Pairing

# From here on the sentence is a copy with changes.
COPIED = 0.7
# Each line is a class; words between two bars say the same.
_CLASSES = """
number numbers count counts | proportion proportions percentage percentages share shares fraction fractions
primary main principal key | secondary additional further | tertiary | exploratory | minor marginal
major main key principal | minor marginal
average mean means | median medians | mode | maximum maxima maximal | minimum minima minimal | total sum
incidence | prevalence
precision | recall
sensitivity | specificity
odds | hazard | rate
confidence | prediction
linear | quadratic | logistic | exponential
in inside within | near beside around | outside beyond
"""
_TABLE: dict[str, dict[int, int]] = {}
for _class, _line in enumerate(_CLASSES.strip().split("\n")):
    for _sense, _words in enumerate(_line.split("|")):
        for _word in _words.split():
            _TABLE.setdefault(_word, {})[_class] = _sense


def exchanged_objections(pair: Pairing) -> Iterator[str]:
    """Reasons against a copy with a word of a class in the place of another one of it."""
    if pair.ordered < COPIED:
        return
    for tag, a, b, c, d in pair.blocks:
        if tag != "replace" or b - a != d - c:
            continue
        for j, i in zip(pair.spine_there[a:b], pair.spine[c:d], strict=True):
            one, other = pair.there.tokens[j].text, pair.claim.tokens[i].text
            if _differ(one, other):
                yield f"where it says “{other}”, the evidence says “{one}”"


def _differ(one: str, other: str) -> bool:
    """Whether two words share a class, and no class in which they say the same."""
    first, second = _TABLE.get(one, {}), _TABLE.get(other, {})
    shared = first.keys() & second.keys()
    return bool(shared) and all(first[k] != second[k] for k in shared)

"""A word in the place of another of its class: the number for the proportion, primary for secondary.

Elsewhere in a sentence these words have many uses. In a copy, where all around them is the same, one is not
the other.

Example: "The primary outcome was pain after one week." against "The secondary outcome was pain after one
week." The objection is: where it says “primary”, the evidence says “secondary”.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checking.aligned import Pairing

# Share in the same order, from which on the sentence is a copy with changes.
MIN_COPIED = 0.7
# Each line is a class; words between two bars mean the same.
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
    """Yield an objection to each word of a copy that replaces another of its class."""
    if pair.ordered < MIN_COPIED:
        return
    for tag, a, b, c, d in pair.blocks:
        if tag != "replace" or b - a != d - c:
            continue
        for j, i in zip(pair.evidence_spine[a:b], pair.spine[c:d], strict=True):
            one, other = pair.evidence.tokens[j].text, pair.claim.tokens[i].text
            if _differ(one, other):
                yield f"where it says “{other}”, the evidence says “{one}”"


def _differ(one: str, other: str) -> bool:
    """Return True if two words share a class, and mean the same in none."""
    first, second = _TABLE.get(one, {}), _TABLE.get(other, {})
    shared = first.keys() & second.keys()
    return bool(shared) and all(first[k] != second[k] for k in shared)

"""The most, the first or the only one, where the evidence says more, a new one, or one of the most.

Example: "Wheat was the most important crop of the region." against "Wheat was one of the most important
crops of the region." The objection is: the evidence says “one of the most”, which it leaves out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.checking.aligned import Pairing, is_table_row

# Share in the same order, from which on the words are the evidence's own. A freer sentence may sum up a
# table.
MIN_ORDERED = 0.65
_TOP = re.compile(
    r"\b(?:the (?:single )?(?P<most>most|least) [a-z]+|(?:the |are |were |was |is )?"
    r"(?P<est>(?:high|low|larg|great|small|strong|weak|long|short|old|young|fast|slow|b|wor|bigg|deep|dens"
    r"|warm|cold|wid|earli|lat|near|cheap|simpl|rich|poor)e?st)(?! of all)"
    r"|the (?P<rank>first|only|decisive|sole) (?:[a-z]+))\b"
)
_AT_LEAST = re.compile(r"\bat (?:the )?(?:least|most|best|worst|latest|earliest)\b")
# Words with this ending that are no superlatives.
_NO_EST = r"(?!suggest|test|interest|request|harvest|forest|invest|digest|modest|honest|contest|protest)"
_LIKE_TOP = re.compile(
    r"\b(?:most|least|best|worst|top|first|only|sole|maxim\w+|minim\w+|peak\w*|leading|dominant|predominant\w*"
    r"|unique|main|none|no other|any other|all other|all the other|ever|never|optim\w+"
    rf"|{_NO_EST}[a-z]{{3,}}est|last|outperform\w*|exceed\w*|followed by|rank\w*"
    r"|than (?:\w+ )?(?:all|any|the other|every)|largely|initial\w*|1st|novel|new|one)\b"
)
_ONE_OF = re.compile(r"\b(?:one of|among|amongst|some of|two of|three of|belongs? to)\b")


def superlative_objections(pair: Pairing) -> Iterator[str]:
    """Yield an objection to "the best" if the evidence says better, or one of the best."""
    if pair.ordered < MIN_ORDERED or is_table_row(pair.evidence):  # the best of a column: `table_rows`
        return
    claim, there = _AT_LEAST.sub(" ", pair.claim.text), _AT_LEAST.sub(" ", pair.evidence.text)
    for match in _TOP.finditer(claim):
        word = match["most"] or match["est"] or match["rank"]
        if re.search(rf"\b{word}\b", there):
            before = re.search(rf"\b(?P<one>one of|among) (?:the |our |its |their )?{word}\b", there)
            if before is not None and not _ONE_OF.search(claim):
                yield f"the evidence says “{before['one']} the {word}”, which it leaves out"
        elif not _LIKE_TOP.search(there) or _comparative_of(word, there):
            yield f"it says “{word}”, which the evidence does not"


def _comparative_of(word: str, there: str) -> bool:
    """Return True if the evidence has the comparative, and compares with at most one thing."""
    more = {"best": "better", "worst": "worse"}.get(word, re.sub("st$", "r", word))
    return (
        more != word
        and re.search(rf"\b{more}\b", there) is not None
        and not re.search(r"\bthan (?:\w+ )?(?:all|any|every|the others?)\b|\bof (?:all|the three)\b", there)
    )

"""Of whom a statement is made: "Among women, ..." is not told of everybody."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.checking.aligned import Pairing

# The rest of the sentence must be a copy: what is told more freely may name the group in other words.
CLOSE = 0.8
_GROUP = re.compile(
    r"^(?:(?:among|amongst) (?P<a>[^,()]{3,70})|(?:in|for|of) (?P<b>(?:the |those |these )?(?:\w+ )?"
    r"(?:patients|women|men|children|adults|participants|those|subjects|mice|rats|cells|animals|people"
    r"|smokers|students|infants|individuals|households|subgroup|subset|pilot|simulations?|areas|regions"
    r"|cases?|groups?|cohorts?|arms?)"
    r"[^,()]{0,60}|(?:one|some|a subset)\b[^,()]{3,60})),\s"
)
_GENERAL = re.compile(
    r"^(?:all|the|both|our|these|this|that|any|such|each|them|others|other things|which)(?:\s\w+)?$"
)


def group_objections(pair: Pairing) -> Iterator[str]:
    """Reasons against a copy that leaves out of whom its evidence tells it."""
    if pair.ordered < CLOSE or (match := _GROUP.search(pair.there.text)) is None:
        return
    group = match["a"] or match["b"]
    if _GENERAL.match(group):
        return
    begin, end = pair.there.index_at(match.start()), pair.there.index_at(match.end())
    named = [j for j in range(begin, end) if pair.there.tokens[j].content]
    if named and pair.matched.isdisjoint(named):
        yield f"the evidence says it of “{group}” only"

"""The group about which a statement is made: "Among women, ..." does not hold for everybody.

Example: "The drug lowered blood pressure." against "Among women, the drug lowered blood pressure." The
objection is: the evidence says it of “women” only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.checking.aligned import Pairing

# Share in the same order: the sentence must be a copy. A freer one may name the group in other words.
MIN_COPIED = 0.8
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
    """Yield an objection to a copy that leaves out the group of its evidence."""
    if pair.ordered < MIN_COPIED or (match := _GROUP.search(pair.evidence.text)) is None:
        return
    group = match["a"] or match["b"]
    if _GENERAL.match(group):
        return
    begin, end = pair.evidence.index_at(match.start()), pair.evidence.index_at(match.end())
    named = [j for j in range(begin, end) if pair.evidence.tokens[j].content]
    if named and pair.matched.isdisjoint(named):
        yield f"the evidence says it of “{group}” only"

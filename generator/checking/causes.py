"""Cause, where the evidence has only coincidence: "associated with" is not "caused"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.checking.aligned import Pairing, unexplained

_CAUSE = re.compile(
    r"\b(?:caus(?:e|es|ed|ing|ally|al)|led to|leads? to|leading to|result(?:s|ed|ing)? in|because|due to"
    r"|owing to|thanks to|driv(?:e|es|en|ing)|drove|trigger(?:s|ed)?|induc(?:e|es|ed|ing)"
    r"|produc(?:e|es|ed)|affect(?:s|ed)?|influenc(?:e|es|ed)|determin(?:e|es|ed)(?= by)|brought about"
    r"|give rise to|gave rise to|responsible for|makes?|made|explain(?:s|ed)?|attribut(?:ed|able) to"
    r"|as a result)\b"
)
_COINCIDENCE = re.compile(
    r"\b(?:associat\w+|correlat\w+|coincid\w+|linked|related|relationship|relation|accompan\w+"
    r"|co-?occur\w*|covar\w+|predict\w+|goes? with|went with|odds ratios?|connection|concomitant)\b"
)
# What in the evidence may be told as a cause as well.
_LIKE_CAUSE = re.compile(
    r"\b(?:effects?|consequen\w+|since|so that|thereby|hence|thus|therefore|mediat\w+|impact\w*|following"
    r"|after|by)\b"
)


def cause_objections(pair: Pairing) -> Iterator[str]:
    """Reasons against a sentence that makes a cause of what occurs together."""
    match = _CAUSE.search(pair.claim.text)
    if match is None or not unexplained(pair, _CAUSE, ""):
        return
    if len(_COINCIDENCE.findall(pair.claim.text)) >= max(1, len(_COINCIDENCE.findall(pair.there.text))):
        return
    if (there := _COINCIDENCE.search(pair.there.text)) is not None:
        yield f"where it says “{match.group()}”, the evidence says “{there.group()}”"
    elif (
        not _CAUSE.search(pair.there.text)
        and not _LIKE_CAUSE.search(pair.there.text)
        and match.group().startswith(("caus", "drove", "driv", "trigger"))
    ):
        yield f"it says “{match.group()}”, which the evidence does not"

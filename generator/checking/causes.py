"""Causes where the evidence has only coincidence: "associated with" is not "caused".

Example: "Smoking caused lung cancer." against "Smoking was associated with lung cancer." The objection is:
where it says “caused”, the evidence says “associated”.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.checking.aligned import Pairing, has_unmatched

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
# Words of the evidence that may be reworded as a cause.
_LIKE_CAUSE = re.compile(
    r"\b(?:effects?|consequen\w+|since|so that|thereby|hence|thus|therefore|mediat\w+|impact\w*|following"
    r"|after|by)\b"
)


def cause_objections(pair: Pairing) -> Iterator[str]:
    """Yield an objection to a sentence that makes a cause of what only occurs together."""
    match = _CAUSE.search(pair.claim.text)
    if match is None or not has_unmatched(pair, _CAUSE, ""):
        return
    if len(_COINCIDENCE.findall(pair.claim.text)) >= max(1, len(_COINCIDENCE.findall(pair.evidence.text))):
        return
    if (there := _COINCIDENCE.search(pair.evidence.text)) is not None:
        yield f"where it says “{match.group()}”, the evidence says “{there.group()}”"
    elif (
        not _CAUSE.search(pair.evidence.text)
        and not _LIKE_CAUSE.search(pair.evidence.text)
        and match.group().startswith(("caus", "drove", "driv", "trigger"))
    ):
        yield f"it says “{match.group()}”, which the evidence does not"

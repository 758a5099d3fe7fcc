"""Closed classes of phrases: online, on paper or by post; alone or together; in the dark.

A member of a class excludes the others, unless the evidence names several.

Example: "The questionnaire was filled in by post." against "The questionnaire was filled in online." The
objection is: where it says “by post”, the evidence says “online”.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.checking.aligned import Pairing

# Below this share the evidence may be about another thing.
MIN_SHARE = 0.5
_CLASSES: tuple[tuple[str, ...], ...] = (
    (
        r"online|web-based|internet-based|via the internet|over the internet",
        r"on paper|paper-based|paper form\w*|paper questionnaire\w*|pen(?:cil)?[- ]and[- ]paper",
        r"by post|postal(?:ly)?|by mail|by letter|mailed",
        r"by (?:tele)?phone|over the phone|telephone",
        r"in person|face[- ]to[- ]face",
    ),
    (
        r"independently|individually|separately|alone|on (?:their|its|his|her) own|one by one|by (?:him|her"
        r"|them|it)sel\w+",
        r"together|jointly|in groups?|collaboratively|collectively|in pairs|in concert",
    ),
    (r"in the dark|dark|darkness|darkened|unlit", r"bright(?:ly)?|in (?:the )?light(?! of)|lit|illuminated"),
    (r"switched off|turned off|off", r"switched on|turned on"),
)
_COMPILED = tuple(tuple(re.compile(rf"(?<![\w-])(?:{m})\b") for m in members) for members in _CLASSES)


def manner_objections(pair: Pairing) -> Iterator[str]:
    """Yield an objection to a member of a class of which the evidence has only other members."""
    if pair.share < MIN_SHARE:
        return
    for members in _COMPILED:
        there = [m.search(pair.evidence.text) for m in members]
        others = [match for match in there if match is not None]
        for member, match in zip(members, there, strict=True):
            said = member.search(pair.claim.text) if match is None and others else None
            if said is not None:
                yield f"where it says “{said.group()}”, the evidence says “{others[0].group()}”"

"""Sketches of texts: a few hashes that tell whether another text is nearly the same.

Bottom-k sketches of word shingles (Broder 1997, "On the resemblance and containment of documents"): of two
texts, the share of the one's shingles that the other holds is estimated from the smallest hashes of both.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence

from generator.core.paper import Paper

__all__ = ["LOST", "NEW", "STRANGE", "held", "sketch"]

# Words of a shingle: long enough that two papers share few, short enough that a changed word costs few.
_WORDS = 6
# Hashes kept: the share is then right within about three parts in a hundred.
_KEPT = 256
_DIGITS = 8
_WORD = re.compile(r"[^\W_]+")

# A text is materially another where more than this share of the old one is gone, ...
LOST = 0.1
# ... or more than this share of the new one was not there before; stamps and banners add less.
NEW = 0.2
# Below this share of the old text, it is likely another paper.
STRANGE = 0.2


def sketch(paper: Paper) -> tuple[str, ...]:
    """The sketch of what a paper says: neither page furniture nor the list of references counts."""
    words: list[str] = []
    for section in paper.sections:
        if section.kind not in ("furniture", "references"):
            words += (w for s in section.sentences for w in _WORD.findall(s.text.casefold()))
    shingles = {" ".join(words[n : n + _WORDS]) for n in range(max(1, len(words) - _WORDS + 1))} - {""}
    hashes = (hashlib.sha256(s.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS] for s in shingles)
    return tuple(sorted(set(hashes))[:_KEPT])


def held(old: Sequence[str], new: Sequence[str]) -> float:
    """The share of the ``old`` text that the ``new`` one holds, from 0 to 1, by their sketches."""
    least = min((s[-1] for s in (old, new) if len(s) == _KEPT), default="g")  # no digit is larger
    known = {h for h in old if h <= least}
    if not known:
        return 1.0 if not old else 0.0
    return len(known.intersection(new)) / len(known)

"""Sketches of texts: a few hashes that show whether another text is nearly the same.

Bottom-k sketches of word shingles (Broder 1997, "On the resemblance and containment of documents"). From the
smallest hashes of two texts, the share of one text's shingles that the other contains is estimated.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence

from generator.core.paper import Paper

__all__ = ["MAX_LOST_SHARE", "MAX_NEW_SHARE", "MIN_SAME_PAPER_SHARE", "share_kept", "sketch"]

# Words of a shingle: long enough that two papers share few, short enough that a changed word costs few.
_WORDS = 6
# Hashes kept: they estimate the share to within about three percentage points.
_KEPT = 256
_DIGITS = 8
_WORD = re.compile(r"[^\W_]+")

# A text is materially different if more than this share of the old one is gone, ...
MAX_LOST_SHARE = 0.1
# ... or if more than this share of the new one is new; stamps and banners add less.
MAX_NEW_SHARE = 0.2
# A text with less than this share of the old one is likely another paper.
MIN_SAME_PAPER_SHARE = 0.2


def sketch(paper: Paper) -> tuple[str, ...]:
    """Return the sketch of a paper's text, without page furniture and the list of references."""
    words: list[str] = []
    for section in paper.sections:
        if section.kind not in ("furniture", "references"):
            words += (w for s in section.sentences for w in _WORD.findall(s.text.casefold()))
    shingles = {" ".join(words[n : n + _WORDS]) for n in range(max(1, len(words) - _WORDS + 1))} - {""}
    hashes = (hashlib.sha256(s.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS] for s in shingles)
    return tuple(sorted(set(hashes))[:_KEPT])


def share_kept(old: Sequence[str], new: Sequence[str]) -> float:
    """Return the share of the ``old`` text that the ``new`` one contains, 0 to 1, from their sketches."""
    # Hashes up to this one are complete in both sketches; "g" is larger than any hex digit.
    bound = min((s[-1] for s in (old, new) if len(s) == _KEPT), default="g")
    compared = {h for h in old if h <= bound}
    if not compared:
        return 1.0 if not old else 0.0
    return len(compared.intersection(new)) / len(compared)

"""What a sentence must have to report a part of a question: words, or a thing of some kind.

>>> read_cue("significance <number>").is_in("The level of significance was 0.05.")
True
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from generator.core.vocabulary import stems

# A number of a grant, a registration or a deposit: at least four characters, at least three of them digits.
_IDENTIFIER = r"\b(?=(?:[A-Z/_.-]{0,12}\d){3})[A-Z0-9][A-Z0-9/_.-]{3,}"
# Without May, which is mostly a verb.
_MONTHS = "January|February|March|April|June|July|August|September|October|November|December"
# By the word that stands for it in a cue.
KINDS: Mapping[str, re.Pattern[str]] = {
    "<number>": re.compile(r"\d"),
    "<year>": re.compile(rf"\b(?:19|20)\d\d\b|\b(?:{_MONTHS})\b"),
    "<version>": re.compile(r"\bv\d|\b[Vv]er(?:sions?|\.) ?\d|\b\d+\.\d+\.\d|\b[A-Z][A-Za-z+]* \d+\.\d"),
    "<identifier>": re.compile(_IDENTIFIER),
}
_KIND = re.compile(r"<[a-z]+>")


@dataclass(frozen=True, slots=True)
class PartCue:
    """A cue of a part: a sentence has it that has all of it. stems: of its words. kinds: keys of `KINDS`."""

    stems: frozenset[str]
    kinds: tuple[str, ...]

    def is_in(self, text: str) -> bool:
        """Return whether a sentence has this cue."""
        return self.stems <= _words(text) and all(KINDS[kind].search(text) for kind in self.kinds)

    def __bool__(self) -> bool:
        return bool(self.stems or self.kinds)


def read_cue(cue: str) -> PartCue:
    """Read a cue as it is written in a set of questions."""
    kinds = tuple(kind for kind in _KIND.findall(cue) if kind in KINDS)
    return PartCue(_words(_KIND.sub(" ", cue)), kinds)


@lru_cache(maxsize=1000)
def _words(text: str) -> frozenset[str]:
    """Return all stems, those of stop words too: "before the study began"."""
    return frozenset(stems(text, keep_stop_words=True))

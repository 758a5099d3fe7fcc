"""A text that is parsed once for all rules: sentences, words, numbers, names, negations.

>>> parse("We kept 3 of 40 leaves.").rows[0].words
('keep', '3', '40', 'leaf')
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from generator.checking.named_things import Name, candidate_names
from generator.checking.number_values import Number, numbers
from generator.checking.phrases import (
    outside,
    plain_text,
    pointers,
    references,
    without_aside,
    without_mark,
    without_references,
)
from generator.checking.polarity import DirectionalWord, Negation, denies, directional_words, negations
from generator.checking.spelling import one_spelling
from generator.checking.synonyms import canonical, count_words, in_one_word
from generator.core.vocabulary import STOP_WORDS, stem, stems

FAMILY_LETTERS = 5  # first letters that two words of a family share

_WORD = re.compile(r"\d+(?:[.,]\d+)+|[^\W_]+|%")
_STOP = re.compile(
    r"(?<=[.!?])(?<!\be\.g\.)(?<!\bi\.e\.)(?<!\bal\.)(?<!\bvs\.)(?<!\bcf\.)(?<!\bca\.)(?<!\b[Ff]ig\.)(?<!\bNo\.)(?<!\bDr\.)(?<!\bspp\.)\s+(?=[A-Z(\[\"“])"
    r"|\n(?!\s{0,200}[a-z0-9(])"  # a line that goes on in lower case belongs to the sentence
)


@dataclass(frozen=True, slots=True)
class SentenceTerms:
    """The content words of one sentence, as canonical stems with their offsets.

    positions: stem -> its indices in ``words``. Numerals and per cent signs count as words.
    """

    begin: int
    end: int
    words: tuple[str, ...]
    starts: tuple[int, ...]
    positions: Mapping[str, tuple[int, ...]]

    @classmethod
    def of(cls, text: str, begin: int, end: int) -> SentenceTerms:
        """Return the terms of the sentence from ``begin`` to ``end`` of the normalised ``text``."""
        words: list[str] = []
        starts: list[int] = []
        at: dict[str, tuple[int, ...]] = {}
        for match in _WORD.finditer(text, begin, end):
            word = match.group().lower()
            if word in STOP_WORDS:
                continue
            term = canonical(stem(word))
            at[term] = (*at.get(term, ()), len(words))
            words.append(term)
            starts.append(match.start())
        return cls(begin, end, tuple(words), tuple(starts), at)


@dataclass(frozen=True, eq=False)
class Parsed:
    """A text and its parts. Offsets refer to ``text``, which is normalised."""

    raw: str

    @cached_property
    def text(self) -> str:
        return plain_text(self.raw)

    @cached_property
    def rows(self) -> tuple[SentenceTerms, ...]:
        """The terms of its sentences; at least one sentence."""
        bounds = [0, *(m.end() for m in _STOP.finditer(self.text)), len(self.text)]
        return tuple(SentenceTerms.of(self.text, begin, end) for begin, end in itertools.pairwise(bounds))

    def row_at(self, place: int) -> int:
        """Return the index of the sentence in which ``place`` is."""
        return max(0, bisect_right(self._begins, place) - 1)

    @cached_property
    def _begins(self) -> list[int]:
        return [row.begin for row in self.rows]

    @cached_property
    def content(self) -> tuple[str, ...]:
        """Canonical stems of its content words, each once; numerals are left to the rule on numbers."""
        there = (s for s in stems(in_one_word(self.raw)) if not s[0].isdigit() and s not in count_words())
        return tuple(dict.fromkeys(canonical(s) for s in there))

    @cached_property
    def terms(self) -> frozenset[str]:
        return frozenset(self.content)

    @cached_property
    def families(self) -> Mapping[str, tuple[str, ...]]:
        """The content words by their first letters."""
        found: dict[str, tuple[str, ...]] = {}
        for term in self.content:
            if len(term) >= FAMILY_LETTERS:
                found[term[:FAMILY_LETTERS]] = (*found.get(term[:FAMILY_LETTERS], ()), term)
        return found

    @cached_property
    def numbers(self) -> tuple[Number, ...]:
        return numbers(self.raw)

    @cached_property
    def numbers_without_pointers(self) -> list[Number]:
        """Its numbers without those of figures, tables and numbered references."""
        return outside(self.numbers, pointers(self.raw))

    @cached_property
    def numbers_without_references(self) -> list[Number]:
        """Its numbers, in one reading each, without those of cited works and of its own parts."""
        return outside([n for n in self.numbers if not n.is_alternative], references(self.raw))

    @cached_property
    def names(self) -> list[tuple[Name, bool]]:
        """Its names, each with whether only the start of a sentence explains its capital."""
        found, spans = candidate_names(self.raw), pointers(self.raw)
        return [(n, opening) for n, opening in found if outside([n], spans)]

    @cached_property
    def names_without_references(self) -> list[tuple[Name, bool]]:
        """The same without the names of cited works."""
        spans = references(self.raw)
        return [(n, opening) for n, opening in self.names if outside([n], spans)]

    @cached_property
    def directional_words(self) -> tuple[DirectionalWord, ...]:
        """Its words that have an opposite, without those of names: "Greater London"."""
        spans = [(n.start, n.end) for n, opening in self.names if not opening]
        return tuple(outside(directional_words(self.raw), spans))

    @cached_property
    def negations(self) -> tuple[Negation, ...]:
        return negations(self.raw)

    @cached_property
    def denies(self) -> bool:
        return denies(self.raw)

    @cached_property
    def plain_words(self) -> frozenset[str]:
        """Its words that are in lower case."""
        return frozenset(w for w in re.findall(r"\b[^\W\d_]+\b", self.text) if w[0].islower())

    @cached_property
    def bare_rows(self) -> tuple[str, ...]:
        """Its sentences, bare of all marks that make no difference: see `bare`."""
        return tuple(bare(self.text[row.begin : row.end]) for row in self.rows)

    @cached_property
    def uncited_rows(self) -> tuple[str, ...]:
        """The same without citations."""
        return tuple(bare(without_references(self.text[row.begin : row.end])) for row in self.rows)


# Marks that make no difference, except in numbers: "-1.24", "1,200".
_MARKS = re.compile(r"\s+|-(?!\d)|(?<=[^\W\d_])-|[.,:](?!\d)|(?<!\d)[.,:]|[;!?\"'()]")


def bare(sentence: str) -> str:
    """Return a normalised sentence without blanks, hyphens, case, stops, list mark and opening aside."""
    return _MARKS.sub("", without_aside(without_mark(sentence))).lower()


@lru_cache(maxsize=8192)
def parse(text: str) -> Parsed:
    """Parse ``text``; an equal text is parsed once."""
    return Parsed(one_spelling(text))

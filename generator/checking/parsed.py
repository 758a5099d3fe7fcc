"""A text taken apart once for all the rules that look at it: words in rows, numbers, names, denials."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from generator.checking.names import Name, candidates
from generator.checking.numbers import Number, numbers
from generator.checking.phrases import (
    outside,
    plain,
    pointers,
    references,
    without_aside,
    without_mark,
    without_references,
)
from generator.checking.polarity import Denial, Sided, denials, denies, sided
from generator.checking.spelling import one_spelling
from generator.checking.synonyms import canonical, counts, in_one_word
from generator.core.words import STOP_WORDS, stem, stems

FAMILY = 5  # letters

_WORD = re.compile(r"\d+(?:[.,]\d+)+|[^\W_]+|%")
_STOP = re.compile(
    r"(?<=[.!?])(?<!\be\.g\.)(?<!\bi\.e\.)(?<!\bal\.)(?<!\bvs\.)(?<!\bcf\.)(?<!\bca\.)(?<!\b[Ff]ig\.)(?<!\bNo\.)(?<!\bDr\.)(?<!\bspp\.)\s+(?=[A-Z(\[\"“])"
    r"|\n(?!\s{0,200}[a-z0-9(])"  # a line that goes on in lower case goes on
)


@dataclass(frozen=True, slots=True)
class Row:
    """The content words of one sentence, as canonical stems with their offsets.

    at: stem -> its indices in the row. Numerals and per cent signs count as words.
    """

    begin: int
    end: int
    words: tuple[str, ...]
    starts: tuple[int, ...]
    at: Mapping[str, tuple[int, ...]]

    @classmethod
    def of(cls, text: str, begin: int, end: int) -> Row:
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
    """A text and what stands in it. Offsets refer to ``text``, which is normalised."""

    raw: str

    @cached_property
    def text(self) -> str:
        return plain(self.raw)

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """Its sentences; at least one."""
        bounds = [0, *(m.end() for m in _STOP.finditer(self.text)), len(self.text)]
        return tuple(Row.of(self.text, begin, end) for begin, end in itertools.pairwise(bounds))

    def row_at(self, place: int) -> int:
        """The index of the row in which ``place`` lies."""
        return max(0, bisect_right(self._begins, place) - 1)

    @cached_property
    def _begins(self) -> list[int]:
        return [row.begin for row in self.rows]

    @cached_property
    def content(self) -> tuple[str, ...]:
        """Canonical stems of its content words, each once; numerals are left to the rule on numbers."""
        there = (s for s in stems(in_one_word(self.raw)) if not s[0].isdigit() and s not in counts())
        return tuple(dict.fromkeys(canonical(s) for s in there))

    @cached_property
    def terms(self) -> frozenset[str]:
        return frozenset(self.content)

    @cached_property
    def families(self) -> Mapping[str, tuple[str, ...]]:
        """The content words by their first letters."""
        found: dict[str, tuple[str, ...]] = {}
        for term in self.content:
            if len(term) >= FAMILY:
                found[term[:FAMILY]] = (*found.get(term[:FAMILY], ()), term)
        return found

    @cached_property
    def numbers(self) -> tuple[Number, ...]:
        return numbers(self.raw)

    @cached_property
    def said_numbers(self) -> list[Number]:
        """Its numbers but for those of figures, tables and references."""
        return outside(self.numbers, pointers(self.raw))

    @cached_property
    def stated_numbers(self) -> list[Number]:
        """Its numbers, each in one reading, but for those of other works and of its own parts."""
        return outside([n for n in self.numbers if not n.reading], references(self.raw))

    @cached_property
    def names(self) -> list[tuple[Name, bool]]:
        """Its names, and whether nothing but the start of a sentence explains their capital."""
        found, spans = candidates(self.raw), pointers(self.raw)
        return [(n, opening) for n, opening in found if outside([n], spans)]

    @cached_property
    def stated_names(self) -> list[tuple[Name, bool]]:
        """The same but for names of cited works."""
        spans = references(self.raw)
        return [(n, opening) for n, opening in self.names if outside([n], spans)]

    @cached_property
    def sided(self) -> tuple[Sided, ...]:
        """Its words that have an opposite, but for those of names: "Greater London"."""
        spans = [(n.start, n.end) for n, opening in self.names if not opening]
        return tuple(outside(sided(self.raw), spans))

    @cached_property
    def denials(self) -> tuple[Denial, ...]:
        return denials(self.raw)

    @cached_property
    def denies(self) -> bool:
        return denies(self.raw)

    @cached_property
    def plain_words(self) -> frozenset[str]:
        """Its words in lower case as they stand."""
        return frozenset(w for w in re.findall(r"\b[^\W\d_]+\b", self.text) if w[0].islower())

    @cached_property
    def bare_rows(self) -> tuple[str, ...]:
        """What makes its statements, sentence by sentence: see `bare`."""
        return tuple(bare(self.text[row.begin : row.end]) for row in self.rows)

    @cached_property
    def uncited_rows(self) -> tuple[str, ...]:
        """The same without citations."""
        return tuple(bare(without_references(self.text[row.begin : row.end])) for row in self.rows)


# Marks that make no difference, but in numbers: "-1.24", "1,200".
_MARKS = re.compile(r"\s+|-(?!\d)|(?<=[^\W\d_])-|[.,:](?!\d)|(?<!\d)[.,:]|[;!?\"'()]")


def bare(sentence: str) -> str:
    """A normalised sentence without blanks, hyphens, case, stops, list mark and opening aside."""
    return _MARKS.sub("", without_aside(without_mark(sentence))).lower()


@lru_cache(maxsize=8192)
def parsed(text: str) -> Parsed:
    """``text`` taken apart; the same text is taken apart once."""
    return Parsed(one_spelling(text))

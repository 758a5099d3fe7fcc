"""A sentence laid beside a sentence of the evidence: which of its words stand there, and where.

The rules that need more than a bag of words (who outperformed whom, what "may" governs, which number
stands with which unit) all look at this one picture.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property, lru_cache

from generator.checking.parsed import Parsed
from generator.checking.synonyms import canonical, light
from generator.checking.weights import LIGHT_COUNTS, TermWeights, same_family
from generator.core.words import STOP_WORDS, stem

_TOKEN = re.compile(r"\d+(?:[.,]\d+)*(?:e-?\d+)?|[^\W_]+(?:'[a-z]{1,2}\b)?|[%,;:()\[\]?!]")
# Stop words of a search that are verbs, or set things in order, to a reader.
_CONTENT = frozenset(["use", "used", "using", "own", "same", "before", "after", "above", "below", "under"])
# What `reading` puts between the cells of a row.
_ROW = re.compile(r"\S \| \S")
_ARTICLES = frozenset(
    ["a", "an", "the", "this", "these", "those", "that", "its", "their", "our", "his", "her"]
)
# A sentence of the evidence says the same when it holds nearly as much of the sentence as the best one.
_AS_MUCH = 0.9
_NEARLY_QUOTED = 0.8
# What a second sentence of the evidence must bring, of the whole, to be a source as well.
_BRINGS = 0.25


@dataclass(frozen=True, slots=True)
class Token:
    """A word or a mark. term: its canonical stem; of stop words and marks the text in lower case."""

    text: str
    term: str
    start: int
    end: int
    content: bool


@dataclass(frozen=True, eq=False)
class Statement:
    """One sentence of a text, as tokens; offsets refer to the normalised text of ``piece``."""

    piece: Parsed
    begin: int
    end: int

    @cached_property
    def text(self) -> str:
        """The sentence in lower case."""
        return self.piece.text[self.begin : self.end].lower()

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        found = []
        for match in _TOKEN.finditer(self.piece.text, self.begin, self.end):
            word = match.group().lower()
            content = word[0].isalnum() and (word not in STOP_WORDS or word in _CONTENT)
            term = canonical(stem(word)) if content else word
            found.append(Token(word, term, match.start(), match.end(), content))
        return tuple(found)

    @cached_property
    def at(self) -> Mapping[str, tuple[int, ...]]:
        """The indices of each term among the tokens."""
        found: dict[str, tuple[int, ...]] = {}
        for i, token in enumerate(self.tokens):
            found[token.term] = (*found.get(token.term, ()), i)
        return found

    @cached_property
    def content(self) -> tuple[int, ...]:
        """The indices of its content words, numerals among them."""
        return tuple(i for i, t in enumerate(self.tokens) if t.content)

    def index_at(self, place: int) -> int:
        """The index of the first token that begins at ``place`` of the sentence or behind it."""
        offset = self.begin + place
        return next((i for i, t in enumerate(self.tokens) if t.start >= offset), len(self.tokens))

    def head_behind(self, index: int, within: int = 4) -> int | None:
        """The index of the next content word behind the token ``index``, at most ``within`` tokens on."""
        for i in range(index + 1, min(len(self.tokens), index + 1 + within)):
            if self.tokens[i].content and not self.tokens[i].text[0].isdigit():
                return i
            if self.tokens[i].text in ";:?!":
                return None
        return None


@lru_cache(maxsize=8192)
def statements(piece: Parsed) -> tuple[Statement, ...]:
    """The sentences of a text."""
    return tuple(Statement(piece, row.begin, row.end) for row in piece.rows)


def is_row(of: Statement) -> bool:
    """Whether it is a row of a table, or the titles of one with its cells: "Model: A; Recall: 0.71"."""
    return _ROW.search(of.piece.text) is not None


@dataclass(frozen=True, eq=False)
class Pairing:
    """A sentence (``claim``) beside one of the evidence (``there``)."""

    claim: Statement
    there: Statement
    weights: TermWeights

    @cached_property
    def places(self) -> Mapping[int, tuple[int, ...]]:
        """For each content word of the claim that the evidence has, where it has it."""
        found = {}
        for i in self.claim.content:
            if places := _places(self.claim.tokens[i].term, self.there):
                found[i] = places
        return found

    @cached_property
    def matched(self) -> frozenset[int]:
        """The indices of the content words of the evidence that the claim has."""
        return frozenset(j for places in self.places.values() for j in places)

    @cached_property
    def worth(self) -> Mapping[int, float]:
        """What each content word of the claim weighs, as a share of the whole."""
        return _worth(self.claim, self.weights)

    @cached_property
    def share(self) -> float:
        """How much of the claim the evidence has, 0 to 1."""
        return sum(self.worth[i] for i in self.places)

    @cached_property
    def blocks(self) -> tuple[tuple[str, int, int, int, int], ...]:
        """How the claim comes of the evidence, as `SequenceMatcher.get_opcodes` (evidence first).

        Indices are of `spine`: tokens without articles and marks.
        """
        matcher = SequenceMatcher(
            None,
            [self.there.tokens[j].term for j in self.spine_there],
            [self.claim.tokens[i].term for i in self.spine],
            autojunk=False,
        )
        return tuple(matcher.get_opcodes())

    @cached_property
    def ordered(self) -> float:
        """How much of the claim, function words among it, the evidence has in the same order, 0 to 1."""
        same = sum(b - a for tag, a, b, _, _ in self.blocks if tag == "equal")
        return same / len(self.spine) if self.spine else 0.0

    @cached_property
    def aligned(self) -> Mapping[int, int]:
        """The tokens of the evidence that the sentence repeats in the same order, with its own."""
        return {
            self.spine_there[a + k]: self.spine[c + k]
            for tag, a, b, c, _ in self.blocks
            if tag == "equal"
            for k in range(b - a)
        }

    @cached_property
    def spine(self) -> tuple[int, ...]:
        """The tokens of the claim but for articles and marks."""
        return _spine(self.claim)

    @cached_property
    def spine_there(self) -> tuple[int, ...]:
        """The same of the evidence."""
        return _spine(self.there)

    def share_within(self, begin: int, end: int) -> float:
        """Of what the claim has of the evidence, the share that only tokens ``begin`` to ``end`` hold."""
        inside = sum(self.worth[i] for i, js in self.places.items() if all(begin <= j < end for j in js))
        return inside / self.share if self.share else 0.0


def unexplained(pair: Pairing, marks: re.Pattern[str], but: str) -> bool:
    """Whether the sentence has one of ``marks`` that stands for none of the evidence's, ``but`` aside.

    but: a piece of the evidence's text, whose own marks explain nothing.
    """
    said = Counter(m.group() for m in marks.finditer(pair.claim.text))
    there = Counter(m.group() for m in marks.finditer(pair.there.text))
    return bool(said - (there - Counter(m.group() for m in marks.finditer(but))))


def sources(pairs: Sequence[Pairing]) -> list[list[Pairing]]:
    """The sources of a sentence among the sentences of the evidence: the best one, then what brings the rest.

    Each with those that have as much of it, which may say it without what speaks against it.
    """
    every = [pair for pair in pairs if pair.places]
    found: list[list[Pairing]] = []
    covered: frozenset[int] = frozenset()
    while every:
        gains = [sum(w for i, w in p.worth.items() if i in p.places and i not in covered) for p in every]
        best = max(gains)
        if best < (_BRINGS if found else 1e-9):
            break
        alike = [p for p, gain in zip(every, gains, strict=True) if gain >= _AS_MUCH * best]
        found.append(_closest(alike))
        covered |= frozenset(found[-1][0].places)
        every = [p for p in every if p not in alike]
    return found


def _closest(alike: list[Pairing]) -> list[Pairing]:
    """The best first; where one has the sentence nearly word for word, only what has it as well."""
    most = max(p.ordered for p in alike) if len(alike) > 1 else 0.0
    if most >= _NEARLY_QUOTED:
        alike = [p for p in alike if p.ordered >= _AS_MUCH * most]
    return sorted(alike, key=lambda p: (-p.share, -p.ordered if most else 0.0))


def _places(term: str, there: Statement) -> tuple[int, ...]:
    if places := there.at.get(term):
        return places
    return tuple(j for j in there.content if same_family(term, there.tokens[j].term))


def _spine(of: Statement) -> tuple[int, ...]:
    return tuple(
        i
        for i, t in enumerate(of.tokens)
        if (t.text[0].isalnum() or t.text == "%") and t.text not in _ARTICLES
    )


def _worth(of: Statement, weights: TermWeights) -> Mapping[int, float]:
    plain = light()
    worth = {
        i: weights.weight(of.tokens[i].term) * (LIGHT_COUNTS if of.tokens[i].term in plain else 1.0)
        for i in of.content
    }
    total = sum(worth.values()) or 1.0
    return {i: w / total for i, w in worth.items()}

"""A sentence aligned with a sentence of the evidence: which words they share, and where.

Rules that need more than a bag of words use this alignment: who outperformed whom, what "may" governs, which
unit a number has.

>>> from generator.checking.parsed import parse
>>> [[token.text for token in s.tokens] for s in statements(parse("Rye grew. Oats, too."))]
[['rye', 'grew'], ['oats', ',', 'too']]
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property, lru_cache

from generator.checking.coverage import LIGHT_COUNTS, TermWeights, same_family
from generator.checking.parsed import Parsed
from generator.checking.synonyms import canonical, light_words
from generator.core.vocabulary import STOP_WORDS, stem

_TOKEN = re.compile(r"\d+(?:[.,]\d+)*(?:e-?\d+)?|[^\W_]+(?:'[a-z]{1,2}\b)?|[%,;:()\[\]?!]")
# Stop words of the search that carry meaning here: verbs, and words of order.
_MEANINGFUL_STOP_WORDS = frozenset(
    ["use", "used", "using", "own", "same", "before", "after", "above", "below", "under"]
)
# `generator.reading` puts this between the cells of a table row.
_CELL_SEPARATOR = re.compile(r"\S \| \S")
_ARTICLES = frozenset(
    ["a", "an", "the", "this", "these", "those", "that", "its", "their", "our", "his", "her"]
)
# A sentence of the evidence is as good a source as the best one if it holds this share of what that one
# holds.
_MIN_OF_BEST = 0.9
_JOINS = (
    "and|but|or|while|whereas|although|though|which|who|where|because|since|as|with|so|yet|contrary|except|owing"
    "|due|for"
)
# Where a clause ends within a sentence.
_CLAUSE = re.compile(
    rf"[;:]|,\s+(?:{_JOINS})\b|(?<!,)\s(?:but|whereas|although|though|because|while)\b", re.IGNORECASE
)
_NEARLY_QUOTED = 0.8  # share of the sentence in the same order
# Share of the sentence that a further source must add.
_MIN_ADDED_SHARE = 0.25


@dataclass(frozen=True, slots=True)
class StatementToken:
    """A word or a punctuation mark of a statement.

    term: the canonical stem of a content word; of stop words and marks the text in lower case. start, end:
    offsets in the normalised text.
    """

    text: str
    term: str
    start: int
    end: int
    content: bool


@dataclass(frozen=True, eq=False)
class Statement:
    """One sentence of a text, as tokens. begin, end: offsets in the normalised text of ``piece``."""

    piece: Parsed
    begin: int
    end: int

    @cached_property
    def text(self) -> str:
        """The sentence in lower case."""
        return self.piece.text[self.begin : self.end].lower()

    @cached_property
    def tokens(self) -> tuple[StatementToken, ...]:
        """Words, numerals and marks, in order."""
        found = []
        for match in _TOKEN.finditer(self.piece.text, self.begin, self.end):
            word = match.group().lower()
            content = word[0].isalnum() and (word not in STOP_WORDS or word in _MEANINGFUL_STOP_WORDS)
            term = canonical(stem(word)) if content else word
            found.append(StatementToken(word, term, match.start(), match.end(), content))
        return tuple(found)

    @cached_property
    def positions(self) -> Mapping[str, tuple[int, ...]]:
        """Indices of each term among the tokens."""
        found: dict[str, tuple[int, ...]] = {}
        for i, token in enumerate(self.tokens):
            found[token.term] = (*found.get(token.term, ()), i)
        return found

    @cached_property
    def content(self) -> tuple[int, ...]:
        """Indices of the content words, numerals included."""
        return tuple(i for i, t in enumerate(self.tokens) if t.content)

    def index_at(self, place: int) -> int:
        """Return the index of the first token at or after ``place``, an offset in the sentence."""
        offset = self.begin + place
        return next((i for i, t in enumerate(self.tokens) if t.start >= offset), len(self.tokens))

    def head_after(self, index: int, within: int = 4) -> int | None:
        """Return the index of the next content word after the token ``index``, or None.

        Numerals are passed over. The word is at most ``within`` tokens on, and in the same clause.
        """
        for i in range(index + 1, min(len(self.tokens), index + 1 + within)):
            if self.tokens[i].content and not self.tokens[i].text[0].isdigit():
                return i
            if self.tokens[i].text in ";:?!":
                return None
        return None


@lru_cache(maxsize=8192)
def statements(piece: Parsed) -> tuple[Statement, ...]:
    """Return the sentences of a text."""
    return tuple(Statement(piece, row.begin, row.end) for row in piece.rows)


def is_table_row(statement: Statement) -> bool:
    """Return True if the text of ``statement`` is a table row: its cells are separated by bars."""
    return _CELL_SEPARATOR.search(statement.piece.text) is not None


@dataclass(frozen=True, eq=False)
class Pairing:
    """A sentence (``claim``) aligned with one sentence of the evidence."""

    claim: Statement
    evidence: Statement
    weights: TermWeights

    @cached_property
    def places(self) -> Mapping[int, tuple[int, ...]]:
        """Indices in the evidence of each content word of the claim that the evidence has."""
        found = {}
        for i in self.claim.content:
            if places := _places(self.claim.tokens[i].term, self.evidence):
                found[i] = places
        return found

    @cached_property
    def matched(self) -> frozenset[int]:
        """Indices of the evidence's content words that the claim has."""
        return frozenset(j for places in self.places.values() for j in places)

    @cached_property
    def worth(self) -> Mapping[int, float]:
        """Weight of each content word of the claim, as a share of the whole."""
        return _worth(self.claim, self.weights)

    @cached_property
    def share(self) -> float:
        """Share of the claim, by weight, that the evidence has: 0 to 1."""
        return sum(self.worth[i] for i in self.places)

    @cached_property
    def blocks(self) -> tuple[tuple[str, int, int, int, int], ...]:
        """Edits from the evidence to the claim, as `SequenceMatcher.get_opcodes` gives them.

        Indices refer to `evidence_spine` and `spine`: tokens without articles and marks.
        """
        matcher = SequenceMatcher(
            None,
            [self.evidence.tokens[j].term for j in self.evidence_spine],
            [self.claim.tokens[i].term for i in self.spine],
            autojunk=False,
        )
        return tuple(matcher.get_opcodes())

    @cached_property
    def ordered(self) -> float:
        """Share of the claim's words, function words included, in the same order in the evidence: 0 to 1."""
        same = sum(b - a for tag, a, b, _, _ in self.blocks if tag == "equal")
        return same / len(self.spine) if self.spine else 0.0

    @cached_property
    def aligned(self) -> Mapping[int, int]:
        """Tokens of the evidence that the claim repeats in the same order -> tokens of the claim."""
        return {
            self.evidence_spine[a + k]: self.spine[c + k]
            for tag, a, b, c, _ in self.blocks
            if tag == "equal"
            for k in range(b - a)
        }

    @cached_property
    def spine(self) -> tuple[int, ...]:
        """Indices of the claim's tokens without articles and marks."""
        return _spine(self.claim)

    @cached_property
    def evidence_spine(self) -> tuple[int, ...]:
        """Indices of the evidence's tokens without articles and marks."""
        return _spine(self.evidence)

    def share_within(self, begin: int, end: int) -> float:
        """Return the part of the shared content that only tokens ``begin`` to ``end`` hold: 0 to 1.

        The tokens are those of the evidence.
        """
        inside = sum(self.worth[i] for i, js in self.places.items() if all(begin <= j < end for j in js))
        return inside / self.share if self.share else 0.0


def clause_pairings(pair: Pairing) -> list[Pairing]:
    """Return the sentence with each clause of its evidence; empty if that is one clause."""
    statement = pair.evidence
    text = statement.piece.text
    ends = [m.start() for m in _CLAUSE.finditer(text, statement.begin, statement.end)]
    if not ends:
        return []
    edges = [statement.begin, *ends, statement.end]
    clauses = (Statement(statement.piece, a, b) for a, b in itertools.pairwise(edges))
    return [Pairing(pair.claim, clause, pair.weights) for clause in clauses]


def has_unmatched(pair: Pairing, marks: re.Pattern[str], excluded: str) -> bool:
    """Return True if the sentence has a match of ``marks`` for which the evidence has no equal one.

    excluded: a part of the evidence's text, whose own matches do not count.
    """
    said = Counter(m.group() for m in marks.finditer(pair.claim.text))
    there = Counter(m.group() for m in marks.finditer(pair.evidence.text))
    return bool(said - (there - Counter(m.group() for m in marks.finditer(excluded))))


def sources(pairs: Sequence[Pairing]) -> list[list[Pairing]]:
    """Return the sources of a sentence in the evidence: the best one first, then those that add the rest.

    Each source comes with the sentences that hold about as much, since one of them may say it without the
    words that contradict it.
    """
    every = [pair for pair in pairs if pair.places]
    found: list[list[Pairing]] = []
    covered: frozenset[int] = frozenset()
    while every:
        gains = [sum(w for i, w in p.worth.items() if i in p.places and i not in covered) for p in every]
        best = max(gains)
        if best < (_MIN_ADDED_SHARE if found else 1e-9):
            break
        alike = [p for p, gain in zip(every, gains, strict=True) if gain >= _MIN_OF_BEST * best]
        found.append(_closest(alike))
        covered |= frozenset(found[-1][0].places)
        every = [p for p in every if p not in alike]
    return found


def _closest(alike: list[Pairing]) -> list[Pairing]:
    """Return the best first; if one nearly quotes the sentence, only those that nearly do as well."""
    most = max(p.ordered for p in alike) if len(alike) > 1 else 0.0
    if most >= _NEARLY_QUOTED:
        alike = [p for p in alike if p.ordered >= _MIN_OF_BEST * most]
    return sorted(alike, key=lambda p: (-p.share, -p.ordered if most else 0.0))


def _places(term: str, there: Statement) -> tuple[int, ...]:
    """Return the indices of ``term`` in the evidence, or of words of its family."""
    if places := there.positions.get(term):
        return places
    return tuple(j for j in there.content if same_family(term, there.tokens[j].term))


def _spine(statement: Statement) -> tuple[int, ...]:
    return tuple(
        i
        for i, t in enumerate(statement.tokens)
        if (t.text[0].isalnum() or t.text == "%") and t.text not in _ARTICLES
    )


def _worth(statement: Statement, weights: TermWeights) -> Mapping[int, float]:
    """Return the weight of each content word as a share of the whole."""
    plain = light_words()
    worth = {
        i: weights.weight(statement.tokens[i].term)
        * (LIGHT_COUNTS if statement.tokens[i].term in plain else 1.0)
        for i in statement.content
    }
    total = sum(worth.values()) or 1.0
    return {i: w / total for i, w in worth.items()}

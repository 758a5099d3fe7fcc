"""What a sentence claims: its content words, numbers, named things and polarity."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from generator.core.words import STOP_WORDS, normalised, parts, stem, stems

_NUMBER = re.compile(r"(?<![\w.])[-+]?\d+(?:[ ,]\d{3})*(?:\.\d+)?(?:[eE][-+]?\d+)?(?!\w*\d)")
_NUMBER_WORDS = {
    word: float(value)
    for value, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
            "twenty",
        ]
    )
} | {"thirty": 30.0, "forty": 40.0, "fifty": 50.0, "hundred": 100.0, "thousand": 1000.0, "million": 1e6}
_TIMES = {"thousand": 1e3, "million": 1e6, "billion": 1e9, "k": 1e3}

# Capitals inside or a digit within a word, or a capital that no sentence start explains.
_INNER = re.compile(r"^(?=.*[A-Za-z])(?:.*[a-z].*[A-Z].*|[A-Z]{2,}[a-z]?|.*\d.*|[A-Z][A-Z0-9-]+)$")
_TOKEN = re.compile(r"[^\W_]+(?:[-./_+#][^\W_]+)*\+*", re.UNICODE)

_NEGATION = re.compile(
    r"\b(?:not|no|never|none|neither|nor|without|cannot|lack(?:s|ed|ing)?|absent|absence|fail(?:s|ed)?\s+to|unable"
    r"|un(?:available|known|clear|specified|reported)|except|exclud(?:e|es|ed|ing))\b|n['’]t\b",
    re.IGNORECASE,
)
# Pairs whose exchange turns a statement round; each side as stems.
_OPPOSITES: tuple[tuple[frozenset[str], frozenset[str]], ...] = tuple(
    (frozenset(stem(w) for w in a.split()), frozenset(stem(w) for w in b.split()))
    for a, b in (
        (
            "increase increased rise rose grew higher",
            "decrease decreased fall fell dropped declined lower reduce",
        ),
        ("more larger greater", "less fewer smaller"),
        (
            "better outperform outperformed improve improved best",
            "worse underperform underperformed worst degrade",
        ),
        ("before prior", "after"),
        ("positive", "negative"),
        ("include included", "exclude excluded"),
        ("maximum maximize", "minimum minimize"),
        ("public publicly open", "private closed confidential"),
        ("supervised", "unsupervised"),
        ("significant significantly", "insignificant nonsignificant"),
        ("always", "never"),
        ("enable enabled", "disable disabled"),
        ("first", "last"),
        ("over", "under"),
    )
)


def numbers(text: str) -> frozenset[float]:
    """The numbers of a text as values: ``1,200`` and ``1 200`` are 1200, ``three`` is 3, ``5 %`` is 5."""
    text = normalised(text)
    found = set()
    for match in _NUMBER.finditer(text):
        value = _value(match.group())
        if value is None:
            continue
        found.add(value)
        following = re.match(r"\s*([a-z]+)", text[match.end() :], re.IGNORECASE)
        if following and following.group(1).lower() in _TIMES:
            found.add(value * _TIMES[following.group(1).lower()])
    found.update(_NUMBER_WORDS[w] for w in parts(text) if w in _NUMBER_WORDS and w != "one")
    return frozenset(found)


def _value(text: str) -> float | None:
    try:
        return abs(float(re.sub(r"[ ,]", "", text)))
    except ValueError:
        return None


def named_things(text: str) -> frozenset[str]:
    """Named things in lower case: acronyms, words with inner capitals or digits, capitals within a sentence."""
    found: set[str] = set()
    text = normalised(text)
    sentence_start = True
    for match in _TOKEN.finditer(text):
        token = match.group()
        before = text[max(0, match.start() - 2) : match.start()]
        start = sentence_start or bool(re.search(r"[.!?:;\"(\[]\s*$", before))
        sentence_start = False
        if not any(c.isalpha() for c in token) or (len(token) == 1 and not token.isdigit()):
            continue
        plain_capital = token[0].isupper() and token[1:].islower()
        if plain_capital and (start or token.lower() in STOP_WORDS):
            continue
        if plain_capital or _INNER.match(token):
            if re.fullmatch(
                r"\d+(?:st|nd|rd|th|s|x|px|d|k|h|m|cm|mm|km|kg|g|ms|s|gb|mb|%)?", token, re.IGNORECASE
            ):
                continue  # a quantity; `numbers` looks after it
            found.add(token.lower())
    return frozenset(found)


def negated(text: str) -> bool:
    """Whether a text denies something."""
    return _NEGATION.search(normalised(text)) is not None


def opposed(sentence: str, evidence: str) -> str | None:
    """A word of ``sentence`` whose opposite stands in ``evidence`` instead of it, or None."""
    said, there = set(stems(sentence, keep_stop_words=True)), set(stems(evidence, keep_stop_words=True))
    for left, right in _OPPOSITES:
        for a, b in ((left, right), (right, left)):
            if said & a and not said & b and there & b and not there & a:
                return next(w for w in parts(sentence) if stem(w) in a)
    return None


@dataclass(frozen=True)
class TermWeights:
    """How telling each stem is: log of the inverse share of a paper's sentences that hold it."""

    sentences: int
    document_frequency: Counter[str]

    @classmethod
    def of(cls, texts: Iterable[str]) -> TermWeights:
        """Weights from the sentences of a paper, or from the snippets where there is no paper."""
        counts: Counter[str] = Counter()
        number = 0
        for text in texts:
            number += 1
            counts.update(set(stems(text)))
        return cls(number, counts)

    def weight(self, term: str) -> float:
        """Always positive; the highest for terms that the paper never uses."""
        return math.log(1.0 + (self.sentences + 1.0) / (self.document_frequency.get(term, 0) + 0.5))

    def coverage(self, sentence: str, evidence: str) -> float:
        """Share of the weight of ``sentence``'s content words that stand in ``evidence``; 1 where it has none."""
        wanted = set(stems(sentence))
        if not wanted:
            return 1.0
        there = set(stems(evidence))
        total = sum(self.weight(t) for t in wanted)
        return sum(self.weight(t) for t in wanted & there) / total

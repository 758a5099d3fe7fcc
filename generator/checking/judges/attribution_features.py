"""Named features of a claim and its references that show whether they support it.

Words, numbers and names alone, about 3 ms a claim. ``layout.*`` describe the layout of the references (how
long they are, how they were cut), not what they say: evidence chosen by people is short, pages cut by a
machine are long. `python -m tests.benchmarks.judges` reports what each group adds.

>>> features = attribution_features("", "Moths avoid light.", ["Moths avoid the light of lamps."])
>>> features["words.share"], features["things.name_missing"]
(1.0, 0.0)
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from generator.core.sentences import sentence_spans
from generator.core.vocabulary import STOP_WORDS, normalised, parts, stem

_MARKS = re.compile(r"(?:(?<!\s)\s+)?\[\d+\]|\*\*|^[•\-*]\s*")
_CITATION = re.compile(r"\[\d+\]")
_SOURCE = re.compile(r"^\s*\[\d+\]\s*(?:https?://\S+)?\s*")
_NEGATION = re.compile(
    r"\b(?:no|not|never|none|neither|nor|without|cannot|lack\w*|fail\w*|unable|\w+n't)\b", re.IGNORECASE
)
_ABSOLUTE = re.compile(
    r"\b(?:all|only|always|every|most|best|first|largest|must|any|main|primary|essential|important|crucial|key)\b",
    re.IGNORECASE,
)
_HEDGE = re.compile(
    r"\b(?:may|might|could|can|often|usually|typically|generally|likely|some|possible|possibly|suggest\w*)\b",
    re.IGNORECASE,
)
_OPENER = re.compile(
    r"^(?:however|therefore|additionally|overall|in (?:conclusion|summary|addition)|it is (?:important|worth)"
    r"|furthermore|moreover|thus|for example|this|these|they|it|he|she|other|some)\b",
    re.IGNORECASE,
)
_TOKEN = re.compile(r"[A-Za-z0-9]+(?:[-./'][A-Za-z0-9]+)*")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_FAMILY_LETTERS = 5  # first letters that two words of a family share
_MAX_SENTENCES = 600  # of the references: keeps pages of 20,000 characters quick
_MAX_PAIR_DISTANCE = 7  # content words, in the references
_MAX_CLAIM_PAIR_DISTANCE = 4  # content words, in the claim
_TOP = 3  # sentences of the references that hold most of the claim
_MAX_MISSING_WEIGHT = 20.0  # more missing words make no difference


@dataclass(frozen=True, eq=False)
class References:
    """References in their parts. rows: the stems of the content words of each sentence."""

    text: str
    sentences: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    words: tuple[str, ...]
    counts: Mapping[str, int]

    @classmethod
    def of(cls, references: Sequence[str]) -> References:
        """Return ``references`` in their parts, without their markers and addresses."""
        sentences = [
            line[a:b]
            for reference in references
            for line in _SOURCE.sub("", reference).split("\n")
            for a, b in sentence_spans(line)
        ][:_MAX_SENTENCES]
        rows = tuple(tuple(_content(s)) for s in sentences)
        text = "\n".join(references)
        counts = Counter(t for row in rows for t in set(row))
        return cls(text, tuple(sentences), rows, tuple(parts(text)), counts)

    def share(self, wanted: Collection[str], there: Collection[str]) -> float:
        """Return the share of ``wanted`` that is in ``there``, weighted by length; 1 if nothing is wanted."""
        total = sum(map(_weight, wanted))
        return sum(_weight(t) for t in sorted(wanted) if t in there) / total if total else 1.0


def attribution_features(
    question: str, claim: str, references: Sequence[str], answer: str = ""
) -> dict[str, float]:
    """Return features by name.

    ``words.*``, ``order.*``, ``things.*`` (numbers, names, negations), ``claim.*``, ``question.*``,
    ``answer.*`` and ``layout.*``. answer: the whole answer, with the claim in the same words.
    """
    there = References.of(references)
    place = _answer(claim, answer, there)
    claim = _MARKS.sub("", claim).strip()
    return {
        **_words(question, claim, there),
        **_order(claim, there),
        **_things(question, claim, there),
        **_claim(question, claim, there),
        **place,
        **_layout(references, there),
    }


def _words(question: str, claim: str, there: References) -> dict[str, float]:
    """Return which words of the claim the references have, as a whole, by sentence and by passage."""
    said, asked, known = set(_content(claim)), set(_content(question)), set(there.counts)
    beginnings = {t[:_FAMILY_LETTERS] for t in known if len(t) >= _FAMILY_LETTERS}
    family = {
        t for t in said if t in known or (len(t) >= _FAMILY_LETTERS and t[:_FAMILY_LETTERS] in beginnings)
    }
    new = said - asked
    rows = [set(row) for row in there.rows]
    single = [there.share(said, row) for row in rows]
    top = sorted(range(len(rows)), key=lambda i: -single[i])[:_TOP]
    triples = [set().union(*rows[i : i + 3]) for i in range(len(rows))]
    whole = there.share(said, known)
    best = max(single, default=0.0)
    flat = [t for row in there.rows for t in row]
    width = max(20, 2 * len(said))
    windows = [set(flat[a : a + width]) for a in range(0, max(1, len(flat) - width + 1), width // 4)]
    missing = sorted(said - family)
    return {
        "words.plain": len(said & known) / len(said) if said else 1.0,
        "words.share": whole,
        "words.family": there.share(said, family),
        "words.new": there.share(new, known),
        "words.new_family": there.share(new, family),
        "words.sentence": best,
        "words.gap": whole - best,
        "words.three_in_row": max((there.share(said, t) for t in triples), default=0.0),
        "words.three_best": there.share(said, set().union(*(rows[i] for i in top))),
        "words.new_sentence": max((there.share(new, row) for row in rows), default=0.0),
        "words.window": max((there.share(said, w) for w in windows), default=0.0),
        "words.missing": math.log1p(len(missing)),
        "words.missing_weight": min(sum(map(_weight, missing)), _MAX_MISSING_WEIGHT),
        "words.longest_missing": float(max((len(t) for t in missing if t in new), default=0)),
        "words.number_new": math.log1p(len(new)),
    }


def _order(claim: str, there: References) -> dict[str, float]:
    """Return how far words of the claim are in the same order in the references."""
    words, row = parts(claim), _content(claim)
    said = set(row)
    grams = {size: _shared_grams(words, there.words, size) for size in (2, 3, 4)}
    flat = [t for r in there.rows for t in r]
    # Pairs of words, and not whole n-grams, because a claim in other words keeps who stands near whom.
    near: set[tuple[str, str]] = set()
    for i, term in enumerate(flat):
        if term in said:
            near.update((term, other) for other in flat[i + 1 : i + 1 + _MAX_PAIR_DISTANCE] if other in said)
    pairs = {
        (a, b) for i, a in enumerate(row) for b in row[i + 1 : i + 1 + _MAX_CLAIM_PAIR_DISTANCE] if a != b
    }
    met = sum(p in near or p[::-1] in near for p in pairs)
    single = [there.share(said, set(r)) for r in there.rows]
    top = sorted(range(len(single)), key=lambda i: -single[i])[:_TOP]
    common = [(_common(row, there.rows[i]), len(there.rows[i]) or 1) for i in top]
    run = _longest_run(words, there.words)
    return {
        "order.pairs_of_words": grams[2],
        "order.threes": grams[3],
        "order.fours": grams[4],
        "order.content": _shared_grams(row, flat, 2),
        "order.near": met / len(pairs) if pairs else there.share(said, there.counts),
        "order.run": math.log1p(run),
        "order.run_share": run / (len(words) or 1),
        "order.common": max((c / (len(row) or 1) for c, _ in common), default=0.0),
        "order.common_of_sentence": max((c / n for c, n in common), default=0.0),
        "order.sentence_length": math.log1p(common[0][1]) if common else 0.0,
    }


def _things(question: str, claim: str, there: References) -> dict[str, float]:
    """Return which numbers, names and negations of the claim the references have."""
    asked, said = set(_content(question)), set(_content(claim))
    numbers = set(_NUMBER.findall(claim))
    numbers_there = set(_NUMBER.findall(normalised(there.text)))
    tokens = [m.group() for m in _TOKEN.finditer(normalised(claim))]
    names = {t.lower() for t in tokens[1:] if t[0].isupper() and t.lower() not in STOP_WORDS}
    found = set(there.words) | {t.lower() for t in _TOKEN.findall(normalised(there.text))}
    absent = {n for n in names if n not in found and stem(n) not in there.counts}
    new = {n for n in names if stem(n) not in asked}
    best = max(range(len(there.rows)), key=lambda i: there.share(said, set(there.rows[i])), default=None)
    denies = _NEGATION.search(claim) is not None
    denied = best is not None and _NEGATION.search(there.sentences[best]) is not None
    return {
        "things.numbers": float(bool(numbers)),
        "things.numbers_missing": len(numbers - numbers_there) / (len(numbers) or 1),
        "things.number_held": float(bool(numbers & numbers_there)),
        "things.names": math.log1p(len(names)),
        "things.names_missing": len(absent) / (len(names) or 1),
        "things.name_missing": float(bool(absent)),
        "things.new_name_held": float(bool(new - absent)),
        "things.new_name_missing": float(bool(new & absent)),
        "things.denies": float(denies),
        "things.denial_differs": float(denies != denied),
        "things.denies_alone": float(denies and not denied),
    }


def _claim(question: str, claim: str, there: References) -> dict[str, float]:
    """Return how claim, question and references overlap, and what kind of sentence the claim is."""
    asked, said = set(_content(question)), set(_content(claim))
    rows = [set(row) for row in there.rows]
    best = max(rows, key=lambda row: there.share(said, row), default=set())
    return {
        "question.in_references": there.share(asked, there.counts),
        "question.in_sentence": there.share(asked, best),
        "question.in_claim": there.share(asked, said),
        "claim.in_question": there.share(said, asked),
        "claim.words": math.log1p(len(parts(claim))),
        "claim.absolute": float(_ABSOLUTE.search(claim) is not None),
        "claim.hedges": float(_HEDGE.search(claim) is not None),
        "claim.opener": float(_OPENER.match(claim) is not None),
        "claim.quotes": float(re.search(r'["“]', claim) is not None),
        "claim.colon": float(":" in claim),
    }


def _answer(claim: str, answer: str, there: References) -> dict[str, float]:
    """Return where in the answer the claim is, and how much answer and references share."""
    length = len(answer)
    at = max(answer.find(claim[:30]), 0)
    said = set(_content(_MARKS.sub("", answer)))
    return {
        "answer.characters": math.log1p(length),
        "answer.position": at / length if length else 0.0,
        "answer.claim_share": len(claim) / (length or 1),
        "answer.in_references": there.share(said, there.counts),
        "answer.of_references": len(said & set(there.counts)) / (len(there.counts) or 1),
        "answer.cites": math.log1p(len(_CITATION.findall(answer))),
    }


def _layout(references: Sequence[str], there: References) -> dict[str, float]:
    """Return how the references look, not what they say."""
    bodies = [_SOURCE.sub("", r, count=1) for r in references] or [""]
    whole = " ".join(bodies)
    length = math.log1p(len(whole))
    cited = bool(references) and re.match(r"\s*\[\d+\]\s*http", references[0]) is not None
    titled = bool(references) and references[0].startswith("Title:")
    return {
        "layout.characters": length,
        "layout.words": math.log1p(len(there.words)),
        "layout.sentences": math.log1p(len(there.rows)),
        "layout.references": math.log1p(len(references)),
        "layout.paragraphs": math.log1p(sum(len(re.findall(r"\n\s*\n", b)) for b in bodies)),
        "layout.lines": math.log1p(whole.count("\n")),
        "layout.cited": float(cited),
        "layout.titled": float(titled),
        # Relative to the middle of each kind: exp(6.7), exp(6.5) and exp(6) characters.
        "layout.cited_length": cited * (length - 6.7),
        "layout.titled_length": titled * (length - 6.5),
        "layout.plain_length": (not cited and not titled) * (length - 6.0),
        "layout.begins_within": float(bodies[0].lstrip()[:1].islower()),
        "layout.ends_within": float(re.search(r"[.!?\"”)\]]\s*$", there.text) is None),
        "layout.elided": float("…" in there.text or "..." in there.text),
        "layout.web": float(re.search(r"[|•»]|\bWeb\b", whole) is not None),
        "layout.headline": float(re.match(r".{5,90}\s[|–-]\s", bodies[0][:100]) is not None),
    }


def _content(text: str) -> list[str]:
    """Return the stems of the content words."""
    return [stem(w) for w in parts(text) if w not in STOP_WORDS]


def _weight(term: str) -> float:
    """Return a word's weight by its length: longer words are rarer, and no table is needed."""
    return min(len(term), 10) / 4


def _shared_grams(words: Sequence[str], there: Sequence[str], size: int) -> float:
    """Return the share of runs of ``size`` words that ``there`` has as well."""
    mine = {tuple(words[i : i + size]) for i in range(len(words) - size + 1)}
    theirs = {tuple(there[i : i + size]) for i in range(len(there) - size + 1)}
    return len(mine & theirs) / len(mine) if mine else 0.0


def _longest_run(words: Sequence[str], there: Sequence[str]) -> int:
    """Return the length of the longest run of ``words`` that ``there`` has word for word."""
    text = f" {' '.join(there)} "
    best = 0
    for start in range(len(words)):
        while start + best < len(words) and f" {' '.join(words[start : start + best + 1])} " in text:
            best += 1
    return best


def _common(left: Sequence[str], right: Sequence[str]) -> int:
    """Return the length of the longest common subsequence."""
    row = [0] * (len(right) + 1)
    for a in left:
        above, row = row, [0]
        for j, b in enumerate(right):
            row.append(above[j] + 1 if a == b else max(above[j + 1], row[j]))
    return row[-1]

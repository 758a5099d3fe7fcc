"""Named features of a reply, its question and its context that show whether it answers.

Words, numbers and phrases alone, about 1.5 ms a reply: no encoder, and no rule of the support check. `python
-m tests.benchmarks.judges` reports what each group adds.

>>> phrase_counts(Draft("Not stated.", ()))["not stated."]
1
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from generator.core import Draft, DraftSentence
from generator.core.sentences import sentence_spans
from generator.core.vocabulary import STOP_WORDS, normalised, parts, stem, stems

_GENERAL = re.compile(
    r"\b(?:in general|generally|typically|usually|commonly|often|various|such as|best practice"
    r"|common (?:practice|approach|technique|strateg)|techniques? (?:like|such as)"
    r"|one (?:can|could|may|should)"
    r"|can (?:be|help)|(?:could|may|might) (?:be|include|have)|would (?:be|likely)|should be"
    r"|is a (?:technique|method|common|process|popular|type|metric)|refers? to|involves?"
    r"|important to|helps? to)\b",
    re.IGNORECASE,
)
_HEDGE = re.compile(
    r"\b(?:infer|inferred|likely|possibl[ey]|presum|assum|suggest|seems?|appears?|implies|implied|probably"
    r"|perhaps|could|might|may)\w*",
    re.IGNORECASE,
)
_ATTRIBUTED = re.compile(
    r"\b(?:mention(?:s|ed)?|stat(?:es|ed)|specif(?:ies|ied)|describ(?:es|ed)|report(?:s|ed)|discuss(?:es|ed)?"
    r"|authors?|study|paper|we know|according to|based on)\b",
    re.IGNORECASE,
)
_PAST = re.compile(r"\b(?:was|were|had)\b|\b\w{3,}ed\b", re.IGNORECASE)
_TURN = re.compile(r"\b(?:however|nevertheless|but|although|while)\b", re.IGNORECASE)
_ADVICE = re.compile(
    r"\b(?:recommend|please|refer to|consult|you (?:can|may|could|should|would|are)|if you|i can|i would"
    r"|let me|contact|original (?:source|paper|article))\b",
    re.IGNORECASE,
)
_IGNORANCE = re.compile(r"\b(?:i|we) (?:do not|don't|cannot|can't) \w+", re.IGNORECASE)
_LINK = re.compile(r"(?:https?://|www\.|doi\.org/|\b10\.\d{4,}/)\S+", re.IGNORECASE)
_SITE = re.compile(r"https?://|www\.|\b[\w-]+\.(?:com|org|net|io|edu)\b|10\.\d{4,}/", re.IGNORECASE)
_ITEM = re.compile(r"^[^\S\n]*(?:[-*•+]|\d+[.)])\s", re.MULTILINE)
_TOKEN = re.compile(r"[A-Za-z0-9]+(?:[-./][A-Za-z0-9]+)*")
_NUMBER = re.compile(r"(?<![\w.])\d+(?:[.,]\d+)*")
_EXAMPLES = re.compile(r"\bfor example\b|\be\.g\.|\bsuch as\b", re.IGNORECASE)
_MARKER = re.compile(r"answer\s*:{3,}", re.IGNORECASE)


@dataclass(frozen=True, eq=False)
class Context:
    """A context in its parts, computed once for all replies to it."""

    text: str  # normalised, in lower case
    squeezed: str  # the same without white space
    rows: tuple[tuple[str, ...], ...]  # stems of the content words of each sentence
    stems: frozenset[str]
    triples: frozenset[tuple[str, ...]]
    counts: Mapping[str, int]

    def weight(self, stem_: str) -> float:
        """Return the weight of a stem: the fewer sentences have it, the higher."""
        return math.log(1 + (len(self.rows) + 1) / (self.counts.get(stem_, 0) + 0.5))

    def total(self, found: Iterable[str]) -> float:
        """Return the sum of the weights, added in order, so that its last digit is always the same."""
        return sum(self.weight(t) for t in sorted(found))


@lru_cache(maxsize=64)
def context_of(pieces: tuple[str, ...]) -> Context:
    """Return the context that the retrieved ``pieces`` make."""
    text = "\n\n".join(pieces)
    split = [parts(text[a:b]) for a, b in sentence_spans(text)]
    rows = tuple(tuple(stem(w) for w in row) for row in split)
    content = [{stem(w) for w in row if w not in STOP_WORDS} for row in split]
    words = parts(text)
    plain = normalised(text).lower()
    return Context(
        text=plain,
        squeezed=re.sub(r"\s+", "", plain),
        rows=rows,
        stems=frozenset().union(*content),
        triples=frozenset(zip(words, words[1:], words[2:], strict=False)),
        counts=Counter(t for row in content for t in row),
    )


def reply_of(draft: Draft) -> str:
    """Return the text after the last ``Answer:::`` of the raw text that has any text after it."""
    return next((p.strip() for p in reversed(_MARKER.split(draft.raw)) if p.strip()), "")


def decision_features(
    question: str, draft: Draft, context: Sequence[str], cues: Sequence[str] = ()
) -> dict[str, float]:
    """Return features by name.

    ``reply.*``: form of the reply. ``context.*``: what the context has of it. ``question.*`` and ``cue.*``:
    whether it is about the question. cues: words and phrases that mark an answer; without them, the
    question's own content words.
    """
    there = context_of(tuple(context))
    claims = [s for s in draft.sentences if not s.abstains]
    return {
        **_form(draft, claims, reply_of(draft)),
        **_support(question, claims, there),
        **_asked(question, claims, there),
        **_cues(question, draft, claims, there, cues),
    }


def phrase_counts(draft: Draft) -> Counter[str]:
    """Return the counts of runs of one to three words, in lower case with their punctuation."""
    words = normalised(reply_of(draft)).lower().split()
    return Counter(" ".join(words[i : i + size]) for size in (1, 2, 3) for i in range(len(words) - size + 1))


def _form(draft: Draft, claims: Sequence[DraftSentence], reply: str) -> dict[str, float]:
    """Return features of the reply's form: abstentions, hedges, length."""
    told = [s.abstains for s in draft.sentences]
    lengths = [len(s.text.split()) for s in draft.sentences]
    text = " ".join(s.text for s in claims)
    number = len(claims) or 1
    return {
        "reply.empty": float(not told),
        "reply.first_abstains": float(told[:1] == [True]),
        "reply.second_abstains": float(told[1:2] == [True]),
        "reply.later_abstains": float(any(told[1:])),
        "reply.last_abstains": float(told[-1:] == [True]),
        "reply.only_abstains": float(draft.abstained),
        "reply.never_abstains": float(not any(told)),
        "reply.abstentions": float(min(sum(told), 5)),
        "reply.share_abstaining": sum(n for n, a in zip(lengths, told, strict=True) if a)
        / (sum(lengths) or 1),
        "reply.ignorance": float(_IGNORANCE.search(reply) is not None),
        "reply.unfortunately": float("unfortunately" in reply.lower()),
        "reply.advice": float(_ADVICE.search(reply) is not None),
        "reply.turn": float(_TURN.search(reply) is not None),
        "reply.items": math.log1p(len(_ITEM.findall(reply))),
        "reply.words": math.log1p(sum(lengths)),
        "reply.sentences": math.log1p(len(told)),
        "reply.general": min(len(_GENERAL.findall(text)) / number, 2.0),
        "reply.hedges": min(len(_HEDGE.findall(text)) / number, 2.0),
        "reply.hedged": float(_HEDGE.search(text) is not None),
        "reply.attributed": min(len(_ATTRIBUTED.findall(text)) / number, 2.0),
        "reply.past": min(len(_PAST.findall(text)) / number, 4.0),
    }


def _support(question: str, claims: Sequence[DraftSentence], there: Context) -> dict[str, float]:
    """Return features of what the context has of the reply's claims."""
    asked = set(stems(question))
    rows = [frozenset(row) for row in there.rows]
    shares, single = [], []
    inside: set[str] = set()
    outside: set[str] = set()
    for claim in claims:
        new = set(stems(claim.text)) - asked
        found = new & there.stems
        weight = there.total(new)
        shares.append(there.total(found) / weight if weight else 0.0)
        single.append(max((there.total(new & row) for row in rows), default=0.0) / weight if weight else 0.0)
        inside |= found
        outside |= new - found
    held, not_held = there.total(inside), there.total(outside)
    text = " ".join(s.text for s in claims)
    names = _names(text, question)
    names_in = sum(n in there.text for n in names)
    numbers = set(_NUMBER.findall(text))
    numbers_in = sum(re.search(rf"(?<![\d.]){re.escape(n)}(?!\d)", there.text) is not None for n in numbers)
    words = parts(text)
    hits = [t in there.triples for t in zip(words, words[1:], words[2:], strict=False)]
    return {
        "context.share": _mean(shares),
        "context.best_share": max(shares, default=0.0),
        "context.first_share": shares[0] if shares else 0.0,
        "context.sentence_share": _mean(single),
        "context.best_sentence_share": max(single, default=0.0),
        "context.held": math.log1p(held),
        "context.not_held": math.log1p(not_held),
        "context.held_share": held / (held + not_held) if held + not_held else 0.0,
        "context.names": math.log1p(names_in),
        "context.other_names": math.log1p(len(names) - names_in),
        "context.numbers": math.log1p(numbers_in),
        "context.other_numbers": math.log1p(len(numbers) - numbers_in),
        "context.triples": _mean([float(h) for h in hits]),
        "context.run": math.log1p(_longest_run(hits)),
    }


def _asked(question: str, claims: Sequence[DraftSentence], there: Context) -> dict[str, float]:
    """Return features of whether the claims are about the question."""
    head, *rest = _EXAMPLES.split(question, maxsplit=1)
    examples = set(stems(" ".join(rest)))
    core = set(stems(head)) - examples or set(stems(question))
    weight = there.total(core) or 1.0
    rows = [set(row) for row in there.rows]
    near = [(core & row, row) for row in rows]
    joint = 0.0
    shared = []
    for claim in claims:
        said = set(stems(claim.text))
        shared.append(len(said & core) / (len(core) or 1))
        new = said - core - examples
        joint = max([joint, *(there.total(new & row) * there.total(c) / weight for c, row in near if c)])
    text = " ".join(s.text for s in claims)
    said = set(stems(text)) & examples
    where = float(re.match(r"where\b", question, re.IGNORECASE) is not None)
    link = float(re.search(r"\blinks?\b|\burls?\b", question, re.IGNORECASE) is not None)
    site = float(_SITE.search(text) is not None)
    links = [re.sub(r"^https?://(?:www\.)?", "", u.lower()).rstrip(".,)>]/") for u in _LINK.findall(text)]
    return {
        "question.shared": max(shared, default=0.0),
        "question.shared_mean": _mean(shared),
        "question.joint": math.log1p(joint),
        "question.in_context": len(core & there.stems) / (len(core) or 1),
        "question.in_sentence": max((there.total(c) for c, _ in near), default=0.0) / weight,
        "question.examples_in_context": len(examples & there.stems) / (len(examples) or 1),
        "question.example_held": float(bool(said & there.stems)),
        "question.examples_not_held": len(said - there.stems) / (len(examples) or 1),
        "question.where": where,
        "question.link": link,
        "question.which": float(re.match(r"(?:which|what)\b", question, re.IGNORECASE) is not None),
        "question.words": float(len(core)),
        "question.site": site,
        "question.link_held": float(any(u in there.squeezed for u in links)),
        "question.no_link": (1 - site) * max(where, link),
    }


def _cues(
    question: str, draft: Draft, claims: Sequence[DraftSentence], there: Context, cues: Sequence[str]
) -> dict[str, float]:
    """Return features of the cues in context, claims and abstentions."""
    wanted = _stemmed(tuple(cues) or tuple(w for w in parts(question) if w not in STOP_WORDS))
    asked = _hits(wanted, tuple(stem(w) for w in parts(question)))
    by_row = [_hits(wanted, row) for row in there.rows]
    held = frozenset().union(*by_row)
    by_claim = [_hits(wanted, tuple(stem(w) for w in parts(s.text))) for s in claims]
    said = frozenset().union(*by_claim)
    solid = frozenset().union(
        *(
            h
            for s, h in zip(claims, by_claim, strict=True)
            if not (_GENERAL.search(s.text) or _HEDGE.search(s.text))
        )
    )
    denied = frozenset().union(
        *(_hits(wanted, tuple(stem(w) for w in parts(s.text))) for s in draft.sentences if s.abstains)
    )
    return {
        "cue.in_context": math.log1p(len(held)),
        "cue.new_in_context": math.log1p(len(held - asked)),
        "cue.sentences": math.log1p(sum(bool(h) for h in by_row)),
        "cue.best_sentence": float(max((len(h) for h in by_row), default=0)),
        "cue.held": math.log1p(len(said & held)),
        "cue.new_held": math.log1p(len((said & held) - asked)),
        "cue.not_held": math.log1p(len(said - held)),
        "cue.asked_not_held": math.log1p(len((said - held) & asked)),
        "cue.solid": math.log1p(len(solid & held)),
        "cue.new_solid": math.log1p(len((solid & held) - asked)),
        "cue.share": _mean([float(bool(h & held)) for h in by_claim]),
        "cue.first": float(bool(by_claim and by_claim[0] & held)),
        "cue.none": float(bool(claims) and not said & held),
        "cue.denied": math.log1p(len(denied & held)),
    }


@lru_cache(maxsize=512)
def _stemmed(cues: tuple[str, ...]) -> frozenset[tuple[str, ...]]:
    """Return each cue as the stems of its words."""
    return frozenset(s for c in cues if (s := tuple(stem(w) for w in parts(c))))


def _hits(cues: frozenset[tuple[str, ...]], row: tuple[str, ...]) -> frozenset[tuple[str, ...]]:
    """Return the cues that a row of stems has, word for word."""
    runs: set[tuple[str, ...]] = set()
    for size in {len(c) for c in cues}:
        runs.update(zip(*(row[i:] for i in range(size)), strict=False))
    return cues & runs


def _names(text: str, question: str) -> set[str]:
    """Return words with inner capitals, or of letters and digits, that the question lacks; in lower case."""
    asked = question.lower()
    return {
        t.lower()
        for t in _TOKEN.findall(normalised(text))
        if (re.search(r".[A-Z]", t) or (re.search(r"\d", t) and re.search(r"[A-Za-z]", t)))
        and t.lower() not in asked
    }


def _longest_run(hits: Sequence[bool]) -> int:
    """Return the length of the longest run of hits."""
    best = run = 0
    for hit in hits:
        run = run + 1 if hit else 0
        best = max(best, run)
    return best


def _mean(values: Sequence[float]) -> float:
    """Return the mean; 0 of no values."""
    return sum(values) / len(values) if values else 0.0

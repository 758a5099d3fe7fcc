"""The scorecard of a build: what its models wrote, what was withheld, how far they agree, what it cost.

Pure: answers, questions and reviews come in, a `Scorecard` goes out, whose ``to_json`` is ``quality.json``.
Every object with figures has the number that they rest on as ``n`` (``questions`` for figures from gold). A
figure that is not defined is null, and ``undefined`` next to it says why. Everything is sorted and depends
on the answers alone, except time, machine and date.
"""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from generator.core import Answer, AnswerFacts, Question, Review
from generator.core.fingerprint import PARTS
from generator.core.status import REPORTED_STATUSES, STATUSES
from generator.evaluation.agreement import Agreement, group_agreement, pair_agreement, rounded, votes_by_item
from generator.evaluation.reason_kinds import KINDS, kind_of_reason
from generator.evaluation.review_figures import review_figures

# Raise this if a key changes its meaning or is removed; new keys need no new version.
VERSION = 1
# How answers were made, as far as it is the same for all papers: parts of the fingerprint.
_MADE_WITH = tuple(part for part in PARTS if part not in ("paper_text", "question"))
GOLD_FIGURES = (
    "any",
    "recall",
    "mean_chars",
    "reference_share",
    "status_kappa",
    "status_balanced_accuracy",
    "false_not_reported",
    "false_reported",
    "sure",
    "sure_wrong",
    "ece",
)


@dataclass(frozen=True, slots=True)
class ModelUsage:
    """Work of a model in this build. n: answers. seconds: in the model. tokens: read and written."""

    n: int
    seconds: float
    tokens: int


@dataclass(frozen=True)
class Scorecard:
    """The figures of a build. models, questions, pairs: plain data, in the order of the site."""

    papers: int
    models: tuple[Mapping[str, Any], ...]
    questions: tuple[Mapping[str, Any], ...]
    pairs: tuple[Mapping[str, Any], ...]
    agreement: Agreement
    reviews: Mapping[str, Any]
    gold: Mapping[str, Any]
    build: Mapping[str, Any] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """Return ``quality.json``; its keys are documented in the book (``reference/data.md``)."""
        return {
            "format": "answerbook-quality",
            "version": VERSION,
            "build": dict(self.build),
            "papers": self.papers,
            "kinds_of_reasons": dict(KINDS),
            "models": [dict(m) for m in self.models],
            "agreement": {"all": self.agreement.to_json(), "pairs": [dict(p) for p in self.pairs]},
            "questions": [dict(q) for q in self.questions],
            "reviews": dict(self.reviews),
            "gold": dict(self.gold),
        }


@dataclass(frozen=True, slots=True)
class BuildFacts:
    """Facts of a build besides its answers.

    gold: by model, the figures of an evaluation against gold (``questions`` and GOLD_FIGURES; its duration
    says nothing about the answers and is left out). usage: by model, for answers without measurements of
    their own. build: machine, version and date, as plain data.
    """

    gold: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    usage: Mapping[str, ModelUsage] = field(default_factory=dict)
    build: Mapping[str, Any] = field(default_factory=dict)


_NO_FACTS = BuildFacts()


def scorecard(
    answers: Iterable[Answer],
    questions: Sequence[Question],
    *,
    models: Sequence[str] = (),
    reviews: Iterable[Review] = (),
    reviewed: Iterable[Answer] | None = None,
    facts: BuildFacts = _NO_FACTS,
) -> Scorecard:
    """Return the scorecard of the answers to ``questions``; answers to others are left out.

    models: names in order of preference; other models follow by name. reviewed: the answers that reviews are
    compared with, if these are more than ``answers``.
    """
    asked = [q.id for q in questions]
    wanted = set(asked)
    made = [a for a in answers if a.question in wanted]
    names = list(dict.fromkeys([*models, *sorted({a.model for a in made})]))
    votes = votes_by_item(made)
    by_question: dict[str, list[Mapping[str, str]]] = {}
    for (_, question), said in votes.items():
        by_question.setdefault(question, []).append(said)
    of_model: dict[str, list[Answer]] = {name: [] for name in names}
    for answer in made:
        of_model[answer.model].append(answer)
    return Scorecard(
        papers=len({a.paper for a in made}),
        models=tuple(_model_row(name, of_model[name], facts.usage.get(name)) for name in names),
        questions=tuple(_question_row(q, by_question.get(q, []), names) for q in asked),
        pairs=tuple(_pairs(votes, names)),
        agreement=group_agreement((list(v.values()) for v in votes.values()), _ONE_MODEL),
        reviews=review_figures(made if reviewed is None else reviewed, reviews),
        gold=_gold(facts.gold, names),
        build=dict(facts.build),
    )


_ONE_MODEL = "no question about a paper was answered by two models"
_NEVER_BOTH = "no question about a paper was answered by both"
_NO_ANSWER = "the model made no answer"
_NO_SENTENCE = "the model drafted no sentence"
_NO_EVIDENCE = "no answer rests on evidence"
_NO_TIME = "no time was recorded with these answers, and none of them was made in this build"
_NO_TOKENS = "the model reads no tokens, or they were not counted"


def _model_row(name: str, answers: Sequence[Answer], usage: ModelUsage | None) -> dict[str, Any]:
    """Return the figures of one model."""
    # Failed answers say nothing about the model, and a question that does not apply was not asked.
    valid = [a for a in answers if a.status not in ("failed", "not_applicable")]
    facts = [a.facts for a in valid]
    abstained = sum(not f.sentences for f in facts)
    emptied = sum(bool(f.sentences) and not f.supported for f in facts)
    counts = Counter(a.status for a in answers)
    return {
        "model": name,
        "made_with": _made_with(answers),
        "answers": {
            "n": len(answers),
            **{status: counts[status] for status in STATUSES},
            **_shares(len(answers), _NO_ANSWER, failed_share=counts["failed"]),
        },
        "claims": {
            "n": len(valid),
            "abstained": abstained,
            "all_withheld": emptied,
            **_shares(len(valid), _NO_ANSWER, abstained_share=abstained, all_withheld_share=emptied),
        },
        "sentences": _sentences(facts),
        "evidence": _evidence(facts),
        "cost": _cost(answers, usage),
    }


def _sentences(facts: Sequence[AnswerFacts]) -> dict[str, Any]:
    """Return how many sentences were supported, and how many were withheld by kind of reason."""
    reasons = Counter(kind_of_reason(reason) for f in facts for reason in f.reasons)
    withheld = reasons.total()
    n = sum(f.sentences for f in facts)
    return {
        "n": n,
        "supported": n - withheld,
        "withheld": withheld,
        **_shares(n, _NO_SENTENCE, supported_share=n - withheld, withheld_share=withheld),
        "withheld_by": [
            {"kind": kind, "count": reasons[kind], "share": rounded(reasons[kind] / n)}
            for kind in KINDS
            if reasons[kind]
        ],
    }


def _evidence(facts: Sequence[AnswerFacts]) -> dict[str, Any]:
    """Return passages and characters of evidence, of answers that have any."""
    told = [f for f in facts if f.passages]
    passages = sum(f.passages for f in told)
    characters = sum(f.characters for f in told)
    n = len(told)
    undefined = {} if told else {"per_answer": _NO_EVIDENCE, "characters_per_answer": _NO_EVIDENCE}
    return {
        "n": n,
        "passages": passages,
        "per_answer": rounded(passages / n) if n else None,
        "characters_per_answer": round(characters / n) if n else None,
        "undefined": undefined,
    }


def _cost(answers: Sequence[Answer], usage: ModelUsage | None) -> dict[str, Any]:
    """Return time and tokens of the measured answers, or else of those made in this build."""
    measured = [a.measured for a in answers if _nonnegative(a.measured.get("seconds")) is not None]
    read = written = None
    if measured:
        n, seconds = len(measured), sum(_nonnegative(m.get("seconds")) or 0.0 for m in measured)
        read = round(sum(_nonnegative(m.get("prompt_tokens")) or 0 for m in measured))
        written = round(sum(_nonnegative(m.get("new_tokens")) or 0 for m in measured))
        tokens = read + written
    elif usage is not None and usage.n:
        n, seconds, tokens = usage.n, usage.seconds, usage.tokens
    else:
        keys = ("seconds", "prompt_tokens", "new_tokens", "tokens", "seconds_per_answer", "tokens_per_second")
        return {"n": 0, **dict.fromkeys(keys), "undefined": dict.fromkeys(keys, _NO_TIME)}
    undefined = {}
    if read is None:
        undefined = dict.fromkeys(("prompt_tokens", "new_tokens"), "only their sum was counted")
    if not (tokens and seconds):
        undefined["tokens_per_second"] = _NO_TOKENS
    return {
        "n": n,
        "seconds": round(seconds, 1),
        "prompt_tokens": read,
        "new_tokens": written,
        "tokens": tokens,
        "seconds_per_answer": rounded(seconds / n),
        "tokens_per_second": round(tokens / seconds, 1) if tokens and seconds else None,
        "undefined": undefined,
    }


def _nonnegative(value: object) -> float | None:
    """Return a recorded count or time; None for anything else, such as text from an import."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value) or value < 0:
        return None
    return value


def _made_with(answers: Sequence[Answer]) -> dict[str, list[str]]:
    """Return part of the fingerprint -> its values, sorted; unknown parts are left out."""
    found: dict[str, set[str]] = {part: set() for part in _MADE_WITH}
    for answer in answers:
        for part, value in answer.fingerprint.items():
            if value and part in found:
                found[part].add(str(value))
    versions = {a.made_with for a in answers} - {""}
    return {
        **{part: sorted(values) for part, values in found.items() if values},
        **({"answerbook": sorted(versions)} if versions else {}),
    }


def _question_row(question: str, votes: Sequence[Mapping[str, str]], names: Sequence[str]) -> dict[str, Any]:
    """Return the figures of one question."""
    told = []
    for name in names:
        said = [v[name] for v in votes if name in v and v[name] != "not_applicable"]
        count = sum(status in REPORTED_STATUSES for status in said)
        told.append(
            {"model": name, "n": len(said), "told": count, **_shares(len(said), _NO_ANSWER, share=count)}
        )
    return {
        "question": question,
        "told": told,
        "agreement": group_agreement((list(v.values()) for v in votes), _ONE_MODEL).to_json(),
    }


def _pairs(
    votes: Mapping[tuple[str, str], Mapping[str, str]], names: Sequence[str]
) -> Iterable[dict[str, Any]]:
    """Yield the agreement of any two models."""
    for one, other in itertools.combinations(names, 2):
        both = [(v[one], v[other]) for v in votes.values() if one in v and other in v]
        found = pair_agreement([a for a, _ in both], [b for _, b in both], _NEVER_BOTH)
        yield {"models": [one, other], **found.to_json()}


def _gold(gold: Mapping[str, Mapping[str, Any]], names: Sequence[str]) -> dict[str, Any]:
    """Return figures against gold; those that are missing are undefined."""
    rows = [_against_gold(name, gold[name]) for name in names if name in gold]
    shown = [row for row in rows if row["questions"]]
    why = "" if shown else "this project has no gold to measure by"
    return {"n": max((row["questions"] for row in shown), default=0), "models": shown, "why": why}


def _against_gold(name: str, found: Mapping[str, Any]) -> dict[str, Any]:
    """Return one model's figures against gold."""
    figures = {key: _finite(found.get(key)) for key in GOLD_FIGURES}
    undefined = {key: "the gold does not give it" for key, value in figures.items() if value is None}
    return {
        "model": name,
        "questions": int(_nonnegative(found.get("questions")) or 0),
        **{key: rounded(value) for key, value in figures.items()},
        "undefined": undefined,
    }


def _finite(value: object) -> float | None:
    """Return a finite number; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return None
    return value


def _shares(n: int, why: str, **counts: int) -> dict[str, Any]:
    """Return each count as a share of ``n``, and what is undefined if ``n`` is 0."""
    return {
        **{name: rounded(count / n) if n else None for name, count in counts.items()},
        "undefined": {} if n else dict.fromkeys(counts, why),
    }

"""Answers compared with people's reviews: do they agree, on which questions, and do people agree?"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from generator.core import Answer, Review
from generator.core.review import VERDICTS
from generator.core.status import STATUSES, Status
from generator.evaluation.agreement import gold_agreement, group_agreement, pair_agreement
from generator.evaluation.metrics import confusion

_NO_STATUS = "no review that counts says what the paper reports"
_NOTHING_SHARED = "they reviewed no answer to the same question about the same paper"
_ALONE = "nothing was reviewed by two people"


@dataclass(frozen=True, slots=True)
class JudgedReview:
    """A review with the answers that have its id: answers of equal content, maybe by several models.

    status: what the person holds to be true, or None if a dispute leaves that open.
    """

    review: Review
    answers: tuple[Answer, ...]

    @property
    def ours(self) -> Status:
        """The status of the answers."""
        return self.answers[0].status

    @property
    def status(self) -> Status | None:
        """The status that the person holds to be true, or None."""
        return self.ours if self.review.verdict == "confirmed" else self.review.status


def judged_and_lapsed(
    answers: Iterable[Answer], reviews: Iterable[Review]
) -> tuple[list[JudgedReview], list[tuple[Review, str]]]:
    """Return the reviews of present answers, and the lapsed reviews with their reasons.

    A review lapses when no answer has its id any longer, since the person judged another text. Both lists
    are sorted by paper, question, answer and name.
    """
    by_id: dict[str, list[Answer]] = {}
    for answer in answers:
        for name in answer.names:
            by_id.setdefault(name, []).append(answer)
    judged: list[JudgedReview] = []
    lapsed: list[tuple[Review, str]] = []
    for review in sorted(reviews, key=lambda r: (r.paper, r.question, r.answer, r.name)):
        bearing = by_id.get(review.answer, [])
        meant = [a for a in bearing if (a.paper, a.question) == (review.paper, review.question)]
        if meant:
            judged.append(JudgedReview(review, tuple(sorted(meant, key=lambda a: a.model))))
        elif bearing:
            other = bearing[0]
            lapsed.append((review, f"the answer with this id is of {other.paper} / {other.question}"))
        else:
            lapsed.append((review, "no answer has this id any longer"))
    return judged, lapsed


def review_figures(answers: Iterable[Answer], reviews: Iterable[Review]) -> dict[str, Any]:
    """Return how the status of answers agrees with what people hold to be true, as plain data.

    n: reviews with a status, where each rater of an answer counts. kappa (Cohen's), accuracy,
    balanced_accuracy: over all of them; per_question, per_model: the same for each. confusion: counts by
    people's status, then by ours. verdicts: counts of reviews that have not lapsed. among_people: agreement
    among people, with n, share and kappa (Fleiss'); ``status``: on what the paper reports, by question;
    ``right``: on whether an answer is right, by answer. people: by name, the number of their reviews. pairs:
    for any two people, their agreement on answers to the same question about the same paper. lapsed: reviews
    that do not count, with the reason. What is not defined is None, and ``undefined`` says why.
    """
    judged, lapsed = judged_and_lapsed(answers, reviews)
    rated = [j for j in judged if j.status is not None]
    models = [
        (model, j) for j in rated for model in dict.fromkeys(a.model for a in j.answers if not a.by_people)
    ]
    return {
        **_against(rated),
        "reviews": len(judged),
        "verdicts": {v: sum(j.review.verdict == v for j in judged) for v in VERDICTS},
        "per_question": _against_by(rated, lambda j: j.review.question),
        "per_model": {
            name: _against([j for model, j in models if model == name])
            for name in sorted({model for model, _ in models})
        },
        "confusion": confusion([j.ours for j in rated], [str(j.status) for j in rated]),
        "among_people": {
            "status": group_agreement(
                (list(v.values()) for v in _statuses_by_person(rated).values()), _ALONE
            ).to_json(),
            "right": group_agreement(_right_by_answer(judged), _ALONE).to_json(),
        },
        "people": _people(judged),
        "pairs": _pairs(rated),
        "lapsed": [
            {
                "paper": r.paper,
                "question": r.question,
                "answer": r.answer,
                "name": r.name,
                "date": r.date.isoformat(),
                "why": why,
            }
            for r, why in lapsed
        ],
    }


def _against(rated: Sequence[JudgedReview]) -> dict[str, Any]:
    """Return the figures of rated answers against people."""
    return gold_agreement([j.ours for j in rated], [str(j.status) for j in rated], _NO_STATUS)


def _against_by(
    rated: Sequence[JudgedReview], key: Callable[[JudgedReview], str]
) -> dict[str, dict[str, Any]]:
    """Return the same figures by group."""
    groups: dict[str, list[JudgedReview]] = {}
    for item in rated:
        groups.setdefault(key(item), []).append(item)
    return {name: _against(groups[name]) for name in sorted(groups)}


def _people(judged: Sequence[JudgedReview]) -> dict[str, dict[str, Any]]:
    """Return the counts of verdicts by person."""
    names = sorted({j.review.name for j in judged})
    return {
        name: {v: sum(j.review.verdict == v and j.review.name == name for j in judged) for v in VERDICTS}
        for name in names
    }


def _statuses_by_person(rated: Sequence[JudgedReview]) -> dict[tuple[str, str], dict[str, Status]]:
    """Return (paper, question) -> person -> status.

    Of several reviews by one person, the latest counts.
    """
    said: dict[tuple[str, str], dict[str, Status]] = {}
    for item in sorted(rated, key=lambda j: j.review.date):
        review = item.review
        if item.status in STATUSES:
            said.setdefault((review.paper, review.question), {})[review.name] = item.status
    return said


def _right_by_answer(judged: Iterable[JudgedReview]) -> list[list[bool]]:
    """Return, by answer, whether each person found it right; any dispute says no."""
    said: dict[str, list[bool]] = {}
    for item in judged:
        said.setdefault(item.review.answer, []).append(item.review.verdict == "confirmed")
    return list(said.values())


def _pairs(rated: Sequence[JudgedReview]) -> list[dict[str, Any]]:
    """Return the agreement of any two people on the status."""
    said: dict[str, dict[tuple[str, str], Status]] = {}
    for item, held in _statuses_by_person(rated).items():
        for name, status in held.items():
            said.setdefault(name, {})[item] = status
    return [
        {"people": [one, other], **_agreement_on_shared(said[one], said[other])}
        for one, other in itertools.combinations(sorted(said), 2)
    ]


def _agreement_on_shared(
    one: Mapping[tuple[str, str], Status], other: Mapping[tuple[str, str], Status]
) -> dict[str, Any]:
    """Return the agreement of two people on what both reviewed."""
    shared = sorted(one.keys() & other.keys())
    return pair_agreement([one[k] for k in shared], [other[k] for k in shared], _NOTHING_SHARED).to_json()


_SUBJECTS = {"status": "what the paper reports", "right": "whether the answer is right"}


def readable_figures(figures: Mapping[str, Any]) -> dict[str, Any]:
    """Return the same figures for a report: pairs by name, lapsed reviews as sentences.

    Each reason why figures are not defined is given once, with the figures that it holds for.
    """
    reasons: dict[str, set[str]] = {}
    among = figures["among_people"]
    for row in (
        figures,
        *among.values(),
        *figures["per_question"].values(),
        *figures["per_model"].values(),
        *figures["pairs"],
    ):
        for name, why in row["undefined"].items():
            reasons.setdefault(why, set()).add(name.replace("_", " "))
    plain = {k: v for k, v in figures.items() if k not in ("undefined", "pairs", "lapsed", "among_people")}
    tables = {
        key: {n: _plain_row(row) for n, row in plain.pop(key).items()}
        for key in ("per_question", "per_model")
    }
    return {
        **plain,
        **tables,
        "agreement_of_people": {_SUBJECTS[key]: _plain_row(row) for key, row in among.items()},
        "pairs_of_people": {" and ".join(row["people"]): _plain_row(row) for row in figures["pairs"]},
        "not_defined": [f"{' and '.join(sorted(names))}: {why}" for why, names in reasons.items()],
        "lapsed": [
            f"{r['paper']} / {r['question']}, {r['answer']}, by {r['name']} on {r['date']}: {r['why']}"
            for r in figures["lapsed"]
        ],
    }


def _plain_row(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row without the keys that the report shows elsewhere."""
    return {k: v for k, v in row.items() if k not in ("undefined", "people")}

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.answering.voting import all_consensus, consensus
from generator.core import Answer, AnswerSentence
from generator.core.status import REPORTED_STATUSES, STATUSES, Status


def said(model: str, status: Status, supported: int = 1, withheld: int = 0, coverage: float = 1.0) -> Answer:
    if status not in ("reported", "partly_reported"):
        supported = 0
    sentences = [AnswerSentence(f"S{n}.", "supported", coverage=coverage) for n in range(supported)]
    sentences += [AnswerSentence(f"W{n}.", "unsupported", "no") for n in range(withheld)]
    return Answer("paper", "question", model, status, sentences=tuple(sentences))


def vote(*statuses: Status) -> tuple[str, str, float]:
    found = consensus([said(f"m{n}", s) for n, s in enumerate(statuses)], [f"m{n}" for n in range(9)])
    assert found is not None
    return found.status, found.shown, round(found.agreement, 3)


R: Status = "reported"
P: Status = "partly_reported"
N: Status = "not_reported"
F: Status = "failed"


@pytest.mark.parametrize(
    ("statuses", "expected"),
    [
        ((R,), (R, "m0", 1.0)),
        ((R, R, N), (R, "m0", 0.667)),
        ((N, R, R), (R, "m1", 0.667)),
        # Three of five say that the paper tells, though no status has more than two votes.
        ((N, N, R, P, P), (P, "m3", 0.4)),
        ((N, N, N, R, P), (N, "m0", 0.6)),
        # Between two ways of telling, and between telling or not: the preferred model decides.
        ((P, R), (P, "m0", 0.5)),
        ((R, N), (R, "m0", 0.5)),
        ((N, R), (N, "m0", 0.5)),
        ((N, R, P, N), (N, "m0", 0.5)),
        ((R, N, N, P), (R, "m0", 0.25)),
        # Who failed has no vote.
        ((F, R), (R, "m1", 1.0)),
        ((F, N, R, R), (R, "m2", 0.667)),
    ],
)
def test_the_vote(statuses: tuple[Status, ...], expected: tuple[str, str, float]) -> None:
    assert vote(*statuses) == expected


def test_without_a_vote_there_is_no_consensus() -> None:
    assert consensus([], ["a"]) is None
    assert consensus([said("a", "failed")], ["a"]) is None


@pytest.mark.parametrize(
    ("first", "second", "shown"),
    [
        ((1, 0, 0.9), (1, 0, 0.9), "a"),  # alike: the preferred model
        ((1, 1, 1.0), (3, 0, 0.6), "b"),  # a larger share of sentences is supported
        ((2, 0, 0.7), (1, 0, 0.8), "b"),  # higher coverage
        ((1, 1, 0.9), (2, 2, 0.9), "a"),  # fewer withheld
    ],
)
def test_the_best_supported_answer_is_shown(
    first: tuple[int, int, float], second: tuple[int, int, float], shown: str
) -> None:
    found = consensus([said("b", R, *second), said("a", R, *first)], ["a", "b"])
    assert found is not None
    assert found.shown == shown


def test_of_answers_that_report_nothing_one_that_claimed_nothing_is_shown() -> None:
    found = consensus([said("a", N, withheld=2), said("b", N)], ["a", "b"])
    assert found is not None
    assert found.shown == "b"


def test_models_without_a_preference_follow_by_name() -> None:
    found = consensus([said("z", N), said("b", R), said("a", P)], ["z"])
    assert found is not None
    assert [model for model, _ in found.votes] == ["z", "a", "b"]
    assert (found.status, found.minority) == ("partly_reported", ("z", "b"))


def test_each_model_has_one_vote_on_one_question() -> None:
    with pytest.raises(ValueError, match="one vote"):
        consensus([said("a", R), said("a", N)], ["a"])
    with pytest.raises(ValueError, match="several questions"):
        consensus([said("a", R), Answer("paper", "other", "b", "reported")], ["a"])


def test_a_collection_has_a_consensus_where_two_models_have_a_vote() -> None:
    answers = [said("a", R), said("b", R), Answer("paper", "other", "a", "reported")]
    answers += [Answer("paper", "third", "a", "failed"), Answer("paper", "third", "b", "reported")]
    assert set(all_consensus(answers, ["a", "b"])) == {("paper", "question")}


@given(st.lists(st.sampled_from(STATUSES), max_size=8), st.permutations([f"m{n}" for n in range(8)]))
def test_a_consensus_never_contradicts_its_votes(statuses: list[Status], order: list[str]) -> None:
    answers = [said(f"m{n}", status) for n, status in enumerate(statuses)]
    found = consensus(answers, order)
    votes = [s for s in statuses if s != "failed"]
    assert (found is None) == (not votes)
    if found is not None:
        told = sum(s in ("reported", "partly_reported") for s in votes)
        assert dict(found.votes)[found.shown] == found.status
        assert 0 < found.agreement <= 1
        assert len(found.minority) == len(votes) - round(found.agreement * len(votes))
        if 2 * told != len(votes):
            assert (found.status in REPORTED_STATUSES) == (2 * told > len(votes))
        assert consensus(answers[::-1], order) == found

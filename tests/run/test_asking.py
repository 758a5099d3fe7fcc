"""An outage of a model costs a few questions their time, and no answer its place."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from generator.answering import ModelSpec
from generator.core import Answer, Draft
from generator.errors import ModelError, ModelUnavailable
from generator.ledger import Ledger
from generator.run import jobs
from generator.run.asking import COOLING_SECONDS, MAX_FAILURES, CircuitBreaker, without_outages
from generator.run.computing import _unavailable
from generator.run.engines.events import deliver_with
from generator.run.fingerprints import RetrievalOptions
from generator.run.pipeline import Pipeline
from generator.run.usage import BuildUsage
from tests.run.engines.test_work import a_job

AWAY = ModelUnavailable("http://127.0.0.1:9 was asked 4 times and gave no answer")
TOLD = Draft("[1] Told.", ())
SILENT = Draft("", (), abstained=True, asked=False)  # the paper tells nothing, so no model was asked


def made(*outcomes: Draft | ModelError) -> Iterator[tuple[Answer, Draft | ModelError]]:
    for number, outcome in enumerate(outcomes):
        status, reason = ("failed", str(outcome)) if isinstance(outcome, ModelError) else ("reported", "")
        yield Answer("one", f"q{number}", "remote", status, reason), outcome  # type: ignore[arg-type]


def passed(breaker: CircuitBreaker, *outcomes: Draft | ModelError) -> tuple[list[str], str]:
    """Which answers are handed on, and why the rest is not."""
    handed = []
    try:
        for answer in without_outages(made(*outcomes), breaker):
            handed.append(answer.question)
    except ModelUnavailable as error:
        return handed, str(error)
    return handed, ""


@pytest.mark.parametrize(
    ("outcomes", "handed", "away"),
    [
        ((TOLD, TOLD), ["q0", "q1"], False),
        ((TOLD, AWAY, TOLD), ["q0", "q1", "q2"], False),  # it was the question's own fault
        ((TOLD, AWAY, AWAY), ["q0"], True),
        ((AWAY, SILENT, AWAY), ["q1"], True),  # no model was asked in between: nothing is known of it
        ((AWAY, ModelError("the prompt is too long")), ["q1"], True),
        ((TOLD, *[AWAY] * 20), ["q0"], True),
    ],
)
def test_a_failure_is_a_questions_own_only_where_a_later_one_is_answered(
    outcomes: tuple[Draft | ModelError, ...], handed: list[str], away: bool
) -> None:
    found, why = passed(CircuitBreaker(), *outcomes)
    assert found == handed
    assert why == (str(AWAY) if away else "")


def test_after_some_failures_in_a_row_nothing_more_is_asked_until_it_has_cooled() -> None:
    now = [0.0]
    breaker = CircuitBreaker(lambda: now[0])
    asked: list[int] = []

    def counting(outcome: Draft | ModelError) -> Iterator[tuple[Answer, Draft | ModelError]]:
        for pair in made(*[outcome] * 30):
            asked.append(1)
            yield pair

    for _ in range(2):  # over two papers, the first of which ends in between
        with pytest.raises(ModelUnavailable):
            list(without_outages(made(AWAY, AWAY), breaker))
        breaker.check()
    with pytest.raises(ModelUnavailable):
        list(without_outages(counting(AWAY), breaker))
    assert len(asked) == MAX_FAILURES - 4
    with pytest.raises(ModelUnavailable, match="asked 4 times"):
        breaker.check()
    now[0] += COOLING_SECONDS + 1
    breaker.check()  # one question, to see
    with pytest.raises(ModelUnavailable):
        list(without_outages(counting(AWAY), breaker))
    assert len(asked) == MAX_FAILURES - 4 + 1
    now[0] += COOLING_SECONDS + 1
    breaker.check()
    assert len(list(without_outages(counting(TOLD), breaker))) == 30
    breaker.check()


class Outage(Pipeline):
    """A pipeline whose model answers one question, and then no more."""

    def answers(self, paper: Any, questions: Any, spec: Any, fingerprints: Any) -> Iterator[Answer]:
        first, *_ = questions
        parts = dict(fingerprints[first.id])
        yield Answer(paper.id, first.id, spec.name, "reported", fingerprint=parts)
        raise AWAY


def test_what_is_left_is_told_and_not_recorded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    job = a_job(tmp_path, "one", "a", "b", "c")
    before = Answer("one", "q2", "quotes", "reported", fingerprint={"question": "an older one"})
    Ledger(tmp_path).append(before)
    monkeypatch.setattr(jobs, "pipeline_of", lambda job: Outage(RetrievalOptions()))
    sent: list[Any] = []
    deliver_with(sent.append)
    try:
        jobs.work_on_paper(job)
    finally:
        deliver_with(None)
    assert [event[0] for event in sent] == ["begun", "answered", "begun", "left", "measured"]
    assert sent[-2] == ("left", "quotes", ("q1", "q2"), str(AWAY))
    assert sent[-1][1].answers == 1
    known = Ledger(tmp_path).read("one", "quotes")
    assert {q: a.status for q, a in known.items()} == {"q0": "reported", "q2": "reported"}
    assert known["q2"].fingerprint == before.fingerprint


def test_what_is_left_is_named_with_the_reason_and_the_first_of_many() -> None:
    effort, more = BuildUsage(), BuildUsage()
    effort.unasked["remote", str(AWAY)] = [("two", "b")]
    more.unasked["remote", str(AWAY)] = [("one", f"q{n:02}") for n in range(22)]
    effort.include(more)
    (said,) = _unavailable(effort)
    assert said.startswith(f"remote: 23 answers were left for the next build ({AWAY}): one / q00, one / q01")
    assert said.endswith("one / q19 and 3 more")


def test_a_server_that_runs_another_model_than_when_the_build_began_is_away(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    spec = ModelSpec("remote", "server")
    told = {"model": "small", "engine": "llama-server b42"}
    monkeypatch.setattr("generator.answering.fingerprint", lambda spec: told)
    pipeline = Pipeline(RetrievalOptions())
    for same in (told, {"model": None, "engine": None}, {}):
        pipeline._same_model(spec, {"q": same})
    with pytest.raises(ModelUnavailable, match="remote runs small now, and ran large when the build began"):
        pipeline._same_model(spec, {"q": {**told, "model": "large"}})

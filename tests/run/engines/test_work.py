"""A worker that dies costs one question; everything else is answered, recorded and counted."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.answering import ModelSpec
from generator.answering.answerers import Kind
from generator.core import Fingerprint, Metadata, Paper, Question
from generator.errors import ModelError
from generator.ledger import ExpectedAnswer, Freshness, Ledger
from generator.run.fingerprints import CheckOptions, RetrievalOptions
from generator.run.jobs import MAX_DEATHS, PaperJob, WorkerSettings, answer, paper_jobs
from generator.run.usage import BuildUsage
from tests.run.engines.jobs import answer_or_die

QUOTES = ModelSpec("quotes", "quotes")


def a_job(folder: Path, paper: str, *texts: str) -> PaperJob:
    questions = tuple(Question(f"q{n}", text, "group") for n, text in enumerate(texts))
    return PaperJob(
        paper=Paper(paper, "text", f"{paper}.txt", Metadata(), "", ()),
        tasks=((QUOTES, questions),),
        fingerprints={"quotes": {q.id: {"question": q.id} for q in questions}},
        options=RetrievalOptions(),
        ledger=folder,
    )


def answered(folder: Path, *jobs: PaperJob) -> tuple[BuildUsage, int]:
    steps: list[int] = []

    def on_step(count: int, item: str) -> None:
        steps.append(count)

    effort = answer(list(jobs), Ledger(folder), workers=2, on_step=on_step, work=answer_or_die)
    return effort, sum(steps)


def statuses(folder: Path, paper: str) -> dict[str, str]:
    return {q: a.status for q, a in Ledger(folder).read(paper, "quotes").items()}


def test_the_question_at_which_a_worker_died_is_failed_and_the_others_are_answered(tmp_path: Path) -> None:
    effort, steps = answered(
        tmp_path, a_job(tmp_path, "one", "a", "kill the worker", "b"), a_job(tmp_path, "two", "a", "b")
    )
    assert statuses(tmp_path, "one") == {"q0": "reported", "q1": "failed", "q2": "reported"}
    assert statuses(tmp_path, "two") == {"q0": "reported", "q1": "reported"}
    failed = Ledger(tmp_path).read("one", "quotes")["q1"]
    assert "the process that ran the model died" in failed.reason
    assert failed.fingerprint == {"question": "q1"}
    assert (effort.answers["quotes"], effort.failures["quotes"], steps) == (5, 1, 5)
    assert effort.warnings == []
    assert sorted(p.name for p in tmp_path.rglob("*.jsonl*")) == ["quotes.jsonl", "quotes.jsonl"]


@pytest.mark.parametrize(
    ("kinds", "papers", "jobs"),
    [(("quotes",), 1, 1), (("quotes",), 3, 3), (("quotes", "llama"), 1, 4), (("llama",), 4, 4)],
)
def test_few_papers_are_cut_into_parts_where_a_model_is_slow_and_not_for_quotes(
    kinds: tuple[Kind, ...], papers: int, jobs: int
) -> None:
    specs = [ModelSpec(kind, kind) for kind in kinds]
    read = [Paper(f"p{n}", "text", f"p{n}.txt", Metadata(), "", ()) for n in range(papers)]
    asked = [Question(f"q{n}", f"Question {n}?", "group") for n in range(8)]
    to_do = [
        Freshness(ExpectedAnswer(p.id, q.id, s.name, Fingerprint({})), "missing")
        for p in read
        for s in specs
        for q in asked
    ]
    settings = WorkerSettings(RetrievalOptions(), CheckOptions(), Path("ledger"), workers=2)
    made = paper_jobs(read, asked, specs, to_do, settings)
    assert len(made) == jobs
    put = sorted((j.paper.id, s.name, q.id) for j in made for s, qs in j.tasks for q in qs)
    assert put == sorted((i.expected.paper, i.expected.model, i.expected.question) for i in to_do)


def test_a_paper_that_kills_every_worker_is_given_up_and_named(tmp_path: Path) -> None:
    effort, _ = answered(tmp_path, a_job(tmp_path, "one", *["kill the worker"] * (MAX_DEATHS + 2)))
    assert statuses(tmp_path, "one") == {f"q{n}": "failed" for n in range(MAX_DEATHS)}
    (warning,) = effort.warnings
    assert warning.startswith("one.txt: its worker died 3 times")


def test_an_error_stops_the_work_and_keeps_what_was_recorded(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="cannot be loaded"):
        answered(tmp_path, a_job(tmp_path, "one", "a", "raise", "b"))
    assert statuses(tmp_path, "one") == {"q0": "reported"}

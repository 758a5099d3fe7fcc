"""Jobs run in worker processes: what they send arrives, and a death costs one job."""

from __future__ import annotations

import os
import time
from collections import defaultdict
from pathlib import Path

import pytest

from generator.run.engines import JobFinished, JobMessage, run, send
from tests.run.engines import jobs


def by_job(events: list[JobMessage | JobFinished]) -> dict[int, list[JobMessage | JobFinished]]:
    found: dict[int, list[JobMessage | JobFinished]] = defaultdict(list)
    for event in events:
        found[event.job].append(event)
    return found


def test_messages_of_each_job_come_in_order_and_before_its_end() -> None:
    counts = [0, 1, 300, 7, *range(20)]
    found = by_job(list(run(jobs.talk, counts, workers=2)))
    assert sorted(found) == list(range(len(counts)))
    for number, count in enumerate(counts):
        *messages, end = found[number]
        assert end == JobFinished(number)
        assert messages == [JobMessage(number, n) for n in range(count)]


def test_what_a_job_raises_is_its_end_and_the_others_go_on() -> None:
    found = by_job(list(run(jobs.fail, ["first", "second"], workers=1)))
    for number, text in enumerate(["first", "second"]):
        message, end = found[number]
        assert message == JobMessage(number, "before")
        assert isinstance(end, JobFinished)
        assert isinstance(end.error, ValueError)
        assert str(end.error) == text
        assert not end.died


def test_a_killed_worker_costs_its_job_alone_and_its_last_words_arrive() -> None:
    work = ["talk", "kill me", "talk", "kill me", "kill me", "talk", "talk"]
    found = by_job(list(run(jobs.die, work, workers=2)))
    for number, words in enumerate(work):
        message, end = found[number]
        assert message == JobMessage(number, words)
        assert isinstance(end, JobFinished)
        assert end.died == (words == "kill me")
        assert (end.error is None) == (words == "talk")


def test_leaving_early_stops_the_workers(tmp_path: Path) -> None:
    started = time.monotonic()
    events = run(jobs.leave_trace, [str(tmp_path), str(tmp_path)], workers=2)
    process = next(e.content for e in events if isinstance(e, JobMessage))
    events.close()  # type: ignore[attr-defined]
    assert time.monotonic() - started < 20
    assert not (tmp_path / "done").exists()
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)


def test_workers_share_the_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    monkeypatch.setattr("generator.run.engines.worker_processes.cores", lambda: 8)
    told = [e.content for e in run(jobs.threads, [1, 2], workers=5) if isinstance(e, JobMessage)]
    assert told == ["4", "4"]  # no more workers than jobs
    monkeypatch.setenv("OMP_NUM_THREADS", "3")  # as somebody wants it
    assert [e.content for e in run(jobs.threads, [1], workers=1) if isinstance(e, JobMessage)] == ["3"]


def test_no_jobs_are_no_events() -> None:
    assert list(run(jobs.talk, [], workers=2)) == []


def test_sending_outside_of_a_worker_does_nothing() -> None:
    send("into the void")

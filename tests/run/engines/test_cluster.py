"""A Ray cluster of several nodes on this machine: deaths of workers and nodes cost nothing but time."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from generator.core.cluster_settings import Cluster
from generator.errors import EngineError
from generator.ledger import Ledger
from generator.run.engines import EngineNotice, Event, JobFinished, JobMessage, run_on_cluster
from generator.run.jobs import MAX_DEATHS, answer
from generator.run.usage import BuildUsage
from tests.run.engines import jobs
from tests.run.engines.test_work import a_job, statuses

ray = pytest.importorskip("ray")

ONE = Cluster(cpus=1)


@pytest.fixture(scope="module")
def nodes() -> Iterator[Any]:
    """Start a head with one CPU, where the driver is, and two more nodes of one CPU each."""
    from ray.cluster_utils import Cluster as Nodes

    root = str(Path(__file__).resolve().parents[3])
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [root, os.environ.get("PYTHONPATH", "")]))
    found = Nodes(initialize_head=True, head_node_args={"num_cpus": 1, "include_dashboard": False})
    for _ in range(2):
        found.add_node(num_cpus=1)
    ray.init(address=found.address, log_to_driver=False)
    yield found
    ray.shutdown()
    found.shutdown()


def answered(folder: Path, *pending: Any, work: Any = jobs.answer_or_die) -> tuple[BuildUsage, int]:
    steps: list[int] = []

    def on_step(count: int, item: str) -> None:
        steps.append(count)

    effort = answer(list(pending), Ledger(folder), workers=2, on_step=on_step, work=work, cluster=ONE)
    return effort, sum(steps)


def test_messages_arrive_in_order_and_before_the_end(nodes: Any) -> None:
    """Four workers are asked for and three fit: a job for the fourth would never be done."""
    events = list(run_on_cluster(jobs.talk, [0, 1, 30, 7], Cluster("auto", workers=4, cpus=1)))
    for number, count in enumerate([0, 1, 30, 7]):
        *messages, end = [e for e in events if not isinstance(e, EngineNotice) and e.job == number]
        assert end == JobFinished(number)
        assert messages == [JobMessage(number, n) for n in range(count)]


def test_what_a_job_raises_and_what_kills_its_worker_is_told_apart(nodes: Any) -> None:
    events = list(run_on_cluster(jobs.die, ["talk", "kill me", "talk"], ONE))
    ends = {e.job: e for e in events if isinstance(e, JobFinished)}
    assert {number: end.died for number, end in ends.items()} == {0: False, 1: True, 2: False}
    assert JobMessage(1, "kill me") in events  # its last words
    end = list(run_on_cluster(jobs.fail, ["so"], ONE))[-1]
    assert isinstance(end, JobFinished)
    assert (type(end.error), str(end.error), end.died) == (ValueError, "so", False)


def test_a_question_at_which_one_worker_died_is_put_again(nodes: Any, tmp_path: Path) -> None:
    (tmp_path / "once").mkdir()
    job = a_job(tmp_path / "ledger", "one", "a", f"kill one worker {tmp_path / 'once'}", "b")
    effort, steps = answered(tmp_path / "ledger", job, a_job(tmp_path / "ledger", "two", "a"))
    assert statuses(tmp_path / "ledger", "one") == {"q0": "reported", "q1": "reported", "q2": "reported"}
    assert (effort.answers["quotes"], effort.failures["quotes"], steps) == (4, 0, 4)


def test_a_paper_that_kills_every_worker_is_given_up_and_all_others_complete(
    nodes: Any, tmp_path: Path
) -> None:
    pending = [a_job(tmp_path, f"p{n}", "a", "b") for n in range(4)]
    pending.insert(1, a_job(tmp_path, "poison", *["kill the worker"] * (MAX_DEATHS + 1)))
    effort, _ = answered(tmp_path, *pending)
    for n in range(4):
        assert statuses(tmp_path, f"p{n}") == {"q0": "reported", "q1": "reported"}
    assert set(statuses(tmp_path, "poison").values()) <= {"failed"}
    (warning,) = effort.warnings
    assert warning.startswith("poison.txt: its worker died")


def test_a_node_that_goes_away_loses_no_answer_and_repeats_none(nodes: Any, tmp_path: Path) -> None:
    """And the ledger is, byte for byte, that of a single process."""
    pending = [a_job(tmp_path / "ledger", f"p{n}", *"abc") for n in range(6)]
    lost = nodes.add_node(num_cpus=2)
    taken: list[str] = []

    def on_step(count: int, item: str) -> None:
        taken.append(item)
        if len(taken) == 4:
            nodes.remove_node(lost, allow_graceful=False)

    effort = answer(
        pending, Ledger(tmp_path / "ledger"), workers=2, on_step=on_step, work=jobs.answer_slowly, cluster=ONE
    )
    assert effort.failures["quotes"] == 0
    alone = [a_job(tmp_path / "alone", f"p{n}", *"abc") for n in range(6)]
    answer(
        alone,
        Ledger(tmp_path / "alone"),
        workers=1,
        on_step=lambda count, item: None,
        work=jobs.answer_slowly,
    )

    def lines(name: str) -> dict[str, bytes]:
        folder = tmp_path / name
        return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*.jsonl*")}

    assert lines("ledger") == lines("alone")
    assert len(lines("ledger")) == 6


def test_a_machine_without_room_says_so_at_once(nodes: Any) -> None:
    with pytest.raises(EngineError, match="lower `cpus`"):
        list(run_on_cluster(jobs.talk, [1], Cluster(cpus=64)))
    with pytest.raises(EngineError, match="lower `cpus` or `gpus`"):
        list(run_on_cluster(jobs.talk, [1], Cluster(cpus=1, gpus=1)))


def ended(events: list[Event]) -> list[int]:
    return sorted(e.job for e in events if isinstance(e, JobFinished) and e.error is None)


def test_a_cluster_that_grows_is_waited_for_with_a_sentence(nodes: Any) -> None:
    added: list[Any] = []
    events: list[Event] = []
    for event in run_on_cluster(jobs.talk, [1, 1], Cluster("auto", cpus=2)):
        events.append(event)
        if isinstance(event, EngineNotice) and not added:
            # A node of an earlier test may count for a while yet.
            assert re.match(r"waiting for room on the Ray cluster: 3 of \d CPUs", event.text)
            added.append(nodes.add_node(num_cpus=2))
    nodes.remove_node(added[0], allow_graceful=False)
    assert ended(events) == [0, 1]


def test_nothing_is_computed_where_versions_are_others(nodes: Any) -> None:
    here = ray.get_runtime_context().get_node_id()
    prove = partial(jobs.unlike_on, here)
    events = list(run_on_cluster(jobs.tell_node, [1, 1, 1], Cluster("auto", workers=3, cpus=1), prove))
    assert ended(events) == [0, 1, 2]
    assert here not in {e.content for e in events if isinstance(e, JobMessage)}
    for notice in (e for e in events if isinstance(e, EngineNotice) and e.lasting):
        assert notice.text.endswith(": its Answerbook is 0.0; nothing was computed there")


def test_without_jobs_no_cluster_is_needed() -> None:
    started = time.monotonic()
    assert list(run_on_cluster(jobs.talk, [], Cluster("ray://nowhere.invalid:1"))) == []
    assert time.monotonic() - started < 5

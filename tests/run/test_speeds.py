"""How fast a machine has been: measured in builds, kept, and told of work to come."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator.retrieval import RetrievalUsage
from generator.run import speeds as kept
from generator.run.speeds import PlannedWork, Speeds, load_speeds, save_speeds, worker_speeds

MEASURED = Speeds(
    workers=2,
    starts=2,
    starting=16.0,
    sentences=1000,
    encoding=10.0,
    pairs=200,
    scoring=4.0,
    answers=20,
    other=1.0,
    models={"quotes": (20, 0.0), "smollm2": (4, 8.0)},
)


def test_a_worker_tells_what_it_did_and_what_is_left_of_its_time() -> None:
    usage = RetrievalUsage(loading=5.0, sentences=100, encoding=2.0, pairs=30, scoring=1.0)
    found = worker_speeds((usage, 12.0), {"smollm2": [1.0, 2.0], "quotes": [0.0]})
    assert (found.starts, found.starting, found.answers, found.other) == (1, 5.0, 3, 1.0)
    assert found.models == {"smollm2": (2, 3.0), "quotes": (1, 0.0)}
    assert worker_speeds((RetrievalUsage(), 0.0), {}).starts == 0
    beside = worker_speeds((RetrievalUsage(), 10.0), {"remote": [5.0] * 28})  # a server that batches
    assert (beside.models, beside.other) == ({"remote": (28, 10.0)}, 0.0)


def test_what_was_done_since_is_told_apart_from_before() -> None:
    usage = RetrievalUsage(loading=5.0, sentences=100)
    before = usage.copy()
    usage.sentences += 7
    after, seconds = usage.since(before)
    assert (after.loading, after.sentences) == (0.0, 7)
    assert seconds >= 0


def test_workers_share_the_work_but_each_starts() -> None:
    took = MEASURED.seconds(PlannedWork(answers=40, sentences=500, pairs=100))
    assert took == {"start": 8.0, "encoding": 2.5, "finding": 1.0 + 1.0}
    assert MEASURED.seconds(PlannedWork(answers=40))["start"] == 0.0  # where all is kept, no model is started
    assert MEASURED.of_model("smollm2", 10) == 10.0
    assert MEASURED.of_model("gone", 10) is None


def test_what_was_never_measured_is_not_known() -> None:
    bare = Speeds(answers=5)
    assert bare.covers(PlannedWork(5, 0, 0))
    assert not bare.covers(PlannedWork(5, 10, 0))
    assert not bare.covers(PlannedWork(5, 0, 10))
    assert not Speeds().covers(PlannedWork())


def test_a_build_counts_for_more_than_those_before(tmp_path: Path) -> None:
    assert load_speeds(tmp_path) is None
    save_speeds(tmp_path, MEASURED)
    assert load_speeds(tmp_path) == MEASURED
    save_speeds(tmp_path, Speeds(workers=1, answers=10, other=2.0, models={"quotes": (10, 1.0)}))
    found = load_speeds(tmp_path)
    assert found is not None
    assert (found.workers, found.answers, found.other, found.sentences) == (1, 20, 2.5, 500)
    assert found.models["quotes"] == (20, 1.0)
    save_speeds(tmp_path, Speeds())  # of a build that answered nothing, nothing is learned
    assert load_speeds(tmp_path) == found


def test_another_machine_has_not_been_measured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    save_speeds(tmp_path, MEASURED)
    monkeypatch.setattr(kept, "machine", lambda: {"cpu": "another", "cores": 64})
    assert load_speeds(tmp_path) is None


@pytest.mark.parametrize(
    "harm",
    [{"answers": 0}, {"workers": 0}, {"encoding": -1}, {"pairs": "x"}, {"models": [1]}, {"other": 1e99}],
)
def test_speeds_that_cannot_be_are_none(tmp_path: Path, harm: dict[str, object]) -> None:
    save_speeds(tmp_path, MEASURED)
    file = tmp_path / "speeds.json"
    data = json.loads(file.read_text(encoding="utf-8"))
    data["content"] |= harm
    file.write_text(json.dumps(data), encoding="utf-8")
    assert load_speeds(tmp_path) is None

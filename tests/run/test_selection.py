"""Which part of the papers a task of a Slurm array answers."""

from __future__ import annotations

import re

import pytest

from generator.errors import AnswerbookError
from generator.run.selection import Shard


def array(id: int | str, count: int, least: int, most: int) -> dict[str, str]:
    told = {"ID": id, "COUNT": count, "MIN": least, "MAX": most}
    return {f"SLURM_ARRAY_TASK_{name}": str(value) for name, value in told.items()}


@pytest.mark.parametrize(
    ("ids", "least", "most"),
    [(range(8), 0, 7), (range(1, 9), 1, 8), (range(5, 21, 5), 5, 20), ([3, 7], 3, 7), ([4], 4, 4)],
)
def test_the_tasks_of_an_array_are_all_parts_once(ids: list[int], least: int, most: int) -> None:
    shards = [Shard.of_slurm(array(id, len(ids), least, most)) for id in ids]
    assert shards == [Shard(n, len(ids)) for n in range(1, len(ids) + 1)]
    papers = [f"paper-{n}" for n in range(40)]
    assert all(sum(shard.holds(paper) for shard in shards) == 1 for paper in papers)


def test_auto_is_read_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in array(2, 4, 0, 3).items():
        monkeypatch.setenv(name, value)
    assert Shard.parse("auto") == Shard.parse(" auto ") == Shard(3, 4)


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({}, "SLURM_ARRAY_TASK_ID is not a number; auto works only in the tasks of a Slurm array"),
        ({"SLURM_ARRAY_TASK_ID": "1"}, "SLURM_ARRAY_TASK_COUNT is not a number"),
        (array("-1", 4, 0, 3), "SLURM_ARRAY_TASK_ID is not a number"),
        (array("1\x1b[31m", 4, 0, 3), "SLURM_ARRAY_TASK_ID is not a number"),
        (array(3, 3, 1, 7), "the numbers of this array (3 from 1 to 7) are not a range"),
        (array(2, 3, 1, 6), "are not a range"),
        (array(9, 4, 0, 3), "are not a range"),
        (array(0, 0, 0, 0), "are not a range"),
        (array(3, 4, 3, 3), "are not a range"),
    ],
)
def test_what_is_no_array_or_no_range_is_refused(environment: dict[str, str], said: str) -> None:
    with pytest.raises(AnswerbookError, match=re.escape(said)):
        Shard.of_slurm(environment)

"""Jobs go to workers that came and proved themselves; the wait for others is told, and ends."""

from __future__ import annotations

from itertools import count

import pytest

from generator.core.cluster_settings import Cluster
from generator.errors import EngineError
from generator.run.engines.roster import MAX_FALSE_STARTS, Room, Roster

TWO_OF_FOUR = Room({"a": (4.0, 0.0), "b": (4.0, 0.0)}, free_cpus=4.0)


class Play:
    """A roster, a clock that is set by hand, and workers that come when they are told to."""

    def __init__(self, cluster: Cluster) -> None:
        self.now = 0.0
        self.roster = Roster(cluster, lambda: self.now)
        self._numbers = count()

    def ask(self, waiting: int, room: Room) -> int:
        missing = self.roster.missing(waiting, room)
        for _ in range(missing):
            number = next(self._numbers)
            self.roster.coming[f"arrival {number}"] = f"worker {number}"
        return missing

    def place(self, number: int, node: str, unlike: str | None = "") -> object:
        self.roster.arrived(f"arrival {number}", f"proof {number}", node, f"host {node}")
        return None if unlike is None else self.roster.proved(f"proof {number}", unlike)


@pytest.mark.parametrize(
    ("cluster", "room", "asked"),
    [
        # Three of two CPUs on a machine of two: two of them would be waited for, for ever.
        (Cluster(workers=3), Room({"a": (2.0, 0.0)}, free_cpus=2.0), 1),
        (Cluster("auto", workers=3), Room({"a": (2.0, 0.0)}, free_cpus=2.0), 3),  # it may grow
        (Cluster(workers=0), TWO_OF_FOUR, 2),
        (Cluster("auto"), TWO_OF_FOUR, 2),  # of four that there is room for, others hold two
        (Cluster("auto"), Room({"a": (4.0, 0.0)}, free_cpus=0.0), 1),  # all is taken: one waits
        (Cluster("auto"), Room({"head": (0.0, 0.0)}), 1),  # nothing has started: one asks for it
        (Cluster(cpus=3), Room({"a": (4.0, 0.0), "b": (4.0, 0.0)}, free_cpus=8.0), 2),
        (Cluster(cpus=1, gpus=0.3), Room({"a": (8.0, 0.9)}, 8.0, 0.9), 3),
        (Cluster("auto", workers=50), TWO_OF_FOUR, 5),  # no more than there are jobs
    ],
)
def test_so_many_workers_are_asked_for(cluster: Cluster, room: Room, asked: int) -> None:
    play = Play(cluster)
    assert play.ask(5, room) == asked
    assert play.ask(5, room) == 0  # they are on their way


def test_a_worker_gets_no_job_before_it_has_come_and_proved_itself() -> None:
    play = Play(Cluster("auto", workers=2))
    play.ask(5, TWO_OF_FOUR)
    assert play.roster.idle == []
    play.place(0, "a", unlike=None)
    assert play.roster.idle == []
    assert play.roster.waits(TWO_OF_FOUR) == "comparing versions and model files on host a"
    assert play.roster.proved("proof 0", "") is None
    assert play.roster.idle == ["worker 0"]
    assert play.roster.waits(TWO_OF_FOUR) == ""


def test_a_worker_that_is_lost_is_asked_for_again_and_more_where_the_cluster_has_grown() -> None:
    play = Play(Cluster("auto"))
    play.ask(9, TWO_OF_FOUR)
    for number in (0, 1):
        play.place(number, "a")
    play.roster.idle.clear()
    play.roster.busy = 2
    full = Room(TWO_OF_FOUR.nodes, free_cpus=0.0)
    assert play.ask(7, full) == 0
    play.roster.busy = 1  # its node has gone, and with it the room
    assert play.ask(8, full) == 0
    grown = Room({**TWO_OF_FOUR.nodes, "c": (16.0, 0.0)}, free_cpus=16.0)
    assert play.ask(8, grown) == 8


def test_the_wait_for_room_is_told_and_ends() -> None:
    play = Play(Cluster("auto", wait=60.0))
    room = Room({"a": (8.0, 0.0)}, free_cpus=1.0)
    play.ask(3, room)
    assert play.roster.waits(room) == (
        "waiting for room on the Ray cluster: 1 of 8 CPUs and 0 of 0 GPUs are free on 1 node, and a worker "
        "needs 2 CPUs and 0 GPUs of one node"
    )
    play.now = 59.0
    assert play.roster.waits(room)
    play.place(0, "a")
    play.now = 1000.0
    assert play.roster.waits(room) == ""
    play.roster.idle.clear()  # all nodes have gone: the wait begins anew
    play.now = 1059.0
    assert play.roster.waits(room)
    play.now = 1061.0
    with pytest.raises(
        EngineError, match=r"no worker found room .* within 60 s .*raise its `wait`"
    ) as caught:
        play.roster.waits(room)
    assert "\n" not in str(caught.value)


def test_where_a_machine_of_ones_own_has_no_room_nobody_waits() -> None:
    with pytest.raises(EngineError, match=r"0 of 1 CPUs.* needs 2 CPUs and 0 GPUs of one node; lower `cpus`"):
        Roster(Cluster()).missing(1, Room({"a": (1.0, 0.0)}))


def test_a_worker_that_is_unlike_is_given_back_and_its_node_counts_no_more() -> None:
    play = Play(Cluster("auto", wait=60.0))
    play.ask(9, TWO_OF_FOUR)
    assert play.place(0, "a", "its Answerbook is 0.0") == "worker 0"
    assert play.roster.idle == []
    assert play.roster.refused == {"a": "host a: its Answerbook is 0.0"}
    assert play.place(1, "b") is None
    assert play.roster.idle == ["worker 1"]
    assert play.ask(9, TWO_OF_FOUR) == 1  # two fit on the node that is left
    everything = Room({"a": (4.0, 0.0)}, free_cpus=4.0)
    alone = Play(Cluster("auto"))
    alone.ask(9, everything)
    for number in (0, 1):
        alone.place(number, "a", "its Answerbook is 0.0")
    with pytest.raises(
        EngineError, match=r"no worker .* would give the same answers.*host a: its Answerbook is 0\.0"
    ):
        alone.ask(9, everything)


def test_workers_that_cannot_start_are_asked_for_a_few_times_only() -> None:
    play = Play(Cluster("auto", workers=9))
    play.ask(9, TWO_OF_FOUR)
    for number in range(MAX_FALSE_STARTS - 1):
        play.roster.failed(f"arrival {number}", "No module named 'generator'")
    with pytest.raises(EngineError, match=r"could be started .*No module named 'generator'"):
        play.roster.failed("arrival 8", "No module named 'generator'")
    play = Play(Cluster("auto", workers=4))
    play.ask(9, TWO_OF_FOUR)
    play.place(0, "b")
    for number in range(1, 4):
        play.roster.failed(f"arrival {number}", "out of memory")
    assert play.ask(9, TWO_OF_FOUR) == 0  # the one that works goes on alone

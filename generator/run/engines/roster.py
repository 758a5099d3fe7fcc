"""The workers of a run on a cluster: requested, placed, verified, idle, refused and lost.

Nothing here knows Ray. A requested worker may never come: on a shared cluster not before other work has
ended, on one that grows not before a node has started. Only workers that have arrived and been verified get
jobs.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from generator.core.cluster_settings import Cluster
from generator.core.counting import pluralize
from generator.errors import EngineError

__all__ = ["MAX_FALSE_STARTS", "Room", "Roster"]

# Workers in a row that ended before they could work; further ones would probably end in the same way.
MAX_FALSE_STARTS = 3


@dataclass(frozen=True, slots=True)
class Room:
    """The resources of a cluster. nodes: CPUs and GPUs of each, by id. free_cpus, free_gpus: of all nodes."""

    nodes: Mapping[str, tuple[float, float]]
    free_cpus: float = 0.0
    free_gpus: float = 0.0

    def max_workers(self, cluster: Cluster, without: Collection[str] = ()) -> int:
        """Return how many workers would fit if the cluster were empty, not counting the nodes ``without``."""
        return sum(
            _fitting_workers(cpus, gpus, cluster)
            for node, (cpus, gpus) in self.nodes.items()
            if node not in without
        )

    def free_workers(self, cluster: Cluster) -> int:
        """Return how many more workers fit now, at most."""
        return _fitting_workers(self.free_cpus, self.free_gpus, cluster)

    def __str__(self) -> str:
        cpus, gpus = (sum(there[n] for there in self.nodes.values()) for n in (0, 1))
        return (
            f"{self.free_cpus:g} of {cpus:g} CPUs and {self.free_gpus:g} of {gpus:g} GPUs are free on "
            f"{pluralize(len(self.nodes), 'node')}"
        )


def _fitting_workers(cpus: float, gpus: float, cluster: Cluster) -> int:
    # Parts of a GPU are decimal fractions: 0.3 fits three times into 0.9, despite rounding errors.
    pairs = ((cpus, float(cluster.cpus)), (gpus, cluster.gpus))
    return min((int(there / each + 1e-6) for there, each in pairs if each), default=1)


class Roster:
    """The workers of one run. A worker is whatever object the engine has for it.

    coming: requested workers, by the reference that resolves on arrival. proving: placed workers, by the
    reference of their verification. idle: those that may work. busy: the number at work. refused: what
    differs there from here, by node.
    """

    def __init__(self, cluster: Cluster, clock: Callable[[], float] = time.monotonic) -> None:
        self.cluster = cluster
        self.coming: dict[Any, Any] = {}
        self.proving: dict[Any, tuple[Any, str, str]] = {}  # worker, id of its node, name of its host
        self.idle: list[Any] = []
        self.busy = 0
        self.refused: dict[str, str] = {}
        self._clock = clock
        self._false_starts = 0
        self._empty_since = clock()  # since when no worker has been placed

    @property
    def _placed(self) -> int:
        return len(self.proving) + len(self.idle) + self.busy

    def missing(self, waiting: int, room: Room) -> int:
        """Return how many more workers to request. waiting: number of jobs that no worker has yet.

        Raises EngineError if no worker can work now or later.
        """
        if not self._placed and not self.coming:
            self._raise_if_hopeless(room)
        if self._false_starts >= MAX_FALSE_STARTS:
            return 0
        # At least one is asked for, so that a cluster that grows knows of us.
        fitting = room.max_workers(self.cluster, self.refused)
        most = self.cluster.workers or max(1, min(fitting, self._placed + room.free_workers(self.cluster)))
        if not self.cluster.address:  # this machine will not grow
            most = min(most, fitting)
        return max(0, min(most, waiting + self.busy) - self._placed - len(self.coming))

    def arrived(self, reference: Any, proof: Any, node: str, host: str) -> None:
        """Record where a worker has been placed; ``proof`` will tell whether it may work."""
        self.proving[proof] = self.coming.pop(reference), node, host

    def proved(self, proof: Any, unlike: str) -> Any:
        """Record a verification; return the worker if it differs and must be ended, else None."""
        worker, node, host = self.proving.pop(proof)
        if unlike:
            self.refused[node] = f"{host}: {unlike}"
            return worker
        self._false_starts = 0
        self.idle.append(worker)
        return None

    def failed(self, reference: Any, why: str) -> None:
        """Record that a worker ended before it could work. Raises EngineError if all of them do."""
        self.coming.pop(reference, None)
        self.proving.pop(reference, None)
        self._false_starts += 1
        if self._false_starts >= MAX_FALSE_STARTS and not self.idle and not self.busy:
            raise EngineError(
                f"no worker could be started on the Ray cluster ({why}); install this "
                "version of Answerbook with its extra ray on all of its nodes, and run this again"
            )

    def waits(self, room: Room) -> str:
        """Return what the run waits for, in a sentence; empty if a worker is busy or idle.

        Raises EngineError if no worker has been placed for as long as the settings allow.
        """
        if self._placed:
            self._empty_since = self._clock()
            if self.idle or self.busy:
                return ""
            hosts = ", ".join(sorted({host for _, _, host in self.proving.values()}))
            return f"comparing versions and model files on {hosts}"
        if self._clock() - self._empty_since > self.cluster.wait:
            raise EngineError(
                f"no worker found room on the Ray cluster within {self.cluster.wait:g} s "
                f"({self._description(room)}); try again later, lower `cpus` or `gpus` of "
                "`cluster`, or raise its `wait`"
            )
        return f"waiting for room on the Ray cluster: {self._description(room)}"

    def _description(self, room: Room) -> str:
        needs = f"{self.cluster.cpus} CPUs and {self.cluster.gpus:g} GPUs of one node"
        refused = [f"refused: {sentence}" for sentence in self.refused.values()]
        return "; ".join([f"{room}, and a worker needs {needs}", *refused])

    def _raise_if_hopeless(self, room: Room) -> None:
        """Raise EngineError if no node has room for a worker, or all nodes with room were refused."""
        if room.max_workers(self.cluster, self.refused):
            return
        if self.refused:
            raise EngineError(
                "no worker of the Ray cluster would give the same answers as this machine; "
                f"{'; '.join(self.refused.values())}; fix its nodes, and run this again"
            )
        if not self.cluster.address:
            raise EngineError(
                f"the Ray cluster has no room for a worker: {self._description(room)}; "
                "lower `cpus` or `gpus` of `cluster`"
            )

"""Who works for a run on a cluster: workers asked for, placed, proved, at rest, refused and lost.

Nothing here knows Ray. A worker that was asked for may never come: on a shared cluster not before others have
gone, on one that grows not before a node has started. Jobs go to those alone that came and proved themselves.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from generator.core.cluster import Cluster
from generator.core.counting import pluralize
from generator.errors import EngineError

__all__ = ["MAX_FALSE_STARTS", "Room", "Roster"]

# Workers in a row that ended before they could work: more would end likewise.
MAX_FALSE_STARTS = 3


@dataclass(frozen=True, slots=True)
class Room:
    """What a cluster has. nodes: CPUs and GPUs of each, by id. free_cpus, free_gpus: of all nodes."""

    nodes: Mapping[str, tuple[float, float]]
    free_cpus: float = 0.0
    free_gpus: float = 0.0

    def most(self, cluster: Cluster, without: Collection[str] = ()) -> int:
        """How many workers fit if nobody else were there; on no node ``without``."""
        return sum(
            _fitting_workers(cpus, gpus, cluster)
            for node, (cpus, gpus) in self.nodes.items()
            if node not in without
        )

    def free(self, cluster: Cluster) -> int:
        """How many more workers fit now, at most."""
        return _fitting_workers(self.free_cpus, self.free_gpus, cluster)

    def __str__(self) -> str:
        cpus, gpus = (sum(there[n] for there in self.nodes.values()) for n in (0, 1))
        return (
            f"{self.free_cpus:g} of {cpus:g} CPUs and {self.free_gpus:g} of {gpus:g} GPUs are free on "
            f"{pluralize(len(self.nodes), 'node')}"
        )


def _fitting_workers(cpus: float, gpus: float, cluster: Cluster) -> int:
    # Parts of a GPU are decimal fractions: .3 fits thrice into .9.
    pairs = ((cpus, float(cluster.cpus)), (gpus, cluster.gpus))
    return min((int(there / each + 1e-6) for there, each in pairs if each), default=1)


class Roster:
    """The workers of one run. A worker is whatever the engine holds of it.

    coming: those asked for, by what tells of their arrival. proving: those placed, by what tells of their
    proof. idle: those that may work. busy: how many work. refused: what is other there than here, by node.
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
        self._alone_since = clock()  # since when nobody has been placed

    @property
    def _placed(self) -> int:
        return len(self.proving) + len(self.idle) + self.busy

    def missing(self, waiting: int, room: Room) -> int:
        """How many more workers to ask for; ``waiting``: jobs that are handed to nobody yet.

        Raises EngineError where nobody can work, and nobody ever will.
        """
        if not self._placed and not self.coming:
            self._despair(room)
        if self._false_starts >= MAX_FALSE_STARTS:
            return 0
        # At least one is asked for, so that a cluster that grows knows of us.
        fitting = room.most(self.cluster, self.refused)
        most = self.cluster.workers or max(1, min(fitting, self._placed + room.free(self.cluster)))
        if not self.cluster.address:  # this machine will not grow
            most = min(most, fitting)
        return max(0, min(most, waiting + self.busy) - self._placed - len(self.coming))

    def arrived(self, reference: Any, proof: Any, node: str, host: str) -> None:
        """Note that a worker has been placed, and where; ``proof`` will tell whether it may work."""
        self.proving[proof] = self.coming.pop(reference), node, host

    def proved(self, proof: Any, unlike: str) -> Any:
        """Take the word of a worker: what is ``unlike`` here; empty: it may work. Else it is given back."""
        worker, node, host = self.proving.pop(proof)
        if unlike:
            self.refused[node] = f"{host}: {unlike}"
            return worker
        self._false_starts = 0
        self.idle.append(worker)
        return None

    def failed(self, reference: Any, why: str) -> None:
        """Note that a worker ended before it could work. Raises EngineError where all of them do."""
        self.coming.pop(reference, None)
        self.proving.pop(reference, None)
        self._false_starts += 1
        if self._false_starts >= MAX_FALSE_STARTS and not self.idle and not self.busy:
            raise EngineError(
                f"no worker could be started on the Ray cluster ({why}); install this "
                "version of Answerbook with its extra ray on all of its nodes, and run this again"
            )

    def waits(self, room: Room) -> str:
        """What there is to wait for, in a sentence; empty where somebody works, or could.

        Raises EngineError where nobody has been placed for as long as the settings allow.
        """
        if self._placed:
            self._alone_since = self._clock()
            if self.idle or self.busy:
                return ""
            hosts = ", ".join(sorted({host for _, _, host in self.proving.values()}))
            return f"comparing versions and model files on {hosts}"
        if self._clock() - self._alone_since > self.cluster.wait:
            raise EngineError(
                f"no worker found room on the Ray cluster within {self.cluster.wait:g} s "
                f"({self._told(room)}); try again later, lower `cpus` or `gpus` of "
                "`cluster`, or raise its `wait`"
            )
        return f"waiting for room on the Ray cluster: {self._told(room)}"

    def _told(self, room: Room) -> str:
        refused = [f"refused: {sentence}" for sentence in self.refused.values()]
        return "; ".join([f"{room}, and a worker needs {self._needs}", *refused])

    @property
    def _needs(self) -> str:
        return f"{self.cluster.cpus} CPUs and {self.cluster.gpus:g} GPUs of one node"

    def _despair(self, room: Room) -> None:
        """Raise EngineError where no node has room for a worker, or none with room was found equal."""
        if room.most(self.cluster, self.refused):
            return
        if self.refused:
            raise EngineError(
                "no worker of the Ray cluster would give the answers that are asked for here; "
                f"{'; '.join(self.refused.values())}; mend its nodes, and run this again"
            )
        if not self.cluster.address:
            raise EngineError(
                f"the Ray cluster has no room for a worker: {self._told(room)}; "
                "lower `cpus` or `gpus` of `cluster`"
            )

"""Workers on a Ray cluster: actors that keep their models loaded from paper to paper.

`generator.run.engines.roster` tracks the workers and which of them may work; this module is Ray's side. A
job's messages go to a mailbox on the driver's node and are acknowledged before the job continues, so the last
message of a dying worker has arrived. A worker that dies, alone or with its node, ends its job as died, and
another replaces it if the cluster has room.
"""

from __future__ import annotations

import contextlib
import logging
import os
import socket
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from generator.core.cluster_settings import Cluster
from generator.errors import EngineError
from generator.run.engines.events import EngineNotice, Event, JobFinished, JobMessage, deliver_with
from generator.run.engines.roster import Room, Roster
from generator.storage.installed import install_command

_POLL_SECONDS = 0.2
_MAX_REASON_CHARS = 200  # of Ray's text in an error
_ROOM_POLL_SECONDS = 2.0
# Limit for taking messages from the mailbox, which is a process of the driver's own machine.
_MAX_MAILBOX_SECONDS = 120.0


def run_on_cluster(
    work: Callable[[Any], None],
    jobs: Sequence[Any],
    cluster: Cluster,
    prove: Callable[[], str] = lambda: "",
) -> Iterator[Event | EngineNotice]:
    """Run ``work(job)`` for each job on ``cluster``; yield events as `run` does, and notices.

    ``work`` must be importable on the nodes, jobs picklable. prove: called in each worker before it gets
    work; returns what differs there from here, or "". Raises EngineError if Ray is not installed, no cluster
    is at the address, no worker may work, or none finds room in time.
    """
    if not jobs:
        return
    with _joined(cluster) as ray:
        crew = _Crew(ray, cluster, prove)
        waiting = deque(enumerate(jobs))
        at_work: dict[Any, tuple[int, Any]] = {}  # reference of the result -> job and worker
        try:
            while waiting or at_work:
                yield from crew.call_workers(len(waiting))
                while waiting and crew.roster.idle:
                    number, job = waiting.popleft()
                    worker = crew.roster.idle.pop()
                    at_work[worker.run.remote(work, number, job)] = number, worker
                    crew.roster.busy += 1
                done = crew.wait_for_results(list(at_work))
                for number, content in crew.take_messages():
                    yield JobMessage(number, content)
                for reference in done:
                    number, worker = at_work.pop(reference)
                    end = _end(ray, reference, number)
                    crew.take_back(worker, died=end.died)
                    yield end
        finally:
            crew.dismiss([worker for _, worker in at_work.values()])


class _Crew:
    """The workers and the mailbox, as Ray knows them."""

    def __init__(self, ray: Any, cluster: Cluster, prove: Callable[[], str]) -> None:
        self.roster = Roster(cluster)
        self._ray, self._prove = ray, prove
        self._box = _post_box(ray)
        self._make = ray.remote(num_cpus=cluster.cpus, num_gpus=cluster.gpus, max_restarts=0)(_Worker)
        self._room, self._labels, self._next_look = Room({}), frozenset[str](), 0.0
        self._reported: set[str] = set()  # refusals that were reported

    def call_workers(self, waiting: int) -> Iterator[EngineNotice]:
        """Request workers that ``waiting`` jobs lack; yield notices about waiting and refusals."""
        for sentence in self.roster.refused.values():
            if sentence not in self._reported:
                self._reported.add(sentence)
                yield EngineNotice(f"{sentence}; nothing was computed there", lasting=True)
        if not waiting or time.monotonic() < self._next_look:
            return
        self._next_look = time.monotonic() + _ROOM_POLL_SECONDS
        self._room, self._labels = _room(self._ray)
        for _ in range(self.roster.missing(waiting, self._room)):
            worker = self._make.options(**self._elsewhere()).remote(self._box)
            self.roster.coming[worker.arrive.remote()] = worker
        if sentence := self.roster.waits(self._room):
            yield EngineNotice(sentence)

    def wait_for_results(self, results: list[Any]) -> list[Any]:
        """Wait a moment, update the roster for new workers, and return which of ``results`` have arrived."""
        asked = [*results, *self.roster.coming, *self.roster.proving]
        if not asked:
            time.sleep(_POLL_SECONDS)
            return []
        done, _ = self._ray.wait(asked, num_returns=1, timeout=_POLL_SECONDS)
        for reference in done:
            if reference in self.roster.coming or reference in self.roster.proving:
                self._newcomer(reference)
        return [reference for reference in done if reference in results]

    def take_messages(self) -> list[tuple[int, Any]]:
        """Return the messages of workers. Raises EngineError if the mailbox, and its content, is gone."""
        try:
            taken: list[tuple[int, Any]] = self._ray.get(
                self._box.take.remote(), timeout=_MAX_MAILBOX_SECONDS
            )
        except self._ray.exceptions.RayError as error:
            raise EngineError(
                f"the Ray cluster no longer answers ({_why(error)}); what was recorded is kept, and "
                "the same command continues from there"
            ) from error
        return taken

    def take_back(self, worker: Any, *, died: bool) -> None:
        """Take back a worker whose job has ended."""
        self.roster.busy -= 1
        if died:
            self._end(worker)  # it may be alive but out of reach, and occupy its place
        else:
            self.roster.idle.append(worker)

    def dismiss(self, at_work: list[Any]) -> None:
        """End all workers, including those ``at_work``, and the mailbox."""
        roster = self.roster
        proving = [worker for worker, _, _ in roster.proving.values()]
        for worker in [*at_work, *roster.idle, *proving, *roster.coming.values(), self._box]:
            self._end(worker)

    def _newcomer(self, reference: Any) -> None:
        roster = self.roster
        worker = roster.coming[reference] if reference in roster.coming else roster.proving[reference][0]
        try:
            result = self._ray.get(reference)
        except self._ray.exceptions.RayError as error:
            self._end(worker)
            roster.failed(reference, _why(error))
            return
        if reference in roster.coming:
            roster.arrived(reference, worker.prove.remote(self._prove), *result)
        elif (refused := roster.proved(reference, result)) is not None:
            self._end(refused)
            self._next_look = 0.0  # another is asked for at once, elsewhere

    def _elsewhere(self) -> dict[str, Any]:
        """Return Ray's placement options for a new worker: not on nodes whose workers were refused."""
        if not self.roster.refused or not self._labels:
            return {}
        from ray.util.scheduling_strategies import NodeLabelSchedulingStrategy, NotIn

        unlike = NotIn(*self.roster.refused)  # type: ignore[no-untyped-call]
        return {"scheduling_strategy": NodeLabelSchedulingStrategy(hard=dict.fromkeys(self._labels, unlike))}

    def _end(self, worker: Any) -> None:
        with contextlib.suppress(Exception):  # whatever Ray raises for one that is dead already
            self._ray.kill(worker)


class _ClusterMailbox:
    """Messages of all workers in the order of their arrival, until the driver takes them."""

    def __init__(self) -> None:
        self._messages: list[tuple[int, Any]] = []

    def put(self, number: int, content: Any) -> None:
        self._messages.append((number, content))

    def take(self) -> list[tuple[int, Any]]:
        taken, self._messages = self._messages, []
        return taken


class _Worker:
    """A process of the cluster that works on one job after another."""

    def __init__(self, post: Any) -> None:
        self._post = post

    def arrive(self) -> tuple[str, str]:
        """Return the id of the node of this worker, and the name of its host."""
        import ray

        return str(ray.get_runtime_context().get_node_id()), socket.gethostname()

    def prove(self, prove: Callable[[], str]) -> str:
        return prove()

    def run(self, work: Callable[[Any], None], number: int, job: Any) -> None:
        import ray

        deliver_with(lambda content: ray.get(self._post.put.remote(number, content)))
        work(job)


@contextlib.contextmanager
def _joined(cluster: Cluster) -> Iterator[Any]:
    try:
        import ray
    except ImportError as error:
        raise EngineError(f"the engine ray needs Ray; run `{install_command('ray')}`") from error
    if ray.is_initialized():  # by our caller, who also shuts it down
        yield ray
        return
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # nothing is reported to anybody
    try:
        ray.init(
            address=cluster.address or "local",
            log_to_driver=False,
            include_dashboard=None if cluster.address else False,
            logging_level=logging.ERROR,
        )
    except (ConnectionError, ValueError, RuntimeError, OSError) as error:
        why = " ".join(str(error).split())[:_MAX_REASON_CHARS]
        raise EngineError(
            f"no Ray cluster answers at {cluster.address!r} ({why}); start one with `ray start --head`"
        ) from error
    try:
        yield ray
    finally:
        ray.shutdown()


def _room(ray: Any) -> tuple[Room, frozenset[str]]:
    """Return the resources of the cluster, and the names of the labels that hold a node's id."""
    nodes, labels = {}, set()
    for node in ray.nodes():
        if node["Alive"]:
            there, name = node["Resources"], node["NodeID"]
            nodes[name] = float(there.get("CPU", 0.0)), float(there.get("GPU", 0.0))
            # Versions of Ray spell it differently.
            labels |= {label for label, value in node.get("Labels", {}).items() if value == name}
    free = ray.available_resources()
    return Room(nodes, float(free.get("CPU", 0.0)), float(free.get("GPU", 0.0))), frozenset(labels)


def _post_box(ray: Any) -> Any:
    from ray.util.scheduling_strategies import NodeAffinitySchedulingStrategy

    here = NodeAffinitySchedulingStrategy(ray.get_runtime_context().get_node_id(), soft=False)
    # It must outlive any worker, and any node but the driver's.
    return ray.remote(_ClusterMailbox).options(num_cpus=0, scheduling_strategy=here).remote()


def _end(ray: Any, reference: Any, number: int) -> JobFinished:
    """Return how the job behind ``reference`` ended."""
    try:
        ray.get(reference)
    except ray.exceptions.RayTaskError as error:
        return JobFinished(number, error.cause if isinstance(error.cause, BaseException) else error)
    except ray.exceptions.RayError as error:  # the worker or its node is gone
        return JobFinished(number, error, died=True)
    return JobFinished(number)


def _why(error: BaseException) -> str:
    """Return Ray's text of an error on one line: the last error line of its traceback, if it has one."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    errors = [line for line in lines if "Error" in line] or lines or [type(error).__name__]
    return " ".join(errors[-1].split())[:_MAX_REASON_CHARS]

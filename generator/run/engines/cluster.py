"""Workers on a Ray cluster: actors that keep their models loaded from paper to paper.

Which workers there are, and which of them may work, `generator.run.engines.roster` keeps; here is Ray's side.
What a job sends goes to a post box on the node of the driver, and is acknowledged before the job goes on:
the last words of a worker that dies have arrived. A worker that dies, alone or with its node, ends its job
as died, and another takes its place where the cluster has room.
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

from generator.core.cluster import Cluster
from generator.errors import EngineError
from generator.run.engines.events import EngineNotice, Event, JobFinished, JobMessage, deliver_with
from generator.run.engines.roster import Room, Roster
from generator.storage.installed import install_command

_SECONDS_BETWEEN_LOOKS = 0.2
_SECONDS_BETWEEN_LOOKS_AT_THE_ROOM = 2.0
# How long the post box, which is a process of the driver's own machine, may take to hand out what it has.
_SECONDS_OF_THE_POST = 120.0


def run_on_cluster(
    work: Callable[[Any], None],
    jobs: Sequence[Any],
    cluster: Cluster,
    prove: Callable[[], str] = lambda: "",
) -> Iterator[Event | EngineNotice]:
    """Run ``work(job)`` for each job on ``cluster``; yield events as `run` does, and notices.

    ``work`` must be importable on the nodes, jobs picklable. prove: called in each worker before it gets
    work; says what is other there than here, and nothing where nothing is. Raises EngineError where there is
    no Ray, no cluster at the address, no worker that may work, or no room for one in time.
    """
    if not jobs:
        return
    with _joined(cluster) as ray:
        crew = _Crew(ray, cluster, prove)
        waiting = deque(enumerate(jobs))
        at_work: dict[Any, tuple[int, Any]] = {}  # reference of the result -> job and worker
        try:
            while waiting or at_work:
                yield from crew.called(len(waiting))
                while waiting and crew.roster.idle:
                    number, job = waiting.popleft()
                    worker = crew.roster.idle.pop()
                    at_work[worker.run.remote(work, number, job)] = number, worker
                    crew.roster.busy += 1
                done = crew.heard(list(at_work))
                for number, content in crew.post():
                    yield JobMessage(number, content)
                for reference in done:
                    number, worker = at_work.pop(reference)
                    end = _end(ray, reference, number)
                    crew.back(worker, died=end.died)
                    yield end
        finally:
            crew.dismissed([worker for _, worker in at_work.values()])


class _Crew:
    """The workers and the post box, as Ray knows them."""

    def __init__(self, ray: Any, cluster: Cluster, prove: Callable[[], str]) -> None:
        self.roster = Roster(cluster)
        self._ray, self._prove = ray, prove
        self._box = _post_box(ray)
        self._make = ray.remote(num_cpus=cluster.cpus, num_gpus=cluster.gpus, max_restarts=0)(_Worker)
        self._room, self._labels, self._next_look = Room({}), frozenset[str](), 0.0
        self._told: set[str] = set()  # of what was refused

    def called(self, waiting: int) -> Iterator[EngineNotice]:
        """Ask for the workers that ``waiting`` jobs still lack, and tell what there is to wait for."""
        for sentence in self.roster.refused.values():
            if sentence not in self._told:
                self._told.add(sentence)
                yield EngineNotice(f"{sentence}; nothing was computed there", lasting=True)
        if not waiting or time.monotonic() < self._next_look:
            return
        self._next_look = time.monotonic() + _SECONDS_BETWEEN_LOOKS_AT_THE_ROOM
        self._room, self._labels = _room(self._ray)
        for _ in range(self.roster.missing(waiting, self._room)):
            worker = self._make.options(**self._elsewhere()).remote(self._box)
            self.roster.coming[worker.arrive.remote()] = worker
        if sentence := self.roster.waits(self._room):
            yield EngineNotice(sentence)

    def heard(self, results: list[Any]) -> list[Any]:
        """Wait a moment for news; note those of newcomers, and return which of ``results`` are there."""
        asked = [*results, *self.roster.coming, *self.roster.proving]
        if not asked:
            time.sleep(_SECONDS_BETWEEN_LOOKS)
            return []
        done, _ = self._ray.wait(asked, num_returns=1, timeout=_SECONDS_BETWEEN_LOOKS)
        for reference in done:
            if reference in self.roster.coming or reference in self.roster.proving:
                self._newcomer(reference)
        return [reference for reference in done if reference in results]

    def post(self) -> list[tuple[int, Any]]:
        """What workers sent. Raises EngineError where the post box is gone, and with it what was in it."""
        try:
            taken: list[tuple[int, Any]] = self._ray.get(
                self._box.take.remote(), timeout=_SECONDS_OF_THE_POST
            )
        except self._ray.exceptions.RayError as error:
            raise EngineError(
                f"the Ray cluster does not answer any more ({_why(error)}); what was recorded is kept, and "
                "the same command goes on from there"
            ) from error
        return taken

    def back(self, worker: Any, *, died: bool) -> None:
        """Take back a worker whose job has ended."""
        self.roster.busy -= 1
        if died:
            self._end(worker)  # it may live, out of reach, and hold its place
        else:
            self.roster.idle.append(worker)

    def dismissed(self, at_work: list[Any]) -> None:
        """End all workers, those ``at_work`` too, and the post box."""
        roster = self.roster
        proving = [worker for worker, _, _ in roster.proving.values()]
        for worker in [*at_work, *roster.idle, *proving, *roster.coming.values(), self._box]:
            self._end(worker)

    def _newcomer(self, reference: Any) -> None:
        roster = self.roster
        worker = roster.coming[reference] if reference in roster.coming else roster.proving[reference][0]
        try:
            said = self._ray.get(reference)
        except self._ray.exceptions.RayError as error:
            self._end(worker)
            roster.failed(reference, _why(error))
            return
        if reference in roster.coming:
            roster.arrived(reference, worker.prove.remote(self._prove), *said)
        elif (refused := roster.proved(reference, said)) is not None:
            self._end(refused)
            self._next_look = 0.0  # another is asked for at once, elsewhere

    def _elsewhere(self) -> dict[str, Any]:
        """Where Ray is to place a worker: on no node whose workers were refused."""
        if not self.roster.refused or not self._labels:
            return {}
        from ray.util.scheduling_strategies import NodeLabelSchedulingStrategy, NotIn

        unlike = NotIn(*self.roster.refused)  # type: ignore[no-untyped-call]
        return {"scheduling_strategy": NodeLabelSchedulingStrategy(hard=dict.fromkeys(self._labels, unlike))}

    def _end(self, worker: Any) -> None:
        with contextlib.suppress(Exception):  # whatever Ray raises for one that is dead already
            self._ray.kill(worker)


class _PostBox:
    """Messages of all workers in the order of their arrival, until the driver takes them."""

    def __init__(self) -> None:
        self._messages: list[tuple[int, Any]] = []

    def put(self, number: int, content: Any) -> None:
        self._messages.append((number, content))

    def take(self) -> list[tuple[int, Any]]:
        taken, self._messages = self._messages, []
        return taken


class _Worker:
    """A process of the cluster that works on one job after the other."""

    def __init__(self, post: Any) -> None:
        self._post = post

    def arrive(self) -> tuple[str, str]:
        """The id of the node on which this is, and the name of its host."""
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
    if ray.is_initialized():  # by whoever called us: it stays theirs
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
        why = " ".join(str(error).split())[:200]
        raise EngineError(
            f"no Ray cluster answers at {cluster.address!r} ({why}); start one with `ray start --head`"
        ) from error
    try:
        yield ray
    finally:
        ray.shutdown()


def _room(ray: Any) -> tuple[Room, frozenset[str]]:
    """What the cluster has now, and the names of the labels that hold the id of a node."""
    nodes, labels = {}, set()
    for node in ray.nodes():
        if node["Alive"]:
            there, name = node["Resources"], node["NodeID"]
            nodes[name] = float(there.get("CPU", 0.0)), float(there.get("GPU", 0.0))
            # Versions of Ray spell it otherwise.
            labels |= {label for label, value in node.get("Labels", {}).items() if value == name}
    free = ray.available_resources()
    return Room(nodes, float(free.get("CPU", 0.0)), float(free.get("GPU", 0.0))), frozenset(labels)


def _post_box(ray: Any) -> Any:
    from ray.util.scheduling_strategies import NodeAffinitySchedulingStrategy

    here = NodeAffinitySchedulingStrategy(ray.get_runtime_context().get_node_id(), soft=False)
    # It must outlive any worker, and any node but the driver's.
    return ray.remote(_PostBox).options(num_cpus=0, scheduling_strategy=here).remote()


def _end(ray: Any, reference: Any, number: int) -> JobFinished:
    """How the job behind ``reference`` ended."""
    try:
        ray.get(reference)
    except ray.exceptions.RayTaskError as error:
        return JobFinished(number, error.cause if isinstance(error.cause, BaseException) else error)
    except ray.exceptions.RayError as error:  # the worker or its node is gone
        return JobFinished(number, error, died=True)
    return JobFinished(number)


def _why(error: BaseException) -> str:
    """What Ray says of an error, on one line: the last one of its traceback, where it gives one."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    told = [line for line in lines if "Error" in line] or lines or [type(error).__name__]
    return " ".join(told[-1].split())[:200]

"""Workers on a Ray cluster: actors that keep their models loaded from paper to paper.

What a job sends goes to a post box on the node of the driver, and is acknowledged before the job goes on:
the last words of a worker that dies have arrived. A worker that dies, alone or with its node, ends its job
as died, and another takes its place where the cluster has room.
"""

from __future__ import annotations

import contextlib
import logging
import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from generator.core.cluster import Cluster
from generator.errors import EngineError
from generator.run.engines.events import Ended, Event, Message, deliver_with

_SECONDS_BETWEEN_LOOKS = 0.2
_SECONDS_TO_JOIN = 60.0


def run_on_cluster(work: Callable[[Any], None], jobs: Sequence[Any], cluster: Cluster) -> Iterator[Event]:
    """Run ``work(job)`` for each job on ``cluster``; yield events as `run` does.

    ``work`` must be importable on the nodes, jobs picklable. Raises EngineError where there is no Ray, no
    cluster at the address, or no room for a single worker.
    """
    if not jobs:
        return
    with _joined(cluster) as ray:
        count = min(cluster.workers or _room(ray, cluster), len(jobs))
        post = _post_box(ray)
        make = ray.remote(_Worker).options(num_cpus=cluster.cpus, num_gpus=cluster.gpus, max_restarts=0)
        waiting = deque(enumerate(jobs))
        at_work: dict[Any, tuple[int, Any]] = {}  # reference of the result -> job and worker
        idle = [make.remote(post) for _ in range(count)]
        try:
            while waiting or at_work:
                while waiting and idle:
                    number, job = waiting.popleft()
                    worker = idle.pop()
                    at_work[worker.run.remote(work, number, job)] = number, worker
                done, _ = ray.wait(list(at_work), timeout=_SECONDS_BETWEEN_LOOKS)
                for number, content in ray.get(post.take.remote()):
                    yield Message(number, content)
                for reference in done:
                    number, worker = at_work.pop(reference)
                    end = _end(ray, reference, number)
                    idle.append(make.remote(post) if end.died else worker)
                    yield end
        finally:
            for worker in [*idle, *(w for _, w in at_work.values()), post]:
                with contextlib.suppress(Exception):  # whatever Ray raises for one that is dead already
                    ray.kill(worker)


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

    def run(self, work: Callable[[Any], None], number: int, job: Any) -> None:
        import ray

        deliver_with(lambda content: ray.get(self._post.put.remote(number, content)))
        work(job)


@contextlib.contextmanager
def _joined(cluster: Cluster) -> Iterator[Any]:
    try:
        import ray
    except ImportError as error:
        raise EngineError("the engine ray needs Ray; install answerbook[ray]") from error
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


def _room(ray: Any, cluster: Cluster) -> int:
    """How many workers the cluster has room for. Raises EngineError for none."""
    there = ray.cluster_resources()
    room = int(there.get("CPU", 0) // cluster.cpus) if cluster.cpus else 1
    if cluster.gpus:
        room = min(room, int(there.get("GPU", 0) / cluster.gpus))
    if room < 1:
        raise EngineError(
            f"the Ray cluster has {there.get('CPU', 0):g} CPUs and {there.get('GPU', 0):g} GPUs, and a "
            f"worker needs {cluster.cpus} and {cluster.gpus:g}; lower `cpus` or `gpus` of `cluster`"
        )
    return room


def _post_box(ray: Any) -> Any:
    from ray.util.scheduling_strategies import NodeAffinitySchedulingStrategy

    here = NodeAffinitySchedulingStrategy(ray.get_runtime_context().get_node_id(), soft=False)
    # It must outlive any worker, and any node but the driver's.
    return ray.remote(_PostBox).options(num_cpus=0, scheduling_strategy=here).remote()


def _end(ray: Any, reference: Any, number: int) -> Ended:
    """How the job behind ``reference`` ended."""
    try:
        ray.get(reference)
    except ray.exceptions.RayTaskError as error:
        return Ended(number, error.cause if isinstance(error.cause, BaseException) else error)
    except ray.exceptions.RayError as error:  # the worker or its node is gone
        return Ended(number, error, died=True)
    return Ended(number)

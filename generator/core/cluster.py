"""Which Ray cluster computes answers, and what each of its workers takes."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Cluster"]


@dataclass(frozen=True, slots=True)
class Cluster:
    """Which cluster, and what a worker takes of it.

    address: as `ray.init` takes it (``auto``, ``ray://host:10001``); empty: one on this machine, for
    the time of the build. workers: 0 is as many as there is room for. cpus, gpus: of one worker.
    wait: seconds until a build in which no worker finds room gives up.
    """

    address: str = ""
    workers: int = 0
    cpus: int = 2
    gpus: float = 0.0
    wait: float = 600.0

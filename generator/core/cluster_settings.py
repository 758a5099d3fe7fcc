"""The Ray cluster that computes answers, and the resources of each of its workers."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Cluster"]


@dataclass(frozen=True, slots=True)
class Cluster:
    """A Ray cluster, and what one worker takes of it.

    address: as `ray.init` takes it (``auto``, ``ray://host:10001``); empty: start one on this machine for the
    build. workers: 0 means as many as fit. cpus, gpus: of one worker. wait: seconds until a build gives up if
    no worker can be placed.
    """

    address: str = ""
    workers: int = 0
    cpus: int = 2
    gpus: float = 0.0
    wait: float = 600.0

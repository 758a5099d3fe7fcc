"""How many workers a build starts by itself."""

from __future__ import annotations

import os
from collections.abc import Sequence

import pytest

from generator.answering import ModelSpec
from generator.answering.answerers import Kind
from generator.run import jobs

GIGABYTE = 1_000_000_000


@pytest.mark.parametrize(
    ("kinds", "papers", "memory", "workers"),
    [
        (("quotes",), 1000, 64, 4),
        (("quotes",), 1, 64, 2),  # two for each paper, at most
        (("quotes", "server"), 8, 64, 4),
        (("quotes", "server"), 1000, 64, 16),  # they wait for the server, and leave their cores to others
        (("server",), 64, 64, 8),  # each takes seconds to start, so there must be work for it
        (("server",), 1000, 16, 5),  # half of the memory
        (("server", "plugin"), 1000, 64, 4),
    ],
)
def test_workers_fit_the_cores_the_memory_and_what_is_asked(
    monkeypatch: pytest.MonkeyPatch, kinds: Sequence[Kind], papers: int, memory: int, workers: int
) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 4)
    monkeypatch.setattr(os, "sysconf", lambda name: memory * GIGABYTE if name == "SC_PHYS_PAGES" else 1)
    assert jobs.max_workers([ModelSpec(kind, kind) for kind in kinds], papers) == workers

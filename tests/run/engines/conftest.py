"""What is tested here is the start and the end of workers as users have them: spawned, not forked."""

from __future__ import annotations

import pytest

from generator.core.parent import spawning
from generator.run.engines import worker_processes as local


@pytest.fixture(autouse=True)
def _spawned_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(local, "spawning", spawning)

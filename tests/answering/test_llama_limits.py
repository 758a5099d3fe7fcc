"""No call of a llama.cpp process takes longer than it may: loading, a reply, one without end."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from generator.answering.models.llama import process
from generator.answering.models.llama.process import LlamaProcess
from generator.errors import ModelUnavailable

pytestmark = pytest.mark.enable_socket
ROOT = Path(__file__).resolve().parents[2]


def start(package: str, given: Mapping[str, str]) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.answering.hanging_child"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


@pytest.fixture
def running(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[LlamaProcess]:
    monkeypatch.setattr(process, "start_child", start)
    found = LlamaProcess(tmp_path / "model", str(tmp_path), 60.0)
    found._timeout = 0.5
    yield found
    found.close()


def test_what_hangs_is_ended_and_the_next_question_starts_it_anew(running: LlamaProcess) -> None:
    first = running.pid
    assert running.post("/quick", {}) == {}
    with pytest.raises(ModelUnavailable, match=r"took longer than 0\.5 s; raise `timeout`"):
        running.post("/hangs", {})
    running._timeout = 60.0
    running.revive()
    assert running.pid != first
    assert running.post("/quick", {}) == {}


def test_a_reply_that_never_begins_and_one_that_never_ends_are_given_up(running: LlamaProcess) -> None:
    first = running.pid
    heard: list[Any] = []
    with pytest.raises(ModelUnavailable), running.stream("/drips", {}) as pieces:
        heard.extend(pieces)
    running.revive()
    assert running.pid == first  # it is no worse for that: hanging up stops it
    with pytest.raises(ModelUnavailable), running.stream("/hangs", {}) as pieces:
        heard.extend(pieces)


def test_a_file_that_is_loaded_for_ever_is_given_up(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(process, "start_child", start)
    with pytest.raises(ModelUnavailable, match=r"slow was not loaded by llama\.cpp within 0\.5 s"):
        LlamaProcess(tmp_path / "slow", str(tmp_path), 0.5)

"""The worker that keeps encoder and scorer: same results, and no command ever needs it."""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner

from generator.cli import main
from generator.errors import AnswerbookError
from generator.retrieval.resident import place, wire
from generator.retrieval.resident import worker_client as client
from generator.retrieval.resident.place import socket_path
from generator.retrieval.resident.server import Worker
from generator.retrieval.resident.worker_client import encoder_at_hand, scorer_at_hand
from generator.retrieval.scorer import ScoredText
from tests.conftest import BEETLES

ROOT = Path(__file__).resolve().parents[2]
MADE_BY = {"encoder": ["weights of the encoder"], "scorer": ["weights of the scorer"]}
TEXTS = ("Seeds were fixed.", "Äpfel, 2 kg.", "")
PASSAGES = [ScoredText("Methods", "We ran it."), ScoredText("", "So did they.")]


class Scripted:
    """Encoder and scorer whose results are easily told apart: ``sign`` times lengths of texts."""

    name = "scripted"

    def __init__(self, sign: float) -> None:
        self.sign, self.given = sign, 0

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        self.given += 1
        return np.array([[self.sign * len(text), 0.1] for text in texts], dtype=np.float32)

    def score(self, question: str, passages: Sequence[ScoredText]) -> np.ndarray:
        self.given += 1
        return np.array([self.sign * len(question + p.title + p.text) / 3 for p in passages])


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Scripted:
    """Return the models that a command loads by itself, in a place where no worker is yet."""
    runtime = tmp_path / "run"
    runtime.mkdir()
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(runtime))
    own = Scripted(-1.0)
    monkeypatch.setattr(client, "HELLO_SECONDS", 30.0)  # on a busy machine, too
    monkeypatch.setattr(client, "SentenceTransformerEncoder", lambda model: own)
    monkeypatch.setattr(client, "load_scorer", lambda model: own)
    monkeypatch.setattr(client, "made_by_encoder", lambda model: list(MADE_BY["encoder"]))
    monkeypatch.setattr(client, "made_by_scorer", lambda model: list(MADE_BY["scorer"]))
    return own


@contextlib.contextmanager
def serving(worker: Worker) -> Iterator[None]:
    """Serve for the block."""
    with worker.listening(socket_path()) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield
        finally:
            server.shutdown()
            thread.join()


def test_a_command_gets_the_worker_s_results_to_the_last_bit(own: Scripted) -> None:
    kept = Scripted(1.0)
    with serving(Worker(kept, kept, MADE_BY)):
        vectors = encoder_at_hand("packaged").encode(TEXTS)
        scorer = scorer_at_hand("packaged")
        assert scorer is not None
        scores = scorer.score("Who?", PASSAGES)
    assert vectors.dtype == np.float32
    assert vectors.tobytes() == Scripted(1.0).encode(TEXTS).tobytes()
    assert scores.dtype == np.float64
    assert scores.tobytes() == Scripted(1.0).score("Who?", PASSAGES).tobytes()
    assert own.given == 0


def test_what_was_asked_before_is_not_computed_again(own: Scripted) -> None:
    kept = Scripted(1.0)
    worker = Worker(kept, kept, MADE_BY)
    worker.encode_ahead([TEXTS])
    with serving(worker):
        for _ in range(2):
            encoder_at_hand("packaged").encode(TEXTS)
        encoder_at_hand("packaged").encode(TEXTS[:1])
    assert kept.given == 2


def test_without_a_worker_a_command_loads_its_own_models(own: Scripted) -> None:
    assert encoder_at_hand("packaged") is own
    assert scorer_at_hand("packaged") is own
    assert scorer_at_hand("") is own  # whatever `load_scorer` makes of no scorer
    assert not socket_path().parent.exists()


@pytest.mark.parametrize(
    "change",
    [
        lambda patch: patch.setattr(client, "__version__", "0.0.1"),
        lambda patch: patch.setattr(client, "PROTOCOL", 0),
        lambda patch: patch.setattr(client, "made_by_encoder", lambda model: ["other weights"]),
        lambda patch: patch.setattr(client, "made_by_encoder", lambda model: None),
        lambda patch: patch.setattr(client, "is_own_peer", lambda connection: False),
        lambda patch: patch.setattr(client, "is_offered", lambda: False),
        lambda patch: socket_path().chmod(0o666),
        lambda patch: socket_path().parent.chmod(0o755),
    ],
    ids=["version", "protocol", "weights", "unknown weights", "another user", "windows", "socket", "folder"],
)
def test_another_worker_is_not_used(
    own: Scripted, monkeypatch: pytest.MonkeyPatch, change: Callable[[pytest.MonkeyPatch], Any]
) -> None:
    kept = Scripted(1.0)
    with serving(Worker(kept, kept, MADE_BY)):
        change(monkeypatch)
        assert encoder_at_hand("packaged") is own
    assert kept.given == 0


def test_a_worker_without_a_scorer_gives_none(own: Scripted) -> None:
    with serving(Worker(Scripted(1.0), None, {**MADE_BY, "scorer": None})):
        assert scorer_at_hand("packaged") is own


def test_a_busy_worker_is_not_used_until_the_other_command_ends(
    own: Scripted, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = Scripted(1.0)
    with serving(Worker(kept, kept, MADE_BY)):
        first = client._connected("encoder", lambda: MADE_BY["encoder"])
        assert first is not None
        monkeypatch.setattr(client.os, "getpid", lambda: 7)
        assert encoder_at_hand("packaged") is own
        monkeypatch.undo()
        assert first._connection is not None
        first._connection.close()
    assert kept.given == 0


def test_the_worker_refuses_processes_of_other_users(own: Scripted, monkeypatch: pytest.MonkeyPatch) -> None:
    real = place.is_own_peer
    from generator.retrieval.resident import server

    monkeypatch.setattr(server, "is_own_peer", lambda connection: False)
    with serving(Worker(Scripted(1.0), None, MADE_BY)):
        assert encoder_at_hand("packaged") is own
        monkeypatch.setattr(server, "is_own_peer", real)
        assert encoder_at_hand("packaged") is not own


def test_a_command_goes_on_by_itself_when_its_worker_is_gone(own: Scripted) -> None:
    kept = Scripted(1.0)
    with serving(Worker(kept, kept, MADE_BY)):
        encoder = encoder_at_hand("packaged")
        assert encoder.encode(TEXTS)[0, 0] > 0
        connection = encoder._connection._connection  # type: ignore[attr-defined]
        connection.shutdown(socket.SHUT_RDWR)
        assert encoder.encode(TEXTS)[0, 0] < 0
        assert encoder.encode(TEXTS)[0, 0] < 0
    assert own.given == 2


def test_a_slow_worker_is_left(own: Scripted, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "_REQUEST_SECONDS", 0.05)
    monkeypatch.setattr(client, "_SECONDS_PER_TEXT", 0.0)
    kept = Scripted(1.0)
    slow = threading.Event()
    monkeypatch.setattr(kept, "encode", lambda texts: [slow.wait(30), np.zeros((3, 2), np.float32)][1])
    with serving(Worker(kept, kept, MADE_BY)):
        assert encoder_at_hand("packaged").encode(TEXTS)[0, 0] < 0
        slow.set()


@pytest.mark.parametrize(
    "found",
    [
        np.zeros((2, 2), dtype=np.float32),
        np.zeros(3, dtype=np.float32),
        np.full((3, 2), np.nan, dtype=np.float32),
    ],
    ids=["rows", "dimensions", "no number"],
)
def test_results_that_cannot_be_are_not_used(
    own: Scripted, monkeypatch: pytest.MonkeyPatch, found: np.ndarray
) -> None:
    kept = Scripted(1.0)
    monkeypatch.setattr(kept, "encode", lambda texts: found)
    with serving(Worker(kept, kept, MADE_BY)):
        assert encoder_at_hand("packaged").encode(TEXTS)[0, 0] < 0


def test_only_one_worker_is_there_and_the_socket_of_a_killed_one_is_replaced(own: Scripted) -> None:
    place.own_folder(socket_path())
    left = socket.socket(socket.AF_UNIX)
    left.bind(str(socket_path()))
    left.close()
    worker = Worker(Scripted(1.0), None, MADE_BY)
    with serving(worker):
        assert socket_path().stat().st_mode & 0o777 == 0o600
        with pytest.raises(AnswerbookError, match="another worker"), worker.listening(socket_path()):
            pass
        assert encoder_at_hand("packaged") is not own
    assert not socket_path().exists()


def test_a_folder_that_others_may_use_is_refused(own: Scripted) -> None:
    socket_path().parent.mkdir(mode=0o777)
    socket_path().parent.chmod(0o777)
    with (
        pytest.raises(AnswerbookError, match="used by others"),
        Worker(Scripted(1.0), None, MADE_BY).listening(socket_path()),
    ):
        pass


def test_a_path_too_long_for_a_socket_is_refused_with_the_remedy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deep = tmp_path / ("long" * 30)
    deep.mkdir()
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(deep))
    with pytest.raises(AnswerbookError, match="shorter path"):
        place.own_folder(socket_path())


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x00\x00\x00\x02",
        wire._LENGTHS.pack(2, 0) + b"[]",
        wire._LENGTHS.pack(3, 0) + b"{]}",
        wire._LENGTHS.pack(wire._MAX_JSON + 1, 0),
        wire._LENGTHS.pack(2, wire._MAX_ARRAY + 1) + b"{}",
        wire._LENGTHS.pack(29, 8) + b'{"shape": [1], "type": "|O8"}' + b"12345678",
        wire._LENGTHS.pack(29, 4) + b'{"shape": [2], "type": "<f4"}' + b"1234",
        wire._LENGTHS.pack(30, 4) + b'{"shape": [-1], "type": "<f4"}' + b"1234",
        wire._LENGTHS.pack(100_000, 0) + b"[" * 100_000,
    ],
)
def test_what_is_no_message_ends_the_connection(data: bytes) -> None:
    here, there = socket.socketpair()
    with here, there:
        sender = threading.Thread(target=lambda: (there.sendall(data), there.shutdown(socket.SHUT_WR)))
        sender.start()
        with pytest.raises((EOFError, wire.WireError)):
            wire.receive(here)
        here.close()
        sender.join()


def test_a_stranger_who_talks_nonsense_does_not_end_the_worker(own: Scripted) -> None:
    with serving(Worker(Scripted(1.0), None, MADE_BY)):
        for nonsense in (b"GET / HTTP/1.1\r\n\r\n", b"", wire._LENGTHS.pack(2, 0) + b"{}"):
            with socket.socket(socket.AF_UNIX) as stranger:
                stranger.connect(str(socket_path()))
                stranger.sendall(nonsense)
        assert encoder_at_hand("packaged") is not own


@pytest.mark.slow
def test_answers_are_the_same_with_and_without_the_worker(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "generator")
    paper = tmp_path / "beetles.md"
    paper.write_text(BEETLES, encoding="utf-8")
    runtime = tmp_path / "run"
    runtime.mkdir()
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(runtime))
    monkeypatch.setattr(client, "HELLO_SECONDS", 30.0)  # on a busy machine, too
    asked = ["ask", str(paper), "-q", "random-seeds", "-q", "hardware", "-q", "Who paid for it?", "--json"]
    alone = CliRunner().invoke(main, asked)
    assert "is used as" not in caplog.text
    process = subprocess.Popen(
        [sys.executable, "-m", "generator", "serve", "--models"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline().startswith("Ready: packaged:all-minilm-l6-v2")
        together = CliRunner().invoke(main, asked)
    finally:
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 130
    assert alone.exit_code == together.exit_code == 0
    assert "is used as encoder" in caplog.text
    assert "is used as scorer" in caplog.text
    assert together.stdout == alone.stdout
    assert '"status": "reported"' in alone.stdout
    assert not list(runtime.glob("answerbook/*.sock"))

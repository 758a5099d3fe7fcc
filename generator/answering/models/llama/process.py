"""The process that runs llama.cpp, from outside: started, found dead, started again."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from generator.answering.models.children import Child, death, start_child
from generator.answering.models.llama.loopback import Late, Loopback, Refused
from generator.errors import ModelError, ModelUnavailable
from generator.storage.installed import install

# How long a process that has just broken off may take to be seen dead.
_SECONDS_OF_DYING = 5.0


class LlamaProcess:
    """A llama.cpp server for one model file, with a client for each thread that asks.

    generation: how often it was started; what was known of an earlier one is gone. timeout: seconds for
    loading, and for each request. Raises ModelError where the file cannot be loaded.
    """

    def __init__(self, file: Path, states: str, timeout: float, **options: int) -> None:
        self._file = file
        self._timeout = timeout
        self._key = secrets.token_hex(16)
        self._options = {
            "file": str(file.absolute()),
            "states": f"{states}{os.sep}",
            "key": self._key,
            **options,
        }
        self._starting = threading.Lock()
        self._clients = threading.local()
        self._closed = False
        self.generation = 0
        self._start()

    @property
    def pid(self) -> int:
        """Of the process that runs now."""
        return self._child.pid

    def revive(self) -> None:
        """Start it again where it has died; raises ModelError where it cannot be, or was closed."""
        with self._starting:
            if self._closed:
                raise ModelError(f"the model {self._file.name} was closed; load it again to ask it")
            if self._child.poll() is not None:
                self._start()

    def post(self, path: str, body: Any) -> dict[str, Any]:
        """The server's reply. Raises ModelError; where the process died over it, with how it did."""
        with self._client() as client:
            return client.post(path, body)

    @contextlib.contextmanager
    def stream(self, path: str, body: Any) -> Iterator[Iterator[dict[str, Any]]]:
        """The pieces of the reply, as they are made; leaving the context stops the rest. Raises as `post`."""
        with self._client() as client, contextlib.closing(client.stream(path, body)) as pieces:
            yield pieces

    def close(self) -> None:
        """End it."""
        self._closed = True
        self._end()

    @contextlib.contextmanager
    def _client(self) -> Iterator[Loopback]:
        generation, client = getattr(self._clients, "here", (0, None))
        if client is None or generation != self.generation:  # a connection serves one thread
            client = Loopback(self._address, self._key, self._timeout)
            self._clients.here = self.generation, client
        try:
            yield client
        except Refused:
            raise
        except Late as late:
            if late.silent:  # what hangs in native code hears of nothing: the next question starts it anew
                self._child.kill()
                self._child.wait()
            raise
        except ModelError as error:
            if (how := self._death()) is None:
                raise
            raise ModelError(f"llama.cpp died over a prompt ({how}); try another model") from error

    def _start(self) -> None:
        # Threads that wait passively, as torch is asked to here, halve llama.cpp's speed.
        given = {name: value for name, value in os.environ.items() if name != "OMP_WAIT_POLICY"}
        self._child = start_child(__package__, given)
        assert self._child.stdin is not None
        assert self._child.stdout is not None
        line, late = "", threading.Event()
        clock = threading.Timer(self._timeout, _end_late, [self._child, late])
        clock.daemon = True
        clock.start()
        try:
            self._child.stdin.write(json.dumps(self._options) + "\n")
            self._child.stdin.flush()
            line = self._child.stdout.readline()
        except OSError:
            pass  # it died at once: see below
        finally:
            clock.cancel()
        told = json.loads(line) if line else {}
        if "address" in told:
            self._address = str(told["address"])
            self.generation += 1
            return
        if "missing" in told:
            self._end()
            raise ModelError(f"models of kind llama need xllamacpp; run `{install('models')}`")
        if late.is_set():
            self._end()
            raise ModelUnavailable(
                f"{self._file} was not loaded by llama.cpp within {self._timeout:g} s; raise `timeout`"
            )
        why = told.get("error") or self._death() or "no reason given"
        self._end()
        raise ModelError(f"{self._file} cannot be loaded by llama.cpp ({why}); try another GGUF file")

    def _death(self) -> str | None:
        """How the process died; None where it lives."""
        try:
            code = self._child.wait(_SECONDS_OF_DYING)
        except subprocess.TimeoutExpired:
            return None
        return death(code)

    def _end(self) -> None:
        for pipe in (self._child.stdin, self._child.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except OSError:
                    continue  # what a dead process was still to be told is lost with it
        try:
            self._child.wait(_SECONDS_OF_DYING)
        except subprocess.TimeoutExpired:
            self._child.kill()
            self._child.wait()


def _end_late(child: Child, late: threading.Event) -> None:
    late.set()
    child.kill()

"""The process that runs llama.cpp, from outside: it is started, watched, and restarted after a crash."""

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

from generator.answering.models.children import Child, exit_reason, start_child
from generator.answering.models.llama.loopback import LlamaRefused, LlamaTimeout, Loopback
from generator.errors import ModelError, ModelUnavailable
from generator.storage.installed import install_command

# How long a process that has just closed its connection may take to end.
_MAX_SECONDS_TO_END = 5.0


class LlamaProcess:
    """A llama.cpp server for one model file, with a client for each thread.

    generation: how often it was started; the states of an earlier process are gone. timeout: seconds for
    loading, and for each request. Raises ModelError if the file cannot be loaded.
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
        """Id of the process that runs now."""
        return self._child.pid

    def revive(self) -> None:
        """Start the process again if it has died. Raises ModelError if that fails, or if it was closed."""
        with self._starting:
            if self._closed:
                raise ModelError(f"the model {self._file.name} was closed; load it again to ask it")
            if self._child.poll() is not None:
                self._start()

    def post(self, path: str, body: Any) -> dict[str, Any]:
        """Return the server's reply. Raises ModelError; if the process died, with the way it died."""
        with self._client() as client:
            return client.post(path, body)

    @contextlib.contextmanager
    def stream(self, path: str, body: Any) -> Iterator[Iterator[dict[str, Any]]]:
        """Open a reply as an iterator of its pieces; leaving the context stops the rest. Raises as `post`."""
        with self._client() as client, contextlib.closing(client.stream(path, body)) as pieces:
            yield pieces

    def close(self) -> None:
        """End the process for good."""
        self._closed = True
        self._end()

    @contextlib.contextmanager
    def _client(self) -> Iterator[Loopback]:
        generation, client = getattr(self._clients, "here", (0, None))
        if client is None or generation != self.generation:  # a connection serves one thread
            client = Loopback(self._address, self._key, self._timeout)
            self._clients.here = self.generation, client
        child = self._child  # another thread may start the next one while this request fails
        try:
            yield client
        except LlamaRefused:
            raise
        except LlamaTimeout as late:
            if late.silent:  # native code that hangs must be killed; the next question restarts it
                child.kill()
                child.wait()
            raise
        except ModelError as error:
            if (how := _exit_reason(child)) is None:
                raise
            raise ModelError(f"llama.cpp died over a prompt ({how}); try another model") from error

    def _start(self) -> None:
        # Threads that wait passively, as this process sets for torch, halve llama.cpp's speed.
        environment = {name: value for name, value in os.environ.items() if name != "OMP_WAIT_POLICY"}
        self._child = start_child(__package__, environment)
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
            pass  # it died at once, which is reported below
        finally:
            clock.cancel()
        reply = json.loads(line) if line else {}
        if "address" in reply:
            self._address = str(reply["address"])
            self.generation += 1
            return
        if "missing" in reply:
            self._end()
            raise ModelError(f"models of kind llama need xllamacpp; run `{install_command('models')}`")
        if late.is_set():
            self._end()
            raise ModelUnavailable(
                f"{self._file} was not loaded by llama.cpp within {self._timeout:g} s; raise `timeout`"
            )
        why = reply.get("error") or _exit_reason(self._child) or "no reason given"
        self._end()
        raise ModelError(f"{self._file} cannot be loaded by llama.cpp ({why}); try another GGUF file")

    def _end(self) -> None:
        for pipe in (self._child.stdin, self._child.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except OSError:
                    continue  # unsent data are lost with a dead process
        try:
            self._child.wait(_MAX_SECONDS_TO_END)
        except subprocess.TimeoutExpired:
            self._child.kill()
            self._child.wait()


def _exit_reason(child: Child) -> str | None:
    """Return how a process died; None if it is alive."""
    try:
        code = child.wait(_MAX_SECONDS_TO_END)
    except subprocess.TimeoutExpired:
        return None
    return exit_reason(code)


def _end_late(child: Child, late: threading.Event) -> None:
    late.set()
    child.kill()

"""The worker: models in memory, asked by the commands of one user over a Unix socket.

One command at a time is served; the next one finds it busy and loads its own models. Latest results stay in
memory, so that a paper asked twice, or a question asked of another paper, is not computed again.
"""

from __future__ import annotations

import contextlib
import logging
import socket
import socketserver
import threading
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from filelock import FileLock, Timeout

from generator import __version__
from generator.core import digest
from generator.errors import AnswerbookError
from generator.retrieval.encoder import Encoder
from generator.retrieval.resident import wire
from generator.retrieval.resident.place import is_own_peer, own_folder
from generator.retrieval.resident.worker_client import HELLO_SECONDS, PROTOCOL
from generator.retrieval.scorer import ScoredText, Scorer

if TYPE_CHECKING:
    import numpy as np

__all__ = ["Worker"]

log = logging.getLogger(__name__)

# Bytes of results kept in memory: vectors of some hundred papers.
_MAX_KEPT_BYTES = 64_000_000


class Worker:
    """Serves one encoder, and one scorer unless that is None.

    made_by: for ``encoder`` and ``scorer``, what their results depend on (`generator.retrieval.made_by`).
    """

    def __init__(
        self, encoder: Encoder, scorer: Scorer | None, made_by: Mapping[str, Sequence[str] | None]
    ) -> None:
        self._encoder, self._scorer = encoder, scorer
        self._made_by = {role: list(parts) for role, parts in made_by.items() if parts is not None}
        self._kept: OrderedDict[str, np.ndarray] = OrderedDict()
        self._kept_bytes = 0
        self._computing, self._counting = threading.Lock(), threading.Lock()
        self._client, self._connections = 0, 0

    def encode_ahead(self, lists: Iterable[Sequence[str]]) -> None:
        """Encode lists of texts that will be asked for, such as the queries of questions."""
        for texts in lists:
            self._result({"texts": list(texts)})

    @contextlib.contextmanager
    def listening(self, path: Path) -> Iterator[socketserver.BaseServer]:
        """Yield the server at the socket ``path``, whose ``serve_forever`` serves commands.

        Raises AnswerbookError if another worker is there, or the socket cannot be made.
        """
        own_folder(path)
        lock = FileLock(path.with_suffix(".lock"))
        try:
            lock.acquire(timeout=0)
        except Timeout:
            raise AnswerbookError(f"{path}: another worker is there; stop it first") from None
        with lock:
            path.unlink(missing_ok=True)  # of a worker that was killed
            try:
                server = _Server(str(path), self)
            except OSError as error:
                raise AnswerbookError(
                    f"{path}: cannot be made ({error.strerror}); set XDG_RUNTIME_DIR to another folder"
                ) from error
            with server:
                try:
                    path.chmod(0o600)
                    yield server
                finally:
                    path.unlink(missing_ok=True)

    def talk(self, connection: socket.socket) -> None:
        """Serve one connection until the command ends it."""
        connection.settimeout(HELLO_SECONDS)
        hello, _ = wire.receive(connection)
        role, process = str(hello.get("role")), hello.get("process")
        if reason := self._refusal(hello, role):
            wire.send(connection, {"refused": reason})
            return
        if not isinstance(process, int) or not self._began(process):
            wire.send(connection, {"refused": "it is busy with another command"})
            return
        try:
            wire.send(connection, {"welcome": True})
            connection.settimeout(None)
            while True:
                request, _ = wire.receive(connection)
                wire.send(connection, *self._reply(role, request))
        finally:
            self._ended()

    def _refusal(self, hello: Mapping[str, Any], role: str) -> str:
        """Return why a command may not be served; empty if it may."""
        if hello.get("protocol") != PROTOCOL or hello.get("answerbook") != __version__:
            return f"it is of Answerbook {__version__}"
        if role not in self._made_by:
            return f"it has no {role}"
        if hello.get("made_by") != self._made_by[role]:
            return f"its {role} is another one, or runs on other libraries"
        return ""

    def _began(self, process: int) -> bool:
        """Count one more connection of a command; return False if another command is served."""
        with self._counting:
            if self._connections and self._client != process:
                return False
            self._client, self._connections = process, self._connections + 1
            return True

    def _ended(self) -> None:
        with self._counting:
            self._connections -= 1

    def _reply(self, role: str, request: Mapping[str, Any]) -> tuple[Mapping[str, Any], np.ndarray | None]:
        if ("texts" in request) != (role == "encoder"):
            raise wire.WireError("this request is for another model")
        try:
            return {}, self._result(request)
        except (KeyError, TypeError, ValueError, RuntimeError) as error:
            log.debug("a request failed", exc_info=True)
            return {"failed": f"{type(error).__name__}: {error}"}, None

    def _result(self, request: Mapping[str, Any]) -> np.ndarray:
        """Return the result of a request, computed or kept."""
        key = digest(request, 32)
        with self._computing:
            found = self._kept.get(key)
            if found is None:
                found = self._computed(request)
                self._kept[key] = found
                self._kept_bytes += found.nbytes
                while self._kept_bytes > _MAX_KEPT_BYTES and len(self._kept) > 1:
                    self._kept_bytes -= self._kept.popitem(last=False)[1].nbytes
            self._kept.move_to_end(key)
            return found

    def _computed(self, request: Mapping[str, Any]) -> np.ndarray:
        if "texts" in request:
            return self._encoder.encode([str(text) for text in request["texts"]])
        if self._scorer is None:
            raise ValueError("there is no scorer")
        passages = [ScoredText(str(title), str(text)) for title, text in request["passages"]]
        return self._scorer.score(str(request["question"]), passages)


class _Server(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
    """Gives each connection a thread, once it is known to be of this user."""

    daemon_threads = True

    def __init__(self, path: str, worker: Worker) -> None:
        self._worker = worker
        super().__init__(path, socketserver.BaseRequestHandler)

    def verify_request(self, request: Any, client_address: Any) -> bool:
        """Return False for a process of another user."""
        return is_own_peer(request)

    def finish_request(self, request: Any, client_address: Any) -> None:
        """Serve one connection, in its thread."""
        with contextlib.suppress(OSError, EOFError, wire.WireError):
            self._worker.talk(request)

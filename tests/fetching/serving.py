"""A server of the tests: what is asked for is answered by a function, and everything asked is kept."""

from __future__ import annotations

import json
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit


@dataclass(frozen=True)
class Asked:
    """A request that came. path: decoded by nobody. query: by name. headers: by name in lower case."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes = b""


@dataclass(frozen=True)
class Say:
    """A reply. body: bytes, text, or what becomes JSON; or pieces of a body without a length.

    slow: seconds before it. lost: bytes that are announced and never come.
    """

    body: Any = b""
    kind: str = ""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    slow: float = 0.0
    lost: int = 0

    def pieces(self) -> Iterator[bytes]:
        if isinstance(self.body, bytes):
            yield self.body
        elif isinstance(self.body, str):
            yield self.body.encode()
        elif isinstance(self.body, Iterator):
            yield from self.body
        else:
            yield json.dumps(self.body).encode()

    @property
    def media(self) -> str:
        if self.kind:
            return self.kind
        return "application/json" if isinstance(self.body, dict | list) else "application/octet-stream"


NOT_THERE = Say("nothing here", "text/plain", 404)


def in_turn(*said: Say) -> Callable[[Asked], Say]:
    """Say one after the other, the last one for ever."""
    left = list(said)
    return lambda asked: left.pop(0) if len(left) > 1 else left[0]


class _Listening(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients go away in the middle: that is what is tested here."""


class Server:
    """Answers with ``answer``, on the loopback, in a context."""

    def __init__(self, answer: Callable[[Asked], Say]) -> None:
        self.answer = answer
        self.asked: list[Asked] = []
        self.max_at_once = 0
        self._at_once = 0
        self._lock = threading.Lock()
        self._over = threading.Event()
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True  # or every reply waits 40 ms for the one who asked

            def do_GET(self) -> None:
                server._handle(self)

            do_POST = do_PUT = do_PATCH = do_DELETE = do_GET

            def log_message(self, format: str, *args: Any) -> None:
                pass

        self._server = _Listening(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def paths(self) -> Counter[str]:
        """How often each path was asked for."""
        return Counter(asked.path for asked in self.asked)

    def __enter__(self) -> Server:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _handle(self, request: BaseHTTPRequestHandler) -> None:
        parts = urlsplit(request.path)
        body = request.rfile.read(int(request.headers.get("Content-Length") or 0))
        headers = {name.lower(): value for name, value in request.headers.items()}
        asked = Asked(request.command, parts.path, dict(parse_qsl(parts.query)), headers, body)
        with self._lock:
            self.asked.append(asked)
            said = self.answer(asked)
            self._at_once += 1
            self.max_at_once = max(self.max_at_once, self._at_once)
        try:
            self._over.wait(said.slow)
            self._send(request, said)
        except OSError:
            request.close_connection = True  # who asked has gone
        finally:
            with self._lock:
                self._at_once -= 1

    def _send(self, request: BaseHTTPRequestHandler, said: Say) -> None:
        endless = isinstance(said.body, Iterator)
        pieces = said.pieces() if endless else list(said.pieces())
        request.send_response(said.status)
        request.send_header("Content-Type", said.media)
        if endless:
            request.send_header("Connection", "close")
            request.close_connection = True
        elif "Content-Length" not in said.headers:
            assert isinstance(pieces, list)
            request.send_header("Content-Length", str(sum(map(len, pieces)) + said.lost))
        for name, value in said.headers.items():
            request.send_header(name, value)
        request.end_headers()
        for piece in pieces:
            if self._over.is_set():
                break
            request.wfile.write(piece)
        if said.lost or "Content-Length" in said.headers:
            request.close_connection = True


def endless(piece: bytes = b"x" * 65536) -> Iterator[bytes]:
    while True:
        yield piece


def dripping(seconds: float) -> Iterator[bytes]:
    while True:
        time.sleep(seconds)
        yield b"."

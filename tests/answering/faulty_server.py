"""An HTTP server of the same interface as a real one, that fails as it is told to."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any

CHAT = "/v1/chat/completions"
MODELS = {"data": [{"id": "small", "object": "model"}]}


def chat(text: Any, finish: str = "stop", **usage: Any) -> dict[str, Any]:
    """Return a chat reply in the form of OpenAI's interface."""
    usage = usage or {"prompt_tokens": 20, "completion_tokens": 3}
    message = {"role": "assistant", "content": text}
    return {"choices": [{"index": 0, "finish_reason": finish, "message": message}], "usage": usage}


@dataclass(frozen=True)
class Step:
    """One reply. body: bytes, or what becomes JSON. slow: seconds before it. drip: seconds before each byte.

    lost: bytes of the body that are announced and never come. hangs_up: without a word, after the reply.
    """

    body: Any = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    slow: float = 0.0
    drip: float = 0.0
    lost: int = 0
    hangs_up: bool = False

    @property
    def content(self) -> bytes:
        return self.body if isinstance(self.body, bytes) else json.dumps(self.body).encode()


@dataclass(frozen=True)
class Asked:
    """A request that came. body: its JSON; headers by name in lower case."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: Any


class _Listening(ThreadingHTTPServer):
    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients go away in the middle: that is what is tested here."""


class FaultyServer:
    """Chats are answered with ``steps``, one after the other and the last one for ever."""

    def __init__(self, *steps: Step, pages: Mapping[str, Any] | None = None) -> None:
        self.steps: Sequence[Step] = steps or (Step(chat("Yes.")),)
        self.pages: dict[str, Any] = {"/v1/models": MODELS} if pages is None else dict(pages)
        self.asked: list[Asked] = []
        self.at_once = self.max_at_once = 0
        self._chats = 0
        self._lock = threading.Lock()
        self._over = threading.Event()
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True  # or every reply waits 40 ms for the one who asked

            def do_GET(self) -> None:
                server._handle(self)

            do_POST = do_GET

            def log_message(self, format: str, *args: Any) -> None:
                pass

        self._server = _Listening(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    @property
    def chats(self) -> list[Asked]:
        return [asked for asked in self.asked if asked.path == CHAT]

    def __enter__(self) -> FaultyServer:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _handle(self, request: BaseHTTPRequestHandler) -> None:
        content = request.rfile.read(int(request.headers.get("Content-Length") or 0))
        with self._lock:
            self.asked.append(
                Asked(
                    request.command,
                    request.path,
                    {name.lower(): value for name, value in request.headers.items()},
                    json.loads(content) if content else None,
                )
            )
            if request.path == CHAT:
                step = self.steps[min(self._chats, len(self.steps) - 1)]
                self._chats += 1
            else:
                step = self._page(request.path)
            self.at_once += 1
            self.max_at_once = max(self.max_at_once, self.at_once)
        try:
            self._send(request, step)
        except OSError:
            request.close_connection = True  # who asked has gone
        finally:
            with self._lock:
                self.at_once -= 1

    def _page(self, path: str) -> Step:
        if path not in self.pages:
            return Step({"error": {"message": "no such page"}}, status=404)
        page = self.pages[path]
        return page if isinstance(page, Step) else Step(page)

    def _send(self, request: BaseHTTPRequestHandler, step: Step) -> None:
        self._over.wait(step.slow)
        content = step.content
        request.send_response(step.status)
        request.send_header("Content-Length", str(len(content) + step.lost))
        for name, value in step.headers.items():
            request.send_header(name, value)
        request.end_headers()
        if step.drip:
            for byte in content:
                request.wfile.write(bytes([byte]))
                time.sleep(step.drip)
        else:
            request.wfile.write(content)
        if step.lost or step.hangs_up:
            request.close_connection = True

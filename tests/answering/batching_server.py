"""A server that batches as vLLM does: each step writes one token of every reply under way.

A step takes ``base`` seconds, and ``each`` more for every reply in it; at most ``slots`` replies are written
at the same time, and the others wait in the order in which they came. Here are the law itself, in a time of
its own (`Batching`), and a server that keeps to it in real time (`BatchingServer`).
"""

from __future__ import annotations

import json
import threading
import time
from collections import deque
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.answering.faulty_server import CHAT, MODELS, chat


@dataclass
class Batching:
    """The law. waiting: (name, tokens) of what has come; step: write a token of each, return what is done."""

    base: float
    each: float
    slots: int
    waiting: deque[tuple[int, int]] = field(default_factory=deque)
    running: dict[int, int] = field(default_factory=dict)
    now: float = 0.0

    def step(self) -> list[int]:
        while self.waiting and len(self.running) < self.slots:
            name, tokens = self.waiting.popleft()
            self.running[name] = tokens
        self.now += self.base + self.each * len(self.running)
        self.running = {name: left - 1 for name, left in self.running.items()}
        done = [name for name, left in self.running.items() if left <= 0]
        for name in done:
            del self.running[name]
        return done

    def seconds(self, lengths: list[int]) -> float:
        """How long it takes if all is known from the beginning: the throughput of a batch."""
        self.waiting.extend(enumerate(lengths))
        while self.waiting or self.running:
            self.step()
        return self.now


class BatchingServer:
    """The law in real time, behind OpenAI's interface.

    tokens: the tokens of a reply, of the text that asks. most: replies written at the same time, so far.
    seconds: how long the server took, from the first question on: its steps, and the time without any.
    """

    def __init__(self, law: Batching, tokens: Any) -> None:
        self._law, self._tokens = law, tokens
        self._changed = threading.Condition()
        self._done: dict[int, threading.Event] = {}
        self._count = 0
        self._idle = 0.0
        self._over = False
        self.most = 0
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def do_GET(self) -> None:
                length = int(self.headers.get("Content-Length") or 0)
                body = json.loads(self.rfile.read(length)) if length else None
                found = server._reply(body) if self.path == CHAT else MODELS
                content = json.dumps(found).encode()
                self.send_response(200 if self.path in (CHAT, "/v1/models") else 404)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            do_POST = do_GET

            def log_message(self, format: str, *args: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._threads = [
            threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True),
            threading.Thread(target=self._write, daemon=True),
        ]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    @property
    def seconds(self) -> float:
        # Not the time that passed: where other work takes the machine, the steps themselves are late.
        return self._law.now + self._idle

    def __enter__(self) -> BatchingServer:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        with self._changed:
            self._over = True
            self._changed.notify_all()
        self._server.shutdown()
        self._server.server_close()
        for thread in self._threads:
            thread.join()

    def _reply(self, body: Any) -> Any:
        tokens = self._tokens(body["messages"][-1]["content"])
        with self._changed:
            self._count += 1
            name = self._count
            done = self._done[name] = threading.Event()
            self._law.waiting.append((name, tokens))
            self._changed.notify_all()
        done.wait()
        return chat("[1] It was 7.", prompt_tokens=20, completion_tokens=tokens)

    def _write(self) -> None:
        law, began = self._law, time.monotonic()
        while True:
            with self._changed:
                if not law.waiting and not law.running:
                    stood = time.monotonic()
                    self._changed.wait_for(lambda: law.waiting or self._over)
                    self._idle += time.monotonic() - stood if law.now else 0.0
                    began = time.monotonic() - law.now
                if self._over:
                    for left in self._done.values():
                        left.set()
                    return
                done = law.step()
                self.most = max(self.most, len(law.running) + len(done))
            if (ahead := law.now - (time.monotonic() - began)) > 0:
                time.sleep(ahead)
            for name in done:
                self._done.pop(name).set()

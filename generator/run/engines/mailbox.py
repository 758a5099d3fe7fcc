"""Messages from worker processes to their parent; none is lost or torn when a worker is killed.

Each worker has its own connection. A shared queue has one lock and one stream for all: a worker that is
killed while it writes keeps the lock for ever, or leaves half a message in the stream. A queue also sends
from a thread of its own, so the last message of a dying worker, which says what it was doing, would be lost.
"""

from __future__ import annotations

import contextlib
import os
import threading
import time
from collections.abc import Iterator
from multiprocessing import AuthenticationError
from multiprocessing.connection import Client, Connection, Listener, wait
from typing import Any


class Mailbox:
    """The parent's end: pass ``address`` and ``key`` to the workers, call `receive`, then `close`."""

    def __init__(self) -> None:
        self.key = os.urandom(16)
        self._listener = Listener(backlog=64, authkey=self.key)
        self.address = self._listener.address
        self._connections: list[Any] = []
        self._open = True
        self._acceptor = threading.Thread(target=self._accept, daemon=True)
        self._acceptor.start()

    def receive(self, seconds: float) -> Iterator[Any]:
        """Yield the messages that arrive within ``seconds``, in order for each sender."""
        connections = list(self._connections)
        if not connections:
            time.sleep(seconds)
            connections = list(self._connections)
        ready = wait(connections, seconds) if connections else []
        while ready:
            for connection in ready:
                assert isinstance(connection, Connection)
                try:
                    yield connection.recv()
                except (EOFError, OSError):  # the worker ended, perhaps in the middle of a message
                    connection.close()
                    self._connections.remove(connection)
            ready = wait(list(self._connections), 0) if self._connections else []

    def close(self) -> None:
        """Stop listening and close all connections."""
        self._open = False
        # `accept` waits for a caller: this is the last one. It runs in a thread: if a worker was killed
        # while connecting, nobody accepts any more, and the call would block until the listener closes.
        threading.Thread(target=self._call, daemon=True).start()
        self._acceptor.join(timeout=5)
        self._listener.close()
        for connection in self._connections:
            connection.close()
        self._connections.clear()

    def _call(self) -> None:
        with contextlib.suppress(OSError, EOFError, AuthenticationError):
            Client(self.address, authkey=self.key).close()

    def _accept(self) -> None:
        while self._open:
            try:
                connection = self._listener.accept()
            except (OSError, EOFError, AuthenticationError):  # a worker that was killed while connecting
                continue
            self._connections.append(connection)


def connect(address: Any, key: bytes) -> Any:
    """Return a worker's connection, whose ``send`` returns after the message has left the process."""
    return Client(address, authkey=key)

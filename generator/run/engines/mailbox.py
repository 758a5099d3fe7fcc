"""Messages from worker processes to their parent, none lost and none torn when a worker is killed.

Each worker has a connection of its own. A queue that all share is one lock and one stream for all:
a worker that is killed while it writes keeps the lock for ever, or leaves half a message in the
stream. And a queue sends from a thread of its own, so that the last words of a dying worker, which
say what it was at, are lost.
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
    """The parent's end: give ``address`` and ``key`` to the workers, then `receive`. Close it in the end."""

    def __init__(self) -> None:
        self.key = os.urandom(16)
        self._listener = Listener(backlog=64, authkey=self.key)
        self.address = self._listener.address
        self._connections: list[Any] = []
        self._open = True
        self._door = threading.Thread(target=self._let_in, daemon=True)
        self._door.start()

    def receive(self, seconds: float) -> Iterator[Any]:
        """The messages that are there, or that come first within ``seconds``; of each sender in order."""
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
        """Stop listening and hang up on all."""
        self._open = False
        # `accept` waits for a caller: this is the last one. In a thread, for where a worker was killed at the
        # door just now, nobody opens it any more, and the caller would wait until the listener closes.
        threading.Thread(target=self._call, daemon=True).start()
        self._door.join(timeout=5)
        self._listener.close()
        for connection in self._connections:
            connection.close()
        self._connections.clear()

    def _call(self) -> None:
        with contextlib.suppress(OSError, EOFError, AuthenticationError):
            Client(self.address, authkey=self.key).close()

    def _let_in(self) -> None:
        while self._open:
            try:
                connection = self._listener.accept()
            except (OSError, EOFError, AuthenticationError):  # a worker that was killed at the door
                continue
            self._connections.append(connection)


def connect(address: Any, key: bytes) -> Any:
    """In a worker: a connection on which each ``send`` has left the process when it returns."""
    return Client(address, authkey=key)

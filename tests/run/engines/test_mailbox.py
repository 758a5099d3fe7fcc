"""The parent's end of the messages, when workers go at the wrong moment."""

from __future__ import annotations

import socket
import sys
import time

import pytest

from generator.run.engines.mailbox import Mailbox, connect

pytestmark = pytest.mark.enable_socket


def test_what_was_sent_before_a_worker_went_is_received() -> None:
    mailbox = Mailbox()
    worker = connect(mailbox.address, mailbox.key)
    worker.send("last words")
    worker.close()
    heard: list[str] = []
    deadline = time.monotonic() + 10
    while not heard and time.monotonic() < deadline:
        heard += mailbox.receive(0.1)
    mailbox.close()
    assert heard == ["last words"]


@pytest.mark.skipif(sys.platform == "win32", reason="the address is that of a named pipe")
def test_a_worker_killed_at_the_door_while_it_closes_does_not_hold_it_open() -> None:
    mailbox = Mailbox()
    mailbox._open = False  # closing has begun
    with socket.socket(socket.AF_UNIX) as killed:
        killed.connect(mailbox.address)
    mailbox._acceptor.join(timeout=10)
    assert not mailbox._acceptor.is_alive()
    started = time.monotonic()
    mailbox.close()
    assert time.monotonic() - started < 10

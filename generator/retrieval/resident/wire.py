"""How a command and the worker speak: messages of JSON, each with an array of numbers or without.

A message is twelve bytes, the lengths of what follows; then an object as JSON; then the numbers, little
endian, as they are in memory. What does not look like this ends the connection.
"""

from __future__ import annotations

import json
import socket
import struct
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

__all__ = ["WireError", "receive", "send"]

# Bytes of one message: the sentences of a book of a thousand pages are 4 MB, their vectors 30.
_MAX_JSON, _MAX_ARRAY = 64_000_000, 512_000_000
_LENGTHS = struct.Struct(">IQ")
_TYPES = ("<f4", "<f8")


class WireError(ValueError):
    """The other side sent something that is no message."""


def send(connection: socket.socket, message: Mapping[str, Any], array: np.ndarray | None = None) -> None:
    """Send one message. Raises OSError if the other side is gone, and WireError for too large a message."""
    body = b""
    if array is not None:
        kind = array.dtype.newbyteorder("<").str
        message = {**message, "shape": list(array.shape), "type": kind}
        body = array.astype(kind, copy=False).tobytes()
    text = json.dumps(message).encode("ascii")
    if len(text) > _MAX_JSON or len(body) > _MAX_ARRAY:
        raise WireError("the message is too large")
    connection.sendall(_LENGTHS.pack(len(text), len(body)) + text)
    connection.sendall(body)


def receive(connection: socket.socket) -> tuple[dict[str, Any], np.ndarray | None]:
    """Return the next message and its array, if it has one. Raises OSError, and WireError for anything else.

    EOFError: the other side has ended the connection.
    """
    text_length, body_length = _LENGTHS.unpack(_exactly(connection, _LENGTHS.size))
    if text_length > _MAX_JSON or body_length > _MAX_ARRAY:
        raise WireError("the message is too large")
    text, body = _exactly(connection, text_length), _exactly(connection, body_length)
    try:
        message = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise WireError("the message is no JSON") from error
    if not isinstance(message, dict):
        raise WireError("the message is no object")
    return message, _array(message, body) if "shape" in message else None


def _array(message: Mapping[str, Any], body: bytes) -> np.ndarray:
    import numpy as np

    shape, kind = message["shape"], message.get("type")
    if kind not in _TYPES or not isinstance(shape, list) or not all(type(n) is int and n >= 0 for n in shape):
        raise WireError("the array is of another kind")
    try:
        return np.frombuffer(body, dtype=kind).reshape(shape).copy()
    except ValueError as error:
        raise WireError("the array has another size") from error


def _exactly(connection: socket.socket, length: int) -> bytes:
    data = bytearray()
    while len(data) < length:
        block = connection.recv(min(length - len(data), 1 << 20))
        if not block:
            raise EOFError("the other side has ended the connection")
        data += block
    return bytes(data)

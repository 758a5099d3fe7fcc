"""Replies over HTTP: read up to a limit of size and time, and what their headers and errors say."""

from __future__ import annotations

import email.utils
import math
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import requests

__all__ = ["asked_wait", "body_of", "innermost", "one_line"]

_BLOCK = 1 << 16


def body_of(reply: requests.Response, max_bytes: int, deadline: float) -> bytes | None:
    """Return the body, or None where it did not come in time; a little too much of one that has no end.

    deadline: as `time.monotonic` counts. Raises what urllib3 raises for a body that breaks off.
    """
    content = bytearray()
    while block := reply.raw.read1(_BLOCK, decode_content=True):
        content += block
        if len(content) > max_bytes:
            break
        if time.monotonic() > deadline:
            return None
    return bytes(content)


def asked_wait(header: str, longest: float = math.inf) -> float:
    """Return the seconds that a Retry-After header asks for, at most ``longest``; 0 where it does not.

    It gives them in seconds, or as a date.
    """
    try:
        seconds = float(header)
    except ValueError:
        try:
            seconds = email.utils.parsedate_to_datetime(header).timestamp() - time.time()
        except (TypeError, ValueError, OverflowError):
            return 0.0
    return 0.0 if math.isnan(seconds) else min(max(seconds, 0.0), longest)


def innermost(error: BaseException) -> str:
    """Return the words of the error at the root of an HTTP library's chain of them, in one line."""
    while inner := error.__cause__ or error.__context__:
        error = inner
    return one_line(getattr(error, "strerror", None) or error) or type(error).__name__


def one_line(said: object) -> str:
    """Return words of a server in one line, without halves of surrogate pairs."""
    return " ".join(str(said).encode("utf-8", "replace").decode().split())

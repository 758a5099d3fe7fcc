"""HTTP replies: reading them within limits of size and time, and understanding their headers and errors."""

from __future__ import annotations

import email.utils
import math
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import requests

__all__ = ["body_of", "one_line", "retry_after", "root_message"]

_BLOCK = 1 << 16  # bytes that are read at once


def body_of(reply: requests.Response, max_bytes: int, deadline: float) -> bytes | None:
    """Return the body, or None if it did not arrive in time; at most one block more than ``max_bytes``.

    A caller can tell from its length that it was too long. deadline: on the clock of `time.monotonic`. Raises
    what urllib3 raises for a body that breaks off.
    """
    content = bytearray()
    while block := reply.raw.read1(_BLOCK, decode_content=True):
        content += block
        if len(content) > max_bytes:
            break
        if time.monotonic() > deadline:
            return None
    return bytes(content)


def retry_after(header: str, max_wait: float = math.inf) -> float:
    """Return the seconds that a Retry-After header asks to wait, at most ``max_wait``; 0 if it is not valid.

    The header holds a number of seconds or a date.
    """
    try:
        seconds = float(header)
    except ValueError:
        try:
            seconds = email.utils.parsedate_to_datetime(header).timestamp() - time.time()
        except (TypeError, ValueError, OverflowError):
            return 0.0
    return 0.0 if math.isnan(seconds) else min(max(seconds, 0.0), max_wait)


def root_message(error: BaseException) -> str:
    """Return the message of the first error in an HTTP library's chain of errors, on one line."""
    while inner := error.__cause__ or error.__context__:
        error = inner
    return one_line(getattr(error, "strerror", None) or error) or type(error).__name__


def one_line(text: object) -> str:
    """Return a server's text on one line, without halves of surrogate pairs."""
    return " ".join(str(text).encode("utf-8", "replace").decode().split())

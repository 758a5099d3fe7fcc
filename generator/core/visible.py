"""Text made safe for a terminal: control characters and invisible signs are shown as escapes.

File names, titles, answers, replies of servers and error messages may contain escape sequences. Those move
the cursor, change the title of a window, answer in place of the user or change the direction of writing.
"""

from __future__ import annotations

import logging
import re

__all__ = ["VisibleFormatter", "log_visibly_in_worker", "visible", "visible_json"]

# Control characters except tab and line feed (C1 too: a single one can begin a sequence), signs of writing
# direction, line separators, invisible signs except the joiners that scripts need, surrogates of broken
# names, and tags.
_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
_TAB_OR_LINE_FEED = re.compile(r"[\t\n]")


def visible(text: str, *, one_line: bool = False) -> str:
    r"""Return ``text`` with control characters written as ``\x1b`` or ``\u202e``.

    one_line: escape line feeds and tabs too.
    """
    if text.isprintable() and text.isascii():
        return text
    shown = _UNSAFE.sub(_escaped, text)
    return _TAB_OR_LINE_FEED.sub(_escaped, shown) if one_line else shown


def visible_json(text: str) -> str:
    """Return JSON text with control characters as JSON escapes; it means the same."""
    return _UNSAFE.sub(_escaped_json, text)


class VisibleFormatter(logging.Formatter):
    """A formatter for log lines and the tracebacks below them, with control characters escaped."""

    def format(self, record: logging.LogRecord) -> str:
        return visible(super().format(record))


def log_visibly_in_worker() -> None:
    """Escape control characters in log lines of a process that has no log set up."""
    if logging.lastResort is not None:
        logging.lastResort.setFormatter(VisibleFormatter())


def _escaped(sign: re.Match[str]) -> str:
    code = ord(sign.group())
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _escaped_json(sign: re.Match[str]) -> str:
    units = sign.group().encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[n]:02x}{units[n + 1]:02x}" for n in range(0, len(units), 2))

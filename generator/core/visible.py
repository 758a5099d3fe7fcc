"""Text for a terminal: what it would obey, or hide, is shown instead.

File names, titles, answers, replies of servers and errors may hold escape sequences, which move the cursor,
change the title of a window or answer in the user's place, and signs that turn the direction of writing.
"""

from __future__ import annotations

import logging
import re

__all__ = ["VisibleFormatter", "log_visibly_in_worker", "visible", "visible_json"]

# Controls but tab and line feed (those of C1 too, of which one alone begins a sequence), signs of direction,
# separators of lines, invisible signs but the joiners that scripts need, surrogates of broken names, tags.
_OBEYED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
_LINES = re.compile(r"[\t\n]")


def visible(text: str, *, one_line: bool = False) -> str:
    r"""Return ``text`` with such signs as ``\x1b`` or ``\u202e``. one_line: line feeds and tabs as well."""
    if text.isprintable() and text.isascii():
        return text
    shown = _OBEYED.sub(_escaped, text)
    return _LINES.sub(_escaped, shown) if one_line else shown


def visible_json(text: str) -> str:
    """Return JSON with such signs in the escapes that JSON has for them: it means the same."""
    return _OBEYED.sub(_escaped_json, text)


class VisibleFormatter(logging.Formatter):
    """Lines of a log, and the tracebacks below them."""

    def format(self, record: logging.LogRecord) -> str:
        return visible(super().format(record))


def log_visibly_in_worker() -> None:
    """Have what a process logs, where nobody has set up a log, reach the terminal in this way."""
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

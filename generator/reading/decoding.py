"""Decoding the bytes of a file to text, and guessing the encoding if the file does not state it reliably."""

from __future__ import annotations

import codecs
import json
import re
from pathlib import Path
from typing import Any

from generator.errors import UnreadablePaper
from generator.storage.plain_yaml import NO_TEXT

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Control characters that do not occur in text. Tab, line feed, form feed, carriage return and escape may.
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
# A text may contain a few of them, or one in so many characters; with more, the data are binary.
_MAX_CONTROLS = 4
_CHARS_PER_CONTROL = 200
# Control characters are removed. The two non-characters, which XML cannot contain, become blanks.
_REMOVED: dict[int, str | None] = {
    **dict.fromkeys([*range(0x09), 0x0B, *range(0x0E, 0x20), *range(0x7F, 0x85), *range(0x86, 0xA0)]),
    0xFFFE: " ",
    0xFFFF: " ",
}
_UNICODE_BREAK = re.compile("[\x85\u2028\u2029]")


class Undecodable(ValueError):
    """Raised for bytes that are not text. The message completes a sentence about the file: "is not text"."""


def file_bytes(path: Path) -> bytes:
    """Read ``path``. Raises UnreadablePaper if that fails."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise UnreadablePaper(
            f"cannot be read ({error.strerror})", path, "check the file and its permissions"
        ) from error


def decode_text(
    data: bytes, declared: str | None = None, *, records: bool = False
) -> tuple[str, tuple[str, ...]]:
    """Return the text of ``data`` with line feeds as line ends, and a warning if the encoding was guessed.

    records: the lines of the file mean something, as in YAML, BibTeX and Markdown, so that only carriage
    returns and line feeds end them. Otherwise the line separators of Unicode do too.

    Tried in this order: the encoding of a byte order mark, the ``declared`` one, UTF-8, UTF-16 without a
    mark, and Windows-1252 with a warning. Raises Undecodable if ``data`` is not text.
    """
    text, warnings = _decode(data, declared)
    if len(_CONTROL.findall(text)) > max(_MAX_CONTROLS, len(text) // _CHARS_PER_CONTROL):
        raise Undecodable("is not text but binary data")
    text = re.sub(r"\r\n?", "\n", text)
    text = _UNICODE_BREAK.sub(" " if records else "\n", text)
    return text.translate(_REMOVED), warnings


def json_data(text: str, *, strict: bool = True) -> Any:
    """Parse JSON, and remove control characters from its strings. Raises ValueError or RecursionError.

    strict: refuse line breaks within strings.
    """
    return _without_controls(json.loads(text, strict=strict))


def _without_controls(value: Any) -> Any:
    if isinstance(value, str):
        return NO_TEXT.sub("", value.replace("\f", " "))
    if isinstance(value, list):
        return [_without_controls(item) for item in value]
    if isinstance(value, dict):
        return {NO_TEXT.sub("", name): _without_controls(item) for name, item in value.items()}
    return value


def _decode(data: bytes, declared: str | None) -> tuple[str, tuple[str, ...]]:
    """Return the text and warnings, as `decode_text`, but with all line ends and control characters."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return data.decode(encoding), ()
            except UnicodeDecodeError as error:
                raise Undecodable(
                    f"is marked as {encoding} but holds other bytes (at byte {error.start})"
                ) from error
    if declared:
        try:
            return data.decode(codecs.lookup(declared).name), ()
        except (LookupError, UnicodeError, ValueError):
            pass  # declarations are often wrong; the guesses below do better
    wrong: int | None = None  # the first byte that is not UTF-8
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        wrong = error.start
    else:
        if "\x00" not in text:
            return text, ()
    # In UTF-16, every second byte of ASCII text is zero, and almost none of the others is.
    half = max(len(data) // 2, 1)
    for offset, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        if len(data) % 2 == 0 and data[offset::2].count(0) > 0.6 * half > data[1 - offset :: 2].count(0) * 3:
            try:
                return data.decode(encoding), ()
            except UnicodeDecodeError:
                continue
    if wrong is None or b"\x00" in data:
        raise Undecodable("is not text but binary data")
    return (
        data.decode("cp1252", errors="replace"),
        (f"not UTF-8 (byte {wrong}); read as Windows-1252, so accents and symbols may be wrong",),
    )

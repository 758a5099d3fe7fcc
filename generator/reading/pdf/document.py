"""A PDF file opened, or refused with a sentence that says why."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pypdfium2.raw as pdfium

from generator.errors import UnreadablePaper

_HEAD = 1024  # bytes within which readers look for the header (ISO 32000-1, appendix H.3.4.1)


@contextmanager
def opened(path: Path, limit: int) -> Iterator[tuple[Any, int, bytes]]:
    """PDFium's document, its number of pages, and the file's bytes; closed afterwards.

    Raises UnreadablePaper for what is empty, no PDF, encrypted, damaged, or longer than ``limit`` pages.
    """
    data = _bytes(path)
    document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    if not document:
        error = pdfium.FPDF_GetLastError()
        if error == pdfium.FPDF_ERR_PASSWORD:
            raise UnreadablePaper(
                "is encrypted and asks for a password", path, "save a copy without the password"
            )
        if error == pdfium.FPDF_ERR_SECURITY:
            raise UnreadablePaper(
                "uses an unknown kind of encryption", path, "save a copy without protection"
            )
        raise UnreadablePaper("is a truncated or damaged PDF", path, "fetch the file again")
    try:
        count = pdfium.FPDF_GetPageCount(document)
        if count <= 0:
            raise UnreadablePaper(
                "the PDF has no pages, it is truncated or damaged", path, "fetch the file again"
            )
        if count > limit:
            raise UnreadablePaper(
                f"has {count} pages, more than the limit of {limit}",
                path,
                "cut out the paper, or raise the limit",
            )
        yield document, count, data
    finally:
        pdfium.FPDF_CloseDocument(document)


def _bytes(path: Path) -> bytes:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UnreadablePaper(
            f"cannot be opened ({error.strerror})", path, "check its name and rights"
        ) from error
    if not data:
        raise UnreadablePaper("is empty (0 bytes)", path, "fetch it again")
    if b"%PDF-" not in data[:_HEAD]:
        raise UnreadablePaper(
            "is no PDF", path, "give it the suffix of its true format, or fetch the PDF again"
        )
    return data


def information(document: Any, key: str) -> str:
    """An entry of the file's information dictionary, or an empty text."""
    length = pdfium.FPDF_GetMetaText(document, key.encode(), None, 0)
    if not 2 < length < 20_000:
        return ""
    buffer = ctypes.create_string_buffer(length)
    pdfium.FPDF_GetMetaText(document, key.encode(), buffer, length)
    return buffer.raw[: length - 2].decode("utf-16-le", "replace").strip("\0 ")

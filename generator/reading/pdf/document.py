"""Opening a PDF file, and refusing one with a message that says why."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdfium2.raw as pdfium

from generator.errors import UnreadablePaper

# Bytes within which the header is searched: readers take 1024 (ISO 32000-1, appendix H.3.4.1), but the
# headers of an e-mail or of a web server in front of it are longer.
_MAX_BYTES_BEFORE_HEADER = 16_384
_MAX_BYTES_OF_PDFIUM = 1000  # bytes before the header that PDFium skips by itself
_MAX_ENTRY_BYTES = 20_000  # bytes of one entry of the information dictionary; a longer one is no metadata
_INTERFACE = 2  # version of PDFium's configuration: the one that pypdfium2 gives it

_open: set[int] = set()  # addresses of the documents that are open in this process


@contextmanager
def open_pdf(path: Path, limit: int, data: bytes = b"") -> Iterator[tuple[Any, int, bytes]]:
    """Open the file and yield PDFium's document, its number of pages, and its bytes; close it afterwards.

    limit: pages, at most. data: bytes to read in place of those of the file. Raises UnreadablePaper if the
    file is empty, no PDF, encrypted, damaged, or longer than ``limit``.
    """
    data = data or _bytes(path)
    if not _open:
        _start_anew()
    document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    error = pdfium.FPDF_ERR_SUCCESS if document else pdfium.FPDF_GetLastError()
    if document and pdfium.FPDF_GetPageCount(document) <= 0:
        pdfium.FPDF_CloseDocument(document)
        document = None
    if not document and (repaired := _repaired(data)):
        data = repaired
        document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    if not document:
        if error == pdfium.FPDF_ERR_PASSWORD:
            raise UnreadablePaper(
                "is encrypted and asks for a password", path, "save a copy without the password"
            )
        if error == pdfium.FPDF_ERR_SECURITY:
            raise UnreadablePaper(
                "uses an unknown kind of encryption", path, "save a copy without protection"
            )
        raise UnreadablePaper("is a truncated or damaged PDF", path, "fetch the file again")
    address = ctypes.cast(document, ctypes.c_void_p).value or 0
    _open.add(address)
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
        _open.discard(address)
        pdfium.FPDF_CloseDocument(document)


def _start_anew() -> None:
    """Start PDFium anew: the fonts that it puts in for missing ones keep the widths of the last file."""
    pdfium.FPDF_DestroyLibrary()
    pdfium.FPDF_InitLibraryWithConfig(pdfium.FPDF_LIBRARY_CONFIG(version=_INTERFACE))


def _repaired(data: bytes) -> bytes:
    """Return the file rewritten by pikepdf, which repairs more than PDFium does; empty if it fails too.

    pikepdf finds objects without their table, and writes the pages without a metadata stream that cannot be
    read.
    """
    import pikepdf

    try:
        with pikepdf.open(BytesIO(data), suppress_warnings=True) as file:
            if not len(file.pages):
                return b""
            for key in ("/Metadata", "/PieceInfo"):
                if key in file.Root:
                    del file.Root[key]
            written = BytesIO()
            file.save(written)
            return written.getvalue()
    except Exception:  # whatever a damaged file makes the library raise: then it stays unread
        return b""


def _bytes(path: Path) -> bytes:
    """Return the bytes of the file from its header on. Raises UnreadablePaper if it is no PDF."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UnreadablePaper(
            f"cannot be opened ({error.strerror})", path, "check its name and permissions"
        ) from error
    if not data:
        raise UnreadablePaper("is empty (0 bytes)", path, "fetch it again")
    start = data.find(b"%PDF-", 0, _MAX_BYTES_BEFORE_HEADER)
    if start < 0:
        raise UnreadablePaper("is not a PDF", path, "correct its suffix, or fetch the PDF again")
    return data[start:] if start > _MAX_BYTES_OF_PDFIUM else data


def info_entry(document: Any, key: str) -> str:
    """Return an entry of the file's information dictionary, or an empty string."""
    length = pdfium.FPDF_GetMetaText(document, key.encode(), None, 0)
    if not 2 < length < _MAX_ENTRY_BYTES:
        return ""
    buffer = ctypes.create_string_buffer(length)
    pdfium.FPDF_GetMetaText(document, key.encode(), buffer, length)
    return buffer.raw[: length - 2].decode("utf-16-le", "replace").strip("\0 ")

"""Recognising a file by its bytes: formats with a reader, and common kinds of files that none can read.

>>> root_name(b"<?xml version='1.0'?><ns:Article>")
'article'
>>> is_tei(b"<TEI xmlns='http://www.tei-c.org/ns/1.0'>")
True
"""

from __future__ import annotations

import re
import zlib

# Files that people put among their papers: first bytes, message, and hint.
_OTHER_KINDS = (
    (b"\xd0\xcf\x11\xe0", "is a Word document in the old format (.doc)", "save the paper as .docx or PDF"),
    (b"{\\rtf", "is an RTF document", "save the paper as .docx or PDF"),
    (b"%!PS", "is PostScript", "convert it to PDF"),
    (b"BZh", "is compressed with bzip2", "unpack it"),
    (b"\xfd7zXZ", "is compressed with xz", "unpack it"),
    (b"7z\xbc\xaf", "is a 7z archive", "unpack it"),
    (b"\x89PNG", "is a picture", "give the paper itself, with a text layer"),
    (b"\xff\xd8\xff", "is a picture", "give the paper itself, with a text layer"),
    (b"II*\x00", "is a picture", "give the paper itself, with a text layer"),
    (b"MM\x00*", "is a picture", "give the paper itself, with a text layer"),
)
# Zip archives that contain a document, by a name or type that they have uncompressed: mark, message, hint.
_PACKED = (
    (
        b"application/vnd.oasis.opendocument",
        "is an OpenDocument text (.odt)",
        "save the paper as .docx or PDF",
    ),
    (b"application/epub+zip", "is an EPUB", "convert it to HTML or PDF"),
    (b"xl/workbook", "is a spreadsheet", "give the paper itself"),
    (b"ppt/presentation", "is a presentation", "give the paper itself"),
)
_SOURCE = "is an archive of LaTeX source"
_FILES = "is an archive of several files"
_UNPACK = "unpack it into a folder of its own and give the main .tex file there"
_PROLOG = re.compile(
    rb"\s*(?:<\?[^>]{0,2000}\?>|<!--.{0,20000}?-->|<!DOCTYPE[^>\[]{0,2000}>)", re.DOTALL | re.I
)
_MAX_PROLOG_PARTS = 20  # declarations and comments before the first element
_ROOT = re.compile(rb"\s*<(?:[\w.-]{1,40}:)?([\w.-]{1,40})")
_TEI = re.compile(rb"<(?:[\w.-]{1,40}:)?tei[\s>]", re.IGNORECASE)
_TEX_NAME = re.compile(rb"\.(?:tex|ltx|bbl)\b", re.IGNORECASE)
_NOTEBOOK = re.compile(rb'^\s*\{(?s:.){0,20000}"(?:nbformat|cells)"\s*:')


def is_word(head: bytes, tail: bytes) -> bool:
    """Return True if a file with these first and last bytes is a Word document (.docx)."""
    return head.startswith(b"PK\x03\x04") and (b"word/document" in head or b"word/document" in tail)


def unsupported_kind(head: bytes, tail: bytes) -> tuple[str, str] | None:
    """Return message and hint for a file that no reader can read; None for a file that may be a paper."""
    for mark, what, hint in _OTHER_KINDS:
        if head.startswith(mark):
            return what, hint
    if head.startswith(b"PK\x03\x04"):
        return _zip_kind(head + tail)
    if head.startswith(b"\x1f\x8b"):
        return _gzip_kind(head)
    if head[257:262] == b"ustar":
        return (_SOURCE, _UNPACK) if _TEX_NAME.search(head) else (_FILES, "unpack it")
    if _NOTEBOOK.match(head[:30_000]):
        return "is a Jupyter notebook", "convert it to Markdown or HTML"
    return None


def root_name(start: bytes) -> str:
    """Return the name of the first element of markup, in lower case and without its prefix, or nothing."""
    at = 0
    for _ in range(_MAX_PROLOG_PARTS):
        if not (prolog := _PROLOG.match(start, at)):
            break
        at = prolog.end()
    root = _ROOT.match(start, at)
    return root[1].decode("ascii", "replace").lower() if root else ""


def is_tei(start: bytes) -> bool:
    """Return True if markup that begins with ``start`` is TEI, or contains TEI."""
    root = root_name(start)
    return root in ("tei", "tei.2", "teicorpus") or (root != "article" and _TEI.search(start) is not None)


def _zip_kind(ends: bytes) -> tuple[str, str]:
    for mark, what, hint in _PACKED:
        if mark in ends:
            return what, hint
    if _TEX_NAME.search(ends):
        return _SOURCE, _UNPACK
    return "is a zip archive, not a Word document", "unpack it, or save the paper as PDF or HTML"


def _gzip_kind(head: bytes) -> tuple[str, str]:
    """Return message and hint for a gzip file: arXiv serves LaTeX source so, as one file or a folder."""
    try:
        start = zlib.decompressobj(wbits=31).decompress(head, 100_000)
    except zlib.error:
        start = b""
    if start[257:262] == b"ustar":
        return (_SOURCE, _UNPACK) if _TEX_NAME.search(start) else (_FILES, "unpack it")
    if b"\\document" in start:
        return "is LaTeX source compressed with gzip", "unpack it and name it .tex"
    return "is compressed with gzip", "unpack it"

"""What a file holds, told from its bytes: papers in one of our formats, and kinds that no reader reads."""

from __future__ import annotations

import re
import zlib

# Kinds of file that people put among their papers, by their first bytes: what to say of them.
_OTHER_KINDS = (
    (b"\xd0\xcf\x11\xe0", "is a Word document of the old kind", "save the paper as .docx or PDF"),
    (b"{\\rtf", "is an RTF document", "save the paper as .docx or PDF"),
    (b"%!PS", "is PostScript", "convert it to PDF"),
    (b"BZh", "is compressed with bzip2", "unpack it"),
    (b"\xfd7zXZ", "is compressed with xz", "unpack it"),
    (b"7z\xbc\xaf", "is an archive of the kind 7z", "unpack it"),
    (b"\x89PNG", "is a picture", "give the paper itself, with a text layer"),
    (b"\xff\xd8\xff", "is a picture", "give the paper itself, with a text layer"),
    (b"II*\x00", "is a picture", "give the paper itself, with a text layer"),
    (b"MM\x00*", "is a picture", "give the paper itself, with a text layer"),
)
# Archives that hold a document, by names and kinds that stand uncompressed in them.
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
_ROOT = re.compile(rb"\s*<(?:[\w.-]{1,40}:)?([\w.-]{1,40})")
_TEI = re.compile(rb"<(?:[\w.-]{1,40}:)?tei[\s>]", re.IGNORECASE)
_TEX_NAME = re.compile(rb"\.(?:tex|ltx|bbl)\b", re.IGNORECASE)
_NOTEBOOK = re.compile(rb'^\s*\{(?s:.){0,20000}"(?:nbformat|cells)"\s*:')


def is_word(head: bytes, tail: bytes) -> bool:
    """Return True if a file that begins and ends so is a Word document (.docx)."""
    return head.startswith(b"PK\x03\x04") and (b"word/document" in head or b"word/document" in tail)


def other_kind(head: bytes, tail: bytes) -> tuple[str, str] | None:
    """Return what a file of no format of ours is, and what to do about it; None for what may be a paper."""
    for mark, what, mend in _OTHER_KINDS:
        if head.startswith(mark):
            return what, mend
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
    """Return the name of the first element of markup, in lower case and without its prefix; else nothing."""
    at = 0
    for _ in range(20):
        if not (found := _PROLOG.match(start, at)):
            break
        at = found.end()
    root = _ROOT.match(start, at)
    return root[1].decode("ascii", "replace").lower() if root else ""


def is_tei(start: bytes) -> bool:
    """Return True if markup that starts so is TEI, or is wrapped around TEI."""
    root = root_name(start)
    return root in ("tei", "tei.2", "teicorpus") or (root != "article" and _TEI.search(start) is not None)


def _zip_kind(seen: bytes) -> tuple[str, str]:
    for mark, what, mend in _PACKED:
        if mark in seen:
            return what, mend
    if _TEX_NAME.search(seen):
        return _SOURCE, _UNPACK
    return "is a zip archive and no Word document", "unpack it, or save the paper as PDF or HTML"


def _gzip_kind(head: bytes) -> tuple[str, str]:
    """arXiv gives its sources so: a folder, or a single file without a name."""
    try:
        start = zlib.decompressobj(wbits=31).decompress(head, 100_000)
    except zlib.error:
        start = b""
    if start[257:262] == b"ustar":
        return (_SOURCE, _UNPACK) if _TEX_NAME.search(start) else (_FILES, "unpack it")
    if b"\\document" in start:
        return "is LaTeX source compressed with gzip", "unpack it and name it .tex"
    return "is compressed with gzip", "unpack it"

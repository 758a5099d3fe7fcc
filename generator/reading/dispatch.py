"""Choosing the reader of a file by the file's content, and refusing files that no reader can read."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from generator.core.doi_and_arxiv import arxiv_id, arxiv_version
from generator.core.formats import Format, named_format, without_suffix
from generator.core.paper import Paper
from generator.errors import UnreadablePaper
from generator.reading.file_kinds import is_tei, is_word, unsupported_kind
from generator.reading.metadata.visibility import announces_private

_BINARY = ("pdf", "docx")
_PROBE_BYTES = 65536  # read from either end of a file to find its format
# What Git Large File Storage leaves in place of a file, by the specification of its pointers (version 1).
_POINTER_MARKS = (b"version https://git-lfs.github.com/spec/", b"version https://hawser.github.com/spec/")
_MAX_POINTER_BYTES = 1024
_PDF_MARK_BYTES = 1024  # PDF allows "%PDF-" anywhere within the first so many bytes


@dataclass(frozen=True, slots=True)
class ReadingLimits:
    """Limits on reading one file. A file that exceeds one is unreadable; the other files are still read.

    max_megabytes: size of the file, checked before it is opened. seconds: processor time, which does not run
    while other programs use the machine (wall time on Windows). patience: a process also ends after
    ``patience * seconds`` of wall time. memory_megabytes: address space of a reading process (not limited on
    Windows and macOS). page_seconds: processor time for recognising the text of one scanned page.
    recognition_megabytes: address space of a process that recognises text.
    """

    max_megabytes: float = 100
    seconds: float = 60
    patience: float = 10
    memory_megabytes: int = 2048
    page_seconds: float = 60
    recognition_megabytes: int = 6144


def checked_format(path: Path, limits: ReadingLimits) -> Format:
    """Return the format of ``path``. Raises UnreadablePaper if no reader can read the file."""
    try:
        state = path.stat()
        if not stat.S_ISREG(state.st_mode):
            kind = "a folder" if stat.S_ISDIR(state.st_mode) else "not a regular file"
            raise UnreadablePaper(f"is {kind}", path, "name a file that holds one paper")
        if state.st_size == 0:
            raise UnreadablePaper("is empty (0 bytes)", path, "download or export it again")
        if state.st_size > limits.max_megabytes * 1e6:
            raise UnreadablePaper(
                f"is {state.st_size / 1e6:,.0f} MB large, more than the limit of {limits.max_megabytes:g} MB",
                path,
                "give a smaller file, or raise the limit",
            )
        with path.open("rb") as file:
            head = file.read(_PROBE_BYTES)
            file.seek(max(state.st_size - _PROBE_BYTES, 0))
            tail = file.read(_PROBE_BYTES)
    except OSError as error:
        raise _unopened(path, error) from error
    except ValueError as error:  # a zero byte in the name
        raise UnreadablePaper("has a zero byte in its file name", path, "rename the file") from error
    if head.startswith(_POINTER_MARKS) and state.st_size <= _MAX_POINTER_BYTES:
        raise UnreadablePaper(
            "only points to the paper, whose bytes are kept elsewhere", path, "fetch them with `git lfs pull`"
        )
    return _format_of(path, head, tail)


def read_file(path: Path, *, id: str, format: Format) -> Paper:
    """Read ``path`` in this process. Raises UnreadablePaper if it contains no paper.

    A text file in any format is private if one of its first lines says so.
    """
    try:
        paper = _reader(format)(path, id=id)
    except RecursionError as error:
        raise UnreadablePaper(
            "nests its elements too deeply for a paper", path, "export the article alone"
        ) from error
    paper = _with_version(paper, path.name)
    if format in _BINARY or paper.metadata.visibility == "private" or not announces_private(path):
        return paper
    return replace(paper, metadata=replace(paper.metadata, visibility="private"))


def _with_version(paper: Paper, name: str) -> Paper:
    """Take the arXiv version from a file name such as ``2401.00010v2.pdf`` if the paper states none."""
    stem, data = without_suffix(name), paper.metadata
    version = arxiv_version(stem)
    if not version or data.arxiv_version or data.arxiv not in ("", arxiv_id(stem)):
        return paper
    return replace(paper, metadata=replace(data, arxiv=arxiv_id(stem), arxiv_version=version))


def _reader(format: Format) -> Callable[..., Paper]:
    """Return the function that reads files of a format."""
    # Imported here so that lxml, pypdfium2 and markdown-it load only for a file of their format.
    if format == "pdf":
        from generator.reading.pdf import read_pdf

        return read_pdf
    if format == "jats":
        from generator.reading.jats.reader import read_jats

        return read_jats
    if format == "tei":
        from generator.reading.tei.reader import read_tei

        return read_tei
    if format == "docx":
        from generator.reading.docx.reader import read_docx

        return read_docx
    if format == "latex":
        from generator.reading.latex.reader import read_latex

        return read_latex
    if format == "html":
        from generator.reading.html.reader import read_html

        return read_html
    if format == "markdown":
        from generator.reading.markdown.reader import read_markdown

        return read_markdown
    if format == "passages":
        from generator.reading.plain.passages_file import read_passages

        return read_passages
    from generator.reading.plain.plain_text import read_text

    return read_text


def _unopened(path: Path, error: OSError) -> UnreadablePaper:
    """Return the error for a file that cannot be opened."""
    if error.errno == errno.ENOENT:
        return UnreadablePaper("does not exist", path, "check the name")
    if error.errno in (errno.EACCES, errno.EPERM):
        return UnreadablePaper("may not be read by this user", path, "grant read permission")
    if error.errno == errno.ELOOP:
        return UnreadablePaper("is a link that leads back to itself", path, "replace it with the file")
    reason = error.strerror or os.strerror(error.errno or 0)
    return UnreadablePaper(f"cannot be opened ({reason})", path, "check the file and its location")


def _format_of(path: Path, head: bytes, tail: bytes) -> Format:
    """Return the format by the first and last bytes of a file and by its name; the bytes have priority."""
    named = named_format(path.name)
    if named == "passages":
        return "passages"
    if b"%PDF-" in head[:_PDF_MARK_BYTES]:
        return "pdf"
    if is_word(head, tail):
        return "docx"
    if other := unsupported_kind(head, tail):
        raise UnreadablePaper(other[0], path, other[1])
    if not head.strip(b"\x00"):
        raise UnreadablePaper(
            "contains nothing but zeros", path, "download it again; the download was interrupted"
        )
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    wide = head.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in head[:4]
    if wide:
        start = head.replace(b"\x00", b"").lstrip(b"\xff\xfe \t\r\n").lower()
    is_html = start.startswith((b"<!doctype html", b"<html", b"<head", b"<body")) or (
        start.startswith(b"<?xml") and b"<html" in start[:2048]
    )
    is_jats = not is_html and start.startswith(b"<") and (b"<article" in start or b":article" in start)
    if named == "pdf":
        if is_html:
            raise UnreadablePaper(
                "is named .pdf but holds a web page", path, "download the PDF itself, or name the file .html"
            )
        if is_jats or (start.startswith(b"<") and is_tei(start)):
            return "jats" if is_jats else "tei"
        raise UnreadablePaper(
            "is not a PDF despite its name", path, "download it again, or correct the suffix"
        )
    if named in ("jats", "tei"):
        if is_html:
            return "html"
        return "tei" if is_tei(start) or (named == "tei" and not is_jats) else "jats"
    if named is not None:
        # Many web pages begin with an <article> element too, so only an element that HTML lacks decides.
        return "jats" if is_jats and named == "html" and b"<article-meta" in start else named
    if is_jats and b"<front" in start:
        return "jats"
    if start.startswith(b"<") and is_tei(start) and not is_html:
        return "tei"
    if is_html:
        return "html"
    suffix = f"the suffix {path.suffix}" if path.suffix else "no suffix"
    raise UnreadablePaper(
        f"has {suffix}, so its format is unknown",
        path,
        "give PDF, JATS or TEI XML, HTML, Word (.docx), LaTeX (.tex), Markdown (.md) or text (.txt)",
    )

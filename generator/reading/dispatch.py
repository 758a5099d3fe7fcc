"""Which reader a file needs, told from what is in it; and what is refused before it is opened."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from generator.core.formats import Format, named_format, without_suffix
from generator.core.identifiers import arxiv_id, arxiv_version
from generator.core.paper import Paper
from generator.errors import UnreadablePaper
from generator.reading.kinds import is_tei, is_word, other_kind
from generator.reading.metadata.visibility import announces_private

_BINARY = ("pdf", "docx")
_HEAD = 65536  # bytes looked at to tell a format, at either end; PDF allows its mark within the first 1,024


@dataclass(frozen=True, slots=True)
class Limits:
    """What the reading of one file may take; beyond it the file is unreadable, and the others go on.

    max_megabytes: size of a file, checked before it is opened. seconds: processor time, which a busy
    machine does not use up (wall time on Windows). patience: times ``seconds`` of wall time at which a
    process that waits ends as well. memory_megabytes: address space of a reading process, where the
    platform can limit it (not on Windows or macOS). page_seconds, recognition_megabytes: the same for
    the recognition of scanned pages, per page.
    """

    max_megabytes: float = 100
    seconds: float = 60
    patience: float = 10
    memory_megabytes: int = 2048
    page_seconds: float = 60
    recognition_megabytes: int = 6144


def checked_format(path: Path, limits: Limits) -> Format:
    """The format of ``path``. Raises UnreadablePaper for what no reader can read."""
    try:
        state = path.stat()
        if not stat.S_ISREG(state.st_mode):
            kind = "a folder" if stat.S_ISDIR(state.st_mode) else "not a regular file"
            raise UnreadablePaper(f"is {kind}", path, "name a file that holds one paper")
        if state.st_size == 0:
            raise UnreadablePaper("is empty (0 bytes)", path, "download or export it again")
        if state.st_size > limits.max_megabytes * 1e6:
            raise UnreadablePaper(
                f"has {state.st_size / 1e6:,.0f} MB, more than the limit of {limits.max_megabytes:g} MB",
                path,
                "give a smaller file, or raise the limit",
            )
        with path.open("rb") as file:
            head = file.read(_HEAD)
            file.seek(max(state.st_size - _HEAD, 0))
            tail = file.read(_HEAD)
    except OSError as error:
        raise _refused(path, error) from error
    except ValueError as error:  # a zero byte in the name
        raise UnreadablePaper("has a name that no file can have", path, "rename the file") from error
    return _format(path, head, tail)


def read_file(path: Path, *, id: str, format: Format) -> Paper:
    """Read ``path`` in this process. Raises UnreadablePaper where there is no paper in it.

    A file of text that says so by a line among its first ones is private, wherever its reader looks.
    """
    try:
        paper = _reader(format)(path, id=id)
    except RecursionError as error:
        raise UnreadablePaper(
            "nests its elements too deeply for a paper", path, "export it again, the article alone"
        ) from error
    paper = _with_version(paper, path.name)
    if format in _BINARY or paper.metadata.visibility == "private" or not announces_private(path):
        return paper
    return replace(paper, metadata=replace(paper.metadata, visibility="private"))


def _with_version(paper: Paper, name: str) -> Paper:
    """The paper with the version that its file is named after (``2401.00010v2.pdf``), if it tells none."""
    stem, data = without_suffix(name), paper.metadata
    version = arxiv_version(stem)
    if not version or data.arxiv_version or data.arxiv not in ("", arxiv_id(stem)):
        return paper
    return replace(paper, metadata=replace(data, arxiv=arxiv_id(stem), arxiv_version=version))


def _reader(format: Format) -> Callable[..., Paper]:
    # Imported here: lxml, pypdfium2 and markdown-it load only where their format comes up.
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
        from generator.reading.plain.passages import read_passages

        return read_passages
    from generator.reading.plain.text import read_text

    return read_text


def _refused(path: Path, error: OSError) -> UnreadablePaper:
    if error.errno == errno.ENOENT:
        return UnreadablePaper("does not exist", path, "check the name")
    if error.errno in (errno.EACCES, errno.EPERM):
        return UnreadablePaper("may not be read by this user", path, "give read permission on it")
    if error.errno == errno.ELOOP:
        return UnreadablePaper("is a link that leads back to itself", path, "replace it by the file")
    reason = error.strerror or os.strerror(error.errno or 0)
    return UnreadablePaper(f"cannot be opened ({reason})", path, "check the file and where it lies")


def _format(path: Path, head: bytes, tail: bytes) -> Format:
    named = named_format(path.name)
    if named == "passages":
        return "passages"
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if is_word(head, tail):
        return "docx"
    if other := other_kind(head, tail):
        raise UnreadablePaper(other[0], path, other[1])
    if not head.strip(b"\x00"):
        raise UnreadablePaper("holds nothing but zeros", path, "download it again; the copy was broken off")
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
            "is named .pdf but is not a PDF", path, "download it again, or name it after its kind"
        )
    if named in ("jats", "tei"):
        if is_html:
            return "html"
        return "tei" if is_tei(start) or (named == "tei" and not is_jats) else "jats"
    if named is not None:
        # An article element opens many a web page; only the markup that JATS has and HTML has not decides.
        return "jats" if is_jats and named == "html" and b"<article-meta" in start else named
    if is_jats and b"<front" in start:
        return "jats"
    if start.startswith(b"<") and is_tei(start) and not is_html:
        return "tei"
    if is_html:
        return "html"
    suffix = f"the suffix {path.suffix}" if path.suffix else "no suffix"
    raise UnreadablePaper(
        f"has {suffix}, by which no reader knows it",
        path,
        "give PDF, JATS or TEI XML, HTML, Word (.docx), LaTeX (.tex), Markdown (.md) or text (.txt)",
    )

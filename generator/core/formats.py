"""The formats of papers, by the endings of their files: the one list that the whole package uses."""

from __future__ import annotations

from typing import Literal

__all__ = ["PASSAGES_SUFFIX", "SUFFIXES", "Format", "is_passages", "named_format", "without_suffix"]

# passages: pieces of a paper that another system retrieved; the paper itself is not here.
Format = Literal["pdf", "jats", "tei", "html", "docx", "latex", "markdown", "text", "passages"]

# Ending, in lower case -> the format that it promises. The reader looks into the file to check it.
SUFFIXES: dict[str, Format] = {
    ".pdf": "pdf",
    ".xml": "jats",
    ".nxml": "jats",
    ".jats": "jats",
    ".tei": "tei",
    ".tei.xml": "tei",
    ".docx": "docx",
    ".tex": "latex",
    ".ltx": "latex",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".md": "markdown",
    ".markdown": "markdown",
    ".qmd": "markdown",
    ".rmd": "markdown",
    ".txt": "text",
    ".text": "text",
}

# The ending of files that contain passages; it is longer than what `Path.suffix` returns.
PASSAGES_SUFFIX = ".passages.json"


def named_format(name: str) -> Format | None:
    """Return the format that a file's name promises; None if it is not the ending of a paper."""
    return "passages" if is_passages(name) else SUFFIXES.get(_ending(name))


def is_passages(name: str) -> bool:
    """Return True if a file of this name contains passages of a paper instead of the paper."""
    return name.lower().endswith(PASSAGES_SUFFIX)


def without_suffix(name: str) -> str:
    """Return a file's name without the ending of a paper; other dots stay, as in ``2401.00010``.

    >>> [without_suffix(name) for name in ("beetles.passages.json", "2401.00010.qmd", "2401.00010")]
    ['beetles', '2401.00010', '2401.00010']
    """
    if is_passages(name):
        return name[: -len(PASSAGES_SUFFIX)]
    ending = _ending(name)
    return name[: -len(ending)] if ending in SUFFIXES else name


def _ending(name: str) -> str:
    """Return the ending in lower case: the longest of a format (``.tei.xml``), else from the last dot on."""
    lowered = name.lower()
    matching = [suffix for suffix in SUFFIXES if lowered.endswith(suffix)]
    if matching:
        return max(matching, key=len)
    _, dot, ending = lowered.rpartition(".")
    return dot + ending

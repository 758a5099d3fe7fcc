"""The formats of papers, by the endings of their files: the one list that every room goes by."""

from __future__ import annotations

from typing import Literal

__all__ = ["PASSAGES_SUFFIX", "SUFFIXES", "Format", "is_passages", "named_format", "without_suffix"]

# passages: pieces of a paper, as another system retrieved them; the paper itself is not here.
Format = Literal["pdf", "jats", "html", "markdown", "text", "passages"]

# Ending, in lower case -> the format that it promises. The reader looks into the file before it believes it.
SUFFIXES: dict[str, Format] = {
    ".pdf": "pdf",
    ".xml": "jats",
    ".nxml": "jats",
    ".jats": "jats",
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

# Ends the names of files that hold passages; longer than what `Path.suffix` calls a suffix.
PASSAGES_SUFFIX = ".passages.json"


def named_format(name: str) -> Format | None:
    """Return the format that a file's name promises; None if its ending is that of no paper."""
    if is_passages(name):
        return "passages"
    _, dot, ending = name.rpartition(".")
    return SUFFIXES.get(f".{ending.lower()}") if dot else None


def is_passages(name: str) -> bool:
    """Return True if a file of this name holds passages of a paper instead of the paper."""
    return name.lower().endswith(PASSAGES_SUFFIX)


def without_suffix(name: str) -> str:
    """Return a file's name without the ending of a paper; other dots stay, as in ``2401.00010``.

    >>> [without_suffix(name) for name in ("beetles.passages.json", "2401.00010.qmd", "2401.00010")]
    ['beetles', '2401.00010', '2401.00010']
    """
    if is_passages(name):
        return name[: -len(PASSAGES_SUFFIX)]
    return name.rpartition(".")[0] if named_format(name) else name

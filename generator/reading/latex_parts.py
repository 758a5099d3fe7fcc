"""Which LaTeX files are papers, and which are parts of one, told by what they hold and input."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

# What stands in a file that is set by itself; commented lines do not count. Plain TeX ends in \bye.
_MAIN = re.compile(
    rb"^[^%\n]{0,300}(?:\\document(?:class|style)\b|\\begin\s{0,9}\{document\}|\\bye\b)", re.MULTILINE
)
# Its own document class is the paper's: it can be set by itself, and is a part all the same.
_SUBFILE = re.compile(
    rb"^[^%\n]{0,300}\\documentclass\s{0,9}\[[^\]\n]{0,300}\]\s{0,9}\{subfiles\}", re.MULTILINE
)
_INPUT = re.compile(
    rb"^[^%\n]{0,300}?\\(?:input|include|subfile|(?:sub)?import|includestandalone)"
    rb"(?:\s{0,9}\{([^{}\n]{1,300})\}(?:\{([^{}\n]{1,300})\})?|\s+([^\s{}\\%]{1,300}))",
    re.MULTILINE,
)
_MAX_BYTES = 1_000_000  # of a file; a part that is longer is a book
_MAX_FILES = 500  # of one paper, as in `Files`
_ENDINGS = (".tex", ".ltx")


def is_latex(path: Path) -> bool:
    """Return whether a file's name is that of LaTeX source."""
    return path.suffix.lower() in _ENDINGS


def parts_among(files: Sequence[Path]) -> dict[Path, Path]:
    """Map the LaTeX files among ``files`` that are parts of a paper to the main file of that paper.

    A part is what a main file inputs, and what cannot be set by itself where a main file is here:
    beside it, in a folder above, or beside such a folder. Without any main file, none is a part.
    """
    texts = {path: _text(path) for path in files if is_latex(path)}
    mains = [path for path, text in texts.items() if _MAIN.search(text) and not _SUBFILE.search(text)]
    if not mains:
        return {}
    parts: dict[Path, Path] = {}
    for main in mains:
        for path in _inputs(main, texts):
            parts.setdefault(path, main)
    rest = [path for path in mains if path not in parts]
    for path in texts:
        if path not in parts and path not in rest and (nearest := _nearest(path, rest)):
            parts[path] = nearest
    return {path: parts[path] for path in files if path in parts}


def inputs(main: Path) -> tuple[Path, ...]:
    """Return the files that ``main`` inputs, and those that these input, and its list of references."""
    references = main.with_suffix(".bbl")
    return (*_inputs(main, {}), *((references,) if references.is_file() else ()))


def _text(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_MAX_BYTES)
    except OSError:  # its reader says so
        return b""


def _inputs(main: Path, texts: Mapping[Path, bytes]) -> list[Path]:
    found: list[Path] = []
    waiting = [main]
    while waiting and len(found) < _MAX_FILES:
        path = waiting.pop(0)
        for match in _INPUT.finditer(texts.get(path) or _text(path)):
            names = [part.decode("utf-8", "replace").strip().strip('"') for part in match.groups() if part]
            name = "/".join(names).replace("//", "/")  # \import{folder/}{file}
            part = _file(main.parent, name)
            if part is not None and part != main and part not in found:
                found.append(part)
                waiting.append(part)
    return found


def _file(folder: Path, name: str) -> Path | None:
    """Return the file that is input under this name, within the folder; as `Files` finds it."""
    if not name or "\0" in name or ".." in Path(name).parts or Path(name).is_absolute():
        return None
    try:
        return next((path for ending in (".tex", "") if (path := folder / f"{name}{ending}").is_file()), None)
    except OSError:
        return None


def _nearest(path: Path, mains: Iterable[Path]) -> Path | None:
    """Return the main file in the folder of ``path``, one above it, or one beside these; the nearest."""
    above = path.parents
    near = [m for m in mains if m.parent in above or m.parent.parent in above]
    return max(near, key=lambda m: (m.parent in above, len(m.parent.parts)), default=None)

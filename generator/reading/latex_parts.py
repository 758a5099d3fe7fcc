"""Telling LaTeX files that are papers from those that are parts of one, by commands such as ``\\input``.

>>> from pathlib import Path
>>> is_latex(Path("main.tex")), is_latex(Path("main.txt"))
(True, False)
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

# A file that can be typeset by itself; commented lines do not count. Plain TeX ends with \bye.
_MAIN = re.compile(
    rb"^[^%\n]{0,300}(?:\\document(?:class|style)\b|\\begin\s{0,9}\{document\}|\\bye\b)", re.MULTILINE
)
# A file of the class ``subfiles`` can be typeset by itself but is still a part of the paper.
_SUBFILE = re.compile(
    rb"^[^%\n]{0,300}\\documentclass\s{0,9}\[[^\]\n]{0,300}\]\s{0,9}\{subfiles\}", re.MULTILINE
)
_INPUT = re.compile(
    rb"^[^%\n]{0,300}?\\(?:input|include|subfile|(?:sub)?import|includestandalone)"
    rb"(?:\s{0,9}\{([^{}\n]{1,300})\}(?:\{([^{}\n]{1,300})\})?|\s+([^\s{}\\%]{1,300}))",
    re.MULTILINE,
)
_MAX_BYTES = 1_000_000  # read of each file; what comes later is not searched for commands
_MAX_FILES = 500  # of one paper, as in `generator.reading.latex.source_files.Files`
_ENDINGS = (".tex", ".ltx")


def is_latex(path: Path) -> bool:
    """Return True if the file's name is that of LaTeX source."""
    return path.suffix.lower() in _ENDINGS


def parts_among(files: Sequence[Path]) -> dict[Path, Path]:
    """Map each LaTeX file among ``files`` that is a part of a paper to the main file of that paper.

    A file is a part if a main file inputs it. It is also a part if it cannot be typeset by itself and a main
    file is near: in the same folder, in a folder above, or in a folder next to one of these. Without any main
    file, no file is a part.
    """
    texts = {path: _file_text(path) for path in files if is_latex(path)}
    mains = [path for path, text in texts.items() if _MAIN.search(text) and not _SUBFILE.search(text)]
    if not mains:
        return {}
    parts: dict[Path, Path] = {}
    for main in mains:
        for path in _files_input_by(main, texts):
            parts.setdefault(path, main)
    rest = [path for path in mains if path not in parts]
    for path in texts:
        if path not in parts and path not in rest and (nearest := _nearest(path, rest)):
            parts[path] = nearest
    return {path: parts[path] for path in files if path in parts}


def input_files(main: Path) -> tuple[Path, ...]:
    """Return the files that ``main`` inputs, directly or through others, and its .bbl file if it has one."""
    references = main.with_suffix(".bbl")
    return (*_files_input_by(main, {}), *((references,) if references.is_file() else ()))


def _file_text(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_MAX_BYTES)
    except OSError:  # reported when the file is read
        return b""


def _files_input_by(main: Path, texts: Mapping[Path, bytes]) -> list[Path]:
    parts: list[Path] = []
    queue = [main]
    while queue and len(parts) < _MAX_FILES:
        path = queue.pop(0)
        for match in _INPUT.finditer(texts.get(path) or _file_text(path)):
            names = [name.decode("utf-8", "replace").strip().strip('"') for name in match.groups() if name]
            name = "/".join(names).replace("//", "/")  # \import{folder/}{file}
            part = _input_path(main.parent, name)
            if part is not None and part != main and part not in parts:
                parts.append(part)
                queue.append(part)
    return parts


def _input_path(folder: Path, name: str) -> Path | None:
    """Return the file in ``folder`` that LaTeX would input under this name; None if there is none."""
    if not name or "\0" in name or ".." in Path(name).parts or Path(name).is_absolute():
        return None
    try:
        return next((path for ending in (".tex", "") if (path := folder / f"{name}{ending}").is_file()), None)
    except OSError:
        return None


def _nearest(path: Path, mains: Iterable[Path]) -> Path | None:
    """Return the main file nearest to ``path``: in its folder, in one above, or in one next to these."""
    above = path.parents
    near = [m for m in mains if m.parent in above or m.parent.parent in above]
    return max(near, key=lambda m: (m.parent in above, len(m.parent.parts)), default=None)

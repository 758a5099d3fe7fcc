"""What lies in a project's folder of papers: files to read, and a sentence for each that is not read."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.core.counting import counted
from generator.core.formats import SUFFIXES, is_passages, named_format
from generator.reading import paper_ids
from generator.reading.metadata.supplied import BIBLIOGRAPHY, SIDECARS
from generator.storage.files import files_within

__all__ = ["PaperFiles", "paper_files"]

# A note to people who open the folder; every repository has one.
_README = frozenset(("readme", "readme.md", "readme.rst", "readme.txt"))
_READ = "PDF, JATS or TEI XML, HTML, Word, LaTeX, Markdown or text"
# What people keep among their papers, and what to do about it.
_HINTS = {
    **dict.fromkeys((".doc", ".docm", ".odt", ".rtf"), "save it as .docx or PDF"),
    **dict.fromkeys((".bbl", ".sty", ".cls", ".bst", ".aux"), "it belongs to LaTeX source, which is read"),
    **dict.fromkeys((".epub", ".ps", ".djvu"), "convert it to PDF or HTML"),
    **dict.fromkeys((".zip", ".gz", ".xz", ".bz2", ".7z", ".tar", ".tgz"), "unpack it here"),
    **dict.fromkeys((".rst", ".ipynb", ".typ"), "convert it to Markdown or HTML"),
    **dict.fromkeys((".bib", ".bibtex"), f"bibliographic data are read from {BIBLIOGRAPHY} alone"),
    **dict.fromkeys((".ris", ".json"), f"bibliographic data are read from {BIBLIOGRAPHY} or <paper>.yml"),
    **dict.fromkeys((".crdownload", ".part", ".download", ".tmp"), "wait until it is downloaded in full"),
}


@dataclass(frozen=True, slots=True)
class PaperFiles:
    """papers: files to read, by name. left_out: a sentence for each other file or folder, by name."""

    papers: tuple[Path, ...]
    left_out: tuple[str, ...]


def paper_files(folder: Path) -> PaperFiles:
    """Sort what lies in ``folder``; no file is opened.

    Hidden files, metadata (``papers.bib``, sidecars) and a README are neither papers nor left out. Passages
    of a paper (``x.passages.json``) give way to the paper itself (``x.pdf``). A missing folder is empty.
    """
    papers: list[Path] = []
    left_out: list[str] = []
    for path in sorted(_entries(folder), key=lambda path: path.name):
        if why := _reason(path):
            left_out.append(f"{path}: is not read: {why}")
        elif named_format(path.name) and path.name.lower() not in _README:
            papers.append(path)
    replaced = _replaced(papers)
    left_out += [f"{path}: is not read: {whole.name} is the paper itself" for path, whole in replaced.items()]
    return PaperFiles(tuple(path for path in papers if path not in replaced), tuple(left_out))


def _entries(folder: Path) -> Iterable[Path]:
    if not folder.is_dir():
        return ()
    return [Path(entry.path) for entry in os.scandir(folder) if not entry.name.startswith(".")]


def _reason(path: Path) -> str:
    """Return why ``path`` is no paper and no metadata; empty if it may be either, or is a README."""
    name = path.name.lower()
    if path.is_dir():
        count = sum(1 for _ in files_within(path))
        return f"it is a folder, of {counted(count, 'file')}; papers lie in {path.parent.name}/ itself"
    if name in _README or name == BIBLIOGRAPHY:
        return ""
    suffix = path.suffix.lower()
    if path.stem.lower() == "readme":
        return "README is no name of a paper; give it another if it is one"
    if suffix in SIDECARS or named_format(name):
        return ""
    known = f"no paper ends in {suffix}" if suffix else "its name has no ending"
    return f"{known}; {_HINTS.get(suffix, f'a paper is {_READ} ({_endings()})')}"


def _endings() -> str:
    return ", ".join(SUFFIXES)


def _replaced(papers: Sequence[Path]) -> dict[Path, Path]:
    """Map the files of passages whose paper is here to that paper."""
    pieces = [path for path in papers if is_passages(path.name)]
    if not pieces:
        return {}
    whole = {id: path for path, id in paper_ids(path for path in papers if path not in pieces).items()}
    named = {path: paper_ids([path])[path] for path in pieces}
    return {path: whole[id] for path, id in named.items() if id in whole}

"""The folder of papers: the files to read, and a sentence about each file that is not read."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.core.counting import pluralize
from generator.core.formats import SUFFIXES, is_passages, named_format
from generator.core.visible import visible
from generator.reading import paper_ids
from generator.reading.latex_parts import parts_among
from generator.reading.metadata.bibliography import BIBLIOGRAPHIES
from generator.reading.metadata.supplied import SIDECARS
from generator.storage.files import files_within

__all__ = ["PaperFiles", "metadata_files", "paper_files"]

# Notes for people who open the folder; every repository has one.
_README = frozenset(("readme", "readme.md", "readme.rst", "readme.txt"))
_READ = "PDF, JATS or TEI XML, HTML, Word, LaTeX, Markdown or text"
# Files that people keep among their papers, and what to do about them.
_HINTS = {
    **dict.fromkeys((".doc", ".docm", ".odt", ".rtf"), "save it as .docx or PDF"),
    **dict.fromkeys((".bbl", ".sty", ".cls", ".bst", ".aux"), "it belongs to LaTeX source, which is read"),
    **dict.fromkeys((".epub", ".ps", ".djvu"), "convert it to PDF or HTML"),
    **dict.fromkeys((".zip", ".gz", ".xz", ".bz2", ".7z", ".tar", ".tgz"), "unpack it here"),
    **dict.fromkeys((".rst", ".ipynb", ".typ"), "convert it to Markdown or HTML"),
    **dict.fromkeys(
        (".bib", ".bibtex"), f"bibliographic data are read from papers/{BIBLIOGRAPHIES[0]} alone; name it so"
    ),
    ".ris": "bibliographic data are read from papers/papers.ris alone; name it so",
    ".nbib": "bibliographic data are read from papers/papers.nbib alone; name it so",
    ".json": "bibliographic data in CSL JSON are read from papers/papers.json alone; name it so",
    ".enw": "export the bibliography as RIS or BibTeX, to papers.ris or papers.bib",
    ".rdf": "export the bibliography as BibTeX or CSL JSON, to papers.bib or papers.json",
    **dict.fromkeys((".crdownload", ".part", ".download", ".tmp"), "wait until it is downloaded in full"),
}
# Files of metadata, read or not: whoever writes into one that a paper is private expects to be heard.
_METADATA = frozenset(
    (
        *(".bib", ".bibtex", ".json", ".ris", ".nbib", ".enw", ".rdf"),
        *(".toml", ".ini", ".cfg", ".xmp", ".meta", ".private"),
    )
)


@dataclass(frozen=True, slots=True)
class PaperFiles:
    """The files to read, and the reasons why others are not read.

    papers: those directly in the folder first, then by path. left_out: a sentence for each other file, each
    folder without papers and each link that is not followed, by path.
    """

    papers: tuple[Path, ...]
    left_out: tuple[str, ...]


def paper_files(folder: Path, project: Path | None = None) -> PaperFiles:
    """Sort the content of ``folder`` and its subfolders into papers and other files.

    Only LaTeX source is opened, to tell papers from their parts. Hidden files and folders, metadata
    (bibliographies, sidecars) and a README are neither papers nor reported. Passages of a paper
    (``x.passages.json``) are left out if the paper itself (``x.pdf``) is there. A missing folder is empty.
    project: its folder; symbolic links out of both it and ``folder`` are not followed.
    """
    papers: list[Path] = []
    left_out: list[tuple[Path, str]] = []
    _Walk(folder, project or folder).through(papers, left_out)
    papers.sort(key=lambda path: (path.parent != folder, path.as_posix()))
    replaced = _replaced(papers, folder)
    left_out += [(path, f"{whole.name} is the paper itself") for path, whole in replaced.items()]
    twins = dict(_twins(papers, folder))
    left_out += [
        (
            path,
            f"its name is that of {_relative(other, folder)} with accents stored in another way; rename one",
        )
        for path, other in twins.items()
    ]
    parts = parts_among(papers)
    left_out += [(path, f"it is a part of {_relative(main, folder)}") for path, main in parts.items()]
    return PaperFiles(
        tuple(path for path in papers if path not in {*replaced, *parts, *twins}),
        tuple(visible(f"{path}: is not read: {why}", one_line=True) for path, why in sorted(left_out)),
    )


def _twins(papers: Iterable[Path], folder: Path) -> Iterator[tuple[Path, Path]]:
    """Yield each paper whose name is that of an earlier one in another form of Unicode, with that one.

    They would have one id, and many file systems can hold only one of them.
    """
    first: dict[str, Path] = {}
    for path in papers:
        other = first.setdefault(unicodedata.normalize("NFC", _relative(path, folder)), path)
        if other is not path:
            yield path, other


def metadata_files(folder: Path, project: Path | None = None) -> tuple[tuple[Path, ...], tuple[Path, ...]]:
    """Return the files in ``folder`` and below that may say something about present or former papers.

    First those that may be sidecars, then files of metadata that are not read, whatever they are called.
    """
    walk = _Walk(folder, project or folder)
    walk.through([], [])
    return tuple(walk.sidecars), tuple(walk.unread)


class _Walk:
    """A walk through a folder of papers that visits each folder once and stays within the project."""

    def __init__(self, folder: Path, project: Path) -> None:
        self.sidecars: list[Path] = []
        self.unread: list[Path] = []  # files of metadata under names that are not read
        self._top = folder
        self._within = (folder.resolve(), project.resolve())
        self._seen: set[Path] = set()
        self._links: list[Path] = []

    def through(self, papers: list[Path], left_out: list[tuple[Path, str]]) -> None:
        """Add the content of the folder and its subfolders to ``papers`` and ``left_out``."""
        self._sort(self._top, papers, left_out)
        while self._links:  # after all that lies here itself, which keeps its own path
            path = self._links.pop(0)
            if why := self._refused(path):
                left_out.append((path, why))
            else:
                self._sort_folder(path, set(), papers, left_out)

    def _sort(self, folder: Path, papers: list[Path], left_out: list[tuple[Path, str]]) -> None:
        if folder.resolve() in self._seen:  # below a link
            return
        self._seen.add(folder.resolve())
        entries = sorted(_entries(folder), key=lambda entry: entry.name)
        names = {entry.name.lower() for entry in entries}
        for entry in entries:
            path = Path(entry.path)
            if entry.is_symlink() and (why := self._refused(path)):
                left_out.append((path, why))
            elif _is_folder(entry):
                if entry.is_symlink():
                    self._links.append(path)
                    continue
                self._sort_folder(path, names, papers, left_out)
            elif not _is_file(entry) and path.exists():
                left_out.append((path, "it is neither a file nor a folder"))
            elif why := _reason(path, self._top):
                left_out.append((path, why))
                if path.suffix.lower() in _METADATA:
                    self.unread.append(path)
            elif path.suffix.lower() in SIDECARS:
                self.sidecars.append(path)
            elif named_format(path.name) and path.name.lower() not in _README:
                papers.append(path)

    def _sort_folder(
        self, path: Path, siblings: set[str], papers: list[Path], left_out: list[tuple[Path, str]]
    ) -> None:
        page = _page_of(path.name, siblings)
        if page:
            left_out.append((path, f"it is a folder, of {_count(path)} that belong to {page}"))
            return
        inner: list[Path] = []
        inner_left: list[tuple[Path, str]] = []
        self._sort(path, inner, inner_left)
        if inner:
            papers += inner
            left_out += inner_left
            return
        links = [(at, why) for at, why in inner_left if at.is_symlink()]
        # One sentence for all that is in it, but for links: somebody meant papers by them.
        left_out.append((path, f"it is a folder, of {_count(path)}; no file in it is a paper"))
        left_out += links

    def _refused(self, path: Path) -> str:
        """Return why a link is not followed; empty if it is."""
        try:
            target = path.resolve(strict=True)
        except (OSError, RuntimeError):
            return ""  # it leads nowhere, which its reader says
        if not any(target.is_relative_to(place) for place in self._within):
            return f"it is a link that leads out of the project, to {target}; copy the paper here"
        if target.is_dir() and (target in self._seen or self._within[0].is_relative_to(target)):
            return f"it is a link to a folder that is read already, {target}; remove the link"
        return ""


def _relative(path: Path, folder: Path) -> str:
    return path.relative_to(folder).as_posix()


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    try:
        # "~$x.docx": Word holds x.docx open.
        return [entry for entry in os.scandir(folder) if not entry.name.startswith((".", "~$"))]
    except OSError:  # no folder, or one that may not be listed
        return []


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link that leads to itself
        return False


def _is_file(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_file()
    except OSError:
        return False


def _count(folder: Path) -> str:
    return pluralize(sum(1 for _ in files_within(folder)), "file")


def _page_of(name: str, siblings: set[str]) -> str:
    """Return the page next to a folder that a browser or Quarto saved with it (``x_files`` of ``x.html``)."""
    stem, mark, _ = name.lower().rpartition("_files")
    endings = (".html", ".htm", ".qmd", ".rmd", ".md")
    return next((stem + ending for ending in endings if stem + ending in siblings), "") if mark else ""


def _reason(path: Path, top: Path) -> str:
    """Return why ``path`` is neither paper nor metadata; empty if it may be either, or is a README."""
    name = path.name.lower()
    if name in _README or (name in BIBLIOGRAPHIES and path.parent == top):
        return ""
    suffix = path.suffix.lower()
    if path.stem.lower() == "readme":
        return "README is not read as a paper; rename it if it is one"
    if suffix in SIDECARS or named_format(name):
        return ""
    known = f"no paper ends in {suffix}" if suffix else "its name has no ending"
    return f"{known}; {_HINTS.get(suffix, f'a paper is {_READ} ({_endings()})')}"


def _endings() -> str:
    return ", ".join(SUFFIXES)


def _replaced(papers: Sequence[Path], folder: Path) -> dict[Path, Path]:
    """Return a map from each file of passages to its paper, if that is in the folder too."""
    pieces = [path for path in papers if is_passages(path.name)]
    if not pieces:
        return {}
    whole = {id: path for path, id in paper_ids((p for p in papers if p not in pieces), folder).items()}
    named = {path: paper_ids([path])[path] for path in pieces}
    return {path: whole[id] for path, id in named.items() if id in whole}

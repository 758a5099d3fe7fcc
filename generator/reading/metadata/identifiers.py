"""The id under which a paper stands in links and folders, from its DOI, its arXiv id or its file's name."""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from generator.core.formats import is_passages, without_suffix
from generator.core.identifiers import arxiv_id, doi

MAX_LENGTH = 81

# What a site or a file system keeps for itself, and what Windows takes for a device.
RESERVED = frozenset(
    # The last one is a file of the ledger, among the folders that are called like papers.
    ("index", "404", "assets", "search", "pagefind", "a", "questions", "papers", "sitemap", "published.txt")
)
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|$)")


def paper_id(named: str) -> str:
    """The id that a file name without its suffix, a DOI or an arXiv id makes.

    Lower-case letters, digits, ``.``, ``_`` and ``-``, at most 81, starting with a letter or a
    digit; a slash becomes ``--``. Letters of other scripts and whatever else cannot be kept are
    told apart by a hash at the end, so that two names that differ in them have two ids.
    """
    text = doi(named) or arxiv_id(named) or named
    folded = unicodedata.normalize("NFKD", text).casefold()
    lossy = False
    pieces = []
    for character in folded:
        if character.isascii() and (character.isalnum() or character in "._-"):
            pieces.append(character)
        elif character in "/\\":
            pieces.append("--")
        elif unicodedata.combining(character):
            continue  # the accent of a letter that stands before it
        elif character.isspace() or (character.isascii() and not character.isalnum()):
            pieces.append("-")
        else:
            pieces.append("-")
            lossy = True
    slug = re.sub(r"-{3,}", "--", re.sub(r"\.{2,}", ".", "".join(pieces))).strip("._-")
    slug = re.sub(r"\.{2,}", ".", re.sub(r"(?<!-)-+\.|\.-+", ".", slug))
    if not slug:
        slug, lossy = "paper", True
    elif slug in RESERVED or _DEVICES.match(slug):
        slug = f"paper-{slug}"
    return _with_hash(slug, text) if lossy or len(slug) > MAX_LENGTH else slug


def paper_ids(paths: Iterable[Path], folder: Path | None = None) -> dict[Path, str]:
    """An id for every file, from its name without the suffix; the order of the files does not matter.

    Where two files would share an id, a hash of the file name tells them apart, and none of them
    keeps the bare id: a link must never come to mean another paper because a file was added.
    folder: the collection's own; files in it go before files in its subfolders, which take nothing from
    them: whatever lies below, their ids stay. Files below it that share an id with another file get a hash
    of their path within it.
    """
    given = list(dict.fromkeys(paths))
    if folder is None:
        return _ids_apart(given, _within_common_folder(given))
    top = [path for path in given if path.parent.absolute() == folder.absolute()]
    below = [path for path in given if path.parent.absolute() != folder.absolute()]
    ids = _ids_apart(top, lambda path: path.name)
    # Bare ids too: one that two files of the folder lost must not come to mean a file below it.
    taken = set(ids.values()) | {paper_id(_stem(path)) for path in top}

    def within(path: Path) -> str:
        return Path(os.path.relpath(path.absolute(), folder.absolute())).as_posix()

    for path, name in _ids_apart(below, within).items():
        ids[path] = _with_hash(paper_id(_stem(path)), within(path)) if name in taken else name
    return {path: ids[path] for path in given}


def paper_id_apart(path: Path, within: str) -> str:
    """An id for a file whose bare id another paper has, or had. within: its path in the folder of papers."""
    return _with_hash(paper_id(_stem(path)), within)


def _ids_apart(given: Sequence[Path], place: Callable[[Path], str]) -> dict[Path, str]:
    """Ids of files that are equals. place: a text that no other of these files has."""
    named = {path: paper_id(_stem(path)) for path in given}
    # First by file name; files of one name in several folders by their place among the papers.
    for distinct in (lambda path: path.name, place):
        groups: dict[str, list[Path]] = defaultdict(list)
        for path, name in named.items():
            groups[name].append(path)
        for group in groups.values():
            if len(group) > 1:
                for path in group:
                    named[path] = _with_hash(paper_id(_stem(path)), distinct(path))
    return named


def _with_hash(slug: str, text: str) -> str:
    """``slug``, shortened if need be, and eight digits of the hash of ``text``."""
    # Some file systems take letters and their accents apart: the name is the same one.
    named = unicodedata.normalize("NFC", text).encode("utf-8", "surrogatepass")
    code = hashlib.sha256(named).hexdigest()[:8]
    return f"{slug[: MAX_LENGTH - 9].rstrip('._-')}-{code}"


def _stem(path: Path) -> str:
    """The file name without its suffix; a name such as ``2401.00010`` has none."""
    if is_passages(path.name) or path.name.lower().endswith(".tei.xml"):
        return without_suffix(path.name)
    return path.name[: -len(path.suffix)] if re.fullmatch(r"\.[A-Za-z]{1,8}", path.suffix) else path.name


def _within_common_folder(paths: list[Path]) -> Callable[[Path], str]:
    folder = os.path.commonpath([path.parent.absolute() for path in paths]) if paths else "."
    return lambda path: Path(os.path.relpath(path.absolute(), folder)).as_posix()

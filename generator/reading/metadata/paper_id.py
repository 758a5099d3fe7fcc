"""The id of a paper in links and folders, from its DOI, its arXiv id or its file's name.

>>> paper_id("10.1234/abc"), paper_id("Okoye et al. 2019")
('10.1234--abc', 'okoye-et-al.2019')
"""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from generator.core.doi_and_arxiv import arxiv_id, doi
from generator.core.formats import is_passages, without_suffix

MAX_LENGTH = 81  # characters
_HASH_DIGITS = 8  # of the hash at the end of an id

# Names that the site uses itself, and names that Windows takes for devices.
RESERVED = frozenset(
    {
        *("index", "404", "assets", "search", "pagefind", "a", "questions", "papers", "sitemap"),
        *("published.txt", "site.jsonl"),  # of the ledger, next to the folders that are named after papers
    }
)
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|$)")


def paper_id(name: str) -> str:
    """Return the id that a file name without its suffix, a DOI or an arXiv id makes.

    It has lower-case letters, digits, ``.``, ``_`` and ``-``, at most 81, and starts with a letter or a
    digit; a slash becomes ``--``. If letters of other scripts or other characters are lost, a hash at the end
    tells apart names that differ in them.
    """
    text = doi(name) or arxiv_id(name) or name
    folded = unicodedata.normalize("NFKD", text).casefold()
    lossy = False
    pieces = []
    for character in folded:
        if character.isascii() and (character.isalnum() or character in "._-"):
            pieces.append(character)
        elif character in "/\\":
            pieces.append("--")
        elif unicodedata.combining(character):
            continue  # the accent of the letter before it
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
    """Return an id for every file, from its name without the suffix. The order of the files does not matter.

    If two files would share an id, each gets a hash of its file name, and neither keeps the bare id: a link
    must never come to mean another paper because a file was added. folder: the collection's own. Files
    directly in it come first: their ids do not depend on files in subfolders. A file in a subfolder whose id
    is taken gets a hash of its path within the folder.
    """
    files = list(dict.fromkeys(paths))
    if folder is None:
        return _ids_apart(files, _within_common_folder(files))
    top = [path for path in files if path.parent.absolute() == folder.absolute()]
    below = [path for path in files if path.parent.absolute() != folder.absolute()]
    ids = _ids_apart(top, lambda path: path.name)
    # Bare ids too: one that two files of the folder could not keep must not mean a file in a subfolder.
    taken = set(ids.values()) | {paper_id(_stem(path)) for path in top}

    def within(path: Path) -> str:
        return Path(os.path.relpath(path.absolute(), folder.absolute())).as_posix()

    for path, name in _ids_apart(below, within).items():
        ids[path] = _with_hash(paper_id(_stem(path)), within(path)) if name in taken else name
    return {path: ids[path] for path in files}


def paper_id_apart(path: Path, within: str) -> str:
    """Return an id for a file whose bare id another paper has or had.

    within: the path of the file in the folder of papers.
    """
    return _with_hash(paper_id(_stem(path)), within)


def _ids_apart(files: Sequence[Path], place: Callable[[Path], str]) -> dict[Path, str]:
    """Return the ids of files of equal standing. place: returns a text that no other of these files has."""
    named = {path: paper_id(_stem(path)) for path in files}
    # First by file name; files of the same name in several folders by their path.
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
    """Return ``slug``, shortened if need be, with eight digits of the hash of ``text``."""
    # Some file systems store accents as separate characters (NFD): the name must have the same hash.
    named = unicodedata.normalize("NFC", text).encode("utf-8", "surrogatepass")
    code = hashlib.sha256(named).hexdigest()[:_HASH_DIGITS]
    return f"{slug[: MAX_LENGTH - _HASH_DIGITS - 1].rstrip('._-')}-{code}"


def _stem(path: Path) -> str:
    """Return the file name without its suffix; a name such as ``2401.00010`` has no suffix."""
    if is_passages(path.name) or path.name.lower().endswith(".tei.xml"):
        return without_suffix(path.name)
    return path.name[: -len(path.suffix)] if re.fullmatch(r"\.[A-Za-z]{1,8}", path.suffix) else path.name


def _within_common_folder(paths: list[Path]) -> Callable[[Path], str]:
    folder = os.path.commonpath([path.parent.absolute() for path in paths]) if paths else "."
    return lambda path: Path(os.path.relpath(path.absolute(), folder)).as_posix()

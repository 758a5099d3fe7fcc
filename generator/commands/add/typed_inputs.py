"""Requests to add papers, from what was typed: ids, lists, bibliographies, papers, folders."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from generator.commands.add.bibliographies import BIBLIOGRAPHIES, of_bibliography
from generator.commands.add.id_lists import LISTS, of_list
from generator.commands.add.request import AddRequest
from generator.core.counting import pluralize
from generator.core.formats import named_format
from generator.core.visible import visible
from generator.fetching import Id, ids_of
from generator.project.paper_files import paper_files

__all__ = ["AddRequest", "read_requests"]

_LIBRARIES = ("zotero", "zotero-local", "zotero-web")  # before the name of a collection
_FORMS = "a DOI, PMCID, PMID, arXiv id, address, file or folder"
_MAX_SHOWN_CHARS = 120  # of something that is not understood
# What somebody meant as a DOI, an arXiv id or an address: the remedy is another than for a file's name.
_LIKE_DOI = re.compile(
    r"(?:doi\b|(?:https?://)?(?:dx\.)?doi\.org|[1lI][0oO][.,]\s?[0-9]{2,9})", re.IGNORECASE
)
_LIKE_ADDRESS = re.compile(r"[a-z]{2,9}:/", re.IGNORECASE)


def read_requests(names: Sequence[str], project: Path | None = None) -> list[AddRequest]:
    """Return the papers that ``names`` mean, in order, each once. project: the folder of the project."""
    found: dict[object, AddRequest] = {}
    for name in names:
        for one in _named(name, project):
            key = _same(one)
            if key not in found or (one.metadata is not None and found[key].metadata is None):
                found[key] = one
    return list(found.values())


def _same(one: AddRequest) -> object:
    if one.file is not None:
        return one.file.resolve()
    return one.id.key if one.id else one.title or (one.named, one.why)


def _named(name: str, project: Path | None) -> Iterator[AddRequest]:
    path = Path(name).expanduser()
    try:
        exists = bool(name.strip()) and path.exists()
    except (OSError, ValueError):  # too long for a path, or with a zero byte in it
        exists = False
    if not exists and name.partition(":")[0].lower() in _LIBRARIES and ":" in name:
        yield AddRequest(name)
    elif not exists:
        yield from of_ids(name, ids_of(name), path)
    elif path.is_dir():
        yield from _of_folder(name, path, project)
    elif path.suffix.lower() in BIBLIOGRAPHIES and named_format(path.name) != "passages":
        yield from of_bibliography(path)
    elif path.suffix.lower() in LISTS and (listed := list(of_list(path))):
        yield from listed
    elif named_format(path.name):
        yield AddRequest(name, file=path)
    else:
        yield AddRequest(
            name, why="not a paper, a list of ids or a bibliography; see `answerbook add --help`"
        )


def of_ids(name: str, ids: Sequence[Id], path: Path) -> Iterator[AddRequest]:
    """Yield a request for each id in ``name``, or the reason why it contains none."""
    yield from (AddRequest(str(id), id) for id in ids)
    if ids:
        return
    text = name.strip()
    shown = visible(text[:_MAX_SHOWN_CHARS], one_line=True)
    if "@" in text and _LIKE_ADDRESS.match(text):
        # Without the password, which nobody wants in a log.
        shown = f"{text.partition('//')[0]}//{text.rpartition('@')[2][:_MAX_SHOWN_CHARS]}"
        why = "an address with a name or a password in it is not asked; fetch the file yourself"
    elif _LIKE_DOI.match(text):
        why = "is not a whole DOI; write one like 10.1234/abc"
    elif _LIKE_ADDRESS.match(text):
        why = "not an address of http or https; fetch the file yourself, and name it"
    elif not text:
        shown, why = repr(name), f"names nothing; give {_FORMS}"
    elif named_format(name) or path.suffix.lower() in BIBLIOGRAPHIES or name.startswith(("/", ".", "~")):
        why = "no such file; check the name"
    else:
        why = f"not recognised as a paper; give {_FORMS}"
    yield AddRequest(shown, why=why)


def _of_folder(name: str, path: Path, project: Path | None) -> Iterator[AddRequest]:
    if project is not None and project.resolve().is_relative_to(path.resolve()):
        yield AddRequest(name, why="the folder holds this project; name the folder with the papers alone")
        return
    try:
        next(path.iterdir(), None)
        files = paper_files(path)
    except OSError as error:
        yield AddRequest(name, why=f"cannot be read ({error.strerror}); check the rights of its folders")
        return
    described: set[Path] = set()
    left = [sentence.partition(": ")[::2] for sentence in files.left_out]
    for where, _ in left:
        if Path(where).suffix.lower() in BIBLIOGRAPHIES:
            for one in _described(Path(where)):
                described.update(file.resolve() for file in (one.file, *one.others) if file is not None)
                yield one
    for file in files.papers:
        if file.resolve() not in described:
            yield AddRequest(str(file), file=file)
    for where, why in left:
        if Path(where).suffix.lower() in BIBLIOGRAPHIES:
            continue
        # Folders without papers and parts of papers are not missed. A link or a file of a kind that is not
        # read may have been meant as a paper.
        place = Path(where)
        left_out = not place.is_symlink() and (place.is_dir() or named_format(place.name) is not None)
        said = why.removeprefix("is not read: ") if left_out else why
        yield AddRequest(where, why=said, left=left_out)
    if not files.papers and not files.left_out:
        yield AddRequest(name, why="the folder holds no papers; choose another")


def _described(path: Path) -> Iterator[AddRequest]:
    """Yield the papers of a folder that a bibliography in it describes, and a sentence about all others."""
    found = list(of_bibliography(path))
    here = [one for one in found if one.file is not None]
    yield from here
    if others := len(found) - len(here):
        named = f"{pluralize(others, 'entry', 'entries')} without a file here"
        yield AddRequest(str(path), why=f"{named}; fetch them with: answerbook add {path}")

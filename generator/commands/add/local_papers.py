"""Copy papers from this machine into a project."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

from generator.commands.add.add_report import AddOutcome
from generator.commands.add.fetched import Fetcher, supplied
from generator.commands.add.placer import Sidecar
from generator.commands.add.request import AddRequest
from generator.core import Metadata
from generator.core.formats import without_suffix
from generator.errors import AnswerbookError, FetchError, UnreadablePaper
from generator.fetching.latex_source import decode_source, join_inputs
from generator.project.sidecars import sidecar_beside, write_sidecar
from generator.reading.dispatch import checked_format
from generator.reading.latex_parts import input_files, is_latex
from generator.reading.metadata.licences import licence_id
from generator.reading.metadata.sidecar import read_sidecar
from generator.storage.files import write_whole

__all__ = ["copy_paper", "file_bytes"]


def copy_paper(request: AddRequest, fetcher: Fetcher) -> AddOutcome:
    """Copy the file of ``request`` with its sidecar, and return what happened.

    Only the kind of the file is checked: a folder of hundreds is copied in seconds, and the next build, which
    reads them all, names those that cannot be read. If an entry of a bibliography names the file, its
    metadata become the sidecar. The fetcher's client is not used.
    """
    assert request.file is not None
    file, named = request.file, request.named
    try:
        checked_format(file, fetcher.limits)
        data = file_bytes(file, fetcher.max_bytes)
    except UnreadablePaper as error:
        return AddOutcome(named, "unusable", why=f"{error.what}; {error.hint}")
    except (OSError, FetchError) as error:
        why = getattr(error, "strerror", None) or str(error)
        return AddOutcome(named, "unusable", why=f"cannot be read ({why}); check the file")
    try:
        return _copied(request, file, data, fetcher)
    except UnreadablePaper as error:
        return AddOutcome(named, "unusable", why=f"{error.what}; {error.hint}")
    except AnswerbookError as error:
        return AddOutcome(named, "unusable", why=str(error))


def _copied(request: AddRequest, file: Path, data: bytes, fetcher: Fetcher) -> AddOutcome:
    named, papers, placer = request.named, fetcher.project_papers, fetcher.placer
    same = f"sha256:{hashlib.sha256(data).hexdigest()}"
    if (here := papers.find([same])) is not None:
        return AddOutcome(
            named, "present", placer.shown(here), why="the same file", note=_described(request, here, fetcher)
        )
    keys = [same, *([request.id.key] if request.id is not None else [])]
    there = papers.find(keys)
    if there is not None and not fetcher.replace:
        return AddOutcome(named, "present", file=placer.shown(there))
    stem = without_suffix(file.name)
    suffix = file.name[len(stem) :].lower()
    if there is not None:
        stem = without_suffix(there.name)
    elif request.id is not None:
        stem = papers.stem(request.id, keys)
    else:
        # Other threads may be copying a paper of the same name, or the same paper.
        if other := papers.claim([f"name:{stem.lower()}"], named):
            return AddOutcome(named, "unusable", why=f"has the name of {other}; rename one of them")
        there = papers.stems.get(stem.lower())
        if there is not None and not fetcher.replace:
            why = f"a different file {there.name} exists; rename one of them, or use --replace"
            return AddOutcome(named, "unusable", why=why)
    if other := papers.claim(keys, named):
        return AddOutcome(named, "present", why="the same paper", file=f"the paper {other}")
    if fetcher.dry_run:
        return AddOutcome(named, "planned", file=f"{stem}{suffix}", size=len(data))
    sidecar: Sidecar | None = None
    note = ""
    if request.metadata is not None and not sidecar_beside(file).is_file():
        paper = fetcher.read(data, f"{stem}{suffix}", stem)
        sidecar, note = (supplied(_stated(request.metadata), paper), {}), "with the metadata of its entry"
    path, replaced = placer.put(stem, suffix, data, sidecar, there)
    note = note or _with_sidecar(file, path)
    papers.register(path, keys)
    notes = "; ".join(filter(None, (replaced, note)))
    return AddOutcome(
        named, "added" if there is None else "replaced", placer.shown(path), size=len(data), note=notes
    )


def _described(request: AddRequest, here: Path, fetcher: Fetcher) -> str:
    """Write the metadata of an entry beside a paper that has none, and return a note about it."""
    sidecar = sidecar_beside(here)
    if request.metadata is None or fetcher.dry_run or sidecar.is_file():
        return ""
    paper = fetcher.read(here.read_bytes(), here.name, without_suffix(here.name))
    write_sidecar(sidecar, supplied(_stated(request.metadata), paper), {})
    return "its entry's metadata are now in a sidecar file"


def _stated(metadata: Metadata) -> Metadata:
    """Return an entry's metadata; its field for rights holds "© the publisher" as often as a licence."""
    return replace(metadata, licence=licence_id(metadata.licence) or "")


def file_bytes(file: Path, max_bytes: int) -> bytes:
    """Return the bytes to copy: the file, or LaTeX with the files that it inputs inserted.

    Raises OSError, FetchError.
    """
    if file.stat().st_size > max_bytes:
        raise FetchError(f"it is larger than the limit of {max_bytes / 1e6:,.0f} MB; give a smaller file")
    data = file.read_bytes()
    parts = input_files(file) if is_latex(file) else ()
    if not parts:
        return data
    folder = file.parent.resolve()
    within = [part for part in parts if part.resolve().is_relative_to(folder)]
    texts = {
        part.resolve().relative_to(folder).as_posix(): decode_source(part.read_bytes()) for part in within
    }
    return join_inputs({**texts, file.name: decode_source(data)}, file.name).encode()


def _with_sidecar(file: Path, path: Path) -> str:
    """Copy the sidecar of a file, if it has one, and return a note about it."""
    own, target = sidecar_beside(file), sidecar_beside(path)
    if not own.is_file() or target.is_file():
        return ""
    _, problems = read_sidecar(own)
    if problems:
        return f"its sidecar was not copied: {problems[0]}"
    write_whole(target, own.read_bytes())
    return "with its sidecar"

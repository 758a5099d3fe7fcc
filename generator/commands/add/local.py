"""Copy papers from this machine into a project."""

from __future__ import annotations

import hashlib
from pathlib import Path

from generator.commands.add.inputs import AddRequest
from generator.commands.add.placer import PaperPlacer
from generator.commands.add.project_papers import ProjectPapers
from generator.commands.add.report import AddOutcome, State
from generator.commands.named import AddOptions
from generator.core.formats import without_suffix
from generator.errors import AnswerbookError, FetchError
from generator.fetching.source import decode_source, join_inputs
from generator.project.sidecars import sidecar_beside
from generator.reading.latex_parts import input_files, is_latex
from generator.reading.metadata.sidecar import read_sidecar
from generator.storage.files import write_whole

__all__ = ["copy_paper", "file_bytes"]


def copy_paper(
    request: AddRequest, project_papers: ProjectPapers, placer: PaperPlacer, max_bytes: int, how: AddOptions
) -> AddOutcome:
    """Copy the file of ``request`` with its sidecar, and return what happened."""
    assert request.file is not None
    try:
        data = file_bytes(request.file, max_bytes)
    except (OSError, FetchError) as error:
        why = getattr(error, "strerror", None) or str(error)
        return AddOutcome(request.named, "invalid", why=f"cannot be read ({why}); check the file")
    here = project_papers.find([f"sha256:{hashlib.sha256(data).hexdigest()}"])
    if here is not None:
        return AddOutcome(request.named, "present", file=placer.shown(here), why="the same file")
    stem = without_suffix(request.file.name)
    suffix = request.file.name[len(stem) :].lower()
    there = project_papers.stems.get(stem.lower())
    if there is not None and not how.replace:
        why = f"a different file {there.name} exists; rename one of them, or use --replace"
        return AddOutcome(request.named, "invalid", why=why)
    if how.dry_run:
        return AddOutcome(request.named, "planned", file=f"{stem}{suffix}", size=len(data))
    try:
        path, replaced = placer.put(stem, suffix, data, None, there)
        note = _with_sidecar(request.file, path)
    except AnswerbookError as error:
        return AddOutcome(request.named, "invalid", why=str(error))
    project_papers.register(path, [f"sha256:{hashlib.sha256(data).hexdigest()}"])
    notes = "; ".join(filter(None, (replaced, note)))
    state: State = "added" if there is None else "replaced"
    return AddOutcome(request.named, state, placer.shown(path), size=len(data), note=notes)


def file_bytes(file: Path, max_bytes: int) -> bytes:
    """Return the bytes to copy: the file, or LaTeX with the files that it inputs inserted.

    Raises OSError, FetchError.
    """
    if file.stat().st_size > max_bytes:
        raise FetchError(f"it is larger than the limit of {max_bytes / 1e6:,.0f} MB")
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

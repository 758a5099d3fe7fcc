"""Papers that lie on this machine, copied into a project."""

from __future__ import annotations

import hashlib
from pathlib import Path

from generator.commands.add.inputs import Wanted
from generator.commands.add.placing import Placing
from generator.commands.add.report import Added, State
from generator.commands.add.shelf import Shelf
from generator.commands.named import Adding
from generator.core.formats import without_suffix
from generator.errors import AnswerbookError, FetchError
from generator.fetching.source import decoded_source, joined
from generator.project.sidecars import sidecar_beside
from generator.reading.latex_parts import inputs, is_latex
from generator.reading.metadata.sidecar import read_sidecar
from generator.storage.files import write_whole

__all__ = ["copied", "file_bytes"]


def copied(wanted: Wanted, shelf: Shelf, placing: Placing, max_bytes: int, how: Adding) -> Added:
    """Copy the file of ``wanted``, with its sidecar, and say what became of it."""
    assert wanted.file is not None
    try:
        data = file_bytes(wanted.file, max_bytes)
    except (OSError, FetchError) as error:
        why = getattr(error, "strerror", None) or str(error)
        return Added(wanted.named, "invalid", why=f"cannot be read ({why}); check the file")
    here = shelf.here([f"sha256:{hashlib.sha256(data).hexdigest()}"])
    if here is not None:
        return Added(wanted.named, "present", file=placing.shown(here), why="the same file")
    stem = without_suffix(wanted.file.name)
    suffix = wanted.file.name[len(stem) :].lower()
    there = shelf.stems.get(stem.lower())
    if there is not None and not how.replace:
        why = f"a file of this name, {there.name}, holds something else; rename one, or say --replace"
        return Added(wanted.named, "invalid", why=why)
    if how.dry_run:
        return Added(wanted.named, "planned", file=f"{stem}{suffix}", size=len(data))
    try:
        path, said = placing.put(stem, suffix, data, None, there)
        note = _with_sidecar(wanted.file, path)
    except AnswerbookError as error:
        return Added(wanted.named, "invalid", why=str(error))
    shelf.put(path, [f"sha256:{hashlib.sha256(data).hexdigest()}"])
    notes = "; ".join(filter(None, (said, note)))
    state: State = "added" if there is None else "replaced"
    return Added(wanted.named, state, placing.shown(path), size=len(data), note=notes)


def file_bytes(file: Path, max_bytes: int) -> bytes:
    """Return what is copied: the file, LaTeX with all that it inputs in its place.

    Raises OSError, FetchError.
    """
    if file.stat().st_size > max_bytes:
        raise FetchError(f"it has more than the {max_bytes / 1e6:,.0f} MB that are read")
    data = file.read_bytes()
    parts = inputs(file) if is_latex(file) else ()
    if not parts:
        return data
    folder = file.parent.resolve()
    within = [part for part in parts if part.resolve().is_relative_to(folder)]
    texts = {
        part.resolve().relative_to(folder).as_posix(): decoded_source(part.read_bytes()) for part in within
    }
    return joined({**texts, file.name: decoded_source(data)}, file.name).encode()


def _with_sidecar(file: Path, path: Path) -> str:
    """Copy the sidecar beside a file, if it has one; what else to say of it."""
    own, target = sidecar_beside(file), sidecar_beside(path)
    if not own.is_file() or target.is_file():
        return ""
    _, problems = read_sidecar(own)
    if problems:
        return f"its sidecar was not copied: {problems[0]}"
    write_whole(target, own.read_bytes())
    return "with its sidecar"

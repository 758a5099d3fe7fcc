"""Put files among the papers of a project: whole or not at all, and never over another file silently."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from generator.core import Metadata
from generator.errors import AnswerbookError
from generator.project import Project
from generator.project.sidecars import sidecar_beside, write_sidecar
from generator.reading.latex_parts import input_files, is_latex
from generator.storage.files import replacing

__all__ = ["PaperPlacer"]

_REPLACED = "replaced"  # folder in `build` for files that were replaced

Sidecar = tuple[Metadata, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class PaperPlacer:
    """Puts files into the folder of papers of ``project``."""

    project: Project

    def put(
        self, stem: str, suffix: str, data: bytes, sidecar: Sidecar | None, instead: Path | None
    ) -> tuple[Path, str]:
        """Write a paper's file and its sidecar; return its path, and a note about the file that it replaces.

        instead: the file of the same paper to replace. If the process dies half-way, the sidecar exists
        alone, or the paper is missing; the next run then adds it. Raises AnswerbookError, InvalidFile.
        """
        folder = instead.parent if instead is not None else self.project.papers_dir
        path = folder / f"{stem}{suffix}"
        try:
            if path.exists() and path != instead:
                raise AnswerbookError(
                    f"{self.shown(path)} already holds another paper; rename that file first"
                )
            if sidecar is not None:
                write_sidecar(sidecar_beside(path), *sidecar)
            note = ""
            with replacing(path) as stream:
                stream.write(data)
                if instead is not None:
                    # Before the new file exists: two files of one name would be two papers.
                    note = self._put_away(instead)
        except OSError as error:
            raise AnswerbookError(
                f"{self.shown(path)} cannot be written ({error.strerror or error}); "
                "free some space, or make the folder writable"
            ) from error
        return path, note

    def shown(self, path: Path) -> str:
        """Return a file's name for messages: its path within the folder of papers."""
        return self.project.source(path)

    def _put_away(self, file: Path) -> str:
        if is_latex(file) and (parts := [part for part in input_files(file) if part.suffix != ".bbl"]):
            raise AnswerbookError(
                f"{self.shown(file)} inputs other files ({self.shown(parts[0])}); move them away by hand "
                "first"
            )
        kept = self.project.build_dir / _REPLACED / file.name
        kept.parent.mkdir(parents=True, exist_ok=True)
        file.replace(kept)
        return f"replaces {self.shown(file)}, which is now {kept.relative_to(self.project.root).as_posix()}"

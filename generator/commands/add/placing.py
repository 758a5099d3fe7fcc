"""Files put among the papers of a project: whole or not at all, and never over another in silence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from generator.core import Metadata
from generator.errors import AnswerbookError
from generator.project import Project
from generator.project.sidecars import sidecar_beside, write_sidecar
from generator.reading.latex_parts import inputs, is_latex
from generator.storage.files import replacing

__all__ = ["Placing"]

_REPLACED = "replaced"  # folder of `build` where files go that another took the place of

Beside = tuple[Metadata, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Placing:
    """Puts files into the folder of papers of ``project``."""

    project: Project

    def put(
        self, stem: str, suffix: str, data: bytes, beside: Beside | None, instead: Path | None
    ) -> tuple[Path, str]:
        """Write a paper's file and its sidecar; where it is, and what became of the file before it.

        instead: the file of the same paper that it takes the place of. Killed in between, the sidecar is
        there alone, or the paper is missing: then the next run adds it. Raises AnswerbookError, InvalidFile.
        """
        folder = instead.parent if instead is not None else self.project.papers_dir
        path = folder / f"{stem}{suffix}"
        try:
            if path.exists() and path != instead:
                raise AnswerbookError(f"{self.shown(path)} is here, and holds another paper; rename it first")
            if beside is not None:
                write_sidecar(sidecar_beside(path), *beside)
            said = ""
            with replacing(path) as stream:
                stream.write(data)
                if instead is not None:
                    # Before the new one is there: two files of a name would be two papers.
                    said = self._put_away(instead)
        except OSError as error:
            raise AnswerbookError(
                f"{self.shown(path)} cannot be written ({error.strerror or error}); "
                "make room, or the folder writable"
            ) from error
        return path, said

    def shown(self, path: Path) -> str:
        """How a file is named to people: by its place among the papers."""
        return self.project.source(path)

    def _put_away(self, file: Path) -> str:
        if is_latex(file) and (parts := [part for part in inputs(file) if part.suffix != ".bbl"]):
            raise AnswerbookError(
                f"{self.shown(file)} has parts ({self.shown(parts[0])}); take them away by hand first"
            )
        kept = self.project.build_dir / _REPLACED / file.name
        kept.parent.mkdir(parents=True, exist_ok=True)
        file.replace(kept)
        return (
            f"it takes the place of {self.shown(file)}, now {kept.relative_to(self.project.root).as_posix()}"
        )

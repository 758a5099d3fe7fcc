"""The files of a LaTeX paper: the one given, and those that it names within its own folder."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import takewhile
from pathlib import Path, PurePosixPath

from generator.errors import UnreadablePaper
from generator.reading.decoding import Undecodable, decoded, file_bytes
from generator.reading.latex.tokens import Token, tokens

_MAX_BYTES = 20_000_000  # of all files together; the source of a thesis takes 2 MB
_MAX_FILES = 500


@dataclass(slots=True)
class Files:
    """Reads the main file and what it inputs; nothing outside of its folder, nothing twice in itself."""

    main: Path
    warnings: list[str] = field(default_factory=list)
    _bytes: int = 0
    _count: int = 0

    def text(self) -> str:
        """Return the text of the main file. Raises UnreadablePaper for what is no text."""
        data = file_bytes(self.main)
        try:
            text, warnings = decoded(data)
        except Undecodable as error:
            raise UnreadablePaper(str(error), self.main, "save it as UTF-8 text") from error
        self.warnings += warnings
        return text

    def input(self, name: str) -> list[Token]:
        """Return the tokens of a file that the paper names; none, and a warning, where it cannot be read."""
        path = self._found(name.strip().strip('"'))
        found = tokens(self._read(path, name)) if path else ()
        return list(takewhile(lambda token: (token.kind, token.text) != ("command", "endinput"), found))

    def beside(self, ending: str) -> str:
        """Return the file of the paper's own name with another ending; nothing where there is none."""
        path = self.main.with_suffix(ending)
        return self._read(path, path.name) if path.is_file() and self._is_within(path) else ""

    def _read(self, path: Path, name: str) -> str:
        self._count += 1
        try:
            self._bytes += path.stat().st_size
            if self._count > _MAX_FILES or self._bytes > _MAX_BYTES:
                raise UnreadablePaper(
                    "inputs more files or more text than a paper has",
                    self.main,
                    "check that no file inputs itself, or give the PDF",
                )
            text, warnings = decoded(path.read_bytes())
        except (OSError, Undecodable) as error:
            self.warn(f"{name}, which it inputs, cannot be read ({error}); its text is missing")
            return ""
        self.warnings += [f"{name}: {warning}" for warning in warnings]
        return text

    def _is_within(self, path: Path) -> bool:
        return path.resolve().is_relative_to(self.main.parent.resolve())

    def _found(self, name: str) -> Path | None:
        folder = self.main.parent
        pure = PurePosixPath(name)
        if not name or "\0" in name or pure.is_absolute() or ".." in pure.parts or "\\" in name:
            self.warn(f"{name[:80]!r} lies outside its folder and is not read")
            return None
        for ending in (".tex", ""):
            path = folder / f"{name}{ending}"
            try:
                if not path.is_file():
                    continue
                if not self._is_within(path):
                    self.warn(f"{name[:80]!r} lies outside its folder and is not read")
                    return None
            except OSError:  # a name longer than any file's, a link that leads back to itself
                continue
            return path
        self.warn(f"{name[:80]!r}, which it inputs, is not beside it; its text is missing")
        return None

    def warn(self, warning: str) -> None:
        """Keep a warning, once."""
        warning = " ".join(warning.split())
        if warning not in self.warnings and len(self.warnings) < 20:
            self.warnings.append(warning)

"""The files of a LaTeX paper: the main file, and those that it names within its own folder."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import takewhile
from pathlib import Path, PurePosixPath

from generator.errors import UnreadablePaper
from generator.reading.decoding import Undecodable, decode_text, file_bytes
from generator.reading.latex.tokens import LatexToken, tokens

_MAX_BYTES = 20_000_000  # of all files together; the source of a thesis has 2 MB
_MAX_FILES = 500
_MAX_WARNINGS = 20
_MAX_NAME_SHOWN = 80  # characters of a file name in a warning


@dataclass(slots=True)
class LatexFiles:
    """Reads the main file and the files that it inputs, but nothing outside its folder."""

    main: Path
    warnings: list[str] = field(default_factory=list)
    _bytes: int = 0
    _count: int = 0

    def text(self) -> str:
        """Return the text of the main file. Raises UnreadablePaper if it is not text."""
        data = file_bytes(self.main)
        try:
            text, warnings = decode_text(data)
        except Undecodable as error:
            raise UnreadablePaper(str(error), self.main, "save it as UTF-8 text") from error
        self.warnings += warnings
        return text

    def input(self, name: str) -> list[LatexToken]:
        """Return the tokens of a file that the paper inputs; none, and a warning, if it cannot be read."""
        path = self._find(name.strip().strip('"'))
        listed = tokens(self._read(path, name)) if path else ()
        return list(takewhile(lambda token: (token.kind, token.text) != ("command", "endinput"), listed))

    def sibling(self, suffix: str) -> str:
        """Return the text of the file with the paper's own name and another suffix; "" if there is none."""
        path = self.main.with_suffix(suffix)
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
            text, warnings = decode_text(path.read_bytes())
        except (OSError, Undecodable) as error:
            self.warn(f"{name}, which it inputs, cannot be read ({error}); its text is missing")
            return ""
        self.warnings += [f"{name}: {warning}" for warning in warnings]
        return text

    def _is_within(self, path: Path) -> bool:
        return path.resolve().is_relative_to(self.main.parent.resolve())

    def _find(self, name: str) -> Path | None:
        """Return the path of a file that the paper inputs; None, and a warning, if it may not be read."""
        folder = self.main.parent
        pure = PurePosixPath(name)
        if not name or "\0" in name or pure.is_absolute() or ".." in pure.parts or "\\" in name:
            self.warn(f"{name[:_MAX_NAME_SHOWN]!r} is outside its folder and is not read")
            return None
        for suffix in (".tex", ""):
            path = folder / f"{name}{suffix}"
            try:
                if not path.is_file():
                    continue
                if not self._is_within(path):
                    self.warn(f"{name[:_MAX_NAME_SHOWN]!r} is outside its folder and is not read")
                    return None
            except OSError:  # a name that is too long, or a link to itself
                continue
            return path
        self.warn(f"{name[:_MAX_NAME_SHOWN]!r}, which it inputs, is missing, and its text with it")
        return None

    def warn(self, warning: str) -> None:
        """Add a warning, unless it is there already."""
        warning = " ".join(warning.split())
        if warning not in self.warnings and len(self.warnings) < _MAX_WARNINGS:
            self.warnings.append(warning)

"""The parts of a Word document, read from an untrusted archive.

Nothing is unpacked to the disk. Only the parts with text are opened: no picture, no embedded document, no
macro. Each part is read up to a limit, whatever size the archive claims.
"""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from generator.errors import UnreadablePaper
from generator.reading.web_addresses import target
from generator.reading.xml_tree import name_of
from generator.storage.xml_file import xml_root

_MAX_PART_BYTES = 50_000_000  # the text of a thesis of 400 pages has 10 MB
_HINT = "open it in Word or LibreOffice and save it again as .docx"


def attribute(element: Any | None, name: str) -> str:
    """Return the value of an attribute, whatever its namespace; "" if the element lacks it or is None."""
    if element is not None:
        for key, value in element.attrib.items():
            if key.rpartition("}")[2] == name:
                return str(value)
    return ""


class Package:
    """A Word document as a set of parts, each parsed when it is asked for."""

    def __init__(self, archive: zipfile.ZipFile, path: Path) -> None:
        self._archive, self._path = archive, path
        self._names = {name.lstrip("/").lower(): name for name in archive.namelist()}
        self.main = self._related("", "officeDocument") or "word/document.xml"

    def document(self) -> Any:
        """Return the root of the main part. Raises UnreadablePaper if there is none."""
        root = self.part(self.main)
        if root is None:
            raise UnreadablePaper("is an archive without a Word document in it", self._path, _HINT)
        return root

    def related(self, kind: str) -> Any | None:
        """Return the root of the part that the main part refers to by ``kind`` (``styles``, ``footnotes``).

        None if there is no such part.
        """
        name = self._related(self.main, kind)
        return self.part(name) if name else None

    def properties(self) -> Any | None:
        """Return the root of the core properties (title, creator, dates), or None."""
        return self.part(self._related("", "core-properties") or "docProps/core.xml")

    def links(self, kind: str = "") -> dict[str, str]:
        """Return the web addresses that a part links to, by the ids of its relationships.

        kind: ``footnotes`` or ``endnotes``; empty for the main part.
        """
        part = self._related(self.main, kind) if kind else self.main
        addresses = {}
        for relation in self._relations(part) if part else ():
            if attribute(relation, "TargetMode") == "External" and (
                url := target(attribute(relation, "Target"))
            ):
                addresses[attribute(relation, "Id")] = url
        return addresses

    def part(self, name: str) -> Any | None:
        """Return the root of a part; None if the archive has no part of this name. Raises UnreadablePaper."""
        stored = self._names.get(name.lstrip("/").lower())
        if stored is None:
            return None
        try:
            with self._archive.open(stored) as file:
                data = file.read(_MAX_PART_BYTES + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError) as error:
            # RuntimeError: a password, or a compression that Python does not know.
            raise UnreadablePaper(
                f"is a damaged Word document (its part {name} cannot be unpacked)", self._path, _HINT
            ) from error
        if len(data) > _MAX_PART_BYTES:
            raise UnreadablePaper(
                f"holds a part of more than {_MAX_PART_BYTES // 1_000_000} MB of text, which no paper has",
                self._path,
                "give the paper alone, as PDF if need be",
            )
        return xml_root(data, self._path, _HINT)

    def _related(self, part: str, kind: str) -> str:
        for relation in self._relations(part):
            if attribute(relation, "Type").rpartition("/")[2] == kind:
                if attribute(relation, "TargetMode") == "External":
                    continue  # a template or a document elsewhere is never fetched
                name = attribute(relation, "Target")
                folder = "" if name.startswith("/") else posixpath.dirname(part)
                return posixpath.normpath(posixpath.join(folder, name.lstrip("/")))
        return ""

    def _relations(self, part: str) -> list[Any]:
        folder, name = posixpath.split(part)
        root = self.part(posixpath.join(folder, "_rels", f"{name}.rels"))
        return [] if root is None else [e for e in root if name_of(e) == "Relationship"]


@contextmanager
def opened(path: Path) -> Iterator[Package]:
    """Open ``path`` as a Word document. Raises UnreadablePaper if it is not one."""
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError) as error:
        raise UnreadablePaper(
            "is not a complete Word document (.docx)", path, f"fetch it again, or {_HINT}"
        ) from error
    with archive:
        yield Package(archive, path)

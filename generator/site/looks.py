"""What inspections saw of pages, kept beside the site: what is the same file need not be looked at again.

A page is the same when its inode, size and time of change are: pages that did not change are taken over as
links, and keep all three. Only pages without problems are kept. A record that cannot be read is as if it
were not there.
"""

from __future__ import annotations

import json
import os
from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from generator.core import digest
from generator.site.rules import Look

_FORMAT = 1
_OWN = Path(__file__).resolve().parent
# Of whose making a look is.
_MAKERS = ("inspection.py", "looks.py", "rules.py", "security.py")


@dataclass(frozen=True, slots=True)
class Kept:
    """Path within the site -> the file that was looked at, and what was seen."""

    pages: Mapping[str, tuple[str, Look]]

    def of(self, path: str, stamp: str) -> Look | None:
        """What was seen of a page, if it is still that file."""
        found = self.pages.get(path)
        return found[1] if found is not None and found[0] == stamp else None


def stamp_of(told: os.stat_result) -> str:
    """Which file it is, in which state."""
    return f"{told.st_ino}:{told.st_size}:{told.st_mtime_ns}"


def read_looks(file: Path, theme: frozenset[str]) -> Kept:
    """What was seen last, by the same rules and with the same scripts of the theme."""
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
        if data["made_by"] != _made_by(theme):
            return Kept({})
        return Kept(
            {
                path: (str(stamp), Look(path, (), array("L", ids), frozenset((t, a) for t, a in links)))
                for path, (stamp, ids, links) in data["pages"].items()
            }
        )
    except (OSError, ValueError, KeyError, TypeError, OverflowError):
        return Kept({})


def write_looks(file: Path, theme: frozenset[str], seen: Iterable[tuple[str, Look]]) -> None:
    """Keep what was seen, by the stamps of the files, whole or not at all. Raises OSError."""
    pages = {
        look.path: [stamp, look.ids.tolist(), sorted(look.links)] for stamp, look in seen if not look.problems
    }
    beside = file.with_name(f"{file.name}.tmp")
    try:
        with beside.open("w", encoding="utf-8") as stream:
            json.dump({"made_by": _made_by(theme), "pages": pages}, stream, separators=(",", ":"))
        beside.replace(file)
    finally:
        beside.unlink(missing_ok=True)  # half of a file would only take up room


def _made_by(theme: frozenset[str]) -> str:
    return digest([_FORMAT, *((_OWN / name).read_text(encoding="utf-8") for name in _MAKERS), sorted(theme)])

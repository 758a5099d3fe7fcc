"""Files that are finished before the site is built, the answer pages, on their way into it.

They are in a folder of their own, and there are as many as answers: for 20,000 papers half a million, each in
its own folder. The site holds hard links to them. From one site to the next, their top folders are moved
whole, and only changed files are linked again. Everything that can fail on a full disk is done in the new
site, before the old one is touched; the rest is renames.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from generator.site.publishing.disk import exchange, remove
from generator.storage.files import file_stamp, files_within

# Suffix of the folder that takes the place of a moved one; it is next to the new site until the swap.
_LEAVING = ".leaving-"


@dataclass(frozen=True, slots=True)
class FinishedFiles:
    """Files that the site takes over unchanged; dot files are left out.

    folder: holds them. make: writes them; called once, while mkdocs runs. None: they are there already.
    """

    folder: Path
    make: Callable[[], object] | None = None


def stamps(folder: Path | None) -> dict[str, str]:
    """Return the path within ``folder`` of each file -> its stamp (`file_stamp`); dot files are left out.

    A stamp suffices, because files in the folder are only ever replaced, never changed in place.
    """
    if folder is None:
        return {}
    found = ((path, info) for path, info in files_within(folder) if info)
    return {path: file_stamp(info) for path, info in found if not path.rpartition("/")[2].startswith(".")}


class PrebuiltFiles:
    """Moves the files of ``folder`` into a new site. now: their stamps. before: those of the files in
    ``site``.
    """

    def __init__(
        self, folder: Path | None, now: Mapping[str, str], before: Mapping[str, str] | None, site: Path
    ) -> None:
        self._folder, self._site = folder, site
        self._now, self._before = _units(now), _units(before or {})
        self._tops = {top for top in _tops(self._now) & _tops(self._before) if self._is_whole(top)}

    def link(self, building: Path) -> None:
        """Link into a site being built: all files, but only the changed ones of a folder that will be
        moved.
        """
        linked = True
        for unit, files in self._now.items():
            if _top(unit) in self._tops and self._before.get(unit) == files:
                continue
            for path in files:
                target = building / path
                target.parent.mkdir(parents=True, exist_ok=True)
                source = Path(self._folder or ".", path)
                if linked:
                    try:
                        target.hardlink_to(source)
                        continue
                    except OSError:  # another disk, or one without hard links
                        linked = False
                shutil.copyfile(source, target)
        for top in self._tops:
            (building / top).mkdir(exist_ok=True)

    def move(self, building: Path) -> None:
        """Move the unchanged folders out of the old site into the built one, just before it is swapped in.

        If the process dies half-way, the old site lacks that folder until `restore` runs.
        """
        for top in sorted(self._tops):
            old, new = self._site / top, building / top
            for unit in (u for u in self._now if _top(u) == top):
                name = unit.partition("/")[2]
                if (self._now[unit] != self._before.get(unit)) and not exchange(new / name, old / name):
                    _replace(new / name, old / name)
            for unit in self._before.keys() - self._now.keys():
                if _top(unit) == top:
                    gone = old / unit.partition("/")[2]
                    remove(gone) if gone.is_dir() else gone.unlink()
            new.rename(building.with_name(f"{building.name}{_LEAVING}{top}"))
            old.rename(new)

    def _is_whole(self, top: str) -> bool:
        """Return True if a folder of the site holds exactly what it should hold."""
        try:
            with os.scandir(self._site / top) as found:
                there = {entry.name for entry in found}
        except OSError:
            return False
        return there == {unit.partition("/")[2] for unit in self._before if _top(unit) == top}


def restore(site: Path) -> None:
    """Undo an interrupted `PrebuiltFiles.move`: put folders back into ``site``, and delete their
    stand-ins.
    """
    for leaving in site.parent.glob(f".{site.name}.building*{_LEAVING}*"):
        building, _, top = leaving.name.rpartition(_LEAVING)
        moved = leaving.with_name(building) / top
        with contextlib.suppress(OSError):
            if moved.exists() and site.exists() and not (site / top).exists():
                moved.rename(site / top)
            remove(leaving)


def _units(stamped: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """Group files by what is moved as one: an entry of a top folder with all in it, or a file at the top."""
    found: dict[str, dict[str, str]] = {}
    for path, stamp in stamped.items():
        found.setdefault("/".join(path.split("/", 2)[:2]), {})[path] = stamp
    return found


def _tops(units: Iterable[str]) -> set[str]:
    return {_top(unit) for unit in units} - {""}


def _top(unit: str) -> str:
    return unit.rpartition("/")[0]


def _replace(new: Path, old: Path) -> None:
    """Move ``new`` to the place of ``old``, if the two cannot be exchanged."""
    if old.is_dir():
        remove(old)
    new.replace(old)

"""Files that are finished before the site is built, the pages of answers, on their way into it.

They stand in a folder of their own, and there are as many as answers: at 20,000 papers half a million, each
in a folder of its own. In the site each is a link to the file there. From one site to the next their folders
are moved whole, and only what changed is linked anew: all that can fail for want of room is done in the new
site, beside the old one, and what follows are renames.
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

# What a folder of the old site is exchanged for stands, under this name, beside the new site until that is
# in its place.
_LEAVING = ".leaving-"


@dataclass(frozen=True, slots=True)
class FinishedFiles:
    """Files that the site takes over as they are; dot files stay behind.

    folder: holds them. make: writes them; called once, while mkdocs runs. None: they are there already.
    """

    folder: Path
    make: Callable[[], object] | None = None


def stamps(folder: Path | None) -> dict[str, str]:
    """Path within ``folder`` of each of its files -> which file it is, in which state; dot files stay behind.

    Its files are only ever replaced.
    """
    if folder is None:
        return {}
    found = ((path, told) for path, told in files_within(folder) if told)
    return {path: file_stamp(told) for path, told in found if not path.rpartition("/")[2].startswith(".")}


class PrebuiltFiles:
    """The way of the files of ``folder`` into a new site. before: the stamps of those that ``site`` has."""

    def __init__(
        self, folder: Path | None, now: Mapping[str, str], before: Mapping[str, str] | None, site: Path
    ) -> None:
        self._folder, self._site = folder, site
        self._now, self._before = _units(now), _units(before or {})
        self._tops = {top for top in _tops(self._now) & _tops(self._before) if self._is_whole(top)}

    def link(self, building: Path) -> None:
        """Into a site that is being built: all files, or of a folder that moves those that changed."""
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
                    except OSError:  # another disk, or one that knows no links
                        linked = False
                shutil.copyfile(source, target)
        for top in self._tops:
            (building / top).mkdir(exist_ok=True)

    def move(self, building: Path) -> None:
        """Before the built site takes the old one's place: the folders that move, out of that one.

        A kill in the midst leaves the old site without such a folder until `restore` mends that.
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
        """Whether the site has of a folder just what it should have."""
        try:
            with os.scandir(self._site / top) as found:
                there = {entry.name for entry in found}
        except OSError:
            return False
        return there == {unit.partition("/")[2] for unit in self._before if _top(unit) == top}


def restore(site: Path) -> None:
    """After a kill or an error: folders that were on their way out of ``site`` back to their place.

    What they were to be exchanged for goes.
    """
    for leaving in site.parent.glob(f".{site.name}.building*{_LEAVING}*"):
        building, _, top = leaving.name.rpartition(_LEAVING)
        moved = leaving.with_name(building) / top
        with contextlib.suppress(OSError):
            if moved.exists() and site.exists() and not (site / top).exists():
                moved.rename(site / top)
            remove(leaving)


def _units(stamped: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """Files by what moves as one: what stands in a top folder, with all in it; and each file of the top."""
    found: dict[str, dict[str, str]] = {}
    for path, stamp in stamped.items():
        found.setdefault("/".join(path.split("/", 2)[:2]), {})[path] = stamp
    return found


def _tops(units: Iterable[str]) -> set[str]:
    return {_top(unit) for unit in units} - {""}


def _top(unit: str) -> str:
    return unit.rpartition("/")[0]


def _replace(new: Path, old: Path) -> None:
    """``new`` at the place of ``old``, where the two cannot change places."""
    if old.is_dir():
        remove(old)
    new.replace(old)

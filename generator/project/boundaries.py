"""A project ends at its folder: what leads out of it is neither read, nor written through, nor published.

Version control and archives carry symbolic links. One to a folder of yours would publish what lies there, or
have a build write and delete there. Links within the project are followed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from generator.core.visible import visible
from generator.errors import AnswerbookError
from generator.reading.metadata.bibliography import BIBLIOGRAPHIES
from generator.storage.files import strays

__all__ = ["refuse_strays", "refuse_strays_within"]

_BUILD = "build"
# Programs for those who work on Answerbook itself, in its own checkout; no command looks there.
_TOOLS = "tools"
# What is read of a project, written or taken away, but for the papers, of which each is told by itself
# (`paper_files`).
_FOLDERS = (
    *(f"content/{name}" for name in ("answers", "gold", "pages", "questions", "reviews")),
    *(f"site_templates/{name}" for name in ("answers", "overrides", "pages")),
    _BUILD,
)
_FILES = (
    "mkdocs.yml",
    "content/answerbook.yml",
    "content/notices.yml",
    "content/review-sample.yml",
    *(f"content/papers/{name}" for name in BIBLIOGRAPHIES),
)
_SHOWN = 10


def refuse_strays(root: Path) -> None:
    """Raise AnswerbookError if a file or folder that a project is made of is a link out of it.

    Only these themselves are looked at: a few dozen, whatever the size of the project.
    """
    _refuse(root, (found for name in (*_FILES, *_FOLDERS) for found in _itself(root / name, root)))


def refuse_strays_within(root: Path) -> None:
    """Raise AnswerbookError for a link out of the project, a pipe or a device anywhere in it.

    For commands that write or publish. Only links cost more than their listing.
    """
    _refuse(root, (found for place in _places(root) for found in strays(place, root)))


def _places(root: Path) -> Iterator[Path]:
    yield from (root / name for name in (*_FILES, *_FOLDERS) if name != _BUILD)
    build = root / _BUILD
    if build.is_symlink() or not build.is_dir():
        yield build
    else:
        yield from (path for path in sorted(build.iterdir()) if path.name != _TOOLS)


def _itself(place: Path, root: Path) -> Iterable[tuple[Path, str]]:
    for path in (*reversed(place.relative_to(root).parents), place.relative_to(root)):
        if (root / path).is_symlink():
            return strays(place, root)
    return ()


def _refuse(root: Path, found: Iterable[tuple[Path, str]]) -> None:
    lines = list(dict.fromkeys(f"{path.relative_to(root).as_posix()} {what}" for path, what in found))
    if not lines:
        return
    more = [f"and {len(lines) - _SHOWN} more"] if len(lines) > _SHOWN else []
    shown = "; ".join([*lines[:_SHOWN], *more])
    raise AnswerbookError(
        visible(f"{root}: {shown}; put what is meant there itself, or remove it.", one_line=True)
    )

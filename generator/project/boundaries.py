"""The project ends at its folder: links that lead out of it are neither read, written through nor published.

Version control and archives carry symbolic links. A link to a private folder would publish its content, or
have a build write and delete there. Links within the project are followed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from generator.core.visible import visible
from generator.errors import AnswerbookError
from generator.reading.metadata.bibliography import BIBLIOGRAPHIES
from generator.storage.files import strays
from generator.storage.site_config import CONFIG_NAMES

__all__ = ["refuse_strays", "refuse_strays_within"]

_BUILD = "build"
# Programs for those who work on Answerbook itself, in its own checkout; no command looks there.
_TOOLS = "tools"
# Everything of a project that is read, written or deleted, except the papers: `paper_files` reports each of
# them on its own.
_FOLDERS = (
    *(f"content/{name}" for name in ("answers", "gold", "pages", "questions", "reviews")),
    *(f"site_templates/{name}" for name in ("answers", "overrides", "pages")),
    _BUILD,
)
_FILES = (
    *CONFIG_NAMES,
    "content/answerbook.yml",
    "content/notices.yml",
    "content/review-sample.yml",
    *(f"content/papers/{name}" for name in BIBLIOGRAPHIES),
)
_MAX_SHOWN_PATHS = 10  # that one error names


def refuse_strays(root: Path) -> None:
    """Raise AnswerbookError if a file or folder that belongs to the project is a link out of it.

    Only these few dozen paths are checked, whatever the size of the project.
    """
    _refuse(root, (found for name in (*_FILES, *_FOLDERS) for found in _link_on_path(root / name, root)))


def refuse_strays_within(root: Path) -> None:
    """Raise AnswerbookError for a link out of the project, a pipe or a device anywhere in it.

    For commands that write or publish. Folders are listed once; only links need further system calls.
    """
    _refuse(root, (found for place in _places(root) for found in strays(place, root)))


def _places(root: Path) -> Iterator[Path]:
    yield from (root / name for name in (*_FILES, *_FOLDERS) if name != _BUILD)
    build = root / _BUILD
    if build.is_symlink() or not build.is_dir():
        yield build
    else:
        yield from (path for path in sorted(build.iterdir()) if path.name != _TOOLS)


def _link_on_path(place: Path, root: Path) -> Iterable[tuple[Path, str]]:
    for path in (*reversed(place.relative_to(root).parents), place.relative_to(root)):
        if (root / path).is_symlink():
            return strays(place, root)
    return ()


def _refuse(root: Path, found: Iterable[tuple[Path, str]]) -> None:
    lines = list(dict.fromkeys(f"{path.relative_to(root).as_posix()} {what}" for path, what in found))
    if not lines:
        return
    more = [f"and {len(lines) - _MAX_SHOWN_PATHS} more"] if len(lines) > _MAX_SHOWN_PATHS else []
    shown = "; ".join([*lines[:_MAX_SHOWN_PATHS], *more])
    raise AnswerbookError(
        visible(f"{root}: {shown}; replace it with the file or folder itself, or remove it.", one_line=True)
    )

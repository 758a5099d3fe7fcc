"""What the site was last built from, so that a build touches only what changed since.

Beside the site stands a file with a digest of everything that all pages share (configuration, theme,
versions, this code) and one of each page's text. It is written after the site; where the two do not fit
each other, all is built anew.
"""

from __future__ import annotations

import importlib.metadata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from generator.core import digest
from generator.site.publishing.mkdocs_config import CONFIG
from generator.site.publishing.sharding import is_separate, navigation_entry
from generator.storage.code import code_of
from generator.storage.files import files_within, hash_of, lies_within
from generator.storage.record import Record
from generator.storage.shipped import shipped

_FORMAT = 3
# Of whose making pages are, besides ours.
_PACKAGES = (
    "mkdocs",
    "mkdocs-material",
    "zensical",
    "Markdown",
    "pymdown-extensions",
    "Jinja2",
    "pagefind",
    "pagefind_bin",
)


@dataclass(frozen=True)
class Published:
    """shared: digest of what all pages depend on. files: path within the docs -> digest of its content.

    extra: path within the site -> stamp, of the files that it took over whole.
    """

    shared: str
    files: Mapping[str, str]
    extra: Mapping[str, str] = field(default_factory=dict)

    def same_pages(self, other: Published | None) -> frozenset[str]:
        """Pages about papers and questions that ``other`` has built already, from the same text."""
        if other is None or other.shared != self.shared:
            return frozenset()
        return frozenset(p for p, d in self.files.items() if is_separate(p) and other.files.get(p) == d)


def of_docs(root: Path, docs: Path, theme: Path, settings: Iterable[str]) -> Published:
    """What a build from ``docs`` would publish. theme: folder of its overrides. settings: whatever else the
    pages depend on."""
    files = {path: _hash(docs / path) for path, _ in files_within(docs) if _counts(path)}
    # The navigation names its pages: what else their front matter says stays on them.
    titles = [[p, navigation_entry(docs / p)] for p in files if p.endswith(".md") and not is_separate(p)]
    shared = digest(
        [
            _FORMAT,
            _hash(root / CONFIG),
            _hash(shipped(CONFIG)),
            [[path, _hash(theme / path)] for path, _ in files_within(theme)],
            titles,
            list(settings),
            _versions(),
        ]
    )
    return Published(shared, files)


def read(file: Path) -> Published | None:
    """What was published last; None where nothing was, or the record cannot be read."""

    def parsed(data: Any) -> Published:
        extra = {path: stamp for path, stamp in data["extra"].items() if lies_within(path)}
        return Published(str(data["shared"]), dict(data["files"]), extra)

    return _record(file).read(parsed)


def write(file: Path, published: Published) -> None:
    """Record it, whole or not at all; without a record, the next build makes every page anew."""
    content = {"shared": published.shared, "extra": published.extra, "files": published.files}
    _record(file).write(content)


def _record(file: Path) -> Record:
    return Record(file, "answerbook site", _FORMAT)


def _counts(path: str) -> bool:
    # Of the dot files, the entries of the search alone reach the site.
    return path == ".search.jsonl" or not any(part.startswith(".") for part in path.split("/"))


@cache
def _versions() -> list[list[str]]:
    found = [["code", code_of("generator.core", "generator.site")]]
    for name in _PACKAGES:
        try:
            found.append([name, importlib.metadata.version(name)])
        except importlib.metadata.PackageNotFoundError:
            found.append([name, ""])
    return found


def _hash(file: Path) -> str:
    return hash_of(file)[:16] if file.is_file() else ""

"""The input of the last published site, so that a build rewrites only what has changed since.

A file next to the site holds a digest of everything that all pages share (configuration, theme, versions,
this code) and a digest of each page's text. It is written after the site. If it is missing or does not match,
all pages are built again.
"""

from __future__ import annotations

import importlib.metadata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from generator.core import digest
from generator.site.pages.page_files import docs_hashes
from generator.site.publishing.sharding import is_separate, navigation_entry
from generator.storage.code_version import code_of
from generator.storage.files import files_within, hash_of, lies_within
from generator.storage.shipped import shipped
from generator.storage.site_config import CONFIG, site_config
from generator.storage.work_records import Record

_FORMAT = 3
# Packages that affect the pages, besides ours.
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
        """Return the pages about papers and questions that ``other`` was built from with the same text."""
        if other is None or other.shared != self.shared:
            return frozenset()
        return frozenset(p for p, d in self.files.items() if is_separate(p) and other.files.get(p) == d)


def of_docs(root: Path, docs: Path, theme: Path, settings: Iterable[str]) -> Published:
    """Return the input of a build from ``docs``.

    theme: folder of theme overrides. settings: everything else that the pages depend on.
    """
    hashes = docs_hashes(docs)
    files = {path: hashes.of(docs / path)[:16] for path, _ in files_within(docs) if _counts(path)}
    # Other pages show only the navigation entries of these pages, not the rest of their front matter.
    titles = [[p, navigation_entry(docs / p)] for p in files if p.endswith(".md") and not is_separate(p)]
    shared = digest(
        [
            _FORMAT,
            _hash(site_config(root)),
            _hash(shipped(CONFIG)),
            [[path, _hash(theme / path)] for path, _ in files_within(theme)],
            titles,
            list(settings),
            _versions(),
        ]
    )
    return Published(shared, files)


def read(file: Path) -> Published | None:
    """Return the input of the last published site; None if there is no record, or it cannot be read."""

    def parsed(data: Any) -> Published:
        extra = {path: stamp for path, stamp in data["extra"].items() if lies_within(path)}
        return Published(str(data["shared"]), dict(data["files"]), extra)

    return _record(file).read(parsed)


def write(file: Path, published: Published) -> None:
    """Write the record atomically; without a record, the next build builds every page again."""
    content = {"shared": published.shared, "extra": published.extra, "files": published.files}
    _record(file).write(content)


def _record(file: Path) -> Record:
    return Record(file, "answerbook site", _FORMAT)


def _counts(path: str) -> bool:
    # The search entries are the only dot file that reaches the site.
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

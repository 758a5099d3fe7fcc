"""The file ``content/releases.yml``: the releases of the answers, in order.

`answerbook release` appends to it. People may fill in ``address``, where a release can be found; the rest is
never changed.
"""

from __future__ import annotations

import datetime
import json
import re
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field, RootModel

from generator.core.release import Release
from generator.errors import AnswerbookError
from generator.project.settings import WebAddress
from generator.project.yaml_file import FileModel, load_model
from generator.storage.files import write_whole

__all__ = ["add_release", "checked_tag", "load_releases"]

_TAG = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._+-]{0,62}[A-Za-z0-9])?")
_HEAD = (
    "# Releases of the answers, written by `answerbook release`; commit this file. `address` may be filled "
    "in: a DOI's link, say.\n"
)


def checked_tag(tag: str) -> str:
    """Return the name of a release. Raises AnswerbookError if it cannot be part of a file name."""
    if not _TAG.fullmatch(tag) or ".." in tag:
        raise AnswerbookError(
            f"{tag!r} cannot name a release; use letters, digits, '.', '_', '+' and '-', 64 at most, as in v1"
        )
    return tag


def _tag(value: str) -> str:
    if not _TAG.fullmatch(value):
        raise ValueError(f"{value!r} is not the name of a release; restore the file")
    return value


def _hash(value: str) -> str:
    if not re.fullmatch("[0-9a-f]{64}", value):
        raise ValueError(f"{value!r} is not a SHA-256 hash; restore the file")
    return value


class _ReleaseEntry(FileModel):
    tag: Annotated[str, AfterValidator(_tag)]
    date: datetime.date
    file: str
    sha256: Annotated[str, AfterValidator(_hash)]
    contents: Annotated[str, AfterValidator(_hash)]
    ids: Annotated[str, AfterValidator(_hash)]
    answers: int = Field(ge=0)
    papers: int = Field(ge=0)
    address: WebAddress = ""


class _Releases(RootModel[list[_ReleaseEntry]]):
    """The content of the whole file."""


def load_releases(file: Path) -> tuple[Release, ...]:
    """Return the releases, oldest first; none if there is no file. Raises InvalidFile."""
    if not file.exists():
        return ()
    return tuple(Release(**entry.model_dump()) for entry in load_model(file, _Releases).root)


def add_release(file: Path, release: Release) -> None:
    """Append a release to the file, without changing the existing text. Raises OSError."""
    before = file.read_text(encoding="utf-8") if file.exists() else _HEAD
    texts = {"tag": release.tag, "file": release.file, "sha256": release.sha256}
    texts |= {"contents": release.contents, "ids": release.ids}
    lines = [f"{name}: {json.dumps(value)}" for name, value in texts.items()]
    lines.insert(1, f"date: {release.date.isoformat()}")
    lines += [f"answers: {release.answers}", f"papers: {release.papers}", 'address: ""']
    whole = before if not before or before.endswith("\n") else f"{before}\n"
    write_whole(file, whole + "- " + "\n  ".join(lines) + "\n")

"""Sidecar files that commands write: the metadata of a paper, and the origin of its file.

What people wrote stays; only missing fields are added, and the origin is rewritten.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import fields
from pathlib import Path

from generator.core.paper import Metadata
from generator.errors import InvalidFile
from generator.reading.metadata.sidecar import FIELDS, ORIGIN, ORIGIN_FIELDS, read_sidecar
from generator.storage.files import bytes_of, write_whole
from generator.storage.plain_yaml import NO_TEXT

__all__ = ["WRITTEN", "sidecar_beside", "write_sidecar"]

# Not the abstract, which the file has; nor kinds, which people state only in sidecars. Tags and privacy can
# also come from a reference manager.
WRITTEN = tuple(name for name in FIELDS if name not in ("abstract", "kinds"))
_HEAD = "# Written by `answerbook add`; what you add or change here stays.\n"
_BLOCK = re.compile(rf"^{ORIGIN}:.*\n?(?:[ \t].*\n?)*", re.MULTILINE)
_MAX_AUTHORS_CHARS = 150_000  # characters of a list of authors; a sidecar has at most 200 kB


def sidecar_beside(file: Path) -> Path:
    """Return the sidecar of a paper's file: the existing one, else the path for a new one."""
    stem = file.name[: -len(file.suffix)]
    found = [file.with_name(f"{stem}{suffix}") for suffix in (".yml", ".yaml")]
    return next((path for path in found if path.is_file()), found[0])


def write_sidecar(path: Path, metadata: Metadata, origin: Mapping[str, str]) -> None:
    """Write the metadata and origin of a paper.

    Raises OSError, and InvalidFile if an existing sidecar has problems.
    """
    given = ""
    if path.is_file():
        existing, problems = read_sidecar(path)
        if problems:
            raise InvalidFile(problems)
        metadata = _without(metadata, existing)
        given = _BLOCK.sub("", bytes_of(path).decode("utf-8-sig"))
        given += "" if not given or given.endswith("\n") else "\n"
    lines = [*_fields(metadata), *_origin(origin)]
    write_whole(path, f"{given or _HEAD}{''.join(f'{line}' + chr(10) for line in lines)}")


def _without(metadata: Metadata, existing: Metadata) -> Metadata:
    """Return the metadata without the fields that ``existing`` has."""
    blank = Metadata()
    filled = {
        f.name: getattr(blank, f.name)
        for f in fields(Metadata)
        if getattr(existing, f.name) != getattr(blank, f.name)
    }
    values = {f.name: getattr(metadata, f.name) for f in fields(Metadata)} | filled
    return Metadata(**values)


def _fields(metadata: Metadata) -> Iterator[str]:
    blank = Metadata()
    for name in WRITTEN:
        value = getattr(metadata, name)
        if value == getattr(blank, name):
            continue
        if name == "authors":
            people = [f"  - {{family: {_quoted(one.family)}, given: {_quoted(one.given)}}}" for one in value]
            if sum(map(len, people)) <= _MAX_AUTHORS_CHARS:
                yield "authors:"
                yield from people
        elif name == "tags":
            yield f"tags: [{', '.join(map(_quoted, value))}]"
        else:
            if name == "arxiv":
                value += metadata.arxiv_version
            yield f"{name}: {value if isinstance(value, int) else _quoted(value)}"


def _origin(origin: Mapping[str, str]) -> Iterator[str]:
    if origin:
        yield f"{ORIGIN}:"
        yield from (f"  {name}: {_quoted(origin[name])}" for name in ORIGIN_FIELDS if origin.get(name))


def _quoted(text: str) -> str:
    """Return a text in quotes: JSON strings are YAML strings."""
    return json.dumps(NO_TEXT.sub("", " ".join(text.split()))[:20_000], ensure_ascii=False)

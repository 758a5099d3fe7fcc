"""`answerbook verify --release`: check that an archive, which may come from anybody, holds what it claims.

Nothing is unpacked: each file is read once, with limits on its size.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from generator.commands.release.contents import IDS, ROOT_FILE, SUMS
from generator.core.counting import pluralize
from generator.core.release import Release, ids_hash
from generator.core.visible import visible
from generator.errors import AnswerbookError
from generator.storage.files import hash_of

__all__ = ["CheckedRelease", "check_release", "checked_json", "checked_text"]

_MAX_FILES = 500_000
_MAX_BYTES = 50_000_000_000  # of all files, unpacked
_MAX_RATIO = 200  # of unpacked to packed size; very repetitive text reaches about 30
_MAX_LINE_BYTES = 20_000_000
_MAX_LIST_BYTES = 200_000_000  # of the list of ids, or of checksums
_MAX_TAG_CHARS = 64
_MAX_SHOWN_CHARS = 120  # of a name or an error in a line
_ANSWERS = "data/answers.jsonl"


@dataclass
class CheckedRelease:
    """The result of a check.

    recorded: whether the project's record of releases names this archive; None if it has no such tag.
    """

    tag: str = ""
    sha256: str = ""
    ids: str = ""
    files: int = 0
    answers: int = 0
    recorded: bool | None = None
    problems: list[str] = field(default_factory=list)


def check_release(file: Path, known: Iterable[Release] = ()) -> CheckedRelease:
    """Check an archive.

    known: the project's record of releases. Raises AnswerbookError if it cannot be read.
    """
    try:
        found = CheckedRelease(sha256=hash_of(file))
        with zipfile.ZipFile(file) as archive:
            _check(archive, found)
    except OSError as error:
        raise AnswerbookError(
            f"{file}: cannot be read ({error.strerror or error}); check the name"
        ) from error
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError) as error:
        raise AnswerbookError(
            f"{visible(str(file), one_line=True)}: not a release archive, or damaged "
            f"({visible(str(error), one_line=True)[:100]}); download it again"
        ) from error
    for each in known:
        if each.tag == found.tag:
            found.recorded = each.sha256 == found.sha256 or each.contents == found_contents(file)
            if not found.recorded:
                found.problems.append(f"{found.tag} was released here with other contents")
    return found


def found_contents(file: Path) -> str:
    """Return the SHA-256 of an archive's list of checksums."""
    with zipfile.ZipFile(file) as archive:
        return hashlib.sha256(_whole(archive, SUMS)).hexdigest()


def _check(archive: zipfile.ZipFile, found: CheckedRelease) -> None:
    entries = archive.infolist()
    names = [entry.filename for entry in entries]
    found.files = len(names)
    if len(names) > _MAX_FILES or sum(e.file_size for e in entries) > _MAX_BYTES:
        raise ValueError("it is larger than any release")
    for entry in entries:
        if entry.file_size > 1_000_000 and entry.file_size > _MAX_RATIO * max(1, entry.compress_size):
            raise ValueError(f"{entry.filename} would become {entry.file_size:,} bytes")
    if missing := [name for name in (SUMS, IDS, ROOT_FILE, _ANSWERS) if name not in names]:
        raise ValueError(f"it lacks {', '.join(missing)}")
    if len(set(names)) < len(names):
        raise ValueError("it contains a file twice")
    about = json.loads(_whole(archive, ROOT_FILE))
    if not isinstance(about, dict):
        raise ValueError(f"{ROOT_FILE} is not a JSON object")
    found.tag = visible(str(about.get("tag", "")), one_line=True)[:_MAX_TAG_CHARS]
    _check_sums(archive, names, found)
    ids = _whole(archive, IDS).decode("utf-8", "replace").split()
    found.answers, found.ids = len(ids), ids_hash(ids)
    if about.get("ids") != found.ids:
        found.problems.append(f"{ROOT_FILE}: the hash of all ids does not match {IDS}")
    listed = set(ids)
    given = {str(record.get("id")) for _, record in _records(archive, _ANSWERS, found)}
    if given != listed:
        found.problems.append(
            f"{_ANSWERS}: {pluralize(len(given ^ listed), 'answer is', 'answers are')} only there or only "
            f"in {IDS}"
        )
    for name in sorted(names):
        parts = name.split("/")
        if parts[0] == "ledger" and len(parts) == 3 and name.endswith(".jsonl"):
            _check_ledger(archive, name, found)


def _check_sums(archive: zipfile.ZipFile, names: list[str], found: CheckedRelease) -> None:
    sums = {}
    for line in _whole(archive, SUMS).decode("utf-8", "replace").rstrip("\n").split("\n"):
        digest, _, name = line.partition("  ")
        sums[name] = digest
    for name in sorted({*names, *sums} - {SUMS}):
        shown = visible(name, one_line=True)[:_MAX_SHOWN_CHARS]
        if name not in sums:
            found.problems.append(f"{shown}: not listed in {SUMS}")
        elif name not in names:
            found.problems.append(f"{shown}: listed in {SUMS}, but missing")
        elif _hash(archive, name) != sums[name]:
            found.problems.append(f"{shown}: changed, as its hash does not match {SUMS}")


def _check_ledger(archive: zipfile.ZipFile, name: str, found: CheckedRelease) -> None:
    """Check that the id of each line matches its content."""
    from generator.core import Answer

    for number, record in _records(archive, name, found):
        inner = record.get("answer")  # of a line of a history
        data: dict[str, Any] = inner if isinstance(inner, dict) else record
        try:
            Answer.from_json(data)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            shown = visible(str(error), one_line=True)[:_MAX_SHOWN_CHARS]
            found.problems.append(
                f"{visible(name, one_line=True)[:_MAX_SHOWN_CHARS]}:{number}: not an answer ({shown})"
            )


def _records(
    archive: zipfile.ZipFile, name: str, found: CheckedRelease
) -> Iterator[tuple[int, dict[str, Any]]]:
    with archive.open(name) as stream:
        number = 0
        while line := stream.readline(_MAX_LINE_BYTES):
            number += 1
            try:
                record = json.loads(line)
            except (ValueError, RecursionError):
                record = None
            if isinstance(record, dict):
                yield number, record
            else:
                found.problems.append(
                    f"{visible(name, one_line=True)[:_MAX_SHOWN_CHARS]}:{number}: not a JSON object"
                )


def _whole(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as stream:
        data = stream.read(_MAX_LIST_BYTES + 1)
    if len(data) > _MAX_LIST_BYTES:
        raise ValueError(f"{name} is too large")
    return data


def _hash(archive: zipfile.ZipFile, name: str) -> str:
    digest = hashlib.sha256()
    with archive.open(name) as stream:
        while block := stream.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def checked_text(found: CheckedRelease) -> str:
    """Return a line for each problem, then the verdict, as text."""
    recorded = {None: "", True: ", as recorded in content/releases.yml", False: ""}[found.recorded]
    verdict = pluralize(len(found.problems), "problem") if found.problems else f"no problems found{recorded}"
    name = found.tag or "a release without a name"
    what = f"{pluralize(found.answers, 'answer')} in {pluralize(found.files, 'file')}"
    return "\n".join(
        [*found.problems, f"{name}: {what}: {verdict}", f"sha256: {found.sha256}", f"ids:    {found.ids}"]
    )


def checked_json(found: CheckedRelease) -> dict[str, Any]:
    """Return the result as plain data."""
    return {
        "tag": found.tag,
        "sha256": found.sha256,
        "ids": found.ids,
        "files": found.files,
        "answers": found.answers,
        "recorded": found.recorded,
        "problems": found.problems,
    }

"""The running Answerbook as a wheel, made again from its installed files.

An installer records each file that it unpacked with its hash (RECORD, see "Recording installed projects" of
the Python packaging user guide). Without what it added itself, such as scripts, these are the files of the
wheel. Where it only refers to a folder, as an editable installation does, there is no code to pack.
"""

from __future__ import annotations

import base64
import csv
import hashlib
import importlib.metadata
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

__all__ = ["installed_wheel"]

# What installers add to the folder of metadata.
_OF_INSTALLERS = ("INSTALLER", "REQUESTED", "direct_url.json", "uv_cache.json", "uv_build.json", "RECORD")
_CODE = "generator/__init__.py"
_BEGINNING = (1980, 1, 1, 0, 0, 0)  # of time in zip archives: the same files make the same bytes


def installed_wheel() -> tuple[str, bytes] | None:
    """Return the name and the bytes of the wheel; None if its files are elsewhere or were changed since."""
    try:
        found = importlib.metadata.distribution("answerbook")
    except importlib.metadata.PackageNotFoundError:
        return None
    tags = [line for line in (found.read_text("WHEEL") or "").splitlines() if line.startswith("Tag: ")]
    files = dict(_unpacked(found))
    if not tags or _CODE not in files or None in files.values():
        return None
    (info,) = {path.parts[0] for path in map(PurePosixPath, files) if path.parts[0].endswith(".dist-info")}
    stream, rows = io.BytesIO(), io.StringIO()
    record = csv.writer(rows, lineterminator="\n")
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in sorted(files.items(), key=lambda file: (file[0].startswith(info), file[0])):
            content = data or b""
            _add(archive, name, content)
            record.writerow([name, _hash(content), len(content)])
        record.writerow([f"{info}/RECORD", "", ""])
        _add(archive, f"{info}/RECORD", rows.getvalue().encode())
    return f"{info.removesuffix('.dist-info')}-{tags[0].removeprefix('Tag: ')}.whl", stream.getvalue()


def _unpacked(found: importlib.metadata.Distribution) -> Iterator[tuple[str, bytes | None]]:
    """Yield the path and content of each file that came in the wheel; None if it is not as it was."""
    for row in csv.reader(io.StringIO(found.read_text("RECORD") or "")):
        name, digest = row[0], row[1] if len(row) > 1 else ""
        path = PurePosixPath(name)
        if not digest or ".." in path.parts or path.is_absolute():
            continue  # compiled here, or put outside of the package, as scripts are
        if path.parts[0].endswith(".dist-info") and path.name in _OF_INSTALLERS:
            continue
        try:
            data = Path(str(found.locate_file(name))).read_bytes()
        except OSError:
            data = b""
        yield name, data if _hash(data) == digest else None


def _hash(data: bytes) -> str:
    """Return the hash of a file as RECORD writes it."""
    return "sha256=" + base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()


def _add(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    info = zipfile.ZipInfo(name, _BEGINNING)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o100644 << 16
    archive.writestr(info, data)

"""Libraries of others that pages load: the files are those of their packages, and each bears its licence."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from tests.site.small_collection import ROOT

OVERRIDES = ROOT / "site_templates" / "overrides"
VENDORED = OVERRIDES / "assets" / "vendor"
# Folder of a library -> how its licence calls itself, and the file that tells its version.
LIBRARIES = {
    "pdfjs-dist-6.5.438": ("Apache License", "pdf.min.js", " * pdfjsVersion = {version}\n"),
}


def test_each_vendored_library_is_known() -> None:
    assert {folder.name for folder in VENDORED.iterdir()} == set(LIBRARIES)


@pytest.mark.parametrize("name", LIBRARIES)
def test_what_is_vendored_is_what_its_manifest_says_and_bears_a_licence(name: str) -> None:
    folder, (licence, script, head) = VENDORED / name, LIBRARIES[name]
    told = dict(reversed(line.split("  ")) for line in (folder / "SHA256SUMS").read_text().splitlines())
    files: dict[str, Path] = {p.name: p for p in folder.iterdir() if p.name != "SHA256SUMS"}
    assert set(told) == set(files)
    assert {name: hashlib.sha256(p.read_bytes()).hexdigest() for name, p in files.items()} == told
    assert licence in (folder / "LICENSE.txt").read_text()
    assert head.format(version=name.rpartition("-")[2]) in (folder / script).read_text()[:2000]

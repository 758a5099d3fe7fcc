"""The same collection makes the same bytes, whenever and wherever it is built."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.site.small_collection import build, small_collection

EPOCH = "1763885400"


def bytes_of(site: Path) -> dict[str, bytes]:
    return {p.relative_to(site).as_posix(): p.read_bytes() for p in sorted(site.rglob("*")) if p.is_file()}


def test_two_builds_are_the_same_byte_for_byte(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)
    monkeypatch.setenv("PYTHONHASHSEED", "1")  # of mkdocs' own process
    first = bytes_of(build(small_collection(site_url="https://example.org/answers/"), tmp_path / "one"))
    monkeypatch.setenv("PYTHONHASHSEED", "2")
    second = bytes_of(build(small_collection(site_url="https://example.org/answers/"), tmp_path / "another"))
    assert first.keys() == second.keys()
    assert [path for path in first if first[path] != second[path]] == []
    for kind in (".html", ".xml", ".json", ".js", ".css"):
        assert any(path.endswith(kind) for path in first), kind

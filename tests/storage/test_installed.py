"""What people are told to run to add an extra: never the bare name where they installed from elsewhere."""

from __future__ import annotations

import importlib.metadata
import json
import re
import tomllib
from pathlib import Path

import pytest

from generator.storage.installed import Origin, install_command, origin


@pytest.mark.parametrize(
    ("told", "command"),
    [
        (None, "pip install 'answerbook[ocr]'"),
        ({"url": "file:///home/a%20b/book", "dir_info": {}}, "pip install '/home/a b/book[ocr]'"),
        (
            {"url": "https://a.org/b.git", "vcs_info": {"vcs": "git", "commit_id": "c0ffee"}},
            "pip install 'answerbook[ocr] @ git+https://a.org/b.git@c0ffee'",
        ),
        ({"url": "https://a.org/b.whl"}, "pip install 'answerbook[ocr] @ https://a.org/b.whl'"),
    ],
)
def test_an_extra_comes_from_where_answerbook_came_from(
    monkeypatch: pytest.MonkeyPatch, told: dict[str, object] | None, command: str
) -> None:
    class Installed:
        def read_text(self, name: str) -> str | None:
            assert name == "direct_url.json"
            return json.dumps(told) if told else None

    monkeypatch.setattr(importlib.metadata, "distribution", lambda _: Installed())
    assert install_command("ocr") == command


def test_what_runs_without_being_installed_has_no_origin(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(_: str) -> None:
        raise importlib.metadata.PackageNotFoundError

    monkeypatch.setattr(importlib.metadata, "distribution", missing)
    assert origin() is None
    assert install_command("ray") == "pip install 'answerbook[ray]'"
    assert Origin().path is None


def test_the_book_names_every_extra() -> None:
    root = Path(__file__).resolve().parents[2]
    extras = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
    page = (root / "docs/book/reference/extras.md").read_text("utf-8")
    named = set(re.findall(r"^\| `([a-z-]+)` \|", page, re.MULTILINE))
    assert named == set(extras) - {"test", "release"}

"""`make quick` runs the tests of what changed."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests import changed
from tests.changed import covering


@pytest.mark.parametrize(
    ("path", "test"),
    [
        ("generator/reading/cache.py", "tests/reading/test_cache.py"),
        ("generator/storage/record.py", "tests/storage/test_record.py"),
        ("generator/checking/__init__.py", "tests/checking/test_support.py"),
        ("generator/site/inspection/rules.py", "tests/site/test_inspection.py"),
        ("tests/core/test_words.py", "tests/core/test_words.py"),
        ("content/questions/reporting.yml", "tests/project/test_questions.py"),
        ("content/pages/guide.md", "tests/test_docs.py"),
        ("docs/book/tutorial.md", "tests/test_book.py"),
    ],
)
def test_a_change_is_tested_by_what_imports_it_or_lies_beside_it(path: str, test: str) -> None:
    assert test in covering([path])


def test_what_was_removed_and_what_nothing_tests_by_itself_is_passed_over() -> None:
    assert covering(["tests/test_gone.py", "LICENSE"]) == ["tests/test_architecture.py"]


def test_git_says_what_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def git(*arguments: str) -> None:
        name = ["-c", "user.name=Ada", "-c", "user.email=ada@example.org"]
        subprocess.run(["git", *name, *arguments], cwd=tmp_path, check=True, capture_output=True)

    monkeypatch.setattr(changed, "ROOT", tmp_path)
    git("init", "-q")
    for name in ("a.py", "b.py"):
        (tmp_path / name).write_text("1")
        git("add", name)
        git("commit", "-q", "-m", name)
    assert changed.changed_files() == ["b.py"]
    (tmp_path / "a.py").write_text("2")
    (tmp_path / "new folder").mkdir()
    (tmp_path / "new folder" / "c.py").write_text("3")
    assert changed.changed_files() == ["a.py", "new folder/c.py"]

"""`make quick` runs the tests of what changed."""

from __future__ import annotations

import subprocess
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from tests import changed
from tests.changed import covering, fitting, near
from tests.seconds import SecondsRecorder, read_seconds, write_seconds


@pytest.mark.parametrize(
    ("path", "test"),
    [
        ("generator/reading/cache.py", "tests/reading/test_cache.py"),
        ("generator/storage/work_records.py", "tests/storage/test_work_records.py"),
        ("generator/checking/__init__.py", "tests/checking/test_support.py"),
        ("generator/site/inspection/page_rules.py", "tests/site/test_inspection.py"),
        ("generator/reading/markdown/tables.py", "tests/reading/test_markdown.py"),
        ("tests/core/test_vocabulary.py", "tests/core/test_vocabulary.py"),
        ("content/questions/reporting.yml", "tests/project/test_question_files.py"),
        ("content/pages/guide.md", "tests/test_docs.py"),
        ("docs/book/tutorial.md", "tests/test_book.py"),
    ],
)
def test_a_change_is_tested_by_what_imports_it_or_lies_next_to_it(path: str, test: str) -> None:
    assert test in covering([path])


def test_what_was_removed_and_what_nothing_tests_by_itself_is_passed_over() -> None:
    assert covering(["tests/test_gone.py", "LICENSE"]) == ["tests/test_architecture.py"]


def test_what_lies_next_to_a_change_comes_before_what_imports_it() -> None:
    first, every = near(["generator/core/paper.py"]), covering(["generator/core/paper.py"])
    assert set(first) < set(every)
    assert len(every) > 10


def test_what_is_near_is_always_run_and_of_the_rest_what_fits() -> None:
    seconds = {"near": 30.0, "short": 5.0, "middle": 10.0, "long": 40.0}
    assert fitting(["near"], seconds, seconds, budget=46) == ["middle", "near", "short"]
    assert fitting(["near"], seconds, seconds, budget=1) == ["near"]
    assert fitting([], ["unknown"], {}, budget=60) == ["unknown"]


def test_seconds_are_kept_from_run_to_run(tmp_path: Path) -> None:
    record = tmp_path / "build" / "seconds.json"
    assert read_seconds(record) == {}
    write_seconds({"a": 1.0, "b": 2.0}, record)
    write_seconds({"b": 3.0}, record)
    assert read_seconds(record) == {"a": 1.0, "b": 3.0}
    write_seconds({"a": 0.5, "b": 100.0}, record)  # on a busy machine
    assert read_seconds(record) == {"a": 0.5, "b": 4.5}
    record.write_text("[", encoding="utf-8")
    assert read_seconds(record) == {}


def recorded(
    record: Path, *reports: tuple[str, float, tuple[str, ...]], **options: object
) -> dict[str, float]:
    """Return what a run of pytest with these options leaves."""
    defaults = {"keyword": "", "lf": False, "maxfail": 0}
    config = SimpleNamespace(option=SimpleNamespace(**{**defaults, **options}), args=["tests"])
    recorder = SecondsRecorder(cast("pytest.Config", config), record)
    for name, seconds, marks in reports:
        keywords = dict.fromkeys(marks, 1)
        recorder.pytest_runtest_logreport(
            pytest.TestReport(name, ("", 0, ""), keywords, "passed", None, "call", duration=seconds)
        )
    recorder.pytest_sessionfinish()
    return read_seconds(record)


def test_a_run_of_whole_files_is_recorded_without_slow_tests(tmp_path: Path) -> None:
    tests = (("a.py::x", 1.0, ()), ("a.py::y", 2.0, ()), ("a.py::z", 9.0, ("slow",)), ("b.py::x", 4.0, ()))
    assert recorded(tmp_path / "part.json", *tests, keyword="x") == {}
    assert recorded(tmp_path / "part.json", *tests, maxfail=1) == {}
    assert recorded(tmp_path / "whole.json", *tests) == {"a.py": 3.0, "b.py": 4.0}


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

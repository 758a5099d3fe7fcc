"""Every kind of model answers each question of a set about one real paper, in one build."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import yaml

from generator.build import BuildOptions, build
from generator.commands.init import create_project
from generator.ledger import Ledger
from generator.project import Project
from generator.project.question_files import load_question_set
from tests.answering.llama_server import serving

pytestmark = pytest.mark.slow

PAPER = Path(__file__).resolve().parent.parent / "content/papers/digits-seeds.pdf"
# One thread each: several wait for each other in a loop, and crawl where other tests use the cores.
SETTINGS = """\
title: Kinds of models
models:
  - {{name: quotes, kind: quotes}}
  - name: of-llama
    kind: llama
    file: "packaged:smollm2-135m"
    context_mode: pack
    pack_chars: 4000
    max_new_tokens: 40
    threads: 1
  - name: of-ctransformers
    kind: ctransformers
    file: "packaged:smollm2-135m"
    context_mode: per_question
    prompt_chars: 800
    max_new_tokens: 40
    threads: 1
  - name: of-server
    kind: server
    url: "{address}"
    grammar: gbnf
    context_mode: pack
    pack_chars: 4000
    max_new_tokens: 40
    concurrency: 1
"""
KINDS = ("quotes", "llama", "ctransformers", "server")
# As many of the shipped set as show that one follows the other: a small model takes seconds for each.
QUESTIONS = 8


def first_questions(file: Path) -> None:
    """Leave the first questions of a set in its file."""
    kept = yaml.safe_load(file.read_text(encoding="utf-8"))
    kept["questions"] = kept["questions"][:QUESTIONS]
    file.write_text(yaml.safe_dump(kept), encoding="utf-8")


def test_every_kind_of_model_answers_each_question_about_a_real_paper(tmp_path: Path) -> None:
    pytest.importorskip("ctransformers")
    root = tmp_path / "project"
    create_project(root, "Kinds of models")
    (root / "content/papers").mkdir(exist_ok=True)
    shutil.copy(PAPER, root / "content/papers")
    first_questions(root / "content/questions/deep-learning.yml")
    with serving(context=2048) as address:
        (root / "content/answerbook.yml").write_text(SETTINGS.format(address=address), encoding="utf-8")
        report = build(Project.find(root), BuildOptions(jobs=2))
        again = build(Project.find(root), BuildOptions(jobs=2))
    assert report.warnings == []
    asked = {q.id for q in load_question_set(root / "content/questions/deep-learning.yml").questions}
    assert len(asked) == QUESTIONS
    every = len(asked) * len(KINDS)
    assert (report.computed, again.computed, again.reused) == (every, 0, every)
    ledger = Ledger(root / "content/answers")
    for kind in KINDS:
        name = kind if kind == "quotes" else f"of-{kind}"
        answers = ledger.read("digits-seeds", name)
        assert set(answers) == asked
        assert [a.reason for a in answers.values() if a.status == "failed"] == []
        assert {a.provenance["kind"] for a in answers.values()} == {kind}
        # Each says something of its own, and nothing of it is published unchecked.
        assert any(a.sentences for a in answers.values())
        for answer in answers.values():
            assert all(s.evidence for s in answer.sentences if s.support == "supported")
    for name in ("of-llama", "of-server"):
        assert {a.provenance["context"] for a in ledger.read("digits-seeds", name).values()} == {"pack"}
        assert report.usage.reused[name] > report.usage.prompt[name]
    assert all(report.usage.new[f"of-{kind}"] > 0 for kind in KINDS[1:])

"""What hashes of a fingerprint stand for is told in words, where it was recorded."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from generator.answering import BUILT_IN, LlamaOptions, ModelSpec, PluginOptions, ServerOptions, settings_of
from generator.commands.why import explain, explanation_text
from generator.core import Answer, QuestionWording
from generator.ledger import Ledger
from generator.project import Project

LLAMA = "models: [{name: tiny, kind: llama, file: tiny.gguf, context: 4096, max_new_tokens: 80}]\n"


@pytest.mark.parametrize(
    ("spec", "said"),
    [
        (BUILT_IN["quotes"], {}),
        (
            ModelSpec("m", "llama", options=LlamaOptions(context=4096)),
            {"context": 4096, "max_new_tokens": 256, "temperature": 0.0, "seed": 1},
        ),
        (
            ModelSpec("m", "server", options=ServerOptions(key_variable="KEY")),
            {"context": 0, "max_new_tokens": 256, "temperature": 0.0, "seed": 1, "grammar": "none"},
        ),
        (ModelSpec("m", "plugin", options=PluginOptions.of("p", {"token": "secret"})), {}),
    ],
)
def test_settings_of_a_model_are_plain_and_hold_no_secret(spec: ModelSpec, said: dict[str, object]) -> None:
    assert settings_of(spec) == said


def old_answer(**provenance: object) -> Answer:
    return Answer(
        "beetles",
        "metrics",
        "tiny",
        "not_reported",
        "Nothing.",
        fingerprint={"sampling": "00", "prompt": "1 pack 3600 14000 aa", "model": "0123"},
        provenance=provenance,
    )


@pytest.mark.parametrize(
    ("provenance", "lines"),
    [
        (
            {"settings": {"context": 8192, "max_new_tokens": 80, "temperature": 0.0, "seed": 1}},
            ["context: 8192 -> 4096"],
        ),
        ({}, ["it is now context 4096, max_new_tokens 80", "its earlier value was not recorded"]),
    ],
)
def test_changed_settings_and_prompts_are_named(
    project_folder: Path, provenance: dict[str, object], lines: list[str]
) -> None:
    (project_folder / "content/answerbook.yml").write_text(f"question_sets: [five]\n{LLAMA}")
    Ledger(project_folder / "content/answers").record([old_answer(**provenance)])
    (found,) = explain(Project.find(project_folder), "beetles", "metrics")
    assert found.state == "stale"
    # The model file is not here: that makes nothing stale, and is said.
    assert "model" in found.unknown
    assert "model" not in [c.part for c in found.changes]
    text = explanation_text(found)
    for line in lines:
        assert line in text
    assert "context_mode: pack -> auto" in text
    assert "its earlier wording was not recorded" in text
    assert "unknown on this machine, so it makes nothing stale: " in text


def test_an_answer_that_names_another_wording_shows_both(project_folder: Path) -> None:
    (project_folder / "content/answerbook.yml").write_text(f"question_sets: [five]\n{LLAMA}")
    answer = dataclasses.replace(
        old_answer(), asked=QuestionWording("Which metrics?"), fingerprint={"question": "00"}
    )
    Ledger(project_folder / "content/answers").record([answer])
    (found,) = explain(Project.find(project_folder), "beetles", "metrics")
    (question,) = (c for c in found.changes if c.part == "question")
    assert question.meaning == ("it said: Which metrics?", "it says: Which metrics were used?")

"""`answerbook models`, as a user meets it."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.answering.models.ggml import gguf
from generator.cli.models import models
from tests.answering.tiny_models import byte_level_vocabulary, sentence_piece_vocabulary, tiny_model


def run(*args: object) -> Result:
    return CliRunner().invoke(models, [str(arg) for arg in args])


def test_convert_says_what_it_wrote_and_how_it_fared(tmp_path: Path) -> None:
    pytest.importorskip("ctransformers")
    pytest.importorskip("xllamacpp")
    source = tiny_model(tmp_path / "tiny.gguf", byte_level_vocabulary())
    result = run("convert", source, "--into", tmp_path / "made")
    assert result.exit_code == 0, result.output
    made = tmp_path / "made" / "tiny.ctransformers.gguf"
    assert f"Wrote {made} (0 MB). 76 of 76 tokens agree with llama.cpp." in result.output
    assert f"`file: {made}`" in result.output
    assert [path.name for path in (tmp_path / "made").iterdir()] == [made.name]


def test_a_file_that_needs_no_conversion_is_left_alone(tmp_path: Path) -> None:
    source = tiny_model(tmp_path / "old.gguf", sentence_piece_vocabulary(), tied=False)
    result = run("convert", source, "--into", tmp_path / "made")
    assert result.exit_code == 0
    assert "needs no conversion" in result.output
    assert not (tmp_path / "made").exists()


def test_what_cannot_be_converted_is_one_sentence_and_exit_code_1(tmp_path: Path) -> None:
    other = {"general__architecture": gguf.string(b"qwen2")}
    source = tiny_model(tmp_path / "other.gguf", byte_level_vocabulary(), **other)
    result = run("convert", source, "--into", tmp_path / "made")
    assert result.exit_code == 1
    assert result.stderr.startswith(f"Error: {source} cannot be converted: its architecture is qwen2")
    assert not (tmp_path / "made").exists()
    missing = run("convert", tmp_path / "missing.gguf")
    assert (missing.exit_code, missing.stderr[:6]) == (1, "Error:")

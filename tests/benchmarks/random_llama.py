"""A LLaMA-architecture GGUF file with random weights, to measure what a model of its size costs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

# About the shape of a model of 1.1 billion parameters with grouped attention.
LAYERS, WIDTH, INNER, HEADS, KV_HEADS = 22, 2048, 5632, 32, 4
_BLOCK = 32  # weights in a block of Q4_0: a half-precision scale and 16 bytes


def write_random_llama(path: Path, *, vocabulary_of: Path) -> Path:
    """Write the file, with tokenizer and chat template of another GGUF file. Always the same weights."""
    import gguf
    import numpy as np

    dice = np.random.default_rng(1)
    source = gguf.GGUFReader(vocabulary_of)
    writer = gguf.GGUFWriter(path, "llama")
    _copy_tokenizer(source, writer)
    vocabulary = len(source.fields["tokenizer.ggml.tokens"].data)
    writer.add_context_length(8192)
    writer.add_embedding_length(WIDTH)
    writer.add_block_count(LAYERS)
    writer.add_feed_forward_length(INNER)
    writer.add_head_count(HEADS)
    writer.add_head_count_kv(KV_HEADS)
    writer.add_rope_dimension_count(WIDTH // HEADS)
    writer.add_layer_norm_rms_eps(1e-5)

    def matrix(name: str, rows: int, columns: int) -> None:
        blocks = np.empty((rows, columns // _BLOCK, 18), dtype=np.uint8)
        scale = np.float16(1.0 / (8 * columns**0.5))  # keeps sums of a row near one
        blocks[..., :2] = np.frombuffer(scale.tobytes(), dtype=np.uint8)
        blocks[..., 2:] = dice.integers(0, 256, blocks[..., 2:].shape, dtype=np.uint8)
        writer.add_tensor(name, blocks.reshape(rows, -1), raw_dtype=gguf.GGMLQuantizationType.Q4_0)

    def ones(name: str) -> None:
        writer.add_tensor(name, np.ones(WIDTH, dtype=np.float32))

    matrix("token_embd.weight", vocabulary, WIDTH)
    matrix("output.weight", vocabulary, WIDTH)
    ones("output_norm.weight")
    narrow = WIDTH // HEADS * KV_HEADS
    for layer in range(LAYERS):
        ones(f"blk.{layer}.attn_norm.weight")
        ones(f"blk.{layer}.ffn_norm.weight")
        for part, rows, columns in (
            ("attn_q", WIDTH, WIDTH),
            ("attn_k", narrow, WIDTH),
            ("attn_v", narrow, WIDTH),
            ("attn_output", WIDTH, WIDTH),
            ("ffn_gate", INNER, WIDTH),
            ("ffn_up", INNER, WIDTH),
            ("ffn_down", WIDTH, INNER),
        ):
            matrix(f"blk.{layer}.{part}.weight", rows, columns)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


def _copy_tokenizer(source: Any, writer: Any) -> None:
    import gguf

    for name, entry in source.fields.items():
        if name.startswith("tokenizer."):
            kind = entry.types[0]
            inner = entry.types[-1] if kind == gguf.GGUFValueType.ARRAY else None
            writer.add_key_value(name, entry.contents(), kind, sub_type=inner)

"""Model files of a few hundred kilobytes with random weights, made for a test: GGUF, and the older GGML."""

from __future__ import annotations

import math
import random
import struct
from collections.abc import Mapping
from pathlib import Path
from typing import BinaryIO

from generator.answering.models.ggml import gguf
from generator.answering.models.ggml.bytepairs import CHARACTER_OF
from generator.answering.models.ggml.gguf import Tensor, Value

CHATML = (
    "{% for message in messages %}<|im_start|>{{ message['role'] }}\n{{ message['content'] }}<|im_end|>\n"
    "{% endfor %}{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)
WIDTH, LAYERS, HEADS, INNER, CONTEXT = 32, 2, 2, 64, 512
U32, I32, F32 = gguf.U32, gguf.I32, gguf.F32


def byte_level_vocabulary() -> dict[str, Value]:
    """GPT-2-like: three special tokens, the bytes, and some merges."""
    specials = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"]
    space, newline = CHARACTER_OF[0x20], CHARACTER_OF[0x0A]
    merges = [("t", "h"), ("th", "e"), (space, "the"), ("i", "n"), (space, "a"), ("e", "r"), ("1", "2")]
    merges += [(newline, newline), (CHARACTER_OF[0xC3], CHARACTER_OF[0x97]), ("s", "e"), (space, "se")]
    tokens = [*specials, *CHARACTER_OF.values(), *(left + right for left, right in merges)]
    kinds = [3] * len(specials) + [1] * (len(tokens) - len(specials))
    return {
        "tokenizer.ggml.model": gguf.string(b"gpt2"),
        "tokenizer.ggml.pre": gguf.string(b"smollm"),
        "tokenizer.ggml.tokens": gguf.strings([token.encode() for token in tokens]),
        "tokenizer.ggml.token_type": gguf.numbers(I32, kinds),
        "tokenizer.ggml.merges": gguf.strings([" ".join(merge).encode() for merge in merges]),
        "tokenizer.ggml.bos_token_id": gguf.number(U32, 1),
        "tokenizer.ggml.eos_token_id": gguf.number(U32, 2),
        "tokenizer.chat_template": gguf.string(CHATML.encode()),
    }


def sentence_piece_vocabulary() -> dict[str, Value]:
    """LLaMA-like: unknown, begin, end, the bytes, and some pieces with scores."""
    pieces = [
        "\u2581",
        "t",
        "h",
        "e",
        "th",
        "the",
        "\u2581the",
        "a",
        "\u2581a",
        "s",
        "ee",
        "see",
        "d",
        "i",
        "n",
    ]
    tokens = [b"<unk>", b"<s>", b"</s>", *(f"<0x{byte:02X}>".encode() for byte in range(256))]
    tokens += [piece.encode() for piece in pieces]
    kinds = [2, 3, 3, *[6] * 256, *[1] * len(pieces)]
    scores = [0.0] * 259 + [-float(number) for number in range(len(pieces))]
    return {
        "tokenizer.ggml.model": gguf.string(b"llama"),
        "tokenizer.ggml.tokens": gguf.strings(tokens),
        "tokenizer.ggml.scores": gguf.numbers(F32, scores),
        "tokenizer.ggml.token_type": gguf.numbers(I32, kinds),
        "tokenizer.ggml.bos_token_id": gguf.number(U32, 1),
        "tokenizer.ggml.eos_token_id": gguf.number(U32, 2),
    }


def tiny_model(file: Path, vocabulary: Mapping[str, Value], *, tied: bool = True, **more: Value) -> Path:
    """Return a model with random weights. ``more``: values by name, `__` for a dot, over the others."""
    values: dict[str, Value] = {
        "general.architecture": gguf.string(b"llama"),
        "llama.block_count": gguf.number(U32, LAYERS),
        "llama.context_length": gguf.number(U32, CONTEXT),
        "llama.embedding_length": gguf.number(U32, WIDTH),
        "llama.feed_forward_length": gguf.number(U32, INNER),
        "llama.attention.head_count": gguf.number(U32, HEADS),
        "llama.attention.head_count_kv": gguf.number(U32, HEADS),
        "llama.rope.dimension_count": gguf.number(U32, WIDTH // HEADS),
        "llama.attention.layer_norm_rms_epsilon": gguf.number(F32, 1e-5),
        **vocabulary,
    }
    values |= {name.replace("__", "."): value for name, value in more.items()}
    layout = gguf.Layout(values, (), 0)
    count = len(layout.items("tokenizer.ggml.tokens"))
    shapes: dict[str, tuple[int, ...]] = {"token_embd": (WIDTH, count), "output_norm": (WIDTH,)}
    for layer in range(LAYERS):
        square = dict.fromkeys(("attn_q", "attn_k", "attn_v", "attn_output"), (WIDTH, WIDTH))
        block = {**square, "ffn_gate": (WIDTH, INNER), "ffn_up": (WIDTH, INNER), "ffn_down": (INNER, WIDTH)}
        block |= {"attn_norm": (WIDTH,), "ffn_norm": (WIDTH,)}
        shapes |= {f"blk.{layer}.{name}": shape for name, shape in block.items()}
    if not tied:
        shapes["output"] = (WIDTH, count)
    draw = random.Random(7)
    tensors = []
    for name, shape in shapes.items():
        tensor = Tensor(f"{name}.weight".encode(), shape, 0, 0)
        # Large enough that no two tokens are about equally likely.
        wide = 1.0 if name.endswith(("embd", "output")) else 0.3
        weights = [1.0 if len(shape) == 1 else draw.gauss(0, wide) for _ in range(tensor.size // 4)]
        tensors.append((tensor, _data(struct.pack(f"<{len(weights)}f", *weights))))
    gguf.write(file, values, tensors)
    return file


def _data(content: bytes) -> gguf.TensorWriter:
    def write(stream: BinaryIO) -> None:
        stream.write(content)

    return write


def tiny_ggml_llama(file: Path) -> Path:
    """Return a LLaMA file of the GGML generation (`ggjt`, version 3): no metadata, no template."""
    layout = gguf.Layout(sentence_piece_vocabulary(), (), 0)
    tokens, scores = layout.items("tokenizer.ggml.tokens"), layout.items("tokenizer.ggml.scores")
    strings = [
        bytes([number - 3]) if 3 <= number < 259 else token.replace("\u2581".encode(), b" ")
        for number, token in enumerate(tokens)
    ]
    inner = 96  # as the loader computes it from the width
    head = struct.pack("<II", 0x67676A74, 3)
    head += struct.pack("<7I", len(tokens), WIDTH, 32, HEADS, LAYERS, WIDTH // HEADS, 0)
    for string, score in zip(strings, scores, strict=True):
        head += struct.pack("<I", len(string)) + string + struct.pack("<f", score)
    shapes: dict[str, tuple[int, ...]] = {
        "tok_embeddings": (WIDTH, len(tokens)),
        "norm": (WIDTH,),
        "output": (WIDTH, len(tokens)),
    }
    for layer in range(LAYERS):
        square = {f"attention.{name}": (WIDTH, WIDTH) for name in ("wq", "wk", "wv", "wo")}
        forward = {"w1": (WIDTH, inner), "w2": (inner, WIDTH), "w3": (WIDTH, inner)}
        block = {**square, **{f"feed_forward.{name}": shape for name, shape in forward.items()}}
        block |= {"attention_norm": (WIDTH,), "ffn_norm": (WIDTH,)}
        shapes |= {f"layers.{layer}.{name}": shape for name, shape in block.items()}
    file.write_bytes(_ggml(head, {f"{name}.weight": shape for name, shape in shapes.items()}, aligned=True))
    return file


def tiny_ggml_gpt2(file: Path) -> Path:
    """Return a GPT-2 file of the GGML generation: tokens are the 256 bytes and the end of a text."""
    strings = [*(bytes([byte]) for byte in range(256)), b"<|endoftext|>", b" the", b"the"]
    head = struct.pack("<7I", 0x67676D6C, len(strings), CONTEXT, WIDTH, HEADS, LAYERS, 0)
    head += struct.pack("<I", len(strings))
    head += b"".join(struct.pack("<I", len(string)) + string for string in strings)
    shapes: dict[str, tuple[int, ...]] = {
        "model/ln_f/g": (WIDTH,),
        "model/ln_f/b": (WIDTH,),
        "model/wte": (WIDTH, len(strings)),
        "model/wpe": (WIDTH, CONTEXT),
    }
    for layer in range(LAYERS):
        lines = {"attn/c_attn": (WIDTH, 3 * WIDTH), "attn/c_proj": (WIDTH, WIDTH)}
        lines |= {"mlp/c_fc": (WIDTH, 4 * WIDTH), "mlp/c_proj": (4 * WIDTH, WIDTH)}
        block: dict[str, tuple[int, ...]] = {
            f"{norm}/{part}": (WIDTH,) for norm in ("ln_1", "ln_2") for part in "gb"
        }
        for name, shape in lines.items():
            block |= {f"{name}/w": shape, f"{name}/b": (shape[1],)}
        shapes |= {f"model/h{layer}/{name}": shape for name, shape in block.items()}
    file.write_bytes(_ggml(head, shapes, aligned=False))
    return file


def _ggml(head: bytes, shapes: Mapping[str, tuple[int, ...]], *, aligned: bool) -> bytes:
    draw = random.Random(11)
    made = bytearray(head)
    for name, shape in shapes.items():
        made += struct.pack(f"<III{len(shape)}I", len(shape), len(name), 0, *shape) + name.encode()
        made += b"\0" * (-len(made) % 32 if aligned else 0)
        count = math.prod(shape)
        weights = [1.0 if name.endswith(("norm.weight", "/g")) else draw.gauss(0, 0.5) for _ in range(count)]
        made += struct.pack(f"<{count}f", *weights)
    return bytes(made)

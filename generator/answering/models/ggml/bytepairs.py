"""Byte-level byte-pair encoding, as GPT-2 has it, from the vocabulary of a GGUF file.

The runtime of 2023 reads such vocabularies and cannot split text by them. Token strings are written
in "byte characters": each byte stands as one printable character, itself where it is printable
(Radford et al. 2019, `bytes_to_unicode` of the released code).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from generator.answering.models.ggml.gguf import Layout
from generator.errors import ModelError

# Types of tokens in `tokenizer.ggml.token_type`.
NORMAL, CONTROL, USER_DEFINED = 1, 3, 4

_PRINTABLE = (*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100))
_OTHERS = tuple(byte for byte in range(256) if byte not in _PRINTABLE)
BYTE_OF: Mapping[str, int] = {
    **{chr(byte): byte for byte in _PRINTABLE},
    **{chr(256 + number): byte for number, byte in enumerate(_OTHERS)},
}
CHARACTER_OF: Mapping[int, str] = {byte: character for character, byte in BYTE_OF.items()}

# How text is cut before pairs are merged, by the name in `tokenizer.ggml.pre`: whether each digit
# stands alone, and the pattern; an empty pattern is GPT-2's. Each is held against llama.cpp's tokens
# whenever a file is converted.
_LLAMA_3 = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*"
    r"|\s*[\r\n]+|\s+(?!\S)|\s+"
)
CUTS: Mapping[str, tuple[bool, str]] = {
    "gpt-2": (False, ""),
    "smollm": (True, ""),
    "llama-bpe": (False, _LLAMA_3),
}


def to_bytes(token: str) -> bytes:
    """A token's bytes. Raises KeyError where a character stands for no byte."""
    return bytes(BYTE_OF[character] for character in token)


def to_characters(token: bytes) -> str:
    """The byte characters of a token."""
    return "".join(CHARACTER_OF[byte] for byte in token)


def cut(layout: Layout) -> str:
    """How the file cuts text: a key of CUTS. Raises ModelError where it is none."""
    name = layout.text("tokenizer.ggml.pre") or "gpt-2"
    if name not in CUTS:
        raise ModelError(
            f"the model cuts text in the way {name!r}, which is not known here "
            f"(known: {', '.join(CUTS)}); run it as a model of kind llama"
        )
    return name


def encoder(layout: Layout, tokens: Sequence[bytes]) -> Callable[[str], list[int]]:
    """A function from text to token ids, without special tokens. ``tokens``: raw bytes, by id.

    Raises ModelError where the file's way of cutting text is none of CUTS, or tokens are damaged.
    """
    import tokenizers

    name = cut(layout)
    kinds = layout.items("tokenizer.ggml.token_type") or [NORMAL] * len(tokens)
    vocabulary = {
        to_characters(token): number
        for number, (token, kind) in enumerate(zip(tokens, kinds, strict=False))
        if kind == NORMAL
    }
    # A merge into what is no token never happens; llama.cpp lets such lines be, and the library does not.
    merges = []
    for merge in layout.items("tokenizer.ggml.merges"):
        left, _, right = merge.decode("utf-8", "replace").partition(" ")
        if left in vocabulary and right in vocabulary and left + right in vocabulary:
            merges.append((left, right))
    model = tokenizers.models.BPE(vocabulary, merges, ignore_merges=name == "llama-bpe")
    made = tokenizers.Tokenizer(model)
    alone, pattern = CUTS[name]
    before: list[Any] = [tokenizers.pre_tokenizers.Digits(individual_digits=True)] if alone else []
    if pattern:
        before.append(tokenizers.pre_tokenizers.Split(tokenizers.Regex(pattern), "isolated"))
    before.append(tokenizers.pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=not pattern))
    made.pre_tokenizer = tokenizers.pre_tokenizers.Sequence(before)
    return lambda text: list(made.encode(text, add_special_tokens=False).ids)

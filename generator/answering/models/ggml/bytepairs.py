"""Byte-level byte-pair encoding, as in GPT-2, from the vocabulary of a GGUF file.

The runtime of 2023 reads such vocabularies but cannot tokenise text with them. Token strings are written in
"byte characters": each byte is written as one printable character, itself if it is printable (Radford et al.
2019, `bytes_to_unicode` of the released code). A space is written as "Ġ":

>>> to_bytes("Ġseed")
b' seed'
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

# How text is cut before pairs are merged, by the name in `tokenizer.ggml.pre`: whether each digit is cut off,
# and the pattern; an empty pattern means GPT-2's. Each conversion of a file compares them with llama.cpp.
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
    """Return the bytes of a token. Raises KeyError if a character stands for no byte."""
    return bytes(BYTE_OF[character] for character in token)


def to_characters(token: bytes) -> str:
    """Return the byte characters of a token."""
    return "".join(CHARACTER_OF[byte] for byte in token)


def cut_name(layout: Layout) -> str:
    """Return the name of the file's rule for cutting text: a key of CUTS. Raises ModelError if it is none."""
    name = layout.text("tokenizer.ggml.pre") or "gpt-2"
    if name not in CUTS:
        raise ModelError(
            f"the model cuts text in the way {name!r}, which is not known here "
            f"(known: {', '.join(CUTS)}); run it as a model of kind llama"
        )
    return name


def encoder(layout: Layout, tokens: Sequence[bytes]) -> Callable[[str], list[int]]:
    """Return a function from text to token ids, without special tokens. tokens: raw bytes, by id.

    Raises ModelError if the file's rule for cutting text is not in CUTS, or if tokens are damaged.
    """
    import tokenizers

    name = cut_name(layout)
    kinds = layout.items("tokenizer.ggml.token_type") or [NORMAL] * len(tokens)
    vocabulary = {
        to_characters(token): number
        for number, (token, kind) in enumerate(zip(tokens, kinds, strict=False))
        if kind == NORMAL
    }
    # Merges into no token never happen: llama.cpp ignores such lines, but the library refuses them.
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

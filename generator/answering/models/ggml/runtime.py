"""ctransformers without its pitfalls. Only a child process loads a model with it: a fault ends the process.

Its pitfalls: `tokenize` allocates one number per character and writes one per token, which overwrites other
memory if a text has more tokens than characters. It splits special tokens like text, and tokenises with
GPT-2-like vocabularies other than the model was trained. Temperature 0 divides by zero. One seed draws the
same number for every token. And what two prompts share is evaluated in other batches the second time, so that
rounding, and with it an answer, would depend on what was asked before.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.answering.models.ggml import bytepairs, gguf
from generator.answering.models.ggml import chat_templates as templates
from generator.answering.models.ggml.bytepairs import CONTROL, USER_DEFINED
from generator.answering.models.model_protocol import Prompt
from generator.answering.models.model_replies import encodable
from generator.errors import ModelError
from generator.storage.installed import install_command

# The runtime's buffers have room for this many tokens in one evaluation.
MAX_AT_ONCE = 512

# Architectures of the GGML generation other than LLaMA and Falcon size their memory by the first evaluation,
# and abort the process if a later one needs more; 8 is the runtime's own default.
MAX_AT_ONCE_OLD = 8
_LARGE_BATCHES = ("llama", "falcon", "gguf")

# Set by `models convert`: token strings are bytes, and text is cut by `bytepairs`. The value is raised by
# hand with any change of the conversion.
CONVERTED = "answerbook.converted"
CONVERSION = 1

# Special tokens that end a message, besides the one that the file names.
ENDINGS = ("<|im_end|>", "<|eot_id|>", "<|end|>", "<|end_of_turn|>", "<|endoftext|>", "</s>")

# At a temperature above 0, tokens are drawn from the likeliest ones; these are the runtime's own defaults.
TOP_K, TOP_P = 40, 0.95


@dataclass(frozen=True, slots=True)
class LoadOptions:
    """Which model to load, and how. model_type: architecture of a GGML file; empty for GGUF."""

    file: str
    model_type: str
    context: int
    batch_size: int
    threads: int
    gpu_layers: int


@dataclass(frozen=True, slots=True)
class TokenVocabulary:
    """Facts of a file about its tokens. strings: raw bytes by id, if the file has them."""

    specials: Mapping[str, int]
    endings: frozenset[int]
    template: str
    begin: int | None
    bos: str
    eos: str
    strings: Sequence[bytes] | None
    encode: Callable[[str], list[int]] | None


NO_VOCABULARY = TokenVocabulary({}, frozenset(), "", None, "", "", None, None)


def vocabulary(layout: gguf.Layout) -> TokenVocabulary:
    """Return the facts of a GGUF file about its tokens. Raises ModelError if its text cannot be tokenised."""
    tokens = layout.items("tokenizer.ggml.tokens")
    kinds = layout.items("tokenizer.ggml.token_type")
    byte_level = layout.text("tokenizer.ggml.model") == "gpt2"
    converted = layout.number(CONVERTED) is not None
    if converted and layout.number(CONVERTED) != CONVERSION:
        raise ModelError(
            "the file was converted by another version of Answerbook; convert the original again"
        )
    if byte_level and not converted and layout.text("general.architecture") == "llama":
        raise ModelError("ctransformers cannot read the tokens of this file; run `answerbook models convert`")
    specials = {
        token.decode("utf-8", "replace"): number
        for number, (token, kind) in enumerate(zip(tokens, kinds, strict=False))
        if kind in (CONTROL, USER_DEFINED)
    }
    bos, eos = layout.number("tokenizer.ggml.bos_token_id"), layout.number("tokenizer.ggml.eos_token_id")
    named = {number for number in (eos, layout.number("tokenizer.ggml.eot_token_id")) if number is not None}

    def name(number: int | None) -> str:
        if number is None or not 0 <= number < len(tokens):
            return ""
        return str(tokens[number].decode("utf-8", "replace"))

    adds = layout.get("tokenizer.ggml.add_bos_token")
    return TokenVocabulary(
        specials=specials,
        endings=frozenset(named | {specials[ending] for ending in ENDINGS if ending in specials}),
        template=layout.text("tokenizer.chat_template"),
        begin=bos if (not byte_level if adds is None else adds) else None,
        bos=name(bos),
        eos=name(eos),
        strings=tokens if converted and byte_level else None,
        encode=bytepairs.encoder(layout, tokens) if converted and byte_level else None,
    )


class Runtime:
    """A loaded model. Raises ModelError if it cannot be loaded."""

    def __init__(self, loading: LoadOptions) -> None:
        try:
            import ctransformers
            from ctransformers.llm import Config
        except ImportError as error:
            raise ModelError(
                f"models of kind ctransformers need ctransformers; run `{install_command('models')}`"
            ) from error
        file = Path(loading.file)
        context = loading.context
        self.vocabulary = NO_VOCABULARY
        if not loading.model_type:
            layout = gguf.read_layout(file)
            self.vocabulary = vocabulary(layout)
            trained = layout.number(f"{layout.text('general.architecture')}.context_length")
            context = min(context, trained) if trained else context
        config = Config(context_length=context, gpu_layers=loading.gpu_layers)
        try:
            self._model: Any = ctransformers.LLM(
                str(file), loading.model_type or "gguf", config=config, lib=_build(loading.gpu_layers)
            )
        except (RuntimeError, ValueError, OSError) as error:
            raise ModelError(
                f"{file} cannot be loaded by ctransformers ({' '.join(str(error).split())}); it knows GGML "
                "and early GGUF files of LLaMA, Falcon, GPT-2, GPT-J, GPT-NeoX, MPT, Replit and StarCoder; "
                "`answerbook models convert` makes one of a newer LLaMA file"
            ) from error
        # Some architectures use the context that their file names, whatever is requested.
        self.context = min(context, int(self._model.context_length))
        max_batch = MAX_AT_ONCE if self._model.model_type in _LARGE_BATCHES else MAX_AT_ONCE_OLD
        self._batch = max(1, min(loading.batch_size, max_batch))
        self._threads = loading.threads
        self._kept: list[int] = []
        facts = self.vocabulary
        self._outline = templates.skeleton(facts.template, facts.bos, facts.eos)

    @property
    def chats(self) -> bool:
        """True if the file has a chat template."""
        return bool(self.vocabulary.template.strip())

    def tokens(self, prompt: Prompt) -> tuple[list[int], int]:
        """Return the ids of a prompt, and how many of them come before the part of the single question."""
        specials = list(self.vocabulary.specials)
        whole = self._ids(templates.pieces(self._outline, prompt.system, prompt.user, specials))
        head = self._ids(templates.beginning(self._outline, prompt.system, prompt.shared, specials))
        same = 0
        for one, other in zip(head, whole[:-1], strict=False):
            if one != other:
                break
            same += 1
        return whole, same

    def _ids(self, pieces: Sequence[templates.PromptPiece]) -> list[int]:
        ids: list[int] = []
        for piece in pieces:
            ids += [self.vocabulary.specials[piece.text]] if piece.special else self._encoded(piece.text)
        begin = self.vocabulary.begin
        if self.vocabulary is NO_VOCABULARY and self._model.model_type == "llama":
            begin = int(self._model.bos_token_id)
        return [begin, *ids] if begin is not None and ids[:1] != [begin] else ids

    def _encoded(self, text: str) -> list[int]:
        text = encodable(text)
        if self.vocabulary.encode is not None:
            return self.vocabulary.encode(text)
        content = text.encode()
        # At most one token per byte, and some for the space that the runtime adds in front.
        room = (ctypes.c_int * (len(content) + 16))()
        return list(room[: self._model.ctransformers_llm_tokenize(content, False, room)])

    def string(self, token: int) -> bytes:
        """Return the bytes of a token; none for a special one."""
        strings = self.vocabulary.strings
        if strings is None:
            return bytes(self._model.ctransformers_llm_detokenize(token))
        special = token in self.vocabulary.specials.values()
        return b"" if special or not 0 <= token < len(strings) else strings[token]

    def ends(self, token: int) -> bool:
        """Return True if a token ends the reply."""
        return token in self.vocabulary.endings or bool(self._model.ctransformers_llm_is_eos_token(token))

    def read(self, ids: Sequence[int], same: int) -> int:
        """Evaluate a prompt whose first ``same`` ids are shared by questions; return how many were reused.

        The shared part is evaluated on its own, even if nothing can be reused: then the batches are the same
        whatever was asked before, and so is every bit of the result.
        """
        head = list(ids[:same])
        reused = same if head and head == self._kept else 0
        if not reused:
            self._kept = []
            self._evaluate(head, 0)
        self._evaluate(ids[same:], same)
        self._kept = head
        return reused

    def follow(self, ids: Sequence[int], past: int) -> None:
        """Evaluate ``ids`` after ``past`` others."""
        self._evaluate(ids, past)

    def _evaluate(self, ids: Sequence[int], past: int) -> None:
        if not ids:
            return
        if past + len(ids) > self.context:
            raise ModelError(
                f"{past + len(ids)} tokens do not fit into the context of {self.context}; "
                "raise `context` of the model, or lower its `prompt_chars`"
            )
        array = (ctypes.c_int * len(ids))(*ids)
        if not self._model.ctransformers_llm_batch_eval(array, len(ids), past, self._batch, self._threads):
            self._kept = []
            raise ModelError("ctransformers could not evaluate a prompt; use kind `llama`, or another model")

    def likeliest(self) -> int:
        """Return the likeliest next token."""
        return self._draw(1, 1.0, 1.0, 0)

    def replies(self, past: int, limit: int, temperature: float, seed: int) -> Iterator[int]:
        """Yield at most ``limit`` new tokens after ``past`` others, up to one that ends the reply."""
        for number in range(limit):
            greedy = temperature <= 0
            token = self.likeliest() if greedy else self._draw(TOP_K, TOP_P, temperature, seed + number)
            if self.ends(token):
                return
            yield token
            if number + 1 < limit:
                self._evaluate([token], past + number)

    def _draw(self, top_k: int, top_p: float, temperature: float, seed: int) -> int:
        # Without a penalty on repetition, because an answer repeats the words of its quotes.
        last = (ctypes.c_int * 1)()
        return int(
            self._model.ctransformers_llm_sample(last, 0, top_k, top_p, temperature, 1.0, seed % (1 << 31))
        )


def _build(gpu_layers: int) -> str | None:
    """Return the library build for this processor; None lets the library find it.

    It would find the same, but that takes 0.7 s.
    """
    flags = Path("/proc/cpuinfo")
    if gpu_layers or not flags.is_file():
        return None
    return "avx2" if " avx2 " in flags.read_text(encoding="utf-8", errors="replace") else None

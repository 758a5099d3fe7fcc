"""Newer LLaMA-architecture GGUF files rewritten so that ctransformers can run them.

The weights stay as they are. What is rewritten:

- GPT-2-like token strings become the bytes that they stand for: the runtime writes them out as they
  are. Text is cut into tokens by `bytepairs`, for the runtime would cut it otherwise.
- `tokenizer.ggml.scores`, without which the runtime reads no vocabulary, is added where it is missing.
- `output.weight` is added as a copy of `token_embd.weight` where the model shares the two.

Whatever else such a file may hold that the runtime ignores, or reads otherwise, shows in the trial:
before the file gets its name, its tokens for a few prompts and the likeliest token at each place of
llama.cpp's own greedy replies are held against llama.cpp's.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.answering.models.files import file_hash
from generator.answering.models.ggml import bytepairs, gguf, templates
from generator.answering.models.ggml.gguf import Layout, Source, Tensor, Value
from generator.answering.models.ggml.model import GgmlModel, GgmlOptions
from generator.answering.models.ggml.runtime import CONVERSION, CONVERTED, Vocabulary, vocabulary
from generator.answering.models.llama.loopback import Loopback
from generator.answering.models.protocol import Prompt
from generator.errors import ModelError
from generator.storage.installed import install

EMBEDDINGS, OUTPUT = b"token_embd.weight", b"output.weight"

# The trial: prompts of the kind that will be asked, with letters, figures and signs that fall into
# several tokens each, and how many tokens of each reply are compared.
RULES = "You answer questions about one scientific paper. Use only what the quotes say."
TRIAL: tuple[Prompt, ...] = tuple(
    Prompt(RULES, f"Quotes:\n{quotes}\n\n", f"Question: {question}")
    for quotes, question in (
        ("[1] We trained for 30 epochs.\n[2] The seed was 7.", "Which seed was used?"),
        ("[1] Images of 2,400 beetles (Carabidae) were resized to 128×128 px.", "Which data were used?"),
        ("[1] Die Lernrate betrug 0,001 – naïve Schätzung: μ ± 3σ ≥ 95 %.", "What was the learning rate?"),
        (
            "[1] The code is at https://github.com/example/beetles_v2.",
            "Is the code available?  And the data?",
        ),
        ("[1] 训练了五十个周期。\n\n\t[2] ResNet-50 🙂 isn't it?", "Which architecture?"),
    )
)
LENGTH = 16

# Both runtimes spin while they wait, which on a machine that is shared costs more than threads bring.
THREADS = max(1, (os.cpu_count() or 1) // 2)

# Greedy tokens that must agree at least, as a share. Kernels of 2023 round otherwise, so a near tie
# may fall the other way; a file read wrongly agrees about nowhere. (SmolLM2: 78 of 80
# here, 917 of 941 over 30 prompts with quotes of real papers.)
AGREEMENT = 0.9


@dataclass(frozen=True, slots=True)
class Trial:
    """Greedy tokens compared with llama.cpp's, and how many of them agree."""

    compared: int
    agreeing: int


def convert(source: Path, into: Path) -> Path:
    """A copy of ``source`` in the folder ``into`` that ctransformers runs; ``source`` where it already does.

    Raises ModelError where the file cannot be converted, or where its copy does not answer as llama.cpp
    does; then there is no copy.
    """
    return conversion(source, into)[0]


def conversion(source: Path, into: Path) -> tuple[Path, Trial | None]:
    """`convert`, with the result of the trial; None where nothing was to be done."""
    return _tried(source, into / f"{source.stem}.ctransformers.gguf")


def converted(source: Path, cache: Path) -> Path:
    """The converted file out of the folder ``cache``, converted first where it is not there yet.

    It is remembered by the SHA-256 of ``source``. A file that needs no conversion is returned as it is;
    so is one that is not GGUF. Raises ModelError as `convert` does.
    """
    if not _is_gguf(source) or runs_as_it_is(gguf.read_layout(source)):
        return source
    target = cache / "converted" / f"{file_hash(source, cache)[:32]}-{CONVERSION}.gguf"
    return target if target.is_file() else _tried(source, target)[0]


def _tried(source: Path, target: Path) -> tuple[Path, Trial | None]:
    layout = gguf.read_layout(source)
    if runs_as_it_is(layout):
        return source, None
    values, tensors = rewritten(source, layout)
    beside = target.with_name(f".{target.name}.{secrets.token_hex(4)}.tmp")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _not_written(target, error) from error
    try:
        gguf.write(beside, values, tensors, layout.alignment)
        trial = compared(source, beside)
        if trial.agreeing < AGREEMENT * trial.compared:
            raise ModelError(
                f"{source} cannot be converted: ctransformers would answer otherwise than llama.cpp "
                f"({trial.agreeing} of {trial.compared} tokens agree); run it as a model of kind llama"
            )
        beside.replace(target)
    except OSError as error:
        raise _not_written(target, error) from error
    finally:
        beside.unlink(missing_ok=True)
    return target, trial


def runs_as_it_is(layout: Layout) -> bool:
    """Whether ctransformers reads such a GGUF file without a conversion, as far as its metadata tell."""
    if layout.number(CONVERTED) is not None or layout.text("general.architecture") == "falcon":
        return True
    return (
        layout.text("general.architecture") == "llama"
        and layout.text("tokenizer.ggml.model") == "llama"
        and "tokenizer.ggml.scores" in layout.values
        and OUTPUT in {tensor.name for tensor in layout.tensors}
    )


def rewritten(source: Path, layout: Layout) -> tuple[Mapping[str, Value], Sequence[tuple[Tensor, Source]]]:
    """The values and tensors of the converted file. Raises ModelError where it cannot be converted."""
    architecture = layout.text("general.architecture")
    kind = layout.text("tokenizer.ggml.model")
    tokens = layout.items("tokenizer.ggml.tokens")
    if architecture != "llama":
        raise _cannot(source, f"its architecture is {architecture or 'not named'}, and not llama")
    if kind not in ("gpt2", "llama") or not tokens:
        raise _cannot(source, f"its vocabulary is of the kind {kind or 'none'}, and not gpt2 or llama")
    foreign = sorted({tensor.kind for tensor in layout.tensors} - set(gguf.WEIGHTS))
    if foreign:
        raise _cannot(source, f"it holds weights of types that ggml of 2023 lacks (numbers {foreign})")
    values = dict(layout.values)
    if kind == "gpt2":
        bytepairs.cut(layout)  # refuses what is not known before the work
        values["tokenizer.ggml.tokens"] = gguf.strings(_raw_tokens(source, layout, tokens))
    if "tokenizer.ggml.scores" not in values:
        values["tokenizer.ggml.scores"] = gguf.numbers(gguf.F32, [0.0] * len(tokens))
    values[CONVERTED] = gguf.number(gguf.U32, CONVERSION)
    tensors = [(tensor, gguf.copied(source, layout, tensor)) for tensor in layout.tensors]
    named = {tensor.name: tensor for tensor in layout.tensors}
    if OUTPUT not in named:
        shared = named.get(EMBEDDINGS)
        if shared is None:
            raise _cannot(source, "it holds no token embeddings")
        tensors.append(
            (Tensor(OUTPUT, shared.shape, shared.kind, 0), gguf.copied(source, layout, shared)),
        )
    return values, tensors


def _raw_tokens(source: Path, layout: Layout, tokens: Sequence[bytes]) -> list[bytes]:
    kinds = layout.items("tokenizer.ggml.token_type") or [bytepairs.NORMAL] * len(tokens)
    try:
        return [
            bytepairs.to_bytes(token.decode("utf-8")) if kind == bytepairs.NORMAL else token
            for token, kind in zip(tokens, kinds, strict=True)
        ]
    except (KeyError, ValueError) as error:
        raise _cannot(source, "its tokens are not written in GPT-2's byte characters") from error


def _cannot(source: Path, why: str) -> ModelError:
    return ModelError(f"{source} cannot be converted: {why}; run it as a model of kind llama")


def _not_written(target: Path, error: OSError) -> ModelError:
    return ModelError(
        f"{target} cannot be written ({error.strerror or error}); "
        "make room for a copy of the model, or name another folder"
    )


def _is_gguf(file: Path) -> bool:
    try:
        with file.open("rb") as stream:
            return stream.read(len(gguf.MAGIC)) == gguf.MAGIC
    except OSError as error:
        raise ModelError(f"{file} cannot be read ({error.strerror}); make it readable") from error


def compared(source: Path, copy: Path) -> Trial:
    """llama.cpp's greedy replies with ``source`` against ctransformers' with ``copy``.

    Raises ModelError where one of the two does not run, and where they cut a prompt otherwise.
    """
    taught = gguf.read_layout(source).number("llama.context_length") or 512
    context = min(512, taught)
    known = vocabulary(gguf.read_layout(copy))
    model = GgmlModel(copy, GgmlOptions(context=context, max_new_tokens=LENGTH, threads=THREADS, timeout=600))
    try:
        reference = _Reference(source, context)
        agreeing = count = 0
        for prompt in TRIAL:
            ids = list(model.token_ids(prompt))
            if len(ids) > model.room:
                continue  # a vocabulary of few tokens needs many for some prompts
            text = _text(known, prompt)
            begin = known.begin is not None and not (known.bos and text.startswith(known.bos))
            if ids != (theirs := reference.tokens(text, begin=begin)):
                raise _cannot(
                    source,
                    f"its text would be cut otherwise than by llama.cpp ({len(ids)} against "
                    f"{len(theirs)} tokens for one prompt)",
                )
            reply = reference.reply(ids)
            likeliest = model.along(prompt, reply)
            count += len(reply)
            agreeing += sum(one == other for one, other in zip(likeliest, reply, strict=True))
    finally:
        model.close()
    if not count:
        raise _cannot(source, f"none of the trial's prompts fits into a context of {context} tokens")
    return Trial(count, agreeing)


def _text(known: Vocabulary, prompt: Prompt) -> str:
    outline = templates.skeleton(known.template, known.bos, known.eos)
    return outline.replace(templates.SYSTEM, prompt.system).replace(templates.USER, prompt.user)


class _Reference:
    """llama.cpp, asked for tokens."""

    def __init__(self, file: Path, context: int) -> None:
        try:
            import xllamacpp
        except ImportError as error:
            raise ModelError(f"a conversion is checked by xllamacpp; run `{install('models')}`") from error
        parameters = xllamacpp.CommonParams()
        parameters.model.path = str(file)
        parameters.n_ctx = context
        parameters.n_parallel = 1
        parameters.verbosity = -1
        parameters.warmup = False
        parameters.cache_ram_mib = 0
        parameters.cpuparams.n_threads = THREADS
        parameters.cpuparams_batch.n_threads = THREADS
        # Only over its loopback address does the server tell tokens; to nobody without the key.
        key = secrets.token_hex(16)
        parameters.api_keys = [key]
        try:
            self._server: Any = xllamacpp.Server(parameters)
        except (RuntimeError, ValueError, OSError) as error:
            raise ModelError(f"{file} cannot be loaded by llama.cpp; name another GGUF file") from error
        self._key = key

    def tokens(self, text: str, *, begin: bool) -> list[int]:
        """The ids of a text with special tokens in it; ``begin``: put the one that begins texts first."""
        request = {"content": text, "add_special": begin, "parse_special": True}
        return [int(number) for number in self._post("/tokenize", request)["tokens"]]

    def reply(self, ids: Sequence[int]) -> list[int]:
        """The ids of the greedy reply."""
        request = {"prompt": ids, "n_predict": LENGTH, "temperature": 0, "cache_prompt": False}
        reply = self._post("/completion", {**request, "return_tokens": True})
        return [int(number) for number in reply["tokens"]]

    def _post(self, path: str, body: Mapping[str, Any]) -> dict[str, Any]:
        # The server hangs up after some idle seconds, in which the other runtime is asked.
        client = Loopback(self._server.listening_address, self._key)
        try:
            return client.post(path, body)
        finally:
            client.close()

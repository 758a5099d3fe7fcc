"""Newer LLaMA-architecture GGUF files, rewritten so that ctransformers can run them.

The weights stay as they are. What is rewritten:

- GPT-2-like token strings become the bytes that they stand for, because the runtime outputs them as they
  are. Text is tokenised by `bytepairs`, because the runtime would tokenise it differently.
- `tokenizer.ggml.scores`, without which the runtime reads no vocabulary, is added if it is missing.
- `output.weight` is added as a copy of `token_embd.weight` if the model shares the two.

Such a file may contain other things that the runtime ignores or reads differently. A trial shows them: before
the file gets its name, its tokens for a few prompts, and the likeliest token at each place of llama.cpp's own
greedy replies, are compared with llama.cpp's.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.answering.models.ggml import bytepairs, gguf
from generator.answering.models.ggml import chat_templates as templates
from generator.answering.models.ggml.gguf import Layout, Tensor, TensorWriter, Value
from generator.answering.models.ggml.model import GgmlModel, GgmlOptions
from generator.answering.models.ggml.runtime import CONVERSION, CONVERTED, TokenVocabulary, vocabulary
from generator.answering.models.llama.loopback import Loopback
from generator.answering.models.model_files import file_hash
from generator.answering.models.model_protocol import Prompt
from generator.errors import ModelError
from generator.storage.installed import install_command

EMBEDDINGS, OUTPUT = b"token_embd.weight", b"output.weight"

# The trial: prompts of the kind that will be asked, with letters, digits and signs that take several tokens
# each, and how many tokens of each reply are compared.
RULES = "You answer questions about one scientific paper. Use only what the quotes say."
TRIAL_PROMPTS: tuple[Prompt, ...] = tuple(
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
TRIAL_TOKENS = 16
MAX_TRIAL_CONTEXT = 512  # tokens: enough for these prompts

# Both runtimes spin while they wait, which on a shared machine costs more than more threads gain.
THREADS = max(1, (os.cpu_count() or 1) // 2)

# The share of greedy tokens that must agree. Kernels of 2023 round differently, so a near tie may fall the
# other way; with a misread file almost nothing agrees. (SmolLM2: 78 of 80 here, 917 of 941 over 30 prompts
# with quotes of real papers.)
MIN_AGREEMENT = 0.9


@dataclass(frozen=True, slots=True)
class ConversionTrial:
    """Greedy tokens compared with llama.cpp's, and how many of them agree."""

    compared: int
    agreeing: int


def convert(source: Path, into: Path) -> Path:
    """Return a copy of ``source`` in the folder ``into`` that ctransformers runs, or ``source`` if it does.

    Raises ModelError if the file cannot be converted, or if its copy does not answer like llama.cpp; then
    there is no copy.
    """
    return conversion(source, into)[0]


def conversion(source: Path, into: Path) -> tuple[Path, ConversionTrial | None]:
    """Return the result of `convert`, and that of the trial; None if no conversion was needed."""
    return _tried(source, into / f"{source.stem}.ctransformers.gguf")


def converted(source: Path, cache: Path) -> Path:
    """Return the converted file from the folder ``cache``; it is converted first if it is not there yet.

    It is cached by the SHA-256 of ``source``. A file that needs no conversion, or is not GGUF, is returned as
    it is. Raises ModelError as `convert` does.
    """
    if not _is_gguf(source) or runs_as_it_is(gguf.read_layout(source)):
        return source
    target = cache / "converted" / f"{file_hash(source, cache)[:32]}-{CONVERSION}.gguf"
    return target if target.is_file() else _tried(source, target)[0]


def _tried(source: Path, target: Path) -> tuple[Path, ConversionTrial | None]:
    layout = gguf.read_layout(source)
    if runs_as_it_is(layout):
        return source, None
    values, tensors = rewritten(source, layout)
    unfinished = target.with_name(f".{target.name}.{secrets.token_hex(4)}.tmp")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _not_written(target, error) from error
    try:
        gguf.write(unfinished, values, tensors, layout.alignment)
        trial = compare_runtimes(source, unfinished)
        if trial.agreeing < MIN_AGREEMENT * trial.compared:
            raise ModelError(
                f"{source} cannot be converted: ctransformers would answer otherwise than llama.cpp "
                f"({trial.agreeing} of {trial.compared} tokens agree); run it as a model of kind llama"
            )
        unfinished.replace(target)
    except OSError as error:
        raise _not_written(target, error) from error
    finally:
        unfinished.unlink(missing_ok=True)
    return target, trial


def runs_as_it_is(layout: Layout) -> bool:
    """Return True if ctransformers can run such a GGUF file unconverted, as far as its metadata show."""
    if layout.number(CONVERTED) is not None or layout.text("general.architecture") == "falcon":
        return True
    return (
        layout.text("general.architecture") == "llama"
        and layout.text("tokenizer.ggml.model") == "llama"
        and "tokenizer.ggml.scores" in layout.values
        and OUTPUT in {tensor.name for tensor in layout.tensors}
    )


def rewritten(
    source: Path, layout: Layout
) -> tuple[Mapping[str, Value], Sequence[tuple[Tensor, TensorWriter]]]:
    """Return the values and tensors of the converted file. Raises ModelError if it cannot be converted."""
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
        bytepairs.cut_name(layout)  # refuses unknown rules before the work
        values["tokenizer.ggml.tokens"] = gguf.strings(_raw_tokens(source, layout, tokens))
    if "tokenizer.ggml.scores" not in values:
        values["tokenizer.ggml.scores"] = gguf.numbers(gguf.F32, [0.0] * len(tokens))
    values[CONVERTED] = gguf.number(gguf.U32, CONVERSION)
    tensors = [(tensor, gguf.tensor_copier(source, layout, tensor)) for tensor in layout.tensors]
    named = {tensor.name: tensor for tensor in layout.tensors}
    if OUTPUT not in named:
        shared = named.get(EMBEDDINGS)
        if shared is None:
            raise _cannot(source, "it holds no token embeddings")
        tensors.append(
            (Tensor(OUTPUT, shared.shape, shared.kind, 0), gguf.tensor_copier(source, layout, shared)),
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


def compare_runtimes(source: Path, copy: Path) -> ConversionTrial:
    """Compare llama.cpp's greedy replies with ``source`` to those of ctransformers with ``copy``.

    Raises ModelError if one of the two does not run, or if they tokenise a prompt differently.
    """
    trained = gguf.read_layout(source).number("llama.context_length") or MAX_TRIAL_CONTEXT
    context = min(MAX_TRIAL_CONTEXT, trained)
    facts = vocabulary(gguf.read_layout(copy))
    model = GgmlModel(
        copy, GgmlOptions(context=context, max_new_tokens=TRIAL_TOKENS, threads=THREADS, timeout=600)
    )
    try:
        reference = _Reference(source, context)
        agreeing = count = 0
        for prompt in TRIAL_PROMPTS:
            ids = list(model.token_ids(prompt))
            if len(ids) > model.room:
                continue  # a vocabulary of few tokens needs many for some prompts
            text = _text(facts, prompt)
            begin = facts.begin is not None and not (facts.bos and text.startswith(facts.bos))
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
    return ConversionTrial(count, agreeing)


def _text(facts: TokenVocabulary, prompt: Prompt) -> str:
    outline = templates.skeleton(facts.template, facts.bos, facts.eos)
    return outline.replace(templates.SYSTEM, prompt.system).replace(templates.USER, prompt.user)


class _Reference:
    """llama.cpp as the reference: it returns tokens and replies."""

    def __init__(self, file: Path, context: int) -> None:
        try:
            import xllamacpp
        except ImportError as error:
            raise ModelError(
                f"a conversion is checked by xllamacpp; run `{install_command('models')}`"
            ) from error
        parameters = xllamacpp.CommonParams()
        parameters.model.path = str(file)
        parameters.n_ctx = context
        parameters.n_parallel = 1
        parameters.verbosity = -1
        parameters.warmup = False
        parameters.cache_ram_mib = 0
        parameters.cpuparams.n_threads = THREADS
        parameters.cpuparams_batch.n_threads = THREADS
        # The server returns tokens only over its loopback address, and only with the key.
        key = secrets.token_hex(16)
        parameters.api_keys = [key]
        try:
            self._server: Any = xllamacpp.Server(parameters)
        except (RuntimeError, ValueError, OSError) as error:
            raise ModelError(f"{file} cannot be loaded by llama.cpp; name another GGUF file") from error
        self._key = key

    def tokens(self, text: str, *, begin: bool) -> list[int]:
        """Return the ids of a text with special tokens in it. begin: put the one that begins texts first."""
        request = {"content": text, "add_special": begin, "parse_special": True}
        return [int(number) for number in self._post("/tokenize", request)["tokens"]]

    def reply(self, ids: Sequence[int]) -> list[int]:
        """Return the ids of the greedy reply."""
        request = {"prompt": ids, "n_predict": TRIAL_TOKENS, "temperature": 0, "cache_prompt": False}
        reply = self._post("/completion", {**request, "return_tokens": True})
        return [int(number) for number in reply["tokens"]]

    def _post(self, path: str, body: Mapping[str, Any]) -> dict[str, Any]:
        # A new connection each time: the server closes it while the other runtime is at work.
        client = Loopback(self._server.listening_address, self._key)
        try:
            return client.post(path, body)
        finally:
            client.close()

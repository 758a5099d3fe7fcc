"""The kinds of answerer: how each is described without loading it, and how it is loaded."""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from generator.answering.generating import Generated
from generator.answering.models import fetching
from generator.answering.models.files import PACKAGED, file_hash, model_file
from generator.answering.models.ggml.converting import converted
from generator.answering.models.ggml.model import GgmlModel, GgmlOptions, ggml_fingerprint
from generator.answering.models.llama.model import LlamaModel, LlamaOptions, llama_fingerprint
from generator.answering.models.plugins import PluginOptions, plugin_fingerprint, plugin_model
from generator.answering.models.protocol import LanguageModel
from generator.answering.models.server.model import ServerModel, server_identity
from generator.answering.models.server.options import ServerOptions
from generator.answering.prompt import PROMPT
from generator.answering.protocol import Answerer
from generator.answering.quoting import VERSION, Quotes
from generator.errors import ModelError

Kind = Literal["quotes", "llama", "ctransformers", "server", "plugin"]
ContextMode = Literal["per_question", "pack", "whole", "auto"]
Options = LlamaOptions | GgmlOptions | ServerOptions | PluginOptions


# Tokens of the rules (110), a question, and what chat templates put around (300 with the longest known).
_AROUND = 1024


@dataclass(frozen=True, slots=True)
class ModelSpec:
    """A model as the settings name it.

    file: of the kinds llama and ctransformers. context_mode: what a prompt shows. prompt_chars: of the
    snippets that a question is shown, where each is shown its own; pack_chars: of an evidence pack.
    """

    name: str
    kind: Kind
    file: str = PACKAGED
    options: Options = field(default_factory=LlamaOptions)
    context_mode: ContextMode = "per_question"
    prompt_chars: int = 3600
    pack_chars: int = 14_000

    def size(self, cache: Path | None) -> int:
        """Bytes of the model file; 0 where there is none on this machine. cache: see `load`."""
        if self.kind not in ("llama", "ctransformers"):
            return 0
        try:
            if fetching.is_on_hub(self.file):
                known = fetching.recorded(self.file, cache) if cache else None
                return known.size if known else 0
            return model_file(self.file, ggml=self.kind == "ctransformers").stat().st_size
        except ModelError:
            return 0

    def needs_network(self, cache: Path | None) -> bool:
        """Whether it may take a network: a server, a plugin, or a file that is yet to be fetched."""
        if self.kind in ("server", "plugin"):
            return True
        if self.kind == "quotes" or not fetching.is_on_hub(self.file):
            return False
        try:
            return cache is None or fetching.recorded(self.file, cache) is None
        except ModelError:
            return True

    @property
    def most_tokens(self) -> int:
        """What a prompt and its reply may take at most, where each question is shown its own snippets.

        A context beyond it would be memory without use: half a gigabyte with a model of 8 billion parameters.
        """
        if self.context_mode != "per_question" or isinstance(self.options, PluginOptions):
            return sys.maxsize
        # A token is one character at the least; rules, question and chat template have room besides.
        return self.prompt_chars + _AROUND + self.options.max_new_tokens

    @property
    def at_once(self) -> int:
        """How many questions a process puts to the model at the same time."""
        if isinstance(self.options, LlamaOptions):
            return self.options.slots
        return self.options.concurrency if isinstance(self.options, ServerOptions) else 1

    def with_threads(self, threads: int) -> ModelSpec:
        """The same with so many threads, where it leaves their number open."""
        if isinstance(self.options, LlamaOptions | GgmlOptions) and self.options.threads == 0:
            return dataclasses.replace(self, options=dataclasses.replace(self.options, threads=threads))
        return self


# What `--model NAME` means where no project says otherwise.
BUILT_IN: Mapping[str, ModelSpec] = {
    "quotes": ModelSpec("quotes", "quotes"),
    # A model of 135 million parameters loses the thread in longer prompts and answers.
    "smollm2": ModelSpec("smollm2", "llama", options=LlamaOptions(max_new_tokens=80), prompt_chars=1000),
}


def fingerprint(
    spec: ModelSpec, cache: Path | None = None, asked: str = "", *, query_servers: bool = True
) -> dict[str, str | None]:
    """The parts ``prompt``, ``model``, ``sampling`` and ``engine``; None for what cannot be known here.

    cache: a folder in which hashes of model files are remembered. asked: hash of all questions, which
    an evidence pack is made from. query_servers: whether servers and plugins may be asked what they are; else
    their parts are unknown.
    """
    if spec.kind == "quotes":
        return {"prompt": None, "model": f"quotes {VERSION}", "sampling": None, "engine": None}
    prompt = f"{PROMPT} {spec.context_mode} {spec.prompt_chars}"
    if spec.context_mode != "per_question":
        prompt += f" {spec.pack_chars} {asked}"
    options = spec.options
    if not query_servers and isinstance(options, ServerOptions | PluginOptions):
        return {"prompt": prompt, "model": None, "sampling": None, "engine": None}
    if isinstance(options, ServerOptions):
        return {"prompt": prompt, **server_identity(options)}
    if isinstance(options, PluginOptions):
        return {"prompt": prompt, **plugin_fingerprint(options)}
    sha256 = _hash(spec, cache)
    if isinstance(options, GgmlOptions):
        return {"prompt": prompt, **ggml_fingerprint(sha256, options)}
    return {"prompt": prompt, **llama_fingerprint(sha256, options)}


def proof(spec: ModelSpec, cache: Path | None = None) -> dict[str, str | None]:
    """`fingerprint`, with the model file at hand and hashed now: nothing that was remembered counts.

    What a server cannot tell just now is None, as there. Raises ModelError where there is no file to hash.
    """
    if cache is not None:
        prepare(spec, cache)
    on_hub = fetching.is_on_hub(spec.file)  # its hash stands beside it, and goes with the file
    return fingerprint(spec, cache if on_hub else None)


def settings_of(spec: ModelSpec) -> dict[str, Any]:
    """Settings that the part ``sampling`` is a hash of, by name; none for quotes.

    Options of a plugin are left out: they may hold what must not be published.
    """
    if spec.kind == "quotes":
        return {}
    names = ("context", "max_new_tokens", "temperature", "seed", "grammar", "batch_size", "model_type")
    said = {name: getattr(spec.options, name, None) for name in names}
    return {name: value for name, value in said.items() if value not in (None, "")}


def load(spec: ModelSpec, cache: Path | None = None) -> Answerer:
    """The answerer that ``spec`` describes, ready. Raises ModelError where it cannot be loaded.

    cache: a folder for model files that are fetched or converted.
    """
    if spec.kind == "quotes":
        return Quotes(spec.name)
    return Generated(load_model(spec, cache), name=spec.name, budget=spec.prompt_chars)


def load_model(spec: ModelSpec, cache: Path | None = None) -> LanguageModel:
    """The language model of ``spec``, which is none of kind quotes. Raises ModelError."""
    options = spec.options
    if isinstance(options, ServerOptions):
        return ServerModel(options)
    if isinstance(options, PluginOptions):
        return plugin_model(options)
    file = _at_hand(spec, cache)
    if isinstance(options, GgmlOptions):
        return GgmlModel(file, options)
    return LlamaModel(file, dataclasses.replace(options, context=min(options.context, spec.most_tokens)))


def prepare(spec: ModelSpec, cache: Path) -> None:
    """Have the file of a model at hand: fetched where it lies on a hub, converted where it must be.

    Once before workers do it each for themselves. Raises ModelError.
    """
    if spec.kind in ("llama", "ctransformers"):
        _at_hand(spec, cache)


def _at_hand(spec: ModelSpec, cache: Path | None) -> Path:
    ggml = spec.kind == "ctransformers"
    if not fetching.is_on_hub(spec.file):
        file = model_file(spec.file, ggml=ggml)
    elif cache is None:
        raise ModelError(f"{spec.file} needs a place to be kept at; name it in a project's settings")
    else:
        file = model_file(str(fetching.fetched(spec.file, cache)), ggml=ggml)
    return converted(file, cache) if ggml and cache is not None else file


def _hash(spec: ModelSpec, cache: Path | None) -> str | None:
    """SHA-256 of a model file, without a network; None where it is not on this machine."""
    try:
        if not fetching.is_on_hub(spec.file):
            return file_hash(model_file(spec.file, ggml=spec.kind == "ctransformers"), cache)
        known = fetching.recorded(spec.file, cache) if cache else None
    except ModelError:
        return None
    return known.sha256 if known else None

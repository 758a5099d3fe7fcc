"""The kinds of answerer: how to describe each without loading it, and how to load it."""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from generator.answering.generating import Generated
from generator.answering.models import fetching
from generator.answering.models.ggml.converting import converted
from generator.answering.models.ggml.model import GgmlModel, GgmlOptions, ggml_fingerprint
from generator.answering.models.llama.model import LlamaModel, LlamaOptions, llama_fingerprint
from generator.answering.models.model_files import PACKAGED, file_hash, model_file
from generator.answering.models.model_protocol import LanguageModel
from generator.answering.models.plugins import PluginOptions, plugin_fingerprint, plugin_model
from generator.answering.models.server.model import ServerModel, server_identity
from generator.answering.models.server.options import MAX_CONCURRENCY, ServerOptions
from generator.answering.prompt import PROMPT
from generator.answering.protocol import Answerer
from generator.answering.quotes_model import QUOTES_VERSION, Quotes
from generator.errors import ModelError

Kind = Literal["quotes", "llama", "ctransformers", "server", "plugin"]
ContextMode = Literal["per_question", "pack", "whole", "auto"]
Options = LlamaOptions | GgmlOptions | ServerOptions | PluginOptions


# Tokens of the rules (110), a question, and the chat template (300 with the longest one known), with a
# margin.
_FRAME_TOKENS = 1024


@dataclass(frozen=True, slots=True)
class ModelSpec:
    """A model as the settings name it.

    file: for the kinds llama and ctransformers. context_mode: what a prompt shows. prompt_chars: characters
    of the snippets in a prompt, if each question is shown its own. pack_chars: characters of an evidence
    pack.
    """

    name: str
    kind: Kind
    file: str = PACKAGED
    options: Options = field(default_factory=LlamaOptions)
    context_mode: ContextMode = "per_question"
    prompt_chars: int = 3600
    pack_chars: int = 14_000

    def size(self, cache: Path | None) -> int:
        """Return the bytes of the model file; 0 if there is none on this machine. cache: see `load`."""
        if self.kind not in ("llama", "ctransformers"):
            return 0
        try:
            if fetching.is_on_hub(self.file):
                known = fetching.local_model_file(self.file, cache) if cache else None
                return known.size if known else 0
            return model_file(self.file, ggml=self.kind == "ctransformers").stat().st_size
        except ModelError:
            return 0

    def needs_network(self, cache: Path | None) -> bool:
        """Return True if it may need a network: a server, a plugin, or a file that must be fetched first."""
        if self.kind in ("server", "plugin"):
            return True
        if self.kind == "quotes" or not fetching.is_on_hub(self.file):
            return False
        try:
            return cache is None or fetching.local_model_file(self.file, cache) is None
        except ModelError:
            return True

    @property
    def max_tokens(self) -> int:
        """The most tokens of a prompt and its reply, if each question is shown its own snippets.

        A larger context would waste memory: half a gigabyte with a model of 8 billion parameters.
        """
        if self.context_mode != "per_question" or isinstance(self.options, PluginOptions):
            return sys.maxsize
        # A token is at least one character.
        return self.prompt_chars + _FRAME_TOKENS + self.options.max_new_tokens

    @property
    def concurrency(self) -> int:
        """The number of questions that a process asks the model at the same time, at most."""
        if isinstance(self.options, LlamaOptions):
            return self.options.slots
        if isinstance(self.options, ServerOptions):
            return self.options.concurrency or MAX_CONCURRENCY
        return 1

    @property
    def ahead(self) -> int:
        """The number of further questions whose prompts wait, so that the model never does.

        None for models within a worker's own process: they and the check would only take turns, and if a
        plugin crashes the worker, the question that it was asked must be the one that is recorded.
        """
        return 0 if self.kind in ("quotes", "plugin") else 1

    def with_threads(self, threads: int) -> ModelSpec:
        """Return the same model with this number of threads, unless its settings fix their number."""
        if isinstance(self.options, LlamaOptions | GgmlOptions) and self.options.threads == 0:
            return dataclasses.replace(self, options=dataclasses.replace(self.options, threads=threads))
        return self


# What `--model NAME` means without a project.
BUILT_IN: Mapping[str, ModelSpec] = {
    "quotes": ModelSpec("quotes", "quotes"),
    # A model of 135 million parameters gets lost in longer prompts and answers.
    "smollm2": ModelSpec("smollm2", "llama", options=LlamaOptions(max_new_tokens=80), prompt_chars=1000),
}


def fingerprint(
    spec: ModelSpec, cache: Path | None = None, asked: str = "", *, query_servers: bool = True
) -> dict[str, str | None]:
    """Return the parts ``prompt``, ``model``, ``sampling`` and ``engine``; None for what is unknown here.

    cache: a folder for hashes of model files. asked: hash of all questions, from which an evidence pack is
    made. query_servers: whether to ask servers and plugins what they are; otherwise their parts are unknown.
    """
    if spec.kind == "quotes":
        return {"prompt": None, "model": f"quotes {QUOTES_VERSION}", "sampling": None, "engine": None}
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


def rehashed_fingerprint(spec: ModelSpec, cache: Path | None = None) -> dict[str, str | None]:
    """Return the `fingerprint` with the model file made available and hashed again, ignoring cached hashes.

    What a server does not report is None, as there. Raises ModelError if there is no file to hash.
    """
    if cache is not None:
        prepare(spec, cache)
    on_hub = fetching.is_on_hub(spec.file)  # its hash is recorded next to it, and checked
    return fingerprint(spec, cache if on_hub else None)


def settings_of(spec: ModelSpec) -> dict[str, Any]:
    """Return the settings hashed in the part ``sampling``, by name; none for quotes.

    Options of a plugin are left out: they may contain what must not be published.
    """
    if spec.kind == "quotes":
        return {}
    names = ("context", "max_new_tokens", "temperature", "seed", "grammar", "batch_size", "model_type")
    settings = {name: getattr(spec.options, name, None) for name in names}
    return {name: value for name, value in settings.items() if value not in (None, "")}


def load(spec: ModelSpec, cache: Path | None = None) -> Answerer:
    """Return the answerer that ``spec`` describes, ready. Raises ModelError if it cannot be loaded.

    cache: a folder for model files that are fetched or converted.
    """
    if spec.kind == "quotes":
        return Quotes(spec.name)
    return Generated(load_model(spec, cache), name=spec.name, budget=spec.prompt_chars)


def load_model(spec: ModelSpec, cache: Path | None = None) -> LanguageModel:
    """Return the language model of ``spec``, which must not be of the kind quotes. Raises ModelError."""
    options = spec.options
    if isinstance(options, ServerOptions):
        return ServerModel(options)
    if isinstance(options, PluginOptions):
        return plugin_model(options)
    file = _local_file(spec, cache)
    if isinstance(options, GgmlOptions):
        return GgmlModel(file, options)
    return LlamaModel(file, dataclasses.replace(options, context=min(options.context, spec.max_tokens)))


def prepare(spec: ModelSpec, cache: Path) -> None:
    """Make the file of a model available: fetch it from a hub, and convert it, if needed.

    It is called once before workers would each do the same. Raises ModelError.
    """
    if spec.kind in ("llama", "ctransformers"):
        _local_file(spec, cache)


def _local_file(spec: ModelSpec, cache: Path | None) -> Path:
    ggml = spec.kind == "ctransformers"
    if not fetching.is_on_hub(spec.file):
        file = model_file(spec.file, ggml=ggml)
    elif cache is None:
        raise ModelError(f"{spec.file} needs a place to be kept at; name it in a project's settings")
    else:
        file = model_file(str(fetching.fetch_model_file(spec.file, cache)), ggml=ggml)
    return converted(file, cache) if ggml and cache is not None else file


def _hash(spec: ModelSpec, cache: Path | None) -> str | None:
    """Return the SHA-256 of a model file, without a network; None if it is not on this machine."""
    try:
        if not fetching.is_on_hub(spec.file):
            return file_hash(model_file(spec.file, ggml=spec.kind == "ctransformers"), cache)
        known = fetching.local_model_file(spec.file, cache) if cache else None
    except ModelError:
        return None
    return known.sha256 if known else None

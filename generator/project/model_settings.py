"""The `models` section of ``content/answerbook.yml``: one class for each kind of model."""

from __future__ import annotations

import dataclasses
import re
from typing import Annotated, Any, Literal, Self, TypeVar

from pydantic import AfterValidator, Field, model_validator

from generator.answering import (
    ContextMode,
    GgmlOptions,
    LlamaOptions,
    ModelSpec,
    PluginOptions,
    ServerOptions,
    server_problems,
)
from generator.answering.answerers import Options
from generator.core.answer import AUTHORS, PEOPLE
from generator.project.yaml_file import FileModel

__all__ = [
    "CtransformersSettings",
    "LlamaSettings",
    "ModelSettings",
    "PluginSettings",
    "QuotesSettings",
    "ServerSettings",
]

T = TypeVar("T", LlamaOptions, GgmlOptions, ServerOptions)

# A model's name is also a file name in the ledger, next to the files of earlier answers.
_MODEL_NAME = re.compile(r"[a-z0-9]+([._-][a-z0-9]+)*")
_RESERVED_NAMES = frozenset({"history", AUTHORS, PEOPLE})


def _model_name(value: str) -> str:
    if not _MODEL_NAME.fullmatch(value):
        raise ValueError(
            f"{value!r} cannot name a file; use lower-case letters, digits and single . _ -, like qwen3-4b"
        )
    if value in _RESERVED_NAMES:
        raise ValueError(f"{value!r} is reserved for other answers in the ledger; choose another name")
    return value


def _not_blank(value: str) -> str:
    if not value.strip():
        raise ValueError("is empty; write a text")
    return value.strip()


def _plain_values(value: dict[str, Any]) -> dict[str, Any]:
    for key, inner in value.items():
        if not isinstance(inner, str | int | float | bool | None):
            raise ValueError(f"{key!r} must have a plain value; write a text, a number, true or false")
    return value


Text = Annotated[str, AfterValidator(_not_blank)]
ModelName = Annotated[
    str, AfterValidator(_model_name), Field(description="Name under which its answers are recorded.")
]


class QuotesSettings(FileModel):
    """The extractive answerer: verbatim sentences of the paper that answer, or an abstention."""

    name: ModelName = "quotes"
    kind: Literal["quotes"]

    def spec(self, file: str = "") -> ModelSpec:
        """Return the settings as the answering stage takes them."""
        return ModelSpec(self.name, "quotes")


class LanguageModelSettings(FileModel):
    """Settings common to all language models."""

    name: ModelName
    kind: str
    context_mode: ContextMode = Field(
        "auto",
        description=(
            "What a prompt shows: per_question, the snippets of each question; pack, one selection of "
            "snippets for all questions of a paper; whole, the paper; auto, "
            "the paper where it fits, else a pack."
        ),
    )
    prompt_chars: int = Field(
        3600, ge=200, description="Snippets shown for a single question, in characters."
    )
    pack_chars: int = Field(14_000, ge=1000, description="Snippets of a pack, in characters.")
    max_new_tokens: int = Field(256, ge=16, description="Maximum length of an answer, in tokens.")
    temperature: float = Field(0.0, ge=0.0, le=2.0, description="0 always takes the most likely token.")
    seed: int = Field(1, ge=0, description="Random seed, used if the temperature is above 0.")

    def _options(self, kind: type[T]) -> T:
        """Return the options of a kind of model, whose fields have the names of settings."""
        names = {field.name for field in dataclasses.fields(kind)} & set(type(self).model_fields)
        return kind(**{name: getattr(self, name) for name in names})

    def _spec(self, kind: Any, options: Options, file: str = "") -> ModelSpec:
        return ModelSpec(
            self.name, kind, file, options, self.context_mode, self.prompt_chars, self.pack_chars
        )


class LlamaSettings(LanguageModelSettings):
    """A language model in a GGUF file, run by llama.cpp on this machine."""

    kind: Literal["llama"]
    file: Text = Field(
        description=(
            "GGUF file: a path within the project, hf:owner/repo/file.gguf@revision, or "
            "packaged:smollm2-135m."
        )
    )
    context: int = Field(8192, ge=512, description="Maximum length of prompt and answer together, in tokens.")
    threads: int = Field(0, ge=0, description="Processor threads; 0 uses all cores.")
    gpu_layers: int = Field(0, ge=-1, description="Layers computed on a GPU; 0: none, -1: all.")
    slots: int = Field(1, ge=1, le=64, description="Questions answered in parallel; helps only on a GPU.")
    timeout: int = Field(
        3600, ge=1, description="Seconds for loading, for what questions share, and for each answer."
    )

    def spec(self, file: str) -> ModelSpec:
        """Return the settings as the answering stage takes them; ``file``: path of the model."""
        return self._spec("llama", self._options(LlamaOptions), file)


class CtransformersSettings(LanguageModelSettings):
    """A model of the GGML generation, run by ctransformers in a process of its own."""

    kind: Literal["ctransformers"]
    file: Text = Field(
        description="GGML or early GGUF file: a path in the project, or packaged:smollm2-135m."
    )
    model_type: str = Field("", description="Architecture of a GGML file, like llama; GGUF files name it.")
    context: int = Field(2048, ge=256, description="Maximum length of prompt and answer together, in tokens.")
    threads: int = Field(0, ge=0, description="Processor threads; 0 uses all cores.")
    gpu_layers: int = Field(0, ge=0, description="Layers computed on a GPU.")
    batch_size: int = Field(256, ge=1, le=512, description="Tokens of a prompt evaluated at once.")
    timeout: int = Field(600, ge=1, description="Seconds for loading, and for each answer.")

    def spec(self, file: str) -> ModelSpec:
        """Return the settings as the answering stage takes them; ``file``: path of the model."""
        return self._spec("ctransformers", self._options(GgmlOptions), file)


class ServerSettings(LanguageModelSettings):
    """A model on a server with OpenAI's interface: llama-server, vLLM, Ollama and others."""

    kind: Literal["server"]
    url: Text = Field(description="Address of the server, like http://127.0.0.1:8080.")
    model: str = Field("", description="Name of the model there; empty takes the only or first one.")
    key_variable: str = Field(
        "", description="Environment variable that holds the key: ANSWERBOOK_..., or bound in keys.yml."
    )
    context: int = Field(
        0, ge=0, description="Maximum length of prompt and answer, in tokens; 0 asks the server."
    )
    timeout: int = Field(600, ge=1, description="Seconds for one request.")
    tries: int = Field(4, ge=1, le=20, description="Maximum number of attempts for one request.")
    concurrency: int = Field(
        0, ge=0, le=256, description="Parallel requests; 0: as many as make the server faster, up to 64."
    )
    grammar: Literal["none", "gbnf"] = Field(
        "none", description="gbnf for llama-server: replies keep to the form of cited sentences."
    )
    reuse: bool = Field(
        True,
        description="false: llama-server evaluates each prompt in full; slower, independent of order.",
    )

    @model_validator(mode="after")
    def _can_be_asked(self) -> Self:
        if found := server_problems(self._options(ServerOptions)):
            raise ValueError("; ".join(found))
        return self

    def spec(self, file: str = "") -> ModelSpec:
        """Return the settings as the answering stage takes them."""
        return self._spec("server", self._options(ServerOptions))


class PluginSettings(LanguageModelSettings):
    """A model of another package, found by an entry point of the group answerbook.models."""

    kind: Literal["plugin"]
    plugin: Text = Field(description="Name of the entry point.")
    options: Annotated[dict[str, Any], AfterValidator(_plain_values)] = Field(
        {}, description="Arguments of the plugin: plain values by name."
    )
    timeout: int = Field(3600, ge=1, description="Seconds for loading, and for each answer.")

    def spec(self, file: str = "") -> ModelSpec:
        """Return the settings as the answering stage takes them."""
        return self._spec("plugin", PluginOptions.of(self.plugin, self.options, self.timeout))


ModelSettings = Annotated[
    QuotesSettings | LlamaSettings | CtransformersSettings | ServerSettings | PluginSettings,
    Field(discriminator="kind"),
]

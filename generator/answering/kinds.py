"""The kinds of answerer: how each is described without loading it, and how it is loaded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from generator.answering.generating import Generated
from generator.answering.models.files import PACKAGED, file_hash, model_file
from generator.answering.models.llama import LlamaModel, LlamaOptions, llama_fingerprint
from generator.answering.prompt import PROMPT
from generator.answering.protocol import Answerer
from generator.answering.quoting import VERSION, Quotes
from generator.errors import ModelError

Kind = Literal["quotes", "llama"]


@dataclass(frozen=True, slots=True)
class ModelSpec:
    """A model as the settings name it. prompt_chars: characters of snippets in one prompt."""

    name: str
    kind: Kind
    file: str = PACKAGED
    options: LlamaOptions = field(default_factory=LlamaOptions)
    prompt_chars: int = 3600

    @property
    def size(self) -> int:
        """Bytes of the model file; 0 where there is none."""
        if self.kind == "quotes":
            return 0
        try:
            return model_file(self.file).stat().st_size
        except ModelError:
            return 0


# What `--model NAME` means where no project says otherwise.
BUILT_IN: Mapping[str, ModelSpec] = {
    "quotes": ModelSpec("quotes", "quotes"),
    # A model of 135 million parameters loses the thread in longer prompts and answers.
    "smollm2": ModelSpec("smollm2", "llama", options=LlamaOptions(max_new_tokens=80), prompt_chars=1000),
}


def fingerprint(spec: ModelSpec, cache: Path | None = None) -> dict[str, str | None]:
    """The parts ``prompt``, ``model``, ``sampling`` and ``engine``; None for what cannot be known here.

    ``cache``: a folder in which hashes of model files are remembered.
    """
    if spec.kind == "quotes":
        return {"prompt": None, "model": f"quotes {VERSION}", "sampling": None, "engine": None}
    try:
        sha256 = file_hash(model_file(spec.file), cache)
    except ModelError:
        sha256 = None
    return {"prompt": f"{PROMPT} {spec.prompt_chars}", **llama_fingerprint(sha256, spec.options)}


def load(spec: ModelSpec) -> Answerer:
    """The answerer that ``spec`` describes, ready. Raises ModelError where it cannot be loaded."""
    if spec.kind == "quotes":
        return Quotes(spec.name)
    return Generated(
        LlamaModel(model_file(spec.file), spec.options), name=spec.name, budget=spec.prompt_chars
    )

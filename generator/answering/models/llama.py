"""llama.cpp in this process, by way of xllamacpp: grammar, chat template of the file, reused prompt state."""

from __future__ import annotations

import importlib.metadata
import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.answering.models.protocol import Completion
from generator.core import digest
from generator.errors import ModelError


@dataclass(frozen=True, slots=True)
class LlamaOptions:
    """How a model is run. context and max_new_tokens: tokens. threads: 0 stands for all cores."""

    context: int = 4096
    threads: int = 0
    gpu_layers: int = 0
    max_new_tokens: int = 256
    temperature: float = 0.0
    seed: int = 1


class LlamaModel:
    """A GGUF model, loaded. Raises ModelError where it cannot be."""

    def __init__(self, file: Path, options: LlamaOptions) -> None:
        try:
            import xllamacpp
        except ImportError as error:
            raise ModelError("models of kind llama need xllamacpp; install answerbook[models]") from error
        parameters = xllamacpp.CommonParams()
        parameters.model.path = str(file)
        parameters.n_ctx = options.context
        # One slot: slots do not share the state of a common prompt, each would evaluate it again.
        parameters.n_parallel = 1
        parameters.n_batch = 2048
        parameters.n_gpu_layers = options.gpu_layers
        threads = options.threads or os.cpu_count() or 1
        parameters.cpuparams.n_threads = threads
        parameters.cpuparams_batch.n_threads = threads
        parameters.verbosity = -1
        parameters.warmup = False
        try:
            self._server: Any = xllamacpp.Server(parameters)
        except (RuntimeError, ValueError, OSError) as error:
            raise ModelError(
                f"{file} cannot be loaded by llama.cpp ({error}); try another GGUF file"
            ) from error
        self._options = options

    def complete(self, system: str, user: str, *, grammar: str) -> Completion:
        started = time.perf_counter()
        reply = self._server.handle_chat_completions(
            {
                "messages": [
                    {"role": "system", "content": system},
                    {"role": "user", "content": user},
                ],
                "grammar": grammar,
                "max_tokens": self._options.max_new_tokens,
                "temperature": self._options.temperature,
                "seed": self._options.seed,
                "cache_prompt": True,
            }
        )
        if not isinstance(reply, dict) or "choices" not in reply:
            detail = reply.get("error", reply) if isinstance(reply, dict) else reply
            message = detail.get("message", detail) if isinstance(detail, dict) else detail
            raise ModelError(f"llama.cpp gave no answer ({message})")
        timings = reply.get("timings", {})
        return Completion(
            text=reply["choices"][0]["message"].get("content") or "",
            seconds=time.perf_counter() - started,
            prompt_tokens=int(timings.get("prompt_n", 0)),
            new_tokens=int(timings.get("predicted_n", 0)),
        )

    def close(self) -> None:
        self._server = None


def llama_fingerprint(file_sha256: str | None, options: LlamaOptions) -> dict[str, str | None]:
    """The parts that a llama model adds to a fingerprint, known without loading it.

    Threads and GPU layers are left out: they change the time, and answers only by rounding.
    """
    try:
        engine: str | None = f"xllamacpp {importlib.metadata.version('xllamacpp')}"
    except importlib.metadata.PackageNotFoundError:
        engine = None
    return {
        "model": None if file_sha256 is None else file_sha256[:16],
        "sampling": digest([options.context, options.max_new_tokens, options.temperature, options.seed]),
        "engine": engine,
    }

"""llama.cpp in this process, by way of xllamacpp: grammar, chat template of the file, reused prompt state."""

from __future__ import annotations

import importlib.metadata
import os
import re
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
        # The server would keep the states of old prompts, up to 8 GB of them; none comes again.
        parameters.cache_ram_mib = 0
        try:
            self._server: Any = xllamacpp.Server(parameters)
        except (RuntimeError, ValueError, OSError) as error:
            why = _one_line(error).rstrip(".")
            raise ModelError(
                f"{file} cannot be loaded by llama.cpp ({why}); try another GGUF file"
            ) from error
        self._options = options
        self._file = file

    def complete(self, system: str, user: str, *, grammar: str) -> Completion:
        """See `LanguageModel`. A prompt that does not fit into the context is an error, and never cut."""
        if self._server is None:
            raise ModelError(f"the model {self._file.name} was closed; load it again to ask it")
        started = time.perf_counter()
        try:
            reply = self._server.handle_chat_completions(
                {
                    "messages": [
                        {"role": "system", "content": _encodable(system)},
                        {"role": "user", "content": _encodable(user)},
                    ],
                    "grammar": grammar,
                    "max_tokens": self._options.max_new_tokens,
                    "temperature": self._options.temperature,
                    "seed": self._options.seed,
                    # A reused prefix is evaluated in other batches and rounds otherwise: 2 of 9 answers
                    # then hung on what was asked before. The rules are all that prompts share here, and
                    # evaluating them again costs 16 % of the time.
                    "cache_prompt": False,
                }
            )
        except (RuntimeError, ValueError, TypeError) as error:
            raise ModelError(
                f"llama.cpp failed on a prompt ({_one_line(error)}); try another model"
            ) from error
        if not isinstance(reply, dict) or "choices" not in reply:
            detail = reply.get("error", reply) if isinstance(reply, dict) else reply
            raise ModelError(_refusal(detail))
        timings = reply.get("timings", {})
        choice = reply["choices"][0]
        text = choice["message"].get("content") or ""
        return Completion(
            text=_without_torn_end(text) if choice.get("finish_reason") == "length" else text,
            seconds=time.perf_counter() - started,
            prompt_tokens=int(timings.get("prompt_n", 0)),
            new_tokens=int(timings.get("predicted_n", 0)),
        )

    def close(self) -> None:
        self._server = None


def _encodable(text: str) -> str:
    """``text`` without lone surrogates and NULs, neither of which JSON and C strings can carry."""
    return text.encode("utf-8", "replace").decode("utf-8").replace("\0", " ")


def _refusal(detail: Any) -> str:
    """One sentence for a reply that holds an error instead of an answer."""
    detail = detail if isinstance(detail, dict) else {"message": detail}
    if detail.get("type") == "exceed_context_size_error" or "context size" in str(detail.get("message")):
        wanted, context = detail.get("n_prompt_tokens", "more"), detail.get("n_ctx", "its")
        return (
            f"the prompt needs {wanted} tokens and the model was loaded for {context}; "
            "raise `context` of the model, or lower its `prompt_chars`"
        )
    return f"llama.cpp gave no answer ({_one_line(detail.get('message', detail))})"


def _one_line(message: object) -> str:
    return " ".join(str(message).split())[:200]


def _without_torn_end(text: str) -> str:
    """What was finished before the limit of new tokens was met; all of it where nothing was."""
    end = max((m.end() for m in re.finditer(r"[.!?](?=\s|$)", text)), default=0)
    return text[:end] if end else text


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

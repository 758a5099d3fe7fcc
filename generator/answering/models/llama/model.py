"""llama.cpp in a process of its own, through xllamacpp: grammar, the file's chat template, prompt state.

What prompts share is evaluated once, its state saved, and restored before every question. So an answer does
not depend on which question was asked before it, in which process, or whether the run was interrupted. A
cache that is carried on from prompt to prompt rounds differently: 2 of 9 answers depended on the question
before.
"""

from __future__ import annotations

import importlib.metadata
import os
import queue
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from generator.answering.models.llama.chat import ChatFrame, Tokenised, Tokens, tokenised
from generator.answering.models.llama.process import LlamaProcess
from generator.answering.models.model_protocol import Completion, Prompt
from generator.answering.models.model_replies import encodable, final_reply, predicted_reply
from generator.answering.models.sampling_options import Sampling
from generator.core import digest
from generator.errors import ModelError, ModelUnavailable

# Raised by hand whenever the same prompt would reach the model otherwise.
RUNNER = "4"

# A reply is checked every so many tokens. In between, this process sleeps for a share of that time: waking
# for each token would take time from an engine that uses all cores.
_TOKENS_PER_CHECK, _SLEEP_SHARE = 8, 0.75
_MAX_CACHED_TEXTS = 256  # tokenised texts: rules, and what the questions of a paper share


@dataclass(frozen=True, slots=True)
class LlamaOptions(Sampling):
    """How a model is run.

    threads: 0 means all cores. gpu_layers: layers on a GPU. slots: questions answered at the same time; each
    needs its own ``context``. On a processor they only wait for each other. timeout: seconds for loading, for
    reading what questions share, and for each answer.
    """

    threads: int = 0
    gpu_layers: int = 0
    slots: int = 1
    timeout: float = 3600.0


class LlamaModel:
    """A loaded GGUF model. Raises ModelError if it cannot be loaded. Several threads may use it."""

    def __init__(self, file: Path, options: LlamaOptions) -> None:
        self._file = file
        self._options = options
        # The process deletes the folder as it ends, unless it crashes.
        self._states = tempfile.TemporaryDirectory(prefix="answerbook-states-", ignore_cleanup_errors=True)
        try:
            self._process = LlamaProcess(
                file,
                self._states.name,
                options.timeout,
                context=options.context,
                slots=options.slots,
                gpu_layers=options.gpu_layers,
                threads=options.threads or os.cpu_count() or 1,
            )
        except ModelError:
            self._states.cleanup()
            raise
        self._free: queue.SimpleQueue[int] = queue.SimpleQueue()
        for slot in range(options.slots):
            self._free.put(slot)
        # (run of the process, tokens) -> file of the saved state.
        self._saved: dict[tuple[int, Tokens], str] = {}
        self._saving = threading.Lock()
        self._tokens = lru_cache(_MAX_CACHED_TEXTS)(self._tokenise)
        self._frame = self._chat_frame()

    @property
    def pid(self) -> int:
        """Id of the process that runs llama.cpp now."""
        return self._process.pid

    @property
    def room(self) -> int:
        """See `LanguageModel`."""
        return self._options.context - self._options.max_new_tokens

    def tokens(self, prompt: Prompt) -> int:
        """See `LanguageModel`."""
        return len(self._tokenised(prompt))

    def complete(self, prompt: Prompt, *, grammar: str) -> Completion:
        """See `LanguageModel`. A prompt that does not fit into the context is an error; it is never cut."""
        tokens = self._tokenised(prompt)
        if len(tokens) > self.room:
            raise ModelError(
                f"the prompt needs {len(tokens)} tokens and the model has room for {self.room}; "
                "raise `context` of the model, or lower its `prompt_chars`"
            )
        slot = self._free.get()
        started = time.perf_counter()  # waiting for others, with a prompt that is ready, is not counted
        try:
            self._process.revive()  # it may have died over the question that had the slot
            evaluated = self._enter(slot, tokens.head)
            text, timings = self._written(
                {
                    "id_slot": slot,
                    "prompt": [*tokens.head, *tokens.own],
                    "cache_prompt": True,
                    "grammar": grammar,
                    "n_predict": self._options.max_new_tokens,
                    **self._sampled(),
                },
                prompt.quotable,
            )
        finally:
            self._free.put(slot)
        own = int(timings.get("prompt_n", 0))
        return Completion(
            text=text,
            seconds=time.perf_counter() - started,
            prompt_tokens=own + evaluated,
            new_tokens=int(timings.get("predicted_n", 0)),
            reused_tokens=len(tokens) - own - evaluated,
        )

    def close(self) -> None:
        """End the process and delete its saved states."""
        self._process.close()
        self._saved.clear()
        self._states.cleanup()

    def _written(self, body: dict[str, Any], quotable: Sequence[str]) -> tuple[str, dict[str, Any]]:
        """Return the reply to ``body`` and its timings; stop the model as soon as the rest is known."""
        text, piece = "", {}
        body = {**body, "stream": True, "timings_per_token": True}
        limit = self._options.max_new_tokens
        with self._process.stream("/completion", body) as pieces:
            for piece in pieces:
                text += str(piece.get("content") or "")
                if not piece.get("stop"):
                    timings = piece["timings"]
                    tokens = int(timings["predicted_n"])
                    if (
                        whole := predicted_reply(text, quotable=quotable, tokens=tokens, limit=limit)
                    ) is not None:
                        return whole, timings
                    if tokens % _TOKENS_PER_CHECK == 0:
                        time.sleep(_SLEEP_SHARE * _seconds_to_next_check(timings))
        cut = piece.get("stop_type") == "limit"
        return final_reply(text, quotable=quotable, cut=cut), piece.get("timings", {})

    def _sampled(self) -> dict[str, Any]:
        """Return how the server chooses tokens."""
        chosen = {"temperature": self._options.temperature, "seed": self._options.seed}
        # The likeliest token is the same without the other samplers, which sort the vocabulary each time.
        return chosen if self._options.temperature > 0 else {**chosen, "samplers": ["top_k"], "top_k": 1}

    def _enter(self, slot: int, head: Tokens) -> int:
        """Bring ``slot`` into the state after ``head``; return how many tokens were evaluated for it."""
        evaluated = 0
        with self._saving:
            key = self._process.generation, head
            if key not in self._saved:
                for old in self._saved.values():  # a state may take a gigabyte, and its paper is finished
                    Path(self._states.name, old).unlink(missing_ok=True)
                self._saved.clear()
                name = f"{digest(list(head), 32)}.state"
                # Without the cache: a reused beginning was evaluated in other batches, and rounds
                # differently.
                whole = {"prompt": head, "n_predict": 0, "cache_prompt": False}
                self._process.post("/completion", {"id_slot": slot, **whole})
                self._process.post(f"/slots/{slot}?action=save", {"filename": name})
                self._saved[key] = name
                evaluated = len(head)
            name = self._saved[key]
        # Restored even right after saving: what follows a restored state rounds differently from what follows
        # an evaluation.
        self._process.post(f"/slots/{slot}?action=restore", {"filename": name})
        return evaluated

    def _tokenised(self, prompt: Prompt) -> Tokenised:
        self._process.revive()  # it may have died over the prompt before
        return tokenised(prompt, self._frame, self._tokens)

    def _tokenise(self, text: str, begins: bool, control: bool) -> Tokens:
        body = {"content": encodable(text), "add_special": begins, "parse_special": control}
        try:
            return tuple(self._process.post("/tokenize", body)["tokens"])
        except ModelUnavailable:
            raise
        except ModelError:
            self._process.revive()  # it died over another question, which another thread asked
            return tuple(self._process.post("/tokenize", body)["tokens"])

    def _chat_frame(self) -> ChatFrame:
        def render(messages: list[dict[str, str]]) -> str:
            return str(self._process.post("/apply-template", {"messages": messages})["prompt"])

        try:
            return ChatFrame.of(render)
        except ValueError as error:
            self.close()
            raise ModelError(f"{self._file}: {error}; try another GGUF file") from error


def _seconds_to_next_check(timings: Mapping[str, Any]) -> float:
    """Return how many seconds the tokens until the next check will take, at the speed so far."""
    return _TOKENS_PER_CHECK * float(timings.get("predicted_per_token_ms") or 0.0) / 1000


def llama_fingerprint(file_sha256: str | None, options: LlamaOptions) -> dict[str, str | None]:
    """Return the parts that a llama model adds to a fingerprint, without loading it.

    Threads, slots and GPU layers are left out: they change the time, and answers only by rounding.
    """
    try:
        engine: str | None = f"xllamacpp {importlib.metadata.version('xllamacpp')} {RUNNER}"
    except importlib.metadata.PackageNotFoundError:
        engine = None
    return {
        "model": None if file_sha256 is None else file_sha256[:16],
        "sampling": digest(options.sampling),
        "engine": engine,
    }

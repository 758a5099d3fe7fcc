"""llama.cpp in a process of its own, by way of xllamacpp: grammar, chat template of the file, prompt state.

What prompts share is evaluated once, its state saved, and restored before every question. An answer
then does not depend on which question was asked before it, in which process, or whether the run was
interrupted; a cache that is carried on from prompt to prompt rounds otherwise (2 of 9 answers hung
on what was asked before).
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

from generator.answering.models.llama.chat import Frame, Tokenised, Tokens, tokenised
from generator.answering.models.llama.process import LlamaProcess
from generator.answering.models.protocol import Completion, Prompt
from generator.answering.models.replies import encodable, finished, settled
from generator.answering.models.sampling import Sampling
from generator.core import digest
from generator.errors import ModelError

# Raised by hand whenever the same prompt would reach the model otherwise.
RUNNER = "4"

# A reply is looked at every so many tokens, and slept through in between: whoever is woken for each token
# takes that time from an engine that uses all cores.
_LOOKED_AT, _ASLEEP = 8, 0.75
_REMEMBERED = 256  # tokenised texts: rules, and what the questions of a paper share


@dataclass(frozen=True, slots=True)
class LlamaOptions(Sampling):
    """How a model is run. threads: 0 stands for all cores. gpu_layers: layers that a GPU takes.

    slots: questions answered at once; each needs its own ``context``. On a processor they only wait
    for each other. timeout: seconds for loading, for reading what questions share, and for each answer.
    """

    threads: int = 0
    gpu_layers: int = 0
    slots: int = 1
    timeout: float = 3600.0


class LlamaModel:
    """A GGUF model, loaded. Raises ModelError where it cannot be. Several threads may ask at once."""

    def __init__(self, file: Path, options: LlamaOptions) -> None:
        self._file = file
        self._options = options
        # The process takes the folder away as it ends, unless it crashes.
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
        # What is saved, and by which run of the process.
        self._saved: dict[tuple[int, Tokens], str] = {}
        self._saving = threading.Lock()
        self._tokens = lru_cache(_REMEMBERED)(self._tokenise)
        self._frame = self._chat_frame()

    @property
    def pid(self) -> int:
        """Of the process that runs llama.cpp now."""
        return self._process.pid

    @property
    def room(self) -> int:
        """See `LanguageModel`."""
        return self._options.context - self._options.max_new_tokens

    def tokens(self, prompt: Prompt) -> int:
        """See `LanguageModel`."""
        return len(self._tokenised(prompt))

    def complete(self, prompt: Prompt, *, grammar: str) -> Completion:
        """See `LanguageModel`. A prompt that does not fit into the context is an error, and never cut."""
        started = time.perf_counter()
        found = self._tokenised(prompt)
        if len(found) > self.room:
            raise ModelError(
                f"the prompt needs {len(found)} tokens and the model has room for {self.room}; "
                "raise `context` of the model, or lower its `prompt_chars`"
            )
        slot = self._free.get()
        try:
            evaluated = self._enter(slot, found.head)
            text, timings = self._written(
                {
                    "id_slot": slot,
                    "prompt": [*found.head, *found.own],
                    "cache_prompt": True,
                    "grammar": grammar,
                    "n_predict": self._options.max_new_tokens,
                    "temperature": self._options.temperature,
                    "seed": self._options.seed,
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
            reused_tokens=len(found) - own - evaluated,
        )

    def close(self) -> None:
        self._process.close()
        self._saved.clear()
        self._states.cleanup()

    def _written(self, body: dict[str, Any], quotable: Sequence[str]) -> tuple[str, dict[str, Any]]:
        """The reply to ``body`` and its timings; stopped as soon as its rest is known."""
        text, piece = "", {}
        body = {**body, "stream": True, "timings_per_token": True}
        limit = self._options.max_new_tokens
        with self._process.stream("/completion", body) as pieces:
            for piece in pieces:
                text += str(piece.get("content") or "")
                if not piece.get("stop"):
                    timings = piece["timings"]
                    tokens = int(timings["predicted_n"])
                    if (whole := settled(text, quotable=quotable, tokens=tokens, limit=limit)) is not None:
                        return whole, timings
                    if tokens % _LOOKED_AT == 0:
                        time.sleep(_ASLEEP * _seconds_of_a_look(timings))
        cut = piece.get("stop_type") == "limit"
        return finished(text, quotable=quotable, cut=cut), piece.get("timings", {})

    def _enter(self, slot: int, head: Tokens) -> int:
        """Bring ``slot`` into the state behind ``head``; return how many tokens were evaluated for it."""
        evaluated = 0
        with self._saving:
            key = self._process.generation, head
            if key not in self._saved:
                for old in self._saved.values():  # a state may take a gigabyte, and its paper is done
                    Path(self._states.name, old).unlink(missing_ok=True)
                self._saved.clear()
                name = f"{digest(list(head), 32)}.state"
                # Anew and whole: a beginning that is reused was evaluated in other batches.
                whole = {"prompt": head, "n_predict": 0, "cache_prompt": False}
                self._process.post("/completion", {"id_slot": slot, **whole})
                self._process.post(f"/slots/{slot}?action=save", {"filename": name})
                self._saved[key] = name
                evaluated = len(head)
            name = self._saved[key]
        # Also by the one who has just saved it: what follows a restored state rounds otherwise than what
        # follows an evaluation.
        self._process.post(f"/slots/{slot}?action=restore", {"filename": name})
        return evaluated

    def _tokenised(self, prompt: Prompt) -> Tokenised:
        self._process.revive()  # it may have died over the prompt before
        return tokenised(prompt, self._frame, self._tokens)

    def _tokenise(self, text: str, begins: bool, control: bool) -> Tokens:
        body = {"content": encodable(text), "add_special": begins, "parse_special": control}
        return tuple(self._process.post("/tokenize", body)["tokens"])

    def _chat_frame(self) -> Frame:
        def render(messages: list[dict[str, str]]) -> str:
            return str(self._process.post("/apply-template", {"messages": messages})["prompt"])

        try:
            return Frame.of(render)
        except ValueError as error:
            self.close()
            raise ModelError(f"{self._file}: {error}; try another GGUF file") from error


def _seconds_of_a_look(timings: Mapping[str, Any]) -> float:
    """How long the tokens up to the next look at a reply will take, as those before took."""
    return _LOOKED_AT * float(timings.get("predicted_per_token_ms") or 0.0) / 1000


def llama_fingerprint(file_sha256: str | None, options: LlamaOptions) -> dict[str, str | None]:
    """The parts that a llama model adds to a fingerprint, known without loading it.

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

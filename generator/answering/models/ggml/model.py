"""GGML and early GGUF models through ctransformers, in a child process that may crash.

For models of 2022 and 2023 that nothing newer loads, and for those that `converting` rewrites for it. It has
these weaknesses against the kind `llama`:

- No grammar: replies are taken as they come, and citations may be missing.
- Files of the GGML generation name neither their architecture (`model_type` must) nor a chat template;
  GGUF files are LLaMA or Falcon. Without a template the reply ends at the first empty line.
- The runtime's last release is of 2023. It crashes instead of failing. Then the current question fails with
  a ModelError that says how, and the next one gets a new child, which loads the file again.
- An answer does not depend on what was asked before. What questions share is evaluated once, as long as
  they follow each other.
"""

from __future__ import annotations

import contextlib
import importlib.metadata
import json
import os
import subprocess
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from generator.answering.models.children import exit_reason, start_child
from generator.answering.models.model_protocol import Completion, Prompt
from generator.answering.models.sampling_options import Sampling
from generator.core import digest
from generator.errors import ModelError, ModelUnavailable

# Raised by hand whenever the same prompt would reach the model otherwise.
RUNNER = "2"

# Tokens left free at the end of a context: what older architectures do at the very last one is unknown.
RESERVE = 8

# More layers than any model has; the runtime uses as many as there are.
ALL_LAYERS = 999

# Of a crashed child's output: bytes searched for its last line, and characters of that in the error.
_MAX_OUTPUT_BYTES, _MAX_LAST_WORDS_CHARS = 2000, 200


@dataclass(frozen=True, slots=True)
class GgmlOptions(Sampling):
    """How a model is run.

    threads: 0 means all cores. gpu_layers: layers on a GPU; -1 means all. batch_size: tokens of a prompt
    evaluated together; 512 at most, and 8 at most in GGML files of other architectures than LLaMA and Falcon.
    model_type: architecture of a GGML file, such as `llama`, `gpt2` or `mpt`; empty for GGUF files, which
    name it. timeout: seconds for loading, and for each answer; a child that takes longer is killed.
    """

    context: int = field(default=2048, kw_only=True)
    threads: int = 0
    gpu_layers: int = 0
    batch_size: int = 256
    model_type: str = ""
    timeout: float = 600.0


class GgmlModel:
    """A model in a child process. Raises ModelError if it cannot be loaded."""

    def __init__(self, file: Path, options: GgmlOptions) -> None:
        self._file = file
        self._options = options
        self._child: subprocess.Popen[str] | None = None
        self._output: Any = None
        self._closed = False
        self._one_at_a_time = threading.RLock()
        self._context = options.context
        self._start()

    @property
    def room(self) -> int:
        """See `LanguageModel`."""
        return max(0, self._context - self._options.max_new_tokens - RESERVE)

    @property
    def pid(self) -> int | None:
        """The child's process id; None while there is none."""
        return None if self._child is None else self._child.pid

    def tokens(self, prompt: Prompt) -> int:
        """See `LanguageModel`: counted, not estimated."""
        return len(self.token_ids(prompt))

    def token_ids(self, prompt: Prompt) -> Sequence[int]:
        """Return the token ids of a prompt, including special tokens."""
        ids: list[int] = self._request({"do": "tokens", **_parts(prompt)})["tokens"]
        return ids

    def along(self, prompt: Prompt, reply: Sequence[int]) -> Sequence[int]:
        """Return the likeliest token after the prompt, and after each token of ``reply`` except the last."""
        ids: list[int] = self._request({"do": "along", "reply": list(reply), **_parts(prompt)})["likeliest"]
        return ids

    def complete(self, prompt: Prompt, *, grammar: str = "") -> Completion:
        """See `LanguageModel`; the grammar is ignored, and no prompt is cut."""
        options = self._options
        request = {
            "do": "complete",
            **_parts(prompt),
            "room": self.room,
            "limit": options.max_new_tokens,
            "temperature": options.temperature,
            "seed": options.seed,
        }
        with self._one_at_a_time:
            started = time.perf_counter()  # waiting for another question is not counted
            reply = self._request(request)
            seconds = time.perf_counter() - started
        if "too_long" in reply:
            raise ModelError(
                f"the prompt needs {reply['too_long']} tokens and there is room for {self.room}; "
                "raise `context` of the model, or lower its `prompt_chars`"
            )
        return Completion(
            text=reply["text"],
            seconds=seconds,
            prompt_tokens=reply["prompt_tokens"],
            new_tokens=reply["new_tokens"],
            reused_tokens=reply["reused_tokens"],
        )

    def close(self) -> None:
        """End the child for good."""
        self._closed = True
        self._end()

    def _start(self) -> None:
        options = self._options
        # The library's output goes to a file, for the last line before a crash; a pipe could fill up.
        self._output = tempfile.TemporaryFile("w+b")  # noqa: SIM115 - closed with the child
        self._child = start_child(__package__, stderr=self._output)
        loading = {
            "file": str(self._file.absolute()),
            "model_type": options.model_type,
            "context": options.context,
            "batch_size": options.batch_size,
            "threads": options.threads or os.cpu_count() or 1,
            "gpu_layers": options.gpu_layers if options.gpu_layers >= 0 else ALL_LAYERS,
        }
        try:
            self._context = int(self._exchange({"do": "load", "loading": loading})["context"])
        except ModelError:
            self._end()
            raise

    def _request(self, request: dict[str, Any]) -> dict[str, Any]:
        with self._one_at_a_time:
            if self._closed:
                raise ModelError(f"the model {self._file.name} was closed; load it again to ask it")
            if self._child is not None and self._child.poll() is not None:
                self._end()  # it died between two questions: neither is the cause
            if self._child is None:
                self._start()
            return self._exchange(request)

    def _exchange(self, request: dict[str, Any]) -> dict[str, Any]:
        """Return the child's reply. A child that dies, hangs or writes nonsense is killed and reported."""
        child = self._child
        assert child is not None
        assert child.stdin is not None
        assert child.stdout is not None
        late = threading.Event()

        def stop() -> None:
            late.set()
            child.kill()

        clock = threading.Timer(self._options.timeout, stop)
        clock.daemon = True
        clock.start()
        try:
            child.stdin.write(json.dumps(request) + "\n")
            child.stdin.flush()
            line = child.stdout.readline()
        except OSError:
            line = ""  # the child's end of a pipe is gone; its exit code gives the reason
        except BaseException:
            # After Ctrl-C between request and reply, the next request would read this one's reply.
            self._end()
            raise
        finally:
            clock.cancel()
        try:
            reply = json.loads(line)
        except ValueError:
            kind = ModelUnavailable if late.is_set() else ModelError
            raise kind(self._exit_message(child, late=late.is_set())) from None
        if not isinstance(reply, dict):
            raise ModelError(self._exit_message(child, late=late.is_set()))
        if "error" in reply:
            raise ModelError(str(reply["error"]))
        return reply

    def _exit_message(self, child: subprocess.Popen[str], *, late: bool) -> str:
        """Return how the child ended, in one sentence; kill it if it is alive."""
        try:
            code: int | None = child.wait(timeout=5)
        except subprocess.TimeoutExpired:
            code = None  # it is alive, and wrote something that is no reply
        last_words = self._last_words()
        self._end()
        if late:
            how = f"took longer than {self._options.timeout:g} s and was ended; raise `timeout`"
        elif code is None:
            how = "gave no readable reply and was ended"
        else:
            how = f"was ended by {exit_reason(code)}" if code < 0 else f"ended with {exit_reason(code)}"
        detail = f" ({last_words})" if last_words else ""
        return f"the process of the model {self._file.name} {how}{detail}"

    def _last_words(self) -> str:
        if self._output is None:
            return ""  # the model was closed while it answered
        self._output.seek(0, os.SEEK_END)
        self._output.seek(max(0, self._output.tell() - _MAX_OUTPUT_BYTES))
        lines = self._output.read().decode("utf-8", "replace").split("\n")
        return next(
            (line.strip()[:_MAX_LAST_WORDS_CHARS] for line in reversed(lines) if line.strip(" .")), ""
        )

    def _end(self) -> None:
        child, self._child = self._child, None
        if child is not None:
            child.kill()
            child.wait()
            for pipe in (child.stdin, child.stdout):
                if pipe is not None:
                    # Unsent data are lost with a dead child.
                    with contextlib.suppress(OSError):
                        pipe.close()
        if self._output is not None:
            self._output.close()
            self._output = None


def _parts(prompt: Prompt) -> dict[str, Any]:
    return {
        "system": prompt.system,
        "shared": prompt.shared,
        "own": prompt.own,
        "quotable": prompt.quotable,
    }


def ggml_fingerprint(file_sha256: str | None, options: GgmlOptions) -> dict[str, str | None]:
    """Return the parts that such a model adds to a fingerprint, without loading it.

    Threads and GPU layers are left out: they change the time, and answers only by rounding.
    """
    try:
        engine: str | None = f"ctransformers {importlib.metadata.version('ctransformers')}"
    except importlib.metadata.PackageNotFoundError:
        engine = None
    return {
        "model": None if file_sha256 is None else file_sha256[:16],
        "sampling": digest([RUNNER, *options.sampling, options.batch_size, options.model_type]),
        "engine": engine,
    }

"""GGML and early GGUF models by way of ctransformers, in a child process that may die.

For models of 2022 and 2023 that nothing newer loads, and for those that `converting` makes such of.
What is weaker than in the kind `llama`:

- No grammar: replies are taken as they come, and citations may be missing.
- Files of the GGML generation name neither their architecture (`model_type` must) nor a chat template;
  GGUF files are LLaMA or Falcon. Without a template the reply ends at the first empty line.
- The runtime's last release is of 2023. It crashes rather than fails: then the question that was asked
  fails with a ModelError that says how, and the next one gets a new child, which loads the file again.
- An answer does not depend on what was asked before; what questions share is evaluated once while
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

from generator.answering.models.children import death, start_child
from generator.answering.models.protocol import Completion, Prompt
from generator.answering.models.sampling import Sampling
from generator.core import digest
from generator.errors import ModelError, ModelUnavailable

# Raised by hand whenever the same prompt would reach the model otherwise.
RUNNER = "2"

# Tokens left free at the end of a context: what older architectures do at its very last place is unknown.
RESERVE = 8

# More layers than any model has; the runtime takes what there is.
ALL_LAYERS = 999


@dataclass(frozen=True, slots=True)
class GgmlOptions(Sampling):
    """How a model is run. threads: 0 stands for all cores.

    gpu_layers: layers that a GPU takes; -1 is all. batch_size: tokens of a prompt evaluated at once; 512
    at most, and 8 at most in GGML files of other architectures than LLaMA and Falcon. model_type:
    architecture of a GGML file, such as `llama`, `gpt2` or `mpt`; empty for GGUF files, which name it.
    timeout: seconds for loading, and for each answer; a child that takes longer is ended.
    """

    context: int = field(default=2048, kw_only=True)
    threads: int = 0
    gpu_layers: int = 0
    batch_size: int = 256
    model_type: str = ""
    timeout: float = 600.0


class GgmlModel:
    """A model in a child process. Raises ModelError where it cannot be loaded."""

    def __init__(self, file: Path, options: GgmlOptions) -> None:
        self._file = file
        self._options = options
        self._child: subprocess.Popen[str] | None = None
        self._noise: Any = None
        self._closed = False
        self._one_at_a_time = threading.Lock()
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
        """The ids of a prompt, special tokens and all."""
        ids: list[int] = self._asked({"do": "tokens", **_parts(prompt)})["tokens"]
        return ids

    def along(self, prompt: Prompt, reply: Sequence[int]) -> Sequence[int]:
        """The likeliest token after the prompt, and after each of the tokens of ``reply`` but the last."""
        ids: list[int] = self._asked({"do": "along", "reply": list(reply), **_parts(prompt)})["likeliest"]
        return ids

    def complete(self, prompt: Prompt, *, grammar: str = "") -> Completion:
        """See `LanguageModel`; the grammar is ignored, and no prompt is cut."""
        started = time.perf_counter()
        options = self._options
        said = self._asked(
            {
                "do": "complete",
                **_parts(prompt),
                "room": self.room,
                "limit": options.max_new_tokens,
                "temperature": options.temperature,
                "seed": options.seed,
            }
        )
        if "too_long" in said:
            raise ModelError(
                f"the prompt needs {said['too_long']} tokens and there is room for {self.room}; "
                "raise `context` of the model, or lower its `prompt_chars`"
            )
        return Completion(
            text=said["text"],
            seconds=time.perf_counter() - started,
            prompt_tokens=said["prompt_tokens"],
            new_tokens=said["new_tokens"],
            reused_tokens=said["reused_tokens"],
        )

    def close(self) -> None:
        """End the child."""
        self._closed = True
        self._end()

    def _start(self) -> None:
        options = self._options
        # What the library prints is kept apart, for the last line of a crash; a file cannot fill up a pipe.
        self._noise = tempfile.TemporaryFile("w+b")  # noqa: SIM115 - closed with the child
        self._child = start_child(__package__, stderr=self._noise)
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

    def _asked(self, request: dict[str, Any]) -> dict[str, Any]:
        with self._one_at_a_time:
            if self._closed:
                raise ModelError(f"the model {self._file.name} was closed; load it again to ask it")
            if self._child is not None and self._child.poll() is not None:
                self._end()  # it died between two questions: neither is to blame
            if self._child is None:
                self._start()
            return self._exchange(request)

    def _exchange(self, request: dict[str, Any]) -> dict[str, Any]:
        """The child's reply. A child that dies, hangs or babbles is ended, and the error says so."""
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
            line = ""  # the child's end of a pipe is gone: why, its exit code says
        except BaseException:
            # Ctrl-C between request and reply: the next request would read this one's reply.
            self._end()
            raise
        finally:
            clock.cancel()
        try:
            reply = json.loads(line)
        except ValueError:
            kind = ModelUnavailable if late.is_set() else ModelError
            raise kind(self._obituary(child, late=late.is_set())) from None
        if not isinstance(reply, dict):
            raise ModelError(self._obituary(child, late=late.is_set()))
        if "error" in reply:
            raise ModelError(str(reply["error"]))
        return reply

    def _obituary(self, child: subprocess.Popen[str], *, late: bool) -> str:
        """How the child ended, in one sentence; it is gone afterwards."""
        try:
            code: int | None = child.wait(timeout=5)
        except subprocess.TimeoutExpired:
            code = None  # it lives, and has said something that is no reply
        said = self._last_words()
        self._end()
        if late:
            how = f"took longer than {self._options.timeout:g} s and was ended; raise `timeout`"
        elif code is None:
            how = "gave no readable reply and was ended"
        else:
            how = f"was ended by {death(code)}" if code < 0 else f"ended with {death(code)}"
        return f"the process of the model {self._file.name} {how}" + (f" ({said})" if said else "")

    def _last_words(self) -> str:
        if self._noise is None:
            return ""  # the model was closed while it answered
        self._noise.seek(0, os.SEEK_END)
        self._noise.seek(max(0, self._noise.tell() - 2000))
        lines = self._noise.read().decode("utf-8", "replace").split("\n")
        return next((line.strip()[:200] for line in reversed(lines) if line.strip(" .")), "")

    def _end(self) -> None:
        child, self._child = self._child, None
        if child is not None:
            child.kill()
            child.wait()
            for pipe in (child.stdin, child.stdout):
                if pipe is not None:
                    # What was not yet sent to a dead child is lost with it.
                    with contextlib.suppress(OSError):
                        pipe.close()
        if self._noise is not None:
            self._noise.close()
            self._noise = None


def _parts(prompt: Prompt) -> dict[str, Any]:
    return {
        "system": prompt.system,
        "shared": prompt.shared,
        "own": prompt.own,
        "quotable": prompt.quotable,
    }


def ggml_fingerprint(file_sha256: str | None, options: GgmlOptions) -> dict[str, str | None]:
    """The parts that such a model adds to a fingerprint, known without loading it.

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

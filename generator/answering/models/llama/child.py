"""A llama.cpp server in a process of its own.

    python -m generator.answering.models.llama.child

reads one line of JSON (the options) from its standard input, writes one line of JSON (its address, or why
there is none) to its standard output, and ends with its standard input. There are two reasons for the
process. A crash in native code costs one question and not the build. And llama.cpp is slower by a quarter in
the process of torch, which the encoder needs (200 against 270 tokens/s on 2 cores; 144 if torch makes threads
wait passively).
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import sys
from typing import Any


def main() -> None:
    """Serve until the standard input ends."""
    # The library writes to the standard output too, so replies go through a copy of it.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    line = sys.stdin.readline()
    if not line:
        return
    options = json.loads(line)
    states = options["states"]
    try:
        server = served(options)
        reply = {"address": str(server.listening_address)}
    except ImportError as error:
        reply = {"missing": str(error)}
    except (RuntimeError, ValueError, OSError) as error:
        reply = {"error": " ".join(str(error).split())[:200].rstrip(".")}
    with contextlib.suppress(BrokenPipeError):
        answers.write(json.dumps(reply) + "\n")
        answers.flush()
        sys.stdin.read()
    # Here too, because the parent may have been killed: states are large.
    shutil.rmtree(states, ignore_errors=True)
    # Without a regular shutdown, which may hang for seconds over open connections.
    os._exit(0)


def served(options: dict[str, Any]) -> Any:
    """Return the running server. Raises what the library raises."""
    import xllamacpp

    parameters = xllamacpp.CommonParams()
    parameters.model.path = options["file"]
    parameters.n_ctx = options["context"] * options["slots"]
    parameters.n_parallel = options["slots"]
    parameters.n_batch = 2048
    parameters.n_gpu_layers = options["gpu_layers"]
    parameters.cpuparams.n_threads = options["threads"]
    parameters.cpuparams_batch.n_threads = options["threads"]
    if options["gpu_layers"] == 0:
        # On a processor, flash attention divides its sums among the threads: between one thread and two, 3 of
        # 8 answers differed; without it, none.
        parameters.flash_attn_type = xllamacpp.llama_flash_attn_type.LLAMA_FLASH_ATTN_TYPE_DISABLED
        # Without flash attention, the scores of a batch against all earlier tokens are kept: those of 128
        # tokens fit into the processor's cache, those of 512 do not. With 2,855 tokens: 228 instead of 172
        # tokens a second, and 56 MB less.
        parameters.n_ubatch = 128
    parameters.verbosity = -1
    parameters.warmup = False
    # The server would keep up to 8 GB of states of old prompts; none is needed again.
    parameters.cache_ram_mib = 0
    parameters.slot_save_path = options["states"]
    parameters.api_keys = [options["key"]]
    return xllamacpp.Server(parameters)


if __name__ == "__main__":
    main()

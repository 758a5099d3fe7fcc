"""What the results of a retrieval model depend on besides its input.

Results are taken from elsewhere, a file or another process, only if all of this is equal there.
"""

from __future__ import annotations

import contextlib
import importlib.metadata
import inspect
import platform
from functools import cache
from pathlib import Path
from types import ModuleType

from generator.core import digest
from generator.retrieval import batch_threads, encoder, network, scorer
from generator.retrieval.encoder import encoder_hash
from generator.retrieval.scorer import scorer_hash

__all__ = ["instructions", "made_by_encoder", "made_by_scorer"]


def made_by_encoder(model: str) -> list[str] | None:
    """Return what the vectors of an encoder depend on; None if its weights are not on this machine."""
    return _made_by(encoder_hash(model), encoder, batch_threads)


def made_by_scorer(model: str) -> list[str] | None:
    """Return what the scores of a scorer depend on; None if its weights are not on this machine."""
    return _made_by(scorer_hash(model), scorer, network, encoder, batch_threads)


def _made_by(weights: str | None, *code: ModuleType) -> list[str] | None:
    """Return weights, versions of libraries, code of the modules that run a model, and the processor."""
    if weights is None:
        return None
    versions = []
    for name in ("torch", "transformers", "sentence-transformers", "tokenizers"):
        with contextlib.suppress(importlib.metadata.PackageNotFoundError):
            versions.append(f"{name} {importlib.metadata.version(name)}")
    return [weights, *versions, *(digest(inspect.getsource(module)) for module in code), instructions()]


@cache
def instructions(info: Path = Path("/proc/cpuinfo")) -> str:
    """Return the numeric instructions of the processor: with others, the last digits of results differ."""
    try:
        lines = info.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:  # this platform has no such file
        return f"{platform.system()} {platform.machine()} {platform.processor()}"
    flags = next(
        (line.partition(":")[2].split() for line in lines if line.startswith(("flags", "Features"))), []
    )
    numeric = ("avx", "amx", "sse", "ssse", "fma", "f16c", "bf16", "i8mm", "asimd", "sve", "fp")
    return " ".join([platform.machine(), *sorted({flag for flag in flags if flag.startswith(numeric)})])

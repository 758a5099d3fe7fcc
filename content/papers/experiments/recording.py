"""What the experiments share: generators of random numbers, the environment, and the record on disk.

A record is one JSON file beside its script. ``environment`` holds versions and hardware, ``settings``
all that was fixed before the runs, ``results`` every number that the paper prints, and ``runs`` the
single runs behind them. The papers are built from records alone (``write_papers.py``).
"""

from __future__ import annotations

import argparse
import json
import math
import os
import platform
import re
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits  # comes with scikit-learn

FOLDER = Path(__file__).resolve().parent
BOOTSTRAP_RESAMPLES = 10_000


def generator_for(stream: str, seed: int) -> np.random.Generator:
    """Return a generator for one source of chance: the same seed gives other draws in another stream."""
    return np.random.default_rng([*stream.encode("ascii"), seed])


def environment(packages: Sequence[str]) -> dict[str, Any]:
    """Versions and hardware of this run, without anything that names the machine."""
    return {
        "python": platform.python_version(),
        "packages": {name: version(name).split("+")[0] for name in packages},
        "processor": _processor(),
        "cores": os.cpu_count(),
        "threads": 1,
        "gpu": False,
    }


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:  # not Linux: the standard library's coarser name will do
        return platform.machine()
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def standard_deviation(values: Sequence[float]) -> float:
    """Sample standard deviation (n - 1)."""
    return float(np.std(values, ddof=1))


def bootstrap_interval(
    values: Sequence[float], statistic: Callable[[np.ndarray], np.ndarray], seed: int
) -> tuple[float, float]:
    """95 % percentile bootstrap interval; ``statistic`` maps resamples [resample, value] to [resample]."""
    sample = np.asarray(values, dtype=float)
    chosen = generator_for("bootstrap", seed).integers(0, len(sample), (BOOTSTRAP_RESAMPLES, len(sample)))
    low, high = np.percentile(statistic(sample[chosen]), [2.5, 97.5])
    return float(low), float(high)


def rounded(value: Any, digits: int = 6) -> Any:
    """Return the same structure with every float rounded: a record shows no noise of the last bits."""
    if isinstance(value, dict):
        return {key: rounded(item, digits) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [rounded(item, digits) for item in value]
    if isinstance(value, float | np.floating):
        return round(float(value), digits) + 0.0
    return int(value) if isinstance(value, np.integer) else value


def record(script: str, packages: Sequence[str], experiment: Callable[[], dict[str, Any]]) -> None:
    """Run one experiment on one thread and write ``<script>.json``, by default beside the script."""
    parser = argparse.ArgumentParser(description=f"Run the experiment and write {Path(script).stem}.json.")
    parser.add_argument("--into", type=Path, default=FOLDER, help="folder of the record")
    into: Path = parser.parse_args().into
    began = time.perf_counter()
    with threadpool_limits(1):
        outcome = experiment()
    facts = environment(packages)
    facts["minutes_at_most"] = math.ceil((time.perf_counter() - began) / 60)
    write_atomically(into / f"{Path(script).stem}.json", _as_json({"environment": facts, **outcome}))
    print(f"{Path(script).stem}: {time.perf_counter() - began:.1f} s", file=sys.stderr)


def _as_json(value: dict[str, Any]) -> bytes:
    text = json.dumps(rounded(value), indent=1, ensure_ascii=False)
    # A list of numbers reads better on one line; 150 runs otherwise fill thousands of lines.
    text = re.sub(r"\[[^\[\]{}\"]*\]", lambda found: re.sub(r"\s+", " ", found[0]), text)
    return (text + "\n").encode("utf-8")


def write_atomically(path: Path, content: bytes) -> None:
    """Write beside, flush, rename: a reader sees the old file or the whole new one."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    Path(name).chmod(0o644)
    Path(name).replace(path)

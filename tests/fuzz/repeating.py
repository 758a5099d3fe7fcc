"""Whether two processes, whose sets come in another order, read the same of the same bytes."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from generator.errors import AnswerbookError
from tests.fuzz.targets import Broken, target
from tests.fuzz.trying import read

_SEEDS = ("1", "2")  # of the hashes of Python, which order its sets
_MAX_COUNT = 150  # inputs of a target
_SECONDS = 900  # a process of which more is asked than this has met a hang


def unlike(name: str, out: Path, first: Iterable[bytes]) -> dict[str, Path]:
    """Read what is kept of the target ``name`` twice; the files of which something else came, by finding."""
    folder = out / "corpus" / name
    folder.mkdir(parents=True, exist_ok=True)
    for data in list(first)[:_MAX_COUNT]:
        (folder / f"seed-{hashlib.sha256(data).hexdigest()[:16]}").write_bytes(data)
    told = []
    for seed in _SEEDS:
        command = [sys.executable, "-m", "tests.fuzz.repeating", name, str(folder)]
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        done = subprocess.run(
            command, env=environment, capture_output=True, text=True, timeout=_SECONDS, check=True
        )
        told.append(dict(line.split("\t") for line in done.stdout.splitlines()))
    one, other = told
    return {f"order-{file}": folder / file for file in one if one[file] != other.get(file)}


def main() -> None:
    name, folder = sys.argv[1], Path(sys.argv[2])
    with tempfile.TemporaryDirectory(prefix="fuzz-") as place:
        path = Path(place) / f"paper{target(name).suffix}"
        for file in sorted(folder.iterdir())[:_MAX_COUNT]:
            path.write_bytes(file.read_bytes())
            try:
                text = read(name, path)[1]
            except (AnswerbookError, Broken) as error:
                text = str(error).replace(place, "")
            except Exception as error:  # told as a finding where it was tried
                text = type(error).__name__
            print(file.name, hashlib.sha256(text.replace(place, "").encode()).hexdigest(), sep="\t")


if __name__ == "__main__":
    main()

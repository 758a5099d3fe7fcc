"""`python -m tests.fuzz.gathering`: files that the tests of readers write become seeds, in build/fuzz/seeds.

The tests are run for it, in a folder that is kept; what is larger than a seed may be is left out.
"""

from __future__ import annotations

import argparse
import hashlib
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.fuzz.seeds import from_folders
from tests.fuzz.targets import names, target

_TESTS = ("tests/reading", "tests/project", "tests/ledger")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("build/fuzz"))
    parser.add_argument("--folder", type=Path, help="one in which the tests were run before")
    chosen = parser.parse_args()
    if chosen.folder is not None:
        return _gather(chosen.folder, chosen.out)
    with tempfile.TemporaryDirectory(prefix="fuzz-") as place:
        folder = Path(place) / "tests"
        options = [
            f"--basetemp={folder}",
            "-o",
            "tmp_path_retention_policy=all",
            "-q",
            "-p",
            "no:cacheprovider",
        ]
        subprocess.run([sys.executable, "-m", "pytest", *options, *_TESTS], check=False)
        return _gather(folder, chosen.out)


def _gather(folder: Path, out: Path) -> int:
    for name in names():
        kept = out / "seeds" / name
        kept.mkdir(parents=True, exist_ok=True)
        found = from_folders(name, [folder])
        for data in found:
            (kept / f"{hashlib.sha256(data).hexdigest()[:16]}{target(name).suffix}").write_bytes(data)
        print(f"{name}: {len(found)} seeds")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""`python -m tests.soak --kills 300 --full 100`: commands killed at random moments, and disks that are full.

Prints figures, or what broke.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

from tests.soak.filling import Filling
from tests.soak.scenarios import SHARES


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--full", type=int, default=30, help="disks")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", action="append", choices=[s.name for s in SHARES])
    chosen = parser.parse_args()
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="soak-") as folder:
        soak = Filling(Path(folder), chosen.seed)
        shares = {s: n for s, n in SHARES.items() if chosen.only is None or s.name in chosen.only}
        for scenario, share in shares.items():
            for disturb, times in ((soak.kill, chosen.kills), (soak.fill, chosen.full)):
                if times:
                    disturb(scenario, max(1, round(times * share / sum(shares.values()))))
            print(f"{scenario.name}: survived ({time.monotonic() - began:.0f} s)", flush=True)
        figures = soak.figures
    print("\n| command | disturbed by | times |\n|---|---|---|")
    for (name, way), count in sorted(figures.kills.items()):
        print(f"| {name} | a kill {way} | {count} |")
    for (name, way), count in sorted(figures.full.items()):
        print(f"| {name} | {way} | {count} |")
    print(
        f"\n{sum(figures.kills.values())} kills, {sum(figures.full.values())} full disks ({figures.spared} "
        f"of them spared the command), {sum(figures.runs.values())} runs to the end, "
        f"{figures.asked} questions put, {figures.torn} times a line was half written; "
        f"no process outlived its build by more than {figures.outlived:.2f} s; seed {chosen.seed}"
    )


if __name__ == "__main__":
    main()

"""`python -m tests.soak --kills 100`: commands killed at random moments; figures, or what broke."""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

from tests.soak.killing import SHARES, Soak


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", choices=[s.name for s in SHARES])
    chosen = parser.parse_args()
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="soak-") as folder:
        soak = Soak(Path(folder), chosen.seed)
        shares = {s: n for s, n in SHARES.items() if chosen.only in (None, s.name)}
        for scenario, share in shares.items():
            soak.kill(scenario, max(1, round(chosen.kills * share / sum(shares.values()))))
            print(f"{scenario.name}: survived ({time.monotonic() - began:.0f} s)", flush=True)
        figures = soak.figures
    print("\n| command | killed | kills |\n|---|---|---|")
    for (name, way), count in sorted(figures.kills.items()):
        print(f"| {name} | {way} | {count} |")
    print(
        f"\n{sum(figures.kills.values())} kills, {sum(figures.runs.values())} runs to the end, "
        f"{figures.asked} questions put, {figures.torn} times a line was half written; "
        f"no process outlived its build by more than {figures.outlived:.2f} s; seed {chosen.seed}"
    )


if __name__ == "__main__":
    main()

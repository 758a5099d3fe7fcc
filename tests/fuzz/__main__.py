"""`python -m tests.fuzz all --minutes 60`: hostile inputs for a reader or for all, in turn."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tests.fuzz.running import Figures, run
from tests.fuzz.seeds import SUFFIXES

_TURN = 60.0  # seconds that a reader is tried before the next


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("reader", choices=[*SUFFIXES, "all"])
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, default=Path("build/fuzz"))
    chosen = parser.parse_args()
    readers = list(SUFFIXES) if chosen.reader == "all" else [chosen.reader]
    seconds = 60 * chosen.minutes
    turn = min(_TURN, seconds / len(readers))
    figures = {reader: Figures() for reader in readers}
    for number in range(round(seconds / turn)):
        reader = readers[number % len(readers)]
        found, total = run(reader, turn, chosen.seed + number, chosen.out), figures[reader]
        total.seconds += found.seconds
        total.tries += found.tries
        total.findings |= found.findings
        print(f"{reader}: {found.tries} tries, {sorted(found.findings) or 'nothing found'}", flush=True)
    print("\n| reader | minutes | tries | findings |\n|---|---|---|---|")
    for reader, total in figures.items():
        found_here = ", ".join(total.findings) or "none"
        print(f"| {reader} | {total.seconds / 60:.1f} | {total.tries:,} | {found_here} |")
    return int(any(total.findings for total in figures.values()))


if __name__ == "__main__":
    sys.exit(main())

"""`python -m tests.fuzz all --minutes 60`: hostile inputs for a target or for all, in turn."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tests.fuzz.repeating import unlike
from tests.fuzz.running import Figures, Task, run
from tests.fuzz.seeds import Seed, corpus_of, from_folders, seeds, weighed
from tests.fuzz.targets import names

_TURN = 120.0  # seconds that a target is tried before the next


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("targets", nargs="+", choices=[*names(), "all"])
    parser.add_argument("--minutes", type=float, default=10.0, help="by the clock, for all targets together")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, default=Path("build/fuzz"), help="findings and what is kept")
    parser.add_argument(
        "--from",
        dest="folders",
        type=Path,
        action="append",
        default=[],
        help="a folder with more files to mutate",
    )
    chosen = parser.parse_args()
    targets = list(names()) if "all" in chosen.targets else list(dict.fromkeys(chosen.targets))
    folders = [chosen.out / "seeds", *chosen.folders]
    first: dict[str, list[Seed]] = {}
    seconds = 60 * chosen.minutes
    turn = min(_TURN, seconds / len(targets))
    figures = {name: Figures() for name in targets}
    for number in range(round(seconds / turn)):
        name = targets[number % len(targets)]
        if name not in first:
            inputs = [*seeds(name), *corpus_of(chosen.out, name), *from_folders(name, folders)]
            first[name] = weighed(name, inputs)
        found = run(Task(name, turn, chosen.seed + number, chosen.out, first[name]))
        figures[name].add(found)
        told = sorted(found.findings) or "nothing found"
        print(f"{name}: {found.tries} tries, {found.processor:.0f} s of processor time, {told}", flush=True)
    columns = ("target", "minutes", "of processor time", "inputs", "kept", "stopped", "findings")
    print(f"\n| {' | '.join(columns)} |\n|{'---|' * len(columns)}")
    for name, total in figures.items():
        total.findings |= unlike(name, chosen.out, [seed.data for seed in first[name]])
        found_here = ", ".join(total.findings) or "none"
        minutes = f"{total.seconds / 60:.1f} | {total.processor / 60:.1f}"
        print(f"| {name} | {minutes} | {total.tries:,} | {total.kept} | {total.stopped} | {found_here} |")
    return int(any(total.findings for total in figures.values()))


if __name__ == "__main__":
    sys.exit(main())

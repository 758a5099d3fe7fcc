"""`python -m tests.fuzz.guided html --minutes 10`: mutations guided by what they reach in the reader.

Needs atheris (`pip install atheris`), which keeps inputs that reach new branches and mutates them further.
It ends at a crash, or where a reader does not come back, and leaves the input beside the other findings.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from pathlib import Path

from tests.fuzz.tokens import LARGEST

_HANG = 300  # seconds; what is slow shows in processor time, which a busy machine does not change


def main() -> int:
    try:
        import atheris
    except ModuleNotFoundError:
        print("atheris is not installed; run `pip install atheris`, or try `python -m tests.fuzz`.")
        return 2
    with atheris.instrument_imports(include=["generator"]):
        from tests.fuzz.targets import names

        parser = argparse.ArgumentParser(description=__doc__)
        parser.add_argument("target", choices=names())
        parser.add_argument("--minutes", type=float, default=10.0)
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--out", type=Path, default=Path("build/fuzz"))
        parser.add_argument("--from", dest="folders", type=Path, action="append", default=[])
        chosen = parser.parse_args()
        _load(chosen.target)
    with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
        _fuzz(chosen, Path(folder))
    return 0


def _load(name: str) -> None:
    """Have the reader of the target imported while imports are instrumented."""
    from tests.fuzz.seeds import seeds, weighed

    weighed(name, seeds(name))


def _fuzz(chosen: argparse.Namespace, folder: Path) -> None:
    import atheris

    from tests.fuzz.mutating import Mutation, mutated
    from tests.fuzz.running import Figures, Task, keep
    from tests.fuzz.seeds import corpus_of, from_folders, seeds
    from tests.fuzz.trying import attempt

    name: str = chosen.target
    known = chosen.out / "guided" / name
    known.mkdir(parents=True, exist_ok=True)
    first = [*seeds(name), *from_folders(name, [chosen.out / "seeds", *chosen.folders])]
    task, figures = Task(name, 0, 0, chosen.out, []), Figures()
    for number, data in enumerate([*first, *corpus_of(chosen.out, name)]):
        (known / f"seed-{number}").write_bytes(data)

    def one(data: bytes) -> None:
        figures.tries += 1
        outcome = attempt(name, Mutation(data, False), folder, twice=figures.tries % 8 == 0)
        if outcome.finding is not None:
            keep(task, data, outcome.finding, figures)

    def change(data: bytes, largest: int, number: int) -> bytes:
        # An empty input, with which the library begins, has nothing to change.
        chance = random.Random(number)
        others = [chance.choice(first) for _ in range(2)]
        return mutated(name, data or chance.choice(first), number, others, hiding=False).data[:largest]

    options = [
        f"-max_total_time={round(60 * chosen.minutes)}", f"-seed={chosen.seed}", f"-timeout={_HANG}",
        "-rss_limit_mb=4000", f"-max_len={LARGEST}", f"-artifact_prefix={chosen.out}/{name}-",
        "-print_final_stats=1", "-verbosity=0",
    ]  # fmt: skip
    atheris.Setup([sys.argv[0], *options, str(known)], one, custom_mutator=change)
    atheris.Fuzz()


if __name__ == "__main__":
    sys.exit(main())

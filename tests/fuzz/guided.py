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

from tests.fuzz.mutating import LARGEST, mutated
from tests.fuzz.seeds import SUFFIXES, seeds

_HANG = 300  # seconds; what is slow shows in processor time, which a busy machine does not change


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("reader", choices=[*SUFFIXES])
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, default=Path("build/fuzz"))
    chosen = parser.parse_args()
    chosen.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
        _fuzz(chosen.reader, chosen.minutes, chosen.seed, chosen.out, Path(folder))


def _fuzz(reader: str, minutes: float, seed: int, out: Path, folder: Path) -> None:
    import atheris

    with atheris.instrument_imports(include=["generator"]):
        import generator.reading.docx.reader
        import generator.reading.html.reader
        import generator.reading.jats.reader
        import generator.reading.latex.reader
        import generator.reading.markdown.reader
        import generator.reading.pdf
        import generator.reading.tei.reader  # noqa: F401
        from tests.fuzz.trying import attempt
    from tests.fuzz.running import Figures, keep

    figures = Figures()
    known = folder / "known"
    known.mkdir()
    for number, data in enumerate(seeds(reader)):
        (known / f"{number}").write_bytes(data)

    def one(data: bytes) -> None:
        finding = attempt(reader, data, folder)
        if finding is not None:
            keep(reader, data, finding, figures, out)

    def change(data: bytes, largest: int, number: int) -> bytes:
        # An empty input, with which the library begins, has nothing to change.
        return mutated(data or random.Random(number).choice(seeds(reader)), number)[:largest]

    options = [
        f"-max_total_time={round(60 * minutes)}", f"-seed={seed}", f"-timeout={_HANG}", "-rss_limit_mb=4000",
        f"-max_len={LARGEST}", f"-artifact_prefix={out}/{reader}-", "-print_final_stats=1", "-verbosity=0",
    ]  # fmt: skip
    atheris.Setup([sys.argv[0], *options, str(known)], one, custom_mutator=change)
    atheris.Fuzz()


if __name__ == "__main__":
    main()

"""What hostile files take: made-up monsters and mutated files, each read in a process with limits.

    python -m tests.benchmarks.hostile [--mutated N] [--bytes N] [--seed N] [--formats pdf html ...] [--short]

Each file is read on its own by a reading process, as a build reads it, with the usual limits of time and
memory. Told are those that took more than 5 s of processor time or 500 MB of memory, and what became of
them; and what reading them cost the process that asked for it, where nothing limits time and memory.
--mutated: files per format (seeds of tests/fuzz, changed). --bytes: size of a monster. --short: 20 mutated
files per format and monsters of 20 kB, a few minutes.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from generator.core.formats import Format
from generator.core.paper import Metadata, Paper
from generator.errors import UnreadablePaper
from generator.reading import ReadingLimits, read_papers
from generator.reading.dispatch import read_file
from tests.fuzz.mutating import mutated
from tests.fuzz.seeds import seeds
from tests.monsters import SUFFIXES, monster, monsters

SECONDS, MEGABYTES = 5.0, 500.0
_NOTE = "took "  # begins the warning by which a reading process tells what it took


@dataclass(frozen=True, slots=True)
class Taken:
    """What one file took in its reading process; None where the process did not live to tell it."""

    name: str
    refused: str
    seconds: float | None
    megabytes: float | None

    @property
    def is_much(self) -> bool:
        if self.seconds is None or self.megabytes is None:
            return True
        return self.seconds > SECONDS or self.megabytes > MEGABYTES


def measured(path: Path, *, id: str, format: Format) -> Paper:
    """Read a file in a reading process; its result names time and growth of memory, and holds no text."""
    begun, before = time.process_time(), _peak(resource.RUSAGE_SELF)
    refused = ""
    try:
        read_file(path, id=id, format=format)
    except UnreadablePaper as error:
        refused = error.what
    except MemoryError:
        refused = "needs more memory than a paper may take"
    told = f"{_NOTE}{time.process_time() - begun} {_peak(resource.RUSAGE_SELF) - before}"
    return Paper(id, format, path.name, Metadata(), "", (), warnings=(told, refused))


def files(folder: Path, formats: list[Format], count: int, size: int, seed: int) -> Iterator[Path]:
    """Write the monsters and the mutated files of each format, and name them."""
    for number, (format, unit) in enumerate(monsters()):
        if format in formats:
            path = folder / f"monster-{number}{SUFFIXES[format]}"
            path.write_bytes(monster(format, unit, size))
            yield path
    for format in formats:
        valid = seeds(format)
        for number in range(count):
            path = folder / f"mutated-{format}-{number}{SUFFIXES[format]}"
            path.write_bytes(mutated(valid[number % len(valid)], seed * 1_000_003 + number) or b" ")
            yield path


def taken(path: Path, result: Paper | UnreadablePaper) -> Taken:
    if isinstance(result, UnreadablePaper):
        # Refused before it was read, which took nothing, or ended by a limit.
        ended = any(word in result.what for word in ("took more", "more memory", "process stop"))
        return Taken(path.name, result.what, *((None, None) if ended else (0.0, 0.0)))
    told, refused = result.warnings
    seconds, megabytes = map(float, told.removeprefix(_NOTE).split())
    return Taken(path.name, refused, seconds, megabytes)


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--mutated", type=int, default=2000)
    parser.add_argument("--bytes", type=int, default=300_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--formats", nargs="*", default=list(SUFFIXES), choices=list(SUFFIXES))
    parser.add_argument("--short", action="store_true")
    options = parser.parse_args()
    count, size = (20, 20_000) if options.short else (options.mutated, options.bytes)
    with tempfile.TemporaryDirectory() as folder:
        paths = list(files(Path(folder), options.formats, count, size, options.seed))
        begun, before = time.process_time(), _peak(resource.RUSAGE_SELF)
        results = read_papers(paths, limits=ReadingLimits(), jobs=options.jobs, reader=measured)
        found = [taken(path, result) for path, result in results]
        here, grown = time.process_time() - begun, _peak(resource.RUSAGE_SELF) - before
    much = [one for one in found if one.is_much]
    ended = [one for one in much if one.seconds is None]
    for one in much:
        cost = "ended by a limit" if one.seconds is None else f"{one.seconds:.1f} s, {one.megabytes:.0f} MB"
        print(f"{one.name}: {cost}; {one.refused or 'read'}")
    most = max((one.seconds or 0 for one in found), default=0)
    print(f"{len(found)} files, {sum(bool(one.refused) for one in found)} refused; longest {most:.1f} s")
    print(f"more than {SECONDS:g} s or {MEGABYTES:g} MB: {len(much)}, of them ended by a limit: {len(ended)}")
    print(f"the process that asked: {here / max(1, len(found)) * 1000:.1f} ms a file, {grown:.0f} MB more")
    return 0 if grown <= MEGABYTES else 1


def _peak(who: int) -> float:
    """Return the most memory that a process had so far, in MB."""
    most = resource.getrusage(who).ru_maxrss
    return most / 1e6 if sys.platform == "darwin" else most / 1e3


if __name__ == "__main__":
    sys.exit(main())

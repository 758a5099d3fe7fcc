"""Every reader takes or refuses hostile files; `python -m tests.fuzz all --minutes 60` is the long form."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="asks the system for the memory of a process")
if sys.platform != "win32":
    from tests.fuzz.mutating import mutated
    from tests.fuzz.seeds import SUFFIXES, seeds
    from tests.fuzz.trying import attempt, read

_TRIES = 40


@pytest.mark.parametrize("reader", SUFFIXES)
def test_mutated_files_are_read_or_refused_in_time(reader: str, tmp_path: Path) -> None:
    for data in seeds(reader):
        whole = tmp_path / f"whole{SUFFIXES[reader]}"
        whole.write_bytes(data)
        read(reader, whole)  # raises where the file is not valid
        for number in range(_TRIES):
            finding = attempt(reader, mutated(data, number), tmp_path)
            assert finding is None, f"mutation {number}: {finding.told}"


def test_a_mutation_is_the_same_every_time() -> None:
    data = seeds("html")[0]
    assert [mutated(data, k) for k in range(20)] == [mutated(data, k) for k in range(20)]
    assert len({mutated(data, k) for k in range(20)}) > 15

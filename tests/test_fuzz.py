"""Every reader takes or refuses hostile files; `python -m tests.fuzz all --minutes 60` is the long form."""

from __future__ import annotations

import random
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="asks the system for the memory of a process")
if sys.platform != "win32":
    from tests.fuzz.hiding import with_hidden
    from tests.fuzz.mutating import Mutation, mutated
    from tests.fuzz.seeds import seeds
    from tests.fuzz.targets import names, target
    from tests.fuzz.trying import attempt, read
else:
    names = tuple

_TRIES = 40


@pytest.mark.parametrize("name", names())
def test_mutated_files_are_read_or_refused_in_time(name: str, tmp_path: Path) -> None:
    for data in seeds(name):
        whole = tmp_path / f"whole{target(name).suffix}"
        whole.write_bytes(data)
        read(name, whole)  # raises where the file is not valid
        for number in range(_TRIES):
            finding = attempt(name, mutated(name, data, number, seeds(name)), tmp_path, twice=True).finding
            assert finding is None, f"mutation {number}: {finding.told}"


@pytest.mark.parametrize("name", ["html", "pdf", "docx", "settings", "ledger", "latex"])
def test_a_mutation_is_the_same_every_time(name: str) -> None:
    data = seeds(name)[0]
    assert [mutated(name, data, k) for k in range(20)] == [mutated(name, data, k) for k in range(20)]
    assert len({mutated(name, data, k) for k in range(20)}) > 15


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        (b"<!DOCTYPE html><html><body><p>Moths fly. qzxsecretqzx</p></body></html>", "hidden"),
        (b"<!DOCTYPE html><html><body><p>Moths fly.</p></body></html>", None),
    ],
)
def test_words_that_should_be_hidden_are_found(said: bytes, kind: str | None, tmp_path: Path) -> None:
    finding = attempt("html", Mutation(said, True), tmp_path).finding
    assert (finding and finding.kind) == kind


@pytest.mark.parametrize("name", ["html", "jats", "tei", "docx", "pdf", "latex"])
def test_hidden_words_are_in_the_file_and_not_in_the_paper(name: str, tmp_path: Path) -> None:
    for data in seeds(name):
        for number in range(10):
            hidden = with_hidden(target(name).kind, data, random.Random(number))
            assert hidden is not None
            finding = attempt(name, Mutation(hidden, True), tmp_path).finding
            assert finding is None, f"place {number}: {finding.told}"

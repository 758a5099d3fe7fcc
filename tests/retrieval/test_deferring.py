"""Imports that are put off: what a library gets instead, and that nothing is lost by it."""

from __future__ import annotations

import importlib
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.retrieval import deferring
from generator.retrieval.deferring import deferred, loaded_quickly

PACKAGE = {
    "__init__.py": "",
    "parts.py": "MADE = []\nclass Part:\n    kind = 'real'\ndef add(a, b):\n    return a + b\n",
}


@pytest.fixture
def slowly(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Yield the name of a package that can be imported."""
    name = "slowly_imported"
    (tmp_path / name).mkdir()
    for file, text in PACKAGE.items():
        (tmp_path / name / file).write_text(text, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    yield name
    for module in [module for module in sys.modules if module.partition(".")[0] == name]:
        del sys.modules[module]


def test_a_name_of_a_module_that_is_put_off_imports_it_when_it_is_used(slowly: str) -> None:
    with deferred(slowly):
        parts = importlib.import_module(f"{slowly}.parts")
        add, part = parts.add, parts.Part
        assert not isinstance(3, part)
    assert slowly not in sys.modules
    assert add(2, 3) == 5
    assert part.kind == "real"
    assert isinstance(part(), part)
    assert isinstance(importlib.import_module(f"{slowly}.parts").Part(), part)


def test_a_name_that_is_used_within_the_block_is_real_too(slowly: str) -> None:
    with deferred(slowly):
        assert importlib.import_module(f"{slowly}.parts").add(2, 3) == 5


def test_what_is_imported_already_stays(slowly: str) -> None:
    real = importlib.import_module(slowly)
    with deferred(slowly):
        assert importlib.import_module(slowly) is real
    assert sys.modules[slowly] is real


def test_what_is_not_installed_is_still_missing() -> None:
    with deferred("no_such_package"), pytest.raises(ModuleNotFoundError):
        importlib.import_module("no_such_package")


def test_another_thread_imports_as_usual(slowly: str) -> None:
    found = []
    with deferred(slowly):
        other = threading.Thread(target=lambda: found.append(importlib.import_module(f"{slowly}.parts")))
        other.start()
        other.join()
    assert found[0].MADE == []


def test_a_library_that_cannot_do_without_is_imported_as_usual(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deferring, "_LIBRARIES", ("no_such_package",))
    tries = []

    def load() -> str:
        tries.append(sys.meta_path[0].__class__.__name__)
        if len(tries) == 1:
            raise TypeError("a stand-in is no base class")
        return "loaded"

    assert loaded_quickly(load) == "loaded"
    assert tries[0] == "_Finder"
    assert tries[1] != "_Finder"


_VECTORS = """
import hashlib, sys
from generator.retrieval import CrossEncoder, ScoredText, SentenceTransformerEncoder
from generator.retrieval import deferring, encoder, scorer

if sys.argv[1] == "usual":
    encoder.loaded_quickly = scorer.loaded_quickly = lambda load: load()
texts = ["Seeds were fixed.", "All photographs are deposited at Zenodo, under an open licence.", "No."] * 5
vectors = SentenceTransformerEncoder().encode(texts)
scores = CrossEncoder().score("Is there a seed?", [ScoredText("Methods", text) for text in texts])
print(hashlib.sha256(vectors.tobytes() + scores.tobytes()).hexdigest())
print(*[name for name in deferring.NOT_FOR_ENCODING if name in sys.modules])
import scipy.sparse, sklearn.metrics, torch.distributed.tensor
print(scipy.sparse.eye(3).sum(), sklearn.metrics.accuracy_score([1], [1]), torch.distributed.is_available())
"""


def _vectors(way: str) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", _VECTORS, way], capture_output=True, text=True, check=True, timeout=300
    )
    return done.stdout.splitlines()


@pytest.mark.slow
def test_vectors_and_scores_are_the_same_and_the_rest_is_there_when_it_is_needed() -> None:
    quick, usual = _vectors("quick"), _vectors("usual")
    assert quick[0] == usual[0]
    assert quick[1] == ""
    assert usual[1].split() == list(deferring.NOT_FOR_ENCODING)
    assert quick[2] == usual[2]

"""What retrieval keeps of a paper: the same to the last bit, a miss where damaged, and never too much."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest

from generator.core import PartOfQuestion, Question
from generator.retrieval import (
    PACKAGED,
    PACKAGED_SCORER,
    CachingEncoder,
    CachingScorers,
    RetrievalUsage,
    ScoredText,
    Scorer,
    made_by,
    query_lists,
)
from generator.retrieval import (
    model_results as kept,
)
from tests.conftest import paper_of

TEXTS = ["Seeds were fixed to 7.", "Images were flipped.", "Nothing else was done."]
PAPER = paper_of(("Methods", "Seeds were fixed to 7. Images were flipped."))


@pytest.fixture(autouse=True)
def _weights_need_no_hashing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Replace the hash of the 90 MB of weights, which each test here would take again."""
    monkeypatch.setattr(made_by, "encoder_hash", lambda model: "weights")


class Lengths:
    """An encoder whose vectors tell a text by its length; counts what it was given."""

    name = PACKAGED

    def __init__(self) -> None:
        self.given: list[list[str]] = []

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        self.given.append(list(texts))
        made = np.array([[len(text), 1.0, 3.0] for text in texts], dtype=np.float32).reshape(-1, 3)
        return np.asarray(made / np.linalg.norm(made, axis=1, keepdims=True), dtype=np.float32)


class Letters:
    """A scorer that goes by the letters of question and passage; counts its calls."""

    name = PACKAGED_SCORER

    def __init__(self) -> None:
        self.calls = 0

    def score(self, question: str, passages: Sequence[ScoredText]) -> np.ndarray:
        self.calls += 1
        return np.array([len(question) / 7 - len(p.text) / 3 for p in passages], dtype=np.float64)


def encoding(folder: Path | None, real: Lengths) -> CachingEncoder:
    return CachingEncoder(PACKAGED, folder, load=lambda name: real)


def vector_file(folder: Path) -> Path:
    (file,) = (folder / "vectors").iterdir()
    return file


def test_vectors_that_are_kept_are_the_same_to_the_last_bit_and_need_no_model(tmp_path: Path) -> None:
    real, loaded = Lengths(), list[str]()
    first = encoding(tmp_path, real).encode(TEXTS)

    def load(name: str) -> Lengths:
        loaded.append(name)
        return real

    usage = RetrievalUsage()
    again = CachingEncoder(PACKAGED, tmp_path, usage, load)
    assert again.holds(TEXTS)
    assert again.encode(TEXTS).tobytes() == first.tobytes() == real.encode(TEXTS).tobytes()
    assert (loaded, usage.sentences) == ([], 0)
    assert again.encode(TEXTS).flags.writeable
    assert not again.holds(TEXTS[:2])
    again.encode(TEXTS[:2])  # other texts side by side are another call: its last digits may be others
    assert (loaded, usage.sentences) == ([PACKAGED], 2)


def test_without_a_folder_nothing_is_kept(tmp_path: Path) -> None:
    real = Lengths()
    encoder = encoding(None, real)
    assert (encoder.encode(TEXTS) == encoder.encode(TEXTS)).all()
    assert len(real.given) == 2
    assert encoder.encode([]).shape == (0, 3)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "harm",
    [
        lambda data: data[:-3],
        lambda data: data + b"more",
        lambda data: data[:-5] + bytes([data[-5] ^ 1]) + data[-4:],
        lambda data: data.replace(b"vectors 1", b"vectors 9"),
        lambda data: data.replace(b'"rows": 3', b'"rows": 2'),
        lambda data: data.replace(b'"size": 3', b'"size": -3'),
        lambda data: data.replace(b'"size"', b'"seize"'),
        lambda data: b"",
        lambda data: b"answerbook vectors 1\n" + b"[" * 100_000,
        lambda data: b"answerbook vectors 1\n[]\n",
        lambda data: b"\xff" * 99,
    ],
)
def test_what_is_damaged_is_computed_again(tmp_path: Path, harm: Callable[[bytes], bytes]) -> None:
    real = Lengths()
    first = encoding(tmp_path, real).encode(TEXTS)
    file = vector_file(tmp_path)
    whole = file.read_bytes()
    assert harm(whole) != whole
    file.write_bytes(harm(whole))
    assert (encoding(tmp_path, real).encode(TEXTS) == first).all()
    assert len(real.given) == 2
    assert file.read_bytes() == whole


def test_vectors_that_no_encoder_made_are_none(tmp_path: Path) -> None:
    real = Lengths()
    encoding(tmp_path, real).encode(TEXTS)
    file = vector_file(tmp_path)
    for bad in (np.nan, np.inf, 40.0):
        vectors = np.full((3, 3), bad, dtype=np.float32)
        file.write_bytes(kept._packed(vectors))
        assert np.isfinite(encoding(tmp_path, real).encode(TEXTS)).all()
    assert len(real.given) == 4


def test_another_processor_another_library_or_other_weights_have_vectors_of_their_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Lengths()
    encoding(tmp_path, real).encode(TEXTS)
    monkeypatch.setattr(made_by, "instructions", lambda: "x86_64 sse2")
    encoding(tmp_path, real).encode(TEXTS)
    monkeypatch.setattr(made_by, "encoder_hash", lambda model: "others")
    encoding(tmp_path, real).encode(TEXTS)
    monkeypatch.setattr(made_by.importlib.metadata, "version", lambda name: "0")
    encoding(tmp_path, real).encode(TEXTS)
    assert len(real.given) == 4
    monkeypatch.setattr(made_by, "encoder_hash", lambda model: None)  # not on this machine: nobody can tell
    encoding(tmp_path, real).encode(TEXTS)
    encoding(tmp_path, real).encode(TEXTS)
    assert len(real.given) == 6


def test_the_instructions_of_a_processor_are_those_for_numbers(tmp_path: Path) -> None:
    info = tmp_path / "cpuinfo"
    info.write_text("model name: Some\nflags\t\t: fpu avx2 ibrs avx512_bf16 fma\n", encoding="utf-8")
    assert made_by.instructions(info).split()[1:] == ["avx2", "avx512_bf16", "fma", "fpu"]
    assert made_by.instructions(tmp_path / "none") != ""


def test_a_disk_that_cannot_be_written_costs_time_alone(tmp_path: Path) -> None:
    (tmp_path / "vectors").write_text("a file where the folder should be", encoding="utf-8")
    (tmp_path / "scores").write_text("here too", encoding="utf-8")
    real, letters = Lengths(), Letters()
    for _ in range(2):
        assert encoding(tmp_path, real).encode(TEXTS).shape == (3, 3)
        scorer = scorers(tmp_path, letters).of(PAPER)
        assert scorer is not None
        scorer.score("Which seeds?", PASSAGES)
        scorer.save()
    assert (len(real.given), letters.calls) == (2, 2)


PASSAGES = [ScoredText("Methods", "Seeds were fixed to 7."), ScoredText("", "Images were flipped.")]


def scorers(folder: Path | None, real: Scorer, usage: RetrievalUsage | None = None) -> CachingScorers:
    made = CachingScorers(PACKAGED_SCORER, folder, usage or RetrievalUsage())
    made._scorer = real
    return made


def test_scores_are_kept_by_paper_question_and_passages(tmp_path: Path) -> None:
    real, usage = Letters(), RetrievalUsage()
    first = scorers(tmp_path, real, usage).of(PAPER)
    assert first is not None
    found = first.score("Which seeds?", PASSAGES)
    first.score("Which images?", PASSAGES[:1])
    first.save()
    again = scorers(tmp_path, real, usage).of(PAPER)
    assert again is not None
    assert again.score("Which seeds?", PASSAGES).tobytes() == found.tobytes()
    assert again.score("Which seeds?", PASSAGES).dtype == np.float64
    assert (again.knows("Which seeds?"), again.knows("Which trees?")) == (True, False)
    assert (real.calls, usage.pairs) == (2, 3)
    again.score("Which seeds?", PASSAGES[::-1])  # in another order, they are another batch
    other = scorers(tmp_path, real).of(paper_of(("Methods", "Another text altogether.")))
    assert other is not None
    other.score("Which seeds?", PASSAGES)
    assert real.calls == 4


def test_two_workers_on_one_paper_keep_what_both_found(tmp_path: Path) -> None:
    real = Letters()
    one, other = scorers(tmp_path, real).of(PAPER), scorers(tmp_path, real).of(PAPER)
    assert one is not None
    assert other is not None
    one.score("Which seeds?", PASSAGES)
    other.score("Which images?", PASSAGES)
    one.save()
    other.save()
    both = scorers(tmp_path, real).of(PAPER)
    assert both is not None
    assert both.knows("Which seeds?")
    assert both.knows("Which images?")


@pytest.mark.parametrize("content", ["", "{}", '{"content": 7}', "\x00", "[" * 99_999])
def test_scores_that_are_damaged_are_computed_again(tmp_path: Path, content: str) -> None:
    real = Letters()
    first = scorers(tmp_path, real).of(PAPER)
    assert first is not None
    first.score("Which seeds?", PASSAGES)
    first.save()
    (file,) = (tmp_path / "scores").iterdir()
    file.write_text(content, encoding="utf-8")
    again = scorers(tmp_path, real).of(PAPER)
    assert again is not None
    again.score("Which seeds?", PASSAGES)
    assert real.calls == 2


def test_of_scores_without_end_the_latest_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "MAX_CALLS", 3)
    scorer = scorers(tmp_path, Letters()).of(PAPER)
    assert scorer is not None
    for number in range(5):
        scorer.score(f"Which seed {number}?", PASSAGES)
        scorer.save()
    again = scorers(tmp_path, Letters()).of(PAPER)
    assert again is not None
    assert [again.knows(f"Which seed {n}?") for n in range(5)] == [False, False, True, True, True]


def test_no_scorer_is_none(tmp_path: Path) -> None:
    assert CachingScorers("", tmp_path, RetrievalUsage()).of(PAPER) is None


def test_a_full_folder_gives_up_what_was_of_no_use_for_longest(tmp_path: Path) -> None:
    now = time.time()
    for name, days in (("old", 30), ("older", 60), ("yesterday", 2), ("today", 0)):
        (tmp_path / name).write_bytes(b"x" * 100)
        os.utime(tmp_path / name, (now - 86_400 * days,) * 2)
    assert not kept.trim_cache(tmp_path, 400)
    assert not kept.trim_cache(tmp_path, 250)
    assert {path.name for path in tmp_path.iterdir()} == {"yesterday", "today"}
    assert kept.trim_cache(tmp_path, 50)  # what is in use today stays, though there is too much of it
    assert {path.name for path in tmp_path.iterdir()} == {"today"}
    assert not kept.trim_cache(tmp_path / "none", 1)


def test_where_all_is_in_use_nothing_more_is_kept(tmp_path: Path) -> None:
    folder = kept._Folder(tmp_path, most=150)
    folder.put(tmp_path / "one", b"x" * 200)
    again = kept._Folder(tmp_path, most=150)
    again.put(tmp_path / "two", b"x" * 200)
    assert [path.name for path in tmp_path.iterdir()] == ["one"]


def test_what_is_of_use_is_not_given_up(tmp_path: Path) -> None:
    real = Lengths()
    encoding(tmp_path, real).encode(TEXTS)
    file = vector_file(tmp_path)
    long_ago = time.time() - 86_400 * 90
    os.utime(file, (long_ago, long_ago))
    encoding(tmp_path, real).encode(TEXTS)
    assert file.stat().st_mtime > long_ago + 86_400


def test_seconds_of_threads_side_by_side_are_counted_once() -> None:
    usage, began = RetrievalUsage(), time.perf_counter()
    with usage.timed("scoring"), usage.timed("scoring"):
        time.sleep(0.02)
    with usage.timed("scoring"):
        time.sleep(0.02)
    assert 0.04 <= usage.scoring <= time.perf_counter() - began
    assert usage.copy().scoring == usage.scoring


def test_queries_are_listed_as_an_encoder_is_given_them() -> None:
    parts = (PartOfQuestion("what", "What grew?"), PartOfQuestion("where", "Where did it grow?"))
    asked = [Question("a", "Who?", "G", queries=("By whom?",)), Question("b", "What?", "G", parts=parts)]
    assert list(query_lists(asked)) == [["Who?", "By whom?"], ["What?"]]
    assert list(query_lists(asked, parts=True))[2:] == [["Where did it grow?", "Where did it grow?"]]

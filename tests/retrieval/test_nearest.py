"""The nearest vectors of a collection: exact while it is small, nearly so when it is large."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.retrieval.nearest import NearestIndex

SIZE = 16


def vectors(count: int, seed: int = 1) -> np.ndarray:
    """Return unit vectors in clusters, as those of sentences are."""
    chance = np.random.default_rng(seed)
    centres = np.random.default_rng(0).normal(size=(60, SIZE))
    found = centres[chance.integers(0, 60, count)] + 0.4 * chance.normal(size=(count, SIZE))
    return np.asarray(found / np.linalg.norm(found, axis=1, keepdims=True), dtype=np.float32)


def names(count: int) -> list[str]:
    return [f"paper-{n // 28}/q{n % 28}" for n in range(count)]


def test_the_nearest_are_those_of_a_plain_product() -> None:
    known = vectors(500)
    index = NearestIndex(SIZE)
    index.put(names(500), known)
    for row, found in zip(known[:20], index.nearest(known[:20], 5), strict=True):
        order = np.argsort(-(known @ row), kind="stable")[:5]
        assert [name for name, _ in found] == [names(500)[n] for n in order]
        assert found[0][1] == pytest.approx(1.0, abs=1e-5)


def test_a_large_index_finds_nearly_all_of_what_an_exact_one_finds() -> None:
    exact, quick = NearestIndex(SIZE), NearestIndex(SIZE, flat_up_to=2_000)
    known = vectors(12_000)
    for start in range(0, 12_000, 1_500):
        part = slice(start, start + 1_500)
        exact.put(names(12_000)[part], known[part])
        quick.put(names(12_000)[part], known[part])
    assert (exact.kind, quick.kind, len(quick)) == ("flat", "IVF, SQ8", 12_000)
    asked = vectors(200, seed=2)
    pairs = zip(exact.nearest(asked, 10), quick.nearest(asked, 10), strict=True)
    shared = [len({n for n, _ in one} & {n for n, _ in other}) for one, other in pairs]
    assert np.mean(shared) / 10 > 0.8


@pytest.mark.parametrize("flat_up_to", [10_000, 300])
def test_what_is_put_again_is_replaced_and_what_is_dropped_is_gone(flat_up_to: int) -> None:
    index = NearestIndex(SIZE, flat_up_to=flat_up_to)
    known = vectors(600)
    index.put(names(600), known)
    index.put(["paper-0/q0"], known[50:51])
    index.drop(["paper-1/q1", "nobody"])
    assert len(index) == 599
    assert not {"paper-1/q1"} & set(index.keys())
    (found,) = index.nearest(known[50:51], 2)
    assert {name for name, _ in found} == {"paper-0/q0", names(600)[50]}
    index.put(["a", "a"], known[:2])
    assert len(index) == 600
    assert index.nearest(known[1:2], 1)[0][0][0] in ("a", names(600)[1])


@pytest.mark.parametrize("flat_up_to", [10_000, 300])
def test_a_saved_index_goes_on_as_if_it_had_never_been_closed(tmp_path: Path, flat_up_to: int) -> None:
    index = NearestIndex(SIZE, flat_up_to=flat_up_to)
    known = vectors(900)
    index.put(names(600), known[:600])
    index.save(tmp_path)
    again = NearestIndex.load(tmp_path, SIZE, flat_up_to=flat_up_to)
    for one in (index, again):
        one.put(names(900)[600:], known[600:])
        one.drop(names(10))
    assert again.keys() == index.keys()
    assert again.nearest(known[:30], 4) == index.nearest(known[:30], 4)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["nearest.index"]


@pytest.mark.parametrize("damage", [b"", b"\x05\0\0\0\0\0\0\0{}", b"rubbish" * 100, None])
def test_a_damaged_index_is_an_empty_one(tmp_path: Path, damage: bytes | None) -> None:
    index = NearestIndex(SIZE)
    index.put(names(50), vectors(50))
    index.save(tmp_path)
    file = tmp_path / "nearest.index"
    file.write_bytes(file.read_bytes()[:-40] if damage is None else damage)
    assert len(NearestIndex.load(tmp_path, SIZE)) == 0
    index.save(tmp_path)
    assert len(NearestIndex.load(tmp_path, SIZE + 1)) == 0  # of another encoder
    assert len(NearestIndex.load(tmp_path / "nowhere", SIZE)) == 0


def test_vectors_of_another_size_are_refused() -> None:
    with pytest.raises(ValueError, match="for 2 keys"):
        NearestIndex(SIZE).put(["a", "b"], vectors(3))


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["put", "drop"]), st.integers(0, 30)), max_size=30))
def test_an_index_holds_what_was_put_and_not_dropped(steps: list[tuple[str, int]]) -> None:
    known = vectors(31)
    index, wanted = NearestIndex(SIZE), set()
    for step, number in steps:
        if step == "put":
            index.put([str(number)], known[number : number + 1])
            wanted.add(str(number))
        else:
            index.drop([str(number)])
            wanted.discard(str(number))
    assert set(index.keys()) == wanted
    assert {name for row in index.nearest(known[:1], 40) for name, _ in row} == wanted


@pytest.mark.parametrize("flat_up_to", [10_000, 300])
def test_a_search_among_some_keys_finds_the_nearest_of_these(flat_up_to: int) -> None:
    index = NearestIndex(SIZE, flat_up_to=flat_up_to)
    known = vectors(2_000)
    for start in range(0, 2_000, 100):
        index.put(names(2_000)[start : start + 100], known[start : start + 100])
    some = names(2_000)[::97]
    (found,) = index.nearest(known[5:6], 10, among=[*some, "nobody"])
    cosines = known[::97] @ known[5]
    assert [name for name, _ in found][:3] == [some[n] for n in np.argsort(-cosines)[:3]]
    assert {name for name, _ in index.nearest(known[5:6], 10**6, among=some)[0]} == set(some)
    assert index.nearest(known[5:6], 10, among=[]) == [[]]


def test_a_search_everywhere_finds_all() -> None:
    index = NearestIndex(SIZE, flat_up_to=300)
    index.put(names(3_000), vectors(3_000))
    assert len(index.nearest(vectors(1), 3_000)[0]) < 3_000
    assert len(index.nearest(vectors(1), 3_000, everywhere=True)[0]) == 3_000


def test_cosines_stay_what_they_are_while_a_large_index_grows() -> None:
    index = NearestIndex(SIZE, flat_up_to=50)
    known = vectors(6_000)
    for start in range(0, 6_000, 40):  # trained at 80, and whenever there are four times as many
        index.put(names(6_000)[start : start + 40], known[start : start + 40])
    held = dict(index.nearest(known[7:8], 6_000, everywhere=True)[0])
    exact = dict(zip(names(6_000), (known @ known[7]).tolist(), strict=True))
    assert max(abs(held[name] - exact[name]) for name in exact) < 0.05


def test_a_large_index_that_shrinks_is_flat_again_and_can_grow_again() -> None:
    index = NearestIndex(SIZE, flat_up_to=300)
    known = vectors(1_000)
    index.put(names(1_000), known)
    index.drop(names(1_000)[100:])
    assert (index.kind, len(index)) == ("flat", 100)
    assert index.nearest(known[7:8], 1)[0][0][0] == names(1_000)[7]
    index.put(names(1_000)[100:], known[100:])
    index.drop(names(1_000)[:50])
    assert (index.kind, len(index)) == ("IVF, SQ8", 950)
    assert set(index.keys()) == set(names(1_000)[50:])
    index.drop(names(1_000))
    assert (index.kind, len(index)) == ("flat", 0)


@pytest.mark.parametrize("flat_up_to", [1, 5, 20])
def test_lists_are_never_more_than_vectors(flat_up_to: int) -> None:
    index = NearestIndex(SIZE, flat_up_to=flat_up_to)
    for number in range(60):
        index.put([str(number)], vectors(60)[number : number + 1])
    assert len(index.nearest(vectors(1), 60, everywhere=True)[0]) == 60


def test_what_is_known_of_the_vectors_is_saved_with_them(tmp_path: Path) -> None:
    index = NearestIndex(SIZE)
    index.about = {"papers": {"größe": "abc"}}
    index.save(tmp_path)
    assert NearestIndex.load(tmp_path, SIZE).about == {"papers": {"größe": "abc"}}


@pytest.mark.parametrize("at", [3, 9, 40, -200])
def test_one_wrong_bit_anywhere_is_seen(tmp_path: Path, at: int) -> None:
    index = NearestIndex(SIZE)
    index.put(names(50), vectors(50))
    index.save(tmp_path)
    file = tmp_path / "nearest.index"
    data = bytearray(file.read_bytes())
    data[at] ^= 1
    file.write_bytes(bytes(data))
    assert len(NearestIndex.load(tmp_path, SIZE)) == 0


def test_a_save_that_fails_leaves_the_earlier_index_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    index = NearestIndex(SIZE)
    index.put(names(50), vectors(50))
    index.save(tmp_path)
    index.put(["new"], vectors(1))
    monkeypatch.setattr("generator.storage.files.os.fsync", full)
    with pytest.raises(OSError, match="No space left"):
        index.save(tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == ["nearest.index"]
    assert len(NearestIndex.load(tmp_path, SIZE)) == 50

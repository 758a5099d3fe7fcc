"""Energy from a powercap tree that the test wrote."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from generator.run.energy import EnergyMeter, domains

RANGE = 262_143_328_850  # microjoules: what many processors tell


class Tree:
    """A folder like /sys/class/powercap."""

    def __init__(self, root: Path) -> None:
        self.root = root
        root.mkdir()

    def zone(self, zone: str, name: str, energy: int | None, range_uj: int | None = RANGE) -> None:
        folder = self.root / zone
        folder.mkdir()
        (folder / "name").write_text(f"{name}\n", encoding="ascii")
        if energy is not None:
            self.set(zone, energy)
        if range_uj is not None:
            (folder / "max_energy_range_uj").write_text(f"{range_uj}\n", encoding="ascii")

    def set(self, zone: str, energy: int) -> None:
        (self.root / zone / "energy_uj").write_text(f"{energy}\n", encoding="ascii")


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    return Tree(tmp_path / "powercap")


def test_packages_are_counted_once_each(tree: Tree) -> None:
    tree.zone("intel-rapl:0", "package-0", 1_000_000)
    tree.zone("intel-rapl:0:0", "core", 500_000)
    tree.zone("intel-rapl:0:1", "dram", 500_000)
    tree.zone("intel-rapl:1", "package-1", 2_000_000)
    tree.zone("intel-rapl:2", "psys", 9_000_000)
    tree.zone("intel-rapl-mmio:0", "package-0", 1_000_000)
    tree.zone("dtpm", "package-0", 1)
    (tree.root / "intel-rapl").mkdir()
    meter = EnergyMeter(tree.root)
    meter.start()
    for zone in ("intel-rapl:0:0", "intel-rapl:0:1", "intel-rapl:2", "intel-rapl-mmio:0", "dtpm"):
        tree.set(zone, 100_000_000)
    tree.set("intel-rapl:0", 4_500_000)
    tree.set("intel-rapl:1", 2_250_000)
    assert meter.stop() == pytest.approx(3.75)
    assert [d.name for d in domains(tree.root)] == ["package-0", "package-1"]


def test_a_counter_that_starts_again_is_added_up(tree: Tree) -> None:
    tree.zone("intel-rapl:0", "package-0", RANGE - 2_000_000)
    meter = EnergyMeter(tree.root)
    meter.start()
    tree.set("intel-rapl:0", 1_000_000)
    assert meter.stop() == pytest.approx(3.0)


def test_a_long_run_goes_round_many_times(tree: Tree) -> None:
    clock = Clock()
    tree.zone("intel-rapl:0", "package-0", 0)
    meter = EnergyMeter(tree.root, clock)
    meter.start()
    for step in range(1, 11):
        clock.now += 200
        tree.set("intel-rapl:0", step * 200_000_000_000 % RANGE)
        meter.look()
    assert meter.stop() == pytest.approx(10 * 200_000)


def test_a_gap_in_which_a_counter_may_have_gone_round_unseen_is_not_guessed(tree: Tree) -> None:
    clock = Clock()
    tree.zone("intel-rapl:0", "package-0", 0)
    meter = EnergyMeter(tree.root, clock)
    meter.start()
    clock.now += meter.gap + 1
    tree.set("intel-rapl:0", 5)
    assert meter.stop() is None


def test_the_meter_looks_by_itself_before_a_counter_can_go_round(tree: Tree) -> None:
    # A range so small that the gap is 60 ms: without its thread the meter would know nothing at the end.
    tree.zone("intel-rapl:0", "package-0", 0, range_uj=60_000_000)
    meter = EnergyMeter(tree.root)
    assert meter.gap == pytest.approx(0.06)
    looks: list[float] = []
    look = meter.look
    meter.look = lambda: (looks.append(time.monotonic()), look())[1]  # type: ignore[method-assign]
    meter.start()
    patience = time.monotonic() + 10
    while len(looks) <= 3 and time.monotonic() < patience:
        time.sleep(0.01)
    meter.stop()
    assert len(looks) > 3


@pytest.mark.parametrize("missing", ["tree", "counter", "range", "number"])
def test_where_the_machine_does_not_tell_there_is_no_figure(missing: str, tree: Tree, tmp_path: Path) -> None:
    root = tree.root
    tree.zone("intel-rapl:0", "package-0", 1)
    if missing == "tree":
        root = tmp_path / "nowhere"
    elif missing == "counter":
        tree.zone("intel-rapl:1", "package-1", None)
    elif missing == "range":
        tree.zone("intel-rapl:1", "package-1", 1, None)
    else:
        (root / "intel-rapl:0" / "energy_uj").write_text("none", encoding="ascii")
    meter = EnergyMeter(root)
    assert not meter.readable
    meter.start()
    assert meter.stop() is None


def test_a_counter_that_is_lost_meanwhile_leaves_no_figure(tree: Tree) -> None:
    tree.zone("intel-rapl:0", "package-0", 1)
    meter = EnergyMeter(tree.root)
    meter.start()
    (tree.root / "intel-rapl:0" / "energy_uj").unlink()
    assert meter.stop() is None


def test_each_start_counts_from_zero_and_stop_without_start_is_none(tree: Tree) -> None:
    tree.zone("intel-rapl:0", "package-0", 0)
    meter = EnergyMeter(tree.root)
    assert meter.stop() is None
    for end in (2_000_000, 3_000_000):
        meter.start()
        tree.set("intel-rapl:0", end)
        assert meter.stop() == pytest.approx(end / 1e6 - (2.0 if end == 3_000_000 else 0.0))
        assert meter.stop() is None

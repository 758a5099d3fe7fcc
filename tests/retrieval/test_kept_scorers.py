"""The scorers trained without a field are those that their card describes, and fit the encoder."""

from __future__ import annotations

import hashlib
import re

import pytest

from generator.retrieval.network import add_changes, untrained_network
from tests.benchmarks.scorer import KEPT_SCORERS, RUNS

CARD = (KEPT_SCORERS / "README.md").read_text(encoding="utf-8")
ROWS = dict(re.findall(r"^\| `([\w-]+)\.npz` \| `([0-9a-f]{64})` \|", CARD, re.MULTILINE))


def test_the_card_names_every_file_and_no_other() -> None:
    assert set(ROWS) == {file.stem for file in KEPT_SCORERS.glob("*.npz")}
    assert set(ROWS) <= {name for name in RUNS if name.startswith("without-")}


@pytest.mark.parametrize("name", sorted(ROWS))
def test_a_kept_scorer_is_the_one_of_the_card_and_changes_the_encoder(name: str) -> None:
    data = (KEPT_SCORERS / f"{name}.npz").read_bytes()
    assert hashlib.sha256(data).hexdigest() == ROWS[name]
    network, _ = untrained_network()
    before = {key: value.clone() for key, value in network.state_dict().items()}
    add_changes(network, data)
    changed = [key for key, value in network.state_dict().items() if not value.equal(before[key])]
    assert any("attention" in key for key in changed)
    assert any(key.startswith("head") for key in changed)

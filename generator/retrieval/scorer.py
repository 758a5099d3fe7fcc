"""Trained scorers: how likely a passage answers a question, read together by one small network.

The packaged scorer is the packaged encoder, a BERT of six layers, trained further as a cross-encoder
(`python -m tests.benchmarks.scorer`). What training changed is a few megabytes, kept beside this module
and added to the encoder's own weights at load; its card stands in ``models/scorer.json``.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from generator.errors import ModelError
from generator.retrieval.encoder import has_bfloat16, weights_hash
from generator.retrieval.network import network_of, packaged_network
from generator.storage.installed import install

if TYPE_CHECKING:
    import numpy as np
    import torch

PACKAGED_SCORER = "packaged:answerbook-scorer"
NO_SCORER = ""

# Tokens of a pair in all, and characters of its question and of the title of the section that its passage
# stands in: 98 % of the sentences of papers fit whole.
MAX_TOKENS = 112
MAX_QUESTION = 240
MAX_TITLE = 60
# Pairs that are scored at once. Small batches waste less on padding (672 pairs: 6.4 s of 8, 7.0 s of 24).
BATCH = 8


class ScoredText(NamedTuple):
    """A passage as a scorer reads it: the title of its section, and its words."""

    title: str
    text: str


class Scorer(Protocol):
    """Whatever tells how likely passages answer a question."""

    @property
    def name(self) -> str:
        """As the settings name it."""

    def score(self, question: str, passages: Sequence[ScoredText]) -> np.ndarray:
        """Return log-odds as float64 array of shape (len(passages),)."""


class CrossEncoder:
    """The packaged scorer, or one of a folder in the format of sentence-transformers' ``CrossEncoder``.

    changes: what training changed in the packaged encoder, where it is not what the package brings. Raises
    ModelError where the model cannot be had. Nothing is downloaded.
    """

    def __init__(self, model: str = PACKAGED_SCORER, changes: bytes | None = None) -> None:
        self.name = model
        try:
            if model == PACKAGED_SCORER:
                self._network, self._tokenizer = packaged_network(changes)
            else:
                self._network, self._tokenizer = network_of(Path(model).expanduser())
        except ImportError as error:
            raise ModelError(
                f"the scorer {model} needs packages that are not installed ({error.name}); "
                f"run `{install('models')}`"
            ) from error
        if has_bfloat16():
            self._network = self._network.bfloat16()

    def score(self, question: str, passages: Sequence[ScoredText]) -> np.ndarray:
        """See `Scorer`. What a passage gets depends on the question and these passages alone."""
        import numpy as np
        import torch

        texts = [with_title(p) for p in passages]
        order = sorted(range(len(texts)), key=lambda i: (len(texts[i]), i))
        found = np.zeros(len(texts), dtype=np.float64)
        with torch.inference_mode():
            for start in range(0, len(order), BATCH):
                batch = order[start : start + BATCH]
                pairs = tokenized(self._tokenizer, [question] * len(batch), [texts[i] for i in batch])
                found[batch] = self._network(**pairs).float().numpy()
        return found


def load_scorer(model: str) -> Scorer | None:
    """Return the scorer of a setting; None where it is empty. Raises ModelError where it cannot be had."""
    return None if model == NO_SCORER else CrossEncoder(model)


def scorer_hash(model: str) -> str | None:
    """Hash of a scorer's weights, for the fingerprint; ``none`` for none, None where it is not here."""
    if model == NO_SCORER:
        return "none"
    if model == PACKAGED_SCORER:
        return str(scorer_card()["hash"])
    weights = sorted(Path(model).expanduser().glob("*.safetensors"))
    return weights_hash(weights)


@cache
def scorer_card() -> dict[str, Any]:
    """The model card of the packaged scorer."""
    text = (files("generator.retrieval") / "models" / "scorer.json").read_text("utf-8")
    return dict(json.loads(text))


def with_title(passage: ScoredText) -> str:
    """Return a passage as it is read: the title of its section before its words."""
    return f"{passage.title[:MAX_TITLE]}: {passage.text}" if passage.title else passage.text


def tokenized(tokenizer: Any, questions: Sequence[str], texts: Sequence[str]) -> dict[str, torch.Tensor]:
    """Return pairs as a network reads them: tensors of shape (pairs, tokens of the longest)."""
    return dict(
        tokenizer(
            [q[:MAX_QUESTION] for q in questions],
            list(texts),
            truncation="only_second",
            max_length=MAX_TOKENS,
            padding=True,
            return_tensors="pt",
        )
    )

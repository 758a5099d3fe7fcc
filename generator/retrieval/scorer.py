"""Trained scorers: a small network reads question and passage together and rates the passage as an answer.

The packaged scorer is the packaged encoder, a BERT of six layers, trained further as a cross-encoder (`python
-m tests.benchmarks.scorer`). Only the change due to training, a few megabytes, is stored next to this module;
it is added to the encoder's own weights at load. Its card is ``models/scorer.json``.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from generator.errors import ModelError
from generator.retrieval.batch_threads import side_by_side
from generator.retrieval.deferring import loaded_quickly
from generator.retrieval.encoder import has_bfloat16, weights_hash
from generator.retrieval.network import network_of, packaged_network
from generator.storage.installed import install_command

if TYPE_CHECKING:
    import numpy as np
    import torch

PACKAGED_SCORER = "packaged:answerbook-scorer"
NO_SCORER = ""

# Tokens of a whole pair, and characters of its question and of the title of its passage's section. With
# these, 98 % of the sentences of papers fit.
MAX_TOKENS = 112
MAX_QUESTION_CHARS = 240
_MARKS = 3  # tokens that mark the beginning and the end of the texts of a pair
MAX_TITLE_CHARS = 60
# Pairs per batch. Small batches waste less on padding (672 pairs: 6.4 s in batches of 8, 7.0 s of 24).
BATCH_SIZE = 8


class ScoredText(NamedTuple):
    """A passage as a scorer reads it: the title of its section, and its words."""

    title: str
    text: str


class Scorer(Protocol):
    """A model that rates how likely passages answer a question."""

    @property
    def name(self) -> str:
        """Its name in the settings."""

    def score(self, question: str, passages: Sequence[ScoredText]) -> np.ndarray:
        """Return log-odds as float64 array of shape (len(passages),)."""


class CrossEncoder:
    """The packaged scorer, or one in a folder with the format of sentence-transformers' ``CrossEncoder``.

    changes: the weight changes due to training, if not those of the package. One scorer serves several
    threads. Raises ModelError if the model is not available. Nothing is downloaded.
    """

    def __init__(self, model: str = PACKAGED_SCORER, changes: bytes | None = None) -> None:
        self.name = model
        self._tokenizing = threading.Lock()  # a tokenizer serves one thread at a time
        try:
            if model == PACKAGED_SCORER:
                self._network, self._tokenizer = loaded_quickly(lambda: packaged_network(changes))
            else:
                folder = Path(model).expanduser()
                self._network, self._tokenizer = loaded_quickly(lambda: network_of(folder))
        except ImportError as error:
            raise ModelError(
                f"the scorer {model} needs packages that are not installed ({error.name}); "
                f"run `{install_command('models')}`"
            ) from error
        if has_bfloat16():
            self._network = self._network.bfloat16()

    def score(self, question: str, passages: Sequence[ScoredText]) -> np.ndarray:
        """See `Scorer`. The score of a passage depends only on the question and these passages."""
        import numpy as np

        texts = [with_title(p) for p in passages]
        order = sorted(range(len(texts)), key=lambda i: (len(texts[i]), i))
        batches = [order[start : start + BATCH_SIZE] for start in range(0, len(order), BATCH_SIZE)]
        with self._tokenizing:
            asked = fitting(self._tokenizer, question)
            pairs = [tokenized(self._tokenizer, [asked] * len(b), [texts[i] for i in b]) for b in batches]
        found = np.zeros(len(texts), dtype=np.float64)

        def score(number: int) -> None:
            found[batches[number]] = self._network(**pairs[number]).float().numpy()

        side_by_side(score, range(len(batches)))
        return found


def load_scorer(model: str) -> Scorer | None:
    """Return the scorer of a setting; None if it is empty. Raises ModelError if it is not available."""
    return None if model == NO_SCORER else CrossEncoder(model)


def scorer_hash(model: str) -> str | None:
    """Return the hash of a scorer's weights, for the fingerprint.

    ``none`` if there is no scorer, and None if it is not on this machine.
    """
    if model == NO_SCORER:
        return "none"
    if model == PACKAGED_SCORER:
        return str(scorer_card()["hash"])
    weights = sorted(Path(model).expanduser().glob("*.safetensors"))
    return weights_hash(weights)


@cache
def scorer_card() -> dict[str, Any]:
    """Return the model card of the packaged scorer."""
    text = (files("generator.retrieval") / "models" / "scorer.json").read_text("utf-8")
    return dict(json.loads(text))


def with_title(passage: ScoredText) -> str:
    """Return the text of a passage for a scorer: the title of its section before its words."""
    return f"{passage.title[:MAX_TITLE_CHARS]}: {passage.text}" if passage.title else passage.text


def fitting(tokenizer: Any, question: str) -> str:
    """Return a question, cut if no token of a passage would have room beside it.

    In Chinese or Japanese every character is a token.
    """
    asked = question[:MAX_QUESTION_CHARS]
    offsets = tokenizer(asked, add_special_tokens=False, return_offsets_mapping=True)["offset_mapping"]
    return asked if len(offsets) < MAX_TOKENS - _MARKS else asked[: offsets[MAX_TOKENS // 2][0]]


def tokenized(tokenizer: Any, questions: Sequence[str], texts: Sequence[str]) -> dict[str, torch.Tensor]:
    """Return pairs as input of a network: tensors of shape (pairs, tokens of the longest pair)."""
    return dict(
        tokenizer(
            [q[:MAX_QUESTION_CHARS] for q in questions],
            list(texts),
            truncation="only_second",
            max_length=MAX_TOKENS,
            padding=True,
            return_tensors="pt",
        )
    )

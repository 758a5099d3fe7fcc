"""Encoder and scorer in several threads: the same results to the last bit."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from generator.retrieval import CrossEncoder, ScoredText, SentenceTransformerEncoder

# Of all lengths: one token, several hundred, none; in other scripts, and with characters of control.
TEXTS = [
    "Seeds were fixed.",
    "x",
    "",
    "   ",
    "Die Bäume wurden 2019 gezählt – und zwar zweimal.",
    "木の葉を数えた。",
    "a\x00b\u200bc",
    "The survey ran in May, and of the 240 people asked, 212 replied. " * 30,
    *(f"Plot {n} bore {n * n} ears{' of barley' * n}, P < 0.{n:03}." for n in range(20)),
]
QUESTIONS = ["Who paid for the study, and under which grant?", "?", "why " * 100, "木" * 100]

_RESULTS = """
import hashlib, sys
import torch
from generator.retrieval import CrossEncoder, ScoredText, SentenceTransformerEncoder, encoder, scorer
from tests.retrieval.test_batch_threads import QUESTIONS, TEXTS

threads, kind = sys.argv[1:]
torch.set_num_threads(int(threads))
encoder.has_bfloat16 = scorer.has_bfloat16 = lambda: kind == "bfloat16"
vectors = SentenceTransformerEncoder().encode(TEXTS)
texts = [ScoredText("Methods" * (n % 2), text) for n, text in enumerate(TEXTS)]
model = CrossEncoder()
scores = [model.score(question, texts) for question in QUESTIONS]
print(hashlib.sha256(vectors.tobytes() + b"".join(each.tobytes() for each in scores)).hexdigest())
print(torch.get_num_threads())
"""


def _results(*way: str) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", _RESULTS, *way], capture_output=True, text=True, check=True, timeout=300
    )
    return done.stdout.split()


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["float32", "bfloat16"])
def test_results_do_not_depend_on_the_number_of_threads(kind: str) -> None:
    alone = _results("1", kind)
    assert alone[1] == "1"
    assert _results("3", kind) == [alone[0], "3"]


def test_a_question_without_spaces_leaves_room_for_passages() -> None:
    """Every character of it is a token; cut by characters alone, no token of a passage had room."""
    scores = CrossEncoder().score("木" * 240, [ScoredText("", "木の葉を数えた。"), ScoredText("", "x")])
    assert np.isfinite(scores).all()
    assert scores[0] != scores[1]


def test_one_model_serves_several_threads() -> None:
    """A question is searched for while another one is."""
    encoder, scorer = SentenceTransformerEncoder(), CrossEncoder()
    passages = [ScoredText("", text) for text in TEXTS if text.strip()]

    def results(n: int) -> list[np.ndarray]:
        return [encoder.encode(TEXTS[n : n + 9]), scorer.score("Which seed?", passages[n : n + 9])]

    alone = [results(n) for n in range(12)]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(results, range(12)))
    for one, other in zip(alone, together, strict=True):
        for ours, theirs in zip(one, other, strict=True):
            np.testing.assert_array_equal(ours, theirs)

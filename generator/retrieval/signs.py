"""What marks a passage as an answer to a question: similarity, words, cues, place and manner.

Each sign is an array with one number a passage. `generator.retrieval.ranking` weighs them; the
weights are learned (`python -m tests.benchmarks.retrieval --refit`).
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from generator.core import Question
from generator.core.words import stems
from generator.retrieval.index import PaperIndex
from generator.retrieval.passages import Passage

if TYPE_CHECKING:
    import numpy as np

# In the order of the table in the documentation.
SIGNS = (
    "similarity",
    "question",
    "words",
    "neighbour_words",
    "cues",
    "section",
    "own_work",
    "numerals",
    "table",
)
_MAX_CUES = 3
# A sentence holds a handful of cues at most, however many its question has: so many count as all.
# Without this norm, a question with few cues is hardly ever taken for answered (kappa .50 and .41
# with every other cue left out, .54 and .41 with it; the same .73 with all).
_MOST_SPECIFIC_CUES = 6
_MAX_NUMERALS = 3
# What authors did themselves, they tell in the first person or in the past tense.
_OWN_WORK = re.compile(r"\b(?:we|our|was|were)\b", re.IGNORECASE)
_NUMERAL = re.compile(r"\d+")


@dataclass(frozen=True)
class Signs:
    """The signs of all passages of a paper for one question, by name.

    cue_weight: summed specificity of the cues that a passage holds, as a share of that of the
    question's most specific cues, as log(1 + 10 * share).
    """

    values: Mapping[str, np.ndarray]
    cue_weight: np.ndarray


def signs(index: PaperIndex, question: Question) -> Signs:
    """The signs of every passage of ``index``, in reading order."""
    import numpy as np

    passages = index.passages
    cosines = index.similarity([question.text, *question.queries])
    bm25 = index.lexical(sorted(set(stems(" ".join([question.text, *question.queries, *question.cues])))))
    peak = float(bm25.max())
    share = bm25 / peak if peak > 0 else bm25
    cues = cues_of(question)
    found = _cues_found(index, cues)
    values = {
        "similarity": cosines.max(axis=0),
        "question": cosines[0],
        "words": np.log1p(bm25),
        "neighbour_words": better_neighbour(passages, share),
        "cues": np.array([min(len(f), _MAX_CUES) / _MAX_CUES for f in found]),
        "section": np.array([float(p.kind in (question.sections or ("methods",))) for p in passages]),
        "own_work": np.array([float(_OWN_WORK.search(p.text) is not None) for p in passages]),
        "numerals": np.array([min(_MAX_NUMERALS, len(_NUMERAL.findall(p.text))) for p in passages]),
        "table": np.array([float(p.role == "table") for p in passages]),
    }
    whole = sum(sorted(map(_cue_specificity, cues))[-_MOST_SPECIFIC_CUES:]) or 1.0
    return Signs(values, np.array([math.log1p(10 * sum(f) / whole) for f in found]))


def cues_of(question: Question) -> tuple[frozenset[str], ...]:
    """The cues as sets of stems; of a question without cues, the content words of its text."""
    if question.cues:
        return tuple(dict.fromkeys(c for cue in question.cues if (c := frozenset(stems(cue)))))
    return tuple(frozenset((s,)) for s in dict.fromkeys(stems(question.text)))


def _cues_found(index: PaperIndex, cues: Sequence[frozenset[str]]) -> list[list[float]]:
    """The specificity of each cue that a passage holds, by passage."""
    weighed = [(cue, _cue_specificity(cue)) for cue in cues]
    return [[weight for cue, weight in weighed if cue <= index.words(p)] for p in index.passages]


def _cue_specificity(cue: frozenset[str]) -> float:
    return max(specificity(stem) for stem in cue)


def specificity(stem: str) -> float:
    """How much ``stem`` tells one question from others: its inverse frequency among the shipped questions.

    A word that every question has ("model", "train") marks the answer to none of them.
    """
    total, counts = _counts()
    return math.log((total + 1) / (max(1, counts.get(stem, 0)) + 0.5))


@cache
def _counts() -> tuple[int, Mapping[str, int]]:
    data = json.loads((files("generator.retrieval") / "models" / "specificity.json").read_text("utf-8"))
    return data["questions"], data["stems"]


def better_neighbour(passages: Sequence[Passage], own: np.ndarray) -> np.ndarray:
    """For each passage the larger value of the two beside it in its paragraph; 0 where it stands alone."""
    import numpy as np

    paragraph = np.array([p.paragraph for p in passages])
    better = np.zeros_like(own)
    same = paragraph[1:] == paragraph[:-1]
    better[1:] = np.where(same, own[:-1], 0)
    better[:-1] = np.maximum(better[:-1], np.where(same, own[1:], 0))
    return better

"""Features of a passage as an answer to a question: similarity, words, cues, place and style.

Each feature is an array with one number per passage. `generator.retrieval.ranking` weighs them; the weights
are learned (`python -m tests.benchmarks.retrieval --refit`).
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
from generator.core.vocabulary import stems
from generator.retrieval.index import PaperIndex
from generator.retrieval.searchable import Passage

if TYPE_CHECKING:
    import numpy as np

# In the order of the table in the documentation. The files of weights use these names.
FEATURES = (
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
_MAX_CUES = 3  # cues in one passage; more add nothing
# A sentence contains a handful of cues at most, however many its question has. So the weight is relative to
# this number of the question's most specific cues. Otherwise a question with few cues is hardly ever taken
# for answered (kappa .50 and .41 with every other cue left out, .54 and .41 with this norm; .73 with all
# cues, either way).
_MOST_SPECIFIC_CUES = 6
_MAX_NUMERALS = 3  # numbers in one passage; more add nothing
# Authors describe their own work in the first person or in the past tense.
_OWN_WORK = re.compile(r"\b(?:we|our|was|were)\b", re.IGNORECASE)
_NUMERAL = re.compile(r"\d+")


@dataclass(frozen=True)
class Features:
    """The features of all passages of a paper for one question, by name.

    cue_weight: summed specificity of the cues in a passage, as a share of that of the question's most
    specific cues, as log(1 + 10 * share).
    """

    values: Mapping[str, np.ndarray]
    cue_weight: np.ndarray


def passage_features(index: PaperIndex, question: Question) -> Features:
    """Return the features of every passage of ``index``, in reading order."""
    import numpy as np

    passages = index.passages
    cosines = index.similarity([question.text, *question.queries])
    bm25 = index.lexical(sorted(set(stems(" ".join([question.text, *question.queries, *question.cues])))))
    peak = float(bm25.max())
    share = bm25 / peak if peak > 0 else bm25
    cues = cues_of(question)
    weighed = [(cue, _cue_specificity(cue)) for cue in cues]
    # For each passage, the specificity of each cue that it contains.
    weights_of_cues = [[weight for cue, weight in weighed if cue <= index.words(p)] for p in passages]
    values = {
        "similarity": cosines.max(axis=0),
        "question": cosines[0],
        "words": np.log1p(bm25),
        "neighbour_words": better_neighbour(passages, share),
        "cues": np.array([min(len(weights), _MAX_CUES) / _MAX_CUES for weights in weights_of_cues]),
        "section": np.array([float(p.kind in (question.sections or ("methods",))) for p in passages]),
        "own_work": np.array([float(_OWN_WORK.search(p.text) is not None) for p in passages]),
        "numerals": np.array([min(_MAX_NUMERALS, len(_NUMERAL.findall(p.text))) for p in passages]),
        "table": np.array([float(p.role == "table") for p in passages]),
    }
    whole = sum(sorted(weight for _, weight in weighed)[-_MOST_SPECIFIC_CUES:]) or 1.0
    return Features(values, np.array([math.log1p(10 * sum(weights) / whole) for weights in weights_of_cues]))


def cues_of(question: Question) -> tuple[frozenset[str], ...]:
    """Return the cues as sets of stems; for a question without cues, the content words of its text."""
    if question.cues:
        return tuple(dict.fromkeys(c for cue in question.cues if (c := frozenset(stems(cue)))))
    return tuple(frozenset((s,)) for s in dict.fromkeys(stems(question.text)))


def _cue_specificity(cue: frozenset[str]) -> float:
    return max(specificity(stem) for stem in cue)


def specificity(stem: str) -> float:
    """Return how well ``stem`` distinguishes questions: its inverse frequency among the shipped questions.

    A word that is in every question ("model", "train") marks the answer to none of them.
    """
    total, counts = _counts()
    return math.log((total + 1) / (max(1, counts.get(stem, 0)) + 0.5))


@cache
def _counts() -> tuple[int, Mapping[str, int]]:
    data = json.loads((files("generator.retrieval") / "models" / "specificity.json").read_text("utf-8"))
    return data["questions"], data["stems"]


def better_neighbour(passages: Sequence[Passage], own: np.ndarray) -> np.ndarray:
    """Return for each passage the larger value of its two neighbours in the paragraph; 0 if it has none."""
    import numpy as np

    paragraph = np.array([p.paragraph for p in passages])
    better = np.zeros_like(own)
    same = paragraph[1:] == paragraph[:-1]
    better[1:] = np.where(same, own[:-1], 0)
    better[:-1] = np.maximum(better[:-1], np.where(same, own[1:], 0))
    return better

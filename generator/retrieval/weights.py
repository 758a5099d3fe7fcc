"""The learned weights of retrieval: read once, a millisecond; stated ones where they cannot be read.

Those for an index with a scorer are its calibration: they belong to that scorer, and to no other.
"""

from __future__ import annotations

import json
import logging
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generator.core import ANSWERED_FROM, LinearModel, digest
from generator.errors import ModelError
from generator.retrieval.scorer import NO_SCORER, PACKAGED_SCORER

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

log = logging.getLogger(__name__)

# Where nobody counted how many papers answer a question, two of three do; what was counted weighs against
# so many papers of that kind.
_RATE = 2 / 3
_PRIOR = 3.0
# From which probability a paper is taken to answer, with a scorer: a question whose answers were counted, and
# another. With .3 instead of .4, of the cells called not reported .15 instead of .20 are false in general
# science, .11 instead of .17 in trials and .10 instead of .15 in further papers on deep learning; kappa is at
# most .08 lower (`python -m tests.benchmarks.fields --by-paper`, on which both were chosen).
COUNTED_FROM, FREE_FROM = 0.3, 0.5


@dataclass(frozen=True, slots=True)
class Learned:
    """What is learned. ranking: whether a passage answers, by the signs of `generator.retrieval.signs`.

    status: whether a paper answers, by its ranked passages. bare: the same for a question of which less is
    known: without a scorer, one that comes without cues, as it is typed; with one, one that is not among
    ``usual``. blend: whether a passage answers, by its signs and its scorer; None where there is no scorer.
    usual: by the text of a question, how many papers reported what it asks, of how many whose readers looked.
    """

    ranking: LinearModel
    status: LinearModel
    bare: LinearModel
    blend: LinearModel | None = None
    usual: Mapping[str, tuple[int, int]] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """Hash of the weights, without their cards."""
        models = [self.ranking, self.status, self.bare, *([self.blend] if self.blend else [])]
        rows = [[sorted(m.features.items()), m.intercept] for m in models]
        return digest([*rows, sorted(self.usual.items())] if self.usual else rows)

    def answered_from(self, question: str) -> float:
        """Return the probability from which a paper is taken to answer this text."""
        if self.blend is None:
            return ANSWERED_FROM
        return COUNTED_FROM if question in self.usual else FREE_FROM

    def calibration(self) -> str:
        """Return all of these weights as the text of a calibration file."""
        models = {"ranking": self.ranking, "status": self.status, "bare": self.bare, "blend": self.blend}
        data: dict[str, Any] = {k: json.loads(m.to_json()) for k, m in models.items() if m is not None}
        data["usual"] = {question: list(counts) for question, counts in sorted(self.usual.items())}
        return json.dumps(data, indent=1, ensure_ascii=False) + "\n"

    @classmethod
    def of_calibration(cls, text: str) -> Learned:
        """Return what `calibration` wrote. Raises KeyError, TypeError or ValueError for anything else."""
        data = json.loads(text)
        models = {
            k: LinearModel.from_json(json.dumps(data[k]))
            for k in ("ranking", "status", "bare", "blend")
            if k in data
        }
        usual = {str(k): (int(told), int(papers)) for k, (told, papers) in data["usual"].items()}
        return cls(models["ranking"], models["status"], models["bare"], models.get("blend"), usual)


def usually(usual: Mapping[str, tuple[int, int]], question: str) -> float:
    """How usual it is that papers report what this text asks, as log-odds; that of all where nobody counted.

    usual: see `Learned`.
    """
    told, papers = usual.get(question, (0, 0))
    share = (told + _PRIOR * _RATE) / (papers + _PRIOR)
    return math.log(share / (1 - share))


FILES = ("ranking.json", "status.json", "bare.json")

_RULE = {
    "best": (0.0, 1.0, 0.2),
    "near_best": (0.0, 1.0, 0.2),
    "cues": (0.0, 1.0, 1.0),
    "cues_of_best": (0.0, 1.0, 1.5),
}
# The learned weights to one digit, on signs as they come (mean 0, scale 1): what holds without the files.
STATED = Learned(
    LinearModel(
        {
            "similarity": (0.0, 1.0, 3.0),
            "question": (0.0, 1.0, 3.0),
            "words": (0.0, 1.0, 2.0),
            "neighbour_words": (0.0, 1.0, 1.0),
            "cues": (0.0, 1.0, 2.0),
            "section": (0.0, 1.0, 1.6),
            "own_work": (0.0, 1.0, 0.9),
            "numerals": (0.0, 1.0, 0.2),
            "table": (0.0, 1.0, -3.0),
        },
        -10.0,
    ),
    LinearModel(_RULE, -2.0),
    LinearModel(_RULE, -1.0),
)


PACKAGED_CALIBRATION = "scorer-calibration.json"


@cache
def learned(scorer: str = NO_SCORER, calibration: str = "") -> Learned:
    """The weights for an index with this scorer, as the settings name it.

    calibration: a file of them, made by `answerbook evaluate calibrate`; empty: those that come with
    Answerbook. Raises ModelError where there are none for the scorer, or the file cannot be used.
    """
    folder = files("generator.retrieval") / "models"
    if calibration:
        return _calibrated(Path(calibration), scorer)
    if scorer == PACKAGED_SCORER:
        return _calibrated(folder / PACKAGED_CALIBRATION, scorer)
    if scorer != NO_SCORER:
        raise ModelError(
            f"the scorer {scorer} has no calibration; make one with `answerbook evaluate calibrate --scorer "
            f"{scorer} --papers DIR --gold FILE --out FILE`, and name the file as retrieval.calibration"
        )
    try:
        ranking, status, bare = (LinearModel.from_json((folder / name).read_text("utf-8")) for name in FILES)
    except (OSError, ValueError, KeyError, TypeError) as error:
        log.warning("learned weights of retrieval cannot be read (%s); stated ones are used", error)
        return STATED
    return Learned(ranking, status, bare)


def _calibrated(file: Traversable, scorer: str) -> Learned:
    try:
        found = Learned.of_calibration(file.read_text("utf-8"))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ModelError(
            f"{file}: is no calibration that can be used ({error}); make it anew with "
            "`answerbook evaluate calibrate`"
        ) from error
    if (found.blend is None) != (scorer == NO_SCORER):
        made = "without a scorer" if found.blend is None else "with a scorer"
        raise ModelError(
            f"{file}: was made {made}, unlike these settings; make it anew with "
            "`answerbook evaluate calibrate`"
        )
    return found

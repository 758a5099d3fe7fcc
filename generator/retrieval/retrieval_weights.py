"""The learned weights of retrieval, read once in a millisecond; fixed defaults if they cannot be read.

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

from generator.core import ANSWERED_FROM, LinearModel, Question, digest
from generator.errors import ModelError
from generator.retrieval.scorer import NO_SCORER, PACKAGED_SCORER

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

log = logging.getLogger(__name__)

# Share of papers that report what a question asks, if nobody counted them; and its weight, in papers, against
# what was counted.
_PRIOR_SHARE = 2 / 3
_PRIOR_PAPERS = 3.0
# The probability from which a paper is taken to answer, with a scorer: for a question whose answers were
# counted, and for others. With .3 instead of .4, the share of false cells among those called not reported is
# .15 instead of .20 in general science, .11 instead of .17 in trials and .10 instead of .15 in further papers
# on deep learning; kappa is at most .08 lower (`python -m tests.benchmarks.fields --by-paper`, on which both
# were chosen).
COUNTED_FROM, FREE_FROM = 0.3, 0.5
# The same for a question on which the scorer was not trained, but whose answers were counted. On five sets
# (1,134 cells), .3, .4 and .5 give kappas of .45, .56 and .61, and of the cells called not reported .14, .16
# and .20 are false (`python -m tests.benchmarks.uncounted`).
_COUNTED_ALONE_FROM = 0.4
# The least and the highest probability for a question with cues or queries whose answers were not counted: no
# cell is called sure. In trials, judged by what was fitted on other fields, a quarter of the cells beyond .1
# and .9 were wrong, and in five sets that nobody had counted a fifth of those below .05.
_UNSURE = 0.12, 0.88


@dataclass(frozen=True, slots=True)
class LearnedWeights:
    """Everything that is learned.

    ranking: whether a passage answers, from its features (`generator.retrieval.features`). status: whether a
    paper answers, from its ranked passages. bare: the same for a question about which less is known, as it is
    typed: without cues, and not in ``usual``. blend: whether a passage answers, from its features and its
    scorer; None without a scorer. usual: text of a question -> how many papers reported what it asks, and how
    many were read for it by people. cued, queried: as status, with a scorer, for a question that is not in
    ``usual`` and has cues, or queries alone; None where no such question was there to fit them on. counts: as
    usual, for questions that the scorer was not trained on. counted: as cued, for those.
    """

    ranking: LinearModel
    status: LinearModel
    bare: LinearModel
    blend: LinearModel | None = None
    usual: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    cued: LinearModel | None = None
    queried: LinearModel | None = None
    counted: LinearModel | None = None
    counts: Mapping[str, tuple[int, int]] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """Hash of the weights, without their cards."""
        models = [
            self.ranking,
            self.status,
            self.bare,
            *(m for m in (self.blend, self.cued, self.queried, self.counted) if m),
        ]
        rows = [[sorted(m.features.items()), m.intercept] for m in models]
        return digest([*rows, *(sorted(c.items()) for c in (self.usual, self.counts) if c)])

    def answered(self, question: Question, ranked: Mapping[str, float]) -> float:
        """Return the probability that a paper answers ``question``.

        ranked: what `generator.retrieval.ranking.status_features` tells of its passages.
        """
        if self.blend is None:
            return (self.status if question.cues else self.bare).probability(ranked)
        if question.text in self.usual:
            return self.status.probability(ranked)
        if self.counted is not None and question.text in self.counts:
            return self.counted.probability(ranked)
        written = self.cued if question.cues else self.queried if has_queries(question) else None
        if written is None:
            return self.bare.probability(ranked)
        lowest, highest = _UNSURE
        return min(highest, max(lowest, written.probability(ranked)))

    def answered_from(self, question: str) -> float:
        """Return the probability from which a paper is taken to answer a question with this text."""
        if self.blend is None:
            return ANSWERED_FROM
        if question in self.usual:
            return COUNTED_FROM
        return _COUNTED_ALONE_FROM if question in self.counts else FREE_FROM

    def usually(self, question: str) -> float:
        """Return the log-odds that a paper reports what this text asks, by what was counted."""
        return usual_log_odds(self.usual if question in self.usual else self.counts, question)

    def calibration(self) -> str:
        """Return all of these weights as the text of a calibration file."""
        models = {name: getattr(self, name) for name in _MODELS}
        data: dict[str, Any] = {k: json.loads(m.to_json()) for k, m in models.items() if m is not None}
        for name in ("usual", "counts"):
            data[name] = {question: list(found) for question, found in sorted(getattr(self, name).items())}
        return json.dumps(data, indent=1, ensure_ascii=False) + "\n"

    @classmethod
    def of_calibration(cls, text: str) -> LearnedWeights:
        """Return what `calibration` wrote. Raises KeyError, TypeError or ValueError for anything else."""
        data = json.loads(text)
        models = {k: LinearModel.from_json(json.dumps(data[k])) for k in _MODELS if k in data}
        usual, counts = (
            {str(k): (int(reported), int(papers)) for k, (reported, papers) in rows.items()}
            for rows in (data["usual"], data.get("counts", {}))
        )
        return cls(usual=usual, counts=counts, **models)


def has_queries(question: Question) -> bool:
    """Return whether somebody wrote queries; a question as it is typed has its own text for one."""
    return any(query != question.text for query in question.queries)


def usual_log_odds(usual: Mapping[str, tuple[int, int]], question: str) -> float:
    """Return the log-odds that a paper reports what this text asks; an average if papers were not counted.

    usual: see `LearnedWeights`.
    """
    reported, papers = usual.get(question, (0, 0))
    share = (reported + _PRIOR_PAPERS * _PRIOR_SHARE) / (papers + _PRIOR_PAPERS)
    return math.log(share / (1 - share))


# Fields of `LearnedWeights`, and keys of a calibration.
_MODELS = ("ranking", "status", "bare", "blend", "cued", "queried", "counted")
WEIGHT_FILES = ("ranking.json", "status.json", "bare.json")

_RULE = {
    "best": (0.0, 1.0, 0.2),
    "near_best": (0.0, 1.0, 0.2),
    "cues": (0.0, 1.0, 1.0),
    "cues_of_best": (0.0, 1.0, 1.5),
}
# The learned weights to one digit, on features as they are (mean 0, scale 1): used without the files.
DEFAULT_WEIGHTS = LearnedWeights(
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
def learned_weights(scorer: str = NO_SCORER, calibration: str = "") -> LearnedWeights:
    """Return the weights for an index with this scorer, as the settings name it.

    calibration: a file of weights made by `answerbook evaluate calibrate`; empty: those that come with
    Answerbook. Raises ModelError if there are none for the scorer, or if the file cannot be used.
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
        ranking, status, bare = (
            LinearModel.from_json((folder / name).read_text("utf-8")) for name in WEIGHT_FILES
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        log.warning("learned weights of retrieval cannot be read (%s); the defaults are used", error)
        return DEFAULT_WEIGHTS
    return LearnedWeights(ranking, status, bare)


def _calibrated(file: Traversable, scorer: str) -> LearnedWeights:
    try:
        found = LearnedWeights.of_calibration(file.read_text("utf-8"))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ModelError(
            f"{file}: is not a usable calibration ({error}); make it again with "
            "`answerbook evaluate calibrate`"
        ) from error
    if (found.blend is None) != (scorer == NO_SCORER):
        made = "without a scorer" if found.blend is None else "with a scorer"
        raise ModelError(
            f"{file}: was made {made}, unlike these settings; make it again with "
            "`answerbook evaluate calibrate`"
        )
    return found

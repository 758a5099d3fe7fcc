"""The learned weights of retrieval: read once, a millisecond; stated ones where they cannot be read."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from generator.core import LinearModel, digest

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Learned:
    """What is learned. ranking: whether a passage answers, by the signs of `generator.retrieval.signs`.

    status: whether a paper answers, by its ranked passages. bare: the same for a question that comes
    without cues, as it is typed.
    """

    ranking: LinearModel
    status: LinearModel
    bare: LinearModel

    @property
    def id(self) -> str:
        """Hash of the weights, without their cards."""
        return digest(
            [[sorted(m.features.items()), m.intercept] for m in (self.ranking, self.status, self.bare)]
        )


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


@cache
def learned() -> Learned:
    """The weights shipped beside this module, else `STATED` with a warning."""
    folder = files("generator.retrieval") / "models"
    try:
        return Learned(*(LinearModel.from_json((folder / name).read_text("utf-8")) for name in FILES))
    except (OSError, ValueError, KeyError, TypeError) as error:
        log.warning("learned weights of retrieval cannot be read (%s); stated ones are used", error)
        return STATED

"""Draft in, answer out: every sentence is checked against the paper before it may be published.

`check` gives each sentence of a draft its support (with the reason where there is none) and its
evidence, and the answer its status.
"""

from generator.checking.second_opinion import SecondOpinion, opinion_hash, with_second_opinion
from generator.checking.status import Checked, check
from generator.checking.support import Verdict, support
from generator.checking.weights import TermWeights

# Raised by hand whenever the same draft would be judged otherwise.
CHECKING = "5"

__all__ = [
    "CHECKING",
    "Checked",
    "SecondOpinion",
    "TermWeights",
    "Verdict",
    "check",
    "opinion_hash",
    "support",
    "with_second_opinion",
]

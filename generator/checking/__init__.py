"""Check each sentence of a draft against the paper: a draft comes in, a checked answer goes out.

`check` gives each sentence its support, with the reason if it has none, and its evidence. It gives the
answer its status. Only supported sentences may be published.
"""

from generator.checking.coverage import TermWeights
from generator.checking.second_opinion import SecondOpinion, opinion_hash, with_second_opinion
from generator.checking.support import Verdict, support
from generator.checking.support_status import Checked, check

# Raise this by hand whenever the check would judge the same draft differently.
CHECKING = "8"

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

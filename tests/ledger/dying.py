"""A process that dies at the moment at which settled answers are to be renamed into place.

``python -m tests.ledger.dying FOLDER settle|record``: the history is written by then, the answers are not.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from generator.ledger import Ledger
from tests.ledger.making import an_answer


def _die(event: str, arguments: tuple[object, ...]) -> None:
    if event == "os.rename" and str(arguments[1]).endswith("quotes.jsonl"):
        os._exit(9)


if __name__ == "__main__":
    sys.addaudithook(_die)
    ledger = Ledger(Path(sys.argv[1]))
    if sys.argv[2] == "settle":
        ledger.settle("paper-1", "quotes")
    else:
        ledger.record([an_answer(text="New.", made="2026-02-02")])

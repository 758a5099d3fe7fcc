"""A process that appends answers until it is killed: `python -m tests.ledger.appending FOLDER START`.

It prints the number of each answer after `append` has returned.
"""

from __future__ import annotations

import sys
from pathlib import Path

from generator.ledger import Ledger
from tests.ledger.making import an_answer

if __name__ == "__main__":
    ledger = Ledger(Path(sys.argv[1]))
    number = int(sys.argv[2])
    while True:
        # Long enough that a kill finds many a line half written.
        ledger.append(an_answer(f"q{number:05}", text=f"Answer {number}. " + "x" * 200_000))
        print(number, flush=True)
        number += 1

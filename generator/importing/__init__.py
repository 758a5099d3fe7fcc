"""Answers that other systems made, brought into a project: checked, and recorded in its ledger.

In come text files (a folder for each model, a file for each paper and question), JSON Lines or CSV.
The context that a model was shown becomes snippets: sentences with a place in the project's paper,
or in a file of passages where the project does not have the paper. Each sentence of a reply is
checked against them, as the project's own answers are. Out come answers in the ledger, and a report
of what was left out and why.
"""

from generator.importing.judging import Decide
from generator.importing.recorded import Recorded, changed_parts, quotes_moved, recorded
from generator.importing.report import ImportReport
from generator.importing.saved import Unread
from generator.importing.transcripts import import_transcripts

__all__ = [
    "Decide",
    "ImportReport",
    "Recorded",
    "Unread",
    "changed_parts",
    "import_transcripts",
    "quotes_moved",
    "recorded",
]

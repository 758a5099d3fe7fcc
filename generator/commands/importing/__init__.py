"""`answerbook import`: check answers that other systems made, and record them in a project's ledger.

Takes text files (a folder for each model, a file for each paper and question), JSON Lines or CSV. The context
that a model was shown becomes snippets: sentences with a place in the project's paper, or in a file of
passages if the project does not have the paper. Each sentence of a reply is checked against them, like the
project's own answers. The result is answers in the ledger, and a report of what was left out and why.
"""

from generator.commands.importing.import_report import ImportReport
from generator.commands.importing.judging import Decide
from generator.commands.importing.saved import Unread
from generator.commands.importing.transcripts import Transcripts, import_transcripts

__all__ = [
    "Decide",
    "ImportReport",
    "Transcripts",
    "Unread",
    "import_transcripts",
]

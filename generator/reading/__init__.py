"""Files in, papers out.

In comes a file (PDF, JATS or TEI XML, HTML, Word, LaTeX, Markdown, plain text, or passages of a paper)
that nobody vouches for; out comes a ``Paper``: metadata, sections with their kinds, sentences that know their
place in one canonical text. Every reader turns its format into blocks, and ``compose`` makes the
paper of them. What cannot be read comes out as ``UnreadablePaper``, one sentence that says what,
where, and the mend. Every file is read in a process with limits of time, memory and size. Metadata from a
sidecar or from a bibliography overlays what the file says. `see_quotes` finds quotes in a PDF again, and
draws pictures of where they stand.
"""

from generator.core.formats import SUFFIXES
from generator.core.identifiers import arxiv_id, doi
from generator.reading.cache import PaperCache
from generator.reading.dispatch import Limits
from generator.reading.metadata.identifiers import paper_id, paper_id_apart, paper_ids
from generator.reading.metadata.supplied import SuppliedMetadata, supplied_metadata
from generator.reading.picturing import PICTURES, see_quotes
from generator.reading.sandbox import read_paper, read_papers

# Part ``reader`` of an answer's fingerprint: raised by hand when a reader makes another text of the
# same file, so that a comment in a reader does not make every answer stale.
READER = "4"

__all__ = [
    "PICTURES",
    "READER",
    "SUFFIXES",
    "Limits",
    "PaperCache",
    "SuppliedMetadata",
    "arxiv_id",
    "doi",
    "paper_id",
    "paper_id_apart",
    "paper_ids",
    "read_paper",
    "read_papers",
    "see_quotes",
    "supplied_metadata",
]

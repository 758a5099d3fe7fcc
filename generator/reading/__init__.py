"""Files in, papers out.

In comes an untrusted file: PDF, JATS or TEI XML, HTML, Word, LaTeX, Markdown, plain text, or passages of a
paper. Out comes a ``Paper``: metadata, sections with their kinds, and sentences with their positions in one
canonical text. Each reader turns its format into blocks, from which ``compose`` makes the paper. A file that
cannot be read gives an ``UnreadablePaper``: one sentence that says what is wrong, where, and how to fix it.
Every file is read in a process with limits on time, memory and size. Metadata from a sidecar file or a
bibliography overrides what the file says. `locate_quotes_in_pdfs` finds quotes in PDF files and draws
pictures of them.
"""

from generator.core.doi_and_arxiv import arxiv_id, doi
from generator.core.formats import SUFFIXES
from generator.reading.cache import PaperCache
from generator.reading.dispatch import ReadingLimits
from generator.reading.metadata.paper_id import paper_id, paper_id_apart, paper_ids
from generator.reading.metadata.supplied import SuppliedMetadata, supplied_metadata
from generator.reading.picturing import PICTURES_VERSION, locate_quotes_in_pdfs
from generator.reading.reading_processes import read_paper, read_papers

# Part ``reader`` of an answer's fingerprint. Raised by hand when a reader makes a different text of the same
# file. A hash of the code would make every answer stale after a change in a comment.
READER_VERSION = "7"

__all__ = [
    "PICTURES_VERSION",
    "READER_VERSION",
    "SUFFIXES",
    "PaperCache",
    "ReadingLimits",
    "SuppliedMetadata",
    "arxiv_id",
    "doi",
    "locate_quotes_in_pdfs",
    "paper_id",
    "paper_id_apart",
    "paper_ids",
    "read_paper",
    "read_papers",
    "supplied_metadata",
]

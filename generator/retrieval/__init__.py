"""Paper and question in, snippets out: the sentences that may hold the answer, best first.

`PaperIndex` holds one paper's passages with their vectors and words; `retrieve` ranks them for a
question and fills a budget of characters; `with_neighbours` shows a snippet among the sentences
around it.
"""

from generator.retrieval.context import with_neighbours
from generator.retrieval.encoder import (
    PACKAGED,
    Encoder,
    QueryVectors,
    SentenceTransformerEncoder,
    encoder_hash,
)
from generator.retrieval.index import PaperIndex
from generator.retrieval.ranking import PARTLY, RELEVANT, Ranked, Weights, least_relevant, rank, retrieve

# Raised by hand whenever other snippets would be found for the same paper and question.
RETRIEVAL = "1"

__all__ = [
    "PACKAGED",
    "PARTLY",
    "RELEVANT",
    "RETRIEVAL",
    "Encoder",
    "PaperIndex",
    "QueryVectors",
    "Ranked",
    "SentenceTransformerEncoder",
    "Weights",
    "encoder_hash",
    "least_relevant",
    "rank",
    "retrieve",
    "with_neighbours",
]

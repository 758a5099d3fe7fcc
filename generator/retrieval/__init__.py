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
from generator.retrieval.index import PaperIndex, encoded_texts, vectors_of
from generator.retrieval.indexing import Indexer, kept_within
from generator.retrieval.kept import KeptEncoder, KeptScorer, KeptScorers, Usage, trim_kept
from generator.retrieval.marks import answering_words
from generator.retrieval.parts import of_part, with_parts
from generator.retrieval.passages import Passage, passages
from generator.retrieval.ranking import (
    Ranked,
    blended,
    min_relevant,
    rank,
    retrieve,
    status_features,
    weights_of,
    within,
)
from generator.retrieval.scorer import (
    NO_SCORER,
    PACKAGED_SCORER,
    CrossEncoder,
    ScoredText,
    Scorer,
    load_scorer,
    scorer_card,
    scorer_hash,
)
from generator.retrieval.sharing import Shared, pack, whole, with_shared
from generator.retrieval.signs import SIGNS, Signs, signs
from generator.retrieval.weights import STATED, Learned, learned, usually

# Raised by hand whenever other snippets would be found for the same paper and question.
RETRIEVAL = "8"

__all__ = [
    "NO_SCORER",
    "PACKAGED",
    "PACKAGED_SCORER",
    "RETRIEVAL",
    "SIGNS",
    "STATED",
    "CrossEncoder",
    "Encoder",
    "Indexer",
    "KeptEncoder",
    "KeptScorer",
    "KeptScorers",
    "Learned",
    "PaperIndex",
    "Passage",
    "QueryVectors",
    "Ranked",
    "ScoredText",
    "Scorer",
    "SentenceTransformerEncoder",
    "Shared",
    "Signs",
    "Usage",
    "answering_words",
    "blended",
    "encoded_texts",
    "encoder_hash",
    "kept_within",
    "learned",
    "load_scorer",
    "min_relevant",
    "of_part",
    "pack",
    "passages",
    "rank",
    "retrieve",
    "scorer_card",
    "scorer_hash",
    "signs",
    "status_features",
    "trim_kept",
    "usually",
    "vectors_of",
    "weights_of",
    "whole",
    "with_neighbours",
    "with_parts",
    "with_shared",
    "within",
]

"""Paper and question in, snippets out: the sentences that may contain the answer, best first.

`PaperIndex` has one paper's passages with their vectors and words. `retrieve` ranks them for a question and
fills a budget of characters. `with_neighbours` shows a snippet among the sentences around it.
"""

from generator.retrieval.clause_marks import answering_words
from generator.retrieval.encoder import (
    PACKAGED,
    Encoder,
    QueryVectors,
    SentenceTransformerEncoder,
    encoder_hash,
)
from generator.retrieval.features import FEATURES, Features, passage_features
from generator.retrieval.index import PaperIndex, encoded_texts, vectors_of
from generator.retrieval.indexing import Indexer, cache_folder, query_lists
from generator.retrieval.model_results import (
    CachingEncoder,
    CachingScorer,
    CachingScorers,
    RetrievalUsage,
    trim_cache,
)
from generator.retrieval.question_parts import find_part, part_as_question, with_parts
from generator.retrieval.ranking import (
    Ranked,
    blend_features,
    fit_budget,
    min_relevant,
    rank,
    retrieve,
    status_features,
    weights_of,
)
from generator.retrieval.retrieval_weights import (
    DEFAULT_WEIGHTS,
    LearnedWeights,
    has_queries,
    learned_weights,
    usual_log_odds,
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
from generator.retrieval.searchable import Passage, passages
from generator.retrieval.sharing import Shared, evidence_pack, whole_paper, with_shared
from generator.retrieval.snippet_context import with_neighbours

# Raised by hand whenever other snippets would be returned for the same paper and question.
RETRIEVAL = "11"

__all__ = [
    "DEFAULT_WEIGHTS",
    "FEATURES",
    "NO_SCORER",
    "PACKAGED",
    "PACKAGED_SCORER",
    "RETRIEVAL",
    "CachingEncoder",
    "CachingScorer",
    "CachingScorers",
    "CrossEncoder",
    "Encoder",
    "Features",
    "Indexer",
    "LearnedWeights",
    "PaperIndex",
    "Passage",
    "QueryVectors",
    "Ranked",
    "RetrievalUsage",
    "ScoredText",
    "Scorer",
    "SentenceTransformerEncoder",
    "Shared",
    "answering_words",
    "blend_features",
    "cache_folder",
    "encoded_texts",
    "encoder_hash",
    "evidence_pack",
    "find_part",
    "fit_budget",
    "has_queries",
    "learned_weights",
    "load_scorer",
    "min_relevant",
    "part_as_question",
    "passage_features",
    "passages",
    "query_lists",
    "rank",
    "retrieve",
    "scorer_card",
    "scorer_hash",
    "status_features",
    "trim_cache",
    "usual_log_odds",
    "vectors_of",
    "weights_of",
    "whole_paper",
    "with_neighbours",
    "with_parts",
    "with_shared",
]

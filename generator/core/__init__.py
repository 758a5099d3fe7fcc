"""The data that flow through the build: papers, questions, snippets, drafts, answers.

Frozen dataclasses without I/O and without heavy imports. Every stage takes some of them in and
hands others out; stages know these types and nothing of each other.
"""

from generator.core.answer import (
    Answer,
    AnswerSentence,
    Draft,
    DraftSentence,
    PartFound,
    Place,
    Searched,
    Snippet,
)
from generator.core.bands import Band, Bands
from generator.core.consensus import Consensus
from generator.core.fingerprint import Fingerprint, canonical_json, digest
from generator.core.history import Superseded
from generator.core.linear import LinearModel
from generator.core.paper import Metadata, Paper, Paragraph, Person, Section, Sentence
from generator.core.question import Gate, Part, Question, QuestionSet, Wording
from generator.core.retrieved import ANSWERED_FROM, Retrieved
from generator.core.review import Review, Verdict
from generator.core.status import Status

__all__ = [
    "ANSWERED_FROM",
    "Answer",
    "AnswerSentence",
    "Band",
    "Bands",
    "Consensus",
    "Draft",
    "DraftSentence",
    "Fingerprint",
    "Gate",
    "LinearModel",
    "Metadata",
    "Paper",
    "Paragraph",
    "Part",
    "PartFound",
    "Person",
    "Place",
    "Question",
    "QuestionSet",
    "Retrieved",
    "Review",
    "Searched",
    "Section",
    "Sentence",
    "Snippet",
    "Status",
    "Superseded",
    "Verdict",
    "Wording",
    "canonical_json",
    "digest",
]

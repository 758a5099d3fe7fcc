"""The data that flow through the build: papers, questions, snippets, drafts, answers.

Frozen dataclasses without I/O and without heavy imports. Every stage takes some of them in and
hands others out; stages know these types and nothing of each other.
"""

from generator.core.answer import (
    Answer,
    AnswerSentence,
    Draft,
    DraftSentence,
    Place,
    Retrieved,
    Searched,
    Snippet,
    Status,
)
from generator.core.consensus import Consensus
from generator.core.fingerprint import Fingerprint, canonical_json, digest
from generator.core.history import Superseded
from generator.core.linear import LinearModel
from generator.core.paper import Metadata, Paper, Paragraph, Person, Section, Sentence
from generator.core.question import Question, QuestionSet
from generator.core.review import Review, Verdict

__all__ = [
    "Answer",
    "AnswerSentence",
    "Consensus",
    "Draft",
    "DraftSentence",
    "Fingerprint",
    "LinearModel",
    "Metadata",
    "Paper",
    "Paragraph",
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
    "canonical_json",
    "digest",
]

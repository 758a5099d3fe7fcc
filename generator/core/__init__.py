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
    Searched,
    Snippet,
    Status,
)
from generator.core.fingerprint import Fingerprint, canonical_json, digest
from generator.core.paper import Metadata, Paper, Paragraph, Person, Section, Sentence
from generator.core.question import Question, QuestionSet

__all__ = [
    "Answer",
    "AnswerSentence",
    "Draft",
    "DraftSentence",
    "Fingerprint",
    "Metadata",
    "Paper",
    "Paragraph",
    "Person",
    "Place",
    "Question",
    "QuestionSet",
    "Searched",
    "Section",
    "Sentence",
    "Snippet",
    "Status",
    "canonical_json",
    "digest",
]

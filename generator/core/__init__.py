"""The data that flow through the build: papers, questions, snippets, drafts and answers.

Frozen dataclasses without I/O and without heavy imports. Every stage takes some of them and returns others;
stages know these types and not each other.
"""

from generator.core.answer import (
    Answer,
    AnswerFacts,
    AnswerSentence,
    PartStatus,
    Place,
    SearchedPassage,
    Snippet,
)
from generator.core.certainty import Band, Bands
from generator.core.consensus import Consensus
from generator.core.draft import Draft, DraftSentence
from generator.core.fingerprint import Fingerprint, canonical_json, digest
from generator.core.history import SupersededAnswer
from generator.core.linear import LinearModel
from generator.core.paper import Metadata, Paper, Paragraph, Person, Section, Sentence
from generator.core.question import Gate, PartOfQuestion, Question, QuestionSet, QuestionWording
from generator.core.retrieved import ANSWERED_FROM, Retrieved
from generator.core.review import Review, Verdict
from generator.core.status import Status

__all__ = [
    "ANSWERED_FROM",
    "Answer",
    "AnswerFacts",
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
    "PartOfQuestion",
    "PartStatus",
    "Person",
    "Place",
    "Question",
    "QuestionSet",
    "QuestionWording",
    "Retrieved",
    "Review",
    "SearchedPassage",
    "Section",
    "Sentence",
    "Snippet",
    "Status",
    "SupersededAnswer",
    "Verdict",
    "canonical_json",
    "digest",
]

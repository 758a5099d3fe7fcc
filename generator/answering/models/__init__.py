"""Language models behind one protocol: a prompt in, a completion out."""

from generator.answering.models.protocol import Completion, LanguageModel

__all__ = ["Completion", "LanguageModel"]

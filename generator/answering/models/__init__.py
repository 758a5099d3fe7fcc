"""Language models behind one protocol: a prompt in, a completion out."""

from generator.answering.models.model_protocol import Completion, LanguageModel, Prompt

__all__ = ["Completion", "LanguageModel", "Prompt"]

"""The answerer that asks a language model."""

from __future__ import annotations

from generator.answering.models.protocol import LanguageModel
from generator.answering.parsing import parse_reply
from generator.answering.prompt import ABSTENTION, build_prompt, grammar
from generator.core import Draft, Question, Retrieved


class Generated:
    """Answers of a language model, made from the best snippets that fit into ``budget`` characters."""

    def __init__(self, model: LanguageModel, *, name: str, budget: int) -> None:
        self.model = model
        self.name = name
        self.budget = budget

    def answer(self, question: Question, found: Retrieved) -> Draft:
        prompt = build_prompt(question, found.snippets, self.budget)
        if not prompt.numbers:
            # Nothing was found to show a model: asking it would cost time to hear it guess.
            return Draft(raw=ABSTENTION, sentences=(), abstained=True)
        said = self.model.complete(prompt.system, prompt.user, grammar=grammar(prompt.numbers))
        return parse_reply(
            said.text,
            seconds=said.seconds,
            prompt_tokens=said.prompt_tokens,
            new_tokens=said.new_tokens,
        )

    def close(self) -> None:
        self.model.close()

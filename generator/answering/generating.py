"""The answerer that asks a language model."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence

from generator.answering.models.protocol import LanguageModel
from generator.answering.parsing import parse_reply
from generator.answering.prompt import ABSTENTION, ask, grammar
from generator.answering.protocol import Context
from generator.core import Draft, Question, Retrieved

# Where a prompt is too long, its quotes are cut to this share of what would just fit: texts differ in
# how many characters make a token.
_SAFELY = 0.95


class Generated:
    """Answers of a language model.

    budget: characters of the snippets that a question is shown, where it shares none with others.
    """

    def __init__(self, model: LanguageModel, *, name: str, budget: int) -> None:
        self.model = model
        self.name = name
        self.budget = budget

    def chosen(self, contexts: Iterable[Context], questions: Sequence[Question]) -> Context | None:
        """See `Answerer`."""
        longest = max(questions, key=lambda q: len(q.text))
        for context in contexts:
            _, snippets = context
            asked = ask(longest, Retrieved(tuple(snippets), shared=tuple(range(len(snippets)))), 0)
            if snippets and self.model.tokens(asked.prompt) <= self.model.room:
                return context
        return None

    def answer(self, question: Question, found: Retrieved) -> Draft:
        """See `Answerer`. Snippets for which a prompt has no room are left out, and counted.

        Where the paper is plainly silent, no model is asked: whatever it said would be beside the question,
        and asking costs as much time as where there is an answer.
        """
        if not found.worth_asking:
            return Draft(raw=ABSTENTION, sentences=(), abstained=True, asked=False)
        asked = ask(question, found, self.budget)
        wanted, budget = len(asked.cited), self.budget
        while asked.cited and (needed := self.model.tokens(asked.prompt)) > self.model.room:
            # A context that questions share was chosen to fit; where it does not, the question gets its own.
            budget = int(budget * _SAFELY * min(1.0, self.model.room / needed))
            asked = ask(question, dataclasses.replace(found, shared=()), budget)
        if not asked.cited:
            # Nothing was found to show a model: asking it would cost time to hear it guess.
            return Draft(raw=ABSTENTION, sentences=(), abstained=True, left_out=wanted)
        said = self.model.complete(asked.prompt, grammar=grammar(asked.cited))
        draft = parse_reply(
            said.text,
            seconds=said.seconds,
            prompt_tokens=said.prompt_tokens,
            new_tokens=said.new_tokens,
        )
        sentences = tuple(
            dataclasses.replace(s, cites=tuple(asked.cited[n] for n in s.cites if n in asked.cited))
            for s in draft.sentences
        )
        return dataclasses.replace(
            draft,
            sentences=sentences,
            reused_tokens=said.reused_tokens,
            left_out=max(0, wanted - len(asked.cited)),
        )

    def close(self) -> None:
        self.model.close()

"""The answerer that asks a language model."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence

from generator.answering.models.model_protocol import LanguageModel
from generator.answering.parsing import parse_reply
from generator.answering.prompt import ABSTENTION, NumberedPrompt, build_prompt, grammar
from generator.answering.protocol import Context
from generator.core import Draft, Question, Retrieved, digest

# If a prompt is too long, its quotes are cut to this share of what would just fit, because the number of
# characters per token varies.
_SAFETY_MARGIN = 0.95


class Generated:
    """Answers of a language model.

    budget: characters of the snippets in a prompt, for a question that shares none with others.
    """

    def __init__(self, model: LanguageModel, *, name: str, budget: int) -> None:
        self.model = model
        self.name = name
        self.budget = budget

    def choose_context(self, contexts: Iterable[Context], questions: Sequence[Question]) -> Context | None:
        """See `Answerer`."""
        longest = max(questions, key=lambda q: len(q.text))
        for context in contexts:
            _, snippets = context
            asked = build_prompt(longest, Retrieved(tuple(snippets), shared=tuple(range(len(snippets)))), 0)
            if snippets and self.model.tokens(asked.prompt) <= self.model.room:
                return context
        return None

    def answer(self, question: Question, found: Retrieved) -> Draft:
        """See `Answerer`. Snippets for which the prompt has no room are left out, and counted.

        If the paper plainly does not answer, the model is not asked: its reply would be irrelevant, and would
        take as long as any other.
        """
        if not found.worth_asking:
            return _silent()
        asked = build_prompt(question, found, self.budget)
        all_snippets, budget = len(asked.cited), self.budget
        while asked.cited and (needed := self.model.tokens(asked.prompt)) > self.model.room:
            # A shared context was chosen to fit; if it does not, the question gets a context of its own.
            budget = int(budget * _SAFETY_MARGIN * min(1.0, self.model.room / needed))
            asked = build_prompt(question, dataclasses.replace(found, shared=()), budget)
        if not asked.cited:
            # There is nothing to show the model: its reply would be a guess.
            return _nothing_shown(all_snippets)
        reply = self.model.complete(asked.prompt, grammar=grammar(asked.cited))
        return dataclasses.replace(
            _read(reply.text, asked),
            seconds=reply.seconds,
            prompt_tokens=reply.prompt_tokens,
            new_tokens=reply.new_tokens,
            reused_tokens=reply.reused_tokens,
            left_out=max(0, all_snippets - len(asked.cited)),
        )

    def close(self) -> None:
        """Release the model."""
        self.model.close()


def redraft(question: Question, found: Retrieved, budget: int, earlier: EarlierReply) -> Draft | None:
    """Return the draft of a model from its earlier reply, without asking it; None if it must be asked.

    It need not be asked if it would be shown the same prompt as before, or if there is nothing to show it.
    """
    if not found.worth_asking:
        return _silent()
    asked = build_prompt(question, found, budget)
    if not asked.cited:
        return _nothing_shown(0)
    return _read(earlier.raw, asked) if earlier.answers(_name(asked), found) else None


@dataclasses.dataclass(frozen=True, slots=True)
class EarlierReply:
    """An earlier reply of a model.

    shown: hash of its prompt; empty if not recorded. searched: ids and scores of the snippets found then, in
    their order. alike: whether the same snippets make the same prompt, because neither the prompt's form nor
    the question's wording has changed since.
    """

    raw: str
    shown: str = ""
    searched: tuple[tuple[str, float], ...] = ()
    alike: bool = False

    def answers(self, name: str, found: Retrieved) -> bool:
        """Return True if it was the reply to the same prompt. name: hash of the one made from ``found``."""
        if self.shown:
            return self.shown == name
        return self.alike and self.searched == tuple((s.id, s.score) for s in found.snippets)


def _name(asked: NumberedPrompt) -> str:
    """Return the hash of a prompt: of all that a model is shown, and of its grammar."""
    prompt = asked.prompt
    return digest([prompt.system, prompt.shared, prompt.own, grammar(asked.cited)])


def _read(raw: str, asked: NumberedPrompt) -> Draft:
    draft = parse_reply(raw)
    sentences = tuple(
        dataclasses.replace(s, cites=tuple(asked.cited[n] for n in s.cites if n in asked.cited))
        for s in draft.sentences
    )
    return dataclasses.replace(draft, sentences=sentences, shown=_name(asked))


def _silent() -> Draft:
    return Draft(raw=ABSTENTION, sentences=(), abstained=True, asked=False)


def _nothing_shown(left_out: int) -> Draft:
    return Draft(raw=ABSTENTION, sentences=(), abstained=True, left_out=left_out)

"""The answerer that asks a language model."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence

from generator.answering.models.protocol import LanguageModel
from generator.answering.parsing import parse_reply
from generator.answering.prompt import ABSTENTION, Asked, ask, grammar
from generator.answering.protocol import Context
from generator.core import Draft, Question, Retrieved, digest

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
            return _silent()
        asked = ask(question, found, self.budget)
        wanted, budget = len(asked.cited), self.budget
        while asked.cited and (needed := self.model.tokens(asked.prompt)) > self.model.room:
            # A context that questions share was chosen to fit; where it does not, the question gets its own.
            budget = int(budget * _SAFELY * min(1.0, self.model.room / needed))
            asked = ask(question, dataclasses.replace(found, shared=()), budget)
        if not asked.cited:
            # Nothing was found to show a model: asking it would cost time to hear it guess.
            return _nothing_shown(wanted)
        said = self.model.complete(asked.prompt, grammar=grammar(asked.cited))
        return dataclasses.replace(
            _read(said.text, asked),
            seconds=said.seconds,
            prompt_tokens=said.prompt_tokens,
            new_tokens=said.new_tokens,
            reused_tokens=said.reused_tokens,
            left_out=max(0, wanted - len(asked.cited)),
        )

    def close(self) -> None:
        self.model.close()


def redrafted(question: Question, found: Retrieved, budget: int, said: Said) -> Draft | None:
    """The draft that a model would make today, from what it ``said`` before; None where it must be asked.

    It need not be asked where it would be shown what it was shown then, or where there is nothing to show it.
    """
    if not found.worth_asking:
        return _silent()
    asked = ask(question, found, budget)
    if not asked.cited:
        return _nothing_shown(0)
    return _read(said.raw, asked) if said.to(_name(asked), found) else None


@dataclasses.dataclass(frozen=True, slots=True)
class Said:
    """What a model said before. shown: names the prompt that it was shown; empty where none was recorded.

    searched: ids of the snippets that were found then, in their order, with their scores. alike: whether the
    same snippets make the same prompt, for neither its form nor the question's words have changed since.
    """

    raw: str
    shown: str = ""
    searched: tuple[tuple[str, float], ...] = ()
    alike: bool = False

    def to(self, name: str, found: Retrieved) -> bool:
        """Whether it was said to the prompt of this name, made of what was ``found``."""
        if self.shown:
            return self.shown == name
        return self.alike and self.searched == tuple((s.id, s.score) for s in found.snippets)


def _name(asked: Asked) -> str:
    """What names a prompt: a hash of all that a model is shown, and of what it is bound to."""
    prompt = asked.prompt
    return digest([prompt.system, prompt.shared, prompt.own, grammar(asked.cited)])


def _read(raw: str, asked: Asked) -> Draft:
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
